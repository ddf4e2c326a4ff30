//! Background threads: runs [`Job`]s in queues and pools, and sends [`Outcome`](crate::model::Outcome)s back, so that
//! the event loop never waits.
//!
//! 1. [`route()`] maps each job to its queue; a new job does not compile until it is mapped.
//! 2. A queue is serial ([`serial_queue`]: pages, counts, changes), or adds threads when tasks hang ([`elastic_pool`]:
//!    loads, scans, descriptions, images, sources). All pipes are polled by one thread ([`pipes`]).
//! 3. The work itself is done by [`crate::ingest`] and [`crate::library`]; here its results become outcomes ([`load`], [`scan`],
//!    [`summaries`], [`pages`], [`changes`], [`states`]).
//! 4. [`Worker::start_background`] starts the background work: watches, the search index, daily maintenance.
//!
//! All threads share a [`SharedState`]. The table of threads is in the page of the crate.

mod accounts;
mod article_ids;
mod article_rows;
mod blocking_calls;
mod changes;
#[cfg(feature = "highlighting")]
mod code;
#[cfg(not(feature = "highlighting"))]
#[path = "worker/no_code.rs"]
mod code;
mod deleted_articles;
mod elastic_pool;
mod emit;
mod fetching;
mod image_cache;
mod image_error;
#[cfg(not(feature = "images"))]
#[path = "worker/no_images.rs"]
mod images;
#[cfg(feature = "images")]
mod images;
mod index;
mod job_trace;
mod library_pool;
mod library_watcher;
mod load;
mod loads;
mod lock;
mod maintenance;
mod media;
mod notices;
mod notify;
mod page_queue;
mod page_requests;
mod page_sources;
mod pages;
mod pending_pages;
mod perform;
mod pipes;
mod priority;
mod recent_texts;
mod refresh;
mod requests;
mod route;
mod scan;
mod scans;
mod search;
mod serial_queue;
mod shared_state;
mod source_watcher;
mod standard_input;
mod start_view;
mod states;
mod summaries;
mod sync_progress;
mod syncs;
mod unsaved;
mod web_images;
mod wording;
mod writes;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use self::loads::Loads;
use self::media::MediaWorker;
use self::page_requests::PageRequests;
use self::pages::{CountJob, PageJob};
use self::pipes::Pipes;
use self::refresh::Refreshes;
use self::requests::RequestJob;
use self::route::{Queue, route};
use self::scans::Scans;
use self::search::Searches;
use self::serial_queue::SerialQueue;
use self::writes::WriteJob;
use crate::model::Job;

pub use emit::Emit;
pub use pages::send_history;
pub use perform::run_job;
pub use shared_state::SharedState;

/// The queues and their threads. The threads end when it is dropped, except those that hang in a file system: they end
/// with the program.
pub struct Worker {
    loads: Loads,
    scans: Scans,
    media: MediaWorker,
    pages: SerialQueue<PageJob>,
    counts: SerialQueue<CountJob>,
    searches: Searches,
    refreshes: Refreshes,
    requests: SerialQueue<RequestJob>,
    writes: SerialQueue<WriteJob>,
    shared: Arc<SharedState>,
    emit: Emit,
    /// Ends the threads of the background.
    has_ended: Arc<AtomicBool>,
    watches: std::sync::Mutex<Option<Watches>>,
}

/// The ways to the threads that watch.
struct Watches {
    sources: Sender<source_watcher::WatcherEvent>,
    library: Sender<library_watcher::WatchEvent>,
}

