//! Bookmarked places: one to be made, [`PlaceToBookmark`], and one in the laid-out text, [`PlaceMark`].

use crate::model::{Anchor, BookmarkId};

/// A place in an article, with the words that its bookmark stores.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceToBookmark {
    /// Position.
    pub anchor: Anchor,
    /// Title of the section.
    pub section: Option<String>,
    /// Sentence at the position.
    pub quote: Option<String>,
}

/// A bookmarked place in the laid-out text.
#[derive(Debug)]
pub(super) struct PlaceMark {
    /// Bookmark.
    pub(super) bookmark: BookmarkId,
    /// Position in the document.
    pub(super) anchor: Anchor,
    /// Layout unit.
    pub(super) unit: usize,
    /// Byte in the text of the unit.
    pub(super) byte: usize,
}
