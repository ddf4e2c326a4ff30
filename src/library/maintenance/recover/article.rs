//! An article of a damaged database with its dependent rows ([`RecoveredArticle`]), and the report of a recovery.

use std::path::PathBuf;

use rusqlite::types::Value;

use super::damaged_database::{DamagedDatabase, DamagedRow};
use crate::library::articles::identity::{
    MIN_FINGERPRINT_WORDS, hash_content, identity_key, link_key,
};
use crate::library::articles::{corrections, documents};
use crate::model::Correction;

/// Result of a recovery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecoveryReport {
    /// File of a damaged library that this recovery has quarantined.
    pub quarantined_file: Option<PathBuf>,
    /// Files that were read.
    pub files: Vec<PathBuf>,
    /// True if some rows of the files could not be read.
    pub has_unreadable_rows: bool,
    /// Bookmarked articles whose text is in none of the files.
    pub lost_texts: Vec<LostText>,
    /// Number of restored sources that did not exist in the library.
    pub sources: usize,
    /// Number of restored articles.
    pub articles: usize,
    /// Number of restored texts.
    pub texts: usize,
    /// Number of restored bookmarks, of articles and of places.
    pub bookmarks: usize,
    /// Number of restored reading positions.
    pub reading_positions: usize,
    /// Number of restored saved searches.
    pub searches: usize,
}

/// A bookmarked article whose text is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostText {
    /// Title of the article.
    pub title: String,
    /// Path or link of the article, if it has one.
    pub origin: Option<String>,
}

/// An article of a damaged database, with its dependent rows.
pub(in crate::library) struct RecoveredArticle {
    pub(in crate::library) row: DamagedRow,
    pub(in crate::library) keys: Vec<Vec<u8>>,
    pub(in crate::library) document: Option<DamagedRow>,
    pub(in crate::library) page: Option<DamagedRow>,
    pub(in crate::library) reading_position: Option<DamagedRow>,
    pub(in crate::library) corrections: Vec<Correction>,
    pub(in crate::library) bookmarks: Vec<(DamagedRow, Vec<String>)>,
}

/// Computes the identity keys of an article whose stored keys can't be read.
pub(in crate::library) fn recovered_keys(
    row: &DamagedRow,
    document: Option<&DamagedRow>,
) -> Vec<Vec<u8>> {
    let link = row.text("url").and_then(link_key);
    let path = match row.get("path") {
        Some(Value::Text(path)) => Some(identity_key("path", path.as_bytes())),
        Some(Value::Blob(path)) => Some(identity_key("path", path)),
        _ => None,
    };
    let seed = row
        .text("seed")
        .map(|seed| identity_key("seed", seed.as_bytes()));
    let text = document
        .and_then(|row| row.blob("body"))
        .and_then(|body| documents::unpack(body).ok())
        .filter(|document| document.words() >= MIN_FINGERPRINT_WORDS)
        .map(|document| hash_content(&document));
    [link, text, seed, path]
        .into_iter()
        .flatten()
        .map(|key| key.to_vec())
        .collect()
}

/// Reads the document of an article in a table of documents. Its hash is recomputed from the stored text.
fn load_text(
    damaged: &mut DamagedDatabase,
    table: &'static str,
    id: i64,
    now: i64,
) -> Option<DamagedRow> {
    let mut document = damaged.row_by_id(table, id)?;
    damaged.has_unreadable_rows |= document.fill_defaults(table, now);
    let hash = document
        .blob("body")
        .and_then(|body| documents::hash_of_packed(body).ok());
    damaged.has_unreadable_rows |= hash.is_none();
    document.set("hash", Value::Blob(Vec::from(hash?)));
    Some(document)
}

impl RecoveredArticle {
    /// Reads the dependent rows of an article.
    pub(in crate::library) fn load(
        damaged: &mut DamagedDatabase,
        mut row: DamagedRow,
        bookmarks: Vec<DamagedRow>,
    ) -> Self {
        let id = row.id;
        let now = chrono::Utc::now().timestamp();
        damaged.has_unreadable_rows |= row.fill_defaults("article", now);
        let document = load_text(damaged, "document", id, now);
        let page = load_text(damaged, "page_document", id, now);
        let mut keys = damaged.keys(id);
        if keys.is_empty() {
            keys = recovered_keys(&row, document.as_ref());
        }
        let mut place = damaged.row_by_id("reading_position", id);
        if let Some(place) = &mut place {
            damaged.has_unreadable_rows |= place.fill_defaults("reading_position", now);
        }
        let reading_position = place.filter(|place| place.text("anchor").is_some());
        let corrections = damaged.row_by_id("correction", id);
        let corrections = corrections.as_ref().and_then(|row| row.text("corrections"));
        let corrections = corrections.map(corrections::parse).unwrap_or_default();
        let bookmarks = bookmarks
            .into_iter()
            .map(|mut bookmark| {
                damaged.has_unreadable_rows |= bookmark.fill_defaults("bookmark", now);
                let tags = damaged.tags(bookmark.id);
                (bookmark, tags)
            })
            .collect();
        Self {
            row,
            keys,
            document,
            page,
            reading_position,
            corrections,
            bookmarks,
        }
    }

    /// Creates an article from its text and bookmarks, if its row is lost.
    pub(in crate::library) fn without_row(
        damaged: &mut DamagedDatabase,
        id: i64,
        bookmarks: Vec<DamagedRow>,
    ) -> Option<Self> {
        let document = damaged.row_by_id("document", id);
        let text = document
            .as_ref()
            .and_then(|row| row.blob("body"))
            .and_then(|body| documents::unpack(body).ok());
        if text.is_none() && bookmarks.is_empty() {
            return None;
        }
        let quote = bookmarks.iter().find_map(|row| row.text("quote"));
        let created = bookmarks.iter().find_map(|row| row.integer("created"));
        let row = DamagedRow::article_row(id, text.as_ref(), quote, created);
        Some(Self::load(damaged, row, bookmarks))
    }
}
