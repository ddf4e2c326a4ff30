//! Marker of an import that ended early, so that the next one continues it: [`ImportMarker`]. It is valid as long as
//! the library contains nothing else.
//!
//! Every row that another program adds or changes gets an id that is never reused. The marker stores the last ids of an
//! unfinished import, in the same transactions as its rows; if they are still the last ones, the library contains
//! nothing else.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::state::json;
use crate::library::transfer::export::IMPORT_MARKER_KEY;

/// Last assigned ids of an unfinished import, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) struct ImportMarker(String);

impl ImportMarker {
    /// Returns the marker for the present state of the library.
    fn current(connection: &Connection) -> Result<Self, LibraryError> {
        let mut statement =
            connection.prepare_cached("SELECT name, seq FROM sqlite_sequence ORDER BY name")?;
        let last = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?;
        let last: Vec<(String, i64)> = last.collect::<Result<_, _>>()?;
        let meta_rows: i64 = connection
            .prepare_cached("SELECT count(*) FROM meta WHERE name NOT IN (?1, 'last-expiry')")?
            .query_row([IMPORT_MARKER_KEY], |row| row.get(0))?;
        Ok(Self(json(&(last, meta_rows))?))
    }

    /// Returns true if the library contains only rows of an unfinished import.
    pub(in crate::library) fn is_set(connection: &Connection) -> Result<bool, LibraryError> {
        let stored: Option<String> = connection
            .query_row(
                "SELECT value FROM meta WHERE name = ?1",
                [IMPORT_MARKER_KEY],
                |row| row.get(0),
            )
            .optional()?;
        Ok(match stored {
            Some(stored) => stored == Self::current(connection)?.0,
            None => false,
        })
    }

    /// Stores the marker for the present state, in the transaction that wrote it.
    pub(in crate::library) fn set(transaction: &Transaction<'_>) -> Result<(), LibraryError> {
        let now = Self::current(transaction)?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
            .execute(params![IMPORT_MARKER_KEY, now.0])?;
        Ok(())
    }

    /// Deletes the marker at the end of the import.
    pub(in crate::library) fn clear(transaction: &Transaction<'_>) -> Result<(), LibraryError> {
        transaction.execute("DELETE FROM meta WHERE name = ?1", [IMPORT_MARKER_KEY])?;
        Ok(())
    }
}
