//! Access to the file system, which everything in this module uses: [`FileAccess`].

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::ReadError;
use super::stream;
use crate::extract::{Hints, Unreadable, detect};

/// Number of bytes that are inspected to tell text from binary files.
const SNIFF_BYTES: u64 = 4096;

/// File system that articles are read from. Tests replace it by one that is slow, hangs or fails.
pub trait FileAccess: std::fmt::Debug + Send + Sync {
    /// Looks a path up, through links.
    ///
    /// # Errors
    /// As [`fs::metadata`].
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path)
    }

    /// Makes a path absolute, and resolves its symbolic links.
    ///
    /// # Errors
    /// As [`fs::canonicalize`].
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    /// Opens a file for reading. Opening a pipe does not wait for its other end, and reading it does not block.
    ///
    /// # Errors
    /// As [`File::open`].
    fn open(&self, path: &Path) -> io::Result<File> {
        stream::open(path)
    }
}

/// The file system as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemFiles;

impl FileAccess for SystemFiles {}

/// Looks a path up, through links.
///
/// # Errors
/// The path does not exist, or is a link that leads nowhere, or can't be looked up.
pub(super) fn look_up(files: &dyn FileAccess, path: &Path) -> Result<Metadata, ReadError> {
    files.metadata(path).map_err(|error| {
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        match is_missing && is_link(path) {
            true => ReadError::BrokenLink,
            false => error.into(),
        }
    })
}

/// Returns true for a symbolic link, also for one that leads nowhere.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
}

/// Returns the type of a binary file, [`Unreadable::Binary`]; `None` for text. A file that can't be read counts as text: its row shows
/// the error.
pub(super) fn binary_type(files: &dyn FileAccess, path: &Path) -> Option<Unreadable> {
    let mut bytes = Vec::new();
    let read = files
        .open(path)
        .and_then(|file| file.take(SNIFF_BYTES).read_to_end(&mut bytes));
    let hints = Hints {
        name: file_name(path),
        ..Hints::default()
    };
    read.ok()?;
    let found = detect::detect(&bytes, &hints).err()?;
    matches!(found, Unreadable::Binary(_)).then_some(found)
}

/// Returns the name of a file, if it is UTF-8: its ending helps to detect the format.
pub(super) fn file_name(path: &Path) -> Option<&str> {
    path.file_name().and_then(|name| name.to_str())
}

/// Returns the bytes of a path below a root, with a stroke between its parts on every system.
pub(super) fn entry_key(root: &Path, path: &Path) -> Vec<u8> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<&[u8]> = below.iter().map(|part| part.as_encoded_bytes()).collect();
    parts.join(&b'/')
}
