//! Articles that were deleted in this session, so that lists in memory leave them out: [`DeletedArticles`].

use std::collections::HashSet;
use std::sync::Mutex;

use super::lock::lock;
use crate::model::{ArticleId, ArticleState, ChangeKind, Direction};

/// Library rows of the articles that were deleted in this session, and not restored.
#[derive(Debug, Default)]
pub(super) struct DeletedArticles(Mutex<HashSet<ArticleId>>);

impl DeletedArticles {
    /// Takes over a change that was made, undone or redone.
    pub(super) fn record(&self, kind: &ChangeKind, direction: Direction, articles: &[ArticleId]) {
        if !matches!(
            kind,
            ChangeKind::DeleteArticle { .. } | ChangeKind::UnlistArticle { .. }
        ) {
            return;
        }
        let mut deleted = lock(&self.0);
        for article in articles {
            match direction {
                Direction::Redo => deleted.insert(*article),
                Direction::Undo => deleted.remove(article),
            };
        }
    }

    /// Marks the deleted ones among stored states.
    pub(super) fn apply_to(
        &self,
        mut states: Vec<(ArticleId, ArticleState)>,
    ) -> Vec<(ArticleId, ArticleState)> {
        let deleted = lock(&self.0);
        for (article, state) in &mut states {
            state.is_deleted |= deleted.contains(article);
        }
        states
    }
}
