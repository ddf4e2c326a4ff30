//! Sources of a view of several sources, and the articles that several of them have: [`SourceSet`].

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::library::LibraryError;
use crate::library::state::json;
use crate::library::state::shared_articles::SharedArticles;
use crate::model::{ArticleId, CategoryId, SourceId};

/// Condition on `member m` that holds for one row of each article: that of its first source, else of the source with the
/// lowest id, among the sources of the parameter. The sign before the column has SQLite read the few rows of the article
/// instead of looking each source up.
pub(in crate::library) const IS_ONLY_ROW: &str =
    "(m.is_first = 1 OR NOT EXISTS (SELECT 1 FROM member o WHERE o.article = m.article
    AND +o.source IN (SELECT value FROM json_each(?)) AND (o.is_first = 1 OR o.source < m.source)))";

/// Number of articles up to which all rows of the set are read and sorted.
const FEW_ARTICLES: usize = 10_000;

/// Sources whose articles a view lists, each article once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) struct SourceSet {
    /// Sources, in the order of their ids.
    pub(in crate::library) sources: Vec<SourceId>,
    /// Number of articles, each counted once.
    pub(in crate::library) articles: usize,
}

impl SourceSet {
    /// Reads the sources of a category and of its subcategories.
    pub(in crate::library) fn of_category(
        connection: &Connection,
        category: CategoryId,
    ) -> Result<Self, LibraryError> {
        let mut statement = connection.prepare_cached(
            "WITH RECURSIVE below (id) AS (SELECT ?1 UNION SELECT c.id FROM category c JOIN below b ON c.parent = b.id)
             SELECT DISTINCT s.id FROM source_category m JOIN source s ON s.id = m.source
             WHERE m.category IN (SELECT id FROM below) AND s.removed IS NULL ORDER BY s.id",
        )?;
        let sources = statement.query_map([category], |row| row.get(0))?;
        Self::of_sources(connection, sources.collect::<Result<_, _>>()?)
    }

    /// Counts the articles of these sources.
    fn of_sources(connection: &Connection, sources: Vec<SourceId>) -> Result<Self, LibraryError> {
        let all = sources.iter().copied().collect();
        let counts = SharedArticles::read(connection)?.count_once(connection, &all)?;
        Ok(Self {
            sources,
            articles: counts.articles,
        })
    }

    /// Returns the source under which an article is listed: its first source, else the one with the lowest id, among those of
    /// the set. `None` if it is in none of them.
    pub(in crate::library) fn source_of(
        &self,
        connection: &Connection,
        article: ArticleId,
    ) -> Result<Option<SourceId>, LibraryError> {
        let mut statement = connection.prepare_cached(
            "SELECT source FROM member WHERE article = ?1 ORDER BY is_first DESC, source",
        )?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            let source = row.get(0)?;
            if self.sources.binary_search(&source).is_ok() {
                return Ok(Some(source));
            }
        }
        Ok(None)
    }

    /// Returns the ids of the sources as a parameter.
    pub(in crate::library) fn parameter(&self) -> Result<Value, LibraryError> {
        Ok(Value::Text(json(&self.sources)?))
    }

    /// Returns true if the articles are few enough to be read and sorted at once.
    pub(in crate::library) fn has_few_articles(&self) -> bool {
        self.articles <= FEW_ARTICLES
    }
}
