//! Jobs that change the library: changes of the user, undo and redo, reading positions.

use std::sync::Arc;

use super::article_rows::{ensure_many_rows, ensure_row, ensure_row_with_text};
use super::emit::Emit;
use super::library_pool::PoolError;
use super::shared_state::{LoadError, SharedState};
use super::states::{send_changed, send_states};
use crate::ingest::parse_setting;
use crate::library::{Library, MIN_FINGERPRINT_WORDS, NewPlace, SavedChange, UndoResult};
use crate::model::{
    Account, ArticleId, ArticleRef, ArticleState, Change, ChangeId, ChangeKind, ChangeReport,
    Direction, Document, Origin, Outcome, ReadingPosition,
};

/// Saves a change, and sends its result.
pub(super) fn save_change(change: &Change, shared: &Arc<SharedState>, emit: &Emit) {
    let is_silent = matches!(change, Change::MarkFinished(_));
    match apply_change(change, shared) {
        Ok(changed) => {
            forget_unsaved(&changed.articles, shared);
            if let Some(kind) = &changed.kind {
                let direction = Direction::Redo;
                shared.deleted.record(kind, direction, &changed.articles);
            }
            send_changed(&changed.articles, shared, emit);
            if let Change::SetSourceSetting(source, ..) = change {
                shared.fetching().page_sources.add([*source]);
            }
            if let Some(kind) = &changed.kind {
                send_consequences(kind, &changed.articles, shared, emit);
            }
            let report = match changed.kind {
                Some(kind) => Some(ChangeReport::Made(kind)),
                None if marks_many(change) => Some(ChangeReport::NothingUnread),
                None => None,
            };
            let account = account_of(change, shared);
            emit(Outcome::ChangeSaved(report.filter(|_| !is_silent), account));
        }
        Err(error) => {
            emit(Outcome::States(keep_unsaved(change, shared)));
            emit(Outcome::SaveFailed(error.to_string()));
        }
    }
}

/// Returns the account of the feed that a change is sent to the server of, if it is of one.
fn account_of(change: &Change, shared: &SharedState) -> Option<Box<Account>> {
    let (Change::RenameSource(source, _)
    | Change::SetSourceCategories(source, _)
    | Change::RemoveSource { source, .. }) = change
    else {
        return None;
    };
    let account = shared.pool.read(|library| {
        let id = match change {
            Change::RemoveSource { .. } => library.account_serving(*source)?,
            _ => library.account_of_source(*source)?,
        };
        id.map_or(Ok(None), |id| library.account(id))
    });
    account.ok().flatten().flatten().map(Box::new)
}

/// Returns true for a change that marks articles that are still to be found.
fn marks_many(change: &Change) -> bool {
    matches!(change, Change::MarkGroupRead(..) | Change::MarkViewRead(..))
}

/// Undoes the newest change. `confirmed` is the one of another session that the user has seen the name of.
pub(super) fn undo(confirmed: Option<ChangeId>, shared: &SharedState, emit: &Emit) {
    let done = shared.pool.write(|library| library.undo(confirmed));
    send_undone(done, Direction::Undo, shared, emit);
}

/// Redoes the change that was undone last.
pub(super) fn redo(shared: &SharedState, emit: &Emit) {
    let done = shared.pool.write(Library::redo);
    send_undone(done, Direction::Redo, shared, emit);
}

/// Saves the reading position of an article.
pub(super) fn save_position(
    article: &ArticleRef,
    place: Option<&ReadingPosition>,
    progress: f64,
    shared: &Arc<SharedState>,
    emit: &Emit,
) {
    // An article that was only opened is recognised later by its content. One that comes through a pipe and is
    // incomplete, or is the same in too many pipes, is not.
    let text = shared.recent.get(article.id);
    let is_telling = |text: &Arc<Document>| text.words() >= MIN_FINGERPRINT_WORDS;
    if article.origin == Origin::StandardInput && !text.as_ref().is_some_and(is_telling) {
        return;
    }
    let saved = ensure_row(article, text.as_deref(), shared).and_then(|row| {
        shared
            .pool
            .write(|library| library.save_position(row, place, progress))?;
        Ok(row)
    });
    // A failure to save a position is reported with the next lost change, not at every step.
    if let Ok(row) = saved {
        send_states(&[row], shared, emit);
    }
}

/// Removes the mark that the text of an article has changed.
pub(super) fn mark_change_seen(article: &ArticleRef, shared: &Arc<SharedState>, emit: &Emit) {
    let seen = ensure_row(article, None, shared).and_then(|row| {
        shared.pool.write(|library| library.mark_change_seen(row))?;
        Ok(row)
    });
    // A mark that stays is set back the next time.
    if let Ok(row) = seen {
        send_states(&[row], shared, emit);
    }
}

