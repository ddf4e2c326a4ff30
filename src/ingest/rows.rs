//! Lookup and creation of the library row of an article that was read from a file or from the tour.

use std::path::PathBuf;

use super::files::FileAccess;
use crate::library::{Durability, Library, LibraryError, LibraryReader, NewArticle, UpsertOutcome};
use crate::model::{ArticleId, Document, Origin};

/// Path or tour name by which the library finds an article, besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// Canonical path of its file.
    pub path: Option<PathBuf>,
    /// The file name of an article of the tour.
    pub tour_name: Option<String>,
}

/// An article that is to have a row in the library.
#[derive(Debug, Clone)]
pub struct NewRow<'a> {
    /// The place it was read from.
    pub location: Location,
    /// Name that is shown if it has no title.
    pub name: String,
    /// Document, if it was extracted.
    pub document: Option<&'a Document>,
    /// The fingerprint of its file before it was read.
    pub fingerprint: Option<String>,
}

impl Location {
    /// Returns the location of an article. A missing file has none.
    pub fn of_origin(origin: &Origin, files: &dyn FileAccess) -> Self {
        match origin {
            Origin::File(path) => Self {
                path: files.canonicalize(path).ok(),
                tour_name: None,
            },
            Origin::Tour(name) => Self {
                path: None,
                tour_name: Some((*name).to_owned()),
            },
            Origin::StandardInput | Origin::Stored(_) => Self::default(),
        }
    }
}

/// Recognises an article whose text was read: its row, if it has one.
///
/// # Errors
/// The library can't be read.
pub fn find_article_id(
    library: &LibraryReader,
    location: &Location,
    document: &Document,
    words: usize,
) -> Result<Option<ArticleId>, LibraryError> {
    let (path, tour_name) = (location.path.as_deref(), location.tour_name.as_deref());
    library.find_same_article(path, tour_name, document, words)
}

/// Recognises an article by its location alone, without its text.
///
/// # Errors
/// The library can't be read.
pub fn find_article_id_at(
    library: &LibraryReader,
    location: &Location,
) -> Result<Option<ArticleId>, LibraryError> {
    match (&location.path, &location.tour_name) {
        (Some(path), _) => library.find_by_file(path),
        (None, Some(tour_name)) => library.find_tour_article(tour_name),
        (None, None) => Ok(None),
    }
}

/// Returns true if the file of article `id` contains another article now: an opened file may be overwritten.
///
/// # Errors
/// The library can't be read.
pub fn holds_another_article(
    library: &LibraryReader,
    id: ArticleId,
    location: &Location,
    document: &Document,
    words: usize,
) -> Result<bool, LibraryError> {
    let Some(path) = &location.path else {
        return Ok(false);
    };
    let found = library.find_same_article(Some(path), None, document, words)?;
    Ok(found != Some(id))
}

/// Makes library rows for articles in one transaction, which should be limited to some hundreds. They appear only in
/// the history until something else adds them to the library.
///
/// # Errors
/// The library takes nothing.
pub fn ensure_rows(
    library: &mut Library,
    rows: &[NewRow<'_>],
) -> Result<Vec<ArticleId>, LibraryError> {
    let incoming: Vec<NewArticle<'_>> = rows.iter().map(to_new_article).collect();
    let arrived = library.upsert_articles(&incoming, Durability::Full)?;
    Ok(arrived.into_iter().map(UpsertOutcome::id).collect())
}

fn to_new_article<'a>(row: &NewRow<'a>) -> NewArticle<'a> {
    let Location { path, tour_name } = row.location.clone();
    NewArticle {
        fingerprint: row.fingerprint.clone().filter(|_| path.is_some()),
        path,
        tour_name,
        name: row.name.clone(),
        document: row.document,
        words: row.document.map_or(0, Document::words),
        ..NewArticle::default()
    }
}
