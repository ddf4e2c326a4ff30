//! Errors of a session: [`SessionError`].

use std::path::Path;

use crate::ingest::ReadError;
use crate::library::{Library, LibraryError, OpenError};

/// Why an article can't be read, or a change can't be kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
    /// The system names no folder for a library.
    #[error("no data folder")]
    NoFolder,
    /// The library can't be opened.
    #[error("{file}: {error}")]
    Open {
        /// The name of its file: what is wrong must stand on a line, and the doctor says where.
        file: String,
        /// Why not.
        error: OpenError,
    },
    /// The library took nothing, and did not say why.
    #[error("the article was not added")]
    NoRow,
    /// The library can't be read, or takes nothing.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The article can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl SessionError {
    /// The library in this data folder can't be opened.
    pub(super) fn open(folder: &Path, error: OpenError) -> Self {
        let file = Library::library_file(folder);
        let name = file.file_name().unwrap_or(file.as_os_str());
        Self::Open {
            file: name.to_string_lossy().into_owned(),
            error,
        }
    }
}
