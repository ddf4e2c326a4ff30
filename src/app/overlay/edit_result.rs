//! Consequence of an edit of the line that is being typed: [`EditResult`].

use crate::app::reader::SelectedLink;
use crate::layout::LinePosition;

/// Consequence of an edit of the line that is being typed.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub(in crate::app) enum EditResult {
    /// The key did nothing.
    Nothing,
    /// The overlay is to be cancelled.
    Cancel,
    /// The list shows what matches.
    Filter(String),
    /// The text goes to the first match from a position on.
    Find(String, LinePosition),
    /// The library is searched.
    Search(String),
    /// A link is selected.
    Select(SelectedLink),
}
