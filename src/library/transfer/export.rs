//! Export of the library: JSON without loss, Markdown files for people, bookmark files for browsers, OPML for feed
//! readers.
//!
//! An export is read in one transaction, so that it is consistent, and article by article, so that only one is in
//! memory.

mod cells;
pub(in crate::library) mod json;
pub(in crate::library) mod markdown;
pub(in crate::library) mod netscape;
pub(in crate::library) mod opml;

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
    /// Number of written feeds.
    pub feeds: usize,
    /// Data of the library that was not exported.
    pub omissions: Vec<ExportOmission>,
    /// Titles of articles whose text is damaged: they were exported without it.
    pub damaged_texts: Vec<String>,
}

/// Data that an export leaves out, with its number; [`crate::messages::transfer`] words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportOmission {
    /// Articles that are not bookmarked, and are exported only on request.
    NotBookmarked(usize),
    /// Reading positions.
    ReadingPositions(usize),
    /// Read marks.
    ReadMarks(usize),
    /// Sources.
    Sources(usize),
    /// Saved searches.
    SavedSearches(usize),
    /// Changes in the journal.
    Changes(usize),
    /// Texts that are not stored: their articles were exported without text.
    Texts(usize),
    /// Bookmarked articles without a link.
    WithoutLink(usize),
    /// Bookmarked places and their notes.
    Places(usize),
    /// Addresses that were written without their user names and passwords.
    Passwords(usize),
    /// Settings of feeds.
    SourceSettings(usize),
    /// Feeds that a program prints.
    ProgramFeeds(usize),
    /// Accounts on servers.
    Accounts(usize),
    /// Sources that are no feeds.
    OtherSources(usize),
    /// Everything but sources.
    Articles,
    /// Everything but links of bookmarked articles: texts, read marks, other articles.
    AllButBookmarks,
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
