//! Views as a command names them: a built-in view, or the name of a category, a source, a tag or a saved search.

use anyhow::{Result, anyhow, bail};

use crate::library::{self, ViewNameError};
use crate::model::{View, ViewRow};
use crate::text::clean;

/// Returns the view with this name, ignoring case; a tag also without its `#`.
///
/// # Errors
/// No view has this name, or several sources have it.
pub(super) fn find_view(name: &str, views: &[ViewRow]) -> Result<View> {
    match library::find_view(name, views) {
        Ok(row) => Ok(row.view.clone()),
        Err(ViewNameError::Unknown) => Err(unknown_view(name)),
        Err(ViewNameError::SeveralSources(sources)) => {
            let (count, shown) = (sources.len(), clean::clean_line(name));
            let ids: Vec<String> = sources.iter().map(ToString::to_string).collect();
            let ids = ids.join(", ");
            bail!("{count} sources have this title: {shown}: give --source with one of {ids}");
        }
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
