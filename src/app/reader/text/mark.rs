//! Bookmarked places: one that would be made, [`MarkedPlace`], and one in the text that is laid out, [`Mark`].

use crate::model::{Anchor, BookmarkId};

/// A place in an article, in the words that its bookmark keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceToBookmark {
    /// Position by content.
    pub anchor: Anchor,
    /// The heading above it.
    pub section: Option<String>,
    /// The sentence at it.
    pub quote: Option<String>,
}

/// A bookmarked place in the text that is laid out.
#[derive(Debug)]
pub(super) struct PlaceMark {
    /// The bookmark's id.
    pub(super) bookmark: BookmarkId,
    /// Position by content.
    pub(super) anchor: Anchor,
    /// The unit of the layout, and the byte in its text.
    pub(super) unit: usize,
    pub(super) byte: usize,
}
