//! Request for one source ([`Task`]) and its execution ([`Task::run`]): over HTTP, or by a program that prints the feed.

use std::time::Instant;

use super::result::{SkipReason, SourceResult};
use super::settings::{body_limits, credentials, program_error, program_limits};
use crate::fetch::{
    Accept, Answer, CacheHeaders, Client, FetchError, FetchReport, FetchRequest, Fetched, Redirect,
    RetryAfter, Validators,
};
use crate::ingest::cancel::Cancel;
use crate::ingest::program::run_program;
use crate::model::{FetchState, HostWait, SourceId, SourceSettings};

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
    pub(super) settings: SourceSettings,
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
            return Reply::failed(FetchError::Cancelled);
        }
        if let Some(argv) = &self.settings.exec {
            return self.run_program(argv, cancel);
        }
        let credentials = match credentials(&self.settings, cancel) {
            Ok(credentials) => credentials,
            Err(error) => return Reply::failed(error),
        };
        let validators = self.sends_validators.then(|| Validators {
            etag: self.state.etag.clone(),
            last_modified: self.state.last_modified.clone(),
        });
        let send = |url: &str, validators: Option<&Validators>| {
            client.fetch(&FetchRequest {
                url,
                validators,
                accept: Accept::Feed,
                headers: &self.settings.headers,
                credentials: credentials.as_ref(),
                allow_private: self.is_private,
                limits: body_limits(&self.settings),
            })
        };
        let report = send(&self.url, validators.as_ref());
        let has_failed = !matches!(&report.result, Ok(_) | Err(FetchError::Cancelled));
        if let (true, Some(old_url)) = (has_failed, &self.state.old_url) {
            let old = send(old_url, None);
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

    /// Runs the program that prints the feed.
    fn run_program(&self, argv: &[String], cancel: &Cancel) -> Reply {
        let began = Instant::now();
        let output = run_program(argv, program_limits(&self.settings), cancel);
        let bytes = output.as_ref().map_or(0, |output| output.len() as u64);
        let result = match output {
            Ok(body) if body.is_empty() => Err(FetchError::EmptyAnswer),
            Ok(body) => Ok(Fetched::Answer(Answer {
                url: self.url.clone(),
                content_type: None,
                validators: Validators::default(),
                cache: CacheHeaders::default(),
                body,
            })),
            Err(error) => Err(program_error(error)),
        };
        Reply {
            result,
            bytes,
            milliseconds: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            ..Reply::failed(FetchError::Cancelled)
        }
    }
}

impl Reply {
    /// Returns the reply of a request that was not sent.
    fn failed(error: FetchError) -> Self {
        Self {
            result: Err(error),
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
