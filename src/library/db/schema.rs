//! Schema and migrations: numbered files, each run once, in order. `PRAGMA user_version` has the number of the last
//! one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::library::db::backup_files;
use crate::library::db::folder_lock::FolderLock;
use crate::library::db::version::user_version;
use crate::library::{OpenError, OpenMode};

/// Migrations. A released one is never edited, only followed by another.
pub(in crate::library) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001.sql")];

/// Largest size of the WAL after a checkpoint, in bytes.
const MAX_WAL_BYTES: u64 = 16 * 1024 * 1024;

/// Sets a connection up, and brings the schema of its database up to date. `lock` is the folder's, if the caller has it.
///
/// # Errors
/// The database is newer than this program, damaged, or older and only inspected or can't be written.
pub(in crate::library) fn prepare(
    connection: &mut Connection,
    file: &Path,
    mode: OpenMode,
    migrations: &[&str],
    lock: Option<&FolderLock>,
) -> Result<(), OpenError> {
    let known = migrations.len() as i64;
    let found = user_version(connection)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    // `fullfsync` matters on macOS only: on other systems fsync reaches the disk.
    connection.execute_batch(&format!(
        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = OFF;
         PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA journal_size_limit = {MAX_WAL_BYTES};"
    ))?;
    if found < known {
        if mode == OpenMode::Inspect {
            // Another program is creating it, or was killed before it had.
            let is_new = found == 0 && !has_tables(connection)?;
            return Err(match is_new {
                true => OpenError::NotFound,
                false => OpenError::Older { found, known },
            });
        }
        let _lock = match lock {
            Some(_) => None,
            None => file.parent().map(FolderLock::wait),
        };
        migrate(connection, file, migrations)?;
    }
    Ok(())
}

/// Returns true if a database has tables.
fn has_tables(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema)";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Creates an empty database with this schema in memory.
pub(in crate::library) fn new_in_memory() -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_in_memory()?;
    for sql in MIGRATIONS {
        connection.execute_batch(sql)?;
    }
    Ok(connection)
}

/// Runs the missing migrations, all or none, after a backup if the database is not empty. Another program may have been
/// faster, so the version is read again under the lock.
fn migrate(connection: &mut Connection, file: &Path, migrations: &[&str]) -> Result<(), OpenError> {
    let known = migrations.len() as i64;
    let found = user_version(connection)?;
    if found >= known {
        return Ok(());
    }
    if found == 0 {
        if has_tables(connection)? {
            return Err(OpenError::Damaged("not a library".to_owned()));
        }
        connection.execute_batch("PRAGMA journal_mode = WAL;")?;
    } else {
        backup_files::back_up_before_migration(connection, file, found).map_err(|error| {
            OpenError::Unavailable(format!("can't back it up before the migration: {error}"))
        })?;
    }
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = user_version(&transaction)?;
    for (number, sql) in (1i64..).zip(migrations) {
        if number > found {
            transaction.execute_batch(sql).map_err(|error| {
                OpenError::Unavailable(format!("migration {number} failed: {error}"))
            })?;
        }
    }
    if found < known {
        transaction.pragma_update(None, "user_version", known)?;
    }
    transaction.commit()?;
    tracing::info!(from = found, to = known, "migrated the library");
    Ok(())
}

/// Returns the writable columns of a table; empty if the table does not exist.
pub(in crate::library) fn columns_of(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement =
        connection.prepare_cached("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}
