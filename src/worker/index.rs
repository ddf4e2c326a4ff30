//! Has the index of words follow what comes into the library: a thread that sleeps until something has changed, or until a day
//! begins where a saved search counts days, and yields to everybody else.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Store, lock};
use crate::library::{Library, LibraryError, OpenMode};

/// Between two steps others get at the library: they ask every two milliseconds.
const ROOM: Duration = Duration::from_millis(5);
/// How long to wait where somebody else is writing.
const BUSY: Duration = Duration::from_millis(200);

/// Says that there may be something to put into the index.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Something has changed.
    pub(super) fn ring(&self) {
        *lock(&self.rung) = true;
        self.heard.notify_one();
    }

    /// Waits for it, but no longer than this.
    fn wait(&self, at_most: Option<Duration>) {
        let until = at_most.map(|at_most| Instant::now() + at_most);
        let mut rung = lock(&self.rung);
        while !*rung {
            let Some(until) = until else {
                rung = self
                    .heard
                    .wait(rung)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.heard.wait_timeout(rung, left);
            rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *rung = false;
    }
}

/// Starts the thread.
///
/// # Errors
/// When the system gives none.
pub(super) fn start(store: Arc<Store>) -> std::io::Result<()> {
    store.shelf().bell().ring();
    thread::Builder::new().name("index".into()).spawn(move || {
        step_aside();
        let mut day_ends = None;
        loop {
            store.shelf().bell().wait(day_ends);
            day_ends = follow(&store);
        }
    })?;
    Ok(())
}

/// Puts into the index what it lacks. After how long there is more to do though nothing has changed.
fn follow(store: &Store) -> Option<Duration> {
    let folder = store.shelf().folder()?;
    // A library that is not there, or can't be opened, is told of by whoever needs it; this asks again at the next change.
    let mut library = Library::open(folder, OpenMode::Existing).ok()?;
    loop {
        match library.index_some() {
            Ok(step) if step.more => thread::sleep(ROOM),
            Ok(_) => return library.until_asked_again().ok().flatten(),
            Err(LibraryError::Busy) => thread::sleep(BUSY),
            Err(_) => return None,
        }
    }
}

/// Everybody else comes first.
fn step_aside() {
    // On Linux this is for the thread, elsewhere for the whole program. That it fails changes nothing but the time.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
