//! Sources: adding, listing, finding and removing them, and their health. A removed source is only marked: its articles
//! stay, and it can come back with them.

pub(in crate::library) mod account_feeds;
pub(in crate::library) mod categories;
pub(in crate::library) mod feeds;
pub(in crate::library) mod hosts;
pub(in crate::library) mod lease;
pub(in crate::library) mod requests;
pub(in crate::library) mod settings;

use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::library::articles::files::reassign_article;
use crate::library::articles::new_article::{path_from, path_value};
use crate::library::db::columns;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Source, SourceError, SourceId, SourceKind};

/// Columns of a source, in the order in which they are read. A feed of an account has the address that its server fetches, and the
/// state of the account; if the server did not subscribe to it, it has an error of its own.
const COLUMNS: &str = "s.id, s.kind, ifnull(s.user_title, s.title), ifnull(s.url, f.url), s.path, s.paused OR ifnull(a.paused, 0),
    s.articles, s.unread, iif(a.id IS NULL, s.last_success, a.last_success), iif(a.id IS NULL, s.next_fetch, a.next_sync),
    ifnull(s.failing_since, a.failing_since), iif(a.id IS NULL OR s.error IS NOT NULL, s.error, a.error),
    iif(a.id IS NULL OR s.error IS NOT NULL, s.error_detail, a.error_detail)";

/// Tables of these columns.
const TABLES: &str =
    "source s LEFT JOIN remote_feed f ON f.source = s.id LEFT JOIN account a ON a.id = f.account";

/// Number of files that are handled in one transaction.
const BATCH_FILES: i64 = 500;

/// Returns all sources, in the order in which they were added.
pub(in crate::library) fn sources(library: &LibraryReader) -> Result<Vec<Source>, LibraryError> {
    let mut statement = library.connection().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE s.removed IS NULL ORDER BY s.id"
    ))?;
    let rows = statement.query_map([], source_from)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns a source.
pub(in crate::library) fn source(
    library: &LibraryReader,
    id: SourceId,
) -> Result<Option<Source>, LibraryError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.id = ?1 AND s.removed IS NULL");
    Ok(library
        .connection()
        .prepare_cached(&sql)?
        .query_row([id], source_from)
        .optional()?)
}

/// Returns the source that is this folder or file, by its canonical path.
pub(in crate::library) fn source_at(
    library: &LibraryReader,
    path: &Path,
) -> Result<Option<Source>, LibraryError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.path = ?1 AND s.removed IS NULL");
    Ok(library
        .connection()
        .prepare_cached(&sql)?
        .query_row([path_value(Some(path))], source_from)
        .optional()?)
}

/// Records a successful scan of a source. `error` reports the parts that could not be read.
pub(in crate::library) fn source_succeeded(
    library: &mut Library,
    id: SourceId,
    error: Option<&SourceError>,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        transaction.execute(
            "UPDATE source SET last_success = ?2, last_attempt = ?2, failing_since = NULL, failures = 0, error = ?3, error_detail = ?4 WHERE id = ?1",
            params![id, now, error.map(|error| error.kind.name()), error.and_then(|error| error.details.as_deref())],
        )?;
        Ok(())
    })?;
    library.update_articles_of_source(id)
}

/// Records that a source can't be reached. Its articles stay, and are marked as missing unless another source has them.
pub(in crate::library) fn source_failed(
    library: &mut Library,
    id: SourceId,
    reason: &SourceError,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        transaction.execute(
            "UPDATE source SET failing_since = ifnull(failing_since, ?2), last_attempt = ?2, failures = failures + 1, error = ?3, error_detail = ?4
             WHERE id = ?1 AND (failing_since IS NULL OR (error, error_detail) IS NOT (?3, ?4))",
            params![id, now, reason.kind.name(), reason.details],
        )?;
        Ok(())
    })?;
    library.update_articles_of_source(id)
}

/// Marks a source as removed. Returns false if it was already.
pub(in crate::library) fn mark_removed(
    transaction: &Transaction<'_>,
    id: SourceId,
    now: i64,
) -> Result<bool, LibraryError> {
    let changed = transaction
        .prepare_cached("UPDATE source SET removed = ?2 WHERE id = ?1 AND removed IS NULL")?
        .execute(params![id, now])?;
    Ok(changed > 0)
}

