//! Check of the free space of a disk.

use std::path::Path;

/// Free space that SQLite needs beside a database, in bytes, with a margin.
const MIN_FREE_BYTES: u64 = 64 * 1024;

/// Returns true if the disk of a folder lacks the space that a library needs to be opened; false if the system does not
/// report it.
pub(in crate::library) fn is_full(folder: &Path) -> bool {
    rustix::fs::statvfs(folder)
        .is_ok_and(|stat| stat.f_bavail.saturating_mul(stat.f_frsize) < MIN_FREE_BYTES)
}
