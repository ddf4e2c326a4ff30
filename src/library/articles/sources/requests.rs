//! Log of the last 20 requests of each source.

use rusqlite::{Connection, Transaction, params};

use crate::library::LibraryError;
use crate::model::{FetchOutcome, Request, SourceError, SourceId};

/// Returns the last requests of a source, the newest first.
pub(in crate::library) fn requests(
    connection: &Connection,
    source: SourceId,
) -> Result<Vec<Request>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT time, status, bytes, milliseconds, outcome, error, error_detail FROM request WHERE source = ?1 ORDER BY id DESC",
    )?;
    let found = statement.query_map([source], |row| {
        let outcome: String = row.get(4)?;
        Ok(Request {
            time: row.get(0)?,
            status: row.get(1)?,
            bytes: row.get::<_, i64>(2)?.unsigned_abs(),
            milliseconds: row.get::<_, i64>(3)?.unsigned_abs(),
            outcome: FetchOutcome::from_name(&outcome).unwrap_or(FetchOutcome::Failed),
            error: SourceError::from_code(row.get(5)?, row.get(6)?),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Adds a request to the log of a source. A trigger deletes all but the last 20.
pub(in crate::library) fn record_request(
    transaction: &Transaction<'_>,
    source: SourceId,
    request: &Request,
) -> Result<(), LibraryError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let error = request.error.as_ref();
    transaction
        .prepare_cached(
            "INSERT INTO request (source, time, status, bytes, milliseconds, outcome, error, error_detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            source,
            request.time,
            request.status,
            number(request.bytes),
            number(request.milliseconds),
            request.outcome.name(),
            error.map(|error| error.kind.name()),
            error.and_then(|error| error.details.as_deref()),
        ])?;
    Ok(())
}
