//! Cache of the documents that were read last: [`RecentTexts`].

use std::sync::{Arc, Mutex};

use super::lock::lock;
use crate::model::{ArticleId, Document};

/// Documents that were read last, newest first: a bookmark stores them without reading them again.
#[derive(Debug, Default)]
pub(super) struct RecentTexts(Mutex<Vec<(ArticleId, Arc<Document>)>>);

/// Texts that are remembered.
const MAX_TEXTS: usize = 4;

impl RecentTexts {
    /// Remembers a text.
    pub(super) fn insert(&self, id: ArticleId, document: &Arc<Document>) {
        let mut recent = lock(&self.0);
        recent.retain(|(known, _)| *known != id);
        recent.insert(0, (id, document.clone()));
        recent.truncate(MAX_TEXTS);
    }

    /// Returns the document of an article, if it is cached.
    pub(super) fn get(&self, id: ArticleId) -> Option<Arc<Document>> {
        let recent = lock(&self.0);
        let found = recent.iter().find(|(known, _)| *known == id);
        found.map(|(_, document)| document.clone())
    }
}
