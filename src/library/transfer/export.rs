//! Export of the library: JSON without loss, Markdown files for people, bookmark files for browsers.
//!
//! An export is read in one transaction, so that it is consistent, and article by article, so that only one is in
//! memory.

mod cells;
pub(in crate::library) mod json;
pub(in crate::library) mod markdown;
pub(in crate::library) mod netscape;

pub(super) use cells::{decode_hex, encode_hex};
pub(super) use markdown::{CREATED_PREFIX, PLACES_HEADING};

use crate::library::LibraryError;

/// Name of the `meta` row that marks an unfinished import; it is in no export.
pub(in crate::library) const IMPORT_MARKER_KEY: &str = "import";

/// Result of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Number of written articles.
    pub articles: usize,
    /// Parts of the library that were not exported, a line each; most begin with their number.
    pub left_out: Vec<String>,
    /// Titles of articles whose text is damaged: they were exported without it.
    pub damaged_texts: Vec<String>,
}

/// Error that ended an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The library can't be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The output can't be written.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Library(error.into())
    }
}

/// Formats a count with the singular or plural of its noun: `1 article`, `2 articles`.
pub(in crate::library) fn with_count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
