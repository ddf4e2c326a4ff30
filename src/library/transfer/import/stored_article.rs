//! Stored articles that are the same as imported ones: by keys, by title and text, or by id.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::documents;
use crate::library::transfer::import::article::ImportedArticle;
use crate::model::ArticleId;

/// Returns true if a stored article has one of the identity keys of an imported one.
pub(super) fn has_key(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
) -> Result<bool, LibraryError> {
    let mut find =
        transaction.prepare_cached("SELECT EXISTS (SELECT 1 FROM identity WHERE key = ?1)")?;
    for key in article.exported_keys.iter().flatten() {
        if find.query_row([key], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the stored article that is the same.
pub(super) fn find_stored(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
) -> Result<Option<i64>, LibraryError> {
    let mut find = transaction.prepare_cached("SELECT article FROM identity WHERE key = ?1")?;
    let mut by = |key: &[u8]| find.query_row([key], |row| row.get::<_, i64>(0)).optional();
    for key in article.reliable_keys.iter().chain([&article.copy_key]) {
        if let Some(id) = by(key)? {
            return Ok(Some(id));
        }
    }
    // A file of the same path may contain another article here, and an opaque key may mean another source: also compare
    // title and text.
    for key in article
        .path_key
        .iter()
        .chain(article.exported_keys.iter().flatten())
    {
        if let Some(id) = by(key)?
            && is_similar(transaction, article, id)?
        {
            return Ok(Some(id));
        }
    }
    if let Some(id) = find_same_text(transaction, article)? {
        return Ok(Some(id));
    }
    // An article without keys is the one with its id.
    find_by_id(transaction, article)
}

/// Returns the stored article with the id of an imported one, if it was added at the same time and is similar.
pub(super) fn find_by_id(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
) -> Result<Option<i64>, LibraryError> {
    let Some(number) = article.exported_id else {
        return Ok(None);
    };
    let added: Option<i64> = transaction
        .prepare_cached("SELECT added FROM article WHERE id = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?;
    let same = added.is_some() && added == article.integer("added");
    Ok((same && is_similar(transaction, article, number)?).then_some(number))
}

/// Returns a stored article with the same title and the same text, for texts that are too short for a key.
fn find_same_text(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
) -> Result<Option<i64>, LibraryError> {
    /// Limit of compared articles with the same title.
    const MAX_TEXT_COMPARED: i64 = 20;
    if article.text.is_none() {
        return Ok(None);
    }
    let mut statement = transaction.prepare_cached(
        "SELECT id FROM article INDEXED BY article_by_title WHERE in_library = 1 AND title_key = ?1
            AND EXISTS (SELECT 1 FROM document WHERE article = article.id) LIMIT ?2",
    )?;
    let rows = statement.query_map(params![article.title_key, MAX_TEXT_COMPARED], |row| {
        row.get(0)
    })?;
    let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
    for id in ids {
        if is_similar(transaction, article, id)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Returns true if a stored article has the title of an imported one, and no different text.
fn is_similar(
    transaction: &Transaction<'_>,
    article: &ImportedArticle,
    id: i64,
) -> Result<bool, LibraryError> {
    let title_key: String = transaction
        .prepare_cached("SELECT title_key FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    if title_key != article.title_key {
        return Ok(false);
    }
    let Some(text) = &article.text else {
        return Ok(true);
    };
    let here = documents::load_extracted_document(transaction, ArticleId(id))?;
    Ok(here.is_none_or(|here| crate::library::articles::identity::hash_content(&here) == text.key))
}
