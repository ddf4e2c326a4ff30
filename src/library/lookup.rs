//! Single things by name: a bookmark, the sources as scripts see them, the seed story behind a row.

use std::path::PathBuf;

use rusqlite::OptionalExtension;

use super::articles::path_from;
use super::state::bookmarks_of;
use super::{Library, LibraryError};
use crate::model::Bookmark;

/// A source as the library has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Its name.
    pub id: i64,
    /// `feed`, `folder` or `page`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it is fetched from.
    pub url: Option<String>,
    /// Where it is on this machine.
    pub path: Option<PathBuf>,
    /// Whether nothing is fetched from it for now.
    pub paused: bool,
    /// How many of its stories are in the library.
    pub articles: i64,
    /// How many of them are unread.
    pub unread: i64,
    /// When it was read last, seconds since 1970 in UTC; so are the next two.
    pub last_success: Option<i64>,
    /// When it is read next.
    pub next_fetch: Option<i64>,
    /// Since when it fails.
    pub failing_since: Option<i64>,
    /// Why it fails, in one line.
    pub error: Option<String>,
}

impl Library {
    /// Every source, by title.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_rows(&self) -> Result<Vec<SourceRow>, LibraryError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, kind, title, url, path, paused, articles, unread, last_success, next_fetch, failing_since, error
             FROM source ORDER BY title, id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(SourceRow {
                id: row.get(0)?,
                kind: row.get(1)?,
                title: row.get(2)?,
                url: row.get(3)?,
                path: path_from(row.get_ref(4)?),
                paused: row.get(5)?,
                articles: row.get(6)?,
                unread: row.get(7)?,
                last_success: row.get(8)?,
                next_fetch: row.get(9)?,
                failing_since: row.get(10)?,
                error: row.get(11)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A bookmark, and the article that it is in.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn bookmark_by_id(&self, id: i64) -> Result<Option<(i64, Bookmark)>, LibraryError> {
        let article: Option<i64> = self
            .connection
            .prepare_cached("SELECT article FROM bookmark WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(article) = article else {
            return Ok(None);
        };
        let found = bookmarks_of(&self.connection, &[article])?.remove(&article);
        let bookmark = found.into_iter().flatten().find(|found| found.id == id);
        Ok(bookmark.map(|bookmark| (article, bookmark)))
    }

    /// The name of the seed story that a row is of.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn seed_of(&self, article: i64) -> Result<Option<String>, LibraryError> {
        let seed: Option<Option<String>> = self
            .connection
            .prepare_cached("SELECT seed FROM article WHERE id = ?1")?
            .query_row([article], |row| row.get(0))
            .optional()?;
        Ok(seed.flatten())
    }
}
