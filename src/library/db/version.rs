//! Version of a schema (`PRAGMA user_version`).

use rusqlite::Connection;

/// Returns the version of a database; reads nothing else of it.
pub(in crate::library) fn user_version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
