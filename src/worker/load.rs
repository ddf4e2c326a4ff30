//! Jobs that read one article: its document, its source text, or the file behind a link.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::emit::Emit;
use super::images;
use super::shared_state::{LoadError, SharedState};
use super::states::send_stored;
use super::web_images;
use crate::comparison::{ChangeMarks, compare};
use crate::ingest::{Cancel, Location, ReadError, holds_another_article, list_file};
use crate::model::TextComparison;
use crate::model::{
    ArticleId, ArticleRef, ArticleRow, Document, Group, Origin, Outcome, apply_corrections,
};

/// Document of a newer extraction, to be saved.
#[derive(Debug)]
pub(super) struct Renewal {
    article: ArticleId,
    fingerprint: String,
    document: Arc<Document>,
    words: usize,
}

/// Reads an article and sends its stored state, then its document. A cancelled load sends nothing.
pub(super) fn load_document(
    id: ArticleId,
    origin: Origin,
    shared: &SharedState,
    cancel: &Cancel,
    emit: &Emit,
) -> Option<Renewal> {
    match load_and_send(ArticleRef { id, origin }, shared, cancel, emit) {
        Ok(renewal) => renewal,
        Err(error) => {
            if !error.is_cancelled() {
                emit(Outcome::Unreadable(id, error.to_string()));
            }
            None
        }
    }
}

fn load_and_send(
    article: ArticleRef,
    shared: &SharedState,
    cancel: &Cancel,
    emit: &Emit,
) -> Result<Option<Renewal>, LoadError> {
    let loaded = shared.load(&article.origin, cancel)?;
    let location = Location::of_origin(&article.origin, shared.loader.files());
    let words = loaded.document.words();
    let document = Arc::new(loaded.document);
    let sizes = images::image_sizes(&document, &article.origin, shared.stored_images());
    let row = match article.origin {
        Origin::Stored(row) => Some(row),
        _ => None,
    };
    let wants_images =
        row.is_some_and(|row| web_images::are_wanted(row, &document, &sizes, shared));
    cancel.check().map_err(ReadError::from)?;
    if let Some(row) = row
        && let Ok(Some(texts)) = shared.pool.read(|library| library.article_texts(row))
    {
        emit(Outcome::ArticleTexts(article.id, texts));
    }
    if !sizes.is_empty() {
        emit(Outcome::ImageSizes(article.id, Arc::new(sizes)));
    }
    shared
        .ids
        .set_file(article.id, location.clone(), loaded.fingerprint);
    check_same_article(&article, &location, &document, words, shared)?;
    let found = send_stored(&article, &location, &document, words, shared, emit);
    let shown = corrected_document(found, &document, shared);
    emit(Outcome::Document {
        id: article.id,
        words: match Arc::ptr_eq(&shown, &document) {
            true => words,
            false => shown.words(),
        },
        document: shown,
        partial: false,
    });
    if wants_images {
        emit(Outcome::ImagesWanted(article.id));
    }
    let renewal = |fingerprint| match article.origin {
        Origin::Stored(article) => Some(Renewal {
            article,
            fingerprint,
            document,
            words,
        }),
        Origin::File(_) | Origin::StandardInput | Origin::Tour(_) => None,
    };
    Ok(loaded.renewed.and_then(renewal))
}

/// Returns a document with the corrections of the row of its article. If they can't be read, it is shown without them.
fn corrected_document(
    row: Option<ArticleId>,
    document: &Arc<Document>,
    shared: &SharedState,
) -> Arc<Document> {
    let corrections = shared.corrections_of(row);
    if corrections.is_empty() {
        return document.clone();
    }
    let mut corrected = Document::clone(document);
    apply_corrections(&mut corrected, &corrections);
    Arc::new(corrected)
}

/// Checks that the text is that of the article with this id: an opened file may contain another one by now.
///
/// # Errors
/// [`ReadError::AnotherArticle`] if it does. If the library can't be read, the check passes.
pub(super) fn check_same_article(
    article: &ArticleRef,
    location: &Location,
    document: &Document,
    words: usize,
    shared: &SharedState,
) -> Result<(), ReadError> {
    if !article.id.is_in_library() || location.path.is_none() {
        return Ok(());
    }
    let is_another = shared
        .pool
        .read(|library| holds_another_article(library, article.id, location, document, words));
    match is_another {
        Ok(Some(true)) => Err(ReadError::AnotherArticle),
        Ok(Some(false) | None) | Err(_) => Ok(()),
    }
}

/// Saves a document of a newer extraction. If that fails, it is extracted again next time.
pub(super) fn save_renewed_document(renewal: &Renewal, shared: &SharedState) {
    let Renewal {
        article,
        fingerprint,
        document,
        words,
    } = renewal;
    let _ = shared
        .pool
        .write(|library| library.renew_document(*article, fingerprint, document, *words));
}

/// Reads the source text of an article.
pub(super) fn load_source(
    id: ArticleId,
    origin: &Origin,
    shared: &SharedState,
    cancel: &Cancel,
    emit: &Emit,
) {
    match shared.source_text(id, origin, cancel) {
        Err(error) if error.is_cancelled() => {}
        text => emit(Outcome::SourceText(
            id,
            text.map_err(|error| error.to_string()),
        )),
    }
}

/// Compares the text of an article with the one before its last changes.
pub(super) fn load_comparison(
    id: ArticleId,
    origin: &Origin,
    shared: &SharedState,
    cancel: &Cancel,
    emit: &Emit,
) {
    let row = match origin {
        Origin::Stored(row) => Some(*row),
        Origin::File(_) | Origin::StandardInput | Origin::Tour(_) => {
            Some(id).filter(|id| id.is_in_library())
        }
    };
    let compared = row.map_or(Ok(None), |row| compare_stored(row, shared));
    if !cancel.is_cancelled() {
        emit(Outcome::Comparison(
            id,
            compared.map_err(|error| error.to_string()),
        ));
    }
}

fn compare_stored(
    article: ArticleId,
    shared: &SharedState,
) -> Result<Option<Arc<TextComparison>>, LoadError> {
    let texts = shared.pool.read(|library| {
        Ok(match library.earlier_text(article)? {
            Some(earlier) => Some(earlier).zip(library.document(article)?),
            None => None,
        })
    })?;
    Ok(texts.flatten().map(|(earlier, (document, _))| {
        let compared = compare(&earlier.document, &document, ChangeMarks::SignsAndStyles);
        Arc::new(TextComparison {
            since: earlier.replaced,
            ..compared
        })
    }))
}

/// Makes a row of a file that a link leads to.
pub(super) fn add_linked_file(
    id: ArticleId,
    path: PathBuf,
    shared: &SharedState,
    cancel: &Cancel,
    emit: &Emit,
) {
    let listed = list_file(shared.loader.files(), &path);
    if cancel.is_cancelled() {
        return;
    }
    emit(match listed {
        Ok(file) => Outcome::LinkedFileAdded(Box::new(ArticleRow::new(
            id,
            Group::Named(file.group),
            Origin::File(file.path),
            file.name,
        ))),
        Err(error) => Outcome::LinkedFileFailed(id, path, error.to_string()),
    });
}

/// Returns the file that is read for an article of the list, if it may be a pipe.
pub(super) fn path_of_origin(origin: &Origin) -> Option<&Path> {
    match origin {
        Origin::File(path) => Some(path),
        Origin::StandardInput | Origin::Tour(_) | Origin::Stored(_) => None,
    }
}
