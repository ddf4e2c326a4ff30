//! Library rows for articles that the user changes: files that were only opened have none yet.

use std::sync::Arc;

use super::load::check_same_article;
use super::shared_state::{LoadError, SharedState};
use crate::ingest::{Cancel, Location, NewRow, ReadError, ensure_rows, name_of};
use crate::model::{ArticleId, ArticleRef, Document, Origin};

/// Returns the row of an article, and makes one if necessary.
///
/// # Errors
/// The library takes nothing, or the article's file does not answer.
pub(super) fn ensure_row(
    article: &ArticleRef,
    document: Option<&Document>,
    shared: &Arc<SharedState>,
) -> Result<ArticleId, LoadError> {
    // A recognised article may have been moved since: its row is updated once.
    let is_up_to_date =
        article.id.is_in_library() || document.is_none() || shared.ids.is_up_to_date(article.id);
    if let Some(row) = shared.ids.row_id(article.id).filter(|_| is_up_to_date) {
        return Ok(row);
    }
    let location = location_of(std::slice::from_ref(article), shared)?;
    let rows = [new_row(
        article,
        location.into_iter().next(),
        document,
        shared,
    )];
    let ids = shared.pool.write(|library| ensure_rows(library, &rows))?;
    let row = ids.first().copied().ok_or(LoadError::NoAnswer)?;
    shared.ids.set_row_id(article.id, row);
    if document.is_some() {
        shared.ids.set_up_to_date(article.id);
    }
    Ok(row)
}

/// Returns the rows of many articles, and makes missing ones, many in one transaction.
///
/// # Errors
/// As [`ensure_row`].
pub(super) fn ensure_many_rows(
    articles: &[ArticleRef],
    shared: &Arc<SharedState>,
) -> Result<Vec<ArticleId>, LoadError> {
    /// Number of rows in one transaction.
    const AT_ONCE: usize = 400;
    let without: Vec<ArticleRef> = articles
        .iter()
        .filter(|article| shared.ids.row_id(article.id).is_none())
        .cloned()
        .collect();
    for some in without.chunks(AT_ONCE) {
        let locations = location_of(some, shared)?;
        let texts: Vec<Option<Arc<Document>>> = some
            .iter()
            .map(|article| shared.recent.get(article.id))
            .collect();
        let rows: Vec<NewRow<'_>> = some
            .iter()
            .zip(locations)
            .zip(&texts)
            .map(|((article, location), text)| {
                new_row(article, Some(location), text.as_deref(), shared)
            })
            .collect();
        let ids = shared.pool.write(|library| ensure_rows(library, &rows))?;
        for (article, row) in some.iter().zip(ids) {
            shared.ids.set_row_id(article.id, row);
        }
    }
    let rows = articles
        .iter()
        .filter_map(|article| shared.ids.row_id(article.id));
    Ok(rows.collect())
}

/// Returns the row of an article, and its text where the library does not have that yet.
///
/// # Errors
/// As [`ensure_row`]; and its text can't be read.
pub(super) fn ensure_row_with_text(
    article: &ArticleRef,
    shared: &Arc<SharedState>,
) -> Result<(ArticleId, Option<Arc<Document>>), LoadError> {
    let text = match (&article.origin, shared.recent.get(article.id)) {
        (Origin::Stored(_), _) => None,
        (_, Some(text)) => Some(text),
        (_, None) => Some(read_text(article, shared)?),
    };
    let row = ensure_row(article, text.as_deref(), shared)?;
    Ok((row, text))
}

/// Reads the document of an article that was not read yet. A pipe is not waited for, and a file that hangs only for a
/// moment.
fn read_text(article: &ArticleRef, shared: &Arc<SharedState>) -> Result<Arc<Document>, LoadError> {
    let (wanted, for_call) = (article.clone(), shared.clone());
    let cancel = Cancel::new();
    let cancelled = cancel.clone();
    let answer = shared
        .calls
        .call(move || -> Result<Arc<Document>, LoadError> {
            if let Origin::File(path) = &wanted.origin
                && for_call.loader.is_unread_stream(path)?
            {
                return Err(ReadError::InputPending.into());
            }
            let loaded = for_call.load(&wanted.origin, &cancelled)?;
            let location = Location::of_origin(&wanted.origin, for_call.loader.files());
            let words = loaded.document.words();
            // The file of an article that was only opened may hold another one now.
            check_same_article(&wanted, &location, &loaded.document, words, &for_call)?;
            for_call
                .ids
                .set_file(wanted.id, location, loaded.fingerprint);
            Ok(Arc::new(loaded.document))
        });
    answer.unwrap_or_else(|| {
        cancel.cancel();
        Err(LoadError::NoAnswer)
    })
}

/// Returns the locations of articles, of those that were not read as the file system has them.
fn location_of(
    articles: &[ArticleRef],
    shared: &Arc<SharedState>,
) -> Result<Vec<Location>, LoadError> {
    let known: Option<Vec<Location>> = articles
        .iter()
        .map(|article| match &article.origin {
            Origin::File(_) => shared.ids.location(article.id),
            // No file is asked.
            origin => Some(Location::of_origin(origin, shared.loader.files())),
        })
        .collect();
    if let Some(known) = known {
        return Ok(known);
    }
    let (articles, for_call) = (articles.to_vec(), shared.clone());
    let locate = move || {
        articles
            .iter()
            .map(|article| for_call.location_of(article))
            .collect()
    };
    shared.calls.call(locate).ok_or(LoadError::NoAnswer)
}

fn new_row<'a>(
    article: &ArticleRef,
    location: Option<Location>,
    document: Option<&'a Document>,
    shared: &SharedState,
) -> NewRow<'a> {
    NewRow {
        location: location.unwrap_or_default(),
        name: name_of(&article.origin),
        document,
        fingerprint: shared.ids.fingerprint(article.id),
    }
}
