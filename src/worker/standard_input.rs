//! Standard input as a story that grows while somebody reads it.

use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::read::{explain, to_document};
use super::{Emit, Store, document_outcome, keep};
use crate::model::{ArticleId, Origin, Outcome, StoryRef};

/// How long a source must pause before what has come is shown.
const PAUSE: Duration = Duration::from_millis(60);
/// Starts to read; outcomes come until the input ends or has brought as much as a story may have.
pub(super) fn start(id: ArticleId, store: Arc<Store>, emit: Emit) {
    let (sender, chunks) = channel();
    let limit = store.limits().file;
    let reader = thread::Builder::new()
        .name("input".into())
        .spawn(move || read(limit, &sender));
    let failed = emit.clone();
    let shower = thread::Builder::new()
        .name("show input".into())
        .spawn(move || show(id, &store, &chunks, &emit));
    if let Err(error) = reader.and(shower) {
        failed(Outcome::Unreadable(id, explain(&error)));
    }
}

enum Chunk {
    Bytes(Vec<u8>),
    Failed(String),
    /// There is more than is kept.
    TooMuch,
}

fn read(limit: u64, chunks: &Sender<Chunk>) {
    let mut input = std::io::stdin().lock();
    let mut left = limit;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let chunk = match input.read(&mut buffer) {
            Ok(0) => return,
            Ok(_) if left == 0 => Chunk::TooMuch,
            Ok(n) => {
                let n = n.min(usize::try_from(left).unwrap_or(n));
                left -= n as u64;
                Chunk::Bytes(buffer.get(..n).unwrap_or_default().to_vec())
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => Chunk::Failed(explain(&error)),
        };
        let last = !matches!(chunk, Chunk::Bytes(_));
        if chunks.send(chunk).is_err() || last {
            return;
        }
    }
}

/// Shows what has come whenever the source pauses, or has brought twice of what was shown last: the work stays in proportion
/// to the bytes.
fn show(id: ArticleId, store: &Arc<Store>, chunks: &Receiver<Chunk>, emit: &Emit) {
    let (mut bytes, mut shown) = (Vec::new(), 0);
    loop {
        let chunk = if bytes.len() > shown {
            chunks.recv_timeout(PAUSE)
        } else {
            chunks.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match chunk {
            Ok(Chunk::Bytes(more)) => {
                bytes.extend(more);
                if shown > 0 && bytes.len() < 2 * shown {
                    continue;
                }
            }
            Ok(Chunk::Failed(why)) => return emit(Outcome::Unreadable(id, why)),
            Ok(Chunk::TooMuch) => {
                send(id, &bytes, false, store, emit);
                let limit = store.limits().file / (1024 * 1024);
                return emit(Outcome::Trouble(format!(
                    "standard input: it goes on after {limit} MiB, and no more than that is kept"
                )));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return send(id, &bytes, false, store, emit),
        }
        if !bytes.is_empty() {
            shown = bytes.len();
            send(id, &bytes, true, store, emit);
        }
    }
}

fn send(id: ArticleId, bytes: &[u8], partial: bool, store: &Arc<Store>, emit: &Emit) {
    match to_document(bytes, None) {
        Ok(document) => {
            let outcome = document_outcome(id, document, partial);
            if let (
                Outcome::Document {
                    document, words, ..
                },
                false,
            ) = (&outcome, partial)
            {
                let story = StoryRef {
                    id,
                    origin: Origin::StandardInput,
                };
                keep::tell_story(&story, document, *words, store, emit);
            }
            emit(outcome);
        }
        // White space alone may be the beginning of something.
        Err(_) if partial => {}
        Err(why) => emit(Outcome::Unreadable(id, why)),
    }
}
