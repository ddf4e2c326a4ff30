//! The library: everything that newsprint keeps, in one SQLite database that any number of programs use at once.
//!
//! Inside, from the ground up:
//! 1. `db`: opening the file in whatever state it is, the schema, errors, locks.
//! 2. `state`: what is known of an article beside its text.
//! 3. `articles`: articles, their texts, their sources and files; by what an article is recognised.
//! 4. `journal`: changes that the user makes, and undo.
//! 5. `query`: pages of the list, and search.
//! 6. `transfer`: export, and taking an export in.
//! 7. `maintenance`: backup, check, recovery, expiry.
//!
//! A write begins IMMEDIATE and is short; a read never waits for one (WAL). Nobody shares a connection: each thread opens a
//! library of its own.

mod articles;
mod db;
mod journal;
mod maintenance;
mod query;
mod state;
mod transfer;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use db::{open, schema};
use maintenance::quarantine;

pub use articles::files::{FoundFile, KnownFile, Unread};
pub use articles::identity::TELLING_WORDS;
pub use articles::upsert::{Arrival, Incoming};
pub use db::error::{LibraryError, OpenError};
pub use journal::Undone;
pub use journal::changes::{Changed, NewPlace};
pub use maintenance::backup::{Backup, backups};
pub use maintenance::check::{Examined, Finding, Standing, examine};
pub use maintenance::expire::daily;
pub use maintenance::quarantine::notice as aside_notice;
pub use maintenance::recover::{Recovered, recover, recover_from};
pub use query::listing::local_day;
pub use query::search::{Found, Indexed};
pub use transfer::export::{ExportError, Exported};
pub use transfer::import::{Format, ImportError, Imported, MarkdownFile};

/// A way into the database: a connection of its own.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    file: PathBuf,
    /// Which file that was when it was opened.
    identity: Option<open::FileId>,
    /// Whether it is read as a file that does not change.
    frozen: bool,
    /// Whether that is because the disk is full.
    full: bool,
    /// Where a damaged one was set aside when this was opened.
    set_aside: Option<PathBuf>,
    /// Names this run of the program in the journal.
    session: String,
    /// The present moment, where a test has set it.
    now: Option<i64>,
    /// Steps that the index was filled by since its pieces were put together last.
    steps: usize,
    /// When it last gave way to what users do.
    gave_way: Option<Instant>,
    /// Which table of the index is being put together.
    merging: Option<usize>,
}

/// What a library is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read. Where there is none, none is made.
    Read,
    /// To read, and to leave it where it is even if it is damaged.
    Look,
    /// To change. Where there is none, it is made, with its folder.
    Write,
}

/// How safe a write is to be when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut: what the user does.
    Full,
    /// It survives the end of the program; after a power cut the latest may be missing, and can be had again.
    Normal,
}

/// How long a write waits for the writes of others.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it asks whether they are done.
const ASK: Duration = Duration::from_millis(2);
/// How often it asks for what a user does not wait for: who asks more often is let in first.
const ASK_PATIENTLY: Duration = Duration::from_millis(9);
/// Between two writes that no user waits for there is so much time for those that one does.
const GAP: Duration = Duration::from_millis(5);

