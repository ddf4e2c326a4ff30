//! Pipes as articles (`newsprint <(command)`): [`Pipes`]. One thread polls all of them; what has ended is extracted by others.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{io, thread};

use super::described::Descriptions;
use super::elastic_pool::{ElasticPool, Work};
use super::emit::Emit;
use super::load;
use super::lock::lock;
use super::store::Store;
use super::wording;
use crate::ingest::{Cancel, ReadError, Stream, StreamState, Wake, wait_for_streams};
use crate::model::{ArticleId, Origin, Outcome};

/// A wish that somebody has of a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Its document.
    Document(ArticleId),
    /// Its raw text.
    Raw(ArticleId),
    /// The description of its row.
    Description(ArticleId),
}

/// The pipes that are being read.
pub(super) struct Pipes {
    store: Arc<Store>,
    emit: Emit,
    reader: Mutex<Option<Arc<Reader>>>,
    ended: Arc<ElasticPool<Ended>>,
}

/// The thread that polls.
struct Reader {
    wake: Wake,
    incoming: Mutex<Vec<Incoming>>,
    has_ended: AtomicBool,
}

struct Incoming {
    path: PathBuf,
    /// `None` where it is being read already.
    stream: Option<Stream>,
    want: Want,
}

/// A pipe that is being read.
struct OpenPipe {
    path: PathBuf,
    stream: Stream,
    wants: Vec<Want>,
}

/// Extracts the articles of pipes that have ended.
struct Ended {
    store: Arc<Store>,
    emit: Emit,
    descriptions: Descriptions,
}

/// An extraction that takes longer than this gets company.
const PATIENCE: Duration = Duration::from_millis(100);

impl Pipes {
    /// Without pipes there is no thread.
    pub(super) fn new(store: Arc<Store>, emit: Emit) -> Self {
        let ended = Ended {
            store: store.clone(),
            emit: emit.clone(),
            descriptions: Descriptions::new(emit.clone()),
        };
        Self {
            store,
            emit,
            reader: Mutex::default(),
            ended: Arc::new(ElasticPool::new("pipe-text", PATIENCE, ended)),
        }
    }

    /// Reads a path if it is a pipe that has not ended, and does then what is wanted. False where it is none, and can be read at
    /// once.
    ///
    /// # Errors
    /// It can't be opened.
    pub(super) fn take(&self, path: &Path, want: Want) -> Result<bool, ReadError> {
        let stream = match self.store.loader.begin_stream(path) {
            Ok(None) => return Ok(false),
            Ok(stream) => stream,
            Err(ReadError::StillComing) => None,
            Err(error) => return Err(error),
        };
        let reader = self.reader()?;
        lock(&reader.incoming).push(Incoming {
            path: path.to_owned(),
            stream,
            want,
        });
        reader.wake.wake();
        Ok(true)
    }

    fn reader(&self) -> io::Result<Arc<Reader>> {
        let mut reader = lock(&self.reader);
        if let Some(reader) = reader.as_ref() {
            return Ok(reader.clone());
        }
        let made = Arc::new(Reader {
            wake: Wake::new()?,
            incoming: Mutex::default(),
            has_ended: AtomicBool::new(false),
        });
        let (shared, store) = (made.clone(), self.store.clone());
        let (emit, ended) = (self.emit.clone(), self.ended.clone());
        thread::Builder::new().name("pipes".into()).spawn(move || {
            if let Err(error) = shared.run(&store, &emit, &ended) {
                emit(Outcome::Warning(wording::failed("pipes", &error)));
            }
        })?;
        *reader = Some(made.clone());
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

impl Reader {
    fn run(&self, store: &Store, emit: &Emit, ended: &ElasticPool<Ended>) -> io::Result<()> {
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
                        store.loader.keep_stream(&pipe.path, Ok(pipe.stream));
                        // Without a thread nothing more can be done.
                        let tasks = pipe.wants.into_iter();
                        drop(ended.submit(tasks.map(|want| (pipe.path.clone(), want))));
                    }
                    Err(error) => {
                        store.loader.keep_stream(&pipe.path, Err(&error));
                        for want in pipe.wants {
                            fail(want, error.to_string(), emit);
                        }
                    }
                }
            }
            pipes = open;
            self.wake.clear();
            for incoming in std::mem::take(&mut *lock(&self.incoming)) {
                incoming.join(&mut pipes, ended);
            }
        }
    }
}

impl Incoming {
    fn join(self, pipes: &mut Vec<OpenPipe>, ended: &ElasticPool<Ended>) {
        let Self { path, stream, want } = self;
        match (stream, pipes.iter_mut().find(|pipe| pipe.path == path)) {
            (_, Some(pipe)) if !pipe.wants.contains(&want) => pipe.wants.push(want),
            (_, Some(_)) => {}
            (Some(stream), None) => pipes.push(OpenPipe {
                path,
                stream,
                wants: vec![want],
            }),
            // It has ended since.
            (None, None) => drop(ended.submit([(path, want)])),
        }
    }
}

impl Work for Ended {
    type Task = (PathBuf, Want);

    fn run(&self, (path, want): (PathBuf, Want)) {
        let (origin, cancel) = (Origin::File(path), Cancel::new());
        match want {
            Want::Document(id) => {
                // The text of a file is no stored one that is made anew.
                let _ = load::load_document(id, origin, &self.store, &cancel, &self.emit);
            }
            Want::Raw(id) => load::load_raw(id, &origin, &self.store, &cancel, &self.emit),
            Want::Description(id) => {
                self.descriptions.describe(id, origin, &self.store);
                self.descriptions.send();
            }
        }
    }
}

fn fail(want: Want, why: String, emit: &Emit) {
    emit(match want {
        Want::Document(id) => Outcome::Unreadable(id, why),
        Want::Raw(id) => Outcome::Source(id, Err(why)),
        Want::Description(id) => Outcome::Summaries(vec![(id, Err(why))]),
    });
}
