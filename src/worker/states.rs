//! Stored states of articles, sent to the app: read marks, positions, bookmarks, counts.

use std::sync::Arc;

use super::emit::Emit;
use super::shared_state::SharedState;
use crate::ingest::{Location, find_article_id_at};
use crate::library::LibraryReader;
use crate::model::{ArticleId, ArticleRef, ArticleState, Document, Origin, Outcome};

/// Caches the document of an article, and sends its stored state before the document. Returns its row in the library, if it
/// has one.
pub(super) fn send_stored(
    article: &ArticleRef,
    location: &Location,
    document: &Arc<Document>,
    words: usize,
    shared: &SharedState,
    emit: &Emit,
) -> Option<ArticleId> {
    shared.recent.insert(article.id, document);
    let row = match shared.find_article_id(article, location, document, words) {
        Ok(Some(row)) => row,
        // Its file may have had another article with a stored state.
        Ok(None) => {
            let state = shared.state_of(article.id, None);
            emit(Outcome::States(vec![(article.id, state)]));
            return None;
        }
        // The command that changes something reports it.
        Err(_) => return None,
    };
    let known = shared.pool.read(|library| {
        Ok((
            library.states(&[row])?,
            library.reading_position(row)?,
            library.bookmarks(row)?,
        ))
    });
    if let Ok(Some((states, place, bookmarks))) = known {
        let unsaved = shared.unsaved.get(article.id);
        let states = shared.deleted.apply_to(states);
        let states: Vec<_> = states
            .into_iter()
            .map(|(_, state)| (article.id, unsaved.clone().unwrap_or(state)))
            .collect();
        emit(Outcome::States(states));
        emit(Outcome::Position(article.id, place));
        emit(Outcome::Places(article.id, bookmarks));
    }
    Some(row)
}

/// Sends the present states of changed articles, and the counts of the views.
pub(super) fn send_changed(rows: &[ArticleId], shared: &SharedState, emit: &Emit) {
    /// Limit of articles whose bookmarks are sent too.
    const MAX_WITH_PLACES: usize = 16;
    send_states(rows, shared, emit);
    if rows.len() <= MAX_WITH_PLACES {
        for row in rows {
            if let Ok(Some(bookmarks)) = shared.pool.read(|library| library.bookmarks(*row)) {
                for id in shared.ids.session_ids_of(*row) {
                    emit(Outcome::Places(id, bookmarks.clone()));
                }
            }
        }
    }
    if let Ok(Some(counts)) = shared.pool.read(LibraryReader::counts) {
        emit(Outcome::Counts(counts));
    }
}

/// Sends the states of articles, under all ids that the list may have for them.
pub(super) fn send_states(rows: &[ArticleId], shared: &SharedState, emit: &Emit) {
    /// Number of states that are read at once.
    const BATCH_ARTICLES: usize = 2_000;
    for some in rows.chunks(BATCH_ARTICLES) {
        let Ok(Some(states)) = shared.pool.read(|library| library.states(some)) else {
            return;
        };
        let states = shared.deleted.apply_to(states);
        let named = states.into_iter().flat_map(|(row, state)| {
            shared.ids.session_ids_of(row).into_iter().map(move |id| {
                let state = shared.unsaved.get(id).unwrap_or_else(|| state.clone());
                (id, state)
            })
        });
        emit(Outcome::States(named.collect()));
    }
}

/// Returns the states of rows by their files alone, without looking into them.
pub(super) fn states_by_file(
    rows: &[(ArticleId, Origin)],
    shared: &SharedState,
) -> Vec<(ArticleId, ArticleState)> {
    if !shared.pool.has_library() {
        return Vec::new();
    }
    // No connection is held while files are looked up.
    let located: Vec<(ArticleId, Location)> = rows
        .iter()
        .map(|(id, origin)| (*id, Location::of_origin(origin, shared.loader.files())))
        .collect();
    let found = shared.pool.read(|library| {
        let mut states = Vec::new();
        for (id, location) in &located {
            let row = find_article_id_at(library, location)?;
            let state = row.map(|row| library.states(&[row])).transpose()?;
            states.extend(state.into_iter().flatten().map(|(_, state)| (*id, state)));
        }
        Ok(states)
    });
    found.ok().flatten().unwrap_or_default()
}
