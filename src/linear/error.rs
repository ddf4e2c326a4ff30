//! Errors of a session: [`SessionError`].

use std::path::Path;

use crate::ingest::ReadError;
use crate::library::{Library, LibraryError, OpenError};

/// Error of reading an article or saving a change.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
    /// There is no data folder.
    #[error("no data folder")]
    NoFolder,
    /// The library can't be opened.
    #[error("{file}: {error}")]
    Open {
        /// File name of the library. The path is left out so that the message fits a line; the doctor prints it.
        file: String,
        /// Reason.
        error: OpenError,
    },
    /// The library returned no row for an article.
    #[error("the article was not added")]
    NoRow,
    /// The library can't be read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The article can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl SessionError {
    /// Returns the error of a library that can't be opened.
    pub(super) fn open(folder: &Path, error: OpenError) -> Self {
        let file = Library::library_file(folder);
        let name = file.file_name().unwrap_or(file.as_os_str());
        Self::Open {
            file: name.to_string_lossy().into_owned(),
            error,
        }
    }
}
