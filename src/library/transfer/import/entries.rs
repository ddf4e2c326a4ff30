//! Import of the entries of sources, after their articles: [`write_entry`].

use std::collections::HashMap;

use rusqlite::types::Value as Cell;
use rusqlite::{Transaction, params, params_from_iter};
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::db::tables::exported_columns;
use crate::library::transfer::import::malformed::MalformedFile;
use crate::library::transfer::import::{article, cells, merge};

/// An entry with all its values checked, ready to be written.
#[derive(Debug)]
pub(in crate::library) struct NewEntry {
    /// Id in the file.
    id: Option<i64>,
    /// Other columns.
    cells: Vec<(String, Cell)>,
}

/// Converts an entry of a source of this import, with the ids of source and article in the library; `None` if it
/// belongs to another source.
pub(in crate::library) fn read_entry(
    row: &Map<String, Value>,
    sources: &HashMap<i64, i64>,
    articles: &HashMap<i64, i64>,
    now: i64,
) -> Result<Option<NewEntry>, MalformedFile> {
    let mut cells = cells::valid_cells(row, &exported_columns("entry"))?;
    let number = |name: &str| row.get(name).and_then(Value::as_i64);
    let Some(source) = number("source").and_then(|there| sources.get(&there)) else {
        return Ok(None);
    };
    if !cells.iter().any(|(known, _)| known == "key") {
        return Ok(None);
    }
    let article = number("article").map(|there| articles.get(&there).copied().unwrap_or(there));
    for (name, cell) in &mut cells {
        match name.as_str() {
            "source" => *cell = Cell::Integer(*source),
            "article" => *cell = article.map_or(Cell::Null, Cell::Integer),
            _ => {}
        }
    }
    cells.retain(|(name, _)| name != "id");
    for name in ["first_seen", "last_seen"] {
        if !cells.iter().any(|(known, _)| known == name) {
            cells.push((name.to_owned(), Cell::Integer(now)));
        }
    }
    let id = row.get("id").and_then(article::valid_id);
    Ok(Some(NewEntry { id, cells }))
}

/// Inserts an entry, unless its source has it. It gets no article if that does not exist.
pub(in crate::library) fn write_entry(
    transaction: &Transaction<'_>,
    entry: &NewEntry,
) -> Result<(), LibraryError> {
    let cell = |name: &str| {
        let found = entry.cells.iter().find(|(known, _)| known == name);
        found.map(|(_, cell)| cell)
    };
    // An insert that violates the unique key would use up an id.
    let is_known: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE source = ?1 AND key = ?2)")?
        .query_row(params![cell("source"), cell("key")], |row| row.get(0))?;
    if is_known {
        return Ok(());
    }
    let names: Vec<&str> = entry.cells.iter().map(|(name, _)| name.as_str()).collect();
    let marks: Vec<&str> = names
        .iter()
        .map(|name| match *name {
            "article" => "(SELECT id FROM article WHERE id = ?)",
            _ => "?",
        })
        .collect();
    let sql = format!(
        "INSERT INTO entry (id, {}) VALUES (?, {})",
        names.join(", "),
        marks.join(", ")
    );
    let id = merge::free_id(transaction, "entry", entry.id)?.map_or(Cell::Null, Cell::Integer);
    let values = std::iter::once(&id).chain(entry.cells.iter().map(|(_, cell)| cell));
    transaction
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    Ok(())
}
