//! Reading positions of articles: remembered when an article is left, restored when it is opened again. The library
//! saves the current one when the article is left, at quit, and shortly after the last movement.

mod store;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{ReaderPane, TextPosition};
use crate::app::effect::Effects;
use crate::app::list::List;
pub(super) use store::Positions;

use crate::model::{ArticleId, ArticleRef, ArticleRow, Job, ReadingPosition};

/// Time between a movement and saving the position.
const SAVE_DELAY: TimeDelta = TimeDelta::milliseconds(1_500);

impl ReaderPane {
    /// Goes to the reading position of the shown article.
    pub(super) fn restore_position(&mut self) {
        if let Some(text) = &mut self.text {
            let position = self.positions.reading_positions.get(&text.id());
            text.restore_position(position);
        }
    }

    /// Remembers the reading position of the shown article if it was opened.
    pub(in crate::app) fn remember_position(&mut self) {
        let Some(text) = self.article_text().filter(|_| self.is_open) else {
            return;
        };
        let (id, position, is_at_end) = (text.id(), text.reading_position(), text.is_at_end());
        self.positions.set_position(id, position);
        self.positions.left_in_session.insert(id);
        match is_at_end {
            true => self.positions.left_at_end.insert(id),
            false => self.positions.left_at_end.remove(&id),
        };
    }

    /// Returns true if an article was left at its end, in this session or an earlier one.
    pub(super) fn was_finished(&self, id: ArticleId, list: &List) -> bool {
        match self.positions.left_in_session.contains(&id) {
            true => self.positions.left_at_end.contains(&id),
            false => list
                .get(id)
                .is_some_and(|article| article.state.progress >= 1.0),
        }
    }

    /// Returns the time by which the position must be saved.
    pub(in crate::app) fn save_deadline(&self) -> Option<DateTime<FixedOffset>> {
        self.positions.save_deadline
    }

    /// Sets the deadline for saving if the position differs from the saved one. Called after every change.
    pub(in crate::app) fn schedule_save(&mut self, now: DateTime<FixedOffset>) {
        if self.positions.save_deadline.is_none() && self.unsaved_position().is_some() {
            self.positions.save_deadline = Some(now + SAVE_DELAY);
        }
    }

    /// Returns the position in the open article if it differs from the saved one.
    fn unsaved_position(&self) -> Option<(ArticleId, TextPosition)> {
        let position = self.position()?;
        (self.positions.saved_position != Some(position)).then_some(position)
    }

    /// Saves the position in the open article if it differs from the saved one.
    pub(in crate::app) fn save_position(&mut self, list: &List, effects: &mut Effects) {
        self.positions.save_deadline = None;
        let (Some(position), Some(text)) = (self.unsaved_position(), self.article_text()) else {
            return;
        };
        let progress = f64::from(text.percent()) / 100.0;
        let reading_position = text.reading_position();
        if let Some(article) = list.get(position.0).map(ArticleRow::reference) {
            self.positions.saved_position = Some(position);
            effects.submit(Job::SavePosition {
                article,
                position: reading_position,
                progress,
            });
        }
    }

    /// Saves the history if it has changed.
    pub(in crate::app) fn save_history(&mut self, list: &List, effects: &mut Effects) {
        if !std::mem::take(&mut self.positions.has_history_changed) {
            return;
        }
        let with_reference = |(id, at): (ArticleId, Option<ReadingPosition>)| -> Option<(ArticleRef, Option<ReadingPosition>)> {
            Some((list.get(id)?.reference(), at))
        };
        let positions = self.history.positions(self.current_position());
        let back: Vec<_> = positions
            .back
            .into_iter()
            .filter_map(with_reference)
            .collect();
        let forward: Vec<_> = positions
            .forward
            .into_iter()
            .filter_map(with_reference)
            .collect();
        effects.submit(Job::SaveHistory { back, forward });
    }

    /// Receives the saved reading position of an article, which comes before its text. A position of this session takes
    /// precedence.
    pub(in crate::app) fn receive_saved_position(
        &mut self,
        id: ArticleId,
        position: Option<ReadingPosition>,
    ) {
        let shown = self.article_text().is_some_and(|text| text.id() == id);
        if position.is_some() && !shown && !self.positions.left_in_session.contains(&id) {
            self.positions.set_position(id, position);
        }
    }
}
