//! Stored samples of texts: [`Sample`].

use rusqlite::{Connection, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::identity::link_key;
use crate::model::{ArticleId, Document};
use crate::text::shingles::Shingles;
use crate::text::story::comparable_title;

/// Seconds for which articles are compared with later ones.
pub(in crate::library) const WINDOW_SECONDS: i64 = 14 * 86_400;
/// Number of expired samples that one transaction deletes.
const EXPIRED_PER_WRITE: i64 = 500;

/// Sample of the text of an article, with what articles with short texts are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) struct Sample {
    /// First source of the article.
    pub(in crate::library) source: Option<i64>,
    /// Date that the article is sorted by, in seconds since 1970.
    pub(in crate::library) date: i64,
    /// Hash of the title, if articles can be recognised by it.
    pub(in crate::library) title: Option<i64>,
    /// Hash of the canonical link.
    pub(in crate::library) link: Option<i64>,
    /// Sampled shingles, ascending.
    pub(in crate::library) hashes: Vec<u32>,
}

impl Sample {
    /// Makes the sample of an article in a source, with a date in seconds since 1970.
    pub(in crate::library) fn new(
        document: &Document,
        title: &str,
        url: Option<&str>,
        source: Option<i64>,
        date: i64,
    ) -> Self {
        Self {
            source,
            date,
            title: comparable_title(title).map(|title| hash_bytes(title.as_bytes())),
            link: url.and_then(link_key).map(|key| hash_bytes(&key)),
            hashes: Shingles::of_document(document).sample(),
        }
    }
}

/// Returns the FNV-1a hash of bytes.
fn hash_bytes(bytes: &[u8]) -> i64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.cast_signed()
}

/// Size of a sampled shingle in its stored form, in bytes.
pub(super) const BYTES_OF_HASH: usize = 3;

/// Returns sampled shingles in their stored form.
fn pack_hashes(hashes: &[u32]) -> Vec<u8> {
    let bytes = hashes.iter().map(|hash| hash.to_le_bytes());
    bytes
        .flat_map(|[low, middle, high, _]| [low, middle, high])
        .collect()
}

/// Returns the sampled shingles of a stored form.
pub(super) fn unpack_hashes(packed: &[u8]) -> impl Iterator<Item = u32> {
    let (hashes, _) = packed.as_chunks::<BYTES_OF_HASH>();
    hashes
        .iter()
        .map(|[low, middle, high]| u32::from_le_bytes([*low, *middle, *high, 0]))
}

/// Stores the sample of an article. Unless it is the stored one, the story of the article is to be decided again.
pub(in crate::library) fn store_sample(
    transaction: &Transaction<'_>,
    article: ArticleId,
    sample: &Sample,
    now: i64,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "INSERT INTO story_sample (article, source, date, expires, title, link, hashes)
             SELECT id, ?2, ?3, max(?3, min(added, ?8)) + ?4, ?5, ?6, ?7 FROM article WHERE id = ?1
             ON CONFLICT (article) DO UPDATE SET source = excluded.source, date = excluded.date, expires = excluded.expires,
                title = excluded.title, link = excluded.link, hashes = excluded.hashes, round_up = 0, pending = 1
             WHERE (source, date, title, link, hashes)
                IS NOT (excluded.source, excluded.date, excluded.title, excluded.link, excluded.hashes)",
        )?
        .execute(params![
            article,
            sample.source,
            sample.date,
            WINDOW_SECONDS,
            sample.title,
            sample.link,
            pack_hashes(&sample.hashes),
            now,
        ])?;
    Ok(())
}

/// Returns true if samples have expired.
pub(super) fn has_expired(connection: &Connection, now: i64) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM story_sample WHERE expires < ?1)")?
        .query_row([now], |row| row.get(0))?)
}

/// Deletes some expired samples. Stories stay.
pub(super) fn delete_expired(transaction: &Transaction<'_>, now: i64) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "DELETE FROM story_sample WHERE article IN (SELECT article FROM story_sample WHERE expires < ?1 LIMIT ?2)",
        )?
        .execute(params![now, EXPIRED_PER_WRITE])?;
    Ok(())
}
