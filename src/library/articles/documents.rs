//! Stored documents: the JSON of a [`Document`] as it was extracted, compressed by zstd. The user's corrections are applied
//! when one is loaded. An article of a feed may have a second one, of its page; [`document`] and [`load_shown_document`] return
//! the one that is shown.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::extract;
use crate::library::articles::compression::{compress_document, compress_page, decompress};
use crate::library::articles::corrections;
use crate::library::articles::entries::stored_content::expand_contents;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, Correction, Document, TextKind};

/// SQL condition of the rows of `page_document` whose text is shown in place of that of the feed: the page has no problem and the
/// source of its article does not say otherwise, or the user has chosen to see it.
pub(in crate::library) const SHOWN_PAGE: &str =
    "iif(page_document.problem IS NULL, 'feed' IS NOT (
        SELECT iif(json_valid(source.settings), json_extract(source.settings, '$.\"show-text\"'), NULL)
        FROM source WHERE source.id = (SELECT article.source FROM article WHERE article.id = page_document.article)),
     page_document.accepted = 1)";

/// SQL condition of the rows of `page_document` whose words are searched, shown or not.
pub(in crate::library) const SEARCHED_PAGE: &str =
    "(page_document.problem IS NULL OR page_document.accepted = 1)";

/// Returns the stored document of an article that is shown, with its corrections, and true if an older extraction made it; `None` if
/// no document is stored.
pub(in crate::library) fn document(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<(Document, bool)>, LibraryError> {
    let connection = library.connection();
    let Some(document) = load_shown_document(connection, article)? else {
        return Ok(None);
    };
    Ok(Some((document, is_outdated(library, article)?)))
}

/// Returns true if an older extraction made the stored document of an article that is shown.
pub(in crate::library) fn is_outdated(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<bool, LibraryError> {
    // The page itself is not stored: nothing to extract again.
    if is_page_shown(library.connection(), article)? {
        return Ok(false);
    }
    let version: Option<i64> = library
        .connection()
        .prepare_cached("SELECT extractor FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(version.is_some_and(|version| version < i64::from(extract::VERSION)))
}

/// Loads the document of an article that is shown, from its page or its feed; `None` if none is stored.
pub(in crate::library) fn load_shown_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    match is_page_shown(connection, article)? {
        true => load_page_document(connection, article),
        false => load_document(connection, article),
    }
}

/// Loads the document of an article that is compared with others: that of its page if it is searched, else that of its feed or
/// file; `None` if none is stored.
pub(in crate::library) fn load_compared_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    match is_page_searched(connection, article)? {
        true => load_page_document(connection, article),
        false => load_document(connection, article),
    }
}

/// Loads the document of the page of an article with its corrections; `None` if none is stored.
pub(in crate::library) fn load_page_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let Some(mut document) = load_extracted_page_document(connection, article)? else {
        return Ok(None);
    };
    corrections::correct_document(connection, article, &mut document)?;
    Ok(Some(document))
}

/// Loads the document of the page of an article as it was extracted; `None` if none is stored.
fn load_extracted_page_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM page_document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    body.map(|body| unpack(&body)).transpose()
}

/// Loads the document of an article from its page, or from its feed or file, as it was extracted; `None` if none is stored.
pub(in crate::library) fn load_extracted_text(
    connection: &Connection,
    article: ArticleId,
    kind: TextKind,
) -> Result<Option<Document>, LibraryError> {
    match kind {
        TextKind::Page => load_extracted_page_document(connection, article),
        TextKind::Feed => load_extracted_document(connection, article),
    }
}

/// Loads the document of an article that is shown, from its page or its feed, as it was extracted; `None` if none is stored.
pub(in crate::library) fn load_extracted_shown_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    match is_page_shown(connection, article)? {
        true => load_extracted_page_document(connection, article),
        false => load_extracted_document(connection, article),
    }
}

