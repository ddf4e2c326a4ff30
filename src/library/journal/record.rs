//! Rows of the journal: changes with their items and states (done, undone, skipped).

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::db::session::RULES_SESSION;
use crate::library::journal::item_kind::ItemKind;
use crate::library::state::json;
use crate::model::{ChangeId, ChangeKind};

/// Limit of changes in the journal; older ones are deleted and can no longer be undone.
const MAX_CHANGES: i64 = 10_000;

/// State of a change in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangeState {
    /// Done; also if an undo in batches was interrupted.
    Done = 0,
    /// Undone; can be redone.
    Undone = 1,
    /// Skipped: can be neither undone nor redone, since its subject was changed later, or a new change followed its
    /// undo.
    Skipped = 2,
}

/// A change in the journal, without its items.
#[derive(Debug)]
pub(super) struct StoredChange {
    pub(super) id: ChangeId,
    pub(super) session: String,
    /// Time of the change, in seconds since 1970.
    pub(super) time: i64,
    pub(super) kind: ChangeKind,
}

/// Item of a stored change, with the values before and after it.
#[derive(Debug)]
pub(super) struct StoredItem {
    /// Index in the change.
    pub(super) number: i64,
    pub(super) kind: ItemKind,
    pub(super) target: i64,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// Adds a change to the journal. Changes that are undone can no longer be redone.
pub(super) fn insert_change(
    transaction: &Transaction<'_>,
    session: &str,
    now: i64,
    kind: &ChangeKind,
) -> Result<ChangeId, LibraryError> {
    transaction
        .prepare_cached("INSERT INTO change (session, at, kind) VALUES (?1, ?2, ?3)")?
        .execute(params![session, now, json(kind)?])?;
    let change = transaction.last_insert_rowid();
    // What a rule does in the background does not end the user's redo.
    if session != RULES_SESSION {
        transaction
            .prepare_cached("UPDATE change SET state = 2 WHERE state = 1")?
            .execute([])?;
    }
    transaction
        .prepare_cached("DELETE FROM change WHERE id <= ?1")?
        .execute([change - MAX_CHANGES])?;
    Ok(ChangeId(change))
}

/// Returns the number of the next item of a change.
pub(super) fn next_number(
    transaction: &Transaction<'_>,
    change: ChangeId,
) -> Result<i64, LibraryError> {
    Ok(transaction
        .prepare_cached("SELECT ifnull(max(number), -1) + 1 FROM change_item WHERE change = ?1")?
        .query_row([change], |row| row.get(0))?)
}

/// A change of another library, as an export contains it.
#[derive(Debug)]
pub(in crate::library) struct ImportedChange {
    pub(in crate::library) id: Option<i64>,
    pub(in crate::library) session: String,
    pub(in crate::library) time: i64,
    pub(in crate::library) kind: String,
    pub(in crate::library) state: i64,
    pub(in crate::library) items: Vec<ImportedItem>,
}

/// Item of a change of another library.
#[derive(Debug)]
pub(in crate::library) struct ImportedItem {
    pub(in crate::library) kind: String,
    pub(in crate::library) target: i64,
    pub(in crate::library) before: Option<String>,
    pub(in crate::library) after: Option<String>,
}

/// Adds a change of another library with its items, unless there is one with the same id. Items of an unknown kind are
/// left out, and those whose undo could create a program to run.
pub(in crate::library) fn insert_imported_change(
    transaction: &Transaction<'_>,
    change: &ImportedChange,
) -> Result<(), LibraryError> {
    let kind = serde_json::from_str(&change.kind).map(clean_strings);
    let kind: ChangeKind = kind
        .and_then(serde_json::from_value)
        .unwrap_or(ChangeKind::Other);
    let added = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO change (id, session, at, kind, state) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            change.id,
            change.session,
            change.time,
            json(&kind)?,
            change.state.clamp(0, 2)
        ])?;
    if added == 0 {
        return Ok(());
    }
    let id = ChangeId(transaction.last_insert_rowid());
    let known =
        |item: &ImportedItem| ItemKind::from_name(&item.kind).filter(|kind| !kind.is_local());
    let items = change.items.iter();
    let items = items.filter_map(|item| known(item).map(|kind| (item, kind)));
    for (number, (item, kind)) in (0..).zip(items) {
        let stored = StoredItem {
            number,
            kind,
            target: item.target,
            before: item.before.clone(),
            after: item.after.clone(),
        };
        insert_item(transaction, id, &stored)?;
    }
    Ok(())
}

