//! Insertion of recovered rows into a library. Nothing is inserted twice, and no existing value is replaced by a worse
//! one.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};

use crate::library::articles::documents;
use crate::library::db::tables::description::DescribedColumn;
use crate::library::db::tables::written_columns;
use crate::library::maintenance::recover::article::{RecoveredArticle, RecoveryReport};
use crate::library::maintenance::recover::damaged_database::DamagedRow;
use crate::library::{Durability, Library, LibraryError};
use crate::model::ArticleId;

/// Inserts articles with their dependent rows, in one transaction. Adds their ids in the library to `articles`.
pub(in crate::library) fn insert_recovered_articles(
    library: &mut Library,
    batch: &[RecoveredArticle],
    sources: &HashMap<i64, i64>,
    articles: &mut HashMap<i64, i64>,
    report: &mut RecoveryReport,
) -> Result<(), LibraryError> {
    let before = report.clone();
    let put = library.write(Durability::Full, |transaction| {
        for recovered in batch {
            let before = report.clone();
            // An article that violates a constraint does not stop the others.
            match in_savepoint(transaction, || {
                insert_recovered_article(transaction, recovered, sources, report)
            })? {
                Some(id) => {
                    articles.insert(recovered.row.id, id);
                }
                None => {
                    *report = before;
                    report.has_unreadable_rows = true;
                }
            }
        }
        Ok(())
    });
    if put.is_err() {
        *report = before;
    }
    put
}

