//! Undo and redo: restores the values before or after a change, except those that were changed again since.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use crate::library::db::session::{RULES_SESSION, origin_of_change};
use crate::library::journal::batches;
use crate::library::journal::dependents::refresh_dependents;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::items;
use crate::library::journal::record::{self, ChangeState, StoredChange, StoredItem};
use crate::library::journal::result::UndoResult;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, ChangeId, Direction, SourceId};

/// Number of items that are replayed in one transaction.
const MAX_ITEMS_AT_ONCE: usize = 200;

/// Result of the first transaction of a replay.
enum ReplayStart {
    /// The replay is complete, or there was nothing to do.
    Finished(UndoResult, Vec<SourceId>),
    /// The change was made in batches and is replayed in batches.
    NeedsBatches(StoredChange, Vec<StoredItem>),
}

/// Undoes the newest change that is done. A change of another session is undone only if `confirmed` is its id.
pub(super) fn undo_newest(
    library: &mut Library,
    confirmed: Option<ChangeId>,
) -> Result<UndoResult, LibraryError> {
    let session = library.session().to_owned();
    replay(library, Direction::Undo, |transaction| {
        let Some(mut newest) = record::newest_done(transaction)? else {
            return Ok(Err(UndoResult::Nothing));
        };
        // A rule that acted meanwhile is not what the user means after a change of this session.
        if newest.session == RULES_SESSION && confirmed != Some(newest.id) {
            let own = record::newest_done_by_user(transaction)?;
            if let Some(own) = own.filter(|own| own.session == session) {
                newest = own;
            }
        }
        if newest.session != session && confirmed != Some(newest.id) {
            let origin = origin_of_change(&newest.session, newest.time, &session);
            let named = UndoResult::NeedsConfirmation(newest.id, newest.kind, origin);
            return Ok(Err(named));
        }
        Ok(Ok(newest))
    })
}

/// Redoes the change that was undone last.
pub(super) fn redo_last(library: &mut Library) -> Result<UndoResult, LibraryError> {
    replay(library, Direction::Redo, |transaction| {
        Ok(record::last_undone(transaction)?.ok_or(UndoResult::Nothing))
    })
}

