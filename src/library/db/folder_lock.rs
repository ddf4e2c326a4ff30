//! Locks held by one program at a time, by `std::fs::File::lock`: [`FolderLock`] on a data folder, and locked files.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

/// Lock on a folder. Dropping it, or the end of the program, even by a crash, releases it.
#[derive(Debug)]
pub(in crate::library) struct FolderLock {
    _folder: Option<File>,
}

impl FolderLock {
    /// Locks a folder, waiting for other programs. On a system without such locks it does not wait.
    pub(in crate::library) fn wait(folder: &Path) -> Self {
        Self {
            _folder: File::open(folder).ok().map(wait_for_lock),
        }
    }

    /// Locks the folder, unless another program has.
    pub(in crate::library) fn try_now(folder: &Path) -> Option<Self> {
        let file = File::open(folder).ok()?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => None,
            // A file system without locks: the work under a lock is rare, and existing names are skipped.
            Ok(()) | Err(TryLockError::Error(_)) => Some(Self {
                _folder: Some(file),
            }),
        }
    }
}

/// Locks a file until it is closed, waiting for other programs. On a file system without locks it does not wait.
pub fn wait_for_lock(file: File) -> File {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Ok(()) | Err(_) => return file,
        }
    }
}
