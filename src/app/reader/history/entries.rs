//! The positions to go back and forward to, as in a browser: [`History`].
//!
//! A position joins the history when a jump leaves it: to a section, a match, the start or the end, another article.
//! Scrolling adds nothing.

use crate::model::{ArticleId, ReadingPosition};

/// A position in an article.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct HistoryEntry {
    /// Article.
    pub(super) article: ArticleId,
    /// Position; `None` is the start.
    pub(super) position: Option<ReadingPosition>,
}

/// Positions before and after the current one.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct History {
    /// Earlier positions, newest last.
    pub(super) back: Vec<HistoryEntry>,
    /// Positions that the user came back from, newest last.
    pub(super) forward: Vec<HistoryEntry>,
    /// Article that was last opened.
    pub(super) last_opened: Option<ArticleId>,
}

/// An article and the position in it; `None` is its start.
pub(in crate::app) type HistoryPosition = (ArticleId, Option<ReadingPosition>);

/// The positions before and after the current one.
#[derive(Debug)]
pub(in crate::app::reader) struct HistoryPositions {
    /// Earlier positions with the current one as the last, newest last.
    pub(in crate::app::reader) back: Vec<HistoryPosition>,
    /// Later positions, newest last.
    pub(in crate::app::reader) forward: Vec<HistoryPosition>,
}

/// Maximum positions in each direction.
const MAX_POSITIONS: usize = 200;

impl History {
    /// Returns the articles of all positions.
    pub(in crate::app::reader) fn articles(&self) -> Vec<ArticleId> {
        let entries = self.back.iter().chain(&self.forward);
        entries
            .map(|entry| entry.article)
            .chain(self.last_opened)
            .collect()
    }

    /// Returns the earlier positions with the current one as their last, and the later ones.
    pub(in crate::app::reader) fn positions(
        &self,
        current: Option<HistoryEntry>,
    ) -> HistoryPositions {
        let to_position = |entry: &HistoryEntry| (entry.article, entry.position.clone());
        let back = self
            .back
            .iter()
            .chain(current.as_ref())
            .map(to_position)
            .collect();
        HistoryPositions {
            back,
            forward: self.forward.iter().map(to_position).collect(),
        }
    }

    /// Adds the history of earlier sessions: earlier positions before those of this one, later positions only if no
    /// article has been opened.
    pub(super) fn prepend(&mut self, back: Vec<HistoryPosition>, forward: Vec<HistoryPosition>) {
        let to_entry = |(article, at): HistoryPosition| HistoryEntry {
            article,
            position: at,
        };
        self.back.splice(0..0, back.into_iter().map(to_entry));
        let excess = self.back.len().saturating_sub(MAX_POSITIONS);
        self.back.drain(..excess);
        if self.forward.is_empty() && self.last_opened.is_none() {
            self.forward = forward.into_iter().map(to_entry).collect();
        }
    }

    /// Adds the position before a jump; the later positions are dropped.
    pub(super) fn record(&mut self, entry: HistoryEntry) {
        push_entry(&mut self.back, entry);
        self.forward.clear();
    }
}

/// Adds a position unless it is the newest; drops the oldest above [`MAX_POSITIONS`].
pub(super) fn push_entry(entries: &mut Vec<HistoryEntry>, entry: HistoryEntry) {
    if entries.last() != Some(&entry) {
        entries.push(entry);
    }
    if entries.len() > MAX_POSITIONS {
        entries.remove(0);
    }
}
