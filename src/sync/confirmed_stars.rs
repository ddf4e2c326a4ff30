//! Stars that the server has although its list of starred items lacks them: [`ConfirmedStars`].
//!
//! FreshRSS leaves the items of hidden feeds out of its lists, and says that they are starred when it is asked for each.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::SyncError;
use crate::library::{Library, LibraryReader};
use crate::model::AccountId;

/// Seconds for which a star is not asked for once it is confirmed.
const PERIOD: i64 = 24 * 3600;
/// Number of syncs in which a star must be confirmed: one answer may have been late.
const CONFIRMATIONS: u8 = 2;

/// Stars of an account that were confirmed, or about which the server can say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ConfirmedStars {
    /// Time when all are asked for again.
    until: i64,
    /// Items, each with its number of confirmations.
    items: BTreeMap<String, u8>,
}

impl ConfirmedStars {
    /// Reads those that are still valid and that the list still lacks: `absent` are the items that it lacks now.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn read(
        library: &LibraryReader,
        account: AccountId,
        absent: &HashSet<&str>,
    ) -> Result<Self, SyncError> {
        let mut stored: Self = library.meta(&name(account))?.unwrap_or_default();
        if library.now() >= stored.until {
            return Ok(Self::default());
        }
        stored.items.retain(|id, _| absent.contains(id.as_str()));
        Ok(stored)
    }

    /// Returns true if a star need not be asked for.
    pub(super) fn contains(&self, id: &str) -> bool {
        let confirmations = self.items.get(id);
        confirmations.is_some_and(|confirmations| *confirmations >= CONFIRMATIONS)
    }

    /// Adds a confirmation.
    pub(super) fn add(&mut self, id: &str, now: i64) {
        if self.items.is_empty() {
            self.until = now.saturating_add(PERIOD);
        }
        let confirmations = self.items.entry(id.to_owned()).or_default();
        *confirmations = confirmations.saturating_add(1);
    }

    /// Stores them, if they have changed.
    ///
    /// # Errors
    /// The library can't be written.
    pub(super) fn save(&self, library: &mut Library, account: AccountId) -> Result<(), SyncError> {
        let stored: Option<Self> = library.meta(&name(account))?;
        if stored.unwrap_or_default() != *self {
            library.set_meta(&name(account), self)?;
        }
        Ok(())
    }
}

fn name(account: AccountId) -> String {
    format!("confirmed-stars-{account}")
}
