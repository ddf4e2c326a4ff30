//! Client of a server: the trait [`Server`] and its data.

use std::collections::{HashMap, HashSet};

use super::error::SyncError;
use crate::model::{Enclosure, FolderLimit, MarkKind};

/// Client of the API of one server, for one account.
///
/// Its methods send requests, at most a few each. They renew an expired token once by themselves. They change nothing in the
/// library.
pub trait Server {
    /// Returns what the server can do and how much it takes at once.
    fn limits(&self) -> ServerLimits;

    /// Checks the address, the credentials and the API, for `doctor` and for a new account.
    ///
    /// # Errors
    /// See [`SyncError`]: each problem of its own has its own variant.
    fn check(&mut self) -> Result<ServerInfo, SyncError>;

    /// Lists feeds and folders; `None` if the server says that nothing has changed since the last call with this state.
    ///
    /// # Errors
    /// See [`SyncError`]. A list that is not whole is an error.
    fn subscriptions(&mut self) -> Result<Option<Subscriptions>, SyncError>;

    /// Returns the marks of the server: as whole sets, or as the items changed since the last call with this state, in parts.
    ///
    /// # Errors
    /// See [`SyncError`]. A set that is not well-formed, or misses a page, is an error.
    fn marks(&mut self) -> Result<RemoteMarks, SyncError>;

    /// Returns those of these items that the server has, with their texts, in any order. At most
    /// [`ServerLimits::texts_per_request`] ids.
    ///
    /// # Errors
    /// See [`SyncError`].
    fn texts(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, SyncError>;

    /// Returns the newest items of a feed, also read ones, with their texts, at most `limit`, in any order; `None` if the API has
    /// no such list.
    ///
    /// # Errors
    /// See [`SyncError`].
    fn feed_items(
        &mut self,
        feed: &str,
        limit: usize,
    ) -> Result<Option<Vec<RemoteItem>>, SyncError>;

    /// Returns true if the list of unread items has those of all feeds. If not, a feed whose items are all missing may have been left out:
    /// the items themselves say whether they are read.
    fn lists_all_unread(&self) -> bool {
        true
    }

    /// Returns the numbers of unread items by feed, as of the last list of subscriptions, where the server does not report all marks
    /// as changes; else nothing.
    fn unread_counts(&self) -> HashMap<String, usize> {
        HashMap::new()
    }

    /// Returns the ids of all unread items of a feed; `None` if they are too many, or are fewer than their number says.
    ///
    /// # Errors
    /// See [`SyncError`].
    fn unread_of_feed(&mut self, _feed: &str) -> Result<Option<HashSet<String>>, SyncError> {
        Ok(None)
    }

    /// Returns the ids of the newest items of a feed, also read ones, at most `limit`, the newest first; `None` if the API lists them
    /// with their texts, as [`Server::feed_items`] returns them.
    ///
    /// # Errors
    /// See [`SyncError`].
    fn feed_item_ids(
        &mut self,
        _feed: &str,
        _limit: usize,
    ) -> Result<Option<Vec<String>>, SyncError> {
        Ok(None)
    }

    /// Sets or removes a mark of items, at most [`ServerLimits::marks_per_request`]. Setting what is set already changes
    /// nothing: where the API toggles, the client reads the state first.
    ///
    /// # Errors
    /// See [`SyncError`]. After [`SyncError::is_rejection`] none of the marks counts as set; after another error they may be.
    fn set_marks(&mut self, kind: MarkKind, value: bool, ids: &[String]) -> Result<(), SyncError>;

    /// Changes subscriptions or folders. Returns the id of a new feed or folder. A change that is already made is no error.
    ///
    /// # Errors
    /// See [`SyncError`].
    fn change(&mut self, change: &SubscriptionChange) -> Result<Option<String>, SyncError>;

    /// Returns the state to store until the next sync, as JSON: validators, the times of the server, what it was seen to be
    /// able to do. Never a credential.
    fn state(&self) -> String;
}

/// Limits and abilities of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// Most marks in one request.
    pub marks_per_request: usize,
    /// Most items in one request for texts.
    pub texts_per_request: usize,
    /// True if feeds can be subscribed to, removed and renamed.
    pub edits_subscriptions: bool,
    /// Folders that a feed may be in.
    pub folders: FolderLimit,
    /// True if folders can be renamed and removed.
    pub edits_folders: bool,
    /// True if removing a folder removes the feeds in it.
    pub folder_owns_feeds: bool,
}

/// Facts about a server, for `doctor`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerInfo {
    /// Name and version as far as the server gives them.
    pub version: Option<String>,
    /// Time of the server, in seconds since 1970-01-01 UTC.
    pub time: Option<i64>,
    /// Number of feeds, where the check has listed them.
    pub feeds: Option<usize>,
    /// Warnings of the server or about it, a sentence each, without a period.
    pub warnings: Vec<ServerWarning>,
}

