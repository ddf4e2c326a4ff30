//! The texts of stories as the library keeps them: the JSON of a [`Document`], compressed.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::extract;
use crate::library::articles::upsert::Incoming;
use crate::library::articles::{identity, upsert};
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Document};

/// How hard zstd tries; more takes longer and gains little.
const LEVEL: i32 = 3;

/// The most bytes that a text may have once it is unpacked: what lies in the database may not be ours.
const LARGEST: u64 = 512 * 1024 * 1024;

impl LibraryReader {
    /// The text of a story, and whether an older extraction made it; `None` if it is not kept.
    ///
    /// # Errors
    /// The database can't be read, or the text is damaged.
    pub fn document(&self, article: ArticleId) -> Result<Option<(Document, bool)>, LibraryError> {
        let Some(document) = read(self.connection(), article)? else {
            return Ok(None);
        };
        let version: i64 = self
            .connection()
            .prepare_cached("SELECT extractor FROM document WHERE article = ?1")?
            .query_row([article], |row| row.get(0))?;
        Ok(Some((document, version < i64::from(extract::VERSION))))
    }
}

impl Library {
    /// Keeps the text that a better extraction has made of the same file: if it is still the file that is known. Says whether it is.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn renew(
        &mut self,
        article: ArticleId,
        stamp: &str,
        document: &Document,
        words: usize,
    ) -> Result<bool, LibraryError> {
        self.write(Durability::Normal, |transaction| {
            let known: Option<(String, i64)> = transaction
                .prepare_cached(
                    "SELECT title, added FROM article WHERE id = ?1 AND stamp = ?2 AND missing IS NULL",
                )?
                .query_row(params![article, stamp], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((name, added)) = known else {
                return Ok(false);
            };
            let story = Incoming {
                name,
                document: Some(document),
                words,
                ..Incoming::default()
            };
            write(transaction, article, document)?;
            upsert::describe(transaction, article, &story, document, added)?;
            identity::learn(transaction, article, &identity::keys_of(&story))?;
            Ok(true)
        })
    }
}

/// The text of a story.
pub(in crate::library) fn read(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    body.map(|body| unpack(&body)).transpose()
}

/// Bytes that the text of a story has once it is unpacked.
pub(in crate::library) fn size(
    connection: &Connection,
    article: ArticleId,
) -> Result<usize, LibraryError> {
    let size: Option<i64> = connection
        .prepare_cached("SELECT size FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(usize::try_from(size.unwrap_or_default()).unwrap_or_default())
}

/// Keeps the text of a story.
pub(in crate::library) fn write(
    transaction: &Transaction<'_>,
    article: ArticleId,
    document: &Document,
) -> Result<(), LibraryError> {
    let (size, body) = pack(document)?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO document (article, extractor, size, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![article, extract::VERSION, size as i64, body])?;
    transaction
        .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1 AND indexed <> 0")?
        .execute([article])?;
    Ok(())
}

/// The same, if it is another text than the one that is kept.
pub(in crate::library) fn write_if_other(
    transaction: &Transaction<'_>,
    article: ArticleId,
    document: &Document,
) -> Result<bool, LibraryError> {
    // A text that can't be unpacked is no reason to keep out a good one.
    if read(transaction, article).is_ok_and(|kept| kept.as_ref() == Some(document)) {
        return Ok(false);
    }
    write(transaction, article, document)?;
    Ok(true)
}

/// Bytes of the JSON, and the JSON compressed.
pub(in crate::library) fn pack(document: &Document) -> Result<(usize, Vec<u8>), LibraryError> {
    let json =
        serde_json::to_vec(document).map_err(|error| LibraryError::Other(error.to_string()))?;
    let body = zstd::bulk::compress(&json, LEVEL)
        .map_err(|error| LibraryError::Other(error.to_string()))?;
    Ok((json.len(), body))
}

/// The document in a compressed JSON.
pub(in crate::library) fn unpack(body: &[u8]) -> Result<Document, LibraryError> {
    use std::io::Read;
    let damaged = |error: &dyn std::fmt::Display| LibraryError::Damaged(format!("a text: {error}"));
    let decoder =
        zstd::stream::read::Decoder::with_buffer(body).map_err(|error| damaged(&error))?;
    let mut json = Vec::new();
    decoder
        .take(LARGEST)
        .read_to_end(&mut json)
        .map_err(|error| damaged(&error))?;
    serde_json::from_slice(&json).map_err(|error| damaged(&error))
}
