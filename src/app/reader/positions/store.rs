//! Positions at which articles were left: [`Positions`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use crate::app::reader::TextPosition;
use crate::model::{ArticleId, ReadingPosition};

/// Positions at which articles were left, and what of that is not saved yet.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct Positions {
    /// Position at which each article that was opened was left.
    pub(super) left_at: HashMap<ArticleId, ReadingPosition>,
    /// The articles that this run has left: where counts more than what the library says.
    pub(super) left: HashSet<ArticleId>,
    /// When the position is saved at the latest.
    pub(super) due: Option<DateTime<FixedOffset>>,
    /// The position that was saved last.
    pub(super) saved: Option<(ArticleId, TextPosition)>,
    /// True if the history has changed since it was saved.
    pub(super) history_changed: bool,
}

impl Positions {
    /// Position at which an article was left; `None` for its start.
    pub(in crate::app::reader) fn of(&self, id: ArticleId) -> Option<&ReadingPosition> {
        self.left_at.get(&id)
    }

    /// True if it is known where an article was left.
    pub(in crate::app::reader) fn is_left(&self, id: ArticleId) -> bool {
        self.left_at.contains_key(&id)
    }

    /// Remembers where an article was left; `None` for its start.
    pub(in crate::app::reader) fn remember(
        &mut self,
        id: ArticleId,
        place: Option<ReadingPosition>,
    ) {
        match place {
            Some(place) => self.left_at.insert(id, place),
            None => self.left_at.remove(&id),
        };
    }

    /// Takes note that the history is to be saved.
    pub(in crate::app::reader) fn history_has_changed(&mut self) {
        self.history_changed = true;
    }
}
