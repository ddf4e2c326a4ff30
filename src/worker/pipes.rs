//! Pipes as articles (`newsprint <(command)`): [`Pipes`]. One thread polls all of them; others extract what has ended.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{io, thread};

use super::elastic_pool::{ElasticPool, PoolWork};
use super::emit::Emit;
use super::load;
use super::lock::lock;
use super::shared_state::SharedState;
use super::summaries::SummaryBatches;
use super::wording;
use crate::ingest::{Cancel, ReadError, Stream, StreamState, Wake, wait_for_streams};
use crate::model::{ArticleId, Origin, Outcome};

/// Request for a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PipeRequest {
    /// The document of an article.
    Document(ArticleId),
    /// The source text of an article.
    Source(ArticleId),
    /// The description of its row.
    Summary(ArticleId),
}

/// The pipes that are being read.
pub(super) struct Pipes {
    shared: Arc<SharedState>,
    emit: Emit,
    reader: Mutex<Option<Arc<PipeReader>>>,
    ended: Arc<ElasticPool<EndedPipes>>,
}

/// The thread that polls.
struct PipeReader {
    wake: Wake,
    incoming: Mutex<Vec<IncomingPipe>>,
    has_ended: AtomicBool,
}

struct IncomingPipe {
    path: PathBuf,
    /// `None` if it is being read already.
    stream: Option<Stream>,
    request: PipeRequest,
}

/// A pipe that is being read.
struct OpenPipe {
    path: PathBuf,
    stream: Stream,
    requests: Vec<PipeRequest>,
}

/// Extracts the articles of pipes that have ended.
struct EndedPipes {
    shared: Arc<SharedState>,
    emit: Emit,
    summaries: SummaryBatches,
}

/// An extraction that takes longer than this gets company.
const LATE_AFTER: Duration = Duration::from_millis(100);

impl Pipes {
    /// Without pipes there is no thread.
    pub(super) fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        let ended = EndedPipes {
            shared: shared.clone(),
            emit: emit.clone(),
            summaries: SummaryBatches::new(emit.clone()),
        };
        Self {
            shared,
            emit,
            reader: Mutex::default(),
            ended: Arc::new(ElasticPool::new("pipe-text", LATE_AFTER, ended)),
        }
    }

    /// Starts to read a path if it is a pipe that has not ended; the request runs at its end. Returns false for any
    /// other path, which can be read at once.
    ///
    /// # Errors
    /// The path can't be opened.
    pub(super) fn start_if_pipe(
        &self,
        path: &Path,
        request: PipeRequest,
    ) -> Result<bool, ReadError> {
        let stream = match self.shared.loader.begin_stream(path) {
            Ok(None) => return Ok(false),
            Ok(stream) => stream,
            Err(ReadError::InputPending) => None,
            Err(error) => return Err(error),
        };
        let reader = self.reader()?;
        lock(&reader.incoming).push(IncomingPipe {
            path: path.to_owned(),
            stream,
            request,
        });
        reader.wake.wake();
        Ok(true)
    }

    fn reader(&self) -> io::Result<Arc<PipeReader>> {
        let mut started = lock(&self.reader);
        if let Some(reader) = started.as_ref() {
            return Ok(reader.clone());
        }
        let made = Arc::new(PipeReader {
            wake: Wake::new()?,
            incoming: Mutex::default(),
            has_ended: AtomicBool::new(false),
        });
        let (reader, shared) = (made.clone(), self.shared.clone());
        let (emit, ended) = (self.emit.clone(), self.ended.clone());
        thread::Builder::new().name("pipes".into()).spawn(move || {
            if let Err(error) = reader.read_pipes(&shared, &emit, &ended) {
                emit(Outcome::Warning(wording::failure("pipes", &error)));
            }
        })?;
        *started = Some(made.clone());
        Ok(made)
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        if let Some(reader) = lock(&self.reader).as_ref() {
            reader.has_ended.store(true, Ordering::SeqCst);
            reader.wake.wake();
        }
    }
}

impl PipeReader {
    fn read_pipes(
        &self,
        shared: &SharedState,
        emit: &Emit,
        ended: &ElasticPool<EndedPipes>,
    ) -> io::Result<()> {
        let mut pipes: Vec<OpenPipe> = Vec::new();
        loop {
            let mut ready =
                wait_for_streams(pipes.iter().map(|pipe| &pipe.stream), &self.wake)?.into_iter();
            if self.has_ended.load(Ordering::SeqCst) {
                return Ok(());
            }
            let mut open = Vec::new();
            for mut pipe in pipes {
                let read = match ready.next() {
                    Some(true) => pipe.stream.advance(),
                    _ => Ok(StreamState::Open),
                };
                match read {
                    Ok(StreamState::Open) => open.push(pipe),
                    Ok(StreamState::Ended) => {
                        shared.loader.store_stream(&pipe.path, Ok(pipe.stream));
                        // Without a thread nothing more can be done.
                        let tasks = pipe.requests.into_iter();
                        drop(ended.submit(tasks.map(|request| (pipe.path.clone(), request))));
                    }
                    Err(error) => {
                        shared.loader.store_stream(&pipe.path, Err(&error));
                        for request in pipe.requests {
                            send_error(request, error.to_string(), emit);
                        }
                    }
                }
            }
            pipes = open;
            self.wake.clear();
            for incoming in std::mem::take(&mut *lock(&self.incoming)) {
                incoming.add_pipe(&mut pipes, ended);
            }
        }
    }
}

impl IncomingPipe {
    fn add_pipe(self, pipes: &mut Vec<OpenPipe>, ended: &ElasticPool<EndedPipes>) {
        let Self {
            path,
            stream,
            request,
        } = self;
        match (stream, pipes.iter_mut().find(|pipe| pipe.path == path)) {
            (_, Some(pipe)) if !pipe.requests.contains(&request) => pipe.requests.push(request),
            (_, Some(_)) => {}
            (Some(stream), None) => pipes.push(OpenPipe {
                path,
                stream,
                requests: vec![request],
            }),
            // It has ended since.
            (None, None) => drop(ended.submit([(path, request)])),
        }
    }
}

impl PoolWork for EndedPipes {
    type Task = (PathBuf, PipeRequest);

    fn run(&self, (path, request): (PathBuf, PipeRequest)) {
        let (origin, cancel) = (Origin::File(path), Cancel::new());
        match request {
            PipeRequest::Document(id) => {
                // The text of a file is never an old stored one.
                let _ = load::load_document(id, origin, &self.shared, &cancel, &self.emit);
            }
            PipeRequest::Source(id) => {
                load::load_source(id, &origin, &self.shared, &cancel, &self.emit)
            }
            PipeRequest::Summary(id) => {
                self.summaries.describe(id, origin, &self.shared);
                self.summaries.send();
            }
        }
    }
}

fn send_error(request: PipeRequest, reason: String, emit: &Emit) {
    emit(match request {
        PipeRequest::Document(id) => Outcome::Unreadable(id, reason),
        PipeRequest::Source(id) => Outcome::SourceText(id, Err(reason)),
        PipeRequest::Summary(id) => Outcome::Summaries(vec![(id, Err(reason))]),
    });
}
