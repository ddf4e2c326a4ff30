//! Changes that the user makes to the state of articles: [`Change`], and their results: [`ChangeKind`],
//! [`ChangeReport`].

use serde::{Deserialize, Serialize};

use crate::model::{
    AccountId, Anchor, ArticleRef, BookmarkId, Correction, Listing, RowKey, RuleAction,
    SavedSearchId, SourceId,
};

/// Change that the user asks for. Each one can be undone.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Mark as read, or as unread if it is read.
    ToggleRead(ArticleRef),
    /// Mark as read because its end was reached or it was opened. No message is shown.
    MarkFinished(ArticleRef),
    /// Mark all of these as read, or as unread.
    SetRead(Vec<ArticleRef>, bool),
    /// Mark every unread article in the group of this row as read.
    MarkGroupRead(Listing, RowKey),
    /// Mark every unread article of this listing as read; with a number, only those that are older than so many days.
    MarkViewRead(Listing, Option<u16>),
    /// Bookmark, or remove the bookmark. Bookmarked places stay.
    ToggleBookmark(ArticleRef),
    /// Bookmark a place.
    BookmarkPlace {
        /// Article that the place is in.
        article: ArticleRef,
        /// Place.
        anchor: Anchor,
        /// Text of the heading above the place.
        section: Option<String>,
        /// Sentence at the place.
        quote: Option<String>,
        /// Note.
        note: Option<String>,
        /// Tags.
        tags: Vec<String>,
    },
    /// Replace the tags of the article; without a bookmark it is bookmarked.
    SetTags(ArticleRef, Vec<String>),
    /// Replace the note and the tags of a bookmark.
    EditBookmark(BookmarkId, Option<String>, Vec<String>),
    /// Correct the extraction of an article.
    Correct {
        /// Article.
        article: ArticleRef,
        /// Correction.
        correction: Correction,
        /// True adds it to the corrections of the article, false removes the equal one from them.
        is_set: bool,
    },
    /// Remove a bookmark.
    RemoveBookmark(BookmarkId),
    /// Delete the article from the library.
    Delete(ArticleRef),
    /// Save a search as a view: name and query.
    SaveSearch(String, String),
    /// Give a saved search another name.
    RenameSearch(SavedSearchId, String),
    /// Give a saved search another query.
    EditSearch(SavedSearchId, String),
    /// Give a saved search an action on new articles, or remove it.
    SetRule {
        /// Saved search.
        search: SavedSearchId,
        /// Action.
        action: Option<RuleAction>,
        /// True to act on all articles that it finds now, as a change of its own.
        with_present: bool,
    },
    /// Mute these articles and the others of their stories, or list them again.
    SetMuted(Vec<ArticleRef>, bool),
    /// Remove a saved search.
    RemoveSearch(SavedSearchId),
    /// Pause the refreshing of a source, or resume it.
    PauseSource(SourceId, bool),
    /// Pause the syncs of an account, or resume them.
    PauseAccount(AccountId, bool),
    /// Remove a source.
    RemoveSource {
        /// Source.
        source: SourceId,
        /// True if the articles that only it has are deleted too, unless they are bookmarked.
        delete_articles: bool,
    },
    /// Give a source another title; an empty one restores its own.
    RenameSource(SourceId, String),
    /// Put a source into exactly these categories: paths like `News/Local`.
    SetSourceCategories(SourceId, Vec<String>),
    /// Set one setting of a source: key and value, as [`SettingChange::parse`](crate::model::SettingChange::parse) reads
    /// them. The value may be a credential.
    SetSourceSetting(SourceId, String, String),
}

