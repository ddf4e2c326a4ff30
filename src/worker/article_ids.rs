//! Map from session ids to library rows: [`ArticleIds`].

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use super::lock::lock;
use crate::ingest::Location;
use crate::model::ArticleId;

/// Library rows of articles with ids of this session (below 0), and the fingerprints of their files when they were
/// read.
#[derive(Debug, Default)]
pub(super) struct ArticleIds(Mutex<IdMaps>);

#[derive(Debug, Default)]
struct IdMaps {
    rows: HashMap<ArticleId, ArticleId>,
    ids: HashMap<ArticleId, Vec<ArticleId>>,
    /// Articles whose text was compared with the library in this session.
    up_to_date: HashSet<ArticleId>,
    locations: HashMap<ArticleId, Location>,
    fingerprints: HashMap<ArticleId, String>,
}

impl ArticleIds {
    /// Sets the row of an article of this session.
    pub(super) fn set_row_id(&self, id: ArticleId, row: ArticleId) {
        let mut inner = lock(&self.0);
        if let Some(before) = inner.rows.insert(id, row).filter(|before| *before != row)
            && let Some(ids) = inner.ids.get_mut(&before)
        {
            ids.retain(|other| *other != id);
        }
        let ids = inner.ids.entry(row).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    /// Returns the row of an article, if it has one.
    pub(super) fn row_id(&self, id: ArticleId) -> Option<ArticleId> {
        match id.is_in_library() {
            true => Some(id),
            false => lock(&self.0).rows.get(&id).copied(),
        }
    }

    /// Returns the ids that the list may have for a row.
    pub(super) fn session_ids_of(&self, row: ArticleId) -> Vec<ArticleId> {
        let inner = lock(&self.0);
        let ids = inner.ids.get(&row).into_iter().flatten().copied();
        std::iter::once(row).chain(ids).collect()
    }

    /// Returns true if the stored article was compared with its text in this session.
    pub(super) fn is_up_to_date(&self, id: ArticleId) -> bool {
        lock(&self.0).up_to_date.contains(&id)
    }

    /// Notes that the stored article was compared with its text.
    pub(super) fn set_up_to_date(&self, id: ArticleId) {
        lock(&self.0).up_to_date.insert(id);
    }

    /// Stores the location of the file that an article was read from, so that a change of the article needs no lookup,
    /// which may hang.
    pub(super) fn set_file(&self, id: ArticleId, location: Location, fingerprint: Option<String>) {
        let mut inner = lock(&self.0);
        inner.locations.insert(id, location);
        match fingerprint {
            Some(fingerprint) => inner.fingerprints.insert(id, fingerprint),
            None => inner.fingerprints.remove(&id),
        };
    }

    /// Returns the location of an article that was read in this session.
    pub(super) fn location(&self, id: ArticleId) -> Option<Location> {
        lock(&self.0).locations.get(&id).cloned()
    }

    /// Returns the fingerprint that the file of an article had before it was read.
    pub(super) fn fingerprint(&self, id: ArticleId) -> Option<String> {
        lock(&self.0).fingerprints.get(&id).cloned()
    }
}