/// Loads the document of an article that is searched, too, and not shown; `None` if there is none. A page that is not shown because
/// of a problem is not searched.
pub(in crate::library) fn load_hidden_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    if is_page_shown(connection, article)? {
        return load_document(connection, article);
    }
    match is_page_searched(connection, article)? {
        true => load_page_document(connection, article),
        false => Ok(None),
    }
}

/// Returns true if the page of an article is stored.
pub(in crate::library) fn has_page(
    connection: &Connection,
    article: ArticleId,
) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM page_document WHERE article = ?1)")?
        .query_row([article], |row| row.get(0))?)
}

/// Returns true if the page of an article is stored and searched.
fn is_page_searched(connection: &Connection, article: ArticleId) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM page_document WHERE article = ?1 AND {SEARCHED_PAGE})"
        ))?
        .query_row([article], |row| row.get(0))?)
}

/// Returns true if the page of an article is stored and shown.
pub(in crate::library) fn is_page_shown(
    connection: &Connection,
    article: ArticleId,
) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM page_document WHERE article = ?1 AND {SHOWN_PAGE})"
        ))?
        .query_row([article], |row| row.get(0))?)
}

/// Loads the document of an article from its feed or its file with its corrections; `None` if none is stored.
pub(in crate::library) fn load_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let Some(mut document) = load_extracted_document(connection, article)? else {
        return Ok(None);
    };
    corrections::correct_document(connection, article, &mut document)?;
    Ok(Some(document))
}

/// Loads the document of an article as it was extracted; `None` if none is stored.
pub(in crate::library) fn load_extracted_document(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    body.map(|body| unpack(&body)).transpose()
}

/// Counts the words of the stored documents of an article with its corrections. A document that can't be unpacked leaves the number
/// as it is.
pub(in crate::library) fn update_words(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<(), LibraryError> {
    if let Ok(Some(document)) = load_document(transaction, article) {
        transaction
            .prepare_cached("UPDATE article SET words = ?2 WHERE id = ?1 AND words <> ?2")?
            .execute(params![article, document.words() as i64])?;
    }
    if let Ok(Some(page)) = load_page_document(transaction, article) {
        transaction
            .prepare_cached(
                "UPDATE page_document SET words = ?2, feed_words = (SELECT words FROM article WHERE id = ?1) WHERE article = ?1",
            )?
            .execute(params![article, page.words() as i64])?;
        count_shown_words(transaction, article)?;
    }
    Ok(())
}

/// Writes the number of words of the text that is shown of an article with a page.
pub(in crate::library) fn count_shown_words(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(&format!(
            "UPDATE article SET words = (SELECT iif({SHOWN_PAGE}, words, feed_words) FROM page_document WHERE article = ?1)
             WHERE id = ?1 AND EXISTS (SELECT 1 FROM page_document WHERE article = ?1)"
        ))?
        .execute([article])?;
    Ok(())
}

/// Adds corrections of another library to those of an article.
pub(in crate::library) fn merge_corrections(
    transaction: &Transaction<'_>,
    article: ArticleId,
    others: &[Correction],
) -> Result<(), LibraryError> {
    if others.is_empty() {
        return Ok(());
    }
    let mut all = corrections::load_corrections(transaction, article)?;
    let before = all.len();
    for other in others {
        if !all.contains(other) {
            all.push(other.clone());
        }
    }
    if all.len() > before {
        corrections::store_corrections(transaction, article, &all)?;
        update_words(transaction, article)?;
    }
    Ok(())
}

/// Returns the size of the unpacked document that is shown, in bytes.
pub(in crate::library) fn document_size(
    connection: &Connection,
    article: ArticleId,
) -> Result<usize, LibraryError> {
    let size: Option<Option<i64>> = connection
        .prepare_cached(&format!(
            "SELECT ifnull((SELECT size FROM page_document WHERE article = ?1 AND {SHOWN_PAGE}),
                (SELECT size FROM document WHERE article = ?1))"
        ))?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(usize::try_from(size.flatten().unwrap_or_default()).unwrap_or_default())
}

