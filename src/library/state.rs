//! State of articles beside their documents: read marks, bookmarks, tags, reading positions, counts, views.

pub(in crate::library) mod shared_articles;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};

use crate::library::db::columns;
use crate::library::state::shared_articles::{SharedArticles, hidden_sources};
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{
    Anchor, ArticleId, ArticleState, Bookmark, BookmarkId, Counts, ReadingPosition,
};

impl LibraryReader {
    /// Returns a bookmark and its article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn bookmark_by_id(
        &self,
        id: BookmarkId,
    ) -> Result<Option<(ArticleId, Bookmark)>, LibraryError> {
        bookmark_by_id(self, id)
    }

    /// Returns the name in the tour of an article; `None` if it is not part of the tour.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn tour_name_of(&self, article: ArticleId) -> Result<Option<String>, LibraryError> {
        tour_name_of(self, article)
    }

    /// Returns the stored states of these articles. Missing ones are left out.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn states(
        &self,
        articles: &[ArticleId],
    ) -> Result<Vec<(ArticleId, ArticleState)>, LibraryError> {
        let mut tags = tags_of(self.connection(), articles)?;
        let mut statement = self.connection().prepare_cached(
            "SELECT id, read, bookmarked, progress, in_library = 0 AND deleted IS NOT NULL AND seed IS NOT NULL, changed FROM article WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        let rows = statement.query_map([json(&articles)?], |row| {
            let id: ArticleId = row.get(0)?;
            let state = ArticleState {
                is_read: columns::read_flag(row, 1)?,
                is_bookmarked: columns::read_flag(row, 2)?,
                tags: tags.remove(&id).unwrap_or_default(),
                progress: columns::read_fraction(row, 3)?,
                changed: columns::read_number(row, 5)?,
                is_unsaved: false,
                is_deleted: columns::read_flag(row, 4)?,
            };
            Ok((id, state))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the reading position of an article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn reading_position(
        &self,
        article: ArticleId,
    ) -> Result<Option<ReadingPosition>, LibraryError> {
        let found: Option<(String, i64)> = self
            .connection()
            .prepare_cached("SELECT anchor, above FROM reading_position WHERE article = ?1")?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.and_then(|(anchor, above)| {
            Some(ReadingPosition {
                anchor: serde_json::from_str(&anchor).ok()?,
                lines_above: usize::try_from(above).ok()?,
            })
        }))
    }

    /// Returns the bookmarks of an article: first that of the article itself, then those of places in the order of the
    /// text.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn bookmarks(&self, article: ArticleId) -> Result<Vec<Bookmark>, LibraryError> {
        Ok(bookmarks_of(self.connection(), &[article])?
            .remove(&article)
            .unwrap_or_default())
    }

    /// Returns a small stored value by its name.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn meta<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, LibraryError> {
        let value: Option<String> = self
            .connection()
            .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Returns the numbers of articles. Those of hidden sources alone count neither as all nor as unread.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        let mut counts = Counts::default();
        let mut statement = self
            .connection()
            .prepare_cached("SELECT name, count FROM counter")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            match row.get::<_, String>(0)?.as_str() {
                "all" => counts.all = count,
                "unread" => counts.unread = count,
                "bookmarks" => counts.bookmarks = count,
                "history" => counts.history = count,
                "muted" => counts.muted = count,
                _ => {}
            }
        }
        let hidden = hidden_sources(self.connection())?;
        if !hidden.is_empty() {
            let shared = SharedArticles::read(self.connection())?;
            let left_out = shared.count_only_in(self.connection(), &hidden)?;
            counts.all = counts.all.saturating_sub(left_out.articles);
            counts.unread = counts.unread.saturating_sub(left_out.unread);
        }
        Ok(counts)
    }

    /// Returns true if there is anything to show at the start: a source, an account, or a bookmark of an article that is
    /// not part of the tour.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_sources_or_bookmarks(&self) -> Result<bool, LibraryError> {
        Ok(self.connection().query_row(
            "SELECT EXISTS (SELECT 1 FROM source WHERE removed IS NULL) OR EXISTS (SELECT 1 FROM account)
                 OR EXISTS (SELECT 1 FROM article INDEXED BY article_bookmarked WHERE in_library = 1 AND bookmarked = 1 AND seed IS NULL)",
            [],
            |row| row.get(0),
        )?)
    }
}

