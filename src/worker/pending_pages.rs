//! Pages that the user has asked for and that are not there yet: [`PendingPages`].

use std::collections::HashMap;
use std::sync::Mutex;

use super::lock::lock;
use crate::ingest::Cancel;
use crate::model::ArticleId;

/// Pages that are being fetched, or wait, with what cancels them.
#[derive(Debug, Default)]
pub(super) struct PendingPages(Mutex<HashMap<ArticleId, Cancel>>);

impl PendingPages {
    /// Adds a page. `None` if it is pending already.
    pub(super) fn add(&self, article: ArticleId) -> Option<Cancel> {
        let mut pending = lock(&self.0);
        if pending.contains_key(&article) {
            return None;
        }
        let cancel = Cancel::new();
        pending.insert(article, cancel.clone());
        Some(cancel)
    }

    /// Removes a page that is there, or has failed.
    pub(super) fn remove(&self, article: ArticleId) {
        lock(&self.0).remove(&article);
    }

    /// Cancels and removes a page.
    pub(super) fn cancel(&self, article: ArticleId) {
        if let Some(cancel) = lock(&self.0).remove(&article) {
            cancel.cancel();
        }
    }
}
