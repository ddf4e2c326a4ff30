//! Standard input as an article that grows while it is read.

use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::emit::Emit;
use super::shared_state::SharedState;
use super::states::send_stored;
use super::wording;
use crate::ingest::{Location, ReadError, extract_document};
use crate::model::{ArticleId, ArticleRef, Origin, Outcome};
use crate::text::io_message;

/// Length of a pause of the input after which new text is shown.
const SHOW_INTERVAL: Duration = Duration::from_millis(60);
/// Starts reading; outcomes are sent until the input ends or reaches the limit of an article.
pub(super) fn start_input(id: ArticleId, shared: Arc<SharedState>, emit: Emit) {
    let (sender, chunks) = channel();
    let limit = shared.loader.limits().file;
    let reader = thread::Builder::new()
        .name("input".into())
        .spawn(move || read_input(limit, &sender));
    let failed = emit.clone();
    let shower = thread::Builder::new()
        .name("show input".into())
        .spawn(move || show_input(id, &shared, &chunks, &emit));
    if let Err(error) = reader.and(shower) {
        failed(Outcome::Unreadable(id, io_message(&error)));
    }
}

enum Chunk {
    Bytes(Vec<u8>),
    Failed(String),
    /// The input exceeds the limit.
    TooLarge,
}

fn read_input(limit: u64, chunks: &Sender<Chunk>) {
    let mut input = std::io::stdin().lock();
    let mut left = limit;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let chunk = match input.read(&mut buffer) {
            Ok(0) => return,
            Ok(_) if left == 0 => Chunk::TooLarge,
            Ok(n) => {
                let n = n.min(usize::try_from(left).unwrap_or(n));
                left -= n as u64;
                Chunk::Bytes(buffer.get(..n).unwrap_or_default().to_vec())
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => Chunk::Failed(io_message(&error)),
        };
        let last = !matches!(chunk, Chunk::Bytes(_));
        if chunks.send(chunk).is_err() || last {
            return;
        }
    }
}

/// Shows new text whenever the input pauses, or has brought twice as much as was shown last: the work stays
/// proportional to the bytes.
fn show_input(id: ArticleId, shared: &Arc<SharedState>, chunks: &Receiver<Chunk>, emit: &Emit) {
    let (mut bytes, mut shown) = (Vec::new(), 0);
    loop {
        let chunk = if bytes.len() > shown {
            chunks.recv_timeout(SHOW_INTERVAL)
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
            Ok(Chunk::Failed(reason)) => return emit(Outcome::Unreadable(id, reason)),
            Ok(Chunk::TooLarge) => {
                send_input(id, &bytes, false, shared, emit);
                let limit = shared.loader.limits().file;
                return emit(Outcome::Warning(wording::input_too_long(limit)));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return send_input(id, &bytes, false, shared, emit);
            }
        }
        if !bytes.is_empty() {
            shown = bytes.len();
            send_input(id, &bytes, true, shared, emit);
        }
    }
}

fn send_input(id: ArticleId, bytes: &[u8], partial: bool, shared: &SharedState, emit: &Emit) {
    let document = match extract_document(bytes, None) {
        Ok(document) => Arc::new(document),
        // White space alone may be the beginning of something.
        Err(_) if partial => return,
        Err(error) => {
            let reason = ReadError::from(error).to_string();
            return emit(Outcome::Unreadable(id, reason));
        }
    };
    let words = document.words();
    if !partial {
        let article = ArticleRef {
            id,
            origin: Origin::StandardInput,
        };
        send_stored(
            &article,
            &Location::default(),
            &document,
            words,
            shared,
            emit,
        );
    }
    emit(Outcome::Document {
        id,
        document,
        words,
        partial,
    });
}
