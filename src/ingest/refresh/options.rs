//! Options of a refresh: [`RefreshOptions`].

use std::time::Duration;

use crate::fetch::politeness;

/// Selection of the sources that are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshMode {
    /// All that may be fetched: the user asks for it.
    Asked,
    /// Those that are due.
    Due,
}

/// Options of a refresh.
#[derive(Debug, Clone, Copy)]
pub struct RefreshOptions {
    /// Selection of the sources.
    pub mode: RefreshMode,
    /// Least time between two fetches of a feed that says nothing else, in seconds.
    pub default_interval: i64,
    /// Requests at the same time.
    pub requests: usize,
    /// Time between two requests to a host with more than five feeds.
    pub spacing: Duration,
}

impl Default for RefreshOptions {
    fn default() -> Self {
        Self {
            mode: RefreshMode::Asked,
            default_interval: politeness::DEFAULT_INTERVAL,
            requests: DEFAULT_REQUESTS,
            spacing: Duration::from_secs(1),
        }
    }
}

/// Requests at the same time. More are not faster, and their answers take memory.
const DEFAULT_REQUESTS: usize = 8;