/// Updates the articles in the files of a source after its state has changed (reachable, removed): articles that were
/// missing with it are there again, are taken over by another source, or are missing. Single missing files are handled
/// by the scan.
pub(in crate::library) fn update_articles_of_source(
    library: &mut Library,
    id: SourceId,
) -> Result<(), LibraryError> {
    let is_reachable: Option<bool> = library
        .connection()
        .prepare_cached(
            "SELECT failing_since IS NULL AND removed IS NULL FROM source WHERE id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(is_reachable) = is_reachable else {
        return Ok(());
    };
    let now = library.now();
    let sql = format!(
        "SELECT f.key, f.article, f.path, f.fingerprint, a.path FROM entry f INDEXED BY entry_by_key JOIN article a ON a.id = f.article
         WHERE f.source = ?1 AND f.key >= ?2 AND f.missing IS NULL AND {} ORDER BY f.key LIMIT ?3",
        if is_reachable { "a.missing IS NOT NULL" } else { "f.path = a.path AND a.missing IS NULL" }
    );
    let mut from = Vec::new();
    loop {
        // Looking through many files takes longer than a write may.
        let found: Vec<SourceFile> = library
            .connection()
            .prepare_cached(&sql)?
            .query_map(params![id, from, BATCH_FILES], source_file_from)?
            .collect::<Result<_, _>>()?;
        let Some(last) = found.last() else {
            return Ok(());
        };
        // The smallest key after this one.
        from.clone_from(&last.key);
        from.push(0);
        library.write(Durability::Normal, |transaction| {
            for file in &found {
                if is_reachable {
                    transaction
                        .prepare_cached(
                            "UPDATE article SET path = ?2, fingerprint = iif(path IS ?2, fingerprint, ?3), source = iif(path IS ?2, source, ?5),
                                missing = NULL
                             WHERE id = ?1 AND path IS ?4 AND missing IS NOT NULL AND EXISTS (
                                SELECT 1 FROM source WHERE id = ?5 AND failing_since IS NULL AND removed IS NULL)",
                        )?
                        .execute(params![file.article, file.location, file.fingerprint, file.path, id])?;
                } else if let Some(path) = &file.decoded_path {
                    reassign_article(transaction, file.article, path, now)?;
                }
            }
            Ok(())
        })?;
    }
}

/// File of a source with its article.
struct SourceFile {
    key: Vec<u8>,
    article: ArticleId,
    /// Path of the file.
    location: Value,
    fingerprint: Option<String>,
    /// Path that the article was last read from.
    path: Value,
    /// `path` as a path of the system.
    decoded_path: Option<PathBuf>,
}

fn source_file_from(row: &Row<'_>) -> Result<SourceFile, rusqlite::Error> {
    Ok(SourceFile {
        key: row.get(0)?,
        article: row.get(1)?,
        location: row.get(2)?,
        fingerprint: row.get(3)?,
        path: row.get(4)?,
        decoded_path: path_from(row.get_ref(4)?),
    })
}

fn source_from(row: &Row<'_>) -> Result<Source, rusqlite::Error> {
    let count = |at: usize| {
        Ok::<_, rusqlite::Error>(
            usize::try_from(columns::read_number(row, at)?.unwrap_or_default()).unwrap_or_default(),
        )
    };
    let kind = columns::read_text(row, 1)?.unwrap_or_default();
    Ok(Source {
        id: row.get(0)?,
        kind: SourceKind::from_name(&kind).unwrap_or(SourceKind::Page),
        title: columns::read_text(row, 2)?.unwrap_or_else(|| "untitled".to_owned()),
        url: columns::read_text(row, 3)?,
        path: path_from(row.get_ref(4)?),
        is_paused: columns::read_flag(row, 5)?,
        article_count: count(6)?,
        unread_count: count(7)?,
        last_success: columns::read_number(row, 8)?,
        next_fetch: columns::read_number(row, 9)?,
        failing_since: columns::read_number(row, 10)?,
        error: SourceError::from_code(columns::read_text(row, 11)?, columns::read_text(row, 12)?),
    })
}
