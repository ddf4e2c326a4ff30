//! What is known of the files of sources, taken in behind their stories: [`write_file`].

use std::collections::HashMap;

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, Transaction, params_from_iter};
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::db::columns::Column;
use crate::library::transfer::export::kept_columns;
use crate::library::transfer::import::story;

/// The columns of a file.
pub(in crate::library) fn file_columns(
    connection: &Connection,
) -> Result<Vec<Column>, LibraryError> {
    kept_columns(connection, "file")
}

/// The cells of a file that a source of this import has, with the numbers of the source and of the story here; `None` for another one.
pub(in crate::library) fn cells(
    row: &Map<String, Value>,
    columns: &[Column],
    sources: &HashMap<i64, i64>,
    stories: &HashMap<i64, i64>,
) -> Result<Option<Vec<(String, Cell)>>, String> {
    let mut cells = story::cells(row, columns)?;
    let number = |name: &str| row.get(name).and_then(Value::as_i64);
    let Some(source) = number("source").and_then(|there| sources.get(&there)) else {
        return Ok(None);
    };
    let is = |name: &str| cells.iter().any(|(known, _)| known == name);
    if !is("path") || !is("at") {
        return Ok(None);
    }
    let article = number("article").map(|there| stories.get(&there).copied().unwrap_or(there));
    for (name, cell) in &mut cells {
        match name.as_str() {
            "source" => *cell = Cell::Integer(*source),
            "article" => *cell = article.map_or(Cell::Null, Cell::Integer),
            // The bytes of a path, also where these are text.
            "path" => {
                if let Cell::Text(path) = cell {
                    *cell = Cell::Blob(std::mem::take(path).into_bytes());
                }
            }
            _ => {}
        }
    }
    Ok(Some(cells))
}

/// Puts a file in, unless it is known here. A story that is not here is none.
pub(in crate::library) fn write_file(
    transaction: &Transaction<'_>,
    cells: &[(String, Cell)],
) -> Result<(), LibraryError> {
    let names: Vec<&str> = cells.iter().map(|(name, _)| name.as_str()).collect();
    let marks: Vec<&str> = names
        .iter()
        .map(|name| match *name {
            "article" => "(SELECT id FROM article WHERE id = ?)",
            _ => "?",
        })
        .collect();
    let sql = format!(
        "INSERT OR IGNORE INTO file ({}) VALUES ({})",
        names.join(", "),
        marks.join(", ")
    );
    let values = cells.iter().map(|(_, cell)| cell);
    transaction
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    Ok(())
}
