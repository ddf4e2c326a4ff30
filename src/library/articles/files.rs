//! Files of sources: their stored state, and articles whose file is missing.

use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::articles::documents::ContentHash;
use crate::library::articles::identity::FileExistence;
use crate::library::articles::new_article::{NewArticle, UpsertOutcome, path_from, path_value};
use crate::library::articles::prepared_text::PreparedText;
use crate::library::articles::upsert;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Document, SourceId};

/// File of a source that was read, to be stored.
#[derive(Debug, Clone)]
pub struct FoundFile<'a> {
    /// Bytes of its path relative to the source.
    pub key: Vec<u8>,
    /// Canonical path.
    pub path: PathBuf,
    /// Fingerprint (size and time) before it was read; `None` has it read again.
    pub fingerprint: Option<String>,
    /// Name of the article if it has no title.
    pub name: String,
    /// Article and its number of words, or the error; `None` for a file of a type that is not text, such as an image.
    pub article: Result<(&'a Document, usize), Option<String>>,
    /// Missing file with the same fingerprint: it may have been moved.
    pub previous_path: Option<PathBuf>,
}

/// Stored state of a file that existed at the last scan.
#[derive(Debug)]
pub struct StoredFile<'a> {
    /// Bytes of its path relative to the source.
    pub key: &'a [u8],
    /// Fingerprint (size and time) when it was read.
    pub fingerprint: Option<&'a str>,
    /// True if the file contains an article.
    pub has_article: bool,
    location: ValueRef<'a>,
}

/// File of a source that has no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWithoutArticle {
    /// Canonical path.
    pub path: PathBuf,
    /// Message of the error; `None` for a file of a type that is not text, such as an image.
    pub error: Option<String>,
}

/// Files of a source that have no article, in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesWithoutArticle {
    /// Number of files that can't be read.
    pub unreadable: usize,
    /// Number of files of a type that is not text, such as images.
    pub other_types: usize,
    /// The first of both.
    pub first: Vec<FileWithoutArticle>,
}

impl StoredFile<'_> {
    /// Returns the canonical path.
    pub fn path(&self) -> Option<PathBuf> {
        path_from(self.location)
    }
}

/// Keys of a file and of the files below it, if it is a folder: `from` itself, and those from `below` to before `end`.
struct KeyRange {
    from: Vec<u8>,
    below: Vec<u8>,
    end: Option<Vec<u8>>,
}

impl KeyRange {
    /// Returns the keys at or below a key; all for `None`.
    fn within(key: Option<&[u8]>) -> Self {
        match key {
            None | Some([]) => Self {
                from: Vec::new(),
                below: Vec::new(),
                end: None,
            },
            Some(key) => {
                // The character after the slash is the upper bound of the paths in a folder.
                let mut below = key.to_vec();
                below.push(b'/');
                let mut end = key.to_vec();
                end.push(b'/' + 1);
                Self {
                    from: key.to_vec(),
                    below,
                    end: Some(end),
                }
            }
        }
    }
}

