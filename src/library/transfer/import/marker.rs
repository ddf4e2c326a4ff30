//! Marker of an import that stopped early, so that the next one continues it: [`ImportMarker`]. It is valid as long as
//! the library contains nothing else.
//!
//! Whatever is added or changed by anybody else gets a number that is never given twice. The last ones of an unfinished import are
//! kept beside what it has written, in the same transactions; where they are still the last ones, the library holds nothing else.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::state::json;
use crate::library::transfer::export::IMPORT_MARKER_KEY;

/// The last numbers of an import that has not come to its end.
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
            .prepare_cached("SELECT count(*) FROM meta WHERE name NOT IN (?1, 'let-go')")?
            .query_row([IMPORT_MARKER_KEY], |row| row.get(0))?;
        Ok(Self(json(&(last, meta_rows))?))
    }

    /// Returns true if the library holds nothing but the beginning of an import.
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

    /// Keeps it beside what was written.
    pub(in crate::library) fn set(transaction: &Transaction<'_>) -> Result<(), LibraryError> {
        let now = Self::current(transaction)?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
            .execute(params![IMPORT_MARKER_KEY, now.0])?;
        Ok(())
    }

    /// The import has come to its end.
    pub(in crate::library) fn clear(transaction: &Transaction<'_>) -> Result<(), LibraryError> {
        transaction.execute("DELETE FROM meta WHERE name = ?1", [IMPORT_MARKER_KEY])?;
        Ok(())
    }
}
