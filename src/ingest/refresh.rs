//! Refresh of feeds: fetches them, stores their entries, and extracts documents in the background.
//!
//! 1. [`refresh_sources`] plans the requests ([`plan`]), and sends them from several threads, spread over the hosts ([`hosts`]).
//! 2. Each thread sends a request ([`task`]), parses the answer and prepares its entries ([`answer`], [`entry`]).
//! 3. The calling thread alone writes: it matches the entries with the stored ones and stores them ([`store`]).
//! 4. [`extract_pending`] extracts the documents of the stored entries, in steps.

mod answer;
mod entry;
mod extraction;
mod hosts;
mod options;
mod parse_gate;
mod plan;
mod result;
mod settings;
mod store;
mod task;
mod words;

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

pub(in crate::ingest) use entry::{FeedFacts, StoredEntry, new_entry};
pub use extraction::extract_pending;
pub(in crate::ingest) use extraction::{document_from_entry, source_text_from_entry};
pub use options::{RefreshMode, RefreshOptions};
pub(in crate::ingest) use plan::host_of;
pub use result::{SkipReason, SourceResult};
pub(in crate::ingest) use settings::{body_limits, credentials};

use self::answer::digest;
use self::hosts::HostQueues;
use self::parse_gate::ParseGate;
use self::plan::plan_refresh;
use self::result::add_result;
use self::store::{Received, Store};
use self::task::{Reply, Task};
use super::cancel::Cancel;
use crate::fetch::{Client, FetchReport, Fetched};
use crate::library::{Library, LibraryError, has_session_ended, session_name};
use crate::model::{RefreshSummary, Source, SourceId};

/// Results that wait to be stored: many small ones share a transaction. Those with entries are limited by the [`ParseGate`].
const WAITING_RESULTS: usize = 256;
/// Seconds for which the lease of a source is taken.
const LEASE_SECONDS: u32 = 300;
/// Time after which the leases of all waiting sources are extended.
const LEASE_RENEWAL: Duration = Duration::from_secs(100);
/// Longest time without a look at the cancellation flag.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Progress of a refresh.
#[derive(Debug)]
pub enum RefreshEvent<'a> {
    /// A source is done.
    Finished {
        /// Result of the source.
        result: &'a SourceResult,
        /// Sources that are done.
        done: usize,
        /// All sources of the refresh.
        total: usize,
    },
    /// Something was stored in the library.
    Stored,
}

