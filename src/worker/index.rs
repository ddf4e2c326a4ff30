//! Has the index of words follow what comes into the library: a thread that sleeps until something has changed, and yields to
//! everybody else.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Store, lock};
use crate::library::{Access, Library, LibraryError};

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

    /// Waits for it.
    fn wait(&self) {
        let mut rung = lock(&self.rung);
        while !*rung {
            rung = self
                .heard
                .wait(rung)
                .unwrap_or_else(PoisonError::into_inner);
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
        loop {
            store.shelf().bell().wait();
            follow(&store);
        }
    })?;
    Ok(())
}

/// Puts into the index what it lacks.
fn follow(store: &Store) {
    let Some(folder) = store.shelf().folder() else {
        return;
    };
    // A library that is not there, or can't be opened, is told of by whoever needs it; this asks again at the next change.
    let Ok(mut library) = Library::open(folder, Access::Read) else {
        return;
    };
    loop {
        match library.index_some() {
            Ok(step) if step.more => thread::sleep(ROOM),
            Ok(_) => return,
            Err(LibraryError::Busy) => thread::sleep(BUSY),
            Err(_) => return,
        }
    }
}

/// Everybody else comes first.
fn step_aside() {
    // On Linux this is for the thread, elsewhere for the whole program. That it fails changes nothing but the time.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
