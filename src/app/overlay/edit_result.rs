//! Result of an edit of the typed line, for the app to carry out: [`EditResult`].

use crate::app::reader::SelectedLink;
use crate::layout::LinePosition;

/// Result of an edit of the typed line.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub(in crate::app) enum EditResult {
    /// Nothing to do.
    Nothing,
    /// Cancel the overlay.
    Cancel,
    /// Filter the list.
    Filter(String),
    /// Go to the first match in the text, from a line on.
    Find(String, LinePosition),
    /// Search the library.
    Search(String),
    /// Select a link.
    Select(SelectedLink),
}
