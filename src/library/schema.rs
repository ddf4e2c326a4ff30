//! The schema and its migrations: numbered files, each run once, in order. `PRAGMA user_version` says which have been.

use rusqlite::{Connection, TransactionBehavior};

use super::{OpenError, busy};

/// The migrations. One that was released is never edited, only followed by another.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001.sql")];

/// The version of the schema that this program knows.
pub(super) fn version() -> i64 {
    MIGRATIONS.len() as i64
}

/// Sets a connection up, and brings the schema of its database up to date.
///
/// # Errors
/// The database is newer than this program, damaged, or can't be written while it is older.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), OpenError> {
    connection.busy_handler(Some(busy))?;
    let found = user_version(connection)?;
    if found > version() {
        return Err(OpenError::Newer {
            found,
            known: version(),
        });
    }
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = OFF;",
    )?;
    if found < version() {
        connection.execute_batch("PRAGMA journal_mode = WAL;")?;
        migrate(connection)?;
    }
    Ok(())
}

/// Runs the migrations that are missing, all or none. Another program may have been faster: who waits looks again.
fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = user_version(&transaction)?;
    for (number, sql) in (1i64..).zip(MIGRATIONS) {
        if number > found {
            transaction.execute_batch(sql)?;
        }
    }
    if found < version() {
        transaction.pragma_update(None, "user_version", version())?;
    }
    transaction.commit()?;
    Ok(())
}

fn user_version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
