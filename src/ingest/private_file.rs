//! Files of the user that nobody else may read: [`read_private_file`], [`PrivateFileError`].

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::stream::open;
use crate::text::io_message;

/// Error of a file that only its owner may read.
#[derive(Debug, thiserror::Error)]
pub enum PrivateFileError {
    /// The file can't be read or written.
    #[error("{}: {}", .path.display(), io_message(.error))]
    Unreadable {
        /// Path of the file.
        path: PathBuf,
        /// Error of the system.
        error: io::Error,
    },
    /// The path leads to something else than a file.
    #[error("{}: not a file", .0.display())]
    NotAFile(PathBuf),
    /// Another user owns the file.
    #[error("{}: it belongs to another user", .0.display())]
    OtherOwner(PathBuf),
    /// Others may read or write the file.
    #[error("{}: others can read it: chmod 600", .0.display())]
    Mode(PathBuf),
}

/// Reads at most `limit` bytes of a file. It must be a file of the user that nobody else may read or write (mode 0600 or less).
///
/// # Errors
/// See [`PrivateFileError`].
pub fn read_private_file(path: &Path, limit: u64) -> Result<Vec<u8>, PrivateFileError> {
    let unreadable = |error| PrivateFileError::Unreadable {
        path: path.to_owned(),
        error,
    };
    // The checks are of the opened file, which nobody can replace.
    let file: File = open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(PrivateFileError::NotAFile(path.to_owned()));
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(PrivateFileError::OtherOwner(path.to_owned()));
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(PrivateFileError::Mode(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}
