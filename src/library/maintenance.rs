//! Maintenance of the library: backup, check, recovery, expiry.

pub(in crate::library) mod advice;
pub(in crate::library) mod backup;
pub(in crate::library) mod check;
pub(in crate::library) mod expire;
pub(in crate::library) mod recover;

use std::path::PathBuf;

use crate::library::{Library, LibraryError, LibraryReader};

impl LibraryReader {
    /// Keeps today's copy, unless there is one, another program is making it, or nothing has changed since the last: its file.
    /// Reads with a connection of its own, so that others can write meanwhile.
    ///
    /// # Errors
    /// The library can't be read, or the copy not be written; then there is none of today.
    pub fn back_up(&self) -> Result<Option<PathBuf>, LibraryError> {
        backup::back_up(self)
    }

    /// Returns the libraries that were damaged and set aside, and of which nothing was taken over yet: the oldest
    /// first.
    ///
    /// # Errors
    /// The library can't be read.
    pub fn unrecovered_files(&self) -> Result<Vec<PathBuf>, LibraryError> {
        recover::quarantine_damaged(self)
    }

    /// Returns true if anything was ever taken in here.
    ///
    /// # Errors
    /// The library can't be read.
    pub fn has_content(&self) -> Result<bool, LibraryError> {
        recover::has_content(self)
    }
}

impl Library {
    /// Runs daily maintenance: a copy of what can't be fetched again, then expiry of what was read `days` ago, where `days` is not 0.
    /// Does nothing where it was done today; a day is one where the user is.
    ///
    /// # Errors
    /// As [`daily`](crate::library::run_if_due).
    pub fn run_daily(&mut self, days: u32) -> Result<(), LibraryError> {
        expire::run_daily(self, days)
    }

    /// Lets go of the read articles of feeds that nothing was done with for so many days; 0 keeps everything. How many went.
    ///
    /// # Errors
    /// The database takes nothing; what went before is gone.
    pub fn expire_read(&mut self, days: u32) -> Result<usize, LibraryError> {
        expire::expire_read(self, days)
    }
}
