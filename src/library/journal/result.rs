//! Results of changes, undo and redo.

use crate::model::{ArticleId, ChangeId, ChangeKind};

/// What a change came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedChange {
    /// What was done; `None` where everything was so already.
    pub kind: Option<ChangeKind>,
    /// The articles that are concerned.
    pub articles: Vec<ArticleId>,
}

/// What undo or redo came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// There is nothing to undo, or to redo.
    Nothing,
    /// The newest change is of an earlier session. Nothing was done.
    NeedsConfirmation(ChangeId, ChangeKind),
    /// It was done: the change, and the articles that are concerned.
    Done(ChangeKind, Vec<ArticleId>),
    /// What it is about was changed since: it is skipped, the next one comes before it.
    Skipped(ChangeKind),
}
