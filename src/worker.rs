//! The threads that read files: [`Job`]s go in, [`Outcome`]s come out, and the loop never waits for either.
//!
//! One thread opens the story that somebody looks at, always the one asked for last. Another walks through folders, sends the
//! rows, and then reads every story for what its row says. A third reads standard input, if it is asked for, and a fourth
//! adorns what is shown with pictures and the colours of code.

#[cfg(feature = "code-colours")]
mod code;
#[cfg(not(feature = "code-colours"))]
#[path = "worker/no_code.rs"]
mod code;
mod later;
#[cfg(not(feature = "pictures"))]
#[path = "worker/no_picture.rs"]
mod picture;
#[cfg(feature = "pictures")]
mod picture;
mod read;
mod scan;
mod standard_input;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::model::{ArticleId, Document, Job, Outcome};

pub use read::{Limits, Seed, SeedPicture, Store, explain, to_document};

/// Where outcomes go: into a channel, and the loop is woken.
pub type Emit = Arc<dyn Fn(Outcome) + Send + Sync>;

/// The way to the threads. They end with the program; nobody waits for them.
#[derive(Debug)]
pub struct Worker {
    latest: Arc<(Mutex<Option<Job>>, Condvar)>,
    scans: std::sync::mpsc::Sender<Job>,
    later: later::Later,
}

impl Worker {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(store: Arc<Store>, emit: Emit) -> std::io::Result<Self> {
        let latest = Arc::new((Mutex::new(None), Condvar::new()));
        let (slot, loads, load_emit) = (latest.clone(), store.clone(), emit.clone());
        thread::Builder::new().name("open".into()).spawn(move || {
            loop {
                let job = next_job(&slot);
                perform(job, &loads, &load_emit);
            }
        })?;
        let later = later::Later::new(store.clone(), emit.clone());
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
        })
    }

    /// Hands over a job. A story that is asked for takes the place of one that was asked for before and not begun.
    pub fn submit(&self, job: Job) {
        match job {
            Job::LoadDocument(..) | Job::LoadRaw(..) | Job::Add(..) => {
                *lock(&self.latest.0) = Some(job);
                self.latest.1.notify_one();
            }
            Job::LoadPicture(_) | Job::ColourCode(_) => self.later.submit(job),
            _ => {
                // The thread ends only with the program, and then nobody waits for the job.
                let _ = self.scans.send(job);
            }
        }
    }
}

fn next_job(slot: &(Mutex<Option<Job>>, Condvar)) -> Job {
    let mut latest = lock(&slot.0);
    loop {
        if let Some(job) = latest.take() {
            return job;
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
        Job::LoadDocument(id, origin) => match store.document(&origin) {
            Ok(document) => {
                let sizes = picture::sizes(&document, &origin, store.pictures());
                if !sizes.is_empty() {
                    emit(Outcome::PictureSizes(id, Arc::new(sizes)));
                }
                emit(document_outcome(id, document, false));
            }
            Err(why) => emit(Outcome::Unreadable(id, why)),
        },
        Job::Describe(id, origin) => scan::describe([(id, origin)], store, emit),
        Job::LoadRaw(id, origin) => emit(Outcome::Raw(id, store.raw(&origin))),
        Job::Add(id, path) => emit(scan::add(id, path)),
        Job::LoadPicture(_) | Job::ColourCode(_) => later::perform(job, store, emit),
        Job::Home(_)
        | Job::Page(_)
        | Job::Views
        | Job::Change(_)
        | Job::Undo(_)
        | Job::Redo
        | Job::SavePlace { .. }
        | Job::SaveTrail(..)
        | Job::Search { .. } => {}
    }
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
