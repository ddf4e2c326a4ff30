//! Accounts: listing, adding, changing and removing them, their health, and their leases.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value};

use crate::library::articles::sources::{account_feeds, mark_removed};
use crate::library::db::columns;
use crate::library::db::session::has_session_ended;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{Account, AccountId, AccountKind, SourceId, SourceSettings};

/// Columns of an account, in the order in which they are read.
const COLUMNS: &str = "id, kind, url, user, settings, paused, cursor,
    (SELECT count(*) FROM remote_feed f JOIN source s ON s.id = f.source WHERE f.account = account.id AND f.detached IS NULL AND s.removed IS NULL),
    (SELECT count(*) FROM outbox o WHERE o.account = account.id),
    (SELECT count(*) FROM remote_feed f JOIN source s ON s.id = f.source WHERE f.account = account.id AND CASE
        WHEN account.kind = 'fever' THEN 0
        WHEN s.removed IS NOT NULL THEN f.remote_id NOT LIKE 'new:%' AND f.absent_since IS NULL AND f.detached IS NULL
        WHEN f.remote_id LIKE 'new:%' THEN 1
        WHEN f.detached IS NOT NULL THEN ifnull(f.absent_since, f.detached) >= f.detached
        WHEN ifnull(s.user_title <> f.title, 0) THEN 1
        WHEN f.folders LIKE '%\\u0001%' THEN 1
        WHEN NOT EXISTS (SELECT 1 FROM source_category sc WHERE sc.source = f.source)
            THEN account.kind <> 'miniflux' AND f.folders <> '[]' AND ifnull(json_extract(account.cursor, '$.keeps_folders'), 0) = 0
        ELSE NOT EXISTS (SELECT 1 FROM source_category sc JOIN remote_folder rf ON rf.category = sc.category
            JOIN json_each(f.folders) one ON one.value = rf.remote_id
            WHERE sc.source = f.source AND rf.account = f.account) END),
    next_sync, not_before, last_success, failing_since, failures, error, error_detail";

/// Number of items that are deleted in one transaction.
const BATCH_ITEMS: u16 = 1_000;

/// Returns all accounts, in the order in which they were added. One of a kind that this version does not know is left out.
pub(in crate::library) fn accounts(connection: &Connection) -> Result<Vec<Account>, LibraryError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM account ORDER BY id"))?;
    let rows = statement.query_map([], account_from)?;
    let accounts: Vec<Option<Account>> = rows.collect::<Result<_, _>>()?;
    Ok(accounts.into_iter().flatten().collect())
}

/// Returns an account.
pub(in crate::library) fn account(
    connection: &Connection,
    id: AccountId,
) -> Result<Option<Account>, LibraryError> {
    let found = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM account WHERE id = ?1"))?
        .query_row([id], account_from)
        .optional()?;
    Ok(found.flatten())
}

/// Returns the account whose server has the feed of a source.
pub(in crate::library) fn account_serving(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<AccountId>, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT account FROM remote_feed WHERE source = ?1 AND remote_id NOT LIKE 'new:%' AND detached IS NULL",
        )?
        .query_row([source], |row| row.get(0))
        .optional()?)
}

/// Returns the account that a source belongs to.
pub(in crate::library) fn account_of_source(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<AccountId>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT account FROM remote_feed WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?)
}

