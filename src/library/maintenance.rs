//! Maintenance of the library: daily backup, check and repair, recovery of a damaged database, expiry of old articles.

pub(in crate::library) mod backup;
pub(in crate::library) mod check;
pub(in crate::library) mod expire;
pub(in crate::library) mod notice;
pub(in crate::library) mod recover;

use std::path::PathBuf;

use crate::library::articles::earlier_texts;
use crate::library::{Library, LibraryError, LibraryReader};

impl LibraryReader {
    /// Makes the backup of today and returns its file; `None` if there is one, if another program is making it, or if
    /// nothing has changed since the last. Other programs can write meanwhile, since a connection of its own reads.
    ///
    /// # Errors
    /// The library can't be read, or the backup can't be written; then there is none of today.
    pub fn back_up(&self) -> Result<Option<PathBuf>, LibraryError> {
        backup::back_up(self)
    }

    /// Returns the quarantined libraries from which nothing was recovered yet, the oldest first.
    ///
    /// # Errors
    /// The library can't be read.
    pub fn unrecovered_files(&self) -> Result<Vec<PathBuf>, LibraryError> {
        recover::unrecovered_libraries(self)
    }

    /// Returns true if the library has any article or source.
    ///
    /// # Errors
    /// The library can't be read.
    pub fn has_content(&self) -> Result<bool, LibraryError> {
        recover::has_content(self)
    }
}

impl Library {
    /// Runs daily maintenance: a backup, then expiry of articles that were read `days` ago, unless `days` is 0. Does
    /// nothing if it ran today; the day is that of the local time zone.
    ///
    /// # Errors
    /// As [`daily`](crate::library::run_if_due).
    pub fn run_daily(&mut self, days: u32) -> Result<(), LibraryError> {
        expire::run_daily(self, days)
    }

    /// Deletes read articles of feeds that were not touched for `days` days (0 deletes nothing), and returns their
    /// number.
    ///
    /// # Errors
    /// The database can't be written; articles that were deleted before stay deleted.
    pub fn expire_read(&mut self, days: u32) -> Result<usize, LibraryError> {
        expire::expire_read(self, days)
    }

    /// Deletes earlier texts that were replaced 30 days ago, except those of bookmarked articles. Returns their number.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn expire_earlier_texts(&mut self) -> Result<usize, LibraryError> {
        earlier_texts::expire_earlier_texts(self)
    }
}
