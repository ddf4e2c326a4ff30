//! The threads that read files: [`Job`]s go in, [`Outcome`]s come out, and the loop never waits for either.
//!
//! One thread opens the story that somebody looks at, always the one asked for last. Another walks through folders, sends the
//! rows, and then reads every story for what its row says. A third reads standard input, if it is asked for, and a fourth
//! adorns what is shown with pictures and the colours of code. Beside them searches have a thread, and the index of words.

mod care;
#[cfg(feature = "code-colours")]
mod code;
#[cfg(not(feature = "code-colours"))]
#[path = "worker/no_code.rs"]
mod code;
mod gather;
mod index;
mod keep;
mod lane;
mod later;
#[cfg(not(feature = "pictures"))]
#[path = "worker/no_picture.rs"]
mod picture;
#[cfg(feature = "pictures")]
mod picture;
mod read;
mod scan;
mod search;
mod shelf;
mod sources;
mod stamp;
mod standard_input;
mod watch;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::model::{ArticleId, Document, Job, Outcome, StoryRef};

use lane::Lane;

pub use gather::{Added, Gathered, Progress, add};
pub use keep::{send_trail, tell_story};
pub use read::{Limits, Store, explain, to_document};

/// Where outcomes go: into a channel, and the loop is woken.
pub type Emit = Arc<dyn Fn(Outcome) + Send + Sync>;

/// The way to the threads. They end with the program; nobody waits for them.
pub struct Worker {
    /// What somebody waits for, of each kind the latest.
    latest: Arc<(Mutex<Vec<Job>>, Condvar)>,
    scans: std::sync::mpsc::Sender<Job>,
    later: later::Later,
    /// Reads lists.
    reads: Lane,
    /// Counts rows.
    counts: Lane,
    searches: search::Searches,
    /// Keeps what the user changes, in order.
    writes: Lane,
    store: Arc<Store>,
    emit: Emit,
}

/// How long the end of the program waits for changes that are still to be kept, while others keep the library busy.
const LAST_CHANGES: Duration = Duration::from_secs(2);
/// How long it waits for the place alone.
const LAST_PLACE: Duration = Duration::from_millis(80);

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(store: Arc<Store>, emit: Emit) -> std::io::Result<Self> {
        let latest = Arc::new((Mutex::default(), Condvar::new()));
        let (slot, loads, load_emit) = (latest.clone(), store.clone(), emit.clone());
        thread::Builder::new().name("open".into()).spawn(move || {
            loop {
                let job = next_job(&slot);
                perform(job, &loads, &load_emit);
            }
        })?;
        let later = later::Later::new(store.clone(), emit.clone());
        let reads = Lane::new("library", store.clone(), emit.clone());
        let counts = Lane::new("count", store.clone(), emit.clone());
        let writes = Lane::new("keep", store.clone(), emit.clone());
        let searches = search::Searches::new(store.clone(), emit.clone());
        let (own_store, own_emit) = (store.clone(), emit.clone());
        let (scans, jobs) = std::sync::mpsc::channel();
        thread::Builder::new().name("scan".into()).spawn(move || {
            for job in jobs {
                perform(job, &store, &emit);
            }
        })?;
        Ok(Self {
            latest,
            scans,
            later,
            reads,
            counts,
            searches,
            writes,
            store: own_store,
            emit: own_emit,
        })
    }

    /// What keeps until the first frame is drawn: the places read in earlier runs, the watch on what others change and on folders,
    /// the index of words, the daily copy.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn settle_in(&self) -> std::io::Result<()> {
        let (caller, calls) = std::sync::mpsc::channel();
        let (store, emit) = (self.store.clone(), self.emit.clone());
        let library = caller.clone();
        thread::Builder::new().name("watch".into()).spawn(move || {
            keep::send_trail(&store, &emit);
            watch::watch(&store, &emit, || {
                // Who listens ends where nothing can be kept.
                let _ = library.send(sources::Call::Library);
            });
        })?;
        let (store, emit) = (self.store.clone(), self.emit.clone());
        thread::Builder::new()
            .name("sources".into())
            .spawn(move || sources::keep_watch(&store, &emit, &calls, &caller))?;
        let (store, emit) = (self.store.clone(), self.emit.clone());
        thread::Builder::new()
            .name("care".into())
            .spawn(move || care::care(&store, &emit))?;
        index::start(self.store.clone())
    }

    /// Waits until everything is kept that the user changed: a moment, unless others keep the library busy. `changes`: whether there
    /// is more on its way than the place.
    pub fn finish(&self, changes: bool) {
        self.writes.finish(match changes {
            true => LAST_CHANGES,
            false => LAST_PLACE,
        });
        self.store.shelf().close();
    }

    /// Hands over a job. A story that is asked for takes the place of one that was asked for before and not begun.
    pub fn submit(&self, job: Job) {
        match job {
            Job::LoadDocument(..) | Job::LoadRaw(..) | Job::Add(..) => {
                let mut latest = lock(&self.latest.0);
                let kind = std::mem::discriminant(&job);
                latest.retain(|other| std::mem::discriminant(other) != kind);
                latest.push(job);
                self.latest.1.notify_one();
            }
            Job::LoadPicture(_) | Job::ColourCode(_) => self.later.submit(job),
            Job::Page(_) | Job::Views | Job::States(_) | Job::Tour => self.reads.submit(job),
            // Counting takes its time, and keys wait for pages.
            Job::Position(..) => self.counts.submit(job),
            Job::ForgetPages(upto) => self.store.shelf().forget_pages(upto),
            Job::Search { number, query } => self.searches.submit(number, query),
            Job::Change(_)
            | Job::Undo(_)
            | Job::Redo
            | Job::KeepOrder(..)
            | Job::SavePlace { .. }
            | Job::SaveTrail(..) => {
                self.writes.submit(job);
            }
            _ => {
                // The thread ends only with the program, and then nobody waits for the job.
                let _ = self.scans.send(job);
            }
        }
    }
}

