//! The places read, to go back and forward through as in a browser: [`History`].
//!
//! A place joins the history when it is left by a jump: to a section, a match, the start or the end, another article. Scrolling
//! leaves nothing behind.

use super::{ReaderPane, TextPosition};
use crate::model::{ArticleId, Place};

/// A place in an article that was read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct HistoryEntry {
    article: ArticleId,
    /// The position by content; `None` is the start.
    at: Option<Place>,
}

/// The places that were left.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Those before this one, the latest last.
    back: Vec<HistoryEntry>,
    /// Those that one came back from, the latest last.
    forward: Vec<HistoryEntry>,
    /// The article that was opened last.
    article: Option<ArticleId>,
}

/// An article, and the position in it by content; `None` is its start.
pub(super) type Left = (ArticleId, Option<Place>);

/// How many places are kept in each direction.
const MOST_PLACES: usize = 200;

impl History {
    /// The articles of all places.
    pub(super) fn articles(&self) -> Vec<ArticleId> {
        let places = self.back.iter().chain(&self.forward);
        places
            .map(|place| place.article)
            .chain(self.article)
            .collect()
    }

    /// The places before, with the one that is read now as the last of them, and those after.
    pub(super) fn places(&self, here: Option<HistoryEntry>) -> (Vec<Left>, Vec<Left>) {
        let named = |place: &HistoryEntry| (place.article, place.at.clone());
        let back = self.back.iter().chain(here.as_ref()).map(named).collect();
        (back, self.forward.iter().map(named).collect())
    }

    /// Takes over the places of an earlier run, where this one has none yet.
    fn precede(&mut self, back: Vec<Left>, forward: Vec<Left>) {
        let place = |(article, at): Left| HistoryEntry { article, at };
        self.back.splice(0..0, back.into_iter().map(place));
        let excess = self.back.len().saturating_sub(MOST_PLACES);
        self.back.drain(..excess);
        if self.forward.is_empty() && self.article.is_none() {
            self.forward = forward.into_iter().map(place).collect();
        }
    }

    /// Puts a place that a jump has left before this one. What lay ahead is forgotten.
    fn leave(&mut self, place: HistoryEntry) {
        push(&mut self.back, place);
        self.forward.clear();
    }
}

impl ReaderPane {
    /// The place read now: in the article that is open, or the one that was last.
    pub(in crate::app) fn here(&self) -> Option<HistoryEntry> {
        let article = self.history.article?;
        let at = match self.own_text() {
            Some(text) if self.opened && text.id() == article => text.anchored_position(),
            _ => self.positions.of(article).cloned(),
        };
        Some(HistoryEntry { article, at })
    }

    /// The position in the text of the article that is open.
    pub(in crate::app) fn position(&self) -> Option<(ArticleId, TextPosition)> {
        let text = self.own_text().filter(|_| self.opened)?;
        Some((text.id(), text.position()))
    }

    /// Keeps the place that a jump has left, if it led anywhere.
    pub(in crate::app) fn jumped_from(&mut self, left: Option<HistoryEntry>) {
        if let Some(left) = left.filter(|left| Some(left) != self.here().as_ref()) {
            self.history.leave(left);
            self.positions.history_has_changed();
        }
    }

    /// Keeps the position that a motion within the article has left, if it led anywhere. Opening another article keeps itself what
    /// was left.
    pub(in crate::app) fn jumped_within(&mut self, left: Option<(ArticleId, TextPosition)>) {
        let (Some((article, left)), Some((now, position))) = (left, self.position()) else {
            return;
        };
        let text = self
            .own_text()
            .filter(|_| article == now && left != position);
        if let Some(at) = text.map(|text| text.anchor_of(left)) {
            self.history.leave(HistoryEntry { article, at });
            self.positions.history_has_changed();
        }
    }

    /// Keeps the place in the article that was open before `article` is.
    pub(super) fn leave_for(&mut self, article: ArticleId) {
        if self.history.article != Some(article) {
            let left = self.here();
            self.history.article = Some(article);
            self.positions.history_has_changed();
            self.jumped_from(left);
        }
    }

    /// Forgets a place again that a jump has just left.
    pub(super) fn forget_jump(&mut self, left: Option<&HistoryEntry>) {
        self.history.back.pop_if(|last| Some(&*last) == left);
    }

    /// Takes the place before this one from the history, or the one after. From the list the place read last comes first.
    pub(in crate::app) fn step_history(
        &mut self,
        forward: bool,
        from_list: bool,
    ) -> Option<HistoryEntry> {
        let here = self.here();
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
            push(to, here);
        }
        self.positions.history_has_changed();
        Some(place)
    }

    /// Makes ready for going to a place of the history: its article opens there. Gives the article.
    pub(in crate::app) fn return_to(&mut self, place: &HistoryEntry) -> ArticleId {
        self.leave_source();
        // Before the article opens, so that its opening is no jump of its own.
        self.history.article = Some(place.article);
        if self.shown != Some(place.article) {
            self.remember_position();
        }
        self.positions.remember(place.article, place.at.clone());
        if let Some(text) = self.text.as_mut().filter(|text| text.id() == place.article) {
            text.end_find();
            text.restore_position(place.at.as_ref());
        }
        place.article
    }

    /// Puts the places read in earlier runs before those of this one.
    pub(in crate::app) fn precede_history(&mut self, before: Vec<Left>, after: Vec<Left>) {
        self.history.precede(before, after);
    }
}

fn push(places: &mut Vec<HistoryEntry>, place: HistoryEntry) {
    if places.last() != Some(&place) {
        places.push(place);
    }
    if places.len() > MOST_PLACES {
        places.remove(0);
    }
}
