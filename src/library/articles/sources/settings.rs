//! Settings that the user has set for one source: a JSON object, and the interval in a column of its own.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::articles::pages::texts::count_words_of_source;
use crate::library::state::json;
use crate::model::{SourceId, SourceSettings};

/// Loads the settings of a source, with its interval from the column `user_interval`.
pub(in crate::library) fn load_settings(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<SourceSettings>, LibraryError> {
    let found: Option<(String, Option<u32>)> = connection
        .prepare_cached("SELECT settings, user_interval FROM source WHERE id = ?1")?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(settings, interval)| {
        let object: Map<String, Value> = serde_json::from_str(&settings).unwrap_or_default();
        let mut settings = SourceSettings::from_json(&object);
        settings.interval = interval;
        settings
    }))
}

/// Stores the settings of a source. A shorter interval takes effect at once, and a failing source is tried again.
pub(in crate::library) fn store_settings(
    transaction: &Transaction<'_>,
    source: SourceId,
    settings: &SourceSettings,
) -> Result<(), LibraryError> {
    let before = load_settings(transaction, source)?;
    let mut object = settings.to_json();
    object.remove("interval");
    transaction
        .prepare_cached(
            "UPDATE source SET settings = ?2, user_interval = ?3, next_fetch = CASE
                WHEN failing_since IS NOT NULL THEN NULL
                WHEN ?3 IS NOT NULL AND next_fetch > last_attempt + ?3 THEN last_attempt + ?3
                ELSE next_fetch END
             WHERE id = ?1",
        )?
        .execute(params![source, json(&object)?, settings.interval])?;
    match before.is_some_and(|before| before.show_text == settings.show_text) {
        true => Ok(()),
        false => count_words_of_source(transaction, source),
    }
}

/// Returns the stored settings without what may be a credential, read one or run a program: for exports, imports and
/// backups of others.
pub(in crate::library) fn public_settings(stored: &str) -> String {
    let object: Map<String, Value> = serde_json::from_str(stored).unwrap_or_default();
    let public = SourceSettings::from_json(&object).without_secrets();
    Value::Object(public.to_json()).to_string()
}
