//! Positions at which articles were left: [`Positions`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use crate::app::reader::TextPosition;
use crate::model::{ArticleId, ReadingPosition};

/// Positions at which articles were left, and what of that is not saved yet.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct Positions {
    /// Position at which each article that was opened was left.
    pub(super) reading_positions: HashMap<ArticleId, ReadingPosition>,
    /// The articles that this run has left: where counts more than what the library says.
    pub(super) left_in_session: HashSet<ArticleId>,
    /// Latest time at which the position is saved.
    pub(super) save_deadline: Option<DateTime<FixedOffset>>,
    /// The position that was saved last.
    pub(super) saved_position: Option<(ArticleId, TextPosition)>,
    /// True if the history has changed since it was saved.
    pub(super) has_history_changed: bool,
}

impl Positions {
    /// Position at which an article was left; `None` for its start.
    pub(in crate::app::reader) fn position_of(&self, id: ArticleId) -> Option<&ReadingPosition> {
        self.reading_positions.get(&id)
    }

    /// True if it is known where an article was left.
    pub(in crate::app::reader) fn has_position(&self, id: ArticleId) -> bool {
        self.reading_positions.contains_key(&id)
    }

    /// Remembers where an article was left; `None` for its start.
    pub(in crate::app::reader) fn set_position(
        &mut self,
        id: ArticleId,
        place: Option<ReadingPosition>,
    ) {
        match place {
            Some(place) => self.reading_positions.insert(id, place),
            None => self.reading_positions.remove(&id),
        };
    }

    /// Takes note that the history is to be saved.
    pub(in crate::app::reader) fn set_history_changed(&mut self) {
        self.has_history_changed = true;
    }
}
