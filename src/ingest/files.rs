//! Access to the file system, which everything in this module uses: [`FileAccess`].

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

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

/// Returns true if a file is binary. A file that can't be read counts as text: its row shows the error.
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

/// Returns the name of a file, if it is UTF-8: its ending helps to detect the format.
pub(super) fn file_name(path: &Path) -> Option<&str> {
    path.file_name().and_then(|name| name.to_str())
}