fn next_job(slot: &(Mutex<Vec<Job>>, Condvar)) -> Job {
    let mut latest = lock(&slot.0);
    loop {
        if !latest.is_empty() {
            return latest.remove(0);
        }
        latest = slot.1.wait(latest).unwrap_or_else(PoisonError::into_inner);
    }
}

/// A thread that panicked has left a job or nothing: both are sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does a job here and now; the threads and the tests call it.
pub fn perform(job: Job, store: &Arc<Store>, emit: &Emit) {
    match job {
        Job::Scan(origins) => scan::scan(origins, store, emit),
        Job::List(origin) => scan::list(origin, emit),
        Job::LoadDocument(id, origin) => match store.story(&origin) {
            Ok(read) => {
                let read::Story {
                    document,
                    stamp,
                    renewed,
                } = read;
                let sizes = picture::sizes(&document, &origin, store.pictures());
                if !sizes.is_empty() {
                    emit(Outcome::PictureSizes(id, Arc::new(sizes)));
                }
                let words = document.words();
                let document = Arc::new(document);
                let story = StoryRef { id, origin };
                store.shelf().stamp(id, stamp);
                if let Err(why) = store.shelf().agrees(&story, &document, words) {
                    return emit(Outcome::Unreadable(id, why));
                }
                keep::tell_story(&story, &document, words, store, emit);
                emit(Outcome::Document {
                    id,
                    document: document.clone(),
                    words,
                    partial: false,
                });
                if let Some(stamp) = renewed {
                    keep::renew(&story, stamp, document, words, store);
                }
            }
            Err(why) => emit(Outcome::Unreadable(id, why)),
        },
        Job::Describe(id, origin) => scan::describe([(id, origin)], store, emit),
        Job::LoadRaw(id, origin) => emit(Outcome::Raw(id, store.raw(&origin))),
        Job::Add(id, path) => emit(scan::add(id, path)),
        Job::LoadPicture(_) | Job::ColourCode(_) => later::perform(job, store, emit),
        Job::Home => {
            if !keep::home(store, emit) {
                scan::tour(store, emit);
            }
        }
        Job::Tour => scan::tour(store, emit),
        Job::ForgetPages(upto) => store.shelf().forget_pages(upto),
        Job::Search { number, query } => search::perform(number, &query, store, emit),
        job => keep::perform(job, store, emit),
    }
    care::tell(store, emit);
}

/// The outcome that brings a document.
fn document_outcome(id: ArticleId, document: Document, partial: bool) -> Outcome {
    let words = document.words();
    Outcome::Document {
        id,
        document: Arc::new(document),
        words,
        partial,
    }
}
