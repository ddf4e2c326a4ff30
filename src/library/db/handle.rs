//! Handles of a library: [`LibraryReader`] reads, [`Library`] reads and writes. Each has its own connection.

use std::borrow::Borrow;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::library::LibraryError;
use crate::library::db::mode::{Durability, Immutable};
use crate::library::db::quarantine;
use crate::library::db::session;
use crate::model::LibraryNotice;

/// A connection that reads the library and can't write to it (`PRAGMA query_only`).
#[derive(Debug)]
pub struct LibraryReader {
    connection: Connection,
    file: PathBuf,
    /// Identity of the file when it was opened: another program may replace it.
    identity: Option<crate::library::db::file::FileId>,
    /// Reason why the file is read as immutable, if it is.
    immutable: Option<Immutable>,
    /// Name of the damaged library that was quarantined on opening.
    quarantined: Option<PathBuf>,
    /// Present time as set by a test.
    now: Option<i64>,
}

/// A connection that reads the library and changes it.
#[derive(Debug)]
pub struct Library {
    reader: LibraryReader,
    /// Name of this session (one run of the program) in the journal.
    session: String,
    /// End of the last background write; other writers get a gap after it.
    last_background_write: Option<Instant>,
    /// Number of indexing steps since segments of the full-text index were merged.
    pub(in crate::library) steps_since_merge: usize,
    /// Table of the full-text index whose segments are being merged, as an index of its list of tables.
    pub(in crate::library) merging_table: Option<usize>,
    /// Share of an indexing step, 0 to 1, that the machine does in the time that a write may take.
    pub(in crate::library) step_share: f64,
    /// True if the articles of a story share their read marks.
    shares_read: bool,
}

/// Capacity of the cache of prepared statements: more than the library has. Values are therefore parameters: a value in
/// the text of a statement would take a place of the cache each time.
const MAX_CACHED_STATEMENTS: usize = 512;
/// Longest wait of a write for other writers.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
/// Interval between attempts to take the lock for writes that a user waits for.
const LOCK_RETRY: Duration = Duration::from_millis(2);
/// Interval between attempts to take the lock for background writes. Whoever asks more often gets it first.
const BACKGROUND_LOCK_RETRY: Duration = Duration::from_millis(9);
/// Pause between two background writes, in which other programs get the lock.
const BACKGROUND_WRITE_GAP: Duration = Duration::from_millis(5);

impl LibraryReader {
    /// Makes the handle of an opened database.
    pub(super) fn new(
        connection: Connection,
        file: PathBuf,
        identity: Option<crate::library::db::file::FileId>,
        immutable: Option<Immutable>,
    ) -> Self {
        connection.set_prepared_statement_cache_capacity(MAX_CACHED_STATEMENTS);
        Self {
            connection,
            file,
            identity,
            immutable,
            quarantined: None,
            now: None,
        }
    }

    /// Makes every further write on this connection fail (`PRAGMA query_only`).
    pub(super) fn refuse_writes(&self) -> Result<(), rusqlite::Error> {
        self.connection.pragma_update(None, "query_only", true)
    }

    /// Sets the name of the damaged library that was quarantined on opening.
    pub(super) fn after_quarantine(mut self, target: Option<PathBuf>) -> Self {
        self.quarantined = target;
        self
    }

    /// Returns the connection.
    pub(in crate::library) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Returns the name of the damaged library that was quarantined on opening.
    pub(in crate::library) fn quarantined(&self) -> Option<&Path> {
        self.quarantined.as_deref()
    }

    /// Returns true if nothing can be written because the disk is full.
    pub(in crate::library) fn is_disk_full(&self) -> bool {
        self.immutable == Some(Immutable::DiskFull)
    }

    /// Returns the notice about the opening: a quarantined library, or a library that can't be read or saved
    /// completely.
    pub fn notice(&self) -> Option<LibraryNotice> {
        let quarantined = self.quarantined().map(quarantine::quarantine_notice);
        quarantined.or_else(|| self.limitation())
    }

    /// Returns the reason why rows may be missing, or nothing can be saved, unless the library is merely read-only.
    pub(in crate::library) fn limitation(&self) -> Option<LibraryNotice> {
        let log = std::fs::metadata(quarantine::with_suffix(&self.file, "-wal"))
            .map_or(0, |metadata| metadata.len());
        match (self.is_disk_full(), self.immutable.is_some() && log > 0) {
            (_, true) => Some(LibraryNotice::LogUnreadable),
            (true, false) => Some(LibraryNotice::DiskFull),
            (false, false) => None,
        }
    }

    /// Returns true if this connection can still be used: its file is still the one at its path, and changes of others
    /// are visible.
    pub fn is_current(&self) -> bool {
        self.immutable.is_none()
            && self.identity.is_some()
            && crate::library::db::file::file_id(&self.file) == self.identity
    }

    /// Returns true if the library is read-only for every connection.
    pub fn is_read_only(&self) -> bool {
        self.immutable.is_some() || self.connection.is_readonly("main").unwrap_or(false)
    }

    /// Returns the file of the database.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Returns the present time, in seconds since 1970 in UTC.
    pub fn now(&self) -> i64 {
        self.now.unwrap_or_else(|| chrono::Utc::now().timestamp())
    }

