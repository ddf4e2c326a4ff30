//! Identity of articles: keys from link, text, file and tour by which an article is found again, and the decision
//! whether a file still contains the same article.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::library::LibraryError;
use crate::library::articles::corrections;
use crate::library::articles::documents;
use crate::library::articles::documents::Serialized;
use crate::library::articles::new_article::{NewArticle, path_from, title_key, title_of};
use crate::model::{Anchor, ArticleId, Block, Document};

/// Minimum number of words for a text to identify an article; shorter texts occur in too many articles.
pub const MIN_FINGERPRINT_WORDS: usize = 25;

/// Minimum length, in characters, of the beginning of a paragraph that identifies it; shorter ones occur in too many
/// articles.
const MIN_PREFIX_CHARS: usize = 20;

/// Finds the article that is the same as this one: by its link or its text, or by its file if the file still contains
/// the same article.
pub(in crate::library) fn find_same_article(
    connection: &rusqlite::Connection,
    article: &NewArticle<'_>,
    keys: &[IdentityKey],
    existence: &FileExistence,
) -> Result<Option<ArticleId>, LibraryError> {
    for key in keys {
        let Some(id) = lookup_key(connection, &key.bytes)? else {
            continue;
        };
        if !matches!(key.kind, "path" | "was")
            || is_same_article(connection, article, id, existence)?
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Returns true if a file still contains the article of this row, and no bookmarked text would be lost by reading it
/// again.
fn is_same_article(
    connection: &rusqlite::Connection,
    article: &NewArticle<'_>,
    id: ArticleId,
    existence: &FileExistence,
) -> Result<bool, LibraryError> {
    let Some(document) = article.document else {
        return Ok(true);
    };
    let (title, bookmarked): (String, bool) = connection
        .prepare_cached("SELECT title, bookmarked FROM article WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // A copy of the file, edited into another text: the original file still exists.
    if has_other_file(connection, article, id, existence)? {
        return Ok(false);
    }
    // An article without a title can only be found by its file.
    let titled = document.metadata.title.is_some();
    // A row without a title does not contradict any title.
    let renamed = titled && !title.is_empty() && title_key(&title) != title_key(&title_of(article));
    if !renamed && !bookmarked {
        return Ok(true);
    }
    // Equal content is the same article; most touched files have equal content.
    if documents::stored_hash(connection, id)? == Some(Serialized::new(document)?.hash) {
        return Ok(true);
    }
    let Some(stored) = documents::load_extracted_document(connection, id)? else {
        return Ok(!renamed || contains_reading_position(connection, id, document)?);
    };
    let (all, shared) = (stored.blocks.len(), shared_blocks(&stored, document));
    // With another title it is the same article if half of its text is the same.
    let alike = !renamed || (shared > 0 && 2 * shared >= all.min(document.blocks.len()));
    Ok(alike && (shared == all || !bookmarked))
}

/// Returns the number of blocks of a document that another one contains too, unchanged or edited ([`is_edited`]).
fn shared_blocks(stored: &Document, other: &Document) -> usize {
    /// Largest number of changed blocks of an edited text. With more changes it is another text.
    const MAX_CHANGED_BLOCKS: usize = 64;
    let texts = |document: &Document| -> Vec<String> {
        document.blocks.iter().map(|block| block.text()).collect()
    };
    let (before, now) = (texts(stored), texts(other));
    let all_before: HashSet<&str> = before.iter().map(String::as_str).collect();
    let all_now: HashSet<&str> = now.iter().map(String::as_str).collect();
    let gone: Vec<&str> = before
        .iter()
        .map(String::as_str)
        .filter(|text| !all_now.contains(text))
        .collect();
    let mut new: Vec<&str> = now
        .iter()
        .map(String::as_str)
        .filter(|text| !all_before.contains(text))
        .collect();
    let same = before.len() - gone.len();
    if gone.len() > MAX_CHANGED_BLOCKS || new.len() > MAX_CHANGED_BLOCKS {
        return same;
    }
    let mut edited = 0;
    for text in gone {
        // Each new block stands for one old block at most.
        if let Some(at) = new.iter().position(|new| is_edited(text, new)) {
            new.remove(at);
            edited += 1;
        }
    }
    same + edited
}

/// Returns true if a block is an edited form of another one: three of four words are the same.
fn is_edited(before: &str, now: &str) -> bool {
    let mut words: HashMap<&str, usize> = HashMap::new();
    for word in now.split_whitespace() {
        *words.entry(word).or_default() += 1;
    }
    let (mut all, mut shared) = (0, 0);
    for word in before.split_whitespace() {
        all += 1;
        if let Some(left) = words.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    all > 0 && 4 * shared >= 3 * all
}

/// Returns true if an article is bookmarked and its stored document has blocks that the new one lacks, both with the
/// corrections of the user.
pub(in crate::library) fn drops_bookmarked_text(
    connection: &rusqlite::Connection,
    id: ArticleId,
    document: &Document,
) -> Result<bool, LibraryError> {
    let bookmarked: bool = connection
        .prepare_cached("SELECT bookmarked FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    if !bookmarked {
        return Ok(false);
    }
    // A text that can't be unpacked is no reason to keep out a good one.
    let stored = documents::load_document(connection, id).ok().flatten();
    let document = &*corrections::corrected(connection, id, document)?;
    Ok(stored.is_some_and(|stored| shared_blocks(&stored, document) < stored.blocks.len()))
}

/// Returns true if an article also has an existing file other than the present one.
pub(in crate::library) fn has_other_file(
    connection: &rusqlite::Connection,
    article: &NewArticle<'_>,
    id: ArticleId,
    existence: &FileExistence,
) -> Result<bool, LibraryError> {
    let path = path_of(connection, id)?;
    Ok(path != article.path && path.is_some_and(|path| existence.file_exists(&path)))
}

/// Returns the file of an article, unless it is known to be missing.
fn path_of(
    connection: &rusqlite::Connection,
    id: ArticleId,
) -> Result<Option<PathBuf>, LibraryError> {
    let path: Option<PathBuf> = connection
        .prepare_cached("SELECT path FROM article WHERE id = ?1 AND missing IS NULL")?
        .query_row([id], |row| Ok(path_from(row.get_ref(0)?)))
        .optional()?
        .flatten();
    Ok(path)
}

/// Knowledge about the existence of files that articles were read from.
pub(in crate::library) enum FileExistence {
    /// Looks at the disk on each question: must not be used within a write.
    LookUp,
    /// Looked up before the write began: a file system that does not respond would make every other writer wait.
    Known(HashMap<PathBuf, bool>),
}

impl FileExistence {
    /// Looks up on the disk whether the files of possibly equal articles exist.
    pub(in crate::library) fn look_up<'a>(
        connection: &rusqlite::Connection,
        articles: impl IntoIterator<Item = &'a NewArticle<'a>>,
    ) -> Result<Self, LibraryError> {
        let mut known = HashMap::new();
        for article in articles {
            for key in keys_of(article) {
                let Some(id) = lookup_key(connection, &key.bytes)? else {
                    continue;
                };
                let path =
                    path_of(connection, id)?.filter(|path| Some(path) != article.path.as_ref());
                if let Some(path) = path.filter(|path| !known.contains_key(path)) {
                    let existence = path.exists();
                    known.insert(path, existence);
                }
            }
        }
        Ok(Self::Known(known))
    }

    fn file_exists(&self, path: &Path) -> bool {
        match self {
            Self::LookUp => path.exists(),
            // Files that were stored since existed a moment ago.
            Self::Known(known) => known.get(path).copied().unwrap_or(true),
        }
    }
}

/// Returns true if a document contains the reading position of an article.
fn contains_reading_position(
    connection: &rusqlite::Connection,
    id: ArticleId,
    document: &Document,
) -> Result<bool, LibraryError> {
    let anchor: Option<String> = connection
        .prepare_cached("SELECT anchor FROM reading_position WHERE article = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let anchor = anchor.and_then(|anchor| serde_json::from_str::<Anchor>(&anchor).ok());
    let document = corrections::corrected(connection, id, document)?;
    Ok(anchor.is_some_and(|anchor| {
        anchor.prefix.chars().count() >= MIN_PREFIX_CHARS
            && document
                .blocks
                .iter()
                .any(|block| block.text().starts_with(&anchor.prefix))
    }))
}

/// Registers `keys` as aliases of article `id`.
pub(in crate::library) fn insert_keys(
    transaction: &Transaction<'_>,
    id: ArticleId,
    keys: &[IdentityKey],
) -> Result<(), LibraryError> {
    for key in keys.iter().filter(|key| key.kind != "was") {
        transaction
            .prepare_cached("INSERT INTO identity (key, article) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET article = ?2")?
            .execute(params![key.bytes.as_slice(), id])?;
    }
    Ok(())
}

/// Registers those of `keys` that identify no article yet as keys of article `id`.
pub(in crate::library) fn insert_free_keys(
    transaction: &Transaction<'_>,
    id: ArticleId,
    keys: &[IdentityKey],
) -> Result<(), LibraryError> {
    for key in keys {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO identity (key, article) VALUES (?1, ?2)")?
            .execute(params![key.bytes.as_slice(), id])?;
    }
    Ok(())
}

/// Key that identifies an article.
pub(in crate::library) struct IdentityKey {
    kind: &'static str,
    bytes: [u8; 16],
}

/// Returns the keys that identify an article, the most reliable first.
pub(in crate::library) fn keys_of(article: &NewArticle<'_>) -> Vec<IdentityKey> {
    let url = article
        .document
        .and_then(|document| document.metadata.url.as_deref());
    let link = url.and_then(link_key).map(|bytes| IdentityKey {
        kind: "link",
        bytes,
    });
    let text = article
        .document
        .and_then(|document| content_key(document, article.words))
        .map(|bytes| IdentityKey {
            kind: "text",
            bytes,
        });
    let tour = article.tour_name.as_ref().map(|name| IdentityKey {
        kind: "seed",
        bytes: identity_key("seed", name.as_bytes()),
    });
    let path = article.path.as_ref().map(|path| IdentityKey {
        kind: "path",
        bytes: path_key(path),
    });
    let previous = article.previous_path.as_ref().map(|path| IdentityKey {
        kind: "was",
        bytes: path_key(path),
    });
    [link, text, tour, path, previous]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the key of a document's content, if it identifies the article: if it has many words, or a title with a few
/// and nothing else.
pub(in crate::library) fn content_key(document: &Document, words: usize) -> Option<[u8; 16]> {
    if words >= MIN_FINGERPRINT_WORDS {
        return Some(hash_content(document));
    }
    let metadata = &document.metadata;
    let title = metadata
        .title
        .as_deref()
        .filter(|title| !title.is_empty())?;
    let has_other_text = |block: &Block| {
        let text = block.text();
        !text.trim().is_empty() && text.trim() != title
    };
    if !document.blocks.iter().any(has_other_text) {
        return None;
    }
    let published = metadata.published.map(|published| published.to_string());
    // The blocks include links and images, and not only their texts.
    let all = serde_json::to_vec(&(title, &metadata.url, published, &document.blocks)).ok()?;
    Some(identity_key("brief", &all))
}

/// Returns the key of a document's content: its title and the texts of its blocks.
pub(in crate::library) fn hash_content(document: &Document) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update("text:");
    hash.update(document.metadata.title.as_deref().unwrap_or_default());
    for block in &document.blocks {
        hash.update([0]);
        hash.update(block.text());
    }
    first_16_bytes(hash)
}

/// Returns the key of a file, by its canonical path.
pub(in crate::library) fn path_key(path: &Path) -> [u8; 16] {
    identity_key("path", path.as_os_str().as_encoded_bytes())
}

/// Returns true if two addresses are those of one feed or page: they differ at most in the scheme, `www.`, a slash at the end, and
/// parameters that only record where a reader came from.
pub fn is_same_link(one: &str, other: &str) -> bool {
    one == other || link_key(one).is_some_and(|key| link_key(other) == Some(key))
}

/// Returns the key of the canonical form of a link; `None` if it is not the address of a page.
pub(in crate::library) fn link_key(url: &str) -> Option<[u8; 16]> {
    let mut url = url::Url::parse(url).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    // Many pages wrongly name the front page of their site as their own address.
    if url.path() == "/" && url.query().is_none() {
        return None;
    }
    // Query parameters that only record where a reader came from.
    let stored: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !matches!(&**name, "fbclid" | "gclid"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if stored.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(stored);
    }
    let text = url.as_str();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    Some(identity_key("link", rest.trim_end_matches('/').as_bytes()))
}

/// Returns the key of a kind (`link`, `path`, `brief`, `seed`): the first 16 bytes of the SHA-256 of `kind:bytes`.
pub(in crate::library) fn identity_key(kind: &str, bytes: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(kind);
    hash.update(":");
    hash.update(bytes);
    first_16_bytes(hash)
}

fn first_16_bytes(hash: Sha256) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    out
}

/// Returns the article that a key identifies.
pub(in crate::library) fn lookup_key(
    connection: &rusqlite::Connection,
    key: &[u8; 16],
) -> Result<Option<ArticleId>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT article FROM identity WHERE key = ?1")?
        .query_row([key.as_slice()], |row| row.get(0))
        .optional()
}
