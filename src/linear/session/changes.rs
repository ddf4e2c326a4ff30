//! Saving of changes and reading positions.

use std::sync::Arc;

use super::super::error::SessionError;
use super::{Session, row_of};
use crate::library::{Library, MIN_FINGERPRINT_WORDS, NewPlace, SavedChange, UndoResult};
use crate::model::{
    ArticleId, ArticleRef, ArticleState, BookmarkId, ChangeId, Document, Listing, Origin,
    ReadingPosition, RuleAction, SavedSearchId,
};

impl Session {
    /// Saves the position in an article and its progress. Standard input is recognised by its text alone, so short
    /// input is not saved.
    pub(in super::super) fn save_position(
        &mut self,
        article: &ArticleRef,
        document: &Arc<Document>,
        place: Option<&ReadingPosition>,
        progress: f64,
    ) {
        if article.origin == Origin::StandardInput && document.words() < MIN_FINGERPRINT_WORDS {
            return;
        }
        // The text as it was extracted is stored, not the corrected one.
        let extracted = self.recent(article.id);
        let document = extracted.as_ref().unwrap_or(document);
        // A failure is reported when a change of the user is lost, not at every position.
        let _ = self.ensure_row(article, Some(document)).and_then(|row| {
            self.with_writer(|library| library.save_position(row, place, progress))
        });
    }

    /// Toggles the read mark of an article.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn toggle_read(
        &mut self,
        article: &ArticleRef,
    ) -> Result<SavedChange, SessionError> {
        let text = self.recent(article.id);
        let changed = self
            .ensure_row(article, text.as_ref())
            .and_then(|row| self.with_writer(|library| library.toggle_read(row)));
        self.record_unsaved(article, changed, |state| state.is_read = !state.is_read)
    }

    /// Marks an article as read.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn mark_read(
        &mut self,
        article: &ArticleRef,
    ) -> Result<SavedChange, SessionError> {
        let text = self.recent(article.id);
        let changed = self
            .ensure_row(article, text.as_ref())
            .and_then(|row| self.with_writer(|library| library.set_read(&[row], true)));
        self.record_unsaved(article, changed, |state| state.is_read = true)
    }

    /// Marks the unread articles of a listing of the library as read.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn mark_view_read(
        &mut self,
        listing: &Listing,
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.mark_view_read(listing, None))
    }

    /// Marks articles in memory as read, as one change.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn mark_articles_read(
        &mut self,
        articles: &[ArticleRef],
    ) -> Result<SavedChange, SessionError> {
        let mut rows = Vec::new();
        for article in articles {
            if !self.state(article.id).is_read {
                rows.push(self.ensure_row(article, None)?);
            }
        }
        match rows.is_empty() {
            true => Ok(SavedChange::default()),
            false => self.with_writer(|library| library.set_read(&rows, true)),
        }
    }

    /// Mutes an article of the library and the others of its story, or lists them again.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn set_muted(
        &mut self,
        article: ArticleId,
        muted: bool,
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.set_stories_muted(&[article], muted))
    }

    /// Gives a saved search an action, or none.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn set_rule(
        &mut self,
        search: SavedSearchId,
        action: Option<&RuleAction>,
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.set_rule(search, action))
    }

    /// Removes the mark that the text of an article has changed.
    pub(in super::super) fn mark_change_seen(&mut self, article: ArticleId) {
        // A mark that stays is removed next time.
        let _ = self.with_writer(|library| library.mark_change_seen(article));
    }

    /// Deletes an article of the library.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn delete_article(
        &mut self,
        article: ArticleId,
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.delete_article(article))
    }

    /// Bookmarks an article, or removes its bookmark; its bookmarked places stay.
    ///
    /// # Errors
    /// The change can't be saved, or the article can't be read.
    pub(in super::super) fn toggle_bookmark(
        &mut self,
        article: &ArticleRef,
    ) -> Result<SavedChange, SessionError> {
        let changed = self.row_with_text(article).and_then(|(row, text)| {
            self.with_writer(|library| library.toggle_bookmark(row, text.as_deref()))
        });
        self.record_unsaved(article, changed, |state| {
            state.is_bookmarked = !state.is_bookmarked
        })
    }

    /// Bookmarks a place in an article.
    ///
    /// # Errors
    /// The change can't be saved, or the article can't be read.
    pub(in super::super) fn bookmark_place(
        &mut self,
        article: &ArticleRef,
        place: &NewPlace,
    ) -> Result<SavedChange, SessionError> {
        let changed = self.row_with_text(article).and_then(|(row, text)| {
            self.with_writer(|library| library.bookmark_place(row, text.as_deref(), place))
        });
        self.record_unsaved(article, changed, |state| state.is_bookmarked = true)
    }

    /// Replaces the note and the tags of a bookmark.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn edit_bookmark(
        &mut self,
        bookmark: BookmarkId,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.edit_bookmark(bookmark, note, tags))
    }

    /// Removes a bookmark.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn remove_bookmark(
        &mut self,
        bookmark: BookmarkId,
    ) -> Result<SavedChange, SessionError> {
        self.with_writer(|library| library.remove_bookmark(bookmark))
    }

    /// Undoes the last change; a change of an earlier session only if it is `named`.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn undo(
        &mut self,
        named: Option<ChangeId>,
    ) -> Result<UndoResult, SessionError> {
        let undone = self.with_writer(|library| library.undo(named))?;
        self.forget_unsaved(&undone);
        Ok(undone)
    }

    /// Redoes the last undone change.
    ///
    /// # Errors
    /// The change can't be saved.
    pub(in super::super) fn redo(&mut self) -> Result<UndoResult, SessionError> {
        let redone = self.with_writer(Library::redo)?;
        self.forget_unsaved(&redone);
        Ok(redone)
    }

    /// Records the state of an article whose change could not be saved, for this session. A saved change removes it.
    fn record_unsaved(
        &mut self,
        article: &ArticleRef,
        changed: Result<SavedChange, SessionError>,
        change: impl FnOnce(&mut ArticleState),
    ) -> Result<SavedChange, SessionError> {
        if changed.is_ok() {
            self.unsaved.remove(&article.id);
        } else {
            let mut state = self.state(article.id);
            change(&mut state);
            state.is_unsaved = true;
            self.unsaved.insert(article.id, state);
        }
        changed
    }

    fn forget_unsaved(&mut self, undone: &UndoResult) {
        if let UndoResult::Done(_, articles) = undone {
            let rows = &self.rows;
            let row = |id: &ArticleId| row_of(*id, rows);
            self.unsaved
                .retain(|id, _| row(id).is_none_or(|row| !articles.contains(&row)));
        }
    }
}
