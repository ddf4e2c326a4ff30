//! Log of the requests for a source: [`Request`].

use super::{FetchOutcome, SourceError};

/// A request for a source, and its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Time of the request, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// HTTP status; `None` if there was no answer.
    pub status: Option<u16>,
    /// Number of bytes received.
    pub bytes: u64,
    /// Duration in milliseconds.
    pub milliseconds: u64,
    /// Result of the request.
    pub outcome: FetchOutcome,
    /// Error, if it failed or was skipped.
    pub error: Option<SourceError>,
}
