//! Merging of imported articles with stored ones: [`import_article`]. Nothing stored is lost or overwritten.

use std::collections::HashMap;

use rusqlite::types::Value as Cell;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};

use crate::library::LibraryError;
use crate::library::articles::documents;
use crate::library::articles::earlier_texts;
use crate::library::articles::pages::texts::feed_words_written;
use crate::library::articles::sources::settings::public_settings;
use crate::library::transfer::import::article::{ImportedArticle, ImportedBookmark, ImportedText};
use crate::library::transfer::import::stored_article::{find_by_id, find_stored, has_key};
use crate::model::ArticleId;

/// Result of merging an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum MergeResult {
    /// The article was added; its id in the library.
    Added(i64),
    /// The article existed; its id in the library.
    Existing(i64),
}

/// Content of the library at the start of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum LibraryContent {
    /// Only articles of this import.
    Empty,
    /// Only articles of this import, and of an earlier import of the same file that stopped early.
    PartlyImported,
    /// Anything.
    InUse,
}

/// Imports an article: adds it, or merges it with a stored one. `sources` maps ids of the file to ids in the library.
pub(in crate::library) fn import_article(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    state: LibraryContent,
    sources: &HashMap<i64, i64>,
) -> Result<MergeResult, LibraryError> {
    let fresh = state != LibraryContent::InUse;
    let source = article
        .exported_source
        .and_then(|there| sources.get(&there))
        .copied();
    // An export of newsprint contains an article once; a file of another program may contain it twice.
    let once = fresh && article.exported_keys.is_some();
    let known = match (once, state) {
        (false, _) => find_stored(transaction, article)?,
        (true, LibraryContent::PartlyImported) => match find_by_id(transaction, article)? {
            // In one library a key identifies one article. If another row has the key here, that row came from another
            // file.
            None if has_key(transaction, article)? => find_stored(transaction, article)?,
            found => found,
        },
        (true, _) => None,
    };
    if let Some(id) = known {
        merge_imported(transaction, article, id, source)?;
        // Only register keys that the article had in the exporting library.
        let given = |key: &&Vec<u8>| {
            article
                .exported_keys
                .as_ref()
                .is_none_or(|given| given.contains(key))
        };
        for key in article.reliable_keys.iter().filter(given) {
            register_key(transaction, key, id)?;
        }
        return Ok(MergeResult::Existing(id));
    }
    let id = insert_imported(transaction, article, source)?;
    let same_number = article.exported_id == Some(id);
    if let (true, Some(given)) = (fresh && same_number, &article.exported_keys) {
        for key in given {
            register_key(transaction, key, id)?;
        }
        return Ok(MergeResult::Added(id));
    }
    // An opaque key may contain the id of its source, which may differ here.
    let same_source = article.exported_source == source;
    let given = article
        .exported_keys
        .iter()
        .flatten()
        .filter(|_| same_source);
    let own = article
        .reliable_keys
        .iter()
        .chain(&article.path_key)
        .chain(given);
    for key in own {
        register_key(transaction, key, id)?;
    }
    if !(fresh && same_number) {
        register_key(transaction, &article.copy_key, id)?;
    }
    Ok(MergeResult::Added(id))
}

/// Registers an additional key of an article, unless it belongs to another one.
fn register_key(transaction: &Transaction<'_>, key: &[u8], id: i64) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO identity (key, article) VALUES (?1, ?2)")?
        .execute(params![key, id])?;
    Ok(())
}

/// Inserts an article that is not in the library, with its id if that is free.
fn insert_imported(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    source: Option<i64>,
) -> Result<i64, LibraryError> {
    let number = free_id(transaction, "article", article.exported_id)?;
    let mut cells = article.cells.clone();
    cells.push((
        "source".to_owned(),
        source.map_or(Cell::Null, Cell::Integer),
    ));
    cells.push((
        "title_key".to_owned(),
        Cell::Text(article.title_key.clone()),
    ));
    let bookmarked = !article.bookmarks.is_empty();
    cells.push((
        "bookmarked".to_owned(),
        Cell::Integer(i64::from(bookmarked)),
    ));
    let id = insert_article_row(transaction, "article", number, &cells)?;
    if let Some(text) = &article.text {
        write_document(transaction, id, text)?;
    }
    if let Some(page) = &article.page {
        page.write(transaction, id)?;
    }
    write_position(transaction, article, id)?;
    documents::merge_corrections(transaction, ArticleId(id), &article.corrections)?;
    earlier_texts::insert_imported(transaction, ArticleId(id), &article.earlier_texts)?;
    for mark in &article.bookmarks {
        insert_imported_bookmark(transaction, id, mark)?;
    }
    Ok(id)
}

