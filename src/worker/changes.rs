//! Jobs that change the library: changes of the user, undo and redo, reading positions.

use std::sync::Arc;

use super::article_rows::{ensure_many_rows, ensure_row, ensure_row_with_text};
use super::emit::Emit;
use super::library_pool::PoolError;
use super::shared_state::{LoadError, SharedState};
use super::states::{send_changed, send_states};
use crate::library::{Library, MIN_FINGERPRINT_WORDS, NewPlace, SavedChange, Undone};
use crate::model::{
    ArticleId, ArticleRef, ArticleState, Change, ChangeId, ChangeReport, Direction, Document,
    Origin, Outcome, ReadingPosition,
};

/// Saves a change, and sends its result.
pub(super) fn change(change: &Change, store: &Arc<SharedState>, emit: &Emit) {
    let is_silent = matches!(change, Change::MarkFinished(_));
    match apply(change, store) {
        Ok(changed) => {
            forget_unsaved(&changed.articles, store);
            send_changed(&changed.articles, store, emit);
            let kind = changed.kind.filter(|_| !is_silent);
            emit(Outcome::ChangeSaved(kind.map(ChangeReport::Made)));
        }
        Err(error) => {
            emit(Outcome::States(keep_unsaved(change, store)));
            emit(Outcome::SaveFailed(error.to_string()));
        }
    }
}

/// Undoes the newest change. `confirmed` is the one of an earlier session that the user has seen the name of.
pub(super) fn undo(confirmed: Option<ChangeId>, store: &SharedState, emit: &Emit) {
    let done = store.pool.write(|library| library.undo(confirmed));
    send_undone(done, Direction::Undo, store, emit);
}

/// Does again what was undone last.
pub(super) fn redo(store: &SharedState, emit: &Emit) {
    let done = store.pool.write(Library::redo);
    send_undone(done, Direction::Redo, store, emit);
}

/// Saves the position at which an article was left.
pub(super) fn save_position(
    article: &ArticleRef,
    place: Option<&ReadingPosition>,
    progress: f64,
    store: &Arc<SharedState>,
    emit: &Emit,
) {
    // What was only looked at is known again by what it says. What came through a pipe and is still coming, or is the same in
    // too many pipes, is not.
    let text = store.recent.get(article.id);
    let is_telling = |text: &Arc<Document>| text.words() >= MIN_FINGERPRINT_WORDS;
    if article.origin == Origin::StandardInput && !text.as_ref().is_some_and(is_telling) {
        return;
    }
    let saved = ensure_row(article, text.as_deref(), store).and_then(|row| {
        store
            .pool
            .write(|library| library.save_position(row, place, progress))?;
        Ok(row)
    });
    // That a position could not be saved is said once a change is lost, not at every step.
    if let Ok(row) = saved {
        send_states(&[row], store, emit);
    }
}

fn apply(change: &Change, store: &Arc<SharedState>) -> Result<SavedChange, LoadError> {
    let pool = &store.pool;
    let row_of = |article: &ArticleRef| {
        let text = store.recent.get(article.id);
        ensure_row(article, text.as_deref(), store)
    };
    let changed = match change {
        Change::ToggleRead(article) => {
            let row = row_of(article)?;
            pool.write(|library| library.toggle_read(row))
        }
        Change::MarkFinished(article) => {
            let row = row_of(article)?;
            pool.write(|library| library.set_read(&[row], true))
        }
        Change::SetRead(articles, read) => {
            let rows = ensure_many_rows(articles, store)?;
            pool.write(|library| library.set_read(&rows, *read))
        }
        Change::MarkGroupRead(listing, key) => {
            pool.write(|library| library.mark_group_read(listing, key))
        }
        Change::ToggleBookmark(article) => {
            let (row, text) = ensure_row_with_text(article, store)?;
            pool.write(|library| library.toggle_bookmark(row, text.as_deref()))
        }
        Change::BookmarkPlace {
            article,
            anchor,
            section,
            quote,
            note,
            tags,
        } => {
            let (row, text) = ensure_row_with_text(article, store)?;
            let place = NewPlace {
                anchor: anchor.clone(),
                section: section.clone(),
                quote: quote.clone(),
                note: note.clone(),
                tags: tags.clone(),
            };
            pool.write(|library| library.bookmark_place(row, text.as_deref(), &place))
        }
        Change::SetTags(article, tags) => {
            let (row, text) = ensure_row_with_text(article, store)?;
            pool.write(|library| library.tag_article(row, text.as_deref(), tags))
        }
        Change::EditBookmark(bookmark, note, tags) => {
            pool.write(|library| library.edit_bookmark(*bookmark, note.as_deref(), tags))
        }
        Change::RemoveBookmark(bookmark) => {
            pool.write(|library| library.remove_bookmark(*bookmark))
        }
        Change::Delete(article) => match store.ids.row_id(article.id) {
            Some(row) => pool.write(|library| library.delete(row)),
            None => Ok(SavedChange::default()),
        },
        Change::SaveSearch(name, query) => {
            let saved = pool.write(|library| library.save_search(name, query));
            saved.map(|(_, changed)| changed)
        }
        Change::RemoveSearch(search) => pool.write(|library| library.remove_search(*search)),
    };
    Ok(changed?)
}