impl Library {
    /// Saves the reading position of an article, the time of opening (now), and the fraction that was read. `None`
    /// removes the position.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn save_position(
        &mut self,
        article: ArticleId,
        position: Option<&ReadingPosition>,
        progress: f64,
    ) -> Result<(), LibraryError> {
        let now = self.now();
        self.write(Durability::Full, |transaction| {
            match position {
                Some(position) => transaction
                    .prepare_cached("INSERT OR REPLACE INTO reading_position (article, anchor, above, updated) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![article, json(&position.anchor)?, position.lines_above as i64, now])?,
                None => transaction
                    .prepare_cached("DELETE FROM reading_position WHERE article = ?1")?
                    .execute([article])?,
            };
            transaction
                .prepare_cached("UPDATE article SET opened = ?2, progress = ?3 WHERE id = ?1")?
                .execute(params![article, now, progress.clamp(0.0, 1.0)])?;
            Ok(())
        })
    }

    /// Stores a small value by name.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_meta(&mut self, name: &str, value: &impl Serialize) -> Result<(), LibraryError> {
        let value = json(value)?;
        self.write(Durability::Full, |transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)",
                params![name, value],
            )?;
            Ok(())
        })
    }
}

/// Returns the bookmarks of these articles; those of an article in the order of its text.
pub(in crate::library) fn bookmarks_of(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<Bookmark>>, LibraryError> {
    let mut found: HashMap<ArticleId, Vec<Bookmark>> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT b.article, b.id, b.anchor, b.section, b.quote, b.note, b.created,
            (SELECT json_group_array(tag) FROM (SELECT tag FROM bookmark_tag WHERE bookmark = b.id ORDER BY tag))
         FROM bookmark b WHERE b.article IN (SELECT value FROM json_each(?1)) ORDER BY b.id",
    )?;
    let mut rows = statement.query([json(&articles)?])?;
    while let Some(row) = rows.next()? {
        let anchor: Option<String> = row.get(2)?;
        let tags: String = row.get(7)?;
        let bookmark = Bookmark {
            id: row.get(1)?,
            // A position that can't be parsed means the start of the article, not no position.
            anchor: anchor
                .map(|anchor| serde_json::from_str::<Anchor>(&anchor).unwrap_or_default()),
            section: row.get(3)?,
            quote: row.get(4)?,
            note: row.get(5)?,
            created: row.get(6)?,
            tags: serde_json::from_str(&tags).unwrap_or_default(),
        };
        found.entry(row.get(0)?).or_default().push(bookmark);
    }
    for bookmarks in found.values_mut() {
        let fraction = |bookmark: &Bookmark| {
            bookmark
                .anchor
                .as_ref()
                .map_or(-1.0, |anchor| anchor.fraction)
        };
        bookmarks.sort_by(|a, b| fraction(a).total_cmp(&fraction(b)));
    }
    Ok(found)
}

/// Returns the tags of all bookmarks of these articles, in alphabetical order.
pub(in crate::library) fn tags_of(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<String>>, LibraryError> {
    let mut found: HashMap<ArticleId, Vec<String>> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT b.article, t.tag FROM bookmark b JOIN bookmark_tag t ON t.bookmark = b.id
         WHERE b.article IN (SELECT value FROM json_each(?1)) ORDER BY t.tag",
    )?;
    let mut rows = statement.query([json(&articles)?])?;
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(found)
}

/// Serializes a value as JSON. Lists of ids are passed to SQL in this form: `id IN (SELECT value FROM json_each(?))` is
/// one statement for any number of ids.
pub(in crate::library) fn json(value: &impl Serialize) -> Result<String, LibraryError> {
    serde_json::to_string(value).map_err(|error| LibraryError::Other(error.to_string()))
}

/// Returns a bookmark and its article.
fn bookmark_by_id(
    library: &LibraryReader,
    id: BookmarkId,
) -> Result<Option<(ArticleId, Bookmark)>, LibraryError> {
    let article: Option<ArticleId> = library
        .connection()
        .prepare_cached("SELECT article FROM bookmark WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(article) = article else {
        return Ok(None);
    };
    let found = bookmarks_of(library.connection(), &[article])?.remove(&article);
    let bookmark = found.into_iter().flatten().find(|found| found.id == id);
    Ok(bookmark.map(|bookmark| (article, bookmark)))
}

/// Returns the name in the tour of an article; `None` if it is not part of the tour.
fn tour_name_of(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<String>, LibraryError> {
    let seed: Option<Option<String>> = library
        .connection()
        .prepare_cached("SELECT seed FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(seed.flatten())
}
