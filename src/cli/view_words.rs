//! Views as a command names them: a built-in view, or the name of a category, a source, a tag or a saved search.

use anyhow::{Result, anyhow, bail};

use crate::model::{View, ViewRow};
use crate::text::clean;

/// Returns the built-in view with this name.
pub(super) fn built_in_view(name: &str) -> Option<View> {
    match name.to_lowercase().as_str() {
        "all" => Some(View::All),
        "unread" => Some(View::Unread),
        "bookmarks" => Some(View::Bookmarks),
        "history" => Some(View::History),
        _ => None,
    }
}

/// Returns the view with this name, ignoring case; a tag also without its `#`.
///
/// # Errors
/// No view has this name, or several sources have it.
pub(super) fn find_view(name: &str, views: &[ViewRow]) -> Result<View> {
    if let Some(view) = built_in_view(name) {
        return Ok(view);
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
    let sources: Vec<String> = found.iter().filter_map(|row| source_id(row)).collect();
    if sources.len() > 1 {
        let (count, shown) = (sources.len(), clean::clean_line(name));
        let ids = sources.join(", ");
        bail!("{count} sources have this title: {shown}: give --source with one of {ids}");
    }
    if let Some(row) = found.first() {
        return Ok(row.view.clone());
    }
    let tag = |row: &&ViewRow| match &row.view {
        View::Tag(tag) => tag.to_lowercase() == folded,
        _ => false,
    };
    match views.iter().find(tag) {
        Some(row) => Ok(row.view.clone()),
        None => Err(unknown_view(name)),
    }
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

/// Returns the id of the source of a view.
fn source_id(row: &ViewRow) -> Option<String> {
    match row.view {
        View::Source(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Returns the error of a view that does not exist.
pub(super) fn unknown_view(name: &str) -> anyhow::Error {
    let shown = clean::clean_line(name);
    anyhow!(
        "no such view: {shown}: use all, unread, bookmarks, history, or the name of a category, a source, a tag or a saved search"
    )
}

/// Returns the error of a source that does not exist.
pub(super) fn unknown_source(word: &str) -> anyhow::Error {
    anyhow!("no such source: {word}: newsprint sources lists them")
}
