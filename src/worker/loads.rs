//! The queue of articles that the user waits for: [`Loads`]. Of each kind the latest request wins.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::elastic_pool::{ElasticPool, PoolWork};
use super::emit::Emit;
use super::job_trace;
use super::load::{self, Renewal};
use super::lock::lock;
use super::maintenance::send_notices;
use super::pipes::{PipeRequest, Pipes};
use super::serial_queue::SerialQueue;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::{Cancel, ReadError};
use crate::model::{ArticleId, Origin, Outcome};

/// A job that reads one article.
#[derive(Debug)]
pub(super) enum LoadRequest {
    /// Read its document.
    Document(ArticleId, Origin),
    /// Read its source text.
    Source(ArticleId, Origin),
    /// Compare the text of an article with its earlier text.
    Comparison(ArticleId, Origin),
    /// Make a row of a file that a link leads to.
    Add(ArticleId, PathBuf),
}

/// The queue.
pub(super) struct Loads {
    pool: ElasticPool<LoadWork>,
    /// Ends the latest of each kind.
    latest: Mutex<[Cancel; 3]>,
    emit: Emit,
}

struct LoadWork {
    shared: Arc<SharedState>,
    emit: Emit,
    pipes: Arc<Pipes>,
    renewals: Arc<SerialQueue<Renewal>>,
}

/// Time after which a load no longer delays the next one.
const LATE_AFTER: Duration = Duration::from_millis(100);

/// Runs a job on the calling thread.
pub(super) fn run_load(load: LoadRequest, shared: &SharedState, emit: &Emit) {
    let cancel = Cancel::new();
    match load {
        LoadRequest::Document(id, origin) => {
            if let Some(renewal) = load::load_document(id, origin, shared, &cancel, emit) {
                load::save_renewed_document(&renewal, shared);
            }
        }
        LoadRequest::Source(id, origin) => load::load_source(id, &origin, shared, &cancel, emit),
        LoadRequest::Comparison(id, origin) => {
            load::load_comparison(id, &origin, shared, &cancel, emit);
        }
        LoadRequest::Add(id, path) => load::add_linked_file(id, path, shared, &cancel, emit),
    }
    send_notices(shared, emit);
}

impl LoadRequest {
    fn name(&self) -> &'static str {
        match self {
            Self::Document(..) => "load-document",
            Self::Source(..) => "load-raw",
            Self::Comparison(..) => "compare",
            Self::Add(..) => "add",
        }
    }

    fn request_kind(&self) -> usize {
        match self {
            Self::Document(..) => 0,
            Self::Source(..) => 1,
            Self::Add(..) => 2,
            Self::Comparison(..) => 3,
        }
    }
}

impl Loads {
    pub(super) fn new(
        shared: Arc<SharedState>,
        pipes: Arc<Pipes>,
        renewals: Arc<SerialQueue<Renewal>>,
        emit: Emit,
    ) -> Self {
        let loading = LoadWork {
            shared,
            emit: emit.clone(),
            pipes,
            renewals,
        };
        Self {
            pool: ElasticPool::new("load", LATE_AFTER, loading),
            latest: Mutex::default(),
            emit,
        }
    }

    /// Loads an article, and cancels other loads of the same kind.
    pub(super) fn submit(&self, load: LoadRequest) {
        let (kind, cancel) = (load.request_kind(), Cancel::new());
        if let Some(latest) = lock(&self.latest).get_mut(kind) {
            std::mem::replace(latest, cancel.clone()).cancel();
        }
        let obsolete = |(other, _): &(LoadRequest, Cancel)| other.request_kind() == kind;
        if let Err(error) = self.pool.replace(obsolete, [(load, cancel)]) {
            (self.emit)(Outcome::Warning(wording::thread_failure(
                "to read with",
                &error,
            )));
        }
    }
}

impl PoolWork for LoadWork {
    type Task = (LoadRequest, Cancel);

    fn run(&self, (load, cancel): (LoadRequest, Cancel)) {
        let _running = job_trace::begin(load.name());
        let (shared, emit) = (&self.shared, &self.emit);
        match load {
            LoadRequest::Document(id, origin) => match self
                .start_if_pipe(&origin, PipeRequest::Document(id))
            {
                Ok(true) => {}
                Ok(false) => {
                    if let Some(renewal) = load::load_document(id, origin, shared, &cancel, emit) {
                        self.renewals.submit(renewal);
                    }
                }
                Err(error) => emit(Outcome::Unreadable(id, error.to_string())),
            },
            LoadRequest::Source(id, origin) => {
                match self.start_if_pipe(&origin, PipeRequest::Source(id)) {
                    Ok(true) => {}
                    Ok(false) => load::load_source(id, &origin, shared, &cancel, emit),
                    Err(error) => emit(Outcome::SourceText(id, Err(error.to_string()))),
                }
            }
            LoadRequest::Comparison(id, origin) => {
                load::load_comparison(id, &origin, shared, &cancel, emit);
            }
            LoadRequest::Add(id, path) => load::add_linked_file(id, path, shared, &cancel, emit),
        }
        send_notices(shared, emit);
    }

    fn report_waiting(&self, (load, _): &(LoadRequest, Cancel)) {
        let reason = wording::waiting_article();
        (self.emit)(match load {
            LoadRequest::Document(id, _) => Outcome::Unreadable(*id, reason),
            LoadRequest::Source(..) | LoadRequest::Comparison(..) | LoadRequest::Add(..) => {
                Outcome::Warning(reason)
            }
        });
    }
}

impl LoadWork {
    /// Starts to read the pipe that an article comes through; returns false if it comes through none.
    fn start_if_pipe(&self, origin: &Origin, request: PipeRequest) -> Result<bool, ReadError> {
        match load::path_of_origin(origin) {
            Some(path) => self.pipes.start_if_pipe(path, request),
            None => Ok(false),
        }
    }
}
