//! The places read, to go back and forward through as in a browser: [`History`].
//!
//! A place joins the history when it is left by a jump: to a section, a match, the start or the end, another article. Scrolling
//! leaves nothing behind.

use crate::model::{ArticleId, ReadingPosition};

/// A place in an article that was read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct HistoryEntry {
    pub(super) article: ArticleId,
    /// The position by content; `None` is the start.
    pub(super) position: Option<ReadingPosition>,
}

/// The places that were left.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct History {
    /// Positions before the present one, the latest last.
    pub(super) back: Vec<HistoryEntry>,
    /// Positions that the user went back from, the latest last.
    pub(super) forward: Vec<HistoryEntry>,
    /// The article that was opened last.
    pub(super) last_opened: Option<ArticleId>,
}

/// An article, and the position in it by content; `None` is its start.
pub(in crate::app) type HistoryPosition = (ArticleId, Option<ReadingPosition>);

/// Number of places that are kept in each direction.
const MAX_POSITIONS: usize = 200;

impl History {
    /// Returns the articles of all places.
    pub(in crate::app::reader) fn articles(&self) -> Vec<ArticleId> {
        let places = self.back.iter().chain(&self.forward);
        places
            .map(|place| place.article)
            .chain(self.last_opened)
            .collect()
    }

    /// Returns the places before, with the one that is read now as the last of them, and those after.
    pub(in crate::app::reader) fn positions(
        &self,
        here: Option<HistoryEntry>,
    ) -> (Vec<HistoryPosition>, Vec<HistoryPosition>) {
        let named = |place: &HistoryEntry| (place.article, place.position.clone());
        let back = self.back.iter().chain(here.as_ref()).map(named).collect();
        (back, self.forward.iter().map(named).collect())
    }

    /// Takes over the places of an earlier run, where this one has none yet.
    pub(super) fn prepend(&mut self, back: Vec<HistoryPosition>, forward: Vec<HistoryPosition>) {
        let place = |(article, at): HistoryPosition| HistoryEntry {
            article,
            position: at,
        };
        self.back.splice(0..0, back.into_iter().map(place));
        let excess = self.back.len().saturating_sub(MAX_POSITIONS);
        self.back.drain(..excess);
        if self.forward.is_empty() && self.last_opened.is_none() {
            self.forward = forward.into_iter().map(place).collect();
        }
    }

    /// Puts a place that a jump has left before this one. What lay ahead is forgotten.
    pub(super) fn record(&mut self, place: HistoryEntry) {
        push_entry(&mut self.back, place);
        self.forward.clear();
    }
}

pub(super) fn push_entry(places: &mut Vec<HistoryEntry>, place: HistoryEntry) {
    if places.last() != Some(&place) {
        places.push(place);
    }
    if places.len() > MAX_POSITIONS {
        places.remove(0);
    }
}
