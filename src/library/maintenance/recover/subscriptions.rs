//! Recovery of categories and of feed entries, so that a read article does not come back as unread.

use std::collections::HashMap;

use rusqlite::params;
use rusqlite::types::Value;

use crate::library::articles::sources::categories;
use crate::library::maintenance::recover::damaged_database::{DamagedDatabase, DamagedRow};
use crate::library::maintenance::recover::insert::{in_savepoint, insert_recovered_row};
use crate::library::{Durability, Library, LibraryError};
use crate::model::CategoryId;

/// Number of entries that one transaction restores.
const BATCH: usize = 500;

/// Restores the categories, and assigns the sources to them.
pub(in crate::library) fn recover_categories(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    sources: &HashMap<i64, i64>,
) -> Result<(), LibraryError> {
    let rows = damaged.all_rows("category");
    let members = damaged.query_pairs("SELECT source, category FROM source_category");
    if rows.is_empty() {
        return Ok(());
    }
    library.write(Durability::Full, |transaction| {
        let mut known: HashMap<i64, CategoryId> = HashMap::new();
        let mut waiting: Vec<&DamagedRow> = rows.iter().collect();
        // Parents come first; a category whose parent is lost moves to the top level.
        while !waiting.is_empty() {
            let is_ready = |row: &&DamagedRow| {
                let parent = row.integer("parent");
                parent.is_none_or(|parent| {
                    known.contains_key(&parent) || !rows.iter().any(|row| row.id == parent)
                })
            };
            let (ready, rest): (Vec<&DamagedRow>, Vec<&DamagedRow>) =
                waiting.into_iter().partition(is_ready);
            if ready.is_empty() {
                break;
            }
            for row in ready {
                let parent = row.integer("parent").and_then(|there| known.get(&there));
                if let Some(name) = row.text("name") {
                    let parent = parent.copied();
                    let here = categories::ensure_category(transaction, parent, name)?;
                    known.insert(row.id, here);
                }
            }
            waiting = rest;
        }
        for (source, category) in &members {
            if let (Some(source), Some(category)) = (sources.get(source), known.get(category)) {
                transaction.execute(
                    "INSERT OR IGNORE INTO source_category (source, category) VALUES (?1, ?2)",
                    params![source, category],
                )?;
            }
        }
        Ok(())
    })
}

/// Restores the entries of feeds. Those of files are left out, since their files are scanned again.
pub(in crate::library) fn recover_entries(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    sources: &HashMap<i64, i64>,
    articles: &HashMap<i64, i64>,
) -> Result<(), LibraryError> {
    let now = library.now();
    let mut last = None;
    loop {
        let mut rows = damaged.rows_after("entry", last, BATCH);
        let Some(end) = rows.last().map(|row| row.id) else {
            return Ok(());
        };
        last = Some(end);
        for row in &mut rows {
            damaged.has_unreadable_rows |= row.fill_defaults("entry", now);
        }
        library.write(Durability::Full, |transaction| {
            for row in &rows {
                let source = row.integer("source").and_then(|there| sources.get(&there));
                let is_file = !matches!(row.get("path"), None | Some(Value::Null));
                let (Some(source), Some(key), false) = (source, row.blob("key"), is_file) else {
                    continue;
                };
                let is_known: bool = transaction
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM entry WHERE source = ?1 AND key = ?2)",
                    )?
                    .query_row(params![source, key], |row| row.get(0))?;
                if is_known {
                    continue;
                }
                let article = row
                    .integer("article")
                    .and_then(|there| articles.get(&there));
                let fixed = [
                    ("source", Value::Integer(*source)),
                    (
                        "article",
                        article.map_or(Value::Null, |id| Value::Integer(*id)),
                    ),
                ];
                in_savepoint(transaction, || {
                    insert_recovered_row(transaction, "entry", row, &fixed)
                })?;
            }
            Ok(())
        })?;
    }
}
