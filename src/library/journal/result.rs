//! Results of changes, undo and redo.

use crate::model::{ArticleId, ChangeId, ChangeKind};

/// Result of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedChange {
    /// Kind of the change; `None` if it changed nothing.
    pub kind: Option<ChangeKind>,
    /// The articles that are concerned.
    pub articles: Vec<ArticleId>,
}

/// Result of an undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoResult {
    /// Nothing to undo or redo.
    Nothing,
    /// The newest change is of an earlier session. Nothing was done.
    NeedsConfirmation(ChangeId, ChangeKind),
    /// Undone or redone: the change, and its articles.
    Done(ChangeKind, Vec<ArticleId>),
    /// Skipped, since its subject was changed later; the next undo takes the change before it.
    Skipped(ChangeKind),
}
