//! History of positions, as in a browser: jumps add the position before them, and one goes back and forward through
//! them.

mod entries;

use super::{ReaderPane, TextPosition};
use crate::model::ArticleId;

pub(super) use entries::History;
pub(in crate::app) use entries::HistoryEntry;
use entries::{HistoryPosition, push_entry};

impl ReaderPane {
    /// Returns the current position: in the open article, or in the one that was last open.
    pub(in crate::app) fn current_position(&self) -> Option<HistoryEntry> {
        let article = self.history.last_opened?;
        let at = match self.article_text() {
            Some(text) if self.is_open && text.id() == article => text.reading_position(),
            _ => self.positions.position_of(article).cloned(),
        };
        Some(HistoryEntry {
            article,
            position: at,
        })
    }

    /// Returns the position in the text of the open article.
    pub(in crate::app) fn position(&self) -> Option<(ArticleId, TextPosition)> {
        let text = self.article_text().filter(|_| self.is_open)?;
        Some((text.id(), text.position()))
    }

    /// Adds the position before a jump to the history, if the jump has moved.
    pub(in crate::app) fn record_jump(&mut self, left: Option<HistoryEntry>) {
        if let Some(left) = left.filter(|left| Some(left) != self.current_position().as_ref()) {
            self.history.record(left);
            self.positions.set_history_changed();
        }
    }

    /// Adds the position before a motion within the article to the history, if it has moved. Opening another article
    /// adds the position itself.
    pub(in crate::app) fn record_jump_within(&mut self, left: Option<(ArticleId, TextPosition)>) {
        let (Some((article, left)), Some((now, position))) = (left, self.position()) else {
            return;
        };
        let text = self
            .article_text()
            .filter(|_| article == now && left != position);
        if let Some(at) = text.map(|text| text.reading_position_of(left)) {
            self.history.record(HistoryEntry {
                article,
                position: at,
            });
            self.positions.set_history_changed();
        }
    }

    /// Adds the position in the previous article to the history before `article` is opened.
    pub(super) fn record_leaving(&mut self, article: ArticleId) {
        if self.history.last_opened != Some(article) {
            let left = self.current_position();
            self.history.last_opened = Some(article);
            self.positions.set_history_changed();
            self.record_jump(left);
        }
    }

    /// Removes a position that a jump has just added.
    pub(super) fn remove_jump(&mut self, left: Option<&HistoryEntry>) {
        self.history.back.pop_if(|last| Some(&*last) == left);
    }

    /// Takes the previous or next position out of the history. From the list, the previous one is the last reading
    /// position.
    pub(in crate::app) fn step_history(
        &mut self,
        forward: bool,
        from_list: bool,
    ) -> Option<HistoryEntry> {
        let current = self.current_position();
        if from_list && !forward && current.is_some() {
            return current;
        }
        let history = &mut self.history;
        let (from, to) = if forward {
            (&mut history.forward, &mut history.back)
        } else {
            (&mut history.back, &mut history.forward)
        };
        // A position that the user has already reached by scrolling is skipped.
        let mut entry = from.pop();
        while entry.is_some() && entry == current {
            entry = from.pop();
        }
        let entry = entry?;
        if let Some(current) = current {
            push_entry(to, current);
        }
        self.positions.set_history_changed();
        Some(entry)
    }

    /// Prepares going to a position of the history: its article will open there. Returns the article.
    pub(in crate::app) fn return_to(&mut self, entry: &HistoryEntry) -> ArticleId {
        self.leave_other_text();
        // Set before the article opens, so that opening it does not add a jump.
        self.history.last_opened = Some(entry.article);
        if self.shown != Some(entry.article) {
            self.remember_position();
        }
        self.positions
            .set_position(entry.article, entry.position.clone());
        if let Some(text) = self.text.as_mut().filter(|text| text.id() == entry.article) {
            text.end_find();
            text.restore_position(entry.position.as_ref());
        }
        entry.article
    }

    /// Adds the history of earlier sessions before that of this one.
    pub(in crate::app) fn prepend_history(
        &mut self,
        before: Vec<HistoryPosition>,
        after: Vec<HistoryPosition>,
    ) {
        self.history.prepend(before, after);
    }
}
