//! The views, to choose from: the library's own, sources, tags, saved searches, and the orders of the list.

use super::{App, Choice, Effect, Overlay, Picker, PickerKind, PickerRow};
use crate::model::{Grouping, Job, Order, View, ViewRow};

impl App {
    /// Asks for the views; they are shown when they have come.
    pub(super) fn ask_views(&mut self) {
        self.overlay.awaiting_views = true;
        self.effects.push(Effect::Job(Job::Views));
    }

    /// Shows the views.
    pub(super) fn receive_views(&mut self, views: Vec<ViewRow>) {
        if let View::Saved(_) | View::Source(_) = &self.list.rows.listing().view
            && let Some(row) = views
                .iter()
                .find(|row| row.view == self.list.rows.listing().view)
        {
            self.list.view_name.clone_from(&row.name);
        }
        let open = matches!(&self.overlay.open, Overlay::Picker(p) if p.kind == PickerKind::Views);
        if !std::mem::take(&mut self.overlay.awaiting_views) && !open {
            return;
        }
        let current = self.list.rows.listing().clone();
        let given = self
            .list
            .rows
            .articles()
            .iter()
            .any(|article| article.id.is_of_run() && !article.is_seed());
        let mut rows = Vec::new();
        let row = |view: View, name: &str, count: String| PickerRow {
            key: count,
            text: name.to_owned(),
            current: view == current.view,
            choice: Some(Choice::View(view, name.to_owned())),
            ..PickerRow::default()
        };
        let head = |text: &str| PickerRow {
            text: text.to_owned(),
            head: true,
            ..PickerRow::default()
        };
        if given {
            let count = self.list.rows.articles().iter();
            let count = count.filter(|a| a.id.is_of_run() && !a.is_seed()).count();
            rows.push(row(View::Given, "What was opened", count.to_string()));
        }
        let mut kind = 0;
        for view in &views {
            let (number, name) = match view.view {
                View::Source(_) => (1, "Sources"),
                View::Tag(_) => (2, "Tags"),
                View::Saved(_) => (3, "Saved searches"),
                _ => (0, ""),
            };
            if number != kind {
                kind = number;
                rows.push(head(name));
            }
            let count = match view.unread {
                Some(unread) if unread > 0 && unread != view.count => {
                    format!("{unread}/{}", view.count)
                }
                _ => view.count.to_string(),
            };
            let mut shown = row(view.view.clone(), &view.name, count);
            shown.note = view.problem.clone().unwrap_or_default();
            rows.push(shown);
        }
        rows.push(head("Stories that newsprint brings along"));
        rows.push(row(View::Tour, "A tour of newsprint", String::new()));
        if !self.list.rows.is_held() {
            rows.push(head("Order"));
            for (order, name) in [
                (Order::Date, "By date"),
                (Order::Title, "By title"),
                (Order::Length, "By length"),
            ] {
                rows.push(PickerRow {
                    text: name.to_owned(),
                    key: if order == current.order { "*" } else { "" }.to_owned(),
                    choice: Some(Choice::Order(order)),
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
                    choice: Some(Choice::Grouping(grouping)),
                    ..PickerRow::default()
                });
            }
        }
        match &mut self.overlay.open {
            Overlay::Picker(picker) if open => picker.renew_rows(rows),
            overlay => *overlay = Overlay::Picker(Picker::new(PickerKind::Views, rows)),
        }
    }

    /// Shows a view by name.
    pub(super) fn show_view(&mut self, view: View, name: &str) {
        name.clone_into(&mut self.list.view_name);
        let mut listing = self.list.rows.listing().clone();
        (listing.view, listing.filter) = (view, String::new());
        self.turn_to(listing);
        self.screen.focus = super::Pane::List;
    }

    /// What the list is called.
    pub fn view_name(&self) -> String {
        match &self.list.rows.listing().view {
            View::Given => "Stories".to_owned(),
            View::Tour => "A tour of newsprint".to_owned(),
            View::All => "All".to_owned(),
            View::Unread => "Unread".to_owned(),
            View::Bookmarks => "Bookmarks".to_owned(),
            View::History => "History".to_owned(),
            View::Tag(tag) => format!("#{tag}"),
            View::Source(_) | View::Saved(_) => self.list.view_name.clone(),
        }
    }
}
