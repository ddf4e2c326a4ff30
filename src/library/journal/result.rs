//! Results of changes, undo and redo.

use crate::model::{ArticleId, ChangeId, ChangeKind, ChangeOrigin};

/// Result of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedChange {
    /// Kind of the change; `None` if it changed nothing.
    pub kind: Option<ChangeKind>,
    /// Articles that the change affects.
    pub articles: Vec<ArticleId>,
}

/// Result of an undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoResult {
    /// There is nothing to undo or redo.
    Nothing,
    /// The newest change is from another session, and nothing was done. An undo with this id as confirmation undoes it.
    NeedsConfirmation(ChangeId, ChangeKind, ChangeOrigin),
    /// The change was undone or redone; its kind and the affected articles.
    Done(ChangeKind, Vec<ArticleId>),
    /// The change was skipped, since its subject was changed later. The next undo takes the change before it.
    Skipped(ChangeKind),
}
