//! By what a file that has changed is known without reading it: its size and its time.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The size and the time of a file, by which one that has changed is known.
pub(super) fn stamp(about: &Metadata) -> Option<String> {
    let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(
        "{}-{}.{:09}",
        about.len(),
        since.as_secs(),
        since.subsec_nanos()
    ))
}

/// The stamp of the file at a path, if it is one that tells.
pub(super) fn stamp_at(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok().filter(Metadata::is_file)?;
    settled(&about).then(|| stamp(&about)).flatten()
}

/// Whether a file was last written so long ago that the next write gives it another time.
pub(super) fn settled(about: &Metadata) -> bool {
    /// The clocks of file systems go in steps: these in nanoseconds by the tick of the system …
    const TICK: Duration = Duration::from_millis(20);
    /// … and some in whole seconds, or two.
    const COARSE: Duration = Duration::from_secs(2);
    let Ok(modified) = about.modified() else {
        return false;
    };
    let whole = modified
        .duration_since(UNIX_EPOCH)
        .is_ok_and(|since| since.subsec_nanos() == 0);
    let step = if whole { COARSE } else { TICK };
    // What is from the future is told by its time as well as anything.
    SystemTime::now()
        .duration_since(modified)
        .map_or(true, |age| age >= step)
}
