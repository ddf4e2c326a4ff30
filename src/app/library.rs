//! Pending changes of the library, and its counts: [`LibraryState`].
//!
//! A mark such as *read* or *bookmarked* is drawn when the library has reported it as saved, never before.

use super::{Action, effect::Effects, status::Status};
use crate::model::{
    ArticleId, ArticleRow, ArticleState, Change, ChangeId, Counts, Job, SyncProgress,
};

/// Counts of the library, and changes that it has not yet saved.
#[derive(Debug, Default)]
pub(super) struct LibraryState {
    /// Number of changes and undo steps that are not yet saved.
    pending_changes: usize,
    /// The article that was read to its end, until the library has reported it as read.
    pending_finished: Option<ArticleId>,
    /// The open article, if the user has set its read mark by a key.
    marked_by_user: Option<ArticleId>,
    /// The change of another session that undo has named, and that a second undo undoes.
    undo_to_confirm: Option<ChangeId>,
    /// Counts of articles, once they are loaded.
    counts: Option<Counts>,
    /// Progress of running refreshes of feeds.
    refresh: Option<RefreshProgress>,
    /// Progress of running syncs.
    sync: Option<SyncProgress>,
    /// Number of failing sources.
    failing_sources: usize,
    /// True if the last refresh found no network.
    is_offline: bool,
}

/// Progress of running refreshes of feeds, in sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshProgress {
    /// Sources that are done.
    pub done: usize,
    /// All sources.
    pub total: usize,
}

impl LibraryState {
    /// Returns the counts of articles, once they are loaded.
    pub(super) fn counts(&self) -> Option<Counts> {
        self.counts
    }

    /// Sets the counts of articles.
    pub(super) fn set_counts(&mut self, counts: Option<Counts>) {
        self.counts = counts;
    }

    /// Returns the progress of running refreshes of feeds; `None` if there are none.
    pub(super) fn refresh_progress(&self) -> Option<RefreshProgress> {
        self.refresh
    }

    /// Sets the progress of running refreshes of feeds; without sources nothing is refreshed.
    pub(super) fn set_refresh_progress(&mut self, done: usize, total: usize) {
        self.refresh = (total > 0).then_some(RefreshProgress { done, total });
    }

    /// Returns the progress of running syncs of accounts; `None` if there are none.
    pub(super) fn sync_progress(&self) -> Option<SyncProgress> {
        self.sync
    }

    /// Sets the progress of running syncs of accounts.
    pub(super) fn set_sync_progress(&mut self, progress: Option<SyncProgress>) {
        self.sync = progress;
    }

    /// Returns the number of failing sources.
    pub(super) fn failing_sources(&self) -> usize {
        self.failing_sources
    }

    /// Sets the number of failing sources.
    pub(super) fn set_failing_sources(&mut self, count: usize) {
        self.failing_sources = count;
    }

    /// Takes whether the last refresh found no network. Returns true if the one before had found none.
    pub(super) fn set_offline(&mut self, is_offline: bool) -> bool {
        std::mem::replace(&mut self.is_offline, is_offline)
    }

    /// Returns true if changes are not yet saved.
    pub(super) fn has_pending_changes(&self) -> bool {
        self.pending_changes > 0
    }

    /// Returns true if an action depends on changes that are not yet saved.
    pub(super) fn is_waiting_for_save(&self, action: Action) -> bool {
        self.pending_changes > 0 && action.needs_changes()
    }

    /// Submits a change.
    pub(super) fn change(&mut self, change: Change, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::SaveChange(change));
    }

    /// Leaves the read mark of the open article to the user, who has set it by a key; `None` for no article.
    pub(super) fn set_marked_by_user(&mut self, article: Option<ArticleId>) {
        self.marked_by_user = article;
    }

    /// Marks an article as read without a message; does nothing if it is read or being marked, or if the user has set
    /// its mark since it was opened.
    pub(super) fn mark_finished(&mut self, article: &ArticleRow, effects: &mut Effects) {
        let is_decided = [self.pending_finished, self.marked_by_user].contains(&Some(article.id));
        if !article.state.is_read && !is_decided {
            self.pending_finished = Some(article.id);
            self.change(Change::MarkFinished(article.reference()), effects);
        }
    }

    /// Undoes the last change. A change of another session is named first, and undone by the next call.
    pub(super) fn undo(&mut self, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::Undo(self.undo_to_confirm.take()));
    }

    /// Redoes the last undone change.
    pub(super) fn redo(&mut self, effects: &mut Effects) {
        self.pending_changes += 1;
        effects.submit(Job::Redo);
    }

    /// Counts a change as done: it is saved, or there was nothing to change.
    pub(super) fn confirm_saved(&mut self) {
        self.pending_changes = self.pending_changes.saturating_sub(1);
    }

    /// Counts a change as done and reports that it could not be saved.
    pub(super) fn report_save_failure(&mut self, reason: &str, status: &mut Status) {
        self.confirm_saved();
        status.report_error(format!("not saved: {reason}"));
    }

    /// Remembers a change of another session that the next undo is to undo.
    pub(super) fn confirm_undo(&mut self, id: ChangeId) {
        self.confirm_saved();
        self.undo_to_confirm = Some(id);
    }

    /// Receives the state of an article; ends the wait for its *read* mark.
    pub(super) fn receive_state(&mut self, id: ArticleId, state: &ArticleState) {
        if state.is_read {
            self.pending_finished.take_if(|finished| *finished == id);
        }
    }
}
