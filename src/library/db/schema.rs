//! The schema and its migrations: numbered files, each run once, in order. `PRAGMA user_version` says which have been.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::library::OpenError;
use crate::library::db::folder_lock::{Hold, hold};
use crate::library::maintenance::backup;

/// The migrations. One that was released is never edited, only followed by another.
pub(in crate::library) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001.sql")];

/// The most bytes that the log of changes keeps when it begins anew.
const LOG: u64 = 16 * 1024 * 1024;

/// Sets a connection up, and brings the schema of its database up to date. `held` is the folder's, if the caller holds it.
///
/// # Errors
/// The database is newer than this program, damaged, or can't be written while it is older.
pub(in crate::library) fn prepare(
    connection: &mut Connection,
    file: &Path,
    migrations: &[&str],
    held: Option<&Hold>,
) -> Result<(), OpenError> {
    let known = migrations.len() as i64;
    let found = user_version(connection)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    // Elsewhere than on macOS a sync is one down to the disk already.
    connection.execute_batch(&format!(
        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = OFF;
         PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA journal_size_limit = {LOG};"
    ))?;
    if found < known {
        let _hold = match held {
            Some(_) => None,
            None => file.parent().map(hold),
        };
        migrate(connection, file, migrations)?;
    }
    Ok(())
}

/// The version of a database; reads nothing else of it.
pub(in crate::library) fn user_version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// A database with this schema in memory.
pub(in crate::library) fn pristine() -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_in_memory()?;
    for sql in MIGRATIONS {
        connection.execute_batch(sql)?;
    }
    Ok(connection)
}

/// Runs the migrations that are missing, all or none; of one that is not empty a copy is kept first. Another program may have been
/// faster: who has waited for the folder looks again.
fn migrate(connection: &mut Connection, file: &Path, migrations: &[&str]) -> Result<(), OpenError> {
    let known = migrations.len() as i64;
    let found = user_version(connection)?;
    if found >= known {
        return Ok(());
    }
    if found == 0 {
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables > 0 {
            return Err(OpenError::Damaged("it is no library".to_owned()));
        }
        connection.execute_batch("PRAGMA journal_mode = WAL;")?;
    } else {
        backup::before_migration(connection, file, found).map_err(|error| {
            OpenError::Unavailable(format!(
                "no copy of it can be kept before its schema is brought up to date: {error}"
            ))
        })?;
    }
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = user_version(&transaction)?;
    for (number, sql) in (1i64..).zip(migrations) {
        if number > found {
            transaction.execute_batch(sql).map_err(|error| {
                OpenError::Unavailable(format!("step {number} of its schema fails: {error}"))
            })?;
        }
    }
    if found < known {
        transaction.pragma_update(None, "user_version", known)?;
    }
    transaction.commit()?;
    Ok(())
}

/// The columns of a table that can be written; none where there is no such table.
pub(in crate::library) fn columns_of(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement =
        connection.prepare_cached("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}
