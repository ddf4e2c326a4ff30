//! Jobs that fetch: refreshing sources ([`run_refresh`]), and the thread that refreshes what is due ([`Refreshes`]).

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::emit::Emit;
use super::job_trace;
use super::library_pool::PoolError;
use super::lock::lock;
use super::shared_state::SharedState;
use super::syncs::{accounts_of, categories_below, run_syncs};
use super::wording;
use crate::ingest::{RefreshEvent, RefreshMode, RefreshOptions, refresh_sources};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    ArticleId, CategoryId, Outcome, RefreshScope, RefreshSummary, SourceId, SourceKind, View,
};

/// Pause after the start of the program, and after each look for what is due: several feeds that are due together are fetched together.
const START_PAUSE: Duration = Duration::from_secs(2);
/// Longest sleep: a suspended machine does not count the time.
const MAX_SLEEP: Duration = Duration::from_secs(15 * 60);
/// First pause after all hosts were out of reach; each further one is twice as long.
const OFFLINE_PAUSE: Duration = Duration::from_secs(60);
/// Longest time that the sum of a refresh waits for the rules to check the new articles, and the pause between two looks.
const RULE_TIME: Duration = Duration::from_secs(5);
const RULE_PAUSE: Duration = Duration::from_millis(20);

/// The thread that refreshes views and what is due, one refresh after the other.
pub(super) struct Refreshes {
    sender: Mutex<Option<Sender<RefreshCall>>>,
    shared: Arc<SharedState>,
    emit: Emit,
}

/// Call to the thread.
enum RefreshCall {
    /// Refresh these sources.
    Refresh(RefreshScope),
    /// Sources or their times may have changed.
    Recheck,
}

impl Refreshes {
    pub(super) fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        Self {
            sender: Mutex::default(),
            shared,
            emit,
        }
    }

    /// Refreshes sources, after the running refresh.
    pub(super) fn submit(&self, scope: RefreshScope) {
        self.send(RefreshCall::Refresh(scope));
    }

    /// Starts the thread if what is due is to be fetched.
    pub(super) fn start(&self) {
        if self.shared.fetching().is_scheduled {
            self.send(RefreshCall::Recheck);
        }
    }

    /// Returns a function that has the thread look again for what is due.
    pub(super) fn recheck(&self) -> impl Fn() + Send + use<> {
        let sender = lock(&self.sender).clone();
        move || {
            if let Some(sender) = &sender {
                // The thread ends with the program.
                let _ = sender.send(RefreshCall::Recheck);
            }
        }
    }

    fn send(&self, call: RefreshCall) {
        let mut sender = lock(&self.sender);
        if sender.is_none() {
            let (calls, receiver) = channel();
            let (shared, emit) = (self.shared.clone(), self.emit.clone());
            let started = thread::Builder::new()
                .name("refresh".into())
                .spawn(move || run_loop(&shared, &emit, &receiver));
            match started {
                Ok(_) => *sender = Some(calls),
                Err(error) => {
                    drop(sender);
                    let text = wording::thread_failure("for fetching", &error);
                    return (self.emit)(Outcome::Warning(text));
                }
            }
        }
        if let Some(sender) = sender.as_ref() {
            // The thread ends only with the program.
            let _ = sender.send(call);
        }
    }
}

