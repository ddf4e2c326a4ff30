//! Recovery of earlier texts of articles.

use std::collections::HashMap;

use rusqlite::params;
use rusqlite::types::Value;

use super::damaged_database::{DamagedDatabase, DamagedRow};
use super::insert::{in_savepoint, insert_recovered_row};
use crate::library::articles::documents;
use crate::library::{Durability, Library, LibraryError};

/// Number of texts that one transaction restores.
const TEXTS_PER_WRITE: usize = 50;

/// Restores the earlier texts that can be read. `articles` has the ids in the library by those in the damaged database.
pub(super) fn recover_earlier_texts(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    articles: &HashMap<i64, i64>,
) -> Result<(), LibraryError> {
    let now = library.now();
    let mut last = None;
    loop {
        let mut rows = damaged.rows_after("earlier_text", last, TEXTS_PER_WRITE);
        let Some(end) = rows.last().map(|row| row.id) else {
            return Ok(());
        };
        last = Some(end);
        rows.retain_mut(|row| {
            damaged.has_unreadable_rows |= row.fill_defaults("earlier_text", now);
            let is_readable = row
                .blob("body")
                .is_some_and(|body| documents::unpack(body).is_ok());
            damaged.has_unreadable_rows |= !is_readable;
            is_readable
        });
        library.write(Durability::Full, |transaction| {
            for row in &rows {
                let Some(article) = row.integer("article").and_then(|id| articles.get(&id)) else {
                    continue;
                };
                in_savepoint(transaction, || {
                    insert_earlier_text(transaction, row, *article)
                })?;
            }
            Ok(())
        })?;
    }
}

fn insert_earlier_text(
    transaction: &rusqlite::Transaction<'_>,
    row: &DamagedRow,
    article: i64,
) -> Result<(), LibraryError> {
    let is_known: bool = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM earlier_text WHERE article = ?1 AND replaced = ?2)",
        )?
        .query_row(params![article, row.get("replaced")], |row| row.get(0))?;
    if !is_known {
        insert_recovered_row(
            transaction,
            "earlier_text",
            row,
            &[("article", Value::Integer(article))],
        )?;
    }
    Ok(())
}
