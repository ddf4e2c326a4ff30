//! Leases: of several programs one fetches a source.

use rusqlite::{Transaction, params};

use crate::library::{Durability, Library, LibraryError};
use crate::model::SourceId;

impl Library {
    /// Takes the lease of a source for so many seconds, or extends it where `holder` has it: false where another one has it still. A
    /// program that was killed has it until its time is over.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn take_lease(
        &mut self,
        source: SourceId,
        holder: &str,
        seconds: u32,
    ) -> Result<bool, LibraryError> {
        let now = self.now();
        self.write(Durability::Normal, |transaction| {
            take_lease(transaction, source, holder, now, seconds)
        })
    }

    /// Gives the lease of a source back, where `holder` has it.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn release_lease(&mut self, source: SourceId, holder: &str) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            release_lease(transaction, source, holder)
        })
    }
}

pub(in crate::library) fn take_lease(
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
