//! Earlier texts of an imported article: [`ExportedEarlierText`].

use rusqlite::types::Value as Cell;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::library::articles::documents::Serialized;
use crate::library::articles::earlier_texts::ImportedEarlierText;
use crate::library::db::tables::exported_columns;
use crate::library::transfer::import::cells::valid_cells;
use crate::library::transfer::import::document::ExportedDocument;
use crate::library::transfer::import::malformed::MalformedFile;

/// Columns of `earlier_text` that the file does not have, or has in the nested document.
const OF_DOCUMENT: [&str; 5] = ["id", "article", "extractor", "size", "body"];

/// An earlier text as the file contains it.
#[derive(Debug, Deserialize)]
pub(in crate::library) struct ExportedEarlierText {
    document: ExportedDocument,
    /// Other columns of its row.
    #[serde(flatten)]
    row: Map<String, Value>,
}

impl ExportedEarlierText {
    /// Parses the text. `now` is the time of a text that names none.
    pub(in crate::library) fn read(&self, now: i64) -> Result<ImportedEarlierText, MalformedFile> {
        let (extractor, document) = self.document.read()?;
        let mut columns = exported_columns("earlier_text");
        columns.retain(|column| !OF_DOCUMENT.contains(&column.name));
        let cells = valid_cells(&self.row, &columns)?;
        let number = |name: &str| {
            let cell = cells.iter().find(|(other, _)| other == name);
            match cell {
                Some((_, Cell::Integer(number))) => Some(*number),
                _ => None,
            }
        };
        Ok(ImportedEarlierText {
            since: number("since").unwrap_or(now),
            replaced: number("replaced").unwrap_or(now),
            is_page: number("is_page") == Some(1),
            is_base: number("is_base") == Some(1),
            extractor,
            packed: Serialized::new(&document)?.pack()?,
        })
    }
}
