//! Files that have changed and may still be changing: [`TouchedFiles`].

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Times of the first and the last change of each file.
#[derive(Default)]
pub(super) struct TouchedFiles(BTreeMap<PathBuf, (Instant, Instant)>);

/// Length of a pause after which a changed file is read.
const QUIET: Duration = Duration::from_millis(300);
/// Longest time that a file which keeps changing is left unread.
const MAX_DELAY: Duration = Duration::from_secs(5);

impl TouchedFiles {
    pub(super) fn add(&mut self, path: PathBuf) {
        let now = Instant::now();
        self.0.entry(path).or_insert((now, now)).1 = now;
    }

    fn due((first, last): &(Instant, Instant)) -> Instant {
        (*last + QUIET).min(*first + MAX_DELAY)
    }

    /// Returns the time at which the next file is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.0.values().map(Self::due).min()
    }

    /// Takes out the files that are to be read now.
    pub(super) fn take_due(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let due: Vec<PathBuf> = self
            .0
            .iter()
            .filter(|(_, times)| Self::due(times) <= now)
            .map(|(path, _)| path.clone())
            .collect();
        for path in &due {
            self.0.remove(path);
        }
        due
    }
}
