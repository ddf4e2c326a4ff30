//! Errors of ingestion: [`ReadError`] for an article, [`AddError`] for an added path, [`ScanError`] for a source. Their
//! texts are short reasons; the front end adds the subject and the path.

use std::io;

use super::cancel::Cancelled;
use crate::extract::Unreadable;
use crate::library::LibraryError;
use crate::model::{SourceError, SourceErrorKind};
use crate::text::io_message;

const MIB: u64 = 1024 * 1024;

/// Error of reading an article.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Error of the system.
    #[error("{}", io_message(.0))]
    Io(#[from] io::Error),
    /// The path is a symbolic link that leads nowhere.
    #[error("broken symbolic link")]
    BrokenLink,
    /// The file exceeds the size limit.
    #[error("larger than {} MiB", .limit / MIB)]
    TooLarge {
        /// In bytes.
        limit: u64,
    },
    /// The bytes are not an article.
    #[error(transparent)]
    NotText(#[from] Unreadable),
    /// Standard input was read before and is not stored.
    #[error("standard input can be read only once")]
    InputClosed,
    /// The pipe is being read by another task.
    #[error("its text is still being read")]
    InputPending,
    /// The tour has no such article.
    #[error("no such article in the tour")]
    UnknownTourArticle,
    /// The library has a row and no text.
    #[error("its text is not in the library")]
    NoText,
    /// The library has a text and knows no file of it.
    #[error("the library stores the article, not its source")]
    NoSource,
    /// The file contains another article than the library stores for it.
    #[error("its file now contains another article")]
    AnotherArticle,
    /// The library can't be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The work was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Error of adding a path to the library, or of making a row for it.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The path can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A binary file.
    #[error(transparent)]
    Binary(Unreadable),
    /// A folder where a file was meant.
    #[error("a folder")]
    Folder,
    /// A pipe or a device where a file was meant.
    #[error("no file")]
    NoFile,
    /// A pipe or a device.
    #[error("neither a file nor a folder")]
    NeitherFileNorFolder,
    /// The source that has it can't be scanned.
    #[error(transparent)]
    Scan(#[from] ScanError),
}

/// Error that ended the scan of a source.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The source can't be reached; the library has noted it.
    #[error(transparent)]
    Source(#[from] SourceProblem),
    /// The library can't be read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A write failed after some articles were stored.
    #[error("{error} ({added} of {total} articles were added before)")]
    PartlyStored {
        /// Articles that were added.
        added: usize,
        /// Files that were to be read.
        total: usize,
        /// Error of the write that failed.
        error: LibraryError,
    },
    /// The work was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Problem of a source that can't be reached.
#[derive(Debug, thiserror::Error)]
pub enum SourceProblem {
    /// The folder is gone.
    #[error("the folder does not exist; its articles stay")]
    NoFolder,
    /// The file is gone.
    #[error("the file does not exist; its article stays")]
    NoFile,
    /// The folder exists and can't be read.
    #[error("{}; its articles stay", io_message(.0))]
    Unreadable(io::Error),
    /// The folder is empty. An unmounted disk leaves its folder behind.
    #[error("the folder is empty; its articles stay")]
    Empty,
}

impl From<&SourceProblem> for SourceError {
    fn from(problem: &SourceProblem) -> Self {
        let (kind, detail) = match problem {
            SourceProblem::NoFolder => (SourceErrorKind::NoFolder, None),
            SourceProblem::NoFile => (SourceErrorKind::NoFile, None),
            SourceProblem::Empty => (SourceErrorKind::EmptyFolder, None),
            SourceProblem::Unreadable(error) => {
                (SourceErrorKind::Unreadable, Some(io_message(error)))
            }
        };
        Self {
            kind,
            details: detail,
        }
    }
}

impl From<io::Error> for AddError {
    fn from(error: io::Error) -> Self {
        Self::Read(error.into())
    }
}

impl From<LibraryError> for AddError {
    fn from(error: LibraryError) -> Self {
        Self::Scan(error.into())
    }
}

impl From<Cancelled> for AddError {
    fn from(error: Cancelled) -> Self {
        Self::Read(error.into())
    }
}
