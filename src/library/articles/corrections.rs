//! Corrections of extractions by the user: stored for each article, and applied to its document when that is loaded.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::model::{ArticleId, Correction, Document, PartKey, apply_corrections};
use crate::text::clean;

/// Loads the corrections of an article in the order in which they were made.
pub(in crate::library) fn load_corrections(
    connection: &Connection,
    article: ArticleId,
) -> Result<Vec<Correction>, LibraryError> {
    let stored = load_json(connection, article)?;
    Ok(stored.as_deref().map(parse).unwrap_or_default())
}

/// Loads the corrections of an article as JSON; `None` if there are none.
pub(in crate::library) fn load_json(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<String>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT corrections FROM correction WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?)
}

/// Returns true if any article has corrections.
pub(in crate::library) fn has_corrections(connection: &Connection) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM correction)")?
        .query_row([], |row| row.get(0))?)
}

/// Stores the corrections of an article; none removes the row.
pub(in crate::library) fn store_corrections(
    transaction: &Transaction<'_>,
    article: ArticleId,
    corrections: &[Correction],
) -> Result<(), LibraryError> {
    if corrections.is_empty() {
        transaction
            .prepare_cached("DELETE FROM correction WHERE article = ?1")?
            .execute([article])?;
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO correction (article, corrections) VALUES (?1, ?2)
             ON CONFLICT (article) DO UPDATE SET corrections = ?2",
        )?
        .execute(params![article, crate::library::state::json(&corrections)?])?;
    Ok(())
}

/// Parses stored corrections. What another program wrote there, and is none, must not hide the text: there are none then.
pub(in crate::library) fn parse(json: &str) -> Vec<Correction> {
    serde_json::from_str(json).unwrap_or_default()
}

/// Applies the corrections of an article to its document.
pub(in crate::library) fn correct_document(
    connection: &Connection,
    article: ArticleId,
    document: &mut Document,
) -> Result<(), LibraryError> {
    let corrections = load_corrections(connection, article)?;
    if !corrections.is_empty() {
        apply_corrections(document, &corrections);
    }
    Ok(())
}

/// Returns an extracted document with the corrections of an article.
pub(in crate::library) fn corrected<'a>(
    connection: &Connection,
    article: ArticleId,
    document: &'a Document,
) -> Result<Cow<'a, Document>, LibraryError> {
    let corrections = load_corrections(connection, article)?;
    if corrections.is_empty() {
        return Ok(Cow::Borrowed(document));
    }
    let mut document = document.clone();
    apply_corrections(&mut document, &corrections);
    Ok(Cow::Owned(document))
}

/// Returns the number of words of an extracted document after its corrections; `words` is the number before them.
pub(in crate::library) fn corrected_words(
    connection: &Connection,
    article: ArticleId,
    document: &Document,
    words: usize,
) -> Result<usize, LibraryError> {
    Ok(match corrected(connection, article, document)? {
        Cow::Borrowed(_) => words,
        Cow::Owned(corrected) => corrected.words(),
    })
}

/// Returns a correction whose texts are clean, from whatever input.
pub(in crate::library) fn clean_correction(mut correction: Correction) -> Correction {
    match &mut correction {
        Correction::Remove { parts, .. } => parts.iter_mut().for_each(clean_key),
        Correction::Insert { line, after, .. } => {
            clean_key(line);
            after.iter_mut().for_each(clean_key);
        }
    }
    correction
}

fn clean_key(key: &mut PartKey) {
    // A line of a clean document is compared as it is.
    let is_clean = !key.text.contains('\n') && clean::clean_code(&key.text) == key.text;
    if !is_clean {
        key.text = clean::clean_line(&key.text).into_owned();
    }
}