/// Warning about a server that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerWarning {
    /// Jobs of the server are not run by the cron of the system: its feeds may be fetched late, or only while somebody uses its web page.
    BrokenCron,
    /// The server is too old to set stars other than by toggling: each costs two requests.
    TogglesStars,
    /// The server can't change subscriptions over this API.
    FixedSubscriptions,
    /// The API has another version than the newest one.
    OlderApi,
}

/// Feeds and folders of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Feeds, in the order of the server.
    pub feeds: Vec<RemoteFeed>,
    /// Folders.
    pub folders: Vec<RemoteFolder>,
}

/// Feed as a server lists it. Its texts are foreign: they are cleaned when they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemoteFeed {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address of the feed.
    pub url: Option<String>,
    /// Web page.
    pub site: Option<String>,
    /// Ids of its folders ([`RemoteFolder::id`]).
    pub folders: Vec<String>,
}

/// Folder as a server lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemoteFolder {
    /// Id; the name where the server has no ids for folders.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Marks as a server says them.
#[derive(Debug, Clone)]
pub enum RemoteMarks {
    /// All unread and all starred items.
    Sets {
        /// Unread items.
        unread: IdSet,
        /// Starred items.
        starred: IdSet,
    },
    /// Items that have changed, each with its marks and its text, some hundred at most.
    Changes {
        /// Items.
        items: Vec<RemoteItem>,
        /// True if there are more: once these are stored together with [`Server::state`], the next call returns them.
        is_more: bool,
    },
}

/// Set of ids, with what it says about the ids that are not in it.
#[derive(Debug, Clone, Default)]
pub struct IdSet {
    /// Ids.
    pub ids: HashSet<String>,
    /// Ids that the set speaks of.
    pub coverage: Coverage,
}

/// Ids that a set speaks of: for these, absence says that the mark is not set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coverage {
    /// All.
    #[default]
    All,
    /// Numeric ids of at least this number: the set was capped.
    From(i64),
    /// Only those in the set: absence says nothing.
    Present,
}

impl IdSet {
    /// Returns whether the item is in the set; `None` if the set does not speak of it.
    pub fn contains(&self, id: &str) -> Option<bool> {
        if self.ids.contains(id) {
            return Some(true);
        }
        match self.coverage {
            Coverage::All => Some(false),
            Coverage::From(least) => {
                let number: Option<i64> = id.parse().ok();
                (number? >= least).then_some(false)
            }
            Coverage::Present => None,
        }
    }
}

/// Item of a server with its text. Its texts are foreign: they are cleaned when they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemoteItem {
    /// Id.
    pub id: String,
    /// Id of its feed.
    pub feed: String,
    /// Title of its feed, where the item says it.
    pub feed_title: Option<String>,
    /// Id that the feed itself gives it, where the server passes it on.
    pub guid: Option<String>,
    /// Title: plain text.
    pub title: Option<String>,
    /// Link.
    pub url: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Text: HTML.
    pub html: String,
    /// Media files with absolute addresses.
    pub enclosures: Vec<Enclosure>,
    /// Time of publication, in seconds since 1970-01-01 UTC.
    pub published: Option<i64>,
    /// Read mark, where the answer says it.
    pub is_read: Option<bool>,
    /// Star, where the answer says it.
    pub is_starred: Option<bool>,
}

/// Change of subscriptions or folders, by ids of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscriptionChange {
    /// Subscribe to a feed. Returns its id.
    Subscribe {
        /// Address of the feed.
        url: String,
        /// Title, if the user has set one.
        title: Option<String>,
        /// Folder by its id.
        folder: Option<String>,
    },
    /// Remove a feed.
    Unsubscribe {
        /// Feed.
        feed: String,
    },
    /// Rename a feed.
    Rename {
        /// Feed.
        feed: String,
        /// New title.
        title: String,
    },
    /// Move a feed into folders.
    Move {
        /// Feed.
        feed: String,
        /// Folders that it is in, by their ids.
        from: Vec<String>,
        /// Folders that it shall be in, by their ids.
        to: Vec<String>,
    },
    /// Create a folder. Returns its id.
    AddFolder {
        /// Name.
        name: String,
    },
    /// Rename a folder. Returns its id, which may be another one.
    RenameFolder {
        /// Folder.
        folder: String,
        /// New name.
        name: String,
    },
    /// Remove a folder. Where the server removes the feeds in it too, it must be empty.
    RemoveFolder {
        /// Folder.
        folder: String,
    },
}