    /// Returns a number that changes whenever another connection changes the database (`PRAGMA data_version`).
    ///
    /// # Errors
    /// The database can't be read.
    pub fn version(&self) -> Result<i64, LibraryError> {
        Ok(self
            .connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Sets the present time: for tests.
    pub fn set_now(&mut self, seconds: i64) {
        self.now = Some(seconds);
    }
}

impl Deref for Library {
    type Target = LibraryReader;

    fn deref(&self) -> &LibraryReader {
        &self.reader
    }
}

impl Borrow<LibraryReader> for Library {
    fn borrow(&self) -> &LibraryReader {
        &self.reader
    }
}

impl Library {
    /// Makes a writing handle of a reading one.
    pub(super) fn new(reader: LibraryReader) -> Self {
        Self {
            reader,
            session: session::session_name(),
            last_background_write: None,
            steps_since_merge: 0,
            merging_table: None,
            step_share: 1.0,
            shares_read: false,
        }
    }

    /// Returns the file of the library in a data folder.
    pub fn library_file(folder: &Path) -> PathBuf {
        folder.join("library.db")
    }

    /// Limits the database to this number of pages: for tests of a full disk.
    ///
    /// # Errors
    /// The database can't be read.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), LibraryError> {
        Ok(self.reader.connection.query_row(
            &format!("PRAGMA max_page_count = {pages}"),
            [],
            |_| Ok(()),
        )?)
    }

    /// Fails every commit on this connection for which `is_stopped` returns true: for tests of a program that is killed.
    #[doc(hidden)]
    pub fn stop_commits(
        &mut self,
        is_stopped: impl FnMut() -> bool + Send + 'static,
    ) -> Result<(), LibraryError> {
        Ok(self.reader.connection.commit_hook(Some(is_stopped))?)
    }

    /// Counts the statements that are compiled on this connection from now on, except those that begin and end
    /// transactions: for tests of the cache of statements.
    #[doc(hidden)]
    pub fn count_compiled(&mut self) -> Result<Arc<AtomicUsize>, LibraryError> {
        use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
        let count = Arc::new(AtomicUsize::new(0));
        let counted = count.clone();
        let count_statement = move |context: AuthContext<'_>| {
            if !matches!(
                context.action,
                AuthAction::Transaction { .. } | AuthAction::Pragma { .. }
            ) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
            Authorization::Allow
        };
        self.reader.connection.authorizer(Some(count_statement))?;
        Ok(count)
    }

    /// Returns the value of `PRAGMA synchronous` within a write of this durability: 1 is NORMAL, 2 is FULL.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn synchronous(&mut self, durability: Durability) -> Result<i64, LibraryError> {
        self.write(durability, |transaction| {
            Ok(transaction.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
        })
    }

    /// Checkpoints the WAL into the database if no other program uses it, before the program ends.
    pub fn checkpoint_on_close(&self) {
        let connection = &self.reader.connection;
        // If others are reading or writing, the last of them does it.
        let _ = connection.busy_timeout(Duration::ZERO);
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    /// Sets the present time: for tests.
    pub fn set_now(&mut self, seconds: i64) {
        self.reader.set_now(seconds);
    }

    /// Sets the session that the following changes belong to.
    pub fn set_session(&mut self, session: &str) {
        session.clone_into(&mut self.session);
    }

    /// Sets whether the articles of a story share their read marks, in changes from now on.
    pub fn share_read(&mut self, is_shared: bool) {
        self.shares_read = is_shared;
    }

    /// Returns true if the articles of a story share their read marks.
    pub(in crate::library) fn shares_read(&self) -> bool {
        self.shares_read
    }

    /// Returns the session that changes belong to.
    pub(in crate::library) fn session(&self) -> &str {
        &self.session
    }

    /// Runs `work` in a transaction that begins IMMEDIATE, and rolls it back if `work` fails.
    pub(in crate::library) fn write<T>(
        &mut self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        if self.is_disk_full() {
            return Err(LibraryError::Full);
        }
        let (level, retry_interval) = match durability {
            Durability::Full => ("FULL", LOCK_RETRY),
            Durability::Normal => ("NORMAL", BACKGROUND_LOCK_RETRY),
        };
        if durability == Durability::Normal
            && let Some(last) = self.last_background_write
        {
            std::thread::sleep(BACKGROUND_WRITE_GAP.saturating_sub(last.elapsed()));
        }
        let connection = &mut self.reader.connection;
        set_busy_handler(connection, retry_interval)?;
        // Within a transaction this pragma has no effect.
        connection.pragma_update(None, "synchronous", level)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let began = Instant::now();
        let done = work(&transaction)?;
        transaction.commit()?;
        let ms = began.elapsed().as_millis() as u64;
        tracing::debug!(ms, ?durability, "wrote");
        self.last_background_write = (durability == Durability::Normal).then(Instant::now);
        Ok(done)
    }
}

/// Sets the lock timeout of a write that a user waits for.
pub(in crate::library) fn set_foreground_busy_handler(
    connection: &mut Connection,
) -> Result<(), rusqlite::Error> {
    set_busy_handler(connection, LOCK_RETRY)
}

/// Sets the busy handler of a connection: it retries to get the lock at this interval, up to [`LOCK_TIMEOUT`].
fn set_busy_handler(
    connection: &mut Connection,
    retry_interval: Duration,
) -> Result<(), rusqlite::Error> {
    let mut started: Option<Instant> = None;
    connection.busy_handler(Some(move |attempts| {
        if attempts == 0 {
            started = None;
        }
        let began = *started.get_or_insert_with(Instant::now);
        std::thread::sleep(retry_interval);
        began.elapsed() < LOCK_TIMEOUT
    }))
}
