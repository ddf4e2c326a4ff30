//! Jobs that change the library for good: what the user changes, undo and redo, positions.

use std::sync::Arc;

use super::article_rows::{ensure_many_rows, ensure_row, ensure_row_with_text};
use super::emit::Emit;
use super::library_pool::PoolError;
use super::states::{send_changed, send_states};
use super::store::{LoadError, Store};
use crate::library::{Changed, Library, MIN_FINGERPRINT_WORDS, NewPlace, Undone};
use crate::model::{
    ArticleId, Change, ChangeId, ChangeReport, Direction, Document, Origin, Outcome, Place,
    StoryRef, StoryState,
};

/// Saves a change, and sends its result.
pub(super) fn change(change: &Change, store: &Arc<Store>, emit: &Emit) {
    let is_silent = matches!(change, Change::Finished(_));
    match apply(change, store) {
        Ok(changed) => {
            forget_unsaved(&changed.articles, store);
            send_changed(&changed.articles, store, emit);
            let kind = changed.kind.filter(|_| !is_silent);
            emit(Outcome::Changed(kind.map(ChangeReport::Made)));
        }
        Err(error) => {
            emit(Outcome::States(keep_unsaved(change, store)));
            emit(Outcome::NotSaved(error.to_string()));
        }
    }
}

/// Undoes the newest change. `confirmed` is the one of an earlier session that the user has seen the name of.
pub(super) fn undo(confirmed: Option<ChangeId>, store: &Store, emit: &Emit) {
    let done = store.pool.write(|library| library.undo(confirmed));
    send_undone(done, Direction::Undo, store, emit);
}

/// Does again what was undone last.
pub(super) fn redo(store: &Store, emit: &Emit) {
    let done = store.pool.write(Library::redo);
    send_undone(done, Direction::Redo, store, emit);
}

/// Saves the position at which an article was left.
pub(super) fn save_position(
    story: &StoryRef,
    place: Option<&Place>,
    progress: f64,
    store: &Arc<Store>,
    emit: &Emit,
) {
    // What was only looked at is known again by what it says. What came through a pipe and is still coming, or is the same in
    // too many pipes, is not.
    let text = store.recent.get(story.id);
    let is_telling = |text: &Arc<Document>| text.words() >= MIN_FINGERPRINT_WORDS;
    if story.origin == Origin::StandardInput && !text.as_ref().is_some_and(is_telling) {
        return;
    }
    let saved = ensure_row(story, text.as_deref(), store).and_then(|row| {
        store
            .pool
            .write(|library| library.save_place(row, place, progress))?;
        Ok(row)
    });
    // That a position could not be saved is said once a change is lost, not at every step.
    if let Ok(row) = saved {
        send_states(&[row], store, emit);
    }
}

fn apply(change: &Change, store: &Arc<Store>) -> Result<Changed, LoadError> {
    let pool = &store.pool;
    let row_of = |story: &StoryRef| {
        let text = store.recent.get(story.id);
        ensure_row(story, text.as_deref(), store)
    };
    let changed = match change {
        Change::ToggleRead(story) => {
            let article = row_of(story)?;
            pool.write(|library| library.toggle_read(article))
        }
        Change::Finished(story) => {
            let article = row_of(story)?;
            pool.write(|library| library.set_read(&[article], true))
        }
        Change::Read(stories, read) => {
            let articles = ensure_many_rows(stories, store)?;
            pool.write(|library| library.set_read(&articles, *read))
        }
        Change::ReadGroup(listing, key) => pool.write(|library| library.read_group(listing, key)),
        Change::ToggleBookmark(story) => {
            let (article, text) = ensure_row_with_text(story, store)?;
            pool.write(|library| library.toggle_bookmark(article, text.as_deref()))
        }
        Change::BookmarkPlace {
            story,
            anchor,
            section,
            quote,
            note,
            tags,
        } => {
            let (article, text) = ensure_row_with_text(story, store)?;
            let place = NewPlace {
                anchor: anchor.clone(),
                section: section.clone(),
                quote: quote.clone(),
                note: note.clone(),
                tags: tags.clone(),
            };
            pool.write(|library| library.bookmark_place(article, text.as_deref(), &place))
        }
        Change::TagStory(story, tags) => {
            let (article, text) = ensure_row_with_text(story, store)?;
            pool.write(|library| library.tag_story(article, text.as_deref(), tags))
        }
        Change::EditBookmark(bookmark, note, tags) => {
            pool.write(|library| library.edit_bookmark(*bookmark, note.as_deref(), tags))
        }
        Change::RemoveBookmark(bookmark) => {
            pool.write(|library| library.remove_bookmark(*bookmark))
        }
        Change::Delete(story) => match store.ids.row_id(story.id) {
            Some(article) => pool.write(|library| library.delete(article)),
            None => Ok(Changed::default()),
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
fn send_undone(done: Result<Undone, PoolError>, direction: Direction, store: &Store, emit: &Emit) {
    let report = match done {
        Ok(Undone::Nothing) => ChangeReport::Nothing(direction),
        Ok(Undone::NeedsConfirmation(id, kind)) => {
            return emit(Outcome::UndoNeedsConfirmation(id, kind));
        }
        Ok(Undone::Done(kind, articles)) => {
            forget_unsaved(&articles, store);
            send_changed(&articles, store, emit);
            ChangeReport::Replayed(direction, kind)
        }
        Ok(Undone::Skipped(kind)) => ChangeReport::Skipped(direction, kind),
        Err(error) => return emit(Outcome::NotSaved(error.to_string())),
    };
    emit(Outcome::Changed(Some(report)));
}

/// Forgets states of these articles that could not be saved: something of them was since.
fn forget_unsaved(rows: &[ArticleId], store: &Store) {
    store
        .unsaved
        .remove(rows.iter().flat_map(|row| store.ids.ids_of(*row)));
}

/// The states that a change which could not be saved makes while the program runs.
fn keep_unsaved(change: &Change, store: &Store) -> Vec<(ArticleId, StoryState)> {
    let stories: Vec<&StoryRef> = match change {
        Change::ToggleRead(story)
        | Change::Finished(story)
        | Change::ToggleBookmark(story)
        | Change::TagStory(story, _)
        | Change::BookmarkPlace { story, .. } => vec![story],
        Change::Read(stories, _) => stories.iter().collect(),
        Change::ReadGroup(..)
        | Change::EditBookmark(..)
        | Change::RemoveBookmark(_)
        | Change::Delete(_)
        | Change::SaveSearch(..)
        | Change::RemoveSearch(_) => Vec::new(),
    };
    let state = |story: &StoryRef| {
        let mut state = store.state_of(story.id, store.ids.row_id(story.id));
        match change {
            Change::ToggleRead(_) => state.read = !state.read,
            Change::Finished(_) => state.read = true,
            Change::Read(_, read) => state.read = *read,
            Change::ToggleBookmark(_) => state.bookmarked = !state.bookmarked,
            Change::BookmarkPlace { .. } => state.bookmarked = true,
            Change::TagStory(_, tags) => {
                state.tags.clone_from(tags);
                state.bookmarked |= !tags.is_empty();
            }
            Change::ReadGroup(..)
            | Change::EditBookmark(..)
            | Change::RemoveBookmark(_)
            | Change::Delete(_)
            | Change::SaveSearch(..)
            | Change::RemoveSearch(_) => {}
        }
        state.unsaved = true;
        state
    };
    let mut states = Vec::new();
    for story in stories {
        let state = state(story);
        store.unsaved.insert(story.id, state.clone());
        states.push((story.id, state));
    }
    states
}
