//! Meanings of a number ([`Numbered`]) in the list that was printed last ([`NumberedList`]).

use crate::ingest::name_of;
use crate::model::{Anchor, ArticleRef, BookmarkId, Origin};

/// The list that was printed last: a number chooses from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberedList {
    Articles,
    SearchResults,
    Views,
}

impl Numbered {
    /// Returns the name of the article if its text has no title: that of its file, else `name`.
    pub(super) fn untitled_name(&self) -> String {
        match &self.article.origin {
            Origin::File(_) if !self.article.id.is_in_library() => name_of(&self.article.origin),
            _ => self.name.clone(),
        }
    }
}

/// An article, or a place in it, that has a number.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub(super) article: ArticleRef,
    pub(super) name: String,
    /// Bookmark and anchor, if the number is that of a bookmarked place.
    pub(super) place: Option<Box<(BookmarkId, Anchor)>>,
}
