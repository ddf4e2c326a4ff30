//! Images of an article that are being fetched, and their number: [`ImageFetch`].

use crate::model::ArticleId;

/// Images of one article that are being fetched.
#[derive(Debug)]
pub(super) struct ImageFetch {
    pub(super) article: ArticleId,
    /// Images whose results are pending.
    pub(super) pending: usize,
    fetched: usize,
    failed: usize,
    /// Error of the first image that failed.
    reason: Option<String>,
    /// True if the user asked for it and awaits a message.
    pub(super) is_manual: bool,
}

impl ImageFetch {
    /// Returns a fetch of `pending` images.
    pub(super) fn new(article: ArticleId, pending: usize, is_manual: bool) -> Self {
        Self {
            article,
            pending,
            fetched: 0,
            failed: 0,
            reason: None,
            is_manual,
        }
    }

    /// Counts the result of one image.
    pub(super) fn count(&mut self, result: Result<(), String>) {
        self.pending = self.pending.saturating_sub(1);
        match result {
            Ok(()) => self.fetched += 1,
            Err(reason) => {
                self.failed += 1;
                self.reason.get_or_insert(reason);
            }
        }
    }

    /// Words the result.
    pub(super) fn result_text(&self) -> String {
        let count = |number: usize| match number {
            1 => "1 image".to_owned(),
            number => format!("{number} images"),
        };
        let reason = self.reason.as_deref().unwrap_or_default();
        match (self.fetched, self.failed) {
            (fetched, 0) => format!("Fetched {}", count(fetched)),
            (0, failed) => format!("{} not fetched: {reason}", count(failed)),
            (fetched, failed) => format!("Fetched {} · {failed} failed: {reason}", count(fetched)),
        }
    }
}