/// Sends the result of undo or redo.
fn send_undone(
    done: Result<Undone, PoolError>,
    direction: Direction,
    store: &SharedState,
    emit: &Emit,
) {
    let report = match done {
        Ok(Undone::Nothing) => ChangeReport::Nothing(direction),
        Ok(Undone::NeedsConfirmation(id, kind)) => {
            return emit(Outcome::UndoNeedsConfirmation(id, kind));
        }
        Ok(Undone::Done(kind, rows)) => {
            forget_unsaved(&rows, store);
            send_changed(&rows, store, emit);
            ChangeReport::Replayed(direction, kind)
        }
        Ok(Undone::Skipped(kind)) => ChangeReport::Skipped(direction, kind),
        Err(error) => return emit(Outcome::SaveFailed(error.to_string())),
    };
    emit(Outcome::ChangeSaved(Some(report)));
}

/// Forgets states of these articles that could not be saved: something of them was since.
fn forget_unsaved(rows: &[ArticleId], store: &SharedState) {
    store
        .unsaved
        .remove(rows.iter().flat_map(|row| store.ids.session_ids_of(*row)));
}

/// Returns the states that a change which could not be saved makes while the program runs.
fn keep_unsaved(change: &Change, store: &SharedState) -> Vec<(ArticleId, ArticleState)> {
    let articles: Vec<&ArticleRef> = match change {
        Change::ToggleRead(article)
        | Change::MarkFinished(article)
        | Change::ToggleBookmark(article)
        | Change::SetTags(article, _)
        | Change::BookmarkPlace { article, .. } => vec![article],
        Change::SetRead(articles, _) => articles.iter().collect(),
        Change::MarkGroupRead(..)
        | Change::EditBookmark(..)
        | Change::RemoveBookmark(_)
        | Change::Delete(_)
        | Change::SaveSearch(..)
        | Change::RemoveSearch(_) => Vec::new(),
    };
    let state = |article: &ArticleRef| {
        let mut state = store.state_of(article.id, store.ids.row_id(article.id));
        match change {
            Change::ToggleRead(_) => state.is_read = !state.is_read,
            Change::MarkFinished(_) => state.is_read = true,
            Change::SetRead(_, read) => state.is_read = *read,
            Change::ToggleBookmark(_) => state.is_bookmarked = !state.is_bookmarked,
            Change::BookmarkPlace { .. } => state.is_bookmarked = true,
            Change::SetTags(_, tags) => {
                state.tags.clone_from(tags);
                state.is_bookmarked |= !tags.is_empty();
            }
            Change::MarkGroupRead(..)
            | Change::EditBookmark(..)
            | Change::RemoveBookmark(_)
            | Change::Delete(_)
            | Change::SaveSearch(..)
            | Change::RemoveSearch(_) => {}
        }
        state.is_unsaved = true;
        state
    };
    let mut states = Vec::new();
    for article in articles {
        let state = state(article);
        store.unsaved.insert(article.id, state.clone());
        states.push((article.id, state));
    }
    states
}
