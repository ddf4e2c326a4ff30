//! Requests of a refresh: which sources are fetched, which are skipped and why ([`plan_refresh`]).

use super::options::{RefreshMode, RefreshOptions};
use super::result::{SkipReason, SourceResult};
use super::task::Task;
use crate::fetch::{self, politeness};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{FetchState, Source, SourceId, SourceKind};

/// Requests to send, and results of the sources that get none.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) tasks: Vec<Task>,
    pub(super) results: Vec<SourceResult>,
}

/// Plans the requests for these sources. Paused ones and those whose host has asked for a wait are skipped; after an error a source is
/// fetched before it is due only if the user asks for it.
pub(super) fn plan_refresh(
    library: &LibraryReader,
    sources: &[SourceId],
    options: &RefreshOptions,
) -> Result<Plan, LibraryError> {
    let now = library.now();
    let mut plan = Plan::default();
    for id in sources {
        let Some(source) = library.source(*id)? else {
            continue;
        };
        let Some(state) = library.fetch_state(*id)? else {
            continue;
        };
        match skip_reason(library, &source, &state, options.mode, now)? {
            Some(reason) => plan.results.push(SourceResult::skipped(
                source.id,
                &source.title,
                source.url.as_deref(),
                match reason {
                    SkipReason::HostWaits(until) => Some(until),
                    _ => state.next_fetch,
                },
                reason,
            )),
            None => plan
                .tasks
                .push(task_of(library, source, state, options, now)?),
        }
    }
    Ok(plan)
}

fn skip_reason(
    library: &LibraryReader,
    source: &Source,
    state: &FetchState,
    mode: RefreshMode,
    now: i64,
) -> Result<Option<SkipReason>, LibraryError> {
    let Some(url) = source
        .url
        .as_deref()
        .filter(|_| source.kind == SourceKind::Feed)
    else {
        return Ok(Some(SkipReason::NoFeed));
    };
    if source.is_paused {
        return Ok(Some(SkipReason::Paused));
    }
    let wait = library.host_wait(&host_of(url))?;
    if let Some(wait) = wait.filter(|wait| wait.not_before > now) {
        return Ok(Some(SkipReason::HostWaits(wait.not_before)));
    }
    let is_due = state.next_fetch.is_none_or(|next| next <= now);
    Ok(match mode {
        RefreshMode::Due if !is_due => Some(SkipReason::NotDue),
        RefreshMode::Due | RefreshMode::Asked => None,
    })
}

fn task_of(
    library: &LibraryReader,
    source: Source,
    state: FetchState,
    options: &RefreshOptions,
    now: i64,
) -> Result<Task, LibraryError> {
    let url = source.url.unwrap_or_default();
    let host = host_of(&url);
    Ok(Task {
        source: source.id,
        title: source.title,
        host_wait: library.host_wait(&host)?,
        sends_validators: politeness::sends_validators(&state, now),
        is_private: fetch::is_private_address(&url),
        host,
        url,
        state,
        settings: library.source_settings(source.id)?,
        default_interval: options.default_interval,
        jitter: jitter(source.id, now),
    })
}

/// Returns the host and the port of an address, in lower case: requests are spaced and held by it.
pub(in crate::ingest) fn host_of(url: &str) -> String {
    let Ok(url) = url::Url::parse(url) else {
        return String::new();
    };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}

/// Returns a number from −1 to 1 that differs by source and by fetch.
fn jitter(source: SourceId, now: i64) -> f64 {
    let mixed = super::words::hash_text(&format!("{source} {now}"));
    (mixed % 1000) as f64 / 1000.0
}
