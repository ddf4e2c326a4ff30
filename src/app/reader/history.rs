//! Jumps: the place that one leaves joins the history, and one goes back and forward through it as in a browser.

mod entries;

use super::{ReaderPane, TextPosition};
use crate::model::ArticleId;

pub(super) use entries::History;
pub(in crate::app) use entries::HistoryEntry;
use entries::{HistoryPosition, push_entry};

impl ReaderPane {
    /// The place read now: in the article that is open, or the one that was last.
    pub(in crate::app) fn current_position(&self) -> Option<HistoryEntry> {
        let article = self.history.last_opened?;
        let at = match self.article_text() {
            Some(text) if self.is_open && text.id() == article => text.anchored_position(),
            _ => self.positions.position_of(article).cloned(),
        };
        Some(HistoryEntry {
            article,
            position: at,
        })
    }

    /// Returns the position in the text of the article that is open.
    pub(in crate::app) fn position(&self) -> Option<(ArticleId, TextPosition)> {
        let text = self.article_text().filter(|_| self.is_open)?;
        Some((text.id(), text.position()))
    }

    /// Keeps the place that a jump has left, if it led anywhere.
    pub(in crate::app) fn record_jump(&mut self, left: Option<HistoryEntry>) {
        if let Some(left) = left.filter(|left| Some(left) != self.current_position().as_ref()) {
            self.history.record(left);
            self.positions.set_history_changed();
        }
    }

    /// Keeps the position that a motion within the article has left, if it led anywhere. Opening another article keeps itself what
    /// was left.
    pub(in crate::app) fn record_jump_within(&mut self, left: Option<(ArticleId, TextPosition)>) {
        let (Some((article, left)), Some((now, position))) = (left, self.position()) else {
            return;
        };
        let text = self
            .article_text()
            .filter(|_| article == now && left != position);
        if let Some(at) = text.map(|text| text.anchor_of(left)) {
            self.history.record(HistoryEntry {
                article,
                position: at,
            });
            self.positions.set_history_changed();
        }
    }

    /// Keeps the place in the article that was open before `article` is.
    pub(super) fn record_leaving(&mut self, article: ArticleId) {
        if self.history.last_opened != Some(article) {
            let left = self.current_position();
            self.history.last_opened = Some(article);
            self.positions.set_history_changed();
            self.record_jump(left);
        }
    }

    /// Forgets a place again that a jump has just left.
    pub(super) fn remove_jump(&mut self, left: Option<&HistoryEntry>) {
        self.history.back.pop_if(|last| Some(&*last) == left);
    }

    /// Takes the place before this one from the history, or the one after. From the list the place read last comes first.
    pub(in crate::app) fn step_history(
        &mut self,
        forward: bool,
        from_list: bool,
    ) -> Option<HistoryEntry> {
        let here = self.current_position();
        if from_list && !forward && here.is_some() {
            return here;
        }
        let history = &mut self.history;
        let (from, to) = if forward {
            (&mut history.forward, &mut history.back)
        } else {
            (&mut history.back, &mut history.forward)
        };
        // Who has scrolled there already goes on to the next.
        let mut place = from.pop();
        while place.is_some() && place == here {
            place = from.pop();
        }
        let place = place?;
        if let Some(here) = here {
            push_entry(to, here);
        }
        self.positions.set_history_changed();
        Some(place)
    }

    /// Makes ready for going to a place of the history: its article opens there. Gives the article.
    pub(in crate::app) fn return_to(&mut self, place: &HistoryEntry) -> ArticleId {
        self.leave_source();
        // Before the article opens, so that its opening is no jump of its own.
        self.history.last_opened = Some(place.article);
        if self.shown != Some(place.article) {
            self.remember_position();
        }
        self.positions
            .set_position(place.article, place.position.clone());
        if let Some(text) = self.text.as_mut().filter(|text| text.id() == place.article) {
            text.end_find();
            text.restore_position(place.position.as_ref());
        }
        place.article
    }

    /// Puts the places read in earlier runs before those of this one.
    pub(in crate::app) fn prepend_history(
        &mut self,
        before: Vec<HistoryPosition>,
        after: Vec<HistoryPosition>,
    ) {
        self.history.prepend(before, after);
    }
}
