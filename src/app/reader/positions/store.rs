//! Reading positions of this session, and the unsaved parts of them: [`Positions`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use crate::app::reader::TextPosition;
use crate::model::{ArticleId, ReadingPosition};

/// Reading positions, and the unsaved parts of them.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct Positions {
    /// Reading position of each article that was opened.
    pub(super) reading_positions: HashMap<ArticleId, ReadingPosition>,
    /// Articles that were left in this session; their positions take precedence over those of the library.
    pub(super) left_in_session: HashSet<ArticleId>,
    /// Articles that were left at their end in this session.
    pub(super) left_at_end: HashSet<ArticleId>,
    /// Time by which the current position must be saved.
    pub(super) save_deadline: Option<DateTime<FixedOffset>>,
    /// The position that was last saved.
    pub(super) saved_position: Option<(ArticleId, TextPosition)>,
    /// True if the history has changed since it was saved.
    pub(super) has_history_changed: bool,
}

impl Positions {
    /// Returns the reading position of an article; `None` for its start.
    pub(in crate::app::reader) fn position_of(&self, id: ArticleId) -> Option<&ReadingPosition> {
        self.reading_positions.get(&id)
    }

    /// Returns true if an article has a reading position.
    pub(in crate::app::reader) fn has_position(&self, id: ArticleId) -> bool {
        self.reading_positions.contains_key(&id)
    }

    /// Sets the reading position of an article; `None` for its start.
    pub(in crate::app::reader) fn set_position(
        &mut self,
        id: ArticleId,
        position: Option<ReadingPosition>,
    ) {
        match position {
            Some(position) => self.reading_positions.insert(id, position),
            None => self.reading_positions.remove(&id),
        };
    }

    /// Marks the history as changed, to be saved.
    pub(in crate::app::reader) fn set_history_changed(&mut self) {
        self.has_history_changed = true;
    }
}
