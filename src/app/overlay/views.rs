//! Rows of the picker of views: those of the library, sources, tags, saved searches, orders and groupings of the list.

use std::collections::HashSet;

use super::rules::rule_picker;
use super::{Picker, PickerRow, PickerValue};
use crate::app::list::List;
use crate::model::{
    CategoryId, Grouping, Order, SavedSearchId, SourceId, SourceRow, View, ViewRow,
};

/// The views as they were last read, and the folded categories.
#[derive(Debug, Default)]
pub(in crate::app) struct ViewTree {
    views: Vec<ViewRow>,
    /// Paused sources, as they were last read.
    paused: HashSet<SourceId>,
    /// Folded categories; `None` until the views were read.
    folded: Option<HashSet<CategoryId>>,
    /// View that a prompt edits, to be selected when the picker is shown again.
    pub(in crate::app) edited: Option<View>,
}

impl ViewTree {
    /// Takes new views. A long tree is folded when it is read for the first time.
    pub(in crate::app) fn set_views(&mut self, views: &[ViewRow]) {
        views.clone_into(&mut self.views);
        if !views.is_empty() {
            self.folded.get_or_insert_with(|| folds_at_first(views));
        }
    }

    /// Takes the paused sources.
    pub(in crate::app) fn set_paused(&mut self, sources: &[SourceRow]) {
        let paused = sources.iter().filter(|row| row.source.is_paused);
        self.paused = paused.map(|row| row.source.id).collect();
    }

    /// Folds a category, or unfolds it; for a source the category that it is in. Returns the category.
    pub(in crate::app) fn toggle_fold(&mut self, view: &View) -> Option<CategoryId> {
        let category = match view {
            View::Category(category) => *category,
            other => {
                let row = self.views.iter().find(|row| row.view == *other)?;
                *row.parents.first()?
            }
        };
        let folded = self.folded.get_or_insert_default();
        if !folded.remove(&category) {
            folded.insert(category);
        }
        Some(category)
    }

    /// Returns the picker of what is done with new articles of a saved search.
    pub(in crate::app) fn rule_picker(&self, search: SavedSearchId) -> Picker {
        rule_picker(search, &self.views)
    }

    /// Returns the query of a saved search; empty for another view.
    pub(in crate::app) fn query_of(&self, view: &View) -> &str {
        let row = self.views.iter().find(|row| row.view == *view);
        row.and_then(|row| row.query.as_deref()).unwrap_or_default()
    }

    /// Returns the rows of the picker of views.
    pub(in crate::app) fn rows(&self, list: &List) -> Vec<PickerRow> {
        let none = HashSet::new();
        let folded = self.folded.as_ref().unwrap_or(&none);
        let mut rows = view_rows(&self.views, list, folded);
        for row in &mut rows {
            if let Some(PickerValue::View(View::Source(source), _)) = &row.value
                && self.paused.contains(source)
            {
                row.note = "paused".to_owned();
            }
        }
        rows
    }
}

