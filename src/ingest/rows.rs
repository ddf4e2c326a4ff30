//! The row that the library has for an article which was read from a file or from the tour.

use std::path::PathBuf;

use super::listing::name_of;
use crate::library::{Arrival, Durability, Incoming, Library, LibraryError};
use crate::model::{Document, Origin};

/// An article that is to have a row in the library.
#[derive(Debug, Clone, Copy)]
pub struct NewRow<'a> {
    /// Where it was read from.
    pub origin: &'a Origin,
    /// Its text, if that was read.
    pub document: Option<&'a Document>,
    /// The fingerprint of its file before it was read.
    pub fingerprint: Option<&'a str>,
}

/// The file of an article, canonical, or the name of an article of the tour.
pub fn location_of(origin: &Origin) -> (Option<PathBuf>, Option<String>) {
    match origin {
        Origin::File(path) => (std::fs::canonicalize(path).ok(), None),
        Origin::Seed(name) => (None, Some((*name).to_owned())),
        Origin::StandardInput | Origin::Stored(_) => (None, None),
    }
}

/// Recognises an article whose text was read: its row, if it has one.
///
/// # Errors
/// The library can't be read.
pub fn recognise(
    library: &Library,
    origin: &Origin,
    document: &Document,
    words: usize,
) -> Result<Option<i64>, LibraryError> {
    let (path, seed) = location_of(origin);
    library.known_story(path.as_deref(), seed.as_deref(), document, words)
}

/// Recognises an article by its file alone, without looking into it.
///
/// # Errors
/// The library can't be read.
pub fn recognise_by_file(library: &Library, origin: &Origin) -> Result<Option<i64>, LibraryError> {
    match location_of(origin) {
        (Some(path), _) => library.known_file(&path),
        (_, Some(seed)) => library.known_seed(&seed),
        (None, None) => Ok(None),
    }
}

/// Whether the file of article `id` now holds an article that is not this one: a file that was only opened may be written anew.
///
/// # Errors
/// The library can't be read.
pub fn holds_another_article(
    library: &Library,
    id: i64,
    origin: &Origin,
    document: &Document,
    words: usize,
) -> Result<bool, LibraryError> {
    let (Some(path), _) = location_of(origin) else {
        return Ok(false);
    };
    let found = library.known_story(Some(&path), None, document, words)?;
    Ok(found != Some(id))
}

/// Gives articles rows in the library, in one transaction: keep it to some hundreds. They are not in any view but the history
/// until something else puts them there.
///
/// # Errors
/// The library takes nothing.
pub fn ensure_rows(library: &mut Library, rows: &[NewRow<'_>]) -> Result<Vec<i64>, LibraryError> {
    let incoming: Vec<Incoming<'_>> = rows.iter().map(to_incoming).collect();
    let arrived = library.take_in(&incoming, Durability::Full)?;
    Ok(arrived.into_iter().map(Arrival::id).collect())
}

fn to_incoming<'a>(row: &NewRow<'a>) -> Incoming<'a> {
    let (path, seed) = location_of(row.origin);
    Incoming {
        stamp: path
            .as_ref()
            .and(row.fingerprint)
            .map(std::borrow::ToOwned::to_owned),
        path,
        seed,
        name: name_of(row.origin),
        document: row.document,
        words: row.document.map_or(0, Document::words),
        ..Incoming::default()
    }
}
