//! Contents of entries: stored compressed as their feeds have them, until documents are extracted from them in the background
//! ([`pending_contents`], [`store_extracted`]).

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::extract;
use crate::library::articles::compression::{compress_against, compress_quickly, decompress};
use crate::library::articles::corrections::corrected_words;
use crate::library::articles::documents::{self, Packed, Serialized};
use crate::library::articles::earlier_texts::{
    NewText, StoredComparison, compare_with_stored, replace_document,
};
use crate::library::articles::entries::stored_content::{
    StoredContent, load_content, shrink_content,
};
use crate::library::articles::identity::{self, drops_bookmarked_text};
use crate::library::articles::new_article::NewArticle;
use crate::library::articles::pages::texts::feed_words_written;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Document, EntryId, TextKind};

/// Hash of all that an entry says: an entry with an equal one is unchanged.
pub type EntryHash = [u8; 16];

/// Content of an entry, compressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackedContent {
    /// Size in bytes before compression.
    pub(in crate::library) size: i64,
    /// Bytes compressed by zstd.
    pub(in crate::library) body: Vec<u8>,
}

impl PackedContent {
    /// Compresses the content of an entry.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn new(content: &[u8]) -> Result<Self, LibraryError> {
        let body =
            compress_quickly(content).map_err(|error| LibraryError::Other(error.to_string()))?;
        Ok(Self {
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            body,
        })
    }
}

impl PackedContent {
    /// Returns the content before compression.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(&self) -> Result<Vec<u8>, LibraryError> {
        decompress(&self.body)
    }
}

/// Entry from which a document is to be extracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingContent {
    /// Id of the entry.
    pub entry: EntryId,
    /// Article of the entry.
    pub article: ArticleId,
    /// Hash of the content: see [`ExtractedEntry::hash`].
    pub hash: Option<EntryHash>,
    /// Content, as it was given to [`PackedContent::new`].
    pub content: Vec<u8>,
    /// Content before an edit, if an older extraction made the document of the article from it.
    pub earlier: Option<Vec<u8>>,
}

/// Document that was extracted from an entry.
#[derive(Debug)]
pub struct ExtractedEntry {
    /// Id of the entry.
    pub entry: EntryId,
    /// Article of the entry.
    pub article: ArticleId,
    /// Hash of the content that the document was extracted from: if the entry has another one by now, nothing is stored.
    pub hash: Option<EntryHash>,
    /// The document.
    pub document: Document,
    /// Number of its words.
    pub words: usize,
    /// Content that it was extracted from, before compression: it is stored in less space beside the document.
    pub content: Vec<u8>,
    /// Document of [`PendingContent::earlier`]: the other one is an edit of it, and not of the document of an older extraction.
    pub earlier: Option<Document>,
}

/// Returns contents without a document, the newest first: no more than about `bytes` of them, and at least one if there is any.
pub(in crate::library) fn pending_contents(
    library: &LibraryReader,
    bytes: usize,
) -> Result<Vec<PendingContent>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT c.entry, e.article, e.hash, c.body, c.size, c.base, b.body FROM entry_content c INDEXED BY entry_content_pending
         JOIN entry e ON e.id = c.entry LEFT JOIN earlier_content b ON b.entry = c.entry WHERE c.pending = 1 ORDER BY c.entry DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    let mut total = 0;
    while let Some(row) = rows.next()? {
        let Some(article) = row.get(1)? else { continue };
        total += usize::try_from(row.get::<_, i64>(4)?).unwrap_or_default();
        if total > bytes && !found.is_empty() {
            break;
        }
        let stored = StoredContent {
            article: Some(article),
            body: row.get(3)?,
            base: row.get(5)?,
        };
        let content = load_content(library.connection(), &stored).unwrap_or_default();
        let earlier: Option<Vec<u8>> = row.get(6)?;
        found.push(PendingContent {
            entry: row.get(0)?,
            article,
            hash: row.get(2)?,
            // A content that can't be unpacked gives an empty document, and stays as it is.
            content: content.unwrap_or_default(),
            earlier: earlier.and_then(|body| decompress(&body).ok()),
        });
    }
    Ok(found)
}

/// Returns true if documents are to be extracted.
pub(in crate::library) fn has_pending_contents(
    library: &LibraryReader,
) -> Result<bool, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry_content INDEXED BY entry_content_pending WHERE pending = 1)",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Returns the content of an entry, by its id.
pub(in crate::library) fn content_of_entry(
    connection: &Connection,
    entry: EntryId,
) -> Result<Option<Vec<u8>>, LibraryError> {
    first_content(
        connection,
        "SELECT e.article, c.body, c.base FROM entry_content c JOIN entry e ON e.id = c.entry WHERE c.entry = ?1",
        entry.0,
    )
}

