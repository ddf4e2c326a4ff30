//! Sources whose articles may want their pages, for the thread that fetches these: [`PageSources`].

use std::sync::Mutex;
use std::time::Duration;

use super::lock::lock;
use super::notify::Notify;
use crate::model::SourceId;

/// Sources whose articles may want their pages, for the thread.
#[derive(Debug, Default)]
pub(super) struct PageSources {
    sources: Mutex<Vec<SourceId>>,
    notify: Notify,
}

impl PageSources {
    /// Adds sources with new articles or other settings, and wakes the thread.
    pub(super) fn add(&self, sources: impl IntoIterator<Item = SourceId>) {
        lock(&self.sources).extend(sources);
        self.notify.notify();
    }

    /// Takes the sources, each once.
    pub(super) fn take(&self) -> Vec<SourceId> {
        let mut sources = std::mem::take(&mut *lock(&self.sources));
        sources.sort_unstable_by_key(|source| source.0);
        sources.dedup();
        sources
    }

    /// Waits for more of them, at most for `at_most`.
    pub(super) fn wait(&self, at_most: Option<Duration>) {
        self.notify.wait(at_most);
    }

    /// Wakes the thread, which looks whether the program ends.
    pub(super) fn wake(&self) {
        self.notify.notify();
    }
}
