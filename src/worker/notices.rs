//! Notices about the library for the user: [`Notices`].

use std::sync::Mutex;

use super::lock::lock;
use crate::model::{LibraryNotice, Outcome};
use crate::text::clean;

/// Notices for the user, each sent once in a session.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<PendingNotices>);

/// A notice for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// Condition of the library.
    Library(LibraryNotice),
    /// A failed task of the library, in one line.
    Warning(String),
}

impl Notice {
    /// Returns the outcome that reports this notice.
    pub(super) fn into_outcome(self) -> Outcome {
        match self {
            Self::Library(notice) => Outcome::LibraryNotice(notice),
            Self::Warning(text) => Outcome::Warning(clean::clean_line(&text).into_owned()),
        }
    }
}

impl From<LibraryNotice> for Notice {
    fn from(notice: LibraryNotice) -> Self {
        Self::Library(notice)
    }
}

impl From<String> for Notice {
    fn from(text: String) -> Self {
        Self::Warning(text)
    }
}

#[derive(Debug, Default)]
struct PendingNotices {
    waiting: Vec<Notice>,
    added: Vec<Notice>,
}

impl Notices {
    /// Adds a notice, unless it was added before.
    pub(super) fn add(&self, notice: impl Into<Notice>) {
        let notice = notice.into();
        let mut inner = lock(&self.0);
        if !inner.added.contains(&notice) {
            inner.added.push(notice.clone());
            inner.waiting.push(notice);
        }
    }

    /// Returns the notices that were added since the last call.
    pub(super) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut lock(&self.0).waiting)
    }
}
