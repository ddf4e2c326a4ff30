//! The library: everything that newsprint keeps, in one SQLite database that any number of programs use at once.
//!
//! 1. [`Library::open`] opens the file, or makes it, and brings its schema up to date: [`schema`].
//! 2. Stories go in by [`articles`], each once, whatever names it comes under; their texts by [`documents`].
//! 3. What the user changes goes through [`changes`], which writes the journal that undo reads.
//! 4. Lists are read page by page, by key: [`pages`]. Words are found by [`search`].
//!
//! A write begins IMMEDIATE and is short; a read never waits for one (WAL). Nobody shares a connection: each thread opens a
//! library of its own.

mod articles;
mod changes;
mod documents;
mod error;
mod journal;
mod pages;
mod schema;
mod search;
mod state;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub use articles::{Arrival, Incoming};
pub use changes::{Changed, NewPlace};
pub use error::{LibraryError, OpenError};
pub use journal::Undone;
pub use search::{Found, Indexed};

/// A way into the database: a connection of its own.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    file: PathBuf,
    /// Names this run of the program in the journal.
    session: String,
    /// The present moment, where a test has set it.
    now: Option<i64>,
    /// Steps that the index was filled by since its pieces were put together last.
    steps: usize,
    /// Which table of the index is being put together.
    merging: Option<usize>,
}

/// What a library is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read. Where there is none, none is made.
    Read,
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

impl Library {
    /// The file of the library in a data folder.
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join("library.db")
    }

    /// Opens the library in a data folder.
    ///
    /// # Errors
    /// There is none to read; it is a newer program's; it is damaged; the system does not let it be opened.
    pub fn open(folder: &Path, access: Access) -> Result<Self, OpenError> {
        let file = Self::file_in(folder);
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
        let flags = match access {
            Access::Read if !file.exists() => return Err(OpenError::Absent),
            Access::Read => flags,
            Access::Write => {
                std::fs::create_dir_all(folder)
                    .map_err(|error| OpenError::folder(folder, &error))?;
                flags | OpenFlags::SQLITE_OPEN_CREATE
            }
        };
        let mut connection = Connection::open_with_flags(&file, flags)?;
        schema::prepare(&mut connection)?;
        Ok(Self {
            connection,
            file,
            session: session_name(),
            now: None,
            steps: 0,
            merging: None,
        })
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
        let level = match durability {
            Durability::Full => "FULL",
            Durability::Normal => "NORMAL",
        };
        self.connection.pragma_update(None, "synchronous", level)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Asks again soon while others write, up to a limit.
fn busy(asked: i32) -> bool {
    std::thread::sleep(ASK);
    ASK.saturating_mul(asked.unsigned_abs()) < PATIENCE
}

/// A name that no other run of the program has.
fn session_name() -> String {
    let moment = chrono::Utc::now().timestamp_micros();
    format!("{moment}-{}", std::process::id())
}
