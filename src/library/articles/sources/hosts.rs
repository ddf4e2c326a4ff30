//! Hosts that asked for a pause (429, 503, 403): its end and its length.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::model::{HostWait, SourceErrorKind};

/// Returns the wait of a host, including one that is over.
pub(in crate::library) fn host_wait(
    connection: &Connection,
    host: &str,
) -> Result<Option<HostWait>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT not_before, delay, reason FROM host WHERE name = ?1")?
        .query_row([host], |row| {
            let reason: String = row.get(2)?;
            Ok(HostWait {
                not_before: row.get(0)?,
                delay: row.get(1)?,
                reason: SourceErrorKind::from_name(&reason).unwrap_or(SourceErrorKind::Other),
            })
        })
        .optional()?)
}

/// Stores the wait of a host; `None` deletes it.
pub(in crate::library) fn set_host_wait(
    transaction: &Transaction<'_>,
    host: &str,
    wait: Option<HostWait>,
) -> Result<(), LibraryError> {
    match wait {
        Some(wait) => transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO host (name, not_before, delay, reason) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![host, wait.not_before, wait.delay, wait.reason.name()])?,
        None => transaction
            .prepare_cached("DELETE FROM host WHERE name = ?1")?
            .execute([host])?,
    };
    Ok(())
}