/// Runs `work` in a savepoint, which is rolled back if it fails; then the result is `None`. An error of the whole
/// library, such as a full disk, is returned.
pub(in crate::library) fn in_savepoint<T>(
    transaction: &Transaction<'_>,
    work: impl FnOnce() -> Result<T, LibraryError>,
) -> Result<Option<T>, LibraryError> {
    transaction.execute_batch("SAVEPOINT apart")?;
    match work() {
        Ok(result) => {
            transaction.execute_batch("RELEASE apart")?;
            Ok(Some(result))
        }
        Err(LibraryError::Other(_)) => {
            transaction.execute_batch("ROLLBACK TO apart; RELEASE apart")?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn insert_recovered_article(
    transaction: &Transaction<'_>,
    recovered: &RecoveredArticle,
    sources: &HashMap<i64, i64>,
    report: &mut RecoveryReport,
) -> Result<i64, LibraryError> {
    let mut known: Option<i64> = None;
    for key in &recovered.keys {
        known = transaction
            .prepare_cached("SELECT article FROM identity WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        if known.is_some() {
            break;
        }
    }
    // An article without identity keys is the same if id, title and time are the same.
    if known.is_none() && recovered.keys.is_empty() {
        known = transaction
            .prepare_cached("SELECT id FROM article WHERE id = ?1 AND title = ?2 AND added = ?3")?
            .query_row(
                params![
                    recovered.row.id,
                    recovered.row.get("title"),
                    recovered.row.get("added")
                ],
                |row| row.get(0),
            )
            .optional()?;
    }
    let source = recovered
        .row
        .integer("source")
        .and_then(|source| sources.get(&source))
        .copied();
    let id = match known {
        Some(id) => {
            merge_recovered(transaction, id, &recovered.row)?;
            id
        }
        None => {
            report.articles += 1;
            let fixed = [
                ("source", source.map_or(Value::Null, Value::Integer)),
                ("bookmarked", Value::Integer(0)),
                ("indexed", Value::Integer(0)),
                ("has_text", Value::Integer(0)),
            ];
            insert_recovered_row(transaction, "article", &recovered.row, &fixed)?
        }
    };
    for key in &recovered.keys {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO identity (key, article) VALUES (?1, ?2)")?
            .execute(params![key, id])?;
    }
    let article = ("article", Value::Integer(id));
    let has = |sql: &str| -> Result<bool, rusqlite::Error> {
        transaction
            .prepare_cached(sql)?
            .query_row([id], |row| row.get(0))
    };
    if let Some(document) = &recovered.document
        && !has("SELECT EXISTS (SELECT 1 FROM document WHERE article = ?1)")?
    {
        insert_recovered_row(
            transaction,
            "document",
            document,
            std::slice::from_ref(&article),
        )?;
        transaction
            .prepare_cached(
                "UPDATE article SET indexed = 0, in_library = max(in_library, ?2) WHERE id = ?1",
            )?
            .execute(params![
                id,
                recovered.row.integer("in_library").unwrap_or(1)
            ])?;
        report.texts += 1;
    }
    if let Some(page) = &recovered.page
        && !has("SELECT EXISTS (SELECT 1 FROM page_document WHERE article = ?1)")?
    {
        insert_recovered_row(
            transaction,
            "page_document",
            page,
            std::slice::from_ref(&article),
        )?;
        transaction
            .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1")?
            .execute([id])?;
    }
    if let Some(place) = &recovered.reading_position
        && !has("SELECT EXISTS (SELECT 1 FROM reading_position WHERE article = ?1)")?
    {
        insert_recovered_row(
            transaction,
            "reading_position",
            place,
            std::slice::from_ref(&article),
        )?;
        report.reading_positions += 1;
    }
    documents::merge_corrections(transaction, ArticleId(id), &recovered.corrections)?;
    for (bookmark, tags) in &recovered.bookmarks {
        insert_recovered_bookmark(transaction, id, bookmark, tags, report)?;
    }
    transaction
        .prepare_cached(
            "UPDATE article SET bookmarked = 1, in_library = 1, deleted = NULL
             WHERE id = ?1 AND bookmarked = 0 AND EXISTS (SELECT 1 FROM bookmark WHERE article = ?1)",
        )?
        .execute([id])?;
    Ok(id)
}

/// Adds read mark, progress and times of a recovered article to an existing one.
fn merge_recovered(
    transaction: &Transaction<'_>,
    id: i64,
    row: &DamagedRow,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE article SET read = max(read, ?2), progress = max(progress, ?3),
                 opened = nullif(max(ifnull(opened, 0), ?4), 0), added = min(added, ?5)
             WHERE id = ?1 AND (read < ?2 OR progress < ?3 OR ifnull(opened, 0) < ?4 OR added > ?5)",
        )?
        .execute(params![
            id,
            row.integer("read").unwrap_or(0).clamp(0, 1),
            row.real("progress").clamp(0.0, 1.0),
            row.integer("opened").unwrap_or(0),
            row.integer("added").unwrap_or(i64::MAX),
        ])?;
    // An article that the user deleted does not come back because its feed has brought it again.
    if let Some(deleted) = row.integer("deleted") {
        transaction
            .prepare_cached(
                "UPDATE article SET in_library = 0, deleted = ?2
                 WHERE id = ?1 AND in_library = 1 AND bookmarked = 0 AND source IS NOT NULL AND added <= ?2",
            )?
            .execute(params![id, deleted])?;
    }
    Ok(())
}

fn insert_recovered_bookmark(
    transaction: &Transaction<'_>,
    article: i64,
    bookmark: &DamagedRow,
    tags: &[String],
    report: &mut RecoveryReport,
) -> Result<(), LibraryError> {
    let known: Option<i64> = transaction
        .prepare_cached("SELECT id FROM bookmark WHERE article = ?1 AND anchor IS ?2")?
        .query_row(params![article, bookmark.get("anchor")], |row| row.get(0))
        .optional()?;
    let id = match known {
        Some(id) => {
            transaction
                .prepare_cached("UPDATE bookmark SET note = ?2 WHERE id = ?1 AND note IS NULL AND ?2 IS NOT NULL")?
                .execute(params![id, bookmark.get("note")])?;
            id
        }
        None => {
            report.bookmarks += 1;
            let article = ("article", Value::Integer(article));
            insert_recovered_row(transaction, "bookmark", bookmark, &[article])?
        }
    };
    for tag in tags {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO bookmark_tag (bookmark, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    Ok(())
}

/// Inserts a row with the columns that both the row and the table have, and returns its id: the present one if that is
/// free. `fixed` are columns with other values.
pub(in crate::library) fn insert_recovered_row(
    transaction: &Transaction<'_>,
    table: &str,
    row: &DamagedRow,
    fixed: &[(&str, Value)],
) -> Result<i64, LibraryError> {
    let mut columns: Vec<&str> = Vec::new();
    let mut values: Vec<&Value> = Vec::new();
    for DescribedColumn { name: column, .. } in written_columns(table) {
        let column = *column;
        let set = fixed.iter().find(|(name, _)| *name == column);
        let value = match set {
            Some((_, value)) => Some(value),
            None => row.get(column),
        };
        let taken = column == "id" && {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
            transaction
                .prepare_cached(&sql)?
                .query_row([row.id], |row| row.get::<_, bool>(0))?
        };
        if let Some(value) = value
            && !taken
        {
            columns.push(column);
            values.push(value);
        }
    }
    let marks = vec!["?"; columns.len()].join(", ");
    transaction
        .prepare_cached(&format!(
            "INSERT INTO {table} ({}) VALUES ({marks})",
            columns.join(", ")
        ))?
        .execute(params_from_iter(values))?;
    Ok(transaction.last_insert_rowid())
}

/// Inserts a row for every article of which only the text, a bookmark or a place is left.
pub(in crate::library) fn restore_article_rows(
    transaction: &Transaction<'_>,
) -> Result<(), LibraryError> {
    let mut statement = transaction.prepare(
        "SELECT article FROM document WHERE article NOT IN (SELECT id FROM article)
         UNION SELECT article FROM bookmark WHERE article NOT IN (SELECT id FROM article)",
    )?;
    let lost: Vec<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in lost {
        let text = documents::load_document(transaction, ArticleId(id))
            .ok()
            .flatten();
        let (bookmarks, quote): (i64, Option<String>) = transaction.query_row(
            "SELECT count(*), max(quote) FROM bookmark WHERE article = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if text.is_none() && bookmarks == 0 {
            continue;
        }
        let row = DamagedRow::article_row(id, text.as_ref(), quote.as_deref(), None);
        insert_recovered_row(transaction, "article", &row, &[])?;
    }
    Ok(())
}
