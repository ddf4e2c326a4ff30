//! The thread of searches: a newer search interrupts an older one, whose answer is dropped.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::emit::Emit;
use super::lock::lock;
use super::shared_state::SharedState;
use super::wording;
use crate::library::{LibraryError, LibraryReader, OpenError, OpenMode};
use crate::model::Outcome;

/// The most articles that a search shows.
const MAX_HITS: usize = 50;
/// Bytes of texts that are read for one answer: some ten milliseconds.
const MAX_TEXTS: usize = 1_500_000;

/// Interrupts the query of a connection.
type Interrupt = Box<dyn Fn() + Send + Sync>;

/// The queue of the thread, which starts with the first search.
pub(super) struct Searches {
    requests: Arc<SearchShared>,
    started: Mutex<bool>,
    shared: Arc<SharedState>,
    emit: Emit,
}

#[derive(Default)]
struct SearchShared {
    /// The latest search, if it has not begun.
    next: Mutex<Option<(u64, String)>>,
    notify_new: Condvar,
    /// Counts searches: all but the latest are interrupted.
    latest: AtomicU64,
    has_ended: AtomicBool,
    interrupt: Mutex<Option<Interrupt>>,
}

impl Searches {
    /// Returns a way to a thread that has not begun.
    pub(super) fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        Self {
            requests: Arc::default(),
            started: Mutex::new(false),
            shared,
            emit,
        }
    }

    /// Requests a search, in place of any other.
    pub(super) fn submit(&self, number: u64, query: String) {
        {
            let mut next = lock(&self.requests.next);
            *next = Some((number, query));
            // Under the lock: the thread that takes the query must know that it is the latest.
            self.requests.latest.fetch_add(1, Ordering::SeqCst);
        }
        if let Some(interrupt) = lock(&self.requests.interrupt).as_ref() {
            interrupt();
        }
        self.requests.notify_new.notify_one();
        let mut started = lock(&self.started);
        if !*started {
            let (requests, shared, emit) = (
                self.requests.clone(),
                self.shared.clone(),
                self.emit.clone(),
            );
            let thread = thread::Builder::new().name("search".into());
            match thread.spawn(move || run_searches(&requests, &shared, &emit)) {
                Ok(_) => *started = true,
                Err(error) => (self.emit)(Outcome::Warning(wording::thread_failure(
                    "for searches",
                    &error,
                ))),
            }
        }
    }
}

impl Drop for Searches {
    fn drop(&mut self) {
        // Under the lock: a thread that waits for the next query must see it.
        let next = lock(&self.requests.next);
        self.requests.has_ended.store(true, Ordering::SeqCst);
        self.requests.latest.fetch_add(1, Ordering::SeqCst);
        drop(next);
        if let Some(interrupt) = lock(&self.requests.interrupt).as_ref() {
            interrupt();
        }
        self.requests.notify_new.notify_one();
    }
}

/// Runs searches until the queue is dropped.
fn run_searches(requests: &SearchShared, shared: &SharedState, emit: &Emit) {
    let mut library = None;
    loop {
        let (number, query, mine) = {
            let mut next = lock(&requests.next);
            loop {
                if requests.has_ended.load(Ordering::SeqCst) {
                    return;
                }
                if let Some((number, query)) = next.take() {
                    break (number, query, requests.latest.load(Ordering::SeqCst));
                }
                next = requests
                    .notify_new
                    .wait(next)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        };
        // Another file may have this path by now.
        if !library.as_ref().is_some_and(LibraryReader::is_current) {
            library = open_reader(shared, emit);
            if let Some(library) = &library {
                *lock(&requests.interrupt) = Some(Box::new(library.interrupter()));
            }
        }
        let stale = || requests.latest.load(Ordering::SeqCst) != mine;
        let found = answer_search(library.as_ref(), number, &query, &stale, emit);
        if !stale() {
            emit(found);
        }
    }
}

/// Runs a search on the calling thread.
pub(super) fn perform_search(number: u64, query: &str, shared: &SharedState, emit: &Emit) {
    let library = open_reader(shared, emit);
    let found = answer_search(library.as_ref(), number, query, &|| false, emit);
    emit(found);
}

fn answer_search(
    library: Option<&LibraryReader>,
    number: u64,
    query: &str,
    stale: &dyn Fn() -> bool,
    emit: &Emit,
) -> Outcome {
    let nothing = || Outcome::SearchResults {
        number,
        hits: Vec::new(),
        has_more: false,
        problem: None,
    };
    let Some(library) = library else {
        return nothing();
    };
    loop {
        return match library.search_within(query, MAX_HITS, MAX_TEXTS, stale) {
            Ok(found) => Outcome::SearchResults {
                number,
                hits: found.hits,
                has_more: found.has_more,
                problem: found.problem,
            },
            // The interruption of the previous search has hit this one.
            Err(LibraryError::Interrupted) if !stale() => continue,
            Err(LibraryError::Interrupted) => nothing(),
            // Keys may wait for the result: it is empty.
            Err(error) => {
                emit(Outcome::Warning(wording::failure("search", &error)));
                nothing()
            }
        };
    }
}

fn open_reader(shared: &SharedState, emit: &Emit) -> Option<LibraryReader> {
    let folder = shared.pool.folder()?;
    match LibraryReader::open(folder, OpenMode::Existing) {
        Ok(library) => Some(library),
        Err(OpenError::NotFound) => None,
        Err(error) => {
            emit(Outcome::Warning(wording::failure("search", &error)));
            None
        }
    }
}