/// Cleans all strings of a JSON value, since imported titles and names are foreign text.
fn clean_strings(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) => Value::String(crate::text::clean::clean_line(&text).into_owned()),
        Value::Array(values) => Value::Array(values.into_iter().map(clean_strings).collect()),
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, clean_strings(value)))
                .collect(),
        ),
        value => value,
    }
}

/// Adds an item to a change.
pub(super) fn insert_item(
    transaction: &Transaction<'_>,
    change: ChangeId,
    item: &StoredItem,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("INSERT INTO change_item (change, number, kind, target, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            change,
            item.number,
            item.kind.name(),
            item.target,
            item.before,
            item.after
        ])?;
    Ok(())
}

/// Loads the items of a change, in the order in which they were set. Items of an unknown kind are left out.
pub(super) fn load_items(
    transaction: &Transaction<'_>,
    change: ChangeId,
) -> Result<Vec<StoredItem>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT number, kind, target, before, after FROM change_item WHERE change = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([change])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(kind) = ItemKind::from_name(&row.get::<_, String>(1)?) {
            items.push(StoredItem {
                number: row.get(0)?,
                kind,
                target: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
            });
        }
    }
    Ok(items)
}

/// Loads the newest change that is done.
pub(super) fn newest_done(
    transaction: &Transaction<'_>,
) -> Result<Option<StoredChange>, LibraryError> {
    let sql = "SELECT id, session, at, kind FROM change WHERE state = 0 ORDER BY id DESC LIMIT 1";
    load_change(transaction, sql)
}

/// Loads the newest change that is done and that no rule has made.
pub(super) fn newest_done_by_user(
    transaction: &Transaction<'_>,
) -> Result<Option<StoredChange>, LibraryError> {
    let sql = "SELECT id, session, at, kind FROM change WHERE state = 0 AND session <> 'rules' ORDER BY id DESC LIMIT 1";
    load_change(transaction, sql)
}

/// Loads the change that was undone last: the oldest one that can be redone.
pub(super) fn last_undone(
    transaction: &Transaction<'_>,
) -> Result<Option<StoredChange>, LibraryError> {
    let sql = "SELECT id, session, at, kind FROM change WHERE state = 1 ORDER BY id LIMIT 1";
    load_change(transaction, sql)
}

fn load_change(
    transaction: &Transaction<'_>,
    sql: &str,
) -> Result<Option<StoredChange>, LibraryError> {
    let found: Option<(ChangeId, String, i64, String)> = transaction
        .prepare_cached(sql)?
        .query_row([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(found.map(|(id, session, time, kind)| StoredChange {
        id,
        session,
        time,
        // A change of a kind that only a newer program knows can be undone all the same.
        kind: serde_json::from_str(&kind).unwrap_or(ChangeKind::Other),
    }))
}

/// Returns true if a change is in the journal and has this state.
pub(super) fn has_state(
    transaction: &Transaction<'_>,
    change: ChangeId,
    state: ChangeState,
) -> Result<bool, LibraryError> {
    Ok(transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM change WHERE id = ?1 AND state = ?2)")?
        .query_row(params![change, state as i64], |row| row.get(0))?)
}

/// Sets the state of a change.
pub(super) fn set_state(
    transaction: &Transaction<'_>,
    change: ChangeId,
    state: ChangeState,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("UPDATE change SET state = ?2 WHERE id = ?1")?
        .execute(params![change, state as i64])?;
    Ok(())
}
