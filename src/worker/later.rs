//! The thread for what adorns a story that is already shown: pictures and the colours of code. The latest comes first, since
//! that is what is on the screen; the thread starts with the first piece of work, so a story without any costs nothing.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Emit, Store, lock};
use crate::model::{CodeKey, CodeRequest, Job, Outcome, PictureRequest, Tokens};

/// One piece of work.
enum Piece {
    Picture(PictureRequest),
    Code(CodeRequest),
}

#[derive(Default)]
struct Pile {
    pieces: Vec<Piece>,
    started: bool,
}

/// Colours are sent together that were found within this time: the screen is not drawn anew for each of many short blocks.
const AT_ONCE: Duration = Duration::from_millis(30);

/// The most pictures that wait. Older ones have long been scrolled away; they are asked for again when they are back.
const MOST_PICTURES: usize = 16;

impl Pile {
    fn add(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            if let Piece::Picture(request) = &piece {
                let same = |piece: &Piece| matches!(piece, Piece::Picture(old) if old == request);
                self.pieces.retain(|piece| !same(piece));
                let picture = |piece: &&Piece| matches!(piece, Piece::Picture(_));
                if self.pieces.iter().filter(picture).count() >= MOST_PICTURES
                    && let Some(oldest) = self.pieces.iter().position(|piece| picture(&piece))
                {
                    self.pieces.remove(oldest);
                }
            }
            self.pieces.push(piece);
        }
    }
}

/// The way to the thread.
pub(super) struct Later {
    pile: Arc<(Mutex<Pile>, Condvar)>,
    store: Arc<Store>,
    emit: Emit,
}

impl std::fmt::Debug for Later {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Later").finish_non_exhaustive()
    }
}

impl Later {
    pub(super) fn new(store: Arc<Store>, emit: Emit) -> Self {
        Self {
            pile: Arc::default(),
            store,
            emit,
        }
    }

    /// Puts work on top of the pile; work of other kinds is not for here.
    pub(super) fn submit(&self, job: Job) {
        let pieces: Vec<Piece> = match job {
            Job::LoadPicture(request) => vec![Piece::Picture(request)],
            // The first block of the story is to be the first.
            Job::ColourCode(requests) => requests.into_iter().rev().map(Piece::Code).collect(),
            _ => return,
        };
        let mut pile = lock(&self.pile.0);
        pile.add(pieces);
        if !pile.started {
            let (shared, store, emit) = (self.pile.clone(), self.store.clone(), self.emit.clone());
            let thread = thread::Builder::new().name("adorn".into());
            // Without a thread the story stays as it is: boxes and plain code.
            pile.started = thread.spawn(move || run(&shared, &store, &emit)).is_ok();
        }
        self.pile.1.notify_one();
    }
}

fn run(shared: &(Mutex<Pile>, Condvar), store: &Store, emit: &Emit) {
    loop {
        let piece = next(shared);
        match piece {
            Piece::Picture(request) => picture(request, store, emit),
            Piece::Code(request) => {
                let began = Instant::now();
                let mut known = vec![tokens(&request)];
                while began.elapsed() < AT_ONCE
                    && let Some(request) = next_code(shared)
                {
                    known.push(tokens(&request));
                }
                emit(Outcome::CodeTokens(known));
            }
        }
    }
}

/// The next piece, if it is code.
fn next_code(shared: &(Mutex<Pile>, Condvar)) -> Option<CodeRequest> {
    let mut pile = lock(&shared.0);
    match pile.pieces.pop()? {
        Piece::Code(request) => Some(request),
        other => {
            pile.pieces.push(other);
            None
        }
    }
}

fn next(shared: &(Mutex<Pile>, Condvar)) -> Piece {
    let mut pile = lock(&shared.0);
    loop {
        if let Some(piece) = pile.pieces.pop() {
            return piece;
        }
        pile = shared.1.wait(pile).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Does such a job here and now.
pub(super) fn perform(job: Job, store: &Store, emit: &Emit) {
    match job {
        Job::LoadPicture(request) => picture(request, store, emit),
        Job::ColourCode(requests) => {
            emit(Outcome::CodeTokens(requests.iter().map(tokens).collect()));
        }
        _ => {}
    }
}

fn picture(request: PictureRequest, store: &Store, emit: &Emit) {
    // Decoders read what others wrote: one that gives up must not take the thread with it.
    let seeds = store.pictures();
    let loaded = std::panic::catch_unwind(|| super::picture::load(&request, seeds));
    let loaded = loaded.unwrap_or_else(|_| Err("damaged".to_owned()));
    emit(Outcome::Picture(request, loaded));
}

fn tokens(request: &CodeRequest) -> (CodeKey, Tokens) {
    let tokens = std::panic::catch_unwind(|| super::code::tokens(request));
    (request.key, tokens.unwrap_or_default())
}