/// Returns the content of the entry that an article has its text from: that of its own source, else the longest one.
pub(in crate::library) fn content_of_article(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<Vec<u8>>, LibraryError> {
    first_content(
        connection,
        "SELECT e.article, c.body, c.base FROM entry e JOIN entry_content c ON c.entry = e.id WHERE e.article = ?1
         ORDER BY e.source IS (SELECT source FROM article WHERE id = ?1) DESC, c.size DESC LIMIT 1",
        article.0,
    )
}

/// Returns the content in the first row of a query for the article, the body and the base.
fn first_content(
    connection: &Connection,
    sql: &str,
    id: i64,
) -> Result<Option<Vec<u8>>, LibraryError> {
    let stored = connection
        .prepare_cached(sql)?
        .query_row([id], |row| {
            Ok(StoredContent {
                article: row.get(0)?,
                body: row.get(1)?,
                base: row.get(2)?,
            })
        })
        .optional()?;
    match stored {
        Some(stored) => load_content(connection, &stored),
        None => Ok(None),
    }
}

/// Replaces the content of an entry by another one, of which a document is to be extracted. The content before stays until then if an
/// older extraction made the document.
pub(in crate::library) fn replace_content(
    transaction: &Transaction<'_>,
    entry: EntryId,
    content: &PackedContent,
) -> Result<(), LibraryError> {
    if let Some(earlier) = outdated_content(transaction, entry)? {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO earlier_content (entry, body) VALUES (?1, ?2)")?
            .execute(params![entry, earlier])?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO entry_content (entry, size, body, pending) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (entry) DO UPDATE SET size = ?2, body = ?3, base = NULL, pending = 1",
        )?
        .execute(params![entry, content.size, content.body])?;
    Ok(())
}

/// Returns the content of an entry, compressed alone, if an older extraction made the document of its article from it; `None` too if
/// it is damaged.
fn outdated_content(
    connection: &Connection,
    entry: EntryId,
) -> Result<Option<Vec<u8>>, LibraryError> {
    let stored = connection
        .prepare_cached(
            "SELECT e.article, c.body, c.base FROM entry_content c JOIN entry e ON e.id = c.entry
             JOIN document d ON d.article = e.article WHERE c.entry = ?1 AND c.pending = 0 AND d.extractor < ?2",
        )?
        .query_row(params![entry, extract::VERSION], |row| {
            Ok(StoredContent {
                article: row.get(0)?,
                body: row.get(1)?,
                base: row.get(2)?,
            })
        })
        .optional()?;
    let content = stored.map(|stored| load_content(connection, &stored));
    let Some(Ok(Some(content))) = content else {
        return Ok(None);
    };
    let body =
        compress_quickly(&content).map_err(|error| LibraryError::Other(error.to_string()))?;
    Ok(Some(body))
}

/// Extracted document, ready to be stored.
struct PreparedText {
    packed: Packed,
    /// Content of its entry, compressed against the document.
    content: Vec<u8>,
    compared: Option<StoredComparison>,
    /// Text of the content before an edit: it replaces that of an older extraction first.
    earlier: Option<Packed>,
}

/// Stores documents that were extracted from entries, in one transaction. An article keeps the document it has if that is of
/// another origin and not shorter, or if a bookmarked text would be cut to a part of it. Returns the number of stored documents.
pub(in crate::library) fn store_extracted(
    library: &mut Library,
    extracted: &[ExtractedEntry],
) -> Result<usize, LibraryError> {
    // Before the database is locked.
    let mut texts: Vec<PreparedText> = Vec::with_capacity(extracted.len());
    for one in extracted {
        let text = Serialized::new(&one.document)?;
        let packed = text.pack()?;
        let content = compress_against(&one.content, &text.json)
            .map_err(|error| LibraryError::Other(error.to_string()))?;
        let earlier = one
            .earlier
            .as_ref()
            .map(|document| Ok::<_, LibraryError>((document, Serialized::new(document)?.pack()?)));
        let earlier = earlier.transpose()?;
        let new = (&one.document, packed.hash);
        let compared = match &earlier {
            Some((before, text)) => {
                Some(StoredComparison::new(one.article, (before, text.hash), new))
            }
            None => compare_with_stored(
                library.connection(),
                one.article,
                TextKind::Feed,
                &one.document,
                packed.hash,
            )?,
        };
        texts.push(PreparedText {
            packed,
            content,
            compared,
            earlier: earlier.map(|(_, text)| text),
        });
    }
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        let mut stored = 0;
        // The newest ones come first: rows in the order of their ids take less space.
        for (one, prepared) in extracted.iter().zip(&texts).rev() {
            if !mark_extracted(transaction, one)? {
                continue;
            }
            if let (Some(document), Some(packed)) = (&one.earlier, &prepared.earlier) {
                renew_earlier(transaction, one, document, packed)?;
            }
            let text = NewText {
                document: &one.document,
                packed: &prepared.packed,
                compared: prepared.compared.as_ref(),
            };
            stored += usize::from(store_one(transaction, one, text, now)?);
            let ids = (one.entry, one.article);
            shrink_content(transaction, ids, &prepared.packed.hash, &prepared.content)?;
        }
        Ok(stored)
    })
}