/// Longest wait at quit for changes to be saved, while others keep the library locked.
const CHANGES_TIMEOUT: Duration = Duration::from_secs(2);
/// Longest wait at quit for a reading position to be saved.
const POSITION_TIMEOUT: Duration = Duration::from_millis(80);

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// Makes the queues. Their threads start with their first jobs.
    pub fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        let emit = job_trace::with_failures(emit);
        let pipes = Arc::new(Pipes::new(shared.clone(), emit.clone()));
        let saver = shared.clone();
        let renewals = SerialQueue::new("renew", emit.clone(), move |renewal| {
            let _running = job_trace::begin("save-renewal");
            load::save_renewed_document(&renewal, &saver);
        });
        let (page_store, page_emit) = (shared.clone(), emit.clone());
        let pages = SerialQueue::new("library", emit.clone(), move |job| {
            pages::run_page_job(job, &page_store, &page_emit);
        });
        let (count_store, count_emit) = (shared.clone(), emit.clone());
        let counts = SerialQueue::new("count", emit.clone(), move |job| {
            pages::count(&job, &count_store, &count_emit);
        });
        let (request_store, request_emit) = (shared.clone(), emit.clone());
        let requests = SerialQueue::new("request", emit.clone(), move |job| {
            requests::run_request_job(job, &request_store, &request_emit);
        });
        let (write_store, write_emit) = (shared.clone(), emit.clone());
        let page_requests = PageRequests::new(shared.clone(), emit.clone());
        let writes = SerialQueue::new("save", emit.clone(), move |job| {
            if let Some(page) = writes::run_write(job, &write_store, &write_emit) {
                page_requests.submit(page);
            }
        });
        Self {
            loads: Loads::new(
                shared.clone(),
                pipes.clone(),
                Arc::new(renewals),
                emit.clone(),
            ),
            scans: Scans::new(shared.clone(), pipes, emit.clone()),
            media: MediaWorker::new(shared.clone(), emit.clone()),
            pages,
            counts,
            searches: Searches::new(shared.clone(), emit.clone()),
            refreshes: Refreshes::new(shared.clone(), emit.clone()),
            requests,
            writes,
            shared,
            emit,
            has_ended: Arc::default(),
            watches: std::sync::Mutex::default(),
        }
    }

    /// Starts the work that can wait for the first frame: the history, the watches on the library and on folders, the
    /// search index, daily maintenance.
    ///
    /// # Errors
    /// A thread can't be started.
    pub fn start_background(&self) -> std::io::Result<()> {
        let (caller, calls) = channel();
        let (watcher, events) = channel();
        *lock::lock(&self.watches) = Some(Watches {
            sources: caller.clone(),
            library: watcher.clone(),
        });
        let (shared, emit) = (self.shared.clone(), self.emit.clone());
        let library = caller.clone();
        let pages = self.shared.clone();
        self.refreshes.start();
        let recheck = self.refreshes.recheck();
        thread::Builder::new().name("watch".into()).spawn(move || {
            send_history(&shared, &emit);
            library_watcher::watch_library(&shared, &emit, (watcher, events), || {
                // The receiver ends if nothing can be saved.
                let _ = library.send(source_watcher::WatcherEvent::Library);
                recheck();
                // It may have queued pages.
                pages.fetching().page_sources.wake();
            });
        })?;
        let (shared, emit) = (self.shared.clone(), self.emit.clone());
        thread::Builder::new()
            .name("sources".into())
            .spawn(move || source_watcher::watch_sources(&shared, &emit, &calls, &caller))?;
        let (shared, emit) = (self.shared.clone(), self.emit.clone());
        thread::Builder::new()
            .name("maintenance".into())
            .spawn(move || maintenance::run_maintenance(&shared, &emit))?;
        page_queue::start_fetching_pages(self.shared.clone(), self.emit.clone())?;
        index::start_indexing(
            self.shared.clone(),
            self.emit.clone(),
            self.has_ended.clone(),
        )
    }

    /// Waits until all changes are saved: a moment, unless others keep the library locked. `has_changes`: true if more
    /// than the position is pending.
    pub fn finish(&self, has_changes: bool) {
        self.shared.fetching().shut_down();
        self.writes.flush(match has_changes {
            true => CHANGES_TIMEOUT,
            false => POSITION_TIMEOUT,
        });
        self.shared.pool.close();
    }

    /// Adds a job to its queue.
    pub fn submit(&self, job: Job) {
        match route(job) {
            Queue::Loads(load) => self.loads.submit(load),
            Queue::Scans(job) => self.scans.submit(job),
            Queue::Images(request) => self.media.load_image(request),
            Queue::WebImages(article, urls) => self.media.fetch_images(article, urls),
            Queue::Code(requests) => self.media.highlight_code(requests),
            Queue::Pages(job) => self.pages.submit(job),
            Queue::Counts(job) => self.counts.submit(job),
            Queue::Searches(number, query, order) => self.searches.submit(number, query, order),
            Queue::Refreshes(scope) => self.refreshes.submit(scope),
            Queue::Requests(job) => self.requests.submit(job),
            Queue::Writes(job) => self.writes.submit(job),
            Queue::StopPage(article) => {
                page_requests::cancel_page(article, &self.shared, &self.emit);
            }
            Queue::CancelPages(upto) => self.shared.cancel_pages(upto),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::SeqCst);
        self.shared.fetching().shut_down();
        self.shared.pool.write_notify().notify();
        if let Some(watches) = lock::lock(&self.watches).take() {
            // The receiver may have ended.
            let _ = watches.sources.send(source_watcher::WatcherEvent::End);
            let _ = watches.library.send(library_watcher::WatchEvent::End);
        }
    }
}
