//! State of the library as the app knows it: its counts, and the changes that it has not confirmed yet: [`LibraryState`].
//!
//! A mark is drawn when the library has said that it is saved, not before.

use super::{Action, effect::Effects, status::Status};
use crate::model::{ArticleId, ArticleRow, ArticleState, Change, ChangeId, Counts, Job};

/// Counts of the library, and the changes that it has not confirmed yet.
#[derive(Debug, Default)]
pub(super) struct LibraryState {
    /// Number of changes that are being saved.
    pending_changes: usize,
    /// The article that was read to its end, until its mark has come.
    pending_finished: Option<ArticleId>,
    /// The change of an earlier session that undo has named, and undoes when it is pressed again.
    undo_to_confirm: Option<ChangeId>,
    counts: Option<Counts>,
}

impl LibraryState {
    /// Returns how many articles there are in the library, once that is known.
    pub(super) fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// Takes in how many articles there are.
    pub(super) fn set_counts(&mut self, counts: Option<Counts>) {
        self.counts = counts;
    }

    /// True if there are changes that the library has not confirmed.
    pub(super) fn has_pending_changes(&self) -> bool {
        self.pending_changes > 0
    }

    /// True if an action depends on changes that are on their way.
    pub(super) fn is_waiting_for_save(&self, action: Action) -> bool {
        self.pending_changes > 0 && action.needs_changes()
    }

    /// Asks for a change.
    pub(super) fn change(&mut self, change: Change, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::Change(change));
    }

    /// Marks an article as read, of which nothing is said.
    pub(super) fn mark_finished(&mut self, article: &ArticleRow, effects: &mut Effects) {
        if !article.state.is_read && self.pending_finished != Some(article.id) {
            self.pending_finished = Some(article.id);
            self.change(Change::MarkFinished(article.reference()), effects);
        }
    }

    /// Undoes the newest change. One of an earlier session is named first.
    pub(super) fn undo(&mut self, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::Undo(self.undo_to_confirm.take()));
    }

    /// Redoes the change that was undone last.
    pub(super) fn redo(&mut self, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::Redo);
    }

    /// Takes in that a change is saved, or that there was none.
    pub(super) fn confirm_saved(&mut self) {
        self.pending_changes = self.pending_changes.saturating_sub(1);
    }

    /// Takes in that a change could not be saved.
    pub(super) fn report_save_failure(&mut self, reason: &str, status: &mut Status) {
        self.confirm_saved();
        status.report_error(format!("not saved: {reason}"));
    }

    /// Takes in that the newest change is of an earlier session: undo has to be pressed again.
    pub(super) fn confirm_undo(&mut self, id: ChangeId) {
        self.confirm_saved();
        self.undo_to_confirm = Some(id);
    }

    /// Takes in the state of an article: the mark that was waited for may have come.
    pub(super) fn receive_state(&mut self, id: ArticleId, state: &ArticleState) {
        if state.is_read {
            self.pending_finished.take_if(|finished| *finished == id);
        }
    }
}
