//! Articles of stories: [`other_members`].

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::state::json;
use crate::model::ArticleId;

/// Returns the articles of the stories of these articles that are not among them, in the order of their ids.
pub(in crate::library) fn other_members(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM article INDEXED BY article_by_story WHERE story IS NOT NULL
             AND story IN (SELECT story FROM article WHERE id IN (SELECT value FROM json_each(?1)))
             AND id NOT IN (SELECT value FROM json_each(?1)) ORDER BY id",
    )?;
    let found = statement.query_map([json(&articles)?], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}
