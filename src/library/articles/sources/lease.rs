//! Leases: only one of several programs fetches a source.

use rusqlite::{Transaction, params};

use crate::library::LibraryError;
use crate::model::SourceId;

/// Takes or extends the lease of a source. Returns false if another holder has it.
pub(in crate::library) fn acquire_lease(
    transaction: &Transaction<'_>,
    source: SourceId,
    holder: &str,
    now: i64,
    seconds: u32,
) -> Result<bool, LibraryError> {
    let taken = transaction
        .prepare_cached(
            "INSERT INTO lease (source, holder, until) SELECT id, ?2, ?4 FROM source WHERE id = ?1
             ON CONFLICT (source) DO UPDATE SET holder = ?2, until = ?4 WHERE holder = ?2 OR until <= ?3",
        )?
        .execute(params![source, holder, now, now + i64::from(seconds)])?;
    Ok(taken > 0)
}

/// Releases the lease of a source, if `holder` has it.
pub(in crate::library) fn release_lease(
    transaction: &Transaction<'_>,
    source: SourceId,
    holder: &str,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("DELETE FROM lease WHERE source = ?1 AND holder = ?2")?
        .execute(params![source, holder])?;
    Ok(())
}
