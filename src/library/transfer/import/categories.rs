//! Import of categories, after the sources. A category with the same name and parent is the same.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::transfer::import::{article, merge};
use crate::text::clean;

/// Imports a category and returns its id; `None` if it has no name. `categories` maps ids of the file to ids in the
/// library; parents come first.
pub(in crate::library) fn ensure_imported_category(
    transaction: &Transaction<'_>,
    row: &Map<String, Value>,
    categories: &HashMap<i64, i64>,
) -> Result<Option<i64>, LibraryError> {
    let name = row.get("name").and_then(Value::as_str).unwrap_or_default();
    let name = clean::clean_line(name);
    if name.is_empty() {
        return Ok(None);
    }
    let parent = row.get("parent").and_then(Value::as_i64);
    let parent = parent.and_then(|there| categories.get(&there)).copied();
    let known: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM category WHERE ifnull(parent, 0) = ifnull(?1, 0) AND name = ?2",
        )?
        .query_row(params![parent, name], |row| row.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    let id = row.get("id").and_then(article::valid_id);
    let id = merge::free_id(transaction, "category", id)?;
    let position = row.get("position").and_then(Value::as_i64);
    transaction
        .prepare_cached(
            "INSERT INTO category (id, parent, name, position) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![id, parent, name, position.unwrap_or_default()])?;
    Ok(Some(transaction.last_insert_rowid()))
}

/// Assigns a source to a category, both by their ids in the library.
pub(in crate::library) fn add_source_to_category(
    transaction: &Transaction<'_>,
    source: i64,
    category: i64,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO source_category (source, category) VALUES (?1, ?2)")?
        .execute([source, category])?;
    Ok(())
}
