//! Rows of the picker of views: those of the library, sources, tags, saved searches, orders and groupings of the list.

use super::{PickerRow, PickerValue};
use crate::app::list::List;
use crate::model::{Grouping, Order, View, ViewRow};

/// Returns the rows of the picker of views.
pub(in crate::app) fn view_rows(views: &[ViewRow], list: &List) -> Vec<PickerRow> {
    let current = list.listing().clone();
    let given = list
        .articles()
        .iter()
        .any(|article| article.id.is_session_only() && !article.is_tour());
    let mut rows = Vec::new();
    let row = |view: View, name: &str, count: String| PickerRow {
        key: count,
        text: name.to_owned(),
        is_current: view == current.view,
        value: Some(PickerValue::View(view, name.to_owned())),
        ..PickerRow::default()
    };
    let head = |text: &str| PickerRow {
        text: text.to_owned(),
        is_head: true,
        ..PickerRow::default()
    };
    if given {
        let count = list.articles().iter();
        let count = count
            .filter(|a| a.id.is_session_only() && !a.is_tour())
            .count();
        rows.push(row(View::Given, "Opened files", count.to_string()));
    }
    let mut kind = 0;
    for view in views {
        let (number, name) = match view.view {
            View::Source(_) => (1, "Sources"),
            View::Tag(_) => (2, "Tags"),
            View::SavedSearch(_) => (3, "Saved searches"),
            _ => (0, ""),
        };
        if number != kind {
            kind = number;
            rows.push(head(name));
        }
        let count = match view.unread_count {
            Some(unread) if unread > 0 && unread != view.article_count => {
                format!("{unread}/{}", view.article_count)
            }
            _ => view.article_count.to_string(),
        };
        let mut shown = row(view.view.clone(), &view.name, count);
        shown.note = view
            .error
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        rows.push(shown);
    }
    rows.push(head("Tour"));
    rows.push(row(View::Tour, "Articles of the tour", String::new()));
    if !list.is_in_memory() {
        rows.push(head("Order"));
        for (order, name) in [
            (Order::Date, "By date"),
            (Order::Title, "By title"),
            (Order::Length, "By length"),
        ] {
            rows.push(PickerRow {
                text: name.to_owned(),
                key: if order == current.order { "*" } else { "" }.to_owned(),
                value: Some(PickerValue::Order(order)),
                ..PickerRow::default()
            });
        }
        rows.push(head("Groups"));
        for (grouping, name) in [
            (Grouping::Day, "By day"),
            (Grouping::Source, "By source"),
            (Grouping::None, "No groups"),
        ] {
            rows.push(PickerRow {
                text: name.to_owned(),
                key: if grouping == current.grouping {
                    "*"
                } else {
                    ""
                }
                .to_owned(),
                value: Some(PickerValue::Grouping(grouping)),
                ..PickerRow::default()
            });
        }
    }
    rows
}
