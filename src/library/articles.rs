//! Stories on their way into the library, each once: [`Incoming`], and by what a story is known again.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::documents;
use super::{Durability, Library, LibraryError};
use crate::model::{Anchor, Block, Document, Published};

/// A story that something has found.
#[derive(Debug, Clone, Default)]
pub struct Incoming<'a> {
    /// The source that brings it.
    pub source: Option<i64>,
    /// Whether it is to be in the library, and not only to be known again.
    pub keep: bool,
    /// The file that it is in, canonical.
    pub path: Option<PathBuf>,
    /// Where that file was before it was moved, as it seems.
    pub was: Option<PathBuf>,
    /// The size and the time of that file.
    pub stamp: Option<String>,
    /// The seed story that it is.
    pub seed: Option<String>,
    /// What it is called if the document has no title.
    pub name: String,
    /// What it says. Kept only where the story is to be.
    pub document: Option<&'a Document>,
    /// How many words that has.
    pub words: usize,
}

/// What became of a story that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It is new here.
    New(i64),
    /// It was here, and says something else now.
    Changed(i64),
    /// It was here.
    Known(i64),
    /// It was here, and the user has deleted it.
    Deleted(i64),
}

/// Shorter texts are the same in too many stories.
pub(super) const TELLING_WORDS: usize = 25;

/// Shorter beginnings of a paragraph are the same in too many stories.
const TELLING_PREFIX: usize = 20;

/// The most characters that titles are sorted by.
const TITLE_KEY: usize = 24;

impl Arrival {
    /// The name of its row.
    pub fn id(self) -> i64 {
        match self {
            Self::New(id) | Self::Changed(id) | Self::Known(id) | Self::Deleted(id) => id,
        }
    }
}

impl Library {
    /// Takes stories in, in one transaction: keep it below some 50 ms.
    ///
    /// # Errors
    /// The database takes nothing; then none of them is there.
    pub fn take_in(
        &mut self,
        stories: &[Incoming<'_>],
        durability: Durability,
    ) -> Result<Vec<Arrival>, LibraryError> {
        let now = self.now();
        self.write(durability, |transaction| {
            stories
                .iter()
                .map(|story| take_in(transaction, story, now))
                .collect()
        })
    }

    /// The row of the story in a file, canonical, or of a seed story.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn known_file(&self, path: &Path) -> Result<Option<i64>, LibraryError> {
        Ok(find(&self.connection, &path_key(path))?)
    }

    /// The row of a seed story.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn known_seed(&self, name: &str) -> Result<Option<i64>, LibraryError> {
        Ok(find(&self.connection, &key("seed", name.as_bytes()))?)
    }

    /// The row of the story with this link.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn known_link(&self, url: &str) -> Result<Option<i64>, LibraryError> {
        match link_key(url) {
            Some(key) => Ok(find(&self.connection, &key)?),
            None => Ok(None),
        }
    }

    /// The row of the story that is in this file and says this: by what it says if another file had it before, and none if the
    /// file had another story before.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn known_story(
        &self,
        path: Option<&Path>,
        seed: Option<&str>,
        document: &Document,
        words: usize,
    ) -> Result<Option<i64>, LibraryError> {
        let story = Incoming {
            path: path.map(Path::to_owned),
            seed: seed.map(str::to_owned),
            document: Some(document),
            words,
            ..Incoming::default()
        };
        recognise(&self.connection, &story, &keys_of(&story))
    }
}

/// Takes one story in.
pub(super) fn take_in(
    transaction: &Transaction<'_>,
    story: &Incoming<'_>,
    now: i64,
) -> Result<Arrival, LibraryError> {
    let keys = keys_of(story);
    let known = recognise(transaction, story, &keys)?;
    let arrival = match known {
        None => Arrival::New(insert(transaction, story, now)?),
        Some(id) => update(transaction, story, id, now)?,
    };
    if let Some(path) = &story.path {
        // A file may hold another story now; the one before has none.
        let before = find(transaction, &path_key(path))?.filter(|id| *id != arrival.id());
        transaction
            .prepare_cached(
                "UPDATE article SET missing = ?3 WHERE id = ?1 AND path = ?2 AND missing IS NULL",
            )?
            .execute(params![before, path_value(Some(path)), now])?;
    }
    learn(transaction, arrival.id(), &keys)?;
    Ok(arrival)
}

