//! Notices about the library as a whole, such as a quarantined database: [`LibraryNotice`].

use chrono::NaiveDate;

/// Condition of the library that the user should know, as data; [`crate::messages::library`] words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryNotice {
    /// A damaged library was quarantined under this file name, and nothing was recovered from it yet.
    Quarantined {
        /// Name of the file in the data folder.
        file_name: String,
    },
    /// The library is empty or missing, and there is a backup.
    BackupExists {
        /// Local day of the newest backup.
        day: NaiveDate,
    },
    /// The write-ahead log can't be read, so the latest changes may be missing.
    LogUnreadable,
    /// The disk is full, so nothing can be saved.
    DiskFull,
}

impl LibraryNotice {
    /// Returns a short name for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Quarantined { .. } => "library quarantined",
            Self::BackupExists { .. } => "backup exists",
            Self::LogUnreadable => "write-ahead log unreadable",
            Self::DiskFull => "disk full",
        }
    }
}
