//! Recovery of accounts on servers, with their feeds, folders and items, and of the marks that wait to be sent.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};

use crate::library::maintenance::recover::damaged_database::DamagedDatabase;
use crate::library::maintenance::recover::insert::{in_savepoint, insert_recovered_row};
use crate::library::{Durability, Library, LibraryError};

/// Ids in the library by their ids in the damaged database.
type Ids = HashMap<i64, i64>;

/// Restores accounts that the library does not have, with what belongs to them. Where their passwords come from is restored only
/// from a library of the user's own (`is_own`).
pub(in crate::library) fn recover_accounts(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    sources: &Ids,
    articles: &Ids,
    is_own: bool,
) -> Result<(), LibraryError> {
    let now = library.now();
    let mut rows = damaged.all_rows("account");
    for row in &mut rows {
        damaged.has_unreadable_rows |= row.fill_defaults("account", now);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let feeds = damaged.query_rows(
        "SELECT account, remote_id, source, title, url, folders, absent_since, detached FROM remote_feed",
    );
    let folders = damaged.query_rows(
        "SELECT f.account, f.remote_id, f.name, c.name FROM remote_folder f LEFT JOIN category c ON c.id = f.category AND c.parent IS NULL",
    );
    let items = damaged.query_rows(
        "SELECT account, remote_id, article, read, starred, read_seq, star_seq, wanted FROM remote_item",
    );
    let marks =
        damaged.query_rows("SELECT account, remote_id, kind, value FROM outbox ORDER BY seq");
    library.write(Durability::Full, |transaction| {
        let mut accounts = Ids::new();
        for row in &rows {
            let known: Option<i64> = transaction
                .prepare_cached("SELECT id FROM account WHERE url = ?1 AND user = ?2")?
                .query_row(params![row.get("url"), row.get("user")], |row| row.get(0))
                .optional()?;
            if known.is_some() {
                continue;
            }
            let mut fixed = vec![("holder", Value::Null), ("held_until", Value::Null)];
            if !is_own {
                fixed.push(("settings", Value::Text("{}".to_owned())));
            }
            let put = in_savepoint(transaction, || {
                insert_recovered_row(transaction, "account", row, &fixed)
            })?;
            accounts.extend(put.map(|id| (row.id, id)));
        }
        for mut feed in feeds {
            if replace(&mut feed, 0, &accounts) && replace(&mut feed, 2, sources) {
                let sql = "INSERT OR IGNORE INTO remote_feed (account, remote_id, source, title, url, folders, absent_since, detached)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
                insert(transaction, sql, feed)?;
            }
        }
        for mut folder in folders {
            if replace(&mut folder, 0, &accounts) {
                let sql = "INSERT OR IGNORE INTO remote_folder (account, remote_id, name, category)
                     VALUES (?1, ?2, ?3, (SELECT id FROM category WHERE parent IS NULL AND name = ?4))";
                insert(transaction, sql, folder)?;
            }
        }
        for mut item in items {
            if replace(&mut item, 0, &accounts) {
                if !replace(&mut item, 2, articles)
                    && let Some(article) = item.get_mut(2)
                {
                    *article = Value::Null;
                }
                let sql = "INSERT OR IGNORE INTO remote_item (account, remote_id, article, read, starred, read_seq, star_seq, wanted)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
                insert(transaction, sql, item)?;
            }
        }
        for mut mark in marks {
            if replace(&mut mark, 0, &accounts) {
                let sql = "INSERT OR IGNORE INTO outbox (account, remote_id, kind, value) VALUES (?1, ?2, ?3, ?4)";
                insert(transaction, sql, mark)?;
            }
        }
        Ok(())
    })
}

/// Replaces the id at `at` by that in the library. Returns false if there is none.
fn replace(row: &mut [Value], at: usize, ids: &Ids) -> bool {
    let Some(value) = row.get_mut(at) else {
        return false;
    };
    let id = match value {
        Value::Integer(there) => ids.get(there),
        _ => None,
    };
    match id {
        Some(id) => {
            *value = Value::Integer(*id);
            true
        }
        None => false,
    }
}

/// Inserts a row unless it violates a constraint.
fn insert(transaction: &Transaction<'_>, sql: &str, row: Vec<Value>) -> Result<(), LibraryError> {
    in_savepoint(transaction, || {
        transaction
            .prepare_cached(sql)?
            .execute(params_from_iter(row))?;
        Ok(())
    })?;
    Ok(())
}
