//! Single things by name: a bookmark, the seed story behind a row.

use rusqlite::OptionalExtension;

use crate::library::state::bookmarks_of;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, Bookmark, BookmarkId};

impl LibraryReader {
    /// A bookmark, and the article that it is in.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn bookmark_by_id(
        &self,
        id: BookmarkId,
    ) -> Result<Option<(ArticleId, Bookmark)>, LibraryError> {
        let article: Option<ArticleId> = self
            .connection()
            .prepare_cached("SELECT article FROM bookmark WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(article) = article else {
            return Ok(None);
        };
        let found = bookmarks_of(self.connection(), &[article])?.remove(&article);
        let bookmark = found.into_iter().flatten().find(|found| found.id == id);
        Ok(bookmark.map(|bookmark| (article, bookmark)))
    }

    /// The name of the seed story that a row is of.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn seed_of(&self, article: ArticleId) -> Result<Option<String>, LibraryError> {
        let seed: Option<Option<String>> = self
            .connection()
            .prepare_cached("SELECT seed FROM article WHERE id = ?1")?
            .query_row([article], |row| row.get(0))
            .optional()?;
        Ok(seed.flatten())
    }
}
