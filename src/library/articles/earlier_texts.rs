//! Earlier texts of articles: stored when another text replaces one that differs by more than noise
//! ([`replace_document`]), compared with the present one, and deleted after 30 days unless the article is bookmarked.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::comparison;
use crate::extract;
use crate::library::articles::corrections::correct_document;
use crate::library::articles::documents::{self, ContentHash, Packed};
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, Document, TextKind};

/// Number of earlier texts of an article that stay beside the first one, newest first.
const MAX_LATER_TEXTS: usize = 4;

/// Days after which an earlier text of an article without a bookmark expires.
const DAYS: i64 = 30;

/// Earlier text of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierText {
    /// Text, with the corrections of the article.
    pub document: Document,
    /// Time when it was replaced, in seconds since 1970-01-01 UTC.
    pub replaced: i64,
}

/// Decision whether a new text of an article differs from the stored one by more than noise. It is made before a write, since
/// long texts are compared for longer than the database may be locked, and it is valid as long as the stored text has this hash.
#[derive(Debug)]
pub(in crate::library) struct StoredComparison {
    article: ArticleId,
    stored: ContentHash,
    is_changed: bool,
}

impl StoredComparison {
    /// Compares a new text of an article, which has this hash, with one that is stored before it.
    pub(in crate::library) fn new(
        article: ArticleId,
        (stored, stored_hash): (&Document, ContentHash),
        (new, new_hash): (&Document, ContentHash),
    ) -> Self {
        Self {
            article,
            stored: stored_hash,
            is_changed: stored_hash != new_hash && comparison::is_changed(stored, new),
        }
    }
}

/// New text that is to replace a stored one.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct NewText<'a> {
    pub(in crate::library) document: &'a Document,
    pub(in crate::library) packed: &'a Packed,
    /// Comparison with the stored text; `None` if it was not made yet.
    pub(in crate::library) compared: Option<&'a StoredComparison>,
}

/// Compares a new text of an article, which has this hash, with the stored one. `None` if none is stored, or if it is the same.
///
/// Two documents of different extractors differ for that reason alone, so that no change is seen in them. Nor is one seen in
/// a page that could not be read as an article.
pub(in crate::library) fn compare_with_stored(
    connection: &Connection,
    article: ArticleId,
    kind: TextKind,
    document: &Document,
    hash: ContentHash,
) -> Result<Option<StoredComparison>, LibraryError> {
    let (table, condition) = comparable_text(kind);
    let sql = format!(
        "SELECT hash, extractor, body FROM {table} WHERE article = ?1 AND hash <> ?2{condition}"
    );
    let stored: Option<(ContentHash, i64, Vec<u8>)> = connection
        .prepare_cached(&sql)?
        .query_row(params![article, hash], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(stored.map(|(stored, extractor, body)| StoredComparison {
        article,
        stored,
        is_changed: extractor == i64::from(extract::VERSION)
            // A text that can't be unpacked can't be compared either.
            && documents::unpack(&body).is_ok_and(|stored| comparison::is_changed(&stored, document)),
    }))
}

/// Returns the table of texts of a kind, and the SQL condition of those that changes are seen in.
fn comparable_text(kind: TextKind) -> (&'static str, &'static str) {
    match kind {
        TextKind::Feed => ("document", ""),
        TextKind::Page => ("page_document", " AND (problem IS NULL OR accepted = 1)"),
    }
}

/// Replaces the document of an article. If the new one differs from it by more than noise, the old one is stored as an
/// earlier text and the article is marked as changed. Returns true then.
pub(in crate::library) fn replace_document(
    transaction: &Transaction<'_>,
    article: ArticleId,
    text: NewText<'_>,
    now: i64,
) -> Result<bool, LibraryError> {
    let is_changed = store_if_changed(transaction, article, TextKind::Feed, text, now)?;
    documents::store_packed(transaction, article, text.packed)?;
    Ok(is_changed)
}

/// Stores the text of an article that is about to be replaced as an earlier text, if the new one differs from it by more than
/// noise, and marks the article as changed if that text is shown. Returns true if it differs.
pub(in crate::library) fn store_if_changed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    kind: TextKind,
    text: NewText<'_>,
    now: i64,
) -> Result<bool, LibraryError> {
    let (table, condition) = comparable_text(kind);
    let stored: Option<ContentHash> = transaction
        .prepare_cached(&format!(
            "SELECT hash FROM {table} WHERE article = ?1 AND hash <> ?2{condition}"
        ))?
        .query_row(params![article, text.packed.hash], |row| row.get(0))
        .optional()?;
    let Some(stored) = stored else {
        return Ok(false);
    };
    let known = text
        .compared
        .filter(|known| known.article == article && known.stored == stored);
    let is_changed = match known {
        Some(known) => known.is_changed,
        // Another program has replaced the text meanwhile.
        None => compare_with_stored(transaction, article, kind, text.document, text.packed.hash)?
            .is_some_and(|compared| compared.is_changed),
    };
    if is_changed {
        store_earlier_text(transaction, article, kind, now)?;
    }
    Ok(is_changed)
}