impl Library {
    /// The file of the library in a data folder.
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join("library.db")
    }

    /// Opens the library in a data folder. One that can only be read is opened all the same, and takes no change. One that is
    /// damaged is set aside, and a new one made: [`Library::notice`] says so.
    ///
    /// # Errors
    /// There is none to read; it is a newer program's; it is damaged and can't be set aside; the system does not let it be opened.
    pub fn open(folder: &Path, access: Access) -> Result<Self, OpenError> {
        open::open(folder, access, schema::MIGRATIONS)
    }

    /// The same as a program with these migrations does: for tests of other versions.
    ///
    /// # Errors
    /// As [`Library::open`].
    #[doc(hidden)]
    pub fn open_with(
        folder: &Path,
        access: Access,
        migrations: &[&str],
    ) -> Result<Self, OpenError> {
        open::open(folder, access, migrations)
    }

    /// The migrations, for tests.
    #[doc(hidden)]
    pub fn migrations() -> &'static [&'static str] {
        schema::MIGRATIONS
    }

    /// What the user is to be told of the opening, in one line: that a damaged library was set aside, and what to do; that it is not
    /// read to its end, or takes nothing.
    pub fn notice(&self) -> Option<String> {
        let aside = self.set_aside.as_deref().map(quarantine::notice);
        aside.or_else(|| self.in_part().map(str::to_owned))
    }

    /// Why what is read is not all that there is, or why nothing can be kept, where that is not plain.
    pub(super) fn in_part(&self) -> Option<&'static str> {
        let log =
            std::fs::metadata(quarantine::with(&self.file, "-wal")).map_or(0, |about| about.len());
        match (self.full, self.frozen && log > 0) {
            (_, true) => Some(
                "the newest changes may not be shown: the library's log can't be read here (library.db-wal)",
            ),
            (true, false) => Some("the disk is full: stories can be read, nothing can be saved"),
            (false, false) => None,
        }
    }

    /// Whether this connection may be used further: its file is still the one at its path, and what others write is seen.
    pub fn is_current(&self) -> bool {
        !self.frozen && self.identity.is_some() && open::file_id(&self.file) == self.identity
    }

    /// Whether nothing can be changed through this connection.
    pub fn is_read_only(&self) -> bool {
        self.frozen || self.connection.is_readonly("main").unwrap_or(false)
    }

    /// From now on the database has no room for more than so many pages: for tests of a full disk.
    ///
    /// # Errors
    /// The database can't be read.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), LibraryError> {
        Ok(self.connection.query_row(
            &format!("PRAGMA max_page_count = {pages}"),
            [],
            |_| Ok(()),
        )?)
    }

    /// How the system is asked to sync what is written so, asked within such a write: 1 is NORMAL, 2 is FULL.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn synchronous(&mut self, durability: Durability) -> Result<i64, LibraryError> {
        self.write(durability, |transaction| {
            Ok(transaction.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
        })
    }

    /// Puts what the log of changes holds into the database, if nobody uses it: before the program ends.
    pub fn tidy_up(&self) {
        // Others may be reading or writing, and then the last of them does it.
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    /// The file of the database.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The present moment, seconds since 1970 in UTC.
    pub fn now(&self) -> i64 {
        self.now.unwrap_or_else(|| chrono::Utc::now().timestamp())
    }

    /// A number that is another one whenever a connection beside this one has changed the database.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn version(&self) -> Result<i64, LibraryError> {
        Ok(self
            .connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// From now on it is this late.
    pub fn set_now(&mut self, seconds: i64) {
        self.now = Some(seconds);
    }

    /// From now on changes are of this session.
    pub fn set_session(&mut self, session: &str) {
        session.clone_into(&mut self.session);
    }

    /// Runs `work` in a transaction that begins IMMEDIATE. It is undone where `work` fails.
    fn write<T>(
        &mut self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        if self.full {
            return Err(LibraryError::Full);
        }
        let level = match durability {
            Durability::Full => "FULL",
            Durability::Normal => "NORMAL",
        };
        let ask = match durability {
            Durability::Full => ASK,
            Durability::Normal => ASK_PATIENTLY,
        };
        if durability == Durability::Normal
            && let Some(last) = self.gave_way
        {
            std::thread::sleep(GAP.saturating_sub(last.elapsed()));
        }
        wait_for_others(&mut self.connection, ask)?;
        // Within a transaction it would do nothing.
        self.connection.pragma_update(None, "synchronous", level)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        self.gave_way = (durability == Durability::Normal).then(Instant::now);
        Ok(done)
    }
}

/// Has a connection ask again while others write, so often, up to a limit.
fn wait_for_others(connection: &mut Connection, ask: Duration) -> Result<(), rusqlite::Error> {
    let mut since: Option<Instant> = None;
    connection.busy_handler(Some(move |asked| {
        if asked == 0 {
            since = None;
        }
        let began = *since.get_or_insert_with(Instant::now);
        std::thread::sleep(ask);
        began.elapsed() < PATIENCE
    }))
}

/// A name that no other run of the program has.
fn session_name() -> String {
    let moment = chrono::Utc::now().timestamp_micros();
    format!("{moment}-{}", std::process::id())
}