/// Returns an id if no row of the table has it.
pub(in crate::library) fn free_id(
    transaction: &Transaction<'_>,
    table: &str,
    number: Option<i64>,
) -> Result<Option<i64>, LibraryError> {
    let Some(number) = number else {
        return Ok(None);
    };
    let taken: bool = transaction
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"
        ))?
        .query_row([number], |row| row.get(0))?;
    Ok((!taken).then_some(number))
}

/// Inserts a row and returns its id. Column names come from the schema.
pub(in crate::library) fn insert_article_row(
    transaction: &Transaction<'_>,
    table: &str,
    number: Option<i64>,
    cells: &[(String, Cell)],
) -> Result<i64, LibraryError> {
    let names: Vec<&str> = cells.iter().map(|(name, _)| name.as_str()).collect();
    let marks = ", ?".repeat(cells.len());
    let names = names.join(", ");
    let sql = format!("INSERT INTO {table} (id, {names}) VALUES (?{marks})");
    let number = number.map_or(Cell::Null, Cell::Integer);
    let values = std::iter::once(&number).chain(cells.iter().map(|(_, cell)| cell));
    transaction
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    Ok(transaction.last_insert_rowid())
}

fn write_document(
    transaction: &Transaction<'_>,
    id: i64,
    text: &ImportedText,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO document (article, extractor, size, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id,
            text.extractor,
            text.packed.size as i64,
            text.packed.hash,
            text.packed.body
        ])?;
    Ok(())
}

fn write_position(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    id: i64,
) -> Result<(), LibraryError> {
    if let Some(place) = &article.reading_position {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO reading_position (article, anchor, above, updated) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, place.anchor, place.above, place.updated])?;
    }
    Ok(())
}

fn insert_imported_bookmark(
    transaction: &Transaction<'_>,
    article: i64,
    mark: &ImportedBookmark,
) -> Result<(), LibraryError> {
    let number = free_id(transaction, "bookmark", mark.number)?;
    transaction
        .prepare_cached(
            "INSERT INTO bookmark (id, article, anchor, section, quote, note, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            number, article, mark.anchor, mark.section, mark.quote, mark.note, mark.created
        ])?;
    add_tag(transaction, transaction.last_insert_rowid(), &mark.tags)
}

fn add_tag(
    transaction: &Transaction<'_>,
    bookmark: i64,
    tags: &[String],
) -> Result<(), LibraryError> {
    for tag in tags {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO bookmark_tag (bookmark, tag) VALUES (?1, ?2)")?
            .execute(params![bookmark, tag])?;
    }
    Ok(())
}

/// Adds what an imported article has to the stored one: text, read mark, link, source, reading position, bookmarks.
fn merge_imported(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    id: i64,
    source: Option<i64>,
) -> Result<(), LibraryError> {
    let (in_library, deleted, opened): (bool, bool, bool) = transaction
        .prepare_cached(
            "SELECT in_library, deleted IS NOT NULL, opened IS NOT NULL FROM article WHERE id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let wanted = article.integer("in_library") == Some(1);
    // An article that the user deleted here comes back only if it is bookmarked in the file.
    let taken = wanted && !in_library && (!deleted || !article.bookmarks.is_empty());
    if taken {
        transaction
            .prepare_cached(
                "UPDATE article SET in_library = 1, deleted = NULL, added = ?2 WHERE id = ?1",
            )?
            .execute(params![id, article.integer("added")])?;
    }
    if let Some(text) = article.text.as_ref().filter(|_| in_library || taken) {
        let stored: bool = transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM document WHERE article = ?1)")?
            .query_row([id], |row| row.get(0))?;
        if !stored {
            write_document(transaction, id, text)?;
            merge_metadata(transaction, article, id)?;
        }
    }
    if let Some(page) = article.page.as_ref().filter(|_| in_library || taken) {
        page.write(transaction, id)?;
        feed_words_written(transaction, ArticleId(id))?;
    }
    transaction
        .prepare_cached(
            "UPDATE article SET read = 1, read_at = ?3 WHERE id = ?1 AND read = 0 AND ?2 = 1",
        )?
        .execute(params![
            id,
            article.integer("read").unwrap_or_default(),
            article.integer("read_at")
        ])?;
    transaction
        .prepare_cached(
            "UPDATE article SET url = ?2 WHERE id = ?1 AND url IS NULL AND ?2 IS NOT NULL",
        )?
        .execute(params![id, article.cell("url")])?;
    transaction
        .prepare_cached(
            "UPDATE article SET source = ?2 WHERE id = ?1 AND source IS NULL AND ?2 IS NOT NULL",
        )?
        .execute(params![id, source])?;
    if !opened && article.integer("opened").is_some() {
        transaction
            .prepare_cached("UPDATE article SET opened = ?2, progress = ?3 WHERE id = ?1")?
            .execute(params![
                id,
                article.integer("opened"),
                article.cell("progress").unwrap_or(&Cell::Real(0.0))
            ])?;
        write_position(transaction, article, id)?;
    }
    documents::merge_corrections(transaction, ArticleId(id), &article.corrections)?;
    earlier_texts::insert_imported(transaction, ArticleId(id), &article.earlier_texts)?;
    for mark in &article.bookmarks {
        merge_bookmark(transaction, id, mark)?;
    }
    if !article.bookmarks.is_empty() {
        transaction
            .prepare_cached("UPDATE article SET bookmarked = 1 WHERE id = ?1 AND bookmarked = 0")?
            .execute([id])?;
    }
    Ok(())
}

