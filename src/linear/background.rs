//! The background thread of linear mode: scans folders, updates the index, makes the daily backup ([`Background`]).

use std::cell::OnceCell;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::error::SessionError;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{
    Cancel, DocumentLoader, HostPace, PageRunOptions, RefreshMode, RefreshOptions, ScanError,
    extract_pending, fetch_queued_pages, queue_pages, refresh_sources, scan_source,
};
use crate::library::{Library, LibraryError, OpenError, OpenMode, recovery_notice, run_if_due};
use crate::messages;
use crate::model::SourceKind;
use crate::sync::account::sync_by_id;
use crate::text::clean;

/// Pause between two steps of the index, in which other programs can write to the library.
const INDEX_PAUSE: Duration = Duration::from_millis(5);

/// Handle of the background thread. The thread ends with the program and is not joined.
#[derive(Debug)]
pub(super) struct Background {
    /// Data folder; `None` if nothing is saved.
    folder: Option<PathBuf>,
    /// Days after which read articles of feeds are deleted; 0 deletes nothing.
    keep_days: u32,
    /// True if the articles of a story share their read marks.
    share_read: bool,
    /// Least time between two fetches of a feed, in seconds; `None` if feeds are not fetched unasked.
    fetch_interval: Option<i64>,
    /// Channels of the running thread: one to wake it, one for its messages.
    thread: Option<(Sender<()>, Receiver<String>)>,
}

impl Background {
    pub(super) fn new(
        folder: Option<PathBuf>,
        keep_days: u32,
        share_read: bool,
        fetch_interval: Option<i64>,
    ) -> Self {
        Self {
            folder,
            keep_days,
            share_read,
            fetch_interval,
            thread: None,
        }
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// The system can't start a thread.
    pub(super) fn start(&mut self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else {
            return Ok(());
        };
        let (wake, wakes) = channel();
        let (say, notices) = channel();
        let work = BackgroundWork {
            folder,
            loader: DocumentLoader::with_tour(),
            share_read: self.share_read,
            fetch_interval: self.fetch_interval,
            client: OnceCell::new(),
            notices: say,
        };
        let keep_days = self.keep_days;
        thread::Builder::new()
            .name("background".into())
            .spawn(move || work.run(&wakes, keep_days))?;
        self.thread = Some((wake, notices));
        Ok(())
    }

    /// Wakes the thread to scan the folders again. New files are in a later list.
    pub(super) fn rescan(&self) {
        if let Some((wake, _)) = &self.thread {
            // A thread that has ended is ignored.
            let _ = wake.send(());
        }
    }

    /// Returns the notices that the thread has sent since the last call.
    pub(super) fn notices(&self) -> Vec<String> {
        let notices = self
            .thread
            .iter()
            .flat_map(|(_, notices)| notices.try_iter());
        notices.collect()
    }
}

/// Work of the background thread.
struct BackgroundWork {
    folder: PathBuf,
    loader: DocumentLoader,
    share_read: bool,
    fetch_interval: Option<i64>,
    /// Made by the first request.
    client: OnceCell<Client>,
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
            // Several pending wake-ups need only one scan.
            while wakes.try_recv().is_ok() {}
            self.follow_changes();
        }
    }

    /// Reports a library that can't be opened or was quarantined, also to users who only read files.
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

    /// Scans the folders and files of the library, fetches the feeds that are due, and updates the index.
    fn follow_changes(&self) {
        // A library that can't be opened has been reported.
        if let Ok(mut library) = Library::open(&self.folder, OpenMode::Existing) {
            library.share_read(self.share_read);
            // A failure to write is reported when a change of the user is lost.
            let _ = self.scan(&mut library);
            let _ = self.fetch_due(&mut library);
            let _ = self.fetch_pages(&mut library);
            let _ = update_index(&mut library);
        }
    }

    fn scan(&self, library: &mut Library) -> Result<(), LibraryError> {
        for source in library.sources()? {
            if source.kind == SourceKind::Feed || source.path.is_none() {
                continue;
            }
            let cancel = Cancel::new();
            let scanned = scan_source(
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

    /// Fetches the feeds that are due. New articles are in a later list.
    fn fetch_due(&self, library: &mut Library) -> Result<(), LibraryError> {
        let Some(default_interval) = self.fetch_interval else {
            return Ok(());
        };
        let due = library.due_feeds()?;
        let accounts = library.due_accounts()?;
        if due.is_empty() && accounts.is_empty() {
            return Ok(());
        }
        let client = self
            .client
            .get_or_init(|| Client::new(ClientOptions::default()));
        let options = RefreshOptions {
            mode: RefreshMode::Due,
            default_interval,
            ..RefreshOptions::default()
        };
        let summary =
            refresh_sources(library, client, &due, &options, &Cancel::new(), &mut |_| {})?;
        queue_pages(library, &due)?;
        for id in accounts {
            let synced = sync_by_id(library, client, id, &Cancel::new(), &mut |_| {});
            let Some(account) = library.account(id)? else {
                continue;
            };
            if let Some(line) = messages::accounts::sync_notice(&account, &synced) {
                self.send_notice(line);
            }
        }
        if summary.new + summary.failed > 0 || summary.is_offline {
            self.send_notice(format!(
                "feeds: {}",
                messages::refresh::summary_text(&summary)
            ));
        }
        Ok(())
    }

    /// Fetches the queued pages that are due. Their texts are there when the articles are opened.
    fn fetch_pages(&self, library: &mut Library) -> Result<(), LibraryError> {
        if self.fetch_interval.is_none() || library.due_pages(1, 1)?.is_empty() {
            return Ok(());
        }
        let client = self
            .client
            .get_or_init(|| Client::new(ClientOptions::default()));
        let (pace, options) = (HostPace::default(), PageRunOptions::default());
        let cancel = Cancel::new();
        fetch_queued_pages(library, client, &pace, options, &cancel, &mut |_| {})?;
        Ok(())
    }

    fn send_notice(&self, what: String) {
        // The receiver is gone once the program ends.
        let _ = self.notices.send(what);
    }
}

fn update_index(library: &mut Library) -> Result<(), LibraryError> {
    while extract_pending(library)? {
        thread::sleep(INDEX_PAUSE);
    }
    while library.index_some()?.has_more {
        thread::sleep(INDEX_PAUSE);
    }
    Ok(())
}
