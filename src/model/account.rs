//! Accounts on servers: [`Account`], its kind, and [`MarkKind`], a mark that servers store.

use super::{AccountId, SourceSettings};

/// Account on a server that fetches feeds and stores the marks of several clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Id in the library.
    pub id: AccountId,
    /// API of the server.
    pub kind: AccountKind,
    /// Address of the API, without a slash at its end.
    pub url: String,
    /// User name; may be empty where a token names the user.
    pub user: String,
    /// Settings: where its password comes from.
    pub settings: SourceSettings,
    /// True if the user has paused it: it is not synced.
    pub is_paused: bool,
    /// State of the client between two syncs, as JSON.
    pub cursor: String,
    /// Number of its feeds.
    pub feeds: usize,
    /// Number of marks that the server does not have yet.
    pub waiting_marks: usize,
    /// Number of feeds that are to be added, renamed or removed there by the next sync.
    pub waiting_changes: usize,
    /// Earliest time of the next sync that nobody asked for, in seconds since 1970-01-01 UTC.
    pub next_sync: Option<i64>,
    /// Earliest time of the next request, as the server asked for.
    pub not_before: Option<i64>,
    /// Time of the last sync without an error.
    pub last_success: Option<i64>,
    /// Time since which every sync has failed.
    pub failing_since: Option<i64>,
    /// Consecutive failures.
    pub failures: u32,
    /// Code and details of the error of the last sync.
    pub error: Option<(String, Option<String>)>,
}

/// API of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Google Reader API: FreshRSS, BazQux, Inoreader, TheOldReader, Miniflux.
    GoogleReader,
    /// REST API of Miniflux, version 1.
    Miniflux,
    /// API of Nextcloud News.
    Nextcloud,
    /// Fever API.
    Fever,
}

impl AccountKind {
    /// All kinds, in the order of help.
    pub const ALL: [Self; 4] = [
        Self::GoogleReader,
        Self::Miniflux,
        Self::Nextcloud,
        Self::Fever,
    ];

    /// Returns the name in scripts and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::GoogleReader => "greader",
            Self::Miniflux => "miniflux",
            Self::Nextcloud => "nextcloud",
            Self::Fever => "fever",
        }
    }

    /// Returns true if an account needs a user name; else a token may name the user.
    pub fn needs_user(self) -> bool {
        match self {
            Self::GoogleReader | Self::Nextcloud | Self::Fever => true,
            Self::Miniflux => false,
        }
    }

    /// Returns the number of folders that a feed may be in by its API.
    pub fn folder_limit(self) -> FolderLimit {
        match self {
            Self::GoogleReader | Self::Nextcloud => FolderLimit::AtMostOne,
            Self::Miniflux => FolderLimit::One,
            Self::Fever => FolderLimit::Fixed,
        }
    }

    /// Returns true if feeds can be subscribed to, renamed, moved and removed by its API.
    pub fn edits_subscriptions(self) -> bool {
        match self {
            Self::GoogleReader | Self::Miniflux | Self::Nextcloud => true,
            Self::Fever => false,
        }
    }

    /// Returns the kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Folders that a feed may be in on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderLimit {
    /// None that can be changed.
    Fixed,
    /// At most one.
    AtMostOne,
    /// Exactly one.
    One,
    /// Any number.
    Any,
}

/// Progress of syncs of accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncProgress {
    /// Texts that were asked for.
    pub done: usize,
    /// All wanted texts; 0 while lists and marks are compared.
    pub total: usize,
}

/// Mark of an article that servers store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// Read.
    Read,
    /// Starred: bookmarked here.
    Star,
}

impl MarkKind {
    /// Returns the name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Star => "star",
        }
    }

    /// Returns the mark with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Read, Self::Star]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
