//! Access to the file system, which everything in this module uses: [`FileAccess`].

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::stream;
use crate::extract::{Hints, Unreadable, detect};

/// Bytes looked at to tell text from a binary file.
const SNIFF_BYTES: u64 = 4096;

/// The file system as articles are read from it. Tests have one that is slow, hangs or fails.
pub trait FileAccess: std::fmt::Debug + Send + Sync {
    /// Looks a path up, through links.
    ///
    /// # Errors
    /// As [`fs::metadata`].
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path)
    }

    /// Makes a path absolute, and follows its links.
    ///
    /// # Errors
    /// As [`fs::canonicalize`].
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    /// Opens a file to read it. Opening a pipe does not wait for its other end, and reading it does not block.
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

/// True if a file has no text in it. One that can't be read may have: its row says why it can't.
pub(super) fn is_binary(files: &dyn FileAccess, path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = files
        .open(path)
        .and_then(|file| file.take(SNIFF_BYTES).read_to_end(&mut bytes));
    let hints = Hints {
        name: file_name(path),
        ..Hints::default()
    };
    read.is_ok() && matches!(detect::detect(&bytes, &hints), Err(Unreadable::Binary(_)))
}

/// Returns the name of a file, where it is UTF-8: its ending tells the format.
pub(super) fn file_name(path: &Path) -> Option<&str> {
    path.file_name().and_then(|name| name.to_str())
}