fn apply_change(change: &Change, shared: &Arc<SharedState>) -> Result<SavedChange, LoadError> {
    let pool = &shared.pool;
    let row_of = |article: &ArticleRef| {
        let text = shared.recent.get(article.id);
        ensure_row(article, text.as_deref(), shared)
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
            let rows = ensure_many_rows(articles, shared)?;
            pool.write(|library| library.set_read(&rows, *read))
        }
        Change::MarkGroupRead(listing, key) => {
            pool.write(|library| library.mark_group_read(listing, key))
        }
        Change::MarkViewRead(listing, older_than_days) => {
            pool.write(|library| library.mark_view_read(listing, *older_than_days))
        }
        Change::ToggleBookmark(article) => {
            let (row, text) = ensure_row_with_text(article, shared)?;
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
            let (row, text) = ensure_row_with_text(article, shared)?;
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
            let (row, text) = ensure_row_with_text(article, shared)?;
            pool.write(|library| library.tag_article(row, text.as_deref(), tags))
        }
        Change::EditBookmark(bookmark, note, tags) => {
            pool.write(|library| library.edit_bookmark(*bookmark, note.as_deref(), tags))
        }
        Change::RemoveBookmark(bookmark) => {
            pool.write(|library| library.remove_bookmark(*bookmark))
        }
        Change::Correct {
            article,
            correction,
            is_set,
        } => {
            let row = row_of(article)?;
            pool.write(|library| library.correct_article(row, correction, *is_set))
        }
        Change::Delete(article) => {
            let row = row_of(article)?;
            pool.write(|library| match article.id.is_in_library() {
                true => library.delete_article(row),
                false => library.delete_listed_article(row),
            })
        }
        Change::SaveSearch(name, query) => {
            let saved = pool.write(|library| library.save_search(name, query));
            saved.map(|(_, changed)| changed)
        }
        Change::RenameSearch(search, name) => {
            pool.write(|library| library.rename_search(*search, name))
        }
        Change::EditSearch(search, query) => {
            pool.write(|library| library.edit_search(*search, query))
        }
        Change::SetRule {
            search,
            action,
            with_present,
        } => {
            let set = pool.write(|library| library.set_rule(*search, action.as_ref()))?;
            match with_present {
                true => pool
                    .write(|library| library.apply_rule(*search))
                    .map(|applied| match applied.kind {
                        Some(_) => applied,
                        None => set,
                    }),
                false => Ok(set),
            }
        }
        Change::SetMuted(articles, muted) => {
            let rows = ensure_many_rows(articles, shared)?;
            pool.write(|library| library.set_stories_muted(&rows, *muted))
        }
        Change::RemoveSearch(search) => pool.write(|library| library.remove_search(*search)),
        Change::PauseSource(source, paused) => {
            pool.write(|library| library.pause_source(*source, *paused))
        }
        Change::PauseAccount(account, paused) => {
            pool.write(|library| library.pause_account(*account, *paused))
        }
        Change::RemoveSource {
            source,
            delete_articles,
        } => pool.write(|library| match delete_articles {
            true => library.remove_source_with_articles(*source),
            false => library.remove_source(*source),
        }),
        Change::RenameSource(source, title) => {
            pool.write(|library| library.rename_source(*source, Some(title)))
        }
        Change::SetSourceCategories(source, paths) => {
            pool.write(|library| library.set_source_categories(*source, paths))
        }
        Change::SetSourceSetting(source, key, value) => {
            let setting = parse_setting(key, value)?;
            pool.write(|library| library.set_source(*source, &[setting]))
        }
    };
    Ok(changed?)
}

/// Sends the result of undo or redo.
fn send_undone(
    done: Result<UndoResult, PoolError>,
    direction: Direction,
    shared: &SharedState,
    emit: &Emit,
) {
    let report = match done {
        Ok(UndoResult::Nothing) => ChangeReport::Nothing(direction),
        Ok(UndoResult::NeedsConfirmation(id, kind, origin)) => {
            return emit(Outcome::UndoNeedsConfirmation(id, kind, origin));
        }
        Ok(UndoResult::Done(kind, rows)) => {
            forget_unsaved(&rows, shared);
            shared.deleted.record(&kind, direction, &rows);
            send_changed(&rows, shared, emit);
            send_consequences(&kind, &rows, shared, emit);
            let articles = match rows.as_slice() {
                [row] => shared.ids.session_ids_of(*row),
                _ => Vec::new(),
            };
            return emit(Outcome::ChangeReplayed {
                report: ChangeReport::Replayed(direction, kind),
                articles,
            });
        }
        Ok(UndoResult::Skipped(kind)) => ChangeReport::Skipped(direction, kind),
        Err(error) => return emit(Outcome::SaveFailed(error.to_string())),
    };
    emit(Outcome::ChangeSaved(Some(report), None));
}

