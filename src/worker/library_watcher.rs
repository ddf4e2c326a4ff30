//! The watch on the database files, which reports changes of other programs without polling.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use notify::event::EventKind;
use notify::{RecursiveMode, Watcher};

use super::emit::Emit;
use super::shared_state::SharedState;
use super::wording;
use crate::library::{LibraryReader, OpenMode};
use crate::model::Outcome;

/// Changes within this time are reported together.
const QUIET_TIME: Duration = Duration::from_millis(80);
/// Longest delay of a report while events keep coming.
const MAX_DELAY: Duration = Duration::from_millis(500);

/// A call to the thread.
pub(super) enum WatchEvent {
    /// Something has happened to files.
    Files(notify::Result<notify::Event>),
    /// The program ends.
    End,
}

/// Watches until the program ends. `changed` is called too.
pub(super) fn watch_library(
    shared: &SharedState,
    emit: &Emit,
    (sender, events): (Sender<WatchEvent>, Receiver<WatchEvent>),
    changed: impl Fn(),
) {
    let Some(folder) = shared.pool.folder().map(Path::to_owned) else {
        return;
    };
    let made = notify::recommended_watcher(move |event| {
        // The receiver is gone when the program ends.
        let _ = sender.send(WatchEvent::Files(event));
    });
    let Ok(mut watcher) = made else {
        return emit(Outcome::Warning(wording::library_watch_failure()));
    };
    let mut seen = SeenVersion::default();
    let mut watched = seen.arm(&mut watcher, &folder);
    seen.changed(&folder);
    // The receiver has read the library before this watch began.
    changed();
    while let Some(paths) = next(&events) {
        // The folder may just have been created.
        if watched != Some(folder.clone()) {
            watched = seen.arm(&mut watcher, &folder);
        }
        let ours = |path: &PathBuf| path.parent() == Some(&folder) || *path == folder;
        if paths.iter().any(ours) && seen.changed(&folder) {
            shared.pool.write_notify().notify();
            emit(Outcome::LibraryChanged);
            changed();
        }
    }
}

/// The database as the watch has seen it.
#[derive(Default)]
struct SeenVersion {
    library: Option<LibraryReader>,
    version: Option<i64>,
}

impl SeenVersion {
    /// Watches the data folder, or the nearest existing parent. Returns the watched folder.
    fn arm(&mut self, watcher: &mut impl Watcher, folder: &Path) -> Option<PathBuf> {
        let nearest = || folder.ancestors().find(|folder| folder.is_dir());
        loop {
            let there = nearest()?;
            watcher.watch(there, RecursiveMode::NonRecursive).ok()?;
            // The folder may have been created a moment before its parent was watched.
            if nearest() == Some(there) {
                return Some(there.to_owned());
            }
        }
    }

    /// Returns true if the database has changed since the last call.
    fn changed(&mut self, folder: &Path) -> bool {
        // Another file may have this path by now.
        if !self.library.as_ref().is_some_and(LibraryReader::is_current) {
            self.library = LibraryReader::open(folder, OpenMode::Existing).ok();
            self.version = None;
        }
        let version = self
            .library
            .as_ref()
            .and_then(|library| library.version().ok());
        let changed = version != self.version;
        self.version = version;
        changed
    }
}

/// Waits for changed files, until there is a moment without changes; returns `None` when the program ends.
fn next(events: &Receiver<WatchEvent>) -> Option<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    let mut began: Option<Instant> = None;
    loop {
        let event = match began {
            None => events.recv().ok()?,
            Some(began) if began.elapsed() > MAX_DELAY => return Some(paths),
            Some(_) => match events.recv_timeout(QUIET_TIME) {
                Ok(event) => event,
                Err(_) => return Some(paths),
            },
        };
        let event = match event {
            WatchEvent::Files(Ok(event)) => event,
            WatchEvent::Files(Err(_)) => continue,
            WatchEvent::End => return None,
        };
        // That a file was opened or read changes nothing.
        if matches!(event.kind, EventKind::Access(_)) {
            continue;
        }
        paths.extend(event.paths);
        began.get_or_insert_with(Instant::now);
    }
}
