//! Changes that could not be saved, which hold for this session: [`UnsavedStates`].

use std::collections::HashMap;
use std::sync::Mutex;

use super::lock::lock;
use crate::model::{ArticleId, ArticleRow, ArticleState};

/// The states of articles as the user wants them, where the library did not take them.
#[derive(Debug, Default)]
pub(super) struct UnsavedStates(Mutex<HashMap<ArticleId, ArticleState>>);

impl UnsavedStates {
    /// Returns the state of an article, if it could not be saved.
    pub(super) fn get(&self, id: ArticleId) -> Option<ArticleState> {
        lock(&self.0).get(&id).cloned()
    }

    /// Adds a state that could not be saved.
    pub(super) fn insert(&self, id: ArticleId, state: ArticleState) {
        lock(&self.0).insert(id, state);
    }

    /// Forgets the states of these articles: something of them was saved since.
    pub(super) fn remove(&self, ids: impl IntoIterator<Item = ArticleId>) {
        let mut states = lock(&self.0);
        if !states.is_empty() {
            for id in ids {
                states.remove(&id);
            }
        }
    }

    /// Applies unsaved changes to rows of the library.
    pub(super) fn apply_to(&self, rows: &mut [ArticleRow]) {
        for row in rows {
            if let Some(state) = self.get(row.id) {
                row.state = state;
            }
        }
    }
}