/// Sends what a change has changed beside the states of its articles.
fn send_consequences(kind: &ChangeKind, rows: &[ArticleId], shared: &SharedState, emit: &Emit) {
    if concerns_sources(kind) {
        emit(Outcome::LibraryChanged);
    }
    if matches!(kind, ChangeKind::Correct { .. }) {
        let ids = rows.iter().flat_map(|row| shared.ids.session_ids_of(*row));
        emit(Outcome::Corrected(ids.collect()));
    }
}

/// Returns true for a change of sources or categories, or of what is muted, which views and rows show in many places.
fn concerns_sources(kind: &ChangeKind) -> bool {
    match kind {
        ChangeKind::RemoveSource { .. }
        | ChangeKind::Subscribe { .. }
        | ChangeKind::AddSource { .. }
        | ChangeKind::AddArticle { .. }
        | ChangeKind::ImportSources { .. }
        | ChangeKind::RenameSource { .. }
        | ChangeKind::PauseSource { .. }
        | ChangeKind::PauseAccount { .. }
        | ChangeKind::SetSource { .. }
        | ChangeKind::ReaddressSource { .. }
        | ChangeKind::SetCategories { .. }
        | ChangeKind::MoveCategory { .. }
        | ChangeKind::RemoveCategory { .. }
        | ChangeKind::ApplyRule { .. }
        | ChangeKind::MuteMany { .. }
        | ChangeKind::Other => true,
        ChangeKind::Mark { .. }
        | ChangeKind::MarkMany { .. }
        | ChangeKind::AddBookmark { .. }
        | ChangeKind::RemoveBookmark { .. }
        | ChangeKind::AddPlace { .. }
        | ChangeKind::RemovePlace { .. }
        | ChangeKind::EditBookmark { .. }
        | ChangeKind::Tag { .. }
        | ChangeKind::Correct { .. }
        | ChangeKind::DeleteArticle { .. }
        | ChangeKind::UnlistArticle { .. }
        | ChangeKind::SaveSearch { .. }
        | ChangeKind::RenameSearch { .. }
        | ChangeKind::EditSearch { .. }
        | ChangeKind::RemoveSearch { .. }
        | ChangeKind::SetRule { .. } => false,
    }
}

/// Forgets states of these articles that could not be saved: something of them was since.
fn forget_unsaved(rows: &[ArticleId], shared: &SharedState) {
    shared
        .unsaved
        .remove(rows.iter().flat_map(|row| shared.ids.session_ids_of(*row)));
}

/// Returns the states that an unsaved change makes for this session.
fn keep_unsaved(change: &Change, shared: &SharedState) -> Vec<(ArticleId, ArticleState)> {
    let articles: Vec<&ArticleRef> = match change {
        Change::ToggleRead(article)
        | Change::MarkFinished(article)
        | Change::ToggleBookmark(article)
        | Change::SetTags(article, _)
        | Change::BookmarkPlace { article, .. } => vec![article],
        Change::SetRead(articles, _) => articles.iter().collect(),
        Change::MarkGroupRead(..)
        | Change::MarkViewRead(..)
        | Change::EditBookmark(..)
        | Change::RemoveBookmark(_)
        | Change::Correct { .. }
        | Change::Delete(_)
        | Change::SaveSearch(..)
        | Change::RenameSearch(..)
        | Change::EditSearch(..)
        | Change::RemoveSearch(_)
        | Change::SetRule { .. }
        | Change::SetMuted(..)
        | Change::PauseSource(..)
        | Change::PauseAccount(..)
        | Change::RemoveSource { .. }
        | Change::RenameSource(..)
        | Change::SetSourceCategories(..)
        | Change::SetSourceSetting(..) => Vec::new(),
    };
    let state = |article: &ArticleRef| {
        let mut state = shared.state_of(article.id, shared.ids.row_id(article.id));
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
            | Change::MarkViewRead(..)
            | Change::EditBookmark(..)
            | Change::RemoveBookmark(_)
            | Change::Correct { .. }
            | Change::Delete(_)
            | Change::SaveSearch(..)
            | Change::RenameSearch(..)
            | Change::EditSearch(..)
            | Change::RemoveSearch(_)
            | Change::SetRule { .. }
            | Change::SetMuted(..)
            | Change::PauseSource(..)
            | Change::PauseAccount(..)
            | Change::RemoveSource { .. }
            | Change::RenameSource(..)
            | Change::SetSourceCategories(..)
            | Change::SetSourceSetting(..) => {}
        }
        state.is_unsaved = true;
        state
    };
    let mut states = Vec::new();
    for article in articles {
        let state = state(article);
        shared.unsaved.insert(article.id, state.clone());
        states.push((article.id, state));
    }
    states
}