/// Returns the accounts that are due at the time `now`, the longest overdue first.
pub(in crate::library) fn due_accounts(
    connection: &Connection,
    now: i64,
) -> Result<Vec<AccountId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM account WHERE paused = 0 AND max(ifnull(next_sync, 0), ifnull(not_before, 0)) <= ?1
         ORDER BY ifnull(next_sync, 0), id",
    )?;
    let found = statement.query_map([now], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the time when the next account is due.
pub(in crate::library) fn next_due(connection: &Connection) -> Result<Option<i64>, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT min(max(ifnull(next_sync, 0), ifnull(not_before, 0))) FROM account WHERE paused = 0",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Adds an account, and returns its id.
pub(in crate::library) fn add_account(
    library: &mut Library,
    kind: AccountKind,
    url: &str,
    user: &str,
    settings: &SourceSettings,
) -> Result<AccountId, LibraryError> {
    let now = library.now();
    let settings = json(&settings.to_json())?;
    library.write(Durability::Full, |transaction| {
        refuse_duplicate(transaction, AccountId(0), url, user)?;
        transaction
            .prepare_cached(
                "INSERT INTO account (kind, url, user, settings, added) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![kind.name(), url, user, settings, now])?;
        Ok(AccountId(transaction.last_insert_rowid()))
    })
}

/// Sets the address, the user name and the settings of an account.
pub(in crate::library) fn set_account(
    library: &mut Library,
    id: AccountId,
    url: &str,
    user: &str,
    settings: &SourceSettings,
) -> Result<(), LibraryError> {
    let settings = json(&settings.to_json())?;
    library.write(Durability::Full, |transaction| {
        refuse_duplicate(transaction, id, url, user)?;
        let changed = transaction
            .prepare_cached(
                "UPDATE account SET url = ?2, user = ?3, settings = ?4, next_sync = NULL, not_before = NULL WHERE id = ?1",
            )?
            .execute(params![id, url, user, settings])?;
        check_changed(changed, id)
    })
}

/// Pauses the syncs of an account, or resumes them: it is due at once then.
pub(in crate::library) fn set_paused(
    transaction: &Transaction<'_>,
    id: AccountId,
    is_paused: bool,
) -> Result<(), LibraryError> {
    let changed = transaction
        .prepare_cached(
            "UPDATE account SET paused = ?2, next_sync = iif(?2, next_sync, NULL) WHERE id = ?1",
        )?
        .execute(params![id, is_paused])?;
    check_changed(changed, id)
}

/// Makes an account due at once, unless its server has asked to wait.
pub(in crate::library) fn set_due(
    transaction: &Transaction<'_>,
    id: AccountId,
) -> Result<(), LibraryError> {
    let changed = transaction
        .prepare_cached("UPDATE account SET next_sync = NULL WHERE id = ?1")?
        .execute([id])?;
    check_changed(changed, id)
}

/// Removes an account with its sources. Articles stay. Returns the number of sources.
pub(in crate::library) fn remove_account(
    library: &mut Library,
    id: AccountId,
) -> Result<usize, LibraryError> {
    let now = library.now();
    let removed = library.write(Durability::Full, |transaction| {
        let changed = transaction
            .prepare_cached("UPDATE account SET paused = 1 WHERE id = ?1")?
            .execute([id])?;
        check_changed(changed, id)?;
        let mut statement =
            transaction.prepare_cached("SELECT source FROM remote_feed WHERE account = ?1")?;
        let sources: Vec<SourceId> = statement
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut removed = 0;
        for source in &sources {
            account_feeds::forget_failed_subscription(transaction, *source)?;
            removed += usize::from(mark_removed(transaction, *source, now)?);
        }
        Ok(removed)
    })?;
    // All items at once would take longer than a write may.
    loop {
        let deleted = library.write(Durability::Normal, |transaction| {
            Ok(transaction
                .prepare_cached(
                    "DELETE FROM remote_item WHERE account = ?1 AND remote_id IN (
                        SELECT remote_id FROM remote_item WHERE account = ?1 LIMIT ?2)",
                )?
                .execute(params![id, BATCH_ITEMS])?)
        })?;
        if deleted < usize::from(BATCH_ITEMS) {
            break;
        }
    }
    library.write(Durability::Full, |transaction| {
        transaction
            .prepare_cached("DELETE FROM account WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    })?;
    Ok(removed)
}

/// Stores the state of the client between two syncs.
pub(in crate::library) fn save_state(
    library: &mut Library,
    id: AccountId,
    state: &str,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached("UPDATE account SET cursor = ?2 WHERE id = ?1")?
            .execute(params![id, state])?;
        Ok(())
    })
}

/// Records a sync without an error.
pub(in crate::library) fn record_success(
    library: &mut Library,
    id: AccountId,
    next_sync: i64,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached(
                "UPDATE account SET last_attempt = ?2, last_success = ?2, next_sync = ?3, not_before = NULL, failing_since = NULL,
                    failures = 0, error = NULL, error_detail = NULL
                 WHERE id = ?1",
            )?
            .execute(params![id, now, next_sync])?;
        Ok(())
    })
}

