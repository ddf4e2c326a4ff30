//! Corrections of articles as items of the journal: each with whether it is in force. Their order has no meaning.

use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use crate::library::LibraryError;
use crate::library::articles::{corrections, documents};
use crate::library::journal::item_kind::parse_value;
use crate::library::state::json;
use crate::model::{ArticleId, Correction};

/// A correction of an article as the journal stores it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CorrectionValue {
    pub(super) correction: Correction,
    /// True if the article has it.
    pub(super) in_force: bool,
}

impl CorrectionValue {
    /// Parses a stored value. The journal of an import is foreign text.
    fn parse(value: Option<&str>) -> Result<Self, LibraryError> {
        let parsed: Self = parse_value(value)?;
        Ok(Self {
            correction: corrections::clean_correction(parsed.correction),
            ..parsed
        })
    }
}

/// Returns the current value of a correction, given by any of its values.
pub(super) fn current_value(
    connection: &Connection,
    article: ArticleId,
    value: Option<&str>,
) -> Result<Option<String>, LibraryError> {
    let mut known = CorrectionValue::parse(value)?;
    let all = corrections::load_corrections(connection, article)?;
    let in_force = all.contains(&known.correction);
    if in_force == known.in_force {
        return Ok(value.map(str::to_owned));
    }
    known.in_force = in_force;
    Ok(Some(json(&known)?))
}

/// Adds a correction to those of an article or removes it, and counts the words of the corrected text.
///
/// # Errors
/// [`LibraryError::Missing`] if the article does not exist.
pub(super) fn apply_value(
    transaction: &Transaction<'_>,
    article: ArticleId,
    value: Option<&str>,
) -> Result<(), LibraryError> {
    let exists: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)")?
        .query_row([article], |row| row.get(0))?;
    if !exists {
        return Err(LibraryError::Missing(
            "the corrected article was removed".to_owned(),
        ));
    }
    let CorrectionValue {
        correction,
        in_force,
    } = CorrectionValue::parse(value)?;
    let mut all = corrections::load_corrections(transaction, article)?;
    all.retain(|known| *known != correction);
    if in_force {
        all.push(correction);
    }
    corrections::store_corrections(transaction, article, &all)?;
    documents::update_words(transaction, article)
}