/// Stores the present text of an article as an earlier text, and marks the article as changed if it is shown.
fn store_earlier_text(
    transaction: &Transaction<'_>,
    article: ArticleId,
    kind: TextKind,
    now: i64,
) -> Result<(), LibraryError> {
    let is_page = kind == TextKind::Page;
    // What the user has seen is the text before the first change that is not seen.
    let is_seen: bool = transaction
        .prepare_cached("SELECT changed IS NULL FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))?;
    let has_base: bool = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM earlier_text WHERE article = ?1 AND is_page = ?2 AND is_base = 1)",
        )?
        .query_row(params![article, is_page], |row| row.get(0))?;
    let is_base = is_seen || !has_base;
    if is_base {
        transaction
            .prepare_cached(
                "UPDATE earlier_text SET is_base = 0 WHERE article = ?1 AND is_page = ?2 AND is_base = 1",
            )?
            .execute(params![article, is_page])?;
    }
    let (table, _) = comparable_text(kind);
    transaction
        .prepare_cached(&format!(
            "INSERT INTO earlier_text (article, since, replaced, is_page, is_base, extractor, size, body)
             SELECT d.article, ifnull((SELECT max(replaced) FROM earlier_text WHERE article = ?1 AND is_page = ?4), a.added),
                ?2, ?4, ?3, d.extractor, d.size, d.body
             FROM {table} d JOIN article a ON a.id = d.article WHERE d.article = ?1"
        ))?
        .execute(params![article, now, is_base, is_page])?;
    if documents::is_page_shown(transaction, article)? == is_page {
        transaction
            .prepare_cached("UPDATE article SET changed = ?2 WHERE id = ?1")?
            .execute(params![article, now])?;
    }
    // Of many texts, the first one, that which the user saw last, and those that were there when a bookmark was made stay too.
    transaction
        .prepare_cached(
            "DELETE FROM earlier_text WHERE article = ?1 AND is_page = ?3 AND is_base = 0
                AND id NOT IN (SELECT id FROM earlier_text WHERE article = ?1 AND is_page = ?3 ORDER BY id DESC LIMIT ?2)
                AND id <> (SELECT min(id) FROM earlier_text WHERE article = ?1 AND is_page = ?3)
                AND NOT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1 AND created >= earlier_text.since)",
        )?
        .execute(params![article, MAX_LATER_TEXTS as i64, is_page])?;
    Ok(())
}

/// Loads the text that the user saw before the last changes of the shown text of an article, else the one before the last
/// change; `None` if there is no earlier text.
pub(in crate::library) fn earlier_text(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<EarlierText>, LibraryError> {
    let is_page = documents::is_page_shown(connection, article)?;
    let stored: Option<(i64, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT replaced, body FROM earlier_text WHERE article = ?1 AND is_page = ?2 ORDER BY is_base DESC, id DESC LIMIT 1",
        )?
        .query_row(params![article, is_page], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((replaced, body)) = stored else {
        return Ok(None);
    };
    let mut document = documents::unpack(&body)?;
    correct_document(connection, article, &mut document)?;
    Ok(Some(EarlierText { document, replaced }))
}

/// Removes the mark that the text of an article has changed.
pub(in crate::library) fn mark_change_seen(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("UPDATE article SET changed = NULL WHERE id = ?1 AND changed IS NOT NULL")?
        .execute([article])?;
    Ok(())
}

/// SQL condition of earlier texts that expire: `?1` is the time before which they were replaced. Those of an article whose bookmark was
/// removed after that time stay, since the removal may be undone.
const EXPIRED: &str = "replaced < ?1
    AND NOT EXISTS (SELECT 1 FROM article a WHERE a.id = earlier_text.article AND a.bookmarked = 1)
    AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.article = earlier_text.article)
    AND NOT EXISTS (SELECT 1 FROM change c JOIN change_item i ON i.change = c.id
        WHERE c.at >= ?1 AND i.kind = 'bookmark' AND json_valid(i.before) AND json_extract(i.before, '$.article') = earlier_text.article)";

/// Deletes earlier texts that were replaced 30 days ago, except those of bookmarked articles, and returns their number.
pub(in crate::library) fn expire_earlier_texts(
    library: &mut Library,
) -> Result<usize, LibraryError> {
    /// Number of texts that one transaction deletes.
    const TEXTS_PER_WRITE: usize = 200;
    let before = library.now() - DAYS * 86400;
    let mut expired = 0;
    loop {
        let count = library.write(Durability::Normal, |transaction| {
            Ok(transaction
                .prepare_cached(&format!(
                    "DELETE FROM earlier_text WHERE id IN (SELECT id FROM earlier_text WHERE {EXPIRED} LIMIT ?2)"
                ))?
                .execute(params![before, TEXTS_PER_WRITE as i64])?)
        })?;
        expired += count;
        if count < TEXTS_PER_WRITE {
            return Ok(expired);
        }
    }
}

/// Earlier text of an imported article.
#[derive(Debug)]
pub(in crate::library) struct ImportedEarlierText {
    pub(in crate::library) since: i64,
    pub(in crate::library) replaced: i64,
    pub(in crate::library) is_page: bool,
    pub(in crate::library) is_base: bool,
    pub(in crate::library) extractor: i64,
    pub(in crate::library) packed: Packed,
}

/// Adds the earlier texts of an imported article that the stored one does not have.
pub(in crate::library) fn insert_imported(
    transaction: &Transaction<'_>,
    article: ArticleId,
    texts: &[ImportedEarlierText],
) -> Result<(), LibraryError> {
    let has_any: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM earlier_text WHERE article = ?1)")?
        .query_row([article], |row| row.get(0))?;
    for text in texts {
        transaction
            .prepare_cached(
                "INSERT INTO earlier_text (article, since, replaced, is_page, is_base, extractor, size, body)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
                 WHERE ?9 = 0 OR NOT EXISTS (SELECT 1 FROM earlier_text WHERE article = ?1 AND replaced = ?3 AND body = ?8)",
            )?
            .execute(params![
                article,
                text.since,
                text.replaced,
                text.is_page,
                text.is_base && !has_any,
                text.extractor,
                text.packed.size as i64,
                text.packed.body,
                has_any
            ])?;
    }
    Ok(())
}
