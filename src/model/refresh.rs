//! Refreshing of sources: [`RefreshScope`], [`RefreshSummary`].

use super::{AccountId, SourceId, View};

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
}
