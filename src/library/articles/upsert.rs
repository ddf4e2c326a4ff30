//! Insertion and update of articles, each stored once: [`upsert_article`].

use std::path::{Path, PathBuf};

use rusqlite::{Transaction, params};

use crate::library::articles::corrections::corrected_words;
use crate::library::articles::documents;
use crate::library::articles::earlier_texts::{NewText, replace_document};
use crate::library::articles::identity::{
    FileExistence, drops_bookmarked_text, find_same_article, has_other_file, identity_key,
    insert_keys, keys_of, link_key, lookup_key, path_key,
};
use crate::library::articles::new_article::{
    NewArticle, UpsertOutcome, path_from, path_value, title_key, title_of,
};
use crate::library::articles::pages::texts::feed_words_written;
use crate::library::articles::prepared_text::PreparedText;
use crate::library::calendar::noon_of;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, Document, Published};

/// Returns the id of the article that a file with a canonical path contains.
pub(in crate::library) fn find_by_file(
    library: &LibraryReader,
    path: &Path,
) -> Result<Option<ArticleId>, LibraryError> {
    Ok(lookup_key(library.connection(), &path_key(path))?)
}

/// Returns the id of an article of the tour by its name.
pub(in crate::library) fn find_tour_article(
    library: &LibraryReader,
    name: &str,
) -> Result<Option<ArticleId>, LibraryError> {
    Ok(lookup_key(
        library.connection(),
        &identity_key("seed", name.as_bytes()),
    )?)
}

/// Returns the id of the article with this link; `None` too if the link is not the address of a page.
pub(in crate::library) fn find_by_link(
    library: &LibraryReader,
    url: &str,
) -> Result<Option<ArticleId>, LibraryError> {
    match link_key(url) {
        Some(key) => Ok(lookup_key(library.connection(), &key)?),
        None => Ok(None),
    }
}

/// Finds the article that is in this file and has this text: by its text if another file had it before. `None` if this
/// file contained another article before.
pub(in crate::library) fn find_article(
    library: &LibraryReader,
    path: Option<&Path>,
    tour_name: Option<&str>,
    document: &Document,
    words: usize,
) -> Result<Option<ArticleId>, LibraryError> {
    let article = NewArticle {
        path: path.map(Path::to_owned),
        tour_name: tour_name.map(str::to_owned),
        document: Some(document),
        words,
        ..NewArticle::default()
    };
    find_same_article(
        library.connection(),
        &article,
        &keys_of(&article),
        &FileExistence::LookUp,
    )
}

/// Inserts an article with its prepared text, or updates the article that is the same: see [`find_same_article`].
pub(in crate::library) fn upsert_article(
    transaction: &Transaction<'_>,
    article: &NewArticle<'_>,
    text: Option<&PreparedText>,
    existence: &FileExistence,
    now: i64,
) -> Result<UpsertOutcome, LibraryError> {
    let keys = keys_of(article);
    let known = find_same_article(transaction, article, &keys, existence)?;
    let outcome = match known {
        None => UpsertOutcome::New(insert_article(transaction, article, text, now)?),
        Some(id) => update_article(transaction, article, text, id, existence, now)?,
    };
    if let Some(path) = &article.path {
        // A file may contain another article now; then the previous article has no file.
        let before = lookup_key(transaction, &path_key(path))?.filter(|id| *id != outcome.id());
        transaction
            .prepare_cached(
                "UPDATE article SET missing = ?3 WHERE id = ?1 AND path = ?2 AND missing IS NULL",
            )?
            .execute(params![before, path_value(Some(path)), now])?;
    }
    insert_keys(transaction, outcome.id(), &keys)?;
    Ok(outcome)
}

fn insert_article(
    transaction: &Transaction<'_>,
    article: &NewArticle<'_>,
    text: Option<&PreparedText>,
    now: i64,
) -> Result<ArticleId, LibraryError> {
    let title = title_of(article);
    let metadata = article
        .document
        .map(|document| document.metadata.clone())
        .unwrap_or_default();
    transaction
        .prepare_cached(
            "INSERT INTO article (source, in_library, title, title_key, standfirst, byline, publisher, published, url, path, fingerprint, seed,
                added, updated, date, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15)",
        )?
        .execute(params![
            article.source,
            article.in_library,
            title,
            title_key(&title),
            metadata.standfirst,
            metadata.byline,
            metadata.publisher,
            metadata.published.map(|published| published.to_string()),
            metadata.url,
            path_value(article.path.as_deref()),
            article.fingerprint,
            article.tour_name,
            now,
            sort_timestamp(metadata.published, now),
            article.words as i64,
        ])?;
    let id = ArticleId(transaction.last_insert_rowid());
    if let Some(text) = text.filter(|_| article.in_library) {
        documents::store_packed(transaction, id, text.packed()?)?;
    }
    Ok(id)
}