/// Returns the rows of the picker of views.
///
/// Categories are a tree: below each are its subcategories, then its sources. `folded` categories hide what is below
/// them.
fn view_rows(views: &[ViewRow], list: &List, folded: &HashSet<CategoryId>) -> Vec<PickerRow> {
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
            .filter(|a| a.id.is_session_only() && !a.is_tour() && !a.state.is_deleted)
            .count();
        rows.push(row(View::Given, "Opened files", count.to_string()));
    }
    let view_row = |view: &ViewRow, depth: usize| PickerRow {
        depth,
        note: match (&view.error, &view.action) {
            (Some(error), _) => error.to_string(),
            (None, Some(action)) => action.to_string(),
            (None, None) => String::new(),
        },
        ..row(view.view.clone(), &view.name, count_text(view))
    };
    let mut kind = 0;
    for view in views {
        let (number, name) = match view.view {
            View::Category(_) if !view.parents.is_empty() => continue,
            View::Category(_) => (1, "Categories"),
            // Sources of categories are listed there.
            View::Source(_) if !view.parents.is_empty() => continue,
            View::Source(_) => (2, "Sources"),
            View::Tag(_) => (3, "Tags"),
            View::SavedSearch(_) => (4, "Saved searches"),
            View::Muted if view.article_count == 0 && current.view != View::Muted => continue,
            View::Given
            | View::Tour
            | View::All
            | View::Unread
            | View::Bookmarks
            | View::History
            | View::Muted => (0, ""),
        };
        if number != kind {
            kind = number;
            rows.push(head(name));
        }
        rows.push(view_row(view, 0));
        if let View::Category(category) = view.view {
            let first = rows.len();
            push_below(category, 1, views, &view_row, &mut rows);
            hide_folded(first.saturating_sub(1), folded, &mut rows);
        }
    }
    rows.push(head("Tour"));
    rows.push(row(View::Tour, "Articles of the tour", String::new()));
    if !list.is_in_memory() {
        rows.push(head("Order"));
        for (order, name) in [
            (Order::Date, "By date"),
            (Order::OldestFirst, "By date, oldest first"),
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

/// Returns the numbers of articles of a view: `3/40` for three unread ones of forty.
fn count_text(view: &ViewRow) -> String {
    match view.unread_count {
        Some(unread) if unread > 0 && unread != view.article_count => {
            format!("{unread}/{}", view.article_count)
        }
        _ => view.article_count.to_string(),
    }
}

/// Deepest level of categories that is indented further.
const MAX_DEPTH: usize = 8;

/// Number of rows of the tree up to which it is unfolded at first.
const MAX_UNFOLDED: usize = 40;

/// Returns the categories that are folded until the user unfolds them: all of a long tree.
fn folds_at_first(views: &[ViewRow]) -> HashSet<CategoryId> {
    let rows = views.iter().map(|view| match view.view {
        View::Category(_) => 1,
        _ => view.parents.len(),
    });
    let is_long = rows.sum::<usize>() > MAX_UNFOLDED;
    let categories = views.iter().filter_map(|view| match view.view {
        View::Category(category) if is_long => Some(category),
        _ => None,
    });
    categories.collect()
}

/// Adds the rows below a category: its subcategories with theirs, then its sources.
fn push_below(
    category: CategoryId,
    depth: usize,
    views: &[ViewRow],
    view_row: &dyn Fn(&ViewRow, usize) -> PickerRow,
    rows: &mut Vec<PickerRow>,
) {
    let is_below = |view: &&ViewRow| view.parents.contains(&category);
    for view in views.iter().filter(is_below) {
        if let View::Category(child) = view.view {
            rows.push(view_row(view, depth.min(MAX_DEPTH)));
            push_below(child, depth + 1, views, view_row, rows);
        }
    }
    for view in views.iter().filter(is_below) {
        if matches!(view.view, View::Source(_)) {
            rows.push(view_row(view, depth.min(MAX_DEPTH)));
        }
    }
}

/// Hides the rows below folded categories, from a row on, and says of each category how many it hides.
fn hide_folded(first: usize, folded: &HashSet<CategoryId>, rows: &mut [PickerRow]) {
    let mut at = first;
    while at < rows.len() {
        let depth = rows.get(at).map_or(0, |row| row.depth);
        let after = rows.iter().skip(at + 1);
        let below = after.take_while(|row| row.depth > depth).count();
        let is_folded = rows.get(at).is_some_and(|row| match &row.value {
            Some(PickerValue::View(View::Category(category), _)) => folded.contains(category),
            _ => false,
        });
        if is_folded && below > 0 {
            if let Some(row) = rows.get_mut(at) {
                row.note = format!("… {below} more");
            }
            for row in rows.iter_mut().skip(at + 1).take(below) {
                row.is_hidden = true;
            }
        }
        at += 1;
    }
}
