//! The thread of searches: a newer search interrupts an older one, whose answer is dropped. The lines of hits in large
//! texts follow the first answer.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use chrono::Local;

use super::emit::Emit;
use super::lock::lock;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::Cancel;
use crate::library::{
    Library, LibraryError, LibraryReader, OpenError, OpenMode, SearchResult, search_documents,
};
use crate::model::{ArticleId, ArticleRow, Group, Origin, Outcome, SearchHit, SearchOrder};

/// The most articles that a search shows.
const MAX_HITS: usize = 50;
/// Bytes of texts that are read for the first answer: some ten milliseconds.
const MAX_TEXTS: usize = 1_500_000;

/// Group of the articles of the tour.
const TOUR_GROUP: &str = "Tour";

/// Interrupts the query of a connection.
type Interrupt = Box<dyn Fn() + Send + Sync>;

/// The queue of the thread, which starts with the first search.
pub(super) struct Searches {
    requests: Arc<SearchShared>,
    started: Mutex<bool>,
    shared: Arc<SharedState>,
    emit: Emit,
}

/// A search: its number, the query and the order of its hits.
struct SearchRequest {
    number: u64,
    query: String,
    order: SearchOrder,
}

#[derive(Default)]
struct SearchShared {
    /// The latest search, if it has not begun.
    next: Mutex<Option<SearchRequest>>,
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
    pub(super) fn submit(&self, number: u64, query: String, order: SearchOrder) {
        {
            let mut next = lock(&self.requests.next);
            *next = Some(SearchRequest {
                number,
                query,
                order,
            });
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

/// A search with the shared state that it needs.
struct SearchRun<'a> {
    request: SearchRequest,
    shared: &'a SharedState,
    emit: &'a Emit,
    /// Returns true if the answer is no longer needed.
    is_stale: &'a dyn Fn() -> bool,
}

/// Runs searches until the queue is dropped.
fn run_searches(requests: &SearchShared, shared: &SharedState, emit: &Emit) {
    let mut library = None;
    loop {
        let (request, mine) = {
            let mut next = lock(&requests.next);
            loop {
                if requests.has_ended.load(Ordering::SeqCst) {
                    return;
                }
                if let Some(request) = next.take() {
                    break (request, requests.latest.load(Ordering::SeqCst));
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
        let run = SearchRun {
            request,
            shared,
            emit,
            is_stale: &|| requests.latest.load(Ordering::SeqCst) != mine,
        };
        run.answer(library.as_ref());
    }
}

/// Runs a search on the calling thread.
pub(super) fn perform_search(
    number: u64,
    query: String,
    order: SearchOrder,
    shared: &SharedState,
    emit: &Emit,
) {
    let run = SearchRun {
        request: SearchRequest {
            number,
            query,
            order,
        },
        shared,
        emit,
        is_stale: &|| false,
    };
    run.answer(open_reader(shared, emit).as_ref());
}

impl SearchRun<'_> {
    /// Sends the hits, and then the lines of those whose texts are large.
    fn answer(&self, library: Option<&LibraryReader>) {
        let found = self.find(library);
        if (self.is_stale)() {
            return;
        }
        let number = self.request.number;
        let hits = found.hits.iter().enumerate();
        let pending = hits.filter(|(_, hit)| !hit.is_complete);
        let pending: Vec<(usize, SearchHit)> =
            pending.map(|(index, hit)| (index, hit.clone())).collect();
        (self.emit)(Outcome::SearchResults {
            number,
            hits: found.hits,
            has_more: found.has_more,
            problem: found.problem,
        });
        let Some(library) = library else {
            return;
        };
        for (index, hit) in pending {
            let Some(hit) = self.complete(library, hit) else {
                return;
            };
            (self.emit)(Outcome::SearchHit {
                number,
                index,
                hit: Box::new(hit),
            });
        }
    }

    /// Returns the hits of the library; if that is empty, those of the tour, which is shown instead of it.
    fn find(&self, library: Option<&LibraryReader>) -> SearchResult {
        let is_empty = |library: &LibraryReader| library.counts().is_ok_and(|all| all.all == 0);
        match library {
            Some(library) if !is_empty(library) => self.find_in_library(library),
            // A library that can't be opened is reported, and hides nothing behind the tour.
            None if self.has_library_file() => SearchResult::default(),
            Some(_) | None => self.find_in_tour(),
        }
    }

    fn has_library_file(&self) -> bool {
        let folder = self.shared.pool.folder();
        folder.is_some_and(|folder| Library::library_file(folder).exists())
    }

    fn find_in_library(&self, library: &LibraryReader) -> SearchResult {
        let SearchRequest { query, order, .. } = &self.request;
        loop {
            let found = library.search_first(query, *order, MAX_HITS, MAX_TEXTS, self.is_stale);
            return match found {
                Ok(found) => found,
                // The interruption of the previous search has hit this one.
                Err(LibraryError::Interrupted) if !(self.is_stale)() => continue,
                Err(LibraryError::Interrupted) => SearchResult::default(),
                // Keys may wait for the result: it is empty.
                Err(error) => {
                    (self.emit)(Outcome::Warning(wording::failure("search", &error)));
                    SearchResult::default()
                }
            };
        }
    }

    fn find_in_tour(&self) -> SearchResult {
        let loader = &self.shared.loader;
        let articles = loader.tour().iter().enumerate();
        let articles = articles.filter_map(|(index, (name, _))| {
            let origin = Origin::Tour(name);
            let loaded = loader.load(&origin, &Cancel::default()).ok()?;
            let (group, title) = (Group::Named(TOUR_GROUP.to_owned()), (*name).to_owned());
            let mut row = ArticleRow::new(ArticleId::tour(index), group, origin, title);
            row.set_metadata(&loaded.document.metadata, loaded.document.words());
            Some((row, loaded.document))
        });
        let today = Local::now().date_naive();
        search_documents(articles.collect(), &self.request.query, today)
    }

    /// Returns a hit with its line; `None` if that is no longer needed.
    fn complete(&self, library: &LibraryReader, hit: SearchHit) -> Option<SearchHit> {
        loop {
            let found = library.complete_hit(&self.request.query, &hit, self.is_stale);
            return match found {
                Ok(hit) => Some(hit),
                Err(LibraryError::Interrupted) if !(self.is_stale)() => continue,
                Err(LibraryError::Interrupted) => None,
                // Keys may wait for it: it is without a line.
                Err(error) => {
                    (self.emit)(Outcome::Warning(wording::failure("search", &error)));
                    Some(SearchHit {
                        is_complete: true,
                        ..hit
                    })
                }
            };
        }
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
