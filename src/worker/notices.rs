//! Notices about the library for the user: [`Notices`].

use std::sync::Mutex;

use super::lock::lock;

/// Lines for the user, each sent once in a session.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<PendingNotices>);

#[derive(Debug, Default)]
struct PendingNotices {
    waiting: Vec<String>,
    added: Vec<String>,
}

impl Notices {
    /// Adds a line, unless it was added before.
    pub(super) fn add(&self, notice: String) {
        let mut inner = lock(&self.0);
        if !inner.added.contains(&notice) {
            inner.added.push(notice.clone());
            inner.waiting.push(notice);
        }
    }

    /// Returns the lines that were added since the last call.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.0).waiting)
    }
}
