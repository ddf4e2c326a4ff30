//! Contents of entries in the database, alone or against the document of their article: [`load_content`], [`shrink_content`],
//! [`expand_contents`].

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::compression::{compress_quickly, decompress, decompress_against};
use crate::model::{ArticleId, EntryId};

/// Content as its row has it.
pub(in crate::library) struct StoredContent {
    pub(in crate::library) article: Option<ArticleId>,
    pub(in crate::library) body: Vec<u8>,
    /// Hash of the document that it was compressed against.
    pub(in crate::library) base: Option<Vec<u8>>,
}

/// Returns the content before compression; `None` if it was compressed against a document that is stored no longer.
///
/// # Errors
/// The database can't be read, or the content or its document is damaged.
pub(in crate::library) fn load_content(
    connection: &Connection,
    stored: &StoredContent,
) -> Result<Option<Vec<u8>>, LibraryError> {
    let Some(base) = &stored.base else {
        return decompress(&stored.body).map(Some);
    };
    let document: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM document WHERE article = ?1 AND hash = ?2")?
        .query_row(params![stored.article, base], |row| row.get(0))
        .optional()?;
    match document {
        Some(document) => decompress_against(&stored.body, &decompress(&document)?).map(Some),
        None => Ok(None),
    }
}

/// Stores the content of an entry as it was compressed against the document with this hash, if the article has that document.
pub(in crate::library) fn shrink_content(
    transaction: &Transaction<'_>,
    (entry, article): (EntryId, ArticleId),
    base: &[u8],
    body: &[u8],
) -> Result<(), LibraryError> {
    // Deleted and inserted: SQLite merges pages that have become empty only when a row is deleted.
    let size: Option<i64> = transaction
        .prepare_cached(
            "DELETE FROM entry_content WHERE entry = ?1 AND pending = 0
             AND EXISTS (SELECT 1 FROM document WHERE article = ?2 AND hash = ?3) RETURNING size",
        )?
        .query_row(params![entry, article, base], |row| row.get(0))
        .optional()?;
    if let Some(size) = size {
        transaction
            .prepare_cached(
                "INSERT INTO entry_content (entry, size, body, base, pending) VALUES (?1, ?2, ?3, ?4, 0)",
            )?
            .execute(params![entry, size, body, base])?;
    }
    Ok(())
}

/// Stores the contents of the entries of an article without its document, which is about to be replaced.
pub(in crate::library) fn expand_contents(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<(), LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT c.entry, c.body, c.base FROM entry e JOIN entry_content c ON c.entry = e.id
         WHERE e.article = ?1 AND c.base IS NOT NULL",
    )?;
    let rows = statement.query_map([article], |row| {
        let content = StoredContent {
            article: Some(article),
            body: row.get(1)?,
            base: row.get(2)?,
        };
        Ok((row.get::<_, EntryId>(0)?, content))
    })?;
    for (entry, stored) in rows.collect::<Result<Vec<_>, _>>()? {
        // A damaged one stays as it is.
        let Ok(Some(content)) = load_content(transaction, &stored) else {
            continue;
        };
        let body =
            compress_quickly(&content).map_err(|error| LibraryError::Other(error.to_string()))?;
        transaction
            .prepare_cached("UPDATE entry_content SET body = ?2, base = NULL WHERE entry = ?1")?
            .execute(params![entry, body])?;
    }
    Ok(())
}
