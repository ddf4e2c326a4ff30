//! Recomputation of values that depend on changed articles.

use rusqlite::Transaction;

use crate::library::LibraryError;
use crate::library::query::search::saved;
use crate::library::state::json;
use crate::model::ArticleId;

/// Recomputes `article.bookmarked` and the hits of saved searches for these articles.
pub(super) fn refresh_dependents(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE article SET bookmarked = EXISTS (SELECT 1 FROM bookmark WHERE article = article.id)
             WHERE id IN (SELECT value FROM json_each(?1))
                 AND bookmarked <> EXISTS (SELECT 1 FROM bookmark WHERE article = article.id)",
        )?
        .execute([json(&articles)?])?;
    saved::mark_saved_searches_due(transaction, articles)
}
