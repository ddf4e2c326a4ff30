//! Presses of Space and Backspace, the keys that read on and back: [`PagingKeys`].

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::model::ArticleId;

/// Presses of Space and Backspace.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct PagingKeys {
    /// Articles that Space has left, newest last, for Backspace to return to.
    pub(super) left_articles: Vec<ArticleId>,
    /// Last press of Space.
    pub(super) forward: Option<PagingPress>,
    /// Last press of Backspace.
    pub(super) backward: Option<PagingPress>,
}

/// A press of Space or Backspace.
#[derive(Debug, Clone, Copy)]
pub(super) struct PagingPress {
    /// Time of the press.
    pub(super) time: DateTime<FixedOffset>,
    /// True if the press has announced the end or start of the article, which the next press leaves.
    pub(super) was_announced: bool,
}

/// Minimum time between two presses; a shorter one is the repetition of a key held down. Terminals repeat 10 to 50
/// times a second.
const KEY_REPEAT_TIME: TimeDelta = TimeDelta::milliseconds(80);

impl PagingKeys {
    /// Returns the articles that Space has left, newest last.
    pub(in crate::app::reader) fn left_articles(&self) -> &[ArticleId] {
        &self.left_articles
    }

    /// Returns true if a press may leave the article: the last press has announced it, and the key is not held down.
    pub(super) fn allows_leaving(last: Option<PagingPress>, now: DateTime<FixedOffset>) -> bool {
        last.is_some_and(|last| last.was_announced && now - last.time >= KEY_REPEAT_TIME)
    }
}
