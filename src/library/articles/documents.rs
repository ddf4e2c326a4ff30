//! Stored documents: the JSON of a [`Document`], compressed by zstd.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use zstd::zstd_safe::{self, DCtx, ResetDirective};

use crate::extract;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, Document};

/// Compression level of zstd; a higher one takes longer and gains little.
const LEVEL: i32 = 3;

/// Limit of an unpacked document, in bytes: the content of the database may not be ours.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Returns the stored document of an article, and true if an older extraction made it; `None` if no document is stored.
pub(in crate::library) fn document(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<(Document, bool)>, LibraryError> {
    let Some(document) = read(library.connection(), article)? else {
        return Ok(None);
    };
    let version: i64 = library
        .connection()
        .prepare_cached("SELECT extractor FROM document WHERE article = ?1")?
        .query_row([article], |row| row.get(0))?;
    Ok(Some((document, version < i64::from(extract::VERSION))))
}

/// Returns the text of an article.
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

/// Returns the size of an unpacked document, in bytes.
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

/// A hash of the JSON of a document: the first 16 bytes of its SHA-256.
pub(in crate::library) type ContentHash = [u8; 16];

/// Document as JSON, with the hash that is compared with the stored one, so that nothing has to be unpacked.
pub(in crate::library) struct Serialized {
    json: Vec<u8>,
    pub(in crate::library) hash: ContentHash,
}

/// Document in its stored form.
#[derive(Debug)]
pub(in crate::library) struct Packed {
    /// Bytes of the JSON.
    pub(in crate::library) size: usize,
    pub(in crate::library) hash: ContentHash,
    /// The JSON, compressed.
    pub(in crate::library) body: Vec<u8>,
}

impl Serialized {
    pub(in crate::library) fn new(document: &Document) -> Result<Self, LibraryError> {
        let json =
            serde_json::to_vec(document).map_err(|error| LibraryError::Other(error.to_string()))?;
        let hash = hash(&json);
        Ok(Self { json, hash })
    }

    pub(in crate::library) fn pack(&self) -> Result<Packed, LibraryError> {
        let body = compress(&self.json).map_err(|error| LibraryError::Other(error.to_string()))?;
        Ok(Packed {
            size: self.json.len(),
            hash: self.hash,
            body,
        })
    }
}

thread_local! {
    // Created once a thread: creating one takes longer than compressing a short text.
    static COMPRESSION: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSION: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

fn compress(json: &[u8]) -> std::io::Result<Vec<u8>> {
    COMPRESSION.with_borrow_mut(|compressor| {
        let compressor = match compressor {
            Some(compressor) => compressor,
            None => compressor.insert(zstd::bulk::Compressor::new(LEVEL)?),
        };
        compressor.compress(json)
    })
}

/// Returns the hash of the JSON of a document.
fn hash(json: &[u8]) -> ContentHash {
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

/// Stores the text of an article.
pub(in crate::library) fn write(
    transaction: &Transaction<'_>,
    article: ArticleId,
    text: &Serialized,
) -> Result<(), LibraryError> {
    let packed = text.pack()?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO document (article, extractor, size, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![article, extract::VERSION, packed.size as i64, packed.hash, packed.body])?;
    transaction
        .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1 AND indexed <> 0")?
        .execute([article])?;
    Ok(())
}

/// Stores the document of an article if it differs from the stored one. Returns true if it did.
pub(in crate::library) fn write_if_other(
    transaction: &Transaction<'_>,
    article: ArticleId,
    text: &Serialized,
) -> Result<bool, LibraryError> {
    if stored_hash(transaction, article)? == Some(text.hash) {
        return Ok(false);
    }
    write(transaction, article, text)?;
    Ok(true)
}

/// Returns the hash of a compressed JSON, if a document is in it.
pub(in crate::library) fn hash_of_packed(body: &[u8]) -> Result<ContentHash, LibraryError> {
    let json = unpack_json(body)?;
    serde_json::from_slice::<Document>(&json).map_err(|error| damaged(&error))?;
    Ok(hash(&json))
}

/// Returns the document in a compressed JSON.
pub(in crate::library) fn unpack(body: &[u8]) -> Result<Document, LibraryError> {
    serde_json::from_slice(&unpack_json(body)?).map_err(|error| damaged(&error))
}

fn unpack_json(body: &[u8]) -> Result<Vec<u8>, LibraryError> {
    use std::io::Read;
    let mut json = Vec::new();
    DECOMPRESSION
        .with_borrow_mut(|context| {
            // The text before may have been damaged.
            let reset = context.reset(ResetDirective::SessionOnly);
            reset.map_err(|code| std::io::Error::other(zstd_safe::get_error_name(code)))?;
            let decoder = zstd::stream::read::Decoder::with_context(body, context);
            decoder.take(LARGEST).read_to_end(&mut json)
        })
        .map_err(|error| damaged(&error))?;
    Ok(json)
}

fn damaged(error: &dyn std::fmt::Display) -> LibraryError {
    LibraryError::Damaged(format!("a text: {error}"))
}