/// Passes the stored files of a source to a callback, one by one: those at or below `within`, or all.
pub(in crate::library) fn for_each_stored_file(
    library: &LibraryReader,
    source: SourceId,
    within: Option<&[u8]>,
    mut each: impl FnMut(&StoredFile<'_>),
) -> Result<(), LibraryError> {
    let KeyRange { from, below, end } = KeyRange::within(within);
    let mut statement = library.connection().prepare_cached(
        "SELECT key, fingerprint, article IS NOT NULL, path FROM entry INDEXED BY entry_by_key
         WHERE source = ?1 AND missing IS NULL AND key >= ?2 AND (key = ?2 OR key >= ?3) AND (?4 IS NULL OR key < ?4)",
    )?;
    let mut rows = statement.query(params![source, from, below, end])?;
    while let Some(row) = rows.next()? {
        let text = |value| match value {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        };
        let ValueRef::Blob(key) = row.get_ref(0)? else {
            continue;
        };
        each(&StoredFile {
            key,
            fingerprint: text(row.get_ref(1)?),
            has_article: row.get(2)?,
            location: row.get_ref(3)?,
        });
    }
    Ok(())
}

/// Returns the files of a source at or below `within` that have no article: their numbers, and the first `at_most` of each kind.
pub(in crate::library) fn files_without_article(
    library: &LibraryReader,
    source: SourceId,
    within: Option<&[u8]>,
    at_most: usize,
) -> Result<FilesWithoutArticle, LibraryError> {
    let KeyRange { from, below, end } = KeyRange::within(within);
    let mut statement = library.connection().prepare_cached(
        "SELECT path, problem FROM entry INDEXED BY entry_by_key
         WHERE source = ?1 AND missing IS NULL AND article IS NULL AND (problem IS NOT NULL OR hash IS NULL)
            AND key >= ?2 AND (key = ?2 OR key >= ?3) AND (?4 IS NULL OR key < ?4) ORDER BY key",
    )?;
    let mut rows = statement.query(params![source, from, below, end])?;
    let mut files = FilesWithoutArticle::default();
    while let Some(row) = rows.next()? {
        let error: Option<String> = row.get(1)?;
        let count = match error {
            Some(_) => &mut files.unreadable,
            None => &mut files.other_types,
        };
        *count += 1;
        if *count <= at_most {
            files.first.push(FileWithoutArticle {
                path: path_from(row.get_ref(0)?).unwrap_or_default(),
                error,
            });
        }
    }
    Ok(files)
}

/// Returns the file of an article, with its fingerprint (size and time) when it was read; `None` if there is none, or
/// it is missing.
pub(in crate::library) fn file_of(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<(PathBuf, String)>, LibraryError> {
    let found: Option<(Option<PathBuf>, Option<String>)> = library
        .connection()
        .prepare_cached("SELECT path, fingerprint FROM article WHERE id = ?1 AND missing IS NULL")?
        .query_row([article], |row| {
            Ok((path_from(row.get_ref(0)?), row.get(1)?))
        })
        .optional()?;
    Ok(found.and_then(|(path, fingerprint)| path.zip(fingerprint)))
}

/// Returns the time since which the file of an article is missing.
pub(in crate::library) fn missing_since(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<i64>, LibraryError> {
    let found: Option<Option<i64>> = library
        .connection()
        .prepare_cached("SELECT missing FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Stores the files of a source that were read, in one transaction, which should take at most 50 ms. Returns `None` for
/// files without an article.
pub(in crate::library) fn upsert_files(
    library: &mut Library,
    source: SourceId,
    files: &[FoundFile<'_>],
) -> Result<Vec<Option<UpsertOutcome>>, LibraryError> {
    let now = library.now();
    let articles: Vec<Option<NewArticle<'_>>> = files
        .iter()
        .map(|file| new_article_of(source, file))
        .collect();
    let existence = FileExistence::look_up(library.connection(), articles.iter().flatten())?;
    let texts = articles
        .iter()
        .map(|article| match article {
            Some(article) => PreparedText::new(library.connection(), article, &existence),
            None => Ok(None),
        })
        .collect::<Result<Vec<_>, _>>()?;
    library.write(Durability::Normal, |transaction| {
        files
            .iter()
            .zip(articles.iter().zip(&texts))
            .map(|(file, (article, text))| {
                let new = article.as_ref().map(|article| (article, text.as_ref()));
                upsert_file(transaction, source, file, new, &existence, now)
            })
            .collect()
    })
}

/// Marks files of a source as missing. Their articles stay, and are missing unless another file has them.
pub(in crate::library) fn mark_files_missing(
    library: &mut Library,
    source: SourceId,
    keys: &[Vec<u8>],
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        for key in keys {
            let lost: Option<(Option<ArticleId>, Option<PathBuf>)> = transaction
                .prepare_cached(
                    "UPDATE entry SET missing = ?3 WHERE source = ?1 AND key = ?2 AND missing IS NULL RETURNING article, path",
                )?
                .query_row(params![source, key, now], |row| {
                    Ok((row.get(0)?, path_from(row.get_ref(1)?)))
                })
                .optional()?;
            if let Some((Some(article), Some(path))) = lost {
                reassign_article(transaction, article, &path, now)?;
            }
        }
        Ok(())
    })
}

/// Returns the article in a file; `None` if the file has none.
fn new_article_of<'a>(source: SourceId, file: &FoundFile<'a>) -> Option<NewArticle<'a>> {
    let (document, words) = file.article.as_ref().ok()?;
    Some(NewArticle {
        source: Some(source),
        in_library: true,
        path: Some(file.path.clone()),
        previous_path: file.previous_path.clone(),
        fingerprint: file.fingerprint.clone(),
        name: file.name.clone(),
        document: Some(document),
        words: *words,
        ..NewArticle::default()
    })
}

/// Stores a file and its article; returns `None` if it has no article.
fn upsert_file(
    transaction: &Transaction<'_>,
    source: SourceId,
    file: &FoundFile<'_>,
    new: Option<(&NewArticle<'_>, Option<&PreparedText>)>,
    existence: &FileExistence,
    now: i64,
) -> Result<Option<UpsertOutcome>, LibraryError> {
    let before: Option<(Option<ArticleId>, bool)> = transaction
        .prepare_cached(
            "SELECT article, missing IS NOT NULL FROM entry WHERE source = ?1 AND key = ?2",
        )?
        .query_row(params![source, file.key], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    // A link whose file is missing leads nowhere; the article of the file stays.
    if new.is_none() && matches!(before, Some((Some(_), true))) {
        return Ok(None);
    }
    let before = before.and_then(|(article, _)| article);
    let hash = new.and_then(|(_, text)| text).map(PreparedText::hash);
    if let Some(article) = touch_unchanged(transaction, source, file, hash)? {
        return Ok(Some(UpsertOutcome::Known(article)));
    }
    let outcome = new
        .map(|(new, text)| upsert::upsert_article(transaction, new, text, existence, now))
        .transpose()?;
    let error = file.article.as_ref().err().cloned().flatten();
    let article = outcome.map(UpsertOutcome::id);
    transaction
        .prepare_cached(
            "INSERT INTO entry (source, key, path, fingerprint, article, problem, hash, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
             ON CONFLICT (source, key) DO UPDATE SET path = ?3, fingerprint = ?4, article = ?5, problem = ?6, hash = ?7, last_seen = ?8, missing = NULL",
        )?
        .execute(params![
            source,
            file.key,
            path_value(Some(&file.path)),
            file.fingerprint,
            article,
            error,
            hash,
            now
        ])?;
    if let Some(article) = article {
        // The entry of its previous path, if the file was moved.
        transaction
            .prepare_cached(
                "DELETE FROM entry WHERE article = ?1 AND source = ?2 AND missing IS NOT NULL",
            )?
            .execute(params![article, source])?;
    }
    if let Some(before) = before.filter(|before| Some(*before) != article) {
        reassign_article(transaction, before, &file.path, now)?;
    }
    Ok(outcome)
}

/// Stores the new fingerprint of a file whose content is unchanged. Returns its article; `None` if the content differs
/// and must be stored.
fn touch_unchanged(
    transaction: &Transaction<'_>,
    source: SourceId,
    file: &FoundFile<'_>,
    hash: Option<ContentHash>,
) -> Result<Option<ArticleId>, LibraryError> {
    let Some(hash) = hash else { return Ok(None) };
    let path = path_value(Some(&file.path));
    let article: Option<ArticleId> = transaction
        .prepare_cached(
            "UPDATE entry SET fingerprint = ?4 WHERE source = ?1 AND key = ?2 AND hash = ?5 AND path = ?3 AND missing IS NULL
                AND EXISTS (SELECT 1 FROM article a JOIN document d ON d.article = a.id
                    WHERE a.id = entry.article AND a.in_library = 1 AND a.path = ?3 AND a.missing IS NULL AND d.hash = ?5)
             RETURNING article",
        )?
        .query_row(
            params![source, file.key, path, file.fingerprint, hash],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(article) = article {
        transaction
            .prepare_cached(
                "UPDATE article SET fingerprint = ifnull(?2, fingerprint) WHERE id = ?1",
            )?
            .execute(params![article, file.fingerprint])?;
    }
    Ok(article)
}

/// Updates an article that is no longer in this file: another file with it takes over, with its source, or else the
/// article is missing.
pub(in crate::library) fn reassign_article(
    transaction: &Transaction<'_>,
    article: ArticleId,
    lost_path: &Path,
    now: i64,
) -> Result<(), LibraryError> {
    let other: Option<(Value, Option<String>, SourceId)> = transaction
        .prepare_cached(
            "SELECT f.path, f.fingerprint, f.source FROM entry f JOIN source s ON s.id = f.source
             WHERE f.article = ?1 AND f.missing IS NULL AND f.path IS NOT NULL AND s.failing_since IS NULL AND s.removed IS NULL
             ORDER BY f.source IS (SELECT source FROM article WHERE id = ?1) DESC LIMIT 1",
        )?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    match other {
        Some((path, fingerprint, source)) => transaction
            .prepare_cached(
                "UPDATE article SET path = ?3, fingerprint = ?4, source = ?5, missing = NULL WHERE id = ?1 AND path = ?2",
            )?
            .execute(params![article, path_value(Some(lost_path)), path, fingerprint, source])?,
        None => transaction
            .prepare_cached("UPDATE article SET missing = ?3 WHERE id = ?1 AND path = ?2 AND missing IS NULL")?
            .execute(params![article, path_value(Some(lost_path)), now])?,
    };
    Ok(())
}
