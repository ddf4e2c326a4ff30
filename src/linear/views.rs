//! The views and their numbers: [`Views`].

use super::session::Session;
use super::words::counted;
use crate::model::{View, ViewRow};
use crate::text::clean;

/// The views in the order they were printed.
#[derive(Default)]
pub(super) struct Views(Vec<(View, String)>);

impl Views {
    /// Reads the views, and returns a line for each. `given` is the number of given articles, `here` the current view.
    pub(super) fn read(&mut self, given: usize, here: &View, session: &mut Session) -> Vec<String> {
        let mut rows = Vec::new();
        if given > 0 {
            let count = counted(given, "article", "articles");
            rows.push((View::Given, "Opened files".to_owned(), format!(", {count}")));
        }
        for row in session.views() {
            let name = spoken_name(&row);
            let mut facts = format!(", {}", counted(row.article_count, "article", "articles"));
            if let Some(unread) = row.unread_count {
                facts.push_str(&format!(", {unread} unread"));
            }
            if let Some(problem) = &row.error {
                facts.push_str(&format!(", {problem}"));
            }
            rows.push((row.view, name, facts));
        }
        rows.push((View::Tour, "Tour".to_owned(), String::new()));
        let line = |((view, name, facts), number): (&(View, String, String), usize)| {
            let here = if view == here { ", you are here" } else { "" };
            format!("{number}. {name}{facts}{here}")
        };
        let lines = rows.iter().zip(1..).map(line).collect();
        self.0 = rows
            .into_iter()
            .map(|(view, name, _)| (view, name))
            .collect();
        lines
    }

    /// Returns true if no views were printed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of printed views.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the view with a number, and its name.
    pub(super) fn get(&self, number: usize) -> Option<&(View, String)> {
        self.0.get(number.checked_sub(1)?)
    }
}

/// Returns the name of a view of the library with its kind.
pub(super) fn spoken_name(row: &ViewRow) -> String {
    let name = clean::clean_line(&row.name).into_owned();
    match row.view {
        View::Source(_) => format!("Source {name}"),
        View::Category(_) => format!("Category {name}"),
        View::Tag(_) => format!("Tag {}", name.trim_start_matches('#')),
        View::SavedSearch(_) => format!("Search {name}"),
        _ => name,
    }
}
