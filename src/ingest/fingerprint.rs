//! Fingerprints of files from size and modification time: they show a change without reading the file.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::files::FileAccess;

/// Returns the fingerprint of a file: its size and its time.
pub(super) fn fingerprint(about: &Metadata) -> Option<String> {
    let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(
        "{}-{}.{:09}",
        about.len(),
        since.as_secs(),
        since.subsec_nanos()
    ))
}

/// Returns the fingerprint of the file at a path, if the next write is certain to change it.
pub(super) fn fingerprint_at(files: &dyn FileAccess, path: &Path) -> Option<String> {
    stable_fingerprint(&files.metadata(path).ok().filter(Metadata::is_file)?)
}

/// Returns the fingerprint of a symbolic link itself.
pub(super) fn link_fingerprint(path: &Path) -> Option<String> {
    fingerprint(&fs::symlink_metadata(path).ok()?)
}

/// Returns the fingerprint of a file, if the next write is certain to change it.
pub(super) fn stable_fingerprint(about: &Metadata) -> Option<String> {
    is_stable(about).then(|| fingerprint(about)).flatten()
}

/// Returns true if a file was last written so long ago that the next write gives it another time.
fn is_stable(about: &Metadata) -> bool {
    /// The timestamps of file systems have steps: nanoseconds rounded to the tick of the system …
    const FILE_TIME_RESOLUTION: Duration = Duration::from_millis(20);
    /// … and some in whole seconds, or two.
    const COARSE_TIME_RESOLUTION: Duration = Duration::from_secs(2);
    let Ok(modified) = about.modified() else {
        return false;
    };
    let whole = modified
        .duration_since(UNIX_EPOCH)
        .is_ok_and(|since| since.subsec_nanos() == 0);
    let step = if whole {
        COARSE_TIME_RESOLUTION
    } else {
        FILE_TIME_RESOLUTION
    };
    // A time in the future identifies a file as well as any other.
    SystemTime::now()
        .duration_since(modified)
        .map_or(true, |age| age >= step)
}