/// Refreshes what is asked for, and what is due, until the program ends.
fn run_loop(shared: &Arc<SharedState>, emit: &Emit, calls: &Receiver<RefreshCall>) {
    let is_scheduled = shared.fetching().is_scheduled;
    let mut offline_pause: Option<Duration> = None;
    let mut pause = Some(START_PAUSE);
    loop {
        let until_due = match is_scheduled {
            true => pause.or_else(|| time_until_due(shared)),
            false => None,
        };
        let call = match until_due {
            Some(time) => calls.recv_timeout(time.min(MAX_SLEEP)),
            None => calls.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let scope = match call {
            Ok(RefreshCall::Refresh(scope)) => scope,
            Ok(RefreshCall::Recheck) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
            // A shorter sleep than the time that is left was cut to the longest sleep.
            Err(RecvTimeoutError::Timeout) if until_due > Some(MAX_SLEEP) => continue,
            Err(RecvTimeoutError::Timeout) => RefreshScope::Due,
        };
        if shared.fetching().cancel.is_cancelled() {
            return;
        }
        let summary = run_refresh(&scope, shared, emit);
        offline_pause = match summary.is_some_and(|summary| summary.is_offline) {
            true => Some(offline_pause.map_or(OFFLINE_PAUSE, |pause| (pause * 2).min(MAX_SLEEP))),
            false => None,
        };
        pause = offline_pause;
    }
}

/// Returns the time until a feed is due; `None` if there is none.
fn time_until_due(shared: &SharedState) -> Option<Duration> {
    let next = |library: &LibraryReader| {
        let times = [library.next_due()?, library.next_account_due()?];
        Ok::<_, LibraryError>(times.into_iter().flatten().min())
    };
    let next = shared.pool.read(next).ok()???;
    let left = next.saturating_sub(chrono::Utc::now().timestamp()).max(0);
    Some(Duration::from_secs(left.unsigned_abs()).max(Duration::from_millis(500)))
}

/// Refreshes sources, and sends the progress and the sum. Returns the sum; `None` after an error, which is sent, too.
pub(super) fn run_refresh(
    scope: &RefreshScope,
    shared: &SharedState,
    emit: &Emit,
) -> Option<RefreshSummary> {
    let _running = job_trace::begin("refresh");
    let fetching = shared.fetching();
    let is_manual = *scope != RefreshScope::Due;
    let options = RefreshOptions {
        mode: match is_manual {
            true => RefreshMode::Asked,
            false => RefreshMode::Due,
        },
        default_interval: fetching.default_interval,
        ..RefreshOptions::default()
    };
    let mut fetched: Vec<SourceId> = Vec::new();
    let newest = shared.pool.read(LibraryReader::newest_article);
    let accounts = shared.pool.read(|library| accounts_of(library, scope));
    let accounts = accounts.ok().flatten().unwrap_or_default();
    // A slow server delays no feed.
    let (refreshed, synced) = thread::scope(|threads| {
        let syncs = threads.spawn(|| run_syncs(&accounts, is_manual, shared, emit));
        let refreshed = refresh_feeds(scope, &options, shared, emit, &mut fetched);
        (refreshed, syncs.join().unwrap_or_default())
    });
    fetching.page_sources.add(fetched);
    emit(Outcome::RefreshProgress { done: 0, total: 0 });
    let summary = match refreshed {
        Ok(Some(Ok(summary))) => summary,
        Ok(None) => RefreshSummary::default(),
        Ok(Some(Err(error))) => {
            emit(Outcome::Warning(wording::failure("fetching", &error)));
            return None;
        }
        Err(error) => {
            emit(Outcome::Warning(error.to_string()));
            return None;
        }
    };
    let summary = RefreshSummary {
        is_manual,
        sources: summary.sources + synced.accounts,
        sources_with_new: summary.sources_with_new + synced.with_new,
        new: summary.new + synced.new,
        updated: summary.updated + synced.updated,
        failed: summary.failed + synced.failed,
        skipped: summary.skipped + synced.skipped,
        // A server on this network may have answered.
        is_offline: summary.is_offline && synced.failed == synced.accounts,
        account: match scope {
            RefreshScope::Account(_) => synced.account,
            RefreshScope::View(_) | RefreshScope::Source(_) | RefreshScope::Due => None,
        },
        ..summary
    };
    let summary = match newest {
        Ok(Some(newest)) if summary.new > 0 => count_listed(summary, newest, shared),
        _ => summary,
    };
    let mut summary = summary;
    if let Some(counts) = summary
        .account
        .as_mut()
        .and_then(|sync| sync.result.as_mut().ok())
    {
        counts.new = summary.new;
    }
    emit(Outcome::RefreshFinished(summary.clone()));
    if let Ok(Some(failing)) = shared.pool.read(LibraryReader::count_failing_sources) {
        emit(Outcome::SourceCounts { failing });
    }
    Some(summary)
}

/// Takes those new articles out of a sum that the rules mute: they are after `newest`. Waits for the rules, but not long.
fn count_listed(
    mut summary: RefreshSummary,
    newest: ArticleId,
    shared: &SharedState,
) -> RefreshSummary {
    let began = Instant::now();
    loop {
        let unlisted = shared.pool.read(|library| library.count_unlisted(newest));
        let Ok(Some(unlisted)) = unlisted else {
            return summary;
        };
        let may_wait = began.elapsed() < RULE_TIME && !shared.fetching().cancel.is_cancelled();
        if unlisted.unchecked == 0 || !may_wait {
            summary.new = summary.new.saturating_sub(unlisted.articles);
            summary.sources_with_new = summary.sources_with_new.saturating_sub(unlisted.sources);
            return summary;
        }
        thread::sleep(RULE_PAUSE);
    }
}

/// Result of fetching feeds: that of opening the library, of its absence, and of the refresh.
type Refreshed = Result<Option<Result<RefreshSummary, LibraryError>>, PoolError>;

/// Fetches the feeds of a scope, and adds those that were fetched to `fetched`.
fn refresh_feeds(
    scope: &RefreshScope,
    options: &RefreshOptions,
    shared: &SharedState,
    emit: &Emit,
    fetched: &mut Vec<SourceId>,
) -> Refreshed {
    let fetching = shared.fetching();
    shared.pool.with_writer(|library| {
        let sources = sources_of(library, scope)?;
        if sources.is_empty() {
            return Ok(RefreshSummary::default());
        }
        refresh_sources(
            library,
            fetching.client(),
            &sources,
            options,
            &fetching.cancel,
            &mut |event| match event {
                RefreshEvent::Finished {
                    result,
                    done,
                    total,
                } => {
                    fetched.push(result.source);
                    emit(Outcome::RefreshProgress { done, total });
                }
                // The documents are extracted in the background.
                RefreshEvent::Stored => shared.pool.write_notify().notify(),
            },
        )
    })
}

/// Returns the sources of a scope.
fn sources_of(
    library: &LibraryReader,
    scope: &RefreshScope,
) -> Result<Vec<SourceId>, LibraryError> {
    let feeds = || {
        let all = library.sources()?.into_iter();
        let feeds = all.filter(|source| source.kind == SourceKind::Feed);
        Ok(feeds.map(|source| source.id).collect::<Vec<_>>())
    };
    // Folders and files are scanned when they change.
    let is_feed = |id: &SourceId| -> Result<bool, LibraryError> {
        Ok(library
            .source(*id)?
            .is_some_and(|source| source.kind == SourceKind::Feed))
    };
    match scope {
        RefreshScope::Source(id) | RefreshScope::View(View::Source(id)) => match is_feed(id)? {
            true => Ok(vec![*id]),
            false => Ok(Vec::new()),
        },
        RefreshScope::View(View::Category(category)) => sources_in(library, *category),
        RefreshScope::View(_) => feeds(),
        RefreshScope::Account(_) => Ok(Vec::new()),
        RefreshScope::Due => library.due_feeds(),
    }
}

/// Returns the sources of a category and of the categories below it.
fn sources_in(library: &LibraryReader, top: CategoryId) -> Result<Vec<SourceId>, LibraryError> {
    let below = categories_below(library, top)?;
    let rows = library.source_rows()?.into_iter();
    let rows = rows.filter(|row| row.source.kind == SourceKind::Feed);
    let rows = rows.filter(|row| row.categories.iter().any(|(id, _)| below.contains(id)));
    Ok(rows.map(|row| row.source.id).collect())
}