/// Marks the content of an entry as extracted. Returns false if the entry has another content by now.
fn mark_extracted(
    transaction: &Transaction<'_>,
    one: &ExtractedEntry,
) -> Result<bool, LibraryError> {
    let marked = transaction
        .prepare_cached(
            "UPDATE entry_content SET pending = 0 WHERE entry = ?1 AND pending = 1
             AND EXISTS (SELECT 1 FROM entry WHERE id = ?1 AND hash IS ?2)",
        )?
        .execute(params![one.entry, one.hash])?;
    if marked > 0 {
        transaction
            .prepare_cached("DELETE FROM earlier_content WHERE entry = ?1")?
            .execute([one.entry])?;
    }
    Ok(marked > 0)
}

/// Replaces the document of an older extraction by that of the present one of the same content, which is no change: the edited text is
/// then compared with it.
fn renew_earlier(
    transaction: &Transaction<'_>,
    one: &ExtractedEntry,
    document: &Document,
    packed: &Packed,
) -> Result<(), LibraryError> {
    let is_outdated: bool = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article a JOIN document d ON d.article = a.id JOIN entry e ON e.id = ?2
             WHERE a.id = ?1 AND a.deleted IS NULL AND a.path IS NULL AND a.source IS e.source AND d.extractor < ?3)",
        )?
        .query_row(params![one.article, one.entry, extract::VERSION], |row| row.get(0))?;
    if is_outdated && !drops_bookmarked_text(transaction, one.article, document)? {
        documents::store_packed(transaction, one.article, packed)?;
    }
    Ok(())
}

fn store_one(
    transaction: &Transaction<'_>,
    one: &ExtractedEntry,
    text: NewText<'_>,
    now: i64,
) -> Result<bool, LibraryError> {
    let row: Option<(bool, bool, i64, bool)> = transaction
        .prepare_cached(
            "SELECT a.source IS e.source AND a.path IS NULL, a.has_text,
                ifnull((SELECT feed_words FROM page_document WHERE article = a.id), a.words),
                e.first_seen = e.last_seen AND EXISTS (SELECT 1 FROM entry o WHERE o.article = a.id AND o.source <> e.source)
             FROM article a JOIN entry e ON e.id = ?2 WHERE a.id = ?1 AND a.deleted IS NULL",
        )?
        .query_row(params![one.article, one.entry], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((is_own, has_text, words, is_first_text)) = row else {
        return Ok(false);
    };
    let new_words = corrected_words(transaction, one.article, &one.document, one.words)?;
    let new_words = i64::try_from(new_words).unwrap_or(i64::MAX);
    if has_text {
        let is_better = is_own || new_words > words;
        // An edited text replaces a bookmarked one, which stays as an earlier text; the start of it, or another text, does not.
        let is_edited = is_own && 2 * new_words >= words;
        if !is_better
            || !is_edited && drops_bookmarked_text(transaction, one.article, &one.document)?
        {
            return Ok(false);
        }
    }
    match is_own && !is_first_text {
        true => {
            replace_document(transaction, one.article, text, now)?;
        }
        // A longer text of another source is no change of this one, nor is the first text of the own source after that of another one.
        false => documents::store_packed(transaction, one.article, text.packed)?,
    }
    transaction
        .prepare_cached(
            "UPDATE article SET words = ?2, standfirst = ifnull(standfirst, ?3) WHERE id = ?1",
        )?
        .execute(params![
            one.article,
            new_words,
            one.document.metadata.standfirst
        ])?;
    feed_words_written(transaction, one.article)?;
    let new = NewArticle {
        document: Some(&one.document),
        words: one.words,
        ..NewArticle::default()
    };
    identity::insert_free_keys(transaction, one.article, &identity::keys_of(&new))?;
    Ok(true)
}