/// Sets the metadata of an article to that of its new text.
fn merge_metadata(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    id: i64,
) -> Result<(), LibraryError> {
    let cell = |name: &str| article.cell(name).cloned().unwrap_or(Cell::Null);
    transaction
        .prepare_cached(
            "UPDATE article SET title = ?2, title_key = ?3, standfirst = ?4, byline = ?5, publisher = ?6, published = ?7, date = ?8,
                words = ?9, indexed = 0 WHERE id = ?1",
        )?
        .execute(params![
            id,
            cell("title"),
            article.title_key,
            cell("standfirst"),
            cell("byline"),
            cell("publisher"),
            cell("published"),
            cell("date"),
            cell("words"),
        ])?;
    Ok(())
}

fn merge_bookmark(
    transaction: &Transaction<'_>,
    article: i64,
    mark: &ImportedBookmark,
) -> Result<(), LibraryError> {
    let here: Option<(i64, Option<String>)> = transaction
        .prepare_cached("SELECT id, note FROM bookmark WHERE article = ?1 AND anchor IS ?2")?
        .query_row(params![article, mark.anchor], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((bookmark, note)) = here else {
        return insert_imported_bookmark(transaction, article, mark);
    };
    let united = match (&note, &mark.note) {
        (_, None) => None,
        (None, Some(theirs)) => Some(theirs.clone()),
        (Some(ours), Some(theirs)) if ours.contains(theirs.as_str()) => None,
        (Some(ours), Some(theirs)) => Some(format!("{ours}\n{theirs}")),
    };
    if let Some(note) = united {
        transaction
            .prepare_cached("UPDATE bookmark SET note = ?2 WHERE id = ?1")?
            .execute(params![bookmark, note])?;
    }
    add_tag(transaction, bookmark, &mark.tags)
}

/// Imports a source and returns its id: that of the stored one with the same link, path or title, otherwise a new one.
pub(in crate::library) fn merge_source(
    transaction: &Transaction<'_>,
    number: Option<i64>,
    cells: &[(String, Cell)],
    fresh: bool,
    now: i64,
) -> Result<i64, LibraryError> {
    let cell = |name: &str| {
        let found = cells.iter().find(|(known, _)| known == name);
        found.map_or(Cell::Null, |(_, cell)| cell.clone())
    };
    let same: Option<i64> = transaction
        .query_row(
            "SELECT id FROM source WHERE url = ?1 OR path = ?2
                OR (?1 IS NULL AND ?2 IS NULL AND url IS NULL AND path IS NULL AND kind = ?3
                    AND iif(?7 IS NULL OR feed_key IS NULL, title = ?4, feed_key = ?7) AND (id = ?5 OR NOT ?6))
             ORDER BY EXISTS (SELECT 1 FROM remote_feed WHERE source = source.id) DESC, id",
            params![
                cell("url"),
                cell("path"),
                cell("kind"),
                cell("title"),
                number,
                fresh,
                cell("feed_key")
            ],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(same) = same {
        // A source that was removed here comes back if the file uses it: otherwise its articles would belong to a
        // source that no list shows. One that an account has would be subscribed to again on its server.
        if cell("removed") == Cell::Null {
            transaction.execute(
                "UPDATE source SET removed = NULL WHERE id = ?1 AND removed IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM remote_feed WHERE source = source.id)",
                [same],
            )?;
        }
        return Ok(same);
    }
    let mut cells: Vec<_> = cells.to_vec();
    cells.retain(|(name, _)| name != "id");
    // An import creates no program to run, and names no file to send.
    for (name, cell) in &mut cells {
        if let ("settings", Cell::Text(settings)) = (name.as_str(), &mut *cell) {
            *settings = public_settings(settings);
        }
    }
    for (name, value) in [
        ("kind", Cell::Text("page".to_owned())),
        ("title", Cell::Text("untitled".to_owned())),
        ("added", Cell::Integer(now)),
    ] {
        if !cells.iter().any(|(known, _)| known == name) {
            cells.push((name.to_owned(), value));
        }
    }
    let number = free_id(transaction, "source", number)?;
    insert_article_row(transaction, "source", number, &cells)
}
