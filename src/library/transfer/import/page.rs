//! Text of the page of an imported article, beside that of its feed: [`ImportedPage`].

use rusqlite::types::Value as Cell;
use rusqlite::{Transaction, params_from_iter};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::articles::documents::{Packed, Serialized};
use crate::library::db::tables::exported_columns;
use crate::library::transfer::import::cells::valid_cells;
use crate::library::transfer::import::document::ExportedDocument;
use crate::library::transfer::import::malformed::MalformedFile;

/// Columns of `page_document` that the nested document has.
const OF_DOCUMENT: [&str; 5] = ["article", "extractor", "size", "hash", "body"];

/// A page as the file contains it.
#[derive(Debug, Deserialize)]
pub(in crate::library) struct ExportedPage {
    document: ExportedDocument,
    /// Other columns of its row.
    #[serde(flatten)]
    row: Map<String, Value>,
}

/// A page, ready to be written.
#[derive(Debug)]
pub(in crate::library) struct ImportedPage {
    cells: Vec<(String, Cell)>,
    extractor: i64,
    packed: Packed,
}

impl ExportedPage {
    /// Parses the page. `now` is the time of a page that names none.
    pub(in crate::library) fn read(&self, now: i64) -> Result<ImportedPage, MalformedFile> {
        let (extractor, document) = self.document.read()?;
        let mut columns = exported_columns("page_document");
        columns.retain(|column| !OF_DOCUMENT.contains(&column.name));
        let mut cells = valid_cells(&self.row, &columns)?;
        if !cells.iter().any(|(name, _)| name == "fetched") {
            cells.push(("fetched".to_owned(), Cell::Integer(now)));
        }
        Ok(ImportedPage {
            cells,
            extractor,
            packed: Serialized::new(&document)?.pack()?,
        })
    }
}

impl ImportedPage {
    /// Returns the approximate number of bytes to be written.
    pub(in crate::library) fn size(&self) -> usize {
        self.packed.body.len()
    }

    /// Writes the page of an article that has none.
    pub(in crate::library) fn write(
        &self,
        transaction: &Transaction<'_>,
        article: i64,
    ) -> Result<(), LibraryError> {
        let names: String = self
            .cells
            .iter()
            .map(|(name, _)| format!(", {name}"))
            .collect();
        let marks = ", ?".repeat(self.cells.len());
        let own = [
            Cell::Integer(article),
            Cell::Integer(self.extractor),
            Cell::Integer(i64::try_from(self.packed.size).unwrap_or(i64::MAX)),
            Cell::Blob(Vec::from(self.packed.hash)),
            Cell::Blob(self.packed.body.clone()),
        ];
        let cells = self.cells.iter().map(|(_, cell)| cell);
        transaction
            .prepare_cached(&format!(
                "INSERT OR IGNORE INTO page_document (article, extractor, size, hash, body{names}) VALUES (?, ?, ?, ?, ?{marks})"
            ))?
            .execute(params_from_iter(own.iter().chain(cells)))?;
        Ok(())
    }
}
