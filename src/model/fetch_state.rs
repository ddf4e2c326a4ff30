//! State that the next request for a feed depends on: [`FetchState`] of the feed, [`HostWait`] of its host.

use super::{SourceError, SourceErrorKind};

/// State of a feed that the next request depends on. Times are seconds since 1970 in UTC, intervals seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchState {
    /// Address of the feed.
    pub url: Option<String>,
    /// Address before the feed moved permanently: tried once when the new one fails.
    pub old_url: Option<String>,
    /// Target of permanent redirects, until it is confirmed.
    pub moved_to: Option<String>,
    /// Time of the first permanent redirect to `moved_to`.
    pub moved_since: Option<i64>,
    /// The web page that the feed belongs to.
    pub site: Option<String>,
    /// The validator ETag, as received.
    pub etag: Option<Vec<u8>>,
    /// The validator Last-Modified, as received.
    pub last_modified: Option<Vec<u8>>,
    /// Time since which every answer was 304 Not Modified.
    pub unchanged_since: Option<i64>,
    /// The interval that the user has set.
    pub user_interval: Option<i64>,
    /// Interval that the feed or the server asks for.
    pub feed_interval: Option<i64>,
    /// Time of the next fetch.
    pub next_fetch: Option<i64>,
    /// Time of the last attempt.
    pub last_attempt: Option<i64>,
    /// Time of the last successful answer.
    pub last_success: Option<i64>,
    /// Time of the last new entry.
    pub last_new: Option<i64>,
    /// Time since which every fetch has failed.
    pub failing_since: Option<i64>,
    /// Failures in a row.
    pub failures: u32,
    /// Error of the last attempt, if it failed.
    pub error: Option<SourceError>,
    /// True once several entries of one answer had the same id: ids do not identify entries of this feed again.
    pub repeats_ids: bool,
    /// True once several entries of one answer had the same link: links do not identify entries of this feed again.
    pub repeats_links: bool,
}

/// Wait that a host has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostWait {
    /// No request before this moment, seconds since 1970 in UTC.
    pub not_before: i64,
    /// Length of this wait in seconds; the next one is twice as long.
    pub delay: i64,
    /// Reason of the wait.
    pub reason: SourceErrorKind,
}
