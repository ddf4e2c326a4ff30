//! An article on its way into the library, what became of it, and how its title and path are stored.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};

use crate::model::{ArticleId, Document, SourceId};
use crate::text::fold::fold;

/// An article that something has found.
#[derive(Debug, Clone, Default)]
pub struct NewArticle<'a> {
    /// The source that brings it.
    pub source: Option<SourceId>,
    /// Whether it is to be in the library, and not only to be known again.
    pub stays_in_library: bool,
    /// The file that it is in, canonical.
    pub path: Option<PathBuf>,
    /// Where that file was before it was moved, as it seems.
    pub previous_id: Option<PathBuf>,
    /// The size and the time of that file.
    pub fingerprint: Option<String>,
    /// The seed article that it is.
    pub tour_name: Option<String>,
    /// What it is called if the document has no title.
    pub name: String,
    /// What it says. Kept only where the article is to be.
    pub document: Option<&'a Document>,
    /// How many words that has.
    pub words: usize,
}

/// What became of an article that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpsertOutcome {
    /// It is new here.
    New(ArticleId),
    /// It was here, and says something else now.
    Changed(ArticleId),
    /// It was here.
    Known(ArticleId),
    /// It was here, and the user has deleted it.
    Deleted(ArticleId),
}

/// The most characters that titles are sorted by.
pub(in crate::library) const TITLE_KEY: usize = 24;

pub(in crate::library) fn title_of(article: &NewArticle<'_>) -> String {
    let title = article
        .document
        .and_then(|document| document.metadata.title.as_ref());
    title
        .filter(|title| !title.is_empty())
        .unwrap_or(&article.name)
        .clone()
}

/// A title as it is sorted: folded, from its first letter or digit on.
pub(in crate::library) fn title_key(title: &str) -> String {
    let folded = fold(title);
    let letters = folded.chars().skip_while(|c| !c.is_alphanumeric());
    letters.take(TITLE_KEY).collect()
}

/// A path as the database has it: text where it is UTF-8, else its bytes.
pub(in crate::library) fn path_value(path: Option<&Path>) -> Value {
    match path.map(|path| (path.to_str(), path)) {
        None => Value::Null,
        Some((Some(text), _)) => Value::Text(text.to_owned()),
        Some((None, path)) => Value::Blob(path.as_os_str().as_encoded_bytes().to_vec()),
    }
}

/// The path that the database has.
pub(in crate::library) fn path_from(value: ValueRef<'_>) -> Option<PathBuf> {
    match value {
        ValueRef::Text(bytes) => Some(PathBuf::from(String::from_utf8_lossy(bytes).into_owned())),
        ValueRef::Blob(bytes) => Some(PathBuf::from(OsStr::from_bytes(bytes))),
        _ => None,
    }
}

impl UpsertOutcome {
    /// The name of its row.
    pub fn id(self) -> ArticleId {
        match self {
            Self::New(id) | Self::Changed(id) | Self::Known(id) | Self::Deleted(id) => id,
        }
    }
}