fn replay(
    library: &mut Library,
    direction: Direction,
    choose: impl FnOnce(&Transaction<'_>) -> Result<Result<StoredChange, UndoResult>, LibraryError>,
) -> Result<UndoResult, LibraryError> {
    let now = library.now();
    let begun = library.write(Durability::Full, |transaction| {
        let change = match choose(transaction)? {
            Ok(change) => change,
            Err(undone) => return Ok(ReplayStart::Finished(undone, Vec::new())),
        };
        let mut stored = record::load_items(transaction, change.id)?;
        if direction == Direction::Undo {
            stored.reverse();
        }
        let is_long = stored.len() > MAX_ITEMS_AT_ONCE;
        match is_long || stored.iter().any(|item| item.kind.is_batch()) {
            true => Ok(ReplayStart::NeedsBatches(change, stored)),
            false => replay_at_once(transaction, now, change, stored, direction),
        }
    })?;
    let (undone, sources) = match begun {
        ReplayStart::Finished(undone, sources) => (undone, sources),
        ReplayStart::NeedsBatches(change, stored) => {
            let sources = stored.iter().filter(|item| item.kind == ItemKind::Source);
            let sources = sources.map(|item| SourceId(item.target)).collect();
            let undone = replay_in_batches(library, now, change, &stored, direction)?;
            (undone, sources)
        }
    };
    for source in sources {
        library.update_articles_of_source(source)?;
    }
    Ok(undone)
}

/// Replays a change in one transaction. It is skipped if none of its values could be set.
fn replay_at_once(
    transaction: &Transaction<'_>,
    now: i64,
    change: StoredChange,
    stored: Vec<StoredItem>,
    direction: Direction,
) -> Result<ReplayStart, LibraryError> {
    let mut changed_articles = BTreeSet::new();
    let mut sources = Vec::new();
    let mut done = 0;
    for item in &stored {
        if item.kind == ItemKind::Source {
            sources.push(SourceId(item.target));
        }
        done += usize::from(replay_item(
            transaction,
            now,
            item,
            direction,
            &mut changed_articles,
        )?);
    }
    let concerned: Vec<ArticleId> = changed_articles.into_iter().collect();
    refresh_dependents(transaction, &concerned)?;
    let (state, undone) = match (done, direction) {
        (0, _) => (ChangeState::Skipped, UndoResult::Skipped(change.kind)),
        (_, Direction::Undo) => (
            ChangeState::Undone,
            UndoResult::Done(change.kind, concerned),
        ),
        (_, Direction::Redo) => (ChangeState::Done, UndoResult::Done(change.kind, concerned)),
    };
    record::set_state(transaction, change.id, state)?;
    Ok(ReplayStart::Finished(undone, sources))
}

/// Replays one item, unless its value was changed again since. Returns true if it was set.
fn replay_item(
    transaction: &Transaction<'_>,
    now: i64,
    item: &StoredItem,
    direction: Direction,
    changed_articles: &mut BTreeSet<ArticleId>,
) -> Result<bool, LibraryError> {
    let (from, to) = match direction {
        Direction::Undo => (&item.after, &item.before),
        Direction::Redo => (&item.before, &item.after),
    };
    let (kind, target) = (item.kind, item.target);
    let of = from.as_deref();
    let is_unchanged =
        kind == ItemKind::Listed || items::current_value(transaction, kind, target, of)? == *from;
    if !is_unchanged
        || (kind == ItemKind::InLibrary
            && items::is_needed(transaction, ArticleId(target), to.as_deref())?)
    {
        return Ok(false);
    }
    let (from, to) = (from.as_deref(), to.as_deref());
    match items::apply_value(transaction, now, kind, target, from, to, changed_articles) {
        Ok(()) => Ok(true),
        // The subject of the item does not exist any longer.
        Err(LibraryError::Missing(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Replays a change in batches, one transaction each. An undo marks the change as undone with its last batch, a redo as
/// done with its first, so that an interrupted replay leaves a change that can be undone.
fn replay_in_batches(
    library: &mut Library,
    now: i64,
    change: StoredChange,
    stored: &[StoredItem],
    direction: Direction,
) -> Result<UndoResult, LibraryError> {
    let undo = direction == Direction::Undo;
    let mut changed_articles = Vec::new();
    let mut has_changed = false;
    for (number, item) in stored.iter().enumerate() {
        let is_first = number == 0;
        let is_last = number + 1 == stored.len();
        let durability = match is_last {
            true => Durability::Full,
            false => Durability::Normal,
        };
        let before = match undo || !is_first {
            true => ChangeState::Done,
            false => ChangeState::Undone,
        };
        if item.kind == ItemKind::ManyAdded {
            let changed = replay_added_articles(library, &change, item, undo)?;
            has_changed |= !changed.is_empty();
            changed_articles.extend(changed);
        }
        let changed = library.write(durability, |transaction| {
            // Another program has replayed the change meanwhile.
            if !record::has_state(transaction, change.id, before)? {
                return Ok(None);
            }
            let changed = if item.kind == ItemKind::ManyAdded {
                Vec::new()
            } else if item.kind.is_batch() {
                batches::replay_batch(transaction, item, undo, now)?
            } else {
                let mut changed = BTreeSet::new();
                has_changed |= replay_item(transaction, now, item, direction, &mut changed)?;
                let changed: Vec<ArticleId> = changed.into_iter().collect();
                refresh_dependents(transaction, &changed)?;
                changed
            };
            has_changed |= !changed.is_empty();
            let none = !has_changed;
            match (direction, is_first, is_last) {
                (_, _, true) if none => {
                    record::set_state(transaction, change.id, ChangeState::Skipped)?;
                }
                (Direction::Undo, _, true) => {
                    record::set_state(transaction, change.id, ChangeState::Undone)?;
                }
                (Direction::Redo, true, _) => {
                    record::set_state(transaction, change.id, ChangeState::Done)?;
                }
                (Direction::Undo | Direction::Redo, _, _) => {}
            }
            Ok(Some(changed))
        })?;
        let Some(changed) = changed else { break };
        changed_articles.extend(changed);
    }
    Ok(match !has_changed {
        true => UndoResult::Skipped(change.kind),
        false => UndoResult::Done(change.kind, changed_articles),
    })
}

/// Deletes the articles that a source has brought since it was added, or restores them, in as many transactions as they need.
/// Returns those that were changed.
fn replay_added_articles(
    library: &mut Library,
    change: &StoredChange,
    item: &StoredItem,
    undo: bool,
) -> Result<Vec<ArticleId>, LibraryError> {
    let source = SourceId(item.target);
    // Finding the articles takes longer than a write transaction may; each is checked again when it is changed.
    let articles = batches::articles_since_added(library, source, change.time, undo)?;
    let mut changed = Vec::new();
    for articles in articles.chunks(batches::ARTICLES_PER_WRITE) {
        changed.extend(library.write(Durability::Normal, |transaction| {
            // Another program has replayed the change meanwhile.
            match record::has_state(transaction, change.id, ChangeState::Done)? {
                true => batches::replay_added(transaction, item.target, undo, articles),
                false => Ok(Vec::new()),
            }
        })?);
    }
    Ok(changed)
}