/// From now on this story is known by what this one is known by.
pub(super) fn learn(
    transaction: &Transaction<'_>,
    id: i64,
    keys: &[Key],
) -> Result<(), LibraryError> {
    for key in keys.iter().filter(|key| key.kind != "was") {
        transaction
            .prepare_cached("INSERT INTO identity (key, article) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET article = ?2")?
            .execute(params![key.bytes.as_slice(), id])?;
    }
    Ok(())
}

/// The story that this one is. Its link or its words tell; its file does where the story in it is still the same.
fn recognise(
    connection: &rusqlite::Connection,
    story: &Incoming<'_>,
    keys: &[Key],
) -> Result<Option<i64>, LibraryError> {
    for key in keys {
        let Some(id) = find(connection, &key.bytes)? else {
            continue;
        };
        if !matches!(key.kind, "path" | "was") || is_still(connection, story, id)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Whether the story in a file is still the one of this row, and nothing that is bookmarked would be lost by reading it again.
fn is_still(
    connection: &rusqlite::Connection,
    story: &Incoming<'_>,
    id: i64,
) -> Result<bool, LibraryError> {
    let Some(document) = story.document else {
        return Ok(true);
    };
    let (title, bookmarked): (String, bool) = connection
        .prepare_cached("SELECT title, bookmarked FROM article WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // A copy that says something else than the file it was made of.
    if elsewhere(connection, story, id)? {
        return Ok(false);
    }
    // A dump whose title was not found is known by nothing but its file.
    let titled = document.metadata.title.is_some();
    let renamed = titled && title_key(&title) != title_key(&title_of(story));
    if !renamed && !bookmarked {
        return Ok(true);
    }
    let Some(kept) = documents::read(connection, id)? else {
        return Ok(!renamed || was_left_in(connection, id, document)?);
    };
    let (all, there) = (kept.blocks.len(), shared(&kept, document));
    // Under another title it is the same story if it says half of what it did.
    let alike = !renamed || (there > 0 && 2 * there >= all.min(document.blocks.len()));
    Ok(alike && (there == all || !bookmarked))
}

/// How many blocks of a text are also in another.
fn shared(kept: &Document, other: &Document) -> usize {
    let texts: HashSet<String> = other.blocks.iter().map(|block| block.text()).collect();
    let there = |block: &&Block| texts.contains(&block.text());
    kept.blocks.iter().filter(there).count()
}

/// Whether a story is bookmarked and has text that this one has not.
fn would_lose(
    connection: &rusqlite::Connection,
    id: i64,
    document: &Document,
) -> Result<bool, LibraryError> {
    let bookmarked: bool = connection
        .prepare_cached("SELECT bookmarked FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    if !bookmarked {
        return Ok(false);
    }
    // A text that can't be unpacked is no reason to keep out a good one.
    let kept = documents::read(connection, id).ok().flatten();
    Ok(kept.is_some_and(|kept| shared(&kept, document) < kept.blocks.len()))
}

/// Whether a story is in a file that is there, and another than the one it has come from now.
fn elsewhere(
    connection: &rusqlite::Connection,
    story: &Incoming<'_>,
    id: i64,
) -> Result<bool, LibraryError> {
    let path: Option<PathBuf> = connection
        .prepare_cached("SELECT path FROM article WHERE id = ?1 AND missing IS NULL")?
        .query_row([id], |row| Ok(path_from(row.get_ref(0)?)))
        .optional()?
        .flatten();
    Ok(path != story.path && path.is_some_and(|path| path.exists()))
}

/// Whether the place where a story was left is in this text.
fn was_left_in(
    connection: &rusqlite::Connection,
    id: i64,
    document: &Document,
) -> Result<bool, LibraryError> {
    let anchor: Option<String> = connection
        .prepare_cached("SELECT anchor FROM place WHERE article = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let anchor = anchor.and_then(|anchor| serde_json::from_str::<Anchor>(&anchor).ok());
    Ok(anchor.is_some_and(|anchor| {
        anchor.prefix.chars().count() >= TELLING_PREFIX
            && document
                .blocks
                .iter()
                .any(|block| block.text().starts_with(&anchor.prefix))
    }))
}

fn insert(
    transaction: &Transaction<'_>,
    story: &Incoming<'_>,
    now: i64,
) -> Result<i64, LibraryError> {
    let title = title_of(story);
    let metadata = story
        .document
        .map(|document| document.metadata.clone())
        .unwrap_or_default();
    transaction
        .prepare_cached(
            "INSERT INTO article (source, kept, title, title_key, standfirst, byline, publisher, published, url, path, stamp, seed,
                added, updated, at, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15)",
        )?
        .execute(params![
            story.source,
            story.keep,
            title,
            title_key(&title),
            metadata.standfirst,
            metadata.byline,
            metadata.publisher,
            metadata.published.map(|published| published.to_string()),
            metadata.url,
            path_value(story.path.as_deref()),
            story.stamp,
            story.seed,
            now,
            moment(metadata.published, now),
            story.words as i64,
        ])?;
    let id = transaction.last_insert_rowid();
    if let Some(document) = story.document.filter(|_| story.keep) {
        documents::write(transaction, id, document)?;
    }
    Ok(id)
}

fn update(
    transaction: &Transaction<'_>,
    story: &Incoming<'_>,
    id: i64,
    now: i64,
) -> Result<Arrival, LibraryError> {
    let (kept, deleted, added): (bool, bool, i64) = transaction
        .prepare_cached("SELECT kept, deleted IS NOT NULL, added FROM article WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if deleted && story.source.is_some() {
        return Ok(Arrival::Deleted(id));
    }
    // Of two files with the same story the one that is there already is read.
    let copy = elsewhere(transaction, story, id)?;
    if let Some(path) = story.path.as_ref().filter(|_| !copy) {
        transaction
            .prepare_cached("UPDATE article SET path = ?2, stamp = ?3, missing = NULL WHERE id = ?1 AND (path IS NOT ?2 OR stamp IS NOT ?3 OR missing IS NOT NULL)")?
            .execute(params![id, path_value(Some(path)), story.stamp])?;
    }
    if let Some(source) = story.source {
        transaction
            .prepare_cached("UPDATE article SET source = ?2 WHERE id = ?1 AND (source IS NULL OR (
                    source <> ?2 AND EXISTS (SELECT 1 FROM source WHERE id = article.source AND removed IS NOT NULL)))")?
            .execute(params![id, source])?;
    }
    let mut arrival = Arrival::Known(id);
    if story.keep && !kept {
        transaction
            .prepare_cached("UPDATE article SET kept = 1, deleted = NULL, added = ?2, updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        arrival = Arrival::New(id);
    }
    let Some(document) = story.document else {
        return Ok(arrival);
    };
    let stored = (story.keep || kept)
        && !(copy && kept)
        && !would_lose(transaction, id, document)?
        && documents::write_if_other(transaction, id, document)?;
    if stored || arrival == Arrival::New(id) || !kept {
        describe(transaction, id, story, document, added)?;
    }
    if stored && arrival == Arrival::Known(id) {
        transaction
            .prepare_cached("UPDATE article SET updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        arrival = Arrival::Changed(id);
    }
    Ok(arrival)
}

/// Has the row say what the document does.
pub(super) fn describe(
    transaction: &Transaction<'_>,
    id: i64,
    story: &Incoming<'_>,
    document: &Document,
    added: i64,
) -> Result<(), LibraryError> {
    let title = title_of(story);
    let metadata = &document.metadata;
    transaction
        .prepare_cached(
            "UPDATE article SET title = ?2, title_key = ?3, standfirst = ?4, byline = ?5, publisher = ?6, published = ?7,
                url = ifnull(?8, url), at = ?9, words = ?10 WHERE id = ?1",
        )?
        .execute(params![
            id,
            title,
            title_key(&title),
            metadata.standfirst,
            metadata.byline,
            metadata.publisher,
            metadata.published.map(|published| published.to_string()),
            metadata.url,
            moment(metadata.published, added),
            story.words as i64,
        ])?;
    Ok(())
}

fn title_of(story: &Incoming<'_>) -> String {
    let title = story
        .document
        .and_then(|document| document.metadata.title.as_ref());
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(&story.name)
        .clone()
}

/// Where a story stands by date, in seconds: when it was published, though never after it came; else when it came. A day alone
/// stands at its noon in UTC, which is in that day nearly everywhere.
pub(super) fn moment(published: Option<Published>, added: i64) -> i64 {
    let at = match published {
        Some(Published::Moment(moment)) => moment.timestamp(),
        Some(Published::Day(day)) => {
            day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() + 12 * 3600
        }
        None => return added,
    };
    if at > added + 86_400 { added } else { at }
}

/// A title as it is sorted: without diacritics, case and what is no letter at its start.
pub(super) fn title_key(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded = title
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    folded
        .skip_while(|c| !c.is_alphanumeric())
        .take(TITLE_KEY)
        .collect()
}

/// What a story is known by.
pub(super) struct Key {
    kind: &'static str,
    bytes: [u8; 16],
}

/// What a story is known by, the surest first.
pub(super) fn keys_of(story: &Incoming<'_>) -> Vec<Key> {
    let url = story
        .document
        .and_then(|document| document.metadata.url.as_deref());
    let link = url.and_then(link_key).map(|bytes| Key {
        kind: "link",
        bytes,
    });
    let text = story
        .document
        .filter(|_| story.words >= TELLING_WORDS)
        .map(|document| Key {
            kind: "text",
            bytes: text_key(document),
        });
    let seed = story.seed.as_ref().map(|name| Key {
        kind: "seed",
        bytes: key("seed", name.as_bytes()),
    });
    let path = story.path.as_ref().map(|path| Key {
        kind: "path",
        bytes: path_key(path),
    });
    let was = story.was.as_ref().map(|path| Key {
        kind: "was",
        bytes: path_key(path),
    });
    [link, text, seed, path, was]
        .into_iter()
        .flatten()
        .collect()
}

/// The key of what a document says: its title and the texts of its blocks.
pub(super) fn text_key(document: &Document) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update("text:");
    hash.update(document.metadata.title.as_deref().unwrap_or_default());
    for block in &document.blocks {
        hash.update([0]);
        hash.update(block.text());
    }
    shortened(hash)
}

pub(super) fn path_key(path: &Path) -> [u8; 16] {
    key("path", path.as_os_str().as_encoded_bytes())
}

/// The key of a link: of its canonical form. `None` for what is no address of a page.
pub(super) fn link_key(url: &str) -> Option<[u8; 16]> {
    let mut url = url::Url::parse(url).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    // Pages that name the front page as their own are many.
    if url.path() == "/" && url.query().is_none() {
        return None;
    }
    // What only says where a reader came from.
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !matches!(&**name, "fbclid" | "gclid"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    let text = url.as_str();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    Some(key("link", rest.trim_end_matches('/').as_bytes()))
}

pub(super) fn key(kind: &str, bytes: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(kind);
    hash.update(":");
    hash.update(bytes);
    shortened(hash)
}

fn shortened(hash: Sha256) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    out
}

pub(super) fn find(
    connection: &rusqlite::Connection,
    key: &[u8; 16],
) -> Result<Option<i64>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT article FROM identity WHERE key = ?1")?
        .query_row([key.as_slice()], |row| row.get(0))
        .optional()
}

/// A path as the database has it: text where it is UTF-8, else its bytes.
pub(super) fn path_value(path: Option<&Path>) -> Value {
    match path.map(|path| (path.to_str(), path)) {
        None => Value::Null,
        Some((Some(text), _)) => Value::Text(text.to_owned()),
        Some((None, path)) => Value::Blob(path.as_os_str().as_encoded_bytes().to_vec()),
    }
}

/// The path that the database has.
pub(super) fn path_from(value: ValueRef<'_>) -> Option<PathBuf> {
    match value {
        ValueRef::Text(bytes) => Some(PathBuf::from(String::from_utf8_lossy(bytes).into_owned())),
        #[cfg(unix)]
        ValueRef::Blob(bytes) => {
            use std::os::unix::ffi::OsStrExt;
            Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
        }
        _ => None,
    }
}
