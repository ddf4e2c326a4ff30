//! Free space of a disk.

use std::path::Path;

/// Free space that SQLite needs beside a database, in bytes, with a margin.
const NEEDED: u64 = 64 * 1024;

/// Returns true if the disk of a folder has no room for what a library needs to be opened; `false` where the system
/// does not say.
pub(in crate::library) fn is_full(folder: &Path) -> bool {
    rustix::fs::statvfs(folder)
        .is_ok_and(|about| about.f_bavail.saturating_mul(about.f_frsize) < NEEDED)
}
