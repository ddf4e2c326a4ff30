//! The database file: opening it in any state, schema and migrations, column types, locks, backups, quarantine, errors.

pub(in crate::library) mod backup_files;
pub(in crate::library) mod columns;
pub(in crate::library) mod disk_space;
pub(in crate::library) mod error;
pub(in crate::library) mod file;
pub(in crate::library) mod folder_lock;
pub(in crate::library) mod handle;
mod ids;
pub(in crate::library) mod mode;
pub(in crate::library) mod open;
pub(in crate::library) mod other_database;
pub(in crate::library) mod quarantine;
pub(in crate::library) mod schema;
pub(in crate::library) mod session;
pub(in crate::library) mod tables;
pub(in crate::library) mod version;

use std::path::Path;

use crate::library::{Library, LibraryReader, OpenError, OpenMode};

impl LibraryReader {
    /// Opens the library in a data folder to read it. A damaged one is quarantined and replaced by a new one, unless
    /// `mode` is [`OpenMode::Inspect`]; [`LibraryReader::notice`] reports it.
    ///
    /// # Errors
    /// [`OpenError`]: the library does not exist, belongs to a newer program, is damaged and can't be quarantined, or
    /// can't be opened.
    pub fn open(folder: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        let opened = open::open_library(folder, mode, schema::MIGRATIONS)?;
        opened.refuse_writes()?;
        Ok(opened)
    }
}

impl Library {
    /// Opens the library in a data folder, to read and to change it.
    ///
    /// A library that is read-only (a folder without write permission, a full disk) is opened too, and refuses changes.
    /// A damaged one is quarantined and replaced by a new one, unless `mode` is [`OpenMode::Inspect`];
    /// [`LibraryReader::notice`] reports it.
    ///
    /// # Errors
    /// [`OpenError`]: the library does not exist, belongs to a newer program, is damaged and can't be quarantined, or
    /// can't be opened.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let library = Library::open(folder.path(), OpenMode::Create)?;
    /// assert_eq!(library.counts()?.all, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(folder: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        Self::open_with(folder, mode, schema::MIGRATIONS)
    }

    /// Opens the library with other migrations than its own: for tests of other versions.
    ///
    /// # Errors
    /// As [`LibraryReader::open`].
    #[doc(hidden)]
    pub fn open_with(
        folder: &Path,
        mode: OpenMode,
        migrations: &[&str],
    ) -> Result<Self, OpenError> {
        let reader = open::open_library(folder, mode, migrations)?;
        if mode == OpenMode::Inspect {
            reader.refuse_writes()?;
        }
        Ok(Self::new(reader))
    }

    /// Returns the migrations, for tests.
    #[doc(hidden)]
    pub fn migrations() -> &'static [&'static str] {
        schema::MIGRATIONS
    }
}
