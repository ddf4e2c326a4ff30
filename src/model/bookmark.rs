//! Places in an article that are kept: [`Bookmark`], and the one where it was left.

use serde::{Deserialize, Serialize};

use super::{Anchor, BookmarkId};

/// A place in an article where it was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingPosition {
    /// By content.
    pub anchor: Anchor,
    /// The lines of white space above it on the screen.
    #[serde(rename = "above")]
    pub lines_above: usize,
}

/// A bookmark of a place in an article, or of the article itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its name.
    pub id: BookmarkId,
    /// The place; `None` is the article itself.
    pub anchor: Option<Anchor>,
    /// The heading above the place.
    pub section: Option<String>,
    /// The sentence at the place.
    pub quote: Option<String>,
    /// What the user wrote.
    pub note: Option<String>,
    /// In the order of the alphabet.
    pub tags: Vec<String>,
    /// When it was made, seconds since 1970 in UTC.
    pub created: i64,
}
