//! Presses of the keys that read on and back: [`PagingKeys`].

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::model::ArticleId;

/// Presses of Space and Backspace.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct PagingKeys {
    /// The articles that Space left behind, for Backspace.
    pub(super) left_articles: Vec<ArticleId>,
    pub(super) forward: Option<PagingPress>,
    pub(super) backward: Option<PagingPress>,
}

/// The last press of a key that reads on or back.
#[derive(Debug, Clone, Copy)]
pub(super) struct PagingPress {
    pub(super) time: DateTime<FixedOffset>,
    /// True if it has said that the article ends here: the next one leaves it.
    pub(super) was_announced: bool,
}

/// A key that comes again sooner than this is being held down: terminals repeat at 10 to 50 a second.
const KEY_REPEAT_TIME: TimeDelta = TimeDelta::milliseconds(80);

impl PagingKeys {
    /// Returns the articles that Space left behind, the latest last.
    pub(in crate::app::reader) fn left_articles(&self) -> &[ArticleId] {
        &self.left_articles
    }

    /// True if a press may leave the article: the one before has announced it, and the key is not held down.
    pub(super) fn allows_leaving(last: Option<PagingPress>, now: DateTime<FixedOffset>) -> bool {
        last.is_some_and(|last| last.was_announced && now - last.time >= KEY_REPEAT_TIME)
    }
}