/// Records a sync that failed.
pub(in crate::library) fn record_failure(
    library: &mut Library,
    id: AccountId,
    next_sync: i64,
    not_before: Option<i64>,
    error: (&str, Option<&str>),
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached(
                "UPDATE account SET last_attempt = ?2, next_sync = ?3, not_before = ?4, failing_since = ifnull(failing_since, ?2),
                    failures = failures + 1, error = ?5, error_detail = ?6
                 WHERE id = ?1",
            )?
            .execute(params![id, now, next_sync, not_before, error.0, error.1])?;
        Ok(())
    })
}

/// Takes or extends the lease of an account. The lease of a program that has ended is taken over.
pub(in crate::library) fn acquire_account(
    library: &mut Library,
    id: AccountId,
    holder: &str,
    seconds: u32,
) -> Result<bool, LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        let lease: Option<(Option<String>, Option<i64>)> = transaction
            .prepare_cached("SELECT holder, held_until FROM account WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let is_free = match lease {
            None => false,
            Some((Some(other), Some(until))) => {
                other == holder || until <= now || has_session_ended(&other)
            }
            Some(_) => true,
        };
        if is_free {
            transaction
                .prepare_cached("UPDATE account SET holder = ?2, held_until = ?3 WHERE id = ?1")?
                .execute(params![id, holder, now + i64::from(seconds)])?;
        }
        Ok(is_free)
    })
}

/// Releases the lease of an account, if `holder` has it.
pub(in crate::library) fn release_account(
    library: &mut Library,
    id: AccountId,
    holder: &str,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached(
                "UPDATE account SET holder = NULL, held_until = NULL WHERE id = ?1 AND holder = ?2",
            )?
            .execute(params![id, holder])?;
        Ok(())
    })
}

/// Refuses an address at which another account of this user is: its feeds would be there twice.
fn refuse_duplicate(
    transaction: &Transaction<'_>,
    id: AccountId,
    url: &str,
    user: &str,
) -> Result<(), LibraryError> {
    let other: Option<AccountId> = transaction
        .prepare_cached("SELECT id FROM account WHERE url = ?1 AND user = ?2 AND id <> ?3")?
        .query_row(params![url, user, id], |row| row.get(0))
        .optional()?;
    match other {
        Some(other) => Err(LibraryError::Missing(format!(
            "account {other} is at this address already"
        ))),
        None => Ok(()),
    }
}

fn check_changed(changed: usize, id: AccountId) -> Result<(), LibraryError> {
    match changed {
        0 => Err(LibraryError::Missing(format!("no account {id}"))),
        _ => Ok(()),
    }
}

/// Reads an account; `None` if its kind is unknown.
fn account_from(row: &Row<'_>) -> Result<Option<Account>, rusqlite::Error> {
    let count = |at: usize| {
        let number = columns::read_number(row, at)?.unwrap_or_default();
        Ok::<_, rusqlite::Error>(usize::try_from(number).unwrap_or_default())
    };
    let kind = columns::read_text(row, 1)?.unwrap_or_default();
    let Some(kind) = AccountKind::from_name(&kind) else {
        return Ok(None);
    };
    let settings = columns::read_text(row, 4)?.unwrap_or_default();
    let settings: Map<String, Value> = serde_json::from_str(&settings).unwrap_or_default();
    let error = columns::read_text(row, 15)?;
    let details = columns::read_text(row, 16)?;
    Ok(Some(Account {
        id: row.get(0)?,
        kind,
        url: columns::read_text(row, 2)?.unwrap_or_default(),
        user: columns::read_text(row, 3)?.unwrap_or_default(),
        settings: SourceSettings::from_json(&settings),
        is_paused: columns::read_flag(row, 5)?,
        cursor: columns::read_text(row, 6)?.unwrap_or_else(|| "{}".to_owned()),
        feeds: count(7)?,
        waiting_marks: count(8)?,
        waiting_changes: count(9)?,
        next_sync: columns::read_number(row, 10)?,
        not_before: columns::read_number(row, 11)?,
        last_success: columns::read_number(row, 12)?,
        failing_since: columns::read_number(row, 13)?,
        failures: u32::try_from(count(14)?).unwrap_or(u32::MAX),
        error: error.map(|code| (code, details)),
    }))
}
