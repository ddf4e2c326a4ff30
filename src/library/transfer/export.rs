//! Export of the library: JSON without loss, Markdown for people, bookmarks for a browser.
//!
//! All of it is read in one transaction, so that it is of one moment, and article by article, so that memory holds one article.

mod cells;
pub(in crate::library) mod json;
pub(in crate::library) mod markdown;
pub(in crate::library) mod netscape;

pub(super) use cells::{decode_hex, encode_hex};
pub(super) use markdown::{CREATED_PREFIX, PLACES_HEADING};

use crate::library::LibraryError;

/// The small thing by which an import that ended early is known; it is in no export.
pub(in crate::library) const IMPORT_MARKER_KEY: &str = "import";

/// Result of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Number of written articles.
    pub articles: usize,
    /// Parts that were not exported, a line each, beginning with their number.
    pub left_out: Vec<String>,
    /// Articles whose text is damaged, by title: they were written without it.
    pub damaged_texts: Vec<String>,
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The library can't be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The output takes no more.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Library(error.into())
    }
}

/// `1 article`, `2 articles`.
pub(in crate::library) fn with_count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
