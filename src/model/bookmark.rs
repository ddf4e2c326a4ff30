//! Bookmarks and reading positions: [`Bookmark`], [`ReadingPosition`].

use serde::{Deserialize, Serialize};

use super::{Anchor, BookmarkId};

/// Position at the top of the screen when an article was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingPosition {
    /// Position by content.
    pub anchor: Anchor,
    /// Blank lines above it on the screen.
    #[serde(rename = "above")]
    pub lines_above: usize,
}

/// Bookmark of an article or of a place in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Id in the library.
    pub id: BookmarkId,
    /// Place; `None` for a bookmark of the whole article.
    pub anchor: Option<Anchor>,
    /// Text of the heading above the place.
    pub section: Option<String>,
    /// Sentence at the place.
    pub quote: Option<String>,
    /// Note that the user wrote.
    pub note: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Time of creation, in seconds since 1970-01-01 UTC.
    pub created: i64,
}
