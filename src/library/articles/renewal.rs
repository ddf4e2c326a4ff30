//! Replacement of a stored document by one of a newer extraction.

use rusqlite::{OptionalExtension, params};

use crate::library::articles::documents::{Serialized, store_document};
use crate::library::articles::new_article::NewArticle;
use crate::library::articles::{identity, upsert};
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, Document};

/// Replaces the document of an article by one of a newer extraction, if the file has not changed meanwhile. Returns
/// true if it was replaced.
pub(in crate::library) fn renew_document(
    library: &mut Library,
    article: ArticleId,
    fingerprint: &str,
    document: &Document,
    words: usize,
) -> Result<bool, LibraryError> {
    library.write(Durability::Normal, |transaction| {
        let known: Option<(String, i64)> = transaction
            .prepare_cached(
                "SELECT title, added FROM article WHERE id = ?1 AND fingerprint = ?2 AND missing IS NULL",
            )?
            .query_row(params![article, fingerprint], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((name, added)) = known else {
            return Ok(false);
        };
        let new = NewArticle {
            name,
            document: Some(document),
            words,
            ..NewArticle::default()
        };
        store_document(transaction, article, &Serialized::new(document)?)?;
        upsert::write_metadata(transaction, article, &new, document, added)?;
        identity::insert_keys(transaction, article, &identity::keys_of(&new))?;
        Ok(true)
    })
}
