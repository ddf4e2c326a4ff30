//! Errors of the library: [`OpenError`], [`LibraryError`].

use std::path::Path;

use crate::model::AccountId;
use crate::text::io_message;

/// Error of opening a library.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database does not exist, and the mode does not create one.
    #[error("there is no library yet")]
    NotFound,
    /// The database was made by a newer program; it was not touched.
    #[error("made by a newer newsprint; update this one (schema {found}, this one knows {known})")]
    Newer {
        /// The version of its schema.
        found: i64,
        /// The version that this program knows.
        known: i64,
    },
    /// The database was made by an older program and was only inspected. Opening it for use migrates it.
    #[error("made by an older newsprint (schema {found}, this one knows {known})")]
    Older {
        /// The version of its schema.
        found: i64,
        /// The version that this program knows.
        known: i64,
    },
    /// The file belongs to another program; it was not touched.
    #[error("not a library of newsprint; move it away, or choose another folder with --data-dir")]
    OtherDatabase,
    /// The file is not a database, or a damaged one.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// The database is damaged and could not be quarantined.
    #[error("it is damaged ({damage}; it can't be quarantined: {error})")]
    NotQuarantined {
        /// Message of the database about the damage.
        damage: String,
        /// Message of the system why it could not be renamed.
        error: String,
    },
    /// The system does not let it be opened.
    #[error("{0}")]
    Unavailable(String),
}

impl OpenError {
    /// Makes the error of a data folder that can't be created.
    pub(in crate::library) fn cannot_create_folder(folder: &Path, error: &std::io::Error) -> Self {
        Self::Unavailable(format!(
            "can't create the folder {} ({}); choose another with --data-dir",
            folder.display(),
            io_message(error)
        ))
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match LibraryError::from(error) {
            LibraryError::Damaged(reason) => Self::Damaged(reason),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// Error of reading or writing the library.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The subject of the call does not exist.
    #[error("{0}")]
    Missing(String),
    /// A feed of an account can't be paused or resumed alone.
    #[error(
        "the server of account {0} fetches it: newsprint account pause {0} pauses all its feeds, and resume {0} resumes them"
    )]
    FeedOfAccount(AccountId),
    /// A setting means nothing for a feed of an account.
    #[error("{0}: the server of account {1} fetches it, so this setting means nothing")]
    SettingOfAccount(&'static str, AccountId),
    /// The library is read-only.
    #[error("the library is read-only")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Other programs have held the lock for too long.
    #[error("the library is locked by another program")]
    Busy,
    /// The database is damaged.
    #[error("the library is damaged ({0}); run newsprint doctor")]
    Damaged(String),
    /// A newer search has ended this one.
    #[error("interrupted")]
    Interrupted,
    /// Any other error, as a message.
    #[error("{0}")]
    Other(String),
}

impl From<OpenError> for LibraryError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Damaged(reason) => Self::Damaged(reason),
            OpenError::NotQuarantined { damage, error } => {
                Self::Damaged(format!("{damage}; it can't be quarantined: {error}"))
            }
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
            OperationInterrupted, ReadOnly,
        };
        // No space for the shared-memory file of readers and writers also means a full disk.
        let extended = error.sqlite_error().map(|error| error.extended_code);
        if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
            return Self::Full;
        }
        match error.sqlite_error_code() {
            Some(ReadOnly) => Self::ReadOnly,
            Some(DiskFull) => Self::Full,
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            Some(OperationInterrupted) => Self::Interrupted,
            // The message of the database only repeats the path.
            Some(CannotOpen) => Self::Other("it can't be opened: check its permissions".to_owned()),
            _ => Self::Other(error.to_string()),
        }
    }
}