fn update_article(
    transaction: &Transaction<'_>,
    article: &NewArticle<'_>,
    text: Option<&PreparedText>,
    id: ArticleId,
    existence: &FileExistence,
    now: i64,
) -> Result<UpsertOutcome, LibraryError> {
    let (in_library, deleted, added, path): (bool, bool, i64, Option<PathBuf>) = transaction
        .prepare_cached(
            "SELECT in_library, deleted IS NOT NULL, added, path FROM article WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                path_from(row.get_ref(3)?),
            ))
        })?;
    if deleted && article.source.is_some() {
        return Ok(UpsertOutcome::Deleted(id));
    }
    // Of two files with the same article the existing one is read.
    let is_elsewhere = has_other_file(transaction, article, id, existence)?;
    if let Some(path) = article.path.as_ref().filter(|_| !is_elsewhere) {
        transaction
            // Without a new fingerprint the stored one stays.
            .prepare_cached(
                "UPDATE article SET path = ?2, fingerprint = iif(path IS ?2, ifnull(?3, fingerprint), ?3), missing = NULL
                 WHERE id = ?1 AND (path IS NOT ?2 OR fingerprint IS NOT ifnull(?3, fingerprint) OR missing IS NOT NULL)",
            )?
            .execute(params![id, path_value(Some(path)), article.fingerprint])?;
    }
    // If its file is missing, the article now belongs to the source that brings it.
    let was_moved = !is_elsewhere && path.is_some() && path != article.path;
    if let Some(source) = article.source {
        transaction
            .prepare_cached("UPDATE article SET source = ?2 WHERE id = ?1 AND (source IS NULL OR (
                    source <> ?2 AND ?3) OR (source <> ?2 AND EXISTS (SELECT 1 FROM source WHERE id = article.source AND removed IS NOT NULL)))")?
            .execute(params![id, source, was_moved])?;
    }
    let mut outcome = UpsertOutcome::Known(id);
    if article.in_library && !in_library {
        transaction
            .prepare_cached("UPDATE article SET in_library = 1, deleted = NULL, added = ?2, updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        outcome = UpsertOutcome::New(id);
    }
    let Some(document) = article.document else {
        return Ok(outcome);
    };
    let was_written = (article.in_library || in_library)
        && !(is_elsewhere && in_library)
        && match text {
            // The stored content is the same: no need to unpack it to see what would be lost.
            Some(text) if documents::stored_hash(transaction, id)? == Some(text.hash()) => false,
            Some(text) if !drops_bookmarked_text(transaction, id, document)? => {
                let new = NewText {
                    document,
                    packed: text.packed()?,
                    compared: text.compared(),
                };
                replace_document(transaction, id, new, now)?;
                true
            }
            _ => false,
        };
    if was_written || outcome == UpsertOutcome::New(id) || !in_library {
        write_metadata(transaction, id, article, document, added)?;
    }
    if was_written && outcome == UpsertOutcome::Known(id) {
        transaction
            .prepare_cached("UPDATE article SET updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        outcome = UpsertOutcome::Changed(id);
    }
    Ok(outcome)
}

/// Writes the metadata of the document into the row.
pub(in crate::library) fn write_metadata(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: &NewArticle<'_>,
    document: &Document,
    added: i64,
) -> Result<(), LibraryError> {
    let title = title_of(article);
    let metadata = &document.metadata;
    let words = corrected_words(transaction, id, document, article.words)?;
    transaction
        .prepare_cached(
            "UPDATE article SET title = ?2, title_key = ?3, standfirst = ?4, byline = ?5, publisher = ?6, published = ?7,
                url = ifnull(?8, url), date = ?9, words = ?10 WHERE id = ?1",
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
            sort_timestamp(metadata.published, added),
            words as i64,
        ])?;
    feed_words_written(transaction, id)
}

/// Returns the time by which an article is sorted, in seconds: the earlier of its publication and of the time when it was added. A
/// day without a time counts as its noon in the user's time zone, which falls on that day nearly everywhere.
pub(in crate::library) fn sort_timestamp(published: Option<Published>, added: i64) -> i64 {
    let time = match published {
        Some(Published::DateTime(moment)) => moment.timestamp(),
        Some(Published::Day(day)) => noon_of(day),
        None => return added,
    };
    time.min(added)
}