/// A hash of the JSON of a document: the first 16 bytes of its SHA-256.
pub(in crate::library) type ContentHash = [u8; 16];

/// Document as JSON, with the hash that is compared with the stored one, so that nothing has to be unpacked.
pub(in crate::library) struct Serialized {
    pub(in crate::library) json: Vec<u8>,
    pub(in crate::library) hash: ContentHash,
}

/// Document in its stored form.
#[derive(Debug)]
pub(in crate::library) struct Packed {
    /// Size of the JSON in bytes.
    pub(in crate::library) size: usize,
    pub(in crate::library) hash: ContentHash,
    /// The JSON, compressed.
    pub(in crate::library) body: Vec<u8>,
}

impl Serialized {
    /// Serializes a document and computes its hash.
    pub(in crate::library) fn new(document: &Document) -> Result<Self, LibraryError> {
        let json =
            serde_json::to_vec(document).map_err(|error| LibraryError::Other(error.to_string()))?;
        let hash = hash_json(&json);
        Ok(Self { json, hash })
    }

    /// Compresses the JSON of a page, more than other documents: pages are stored in the background, in large numbers, and for long.
    pub(in crate::library) fn pack_tightly(&self) -> Result<Packed, LibraryError> {
        self.packed(compress_page(&self.json))
    }

    /// Compresses the JSON.
    pub(in crate::library) fn pack(&self) -> Result<Packed, LibraryError> {
        self.packed(compress_document(&self.json))
    }

    fn packed(&self, body: std::io::Result<Vec<u8>>) -> Result<Packed, LibraryError> {
        Ok(Packed {
            size: self.json.len(),
            hash: self.hash,
            body: body.map_err(|error| LibraryError::Other(error.to_string()))?,
        })
    }
}

/// Returns the hash of the JSON of a document.
fn hash_json(json: &[u8]) -> ContentHash {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(Sha256::digest(json)) {
        *to = from;
    }
    out
}

/// Returns the hash of the stored document of an article; `None` if there is no document, or no hash.
pub(in crate::library) fn stored_hash(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<ContentHash>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT hash FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Stores the document of an article, and marks the article to be indexed again.
pub(in crate::library) fn store_document(
    transaction: &Transaction<'_>,
    article: ArticleId,
    text: &Serialized,
) -> Result<(), LibraryError> {
    store_packed(transaction, article, &text.pack()?)
}

/// Stores a compressed document of an article, and marks the article to be indexed again.
pub(in crate::library) fn store_packed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    packed: &Packed,
) -> Result<(), LibraryError> {
    expand_contents(transaction, article)?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO document (article, extractor, size, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![article, extract::VERSION, packed.size as i64, packed.hash, packed.body])?;
    transaction
        .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1 AND indexed <> 0")?
        .execute([article])?;
    Ok(())
}

/// Stores the document of an article if it differs from the stored one. Returns true if it did.
pub(in crate::library) fn store_if_changed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    text: &Serialized,
) -> Result<bool, LibraryError> {
    if stored_hash(transaction, article)? == Some(text.hash) {
        return Ok(false);
    }
    store_document(transaction, article, text)?;
    Ok(true)
}

/// Returns the hash of the JSON in compressed bytes, after checking that it is a document.
pub(in crate::library) fn hash_of_packed(body: &[u8]) -> Result<ContentHash, LibraryError> {
    let json = decompress(body)?;
    serde_json::from_slice::<Document>(&json).map_err(|error| damaged_document(&error))?;
    Ok(hash_json(&json))
}

/// Decompresses and parses a stored document.
pub(in crate::library) fn unpack(body: &[u8]) -> Result<Document, LibraryError> {
    serde_json::from_slice(&decompress(body)?).map_err(|error| damaged_document(&error))
}

fn damaged_document(error: &dyn std::fmt::Display) -> LibraryError {
    LibraryError::Damaged(format!("a text: {error}"))
}