/// Kind of a saved change, with the titles and names that a message about it needs, as they were at that time. Stored
/// in the journal; `messages` has the wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ChangeKind {
    /// An article was marked as read, or as unread.
    Mark {
        /// Title of the article.
        title: String,
        /// True for read.
        read: bool,
    },
    /// Articles were marked as read, or as unread.
    MarkMany {
        /// Number of articles.
        count: usize,
        /// True for read.
        read: bool,
    },
    /// An article was bookmarked.
    AddBookmark {
        /// Title of the article.
        title: String,
        /// True where the bookmark had another note before.
        replaced_note: bool,
    },
    /// The bookmark of an article was removed.
    RemoveBookmark {
        /// The title of the article.
        title: String,
        /// Number of bookmarked places in the article, which stay.
        #[serde(default)]
        places: usize,
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
        /// All tags of the bookmark; none where they were removed.
        tags: Vec<String>,
        /// True if the article had no bookmark before.
        #[serde(default)]
        is_new_bookmark: bool,
    },
    /// A line was taken into an article or out of it.
    Correct {
        /// Title of the article.
        title: String,
        /// Start of the line.
        line: String,
        /// True where the change takes it into the article.
        is_included: bool,
    },
    /// An article was deleted from the library.
    DeleteArticle {
        /// Title of the article.
        title: String,
    },
    /// An opened file was removed from the list.
    UnlistArticle {
        /// The title of the article.
        title: String,
        /// True if it is a file, which stays.
        has_file: bool,
    },
    /// A search was saved.
    SaveSearch {
        /// Name of the search.
        name: String,
    },
    /// A saved search got another name.
    RenameSearch {
        /// The name before.
        from: String,
        /// The name now.
        to: String,
    },
    /// A saved search got another query.
    EditSearch {
        /// Name of the search.
        name: String,
    },
    /// A saved search was removed.
    RemoveSearch {
        /// Name of the search.
        name: String,
    },
    /// A saved search became a rule, got another action, or lost it.
    SetRule {
        /// Name of the search.
        name: String,
        /// Action; `None` if it has none any longer.
        action: Option<RuleAction>,
    },
    /// A rule acted on articles.
    ApplyRule {
        /// Name of the search.
        name: String,
        /// Action.
        action: RuleAction,
        /// Number of articles.
        count: usize,
    },
    /// Articles were muted, or listed again.
    MuteMany {
        /// Number of articles.
        count: usize,
        /// True for muted.
        muted: bool,
    },
    /// Feeds and searches were imported from a list of subscriptions.
    ImportSources {
        /// Number of feeds that were added.
        sources: usize,
        /// Number of searches that were saved.
        searches: usize,
    },
    /// A source was removed.
    RemoveSource {
        /// Title of the source.
        title: String,
        /// Number of articles of the source that stay.
        articles: usize,
        /// Number of articles that were deleted with the source.
        #[serde(default)]
        deleted: usize,
    },
    /// Feeds were added, or removed ones came back.
    Subscribe {
        /// The title of the first one.
        title: String,
        /// Number of sources.
        count: usize,
    },
    /// A folder or a file was added as a source, or a removed one came back.
    AddSource {
        /// Title of the source.
        title: String,
        /// True for a folder.
        is_folder: bool,
    },
    /// An article was added without a source: a page, or standard input.
    AddArticle {
        /// Title of the article.
        title: String,
    },
    /// A source got another title.
    RenameSource {
        /// The title before.
        from: String,
        /// The title now.
        to: String,
    },
    /// A source was paused or resumed.
    PauseSource {
        /// Title of the source.
        title: String,
        /// True for paused.
        paused: bool,
    },
    /// An account was paused or resumed.
    PauseAccount {
        /// Address of its server.
        url: String,
        /// Name of the user there.
        user: String,
        /// True for paused.
        paused: bool,
    },
    /// Settings of a source were changed.
    SetSource {
        /// Title of the source.
        title: String,
        /// The keys of the settings.
        keys: Vec<String>,
        /// The new value, if one setting was set whose value is no credential.
        value: Option<String>,
    },
    /// A source got another address.
    ReaddressSource {
        /// Title of the source.
        title: String,
    },
    /// A source was put into other categories.
    SetCategories {
        /// Title of the source.
        title: String,
        /// Categories of the source after the change, each as a path.
        categories: Vec<String>,
    },
    /// A category got another name or parent.
    MoveCategory {
        /// The path before.
        from: String,
        /// The path now.
        to: String,
    },
    /// A category was removed.
    RemoveCategory {
        /// Path of the category.
        path: String,
    },
    /// A change that this version does not know.
    #[serde(other)]
    Other,
}

/// Origin of a change that this session did not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeOrigin {
    /// A program that still runs, or that made the change after this session began.
    AnotherWindow,
    /// A session that ended before this one began.
    EarlierSession {
        /// Time of the change, in seconds since 1970.
        time: i64,
    },
    /// A rule that acted on new articles.
    Rule,
}

/// Direction of a replay of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards older states.
    Undo,
    /// Towards newer states.
    Redo,
}

/// Result of a change, an undo or a redo, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeReport {
    /// The change was saved.
    Made(ChangeKind),
    /// The change was undone or redone.
    Replayed(Direction, ChangeKind),
    /// The change was not replayed, since its subject was changed by something else meanwhile.
    Skipped(Direction, ChangeKind),
    /// No article of the view or group was unread.
    NothingUnread,
    /// Nothing to undo or redo.
    Nothing(Direction),
}
