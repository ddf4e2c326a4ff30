//! Results of a refresh: one for each source ([`SourceResult`]), and their sum.

use crate::model::{FetchOutcome, RefreshSummary, SourceError, SourceId};

/// Result of the refresh of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceResult {
    /// Source.
    pub source: SourceId,
    /// Title of the source.
    pub title: String,
    /// Address of the source.
    pub url: Option<String>,
    /// Outcome.
    pub outcome: FetchOutcome,
    /// HTTP status; `None` if there was no request or no answer.
    pub status: Option<u16>,
    /// New articles.
    pub new: usize,
    /// Changed articles.
    pub updated: usize,
    /// Entries beyond the newest 2,000, which were not taken in.
    pub omitted: usize,
    /// Time of the next fetch, in seconds since 1970-01-01 UTC.
    pub next_fetch: Option<i64>,
    /// Error, if it failed.
    pub error: Option<SourceError>,
    /// Reason why no request was sent.
    pub skipped: Option<SkipReason>,
}

/// Reason why a source was not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// The user has paused it.
    Paused,
    /// Wait that the host of the source has asked for, until this time, in seconds since 1970-01-01 UTC.
    HostWaits(i64),
    /// Not due yet.
    NotDue,
    /// Another program is fetching it.
    AnotherProgram,
    /// No feed, but a folder or a page.
    NoFeed,
}

impl SourceResult {
    /// Returns the result of a source that was not fetched.
    pub(super) fn skipped(
        source: SourceId,
        title: &str,
        url: Option<&str>,
        next_fetch: Option<i64>,
        reason: SkipReason,
    ) -> Self {
        Self {
            source,
            title: title.to_owned(),
            url: url.map(str::to_owned),
            outcome: FetchOutcome::Skipped,
            status: None,
            new: 0,
            updated: 0,
            omitted: 0,
            next_fetch,
            error: None,
            skipped: Some(reason),
        }
    }
}

/// Adds the result of a source to the sum.
pub(super) fn add_result(summary: &mut RefreshSummary, result: &SourceResult) {
    summary.sources += 1;
    summary.new += result.new;
    summary.updated += result.updated;
    summary.sources_with_new += usize::from(result.new > 0);
    match result.outcome {
        FetchOutcome::Failed | FetchOutcome::Gone => summary.failed += 1,
        FetchOutcome::Skipped => summary.skipped += 1,
        FetchOutcome::New | FetchOutcome::Updated | FetchOutcome::Unchanged => {}
    }
    if let Some(SkipReason::HostWaits(until)) = result.skipped {
        let earlier = summary.waits_until.map_or(until, |other| other.min(until));
        summary.waits_until = Some(earlier);
    }
}
