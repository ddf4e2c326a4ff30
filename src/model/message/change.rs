//! Changes that the user makes to the state of articles: [`Change`], and what is said of them: [`ChangeKind`], [`ChangeReport`].

use serde::{Deserialize, Serialize};

use crate::model::{Anchor, ArticleRef, BookmarkId, Listing, RowKey, SavedSearchId};

/// A change of state that the user wants. Each can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Read if it is not, unread if it is.
    ToggleRead(ArticleRef),
    /// Read, since its end was reached or it was opened: nothing is said of it.
    MarkFinished(ArticleRef),
    /// All of these at once.
    SetRead(Vec<ArticleRef>, bool),
    /// Every unread article of the group that this row of a listing stands in.
    MarkGroupRead(Listing, RowKey),
    /// Bookmarked if it is not, not if it is. Its bookmarked places stay as they are.
    ToggleBookmark(ArticleRef),
    /// A bookmark of a place.
    BookmarkPlace {
        /// In which article.
        article: ArticleRef,
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
    /// Exactly these tags for the article; one that is not bookmarked is now.
    SetTags(ArticleRef, Vec<String>),
    /// Another note and exactly these tags for a bookmark.
    EditBookmark(BookmarkId, Option<String>, Vec<String>),
    /// No longer bookmarked.
    RemoveBookmark(BookmarkId),
    /// No longer in the library.
    Delete(ArticleRef),
    /// A search becomes a view: name and query.
    SaveSearch(String, String),
    /// A saved search is none any longer.
    RemoveSearch(SavedSearchId),
}

/// What a change did, with what a sentence about it needs: titles and names as they were then. The journal keeps it; `messages` has
/// the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ChangeKind {
    /// An article was marked as read, or as unread.
    Mark {
        /// Its title.
        title: String,
        /// True for read.
        read: bool,
    },
    /// Articles were marked as read, or as unread.
    MarkMany {
        /// Their number.
        count: usize,
        /// True for read.
        read: bool,
    },
    /// An article was bookmarked.
    AddBookmark {
        /// Its title.
        title: String,
        /// True where the bookmark had another note before.
        replaced_note: bool,
    },
    /// The bookmark of an article was removed.
    RemoveBookmark {
        /// The title of the article.
        title: String,
    },
    /// A place in an article was bookmarked.
    AddPlace {
        /// The title of the article.
        title: String,
        /// The heading above the place.
        section: Option<String>,
    },
    /// The bookmark of a place in an article was removed.
    RemovePlace {
        /// The title of the article.
        title: String,
    },
    /// The note or the tags of a bookmark were changed.
    EditBookmark {
        /// The title of its article.
        title: String,
    },
    /// A bookmark got other tags.
    Tag {
        /// The title of its article.
        title: String,
        /// All its tags; none where they were removed.
        tags: Vec<String>,
    },
    /// An article was deleted from the library.
    DeleteArticle {
        /// Its title.
        title: String,
    },
    /// A search was saved.
    SaveSearch {
        /// Its name.
        name: String,
    },
    /// A saved search got another name.
    RenameSearch {
        /// The name before.
        from: String,
        /// The name now.
        to: String,
    },
    /// A saved search was removed.
    RemoveSearch {
        /// Its name.
        name: String,
    },
    /// A source was removed.
    RemoveSource {
        /// Its title.
        title: String,
        /// The number of its articles, which stay.
        articles: usize,
    },
    /// A change that this version does not know.
    #[serde(other)]
    Other,
}

/// The way through the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Back.
    Undo,
    /// Forward again.
    Redo,
}

/// What is to be said of a change that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeReport {
    /// It was made.
    Made(ChangeKind),
    /// It was undone or redone.
    Replayed(Direction, ChangeKind),
    /// It was neither, since what it is about was changed by something else.
    Skipped(Direction, ChangeKind),
    /// There is nothing to undo or to redo.
    Nothing(Direction),
}
