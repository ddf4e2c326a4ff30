//! Meanings of a number ([`Numbered`]) in the list that was printed last ([`NumberedList`]).

use crate::model::{Anchor, ArticleRef, BookmarkId};

/// The list that was printed last: a number chooses from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberedList {
    Articles,
    SearchResults,
    Views,
}

/// An article, or a place in it, that has a number.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub(super) article: ArticleRef,
    pub(super) name: String,
    /// Bookmark and anchor, if the number is that of a bookmarked place.
    pub(super) place: Option<Box<(BookmarkId, Anchor)>>,
}
