//! Leases: only one of several programs fetches a source.

use rusqlite::{OptionalExtension, Transaction, params};

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

/// Takes the leases of several sources, and returns the sources whose lease was taken. The lease of a holder that `is_dead` is taken
/// over.
pub(in crate::library) fn acquire_leases(
    transaction: &Transaction<'_>,
    sources: &[SourceId],
    holder: &str,
    now: i64,
    seconds: u32,
    is_dead: &dyn Fn(&str) -> bool,
) -> Result<Vec<SourceId>, LibraryError> {
    let mut taken = Vec::new();
    for source in sources {
        if acquire_lease(transaction, *source, holder, now, seconds)? {
            taken.push(*source);
            continue;
        }
        let other: Option<String> = transaction
            .prepare_cached("SELECT holder FROM lease WHERE source = ?1")?
            .query_row([source], |row| row.get(0))
            .optional()?;
        if other.is_some_and(|other| is_dead(&other)) {
            transaction
                .prepare_cached("UPDATE lease SET holder = ?2, until = ?3 WHERE source = ?1")?
                .execute(params![source, holder, now + i64::from(seconds)])?;
            taken.push(*source);
        }
    }
    Ok(taken)
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
