//! Changes that the user makes to the state of articles: [`Change`].

use crate::model::{Anchor, BookmarkId, Listing, RowKey, SavedSearchId, StoryRef};

/// A change of state that the user wants. Each can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Read if it is not, unread if it is.
    ToggleRead(StoryRef),
    /// Read, since its end was reached or it was opened: nothing is said of it.
    Finished(StoryRef),
    /// All of these at once.
    Read(Vec<StoryRef>, bool),
    /// Every unread article of the group that this row of a listing stands in.
    ReadGroup(Listing, RowKey),
    /// Bookmarked if it is not, not if it is. Its places, notes and tags go with it, and come back with undo.
    ToggleBookmark(StoryRef),
    /// A bookmark of a place.
    BookmarkPlace {
        /// In which story.
        story: StoryRef,
        /// Where.
        anchor: Anchor,
        /// The heading above it.
        section: Option<String>,
        /// The sentence at it.
        quote: Option<String>,
        /// What the user wrote of it.
        note: Option<String>,
        /// Its tags.
        tags: Vec<String>,
    },
    /// Exactly these tags for the story; one that is not bookmarked is now.
    TagStory(StoryRef, Vec<String>),
    /// Another note and exactly these tags for a bookmark.
    EditBookmark(BookmarkId, Option<String>, Vec<String>),
    /// No longer bookmarked.
    RemoveBookmark(BookmarkId),
    /// No longer in the library.
    Delete(StoryRef),
    /// A search becomes a view: name and query.
    SaveSearch(String, String),
    /// A saved search is none any longer.
    RemoveSearch(SavedSearchId),
}
