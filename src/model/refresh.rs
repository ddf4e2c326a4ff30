//! Refreshing of sources: [`RefreshScope`], [`RefreshSummary`].

use super::{AccountId, AccountKind, AccountName, SourceId, View};

/// Sources that are to be refreshed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshScope {
    /// Sources of a view: those of a source or a category, else every one.
    View(View),
    /// One source, whether or not it is due.
    Source(SourceId),
    /// One account, whether or not it is due.
    Account(AccountId),
    /// Sources whose next fetch is due.
    Due,
}

/// Results of a sync, counted for its message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncCounts {
    /// New articles.
    pub new: usize,
    /// Articles with another text.
    pub updated: usize,
    /// Articles whose marks have changed on the server.
    pub changed: usize,
    /// Marks that were sent.
    pub sent: usize,
    /// Feeds that are new on the server.
    pub feeds_added: usize,
    /// Feeds that the server no longer has.
    pub feeds_detached: usize,
    /// Changes of feeds that were sent.
    pub feed_changes: usize,
    /// Marks and changes of feeds that the server refuses.
    pub refused: usize,
}

/// Sync of one account that the user has asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSync {
    /// Account.
    pub account: AccountName,
    /// Kind of its server.
    pub kind: AccountKind,
    /// Result of the sync, or the code and the details of its error.
    pub result: Result<SyncCounts, (String, Option<String>)>,
}

/// Results of a refresh, counted for its message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefreshSummary {
    /// Sources of the refresh.
    pub sources: usize,
    /// Sources with new articles.
    pub sources_with_new: usize,
    /// New articles.
    pub new: usize,
    /// Changed articles.
    pub updated: usize,
    /// Sources that failed.
    pub failed: usize,
    /// Sources that were skipped: paused, held by their host, or fetched by another program.
    pub skipped: usize,
    /// Time until which skipped sources are held by their hosts, in seconds since 1970-01-01 UTC; the earliest.
    pub waits_until: Option<i64>,
    /// True if no host could be reached: there is no network.
    pub is_offline: bool,
    /// True if the user asked for it: then its result is reported even if nothing is new.
    pub is_manual: bool,
    /// Sync of the account, if the user has asked for one.
    pub account: Option<AccountSync>,
}
