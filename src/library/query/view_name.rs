//! Views by their names, as in settings and on the command line: [`find_view`].

use crate::model::{SourceId, View, ViewRow};

/// Error of looking up a view by its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewNameError {
    /// No view has the name.
    #[error("no such view")]
    Unknown,
    /// Several sources have the name as their title.
    #[error("{} sources have this title", .0.len())]
    SeveralSources(Vec<SourceId>),
}

/// Returns the built-in view with this name, ignoring case.
pub fn built_in_view(name: &str) -> Option<View> {
    match name.to_lowercase().as_str() {
        "all" => Some(View::All),
        "unread" => Some(View::Unread),
        "bookmarks" => Some(View::Bookmarks),
        "history" => Some(View::History),
        "muted" => Some(View::Muted),
        _ => None,
    }
}

/// Returns the view with this name among all views, ignoring case; a tag also without its `#`.
///
/// # Errors
/// No view has the name, or several sources have it.
pub fn find_view<'a>(name: &str, views: &'a [ViewRow]) -> Result<&'a ViewRow, ViewNameError> {
    let by_view = |view: &View| views.iter().find(|row| row.view == *view);
    if let Some(row) = built_in_view(name).as_ref().and_then(by_view) {
        return Ok(row);
    }
    let folded = name.to_lowercase();
    // A category is named alone or with those above it: `News/Local`.
    let is_named = |row: &ViewRow, name: &str, fold: &dyn Fn(&str) -> String| {
        fold(&row.name) == name
            || (matches!(row.view, View::Category(_)) && fold(&category_path(row, views)) == name)
    };
    let named = |row: &&ViewRow| is_named(row, &folded, &|text| text.to_lowercase());
    let exact = views
        .iter()
        .filter(|row| is_named(row, name, &|text| text.to_owned()));
    let found: Vec<&ViewRow> = match exact.collect::<Vec<_>>() {
        exact if exact.is_empty() => views.iter().filter(named).collect(),
        exact => exact,
    };
    let sources: Vec<SourceId> = found.iter().filter_map(|row| source_of(row)).collect();
    if sources.len() > 1 {
        return Err(ViewNameError::SeveralSources(sources));
    }
    let tag = |row: &&ViewRow| match &row.view {
        View::Tag(tag) => tag.to_lowercase() == folded,
        _ => false,
    };
    let found = found.first().copied();
    found
        .or_else(|| views.iter().find(tag))
        .ok_or(ViewNameError::Unknown)
}

/// Returns the names of a category and of those above it, joined by slashes.
fn category_path(row: &ViewRow, views: &[ViewRow]) -> String {
    let mut names = vec![row.name.as_str()];
    let mut parents = row.parents.first();
    // The tree has no cycles; the bound holds in a damaged one.
    while let (Some(parent), true) = (parents, names.len() < views.len()) {
        let above = views
            .iter()
            .find(|other| other.view == View::Category(*parent));
        names.extend(above.map(|above| above.name.as_str()));
        parents = above.and_then(|above| above.parents.first());
    }
    names.reverse();
    names.join("/")
}

/// Returns the source of a view.
fn source_of(row: &ViewRow) -> Option<SourceId> {
    match row.view {
        View::Source(id) => Some(id),
        _ => None,
    }
}
