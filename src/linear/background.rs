//! The background thread of linear mode: scans folders, updates the index, makes the daily backup ([`Background`]).

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::error::SessionError;
use crate::ingest::{Cancel, DocumentLoader, ScanError, scan_folder};
use crate::library::{Library, LibraryError, OpenError, OpenMode, recovery_notice, run_if_due};
use crate::messages;
use crate::model::SourceKind;
use crate::text::clean;

/// Between two steps of the index others get at the library.
const INDEX_PAUSE: Duration = Duration::from_millis(5);

/// The way to the thread. It ends with the program; nobody waits for it.
#[derive(Debug)]
pub(super) struct Background {
    /// The data folder; `None` where nothing is kept.
    folder: Option<PathBuf>,
    /// After how many days the library deletes what was read.
    keep_days: u32,
    /// Handle of the thread, once it runs: to wake it, and to receive its messages.
    thread: Option<(Sender<()>, Receiver<String>)>,
}

impl Background {
    pub(super) fn new(folder: Option<PathBuf>, keep_days: u32) -> Self {
        Self {
            folder,
            keep_days,
            thread: None,
        }
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives none.
    pub(super) fn start(&mut self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else {
            return Ok(());
        };
        let (wake, wakes) = channel();
        let (say, notices) = channel();
        let work = BackgroundWork {
            folder,
            loader: DocumentLoader::with_tour(),
            notices: say,
        };
        let keep_days = self.keep_days;
        thread::Builder::new()
            .name("background".into())
            .spawn(move || work.run(&wakes, keep_days))?;
        self.thread = Some((wake, notices));
        Ok(())
    }

    /// Has the folders looked through again: what has come into them is in the next list.
    pub(super) fn rescan(&self) {
        if let Some((wake, _)) = &self.thread {
            // A thread that has ended has nothing to look at.
            let _ = wake.send(());
        }
    }

    /// Takes the notices of the thread.
    pub(super) fn notices(&self) -> Vec<String> {
        let notices = self
            .thread
            .iter()
            .flat_map(|(_, notices)| notices.try_iter());
        notices.collect()
    }
}

/// The thread.
struct BackgroundWork {
    folder: PathBuf,
    loader: DocumentLoader,
    notices: Sender<String>,
}

impl BackgroundWork {
    fn run(&self, wakes: &Receiver<()>, keep_days: u32) {
        self.report_library_state();
        self.follow_changes();
        if let Err(error) = run_if_due(&self.folder, keep_days) {
            self.send_notice(format!("backup of the library failed: {error}"));
        }
        while wakes.recv().is_ok() {
            // Several wake-ups are one.
            while wakes.try_recv().is_ok() {}
            self.follow_changes();
        }
    }

    /// Whoever reads files alone learns here that nothing will be kept.
    fn report_library_state(&self) {
        let advice = match Library::open(&self.folder, OpenMode::Existing) {
            Ok(library) => recovery_notice(&self.folder, Some(&library))
                .as_ref()
                .map(messages::library::notice),
            Err(OpenError::NotFound) => recovery_notice(&self.folder, None)
                .as_ref()
                .map(messages::library::notice),
            Err(error) => Some(SessionError::open(&self.folder, error).to_string()),
        };
        if let Some(advice) = advice {
            self.send_notice(advice);
        }
    }

    /// Takes in what has come into folders and files, and has the index follow.
    fn follow_changes(&self) {
        // A library that is not there, or can't be opened, was told of.
        if let Ok(mut library) = Library::open(&self.folder, OpenMode::Existing) {
            // What can't be kept is said once a change is lost.
            let _ = self.scan(&mut library);
            let _ = update_index(&mut library);
        }
    }

    fn scan(&self, library: &mut Library) -> Result<(), LibraryError> {
        for source in library.sources()? {
            if source.kind == SourceKind::Feed || source.path.is_none() {
                continue;
            }
            let cancel = Cancel::new();
            let scanned = scan_folder(
                library,
                &self.loader,
                &source,
                None,
                &cancel,
                &mut |_, _| {},
            );
            if let Err(ScanError::Source(problem)) = scanned
                && source.failing_since.is_none()
            {
                self.send_notice(format!("{}: {problem}", clean::clean_line(&source.title)));
            }
        }
        Ok(())
    }

    fn send_notice(&self, what: String) {
        // Nobody hears it once the program ends.
        let _ = self.notices.send(what);
    }
}

fn update_index(library: &mut Library) -> Result<(), LibraryError> {
    while library.index_some()?.has_more {
        thread::sleep(INDEX_PAUSE);
    }
    Ok(())
}