/// Fetches sources and stores what is new. Each source is fetched by one program at a time. If no host can be reached, nothing is
/// recorded as a failure and the summary says so.
///
/// # Errors
/// The library can't be read or written. What was stored before stays; the sources that were not stored are fetched again.
pub fn refresh_sources(
    library: &mut Library,
    client: &Client,
    sources: &[SourceId],
    options: &RefreshOptions,
    cancel: &Cancel,
    on_event: &mut dyn FnMut(RefreshEvent<'_>),
) -> Result<RefreshSummary, LibraryError> {
    let plan = plan_refresh(library, sources, options)?;
    let mut reporter = Reporter {
        summary: RefreshSummary::default(),
        total: plan.tasks.len() + plan.results.len(),
        on_event,
    };
    for result in &plan.results {
        reporter.report(result);
    }
    let holder = session_name();
    let mut store = Store::new(library, &holder);
    let tasks = lease(&mut store, plan.tasks, &mut reporter)?;
    let leased: Vec<SourceId> = tasks.iter().map(|task| task.source).collect();
    store.set_leased(leased.clone());
    let done = run_tasks(&mut store, client, tasks, options, cancel, &mut reporter);
    // What was not stored, after an error or a cancellation, is free for others at once.
    let left = store.unfinished(&leased);
    if !left.is_empty() {
        store.library.release_leases(&left, &holder)?;
    }
    done?;
    Ok(reporter.summary)
}

/// First answer of a feed that is being subscribed to: its entries are stored without a second request.
#[derive(Debug)]
pub(in crate::ingest) struct FirstAnswer(FetchReport);

impl FirstAnswer {
    pub(in crate::ingest) fn new(report: FetchReport) -> Self {
        Self(report)
    }
}

/// Stores the first answer of a new source. Returns the number of its new articles; 0 if another program is fetching it.
///
/// # Errors
/// The library can't be read or written.
pub(in crate::ingest) fn store_first_answer(
    library: &mut Library,
    source: &Source,
    answer: FirstAnswer,
    default_interval: i64,
) -> Result<usize, LibraryError> {
    let options = RefreshOptions {
        default_interval,
        ..RefreshOptions::default()
    };
    let plan = plan_refresh(library, &[source.id], &options)?;
    let holder = session_name();
    let mut store = Store::new(library, &holder);
    let Some(task) = plan.tasks.into_iter().next() else {
        return Ok(0);
    };
    let taken =
        store
            .library
            .acquire_leases(&[source.id], &holder, LEASE_SECONDS, &has_session_ended)?;
    if taken.is_empty() {
        return Ok(0);
    }
    let now = store.library.now();
    let digest = digest(&task, Reply::of(answer.0, false), now);
    let results = store.store_batch(vec![Received {
        task,
        digest,
        _permit: None,
    }])?;
    Ok(results.iter().map(|result| result.new).sum())
}

/// Takes the leases of all sources; those that another program fetches are reported as skipped.
fn lease(
    store: &mut Store<'_>,
    tasks: Vec<Task>,
    reporter: &mut Reporter<'_>,
) -> Result<Vec<Task>, LibraryError> {
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let ids: Vec<SourceId> = tasks.iter().map(|task| task.source).collect();
    let taken =
        store
            .library
            .acquire_leases(&ids, store.holder, LEASE_SECONDS, &has_session_ended)?;
    let (leased, others): (Vec<Task>, Vec<Task>) = tasks
        .into_iter()
        .partition(|task| taken.contains(&task.source));
    for task in others {
        reporter.report(&task.skipped(SkipReason::AnotherProgram, task.state.next_fetch));
    }
    Ok(leased)
}

/// Sends requests from several threads, and stores the answers in this one.
fn run_tasks(
    store: &mut Store<'_>,
    client: &Client,
    tasks: Vec<Task>,
    options: &RefreshOptions,
    cancel: &Cancel,
    reporter: &mut Reporter<'_>,
) -> Result<(), LibraryError> {
    let threads = options.requests.min(tasks.len());
    let now = store.library.now();
    let queues = HostQueues::new(tasks, options.spacing);
    let gate = ParseGate::new();
    let (sender, receiver) = sync_channel::<Received>(WAITING_RESULTS);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (queues, gate, sender) = (&queues, &gate, sender.clone());
            let thread = thread::Builder::new().name("fetch".into());
            let spawned = thread.spawn_scoped(scope, move || {
                while let Some(task) = queues.take() {
                    let reply = task.run(client, cancel);
                    queues.finish(&task.host);
                    let has_entries = matches!(reply.result, Ok(Fetched::Answer(_)));
                    let permit = has_entries.then(|| gate.acquire());
                    let digest = digest(&task, reply, now);
                    let received = Received {
                        task,
                        digest,
                        _permit: permit,
                    };
                    if sender.send(received).is_err() {
                        return;
                    }
                }
            });
            // With fewer threads it takes longer.
            if let Err(error) = spawned {
                tracing::warn!(%error, "a thread for requests was not started");
            }
        }
        drop(sender);
        let done = store_all(store, &receiver, &queues, cancel, reporter);
        if done.is_err() || cancel.is_cancelled() {
            queues.close();
            client.shut_down();
        }
        // Threads that wait to send end with the receiver.
        drop(receiver);
        done
    })
}

fn store_all(
    store: &mut Store<'_>,
    receiver: &std::sync::mpsc::Receiver<Received>,
    queues: &HostQueues,
    cancel: &Cancel,
    reporter: &mut Reporter<'_>,
) -> Result<(), LibraryError> {
    let mut leased_at = Instant::now();
    loop {
        if cancel.is_cancelled() {
            return Ok(());
        }
        if leased_at.elapsed() > LEASE_RENEWAL {
            store.renew_leases(LEASE_SECONDS)?;
            leased_at = Instant::now();
        }
        match receiver.recv_timeout(POLL_INTERVAL) {
            Ok(first) => {
                let mut batch = vec![first];
                batch.extend(receiver.try_iter());
                for received in &batch {
                    if let Some(wait) = received.digest.host_wait {
                        for task in queues.hold(&received.task.host) {
                            let until = wait.not_before;
                            reporter
                                .report(&task.skipped(SkipReason::HostWaits(until), Some(until)));
                        }
                    }
                }
                for result in store.store_batch(batch)? {
                    reporter.report(&result);
                }
                reporter.stored();
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let (results, is_offline) = store.store_unreachable()?;
    reporter.summary.is_offline = is_offline;
    for result in results {
        reporter.report(&result);
    }
    Ok(())
}

/// Reports results, and adds them up.
struct Reporter<'a> {
    summary: RefreshSummary,
    total: usize,
    on_event: &'a mut dyn FnMut(RefreshEvent<'_>),
}

impl Reporter<'_> {
    fn report(&mut self, result: &SourceResult) {
        add_result(&mut self.summary, result);
        (self.on_event)(RefreshEvent::Finished {
            result,
            done: self.summary.sources,
            total: self.total,
        });
    }

    fn stored(&mut self) {
        (self.on_event)(RefreshEvent::Stored);
    }
}
