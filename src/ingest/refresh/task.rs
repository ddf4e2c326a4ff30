//! Request for one source ([`Task`]) and its execution ([`Task::run`]): over HTTP, or by a program that prints the feed.

use super::result::{SkipReason, SourceResult};
use super::settings::TaskSettings;
use crate::fetch::{
    Accept, Client, FetchError, FetchReport, FetchRequest, Fetched, Redirect, RetryAfter,
    Validators,
};
use crate::ingest::Cancel;
use crate::model::{FetchState, HostWait, SourceId};

/// Request for one source, planned.
#[derive(Debug)]
pub(super) struct Task {
    /// Source.
    pub(super) source: SourceId,
    /// Title.
    pub(super) title: String,
    /// Address.
    pub(super) url: String,
    /// Host and port of the address.
    pub(super) host: String,
    /// State before the request.
    pub(super) state: FetchState,
    /// Last wait of the host.
    pub(super) host_wait: Option<HostWait>,
    /// True if the validators of the state are sent.
    pub(super) sends_validators: bool,
    /// True if the source itself lives on a private or loopback address.
    pub(super) is_private: bool,
    /// Settings of the source.
    pub(super) settings: TaskSettings,
    /// Interval of the settings, in seconds.
    pub(super) default_interval: i64,
    /// From −1 to 1: see [`crate::fetch::politeness::next_fetch`].
    pub(super) jitter: f64,
}

/// Reply to a request.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) result: Result<Fetched, FetchError>,
    pub(super) status: Option<u16>,
    pub(super) bytes: u64,
    pub(super) milliseconds: u64,
    pub(super) redirects: Vec<Redirect>,
    pub(super) retry_after: Option<RetryAfter>,
    /// True if the address failed and the one before a move answered.
    pub(super) used_old_url: bool,
}

impl Task {
    /// Sends the request, and waits for the answer. If the address fails and the feed had another one before, that is tried once.
    pub(super) fn run(&self, client: &Client, cancel: &Cancel) -> Reply {
        if cancel.is_cancelled() {
            return Reply::cancelled();
        }
        let validators = self.sends_validators.then(|| Validators {
            etag: self.state.etag.clone(),
            last_modified: self.state.last_modified.clone(),
        });
        let report = self.send(client, &self.url, validators.as_ref());
        let has_failed = !matches!(&report.result, Ok(_) | Err(FetchError::Cancelled));
        if let (true, Some(old_url)) = (has_failed, &self.state.old_url) {
            let old = self.send(client, old_url, None);
            if old.result.is_ok() {
                return Reply::of(old, true);
            }
        }
        Reply::of(report, false)
    }

    /// Returns the result of this source if it is not fetched.
    pub(super) fn skipped(&self, reason: SkipReason, next_fetch: Option<i64>) -> SourceResult {
        SourceResult::skipped(
            self.source,
            &self.title,
            Some(&self.url),
            next_fetch,
            reason,
        )
    }

    fn send(&self, client: &Client, url: &str, validators: Option<&Validators>) -> FetchReport {
        client.fetch(&FetchRequest {
            url,
            validators,
            accept: Accept::Feed,
            headers: &self.settings.headers,
            credentials: self.settings.credentials.as_ref(),
            allow_private: self.is_private,
            limits: self.settings.limits,
        })
    }
}

impl Reply {
    fn cancelled() -> Self {
        Self {
            result: Err(FetchError::Cancelled),
            status: None,
            bytes: 0,
            milliseconds: 0,
            redirects: Vec::new(),
            retry_after: None,
            used_old_url: false,
        }
    }

    pub(super) fn of(report: FetchReport, used_old_url: bool) -> Self {
        Self {
            result: report.result,
            status: report.status,
            bytes: report.bytes,
            milliseconds: report.milliseconds,
            redirects: report.redirects,
            retry_after: report.retry_after,
            used_old_url,
        }
    }
}
