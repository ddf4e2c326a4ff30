//! Articles to be stored ([`NewArticle`]), the result ([`UpsertOutcome`]), and the stored forms of titles and paths.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};

use crate::model::{ArticleId, Document, SourceId};
use crate::text::clean;
use crate::text::fold::fold;

/// An article to be inserted or to update a stored one.
#[derive(Debug, Clone, Default)]
pub struct NewArticle<'a> {
    /// Source that has it; `None` for a file that was opened.
    pub source: Option<SourceId>,
    /// True if the article belongs to the library, with its document. Otherwise only its keys and metadata are stored,
    /// so that its state is found again.
    pub in_library: bool,
    /// Canonical path of its file.
    pub path: Option<PathBuf>,
    /// Path of the file before it was moved, if that is known.
    pub previous_path: Option<PathBuf>,
    /// Fingerprint (size and modification time) of that file.
    pub fingerprint: Option<String>,
    /// Name of the article in the tour.
    pub tour_name: Option<String>,
    /// Name that is shown if the document has no title.
    pub name: String,
    /// Document. Stored only if the article belongs to the library.
    pub document: Option<&'a Document>,
    /// Number of words of the document.
    pub words: usize,
}

/// Result of storing an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpsertOutcome {
    /// The article is new.
    New(ArticleId),
    /// The article existed and has another text now.
    Changed(ArticleId),
    /// The article existed and is unchanged.
    Known(ArticleId),
    /// The article existed, and the user has deleted it.
    Deleted(ArticleId),
}

/// Title of an article without a title, a name and an address.
pub(in crate::library) const UNTITLED: &str = "untitled";

/// Largest length of the sort key of a title, in characters.
pub(in crate::library) const MAX_TITLE_KEY_CHARS: usize = 24;

/// Returns the title of the document, else the name of the article on one line, else its address.
pub(in crate::library) fn title_of(article: &NewArticle<'_>) -> String {
    let metadata = article.document.map(|document| &document.metadata);
    let title = metadata.and_then(|metadata| metadata.title.as_deref());
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let name = clean::clean_line(&article.name);
    let url = metadata.and_then(|metadata| metadata.url.as_deref());
    match (name.as_ref(), url) {
        ("", Some(url)) => url.to_owned(),
        ("", None) => UNTITLED.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// Returns the sort key of a title: folded, from its first letter or digit on.
pub(in crate::library) fn title_key(title: &str) -> String {
    let folded = fold(title);
    let letters = folded.chars().skip_while(|c| !c.is_alphanumeric());
    letters.take(MAX_TITLE_KEY_CHARS).collect()
}

/// Returns the stored form of a path: text if it is UTF-8, else its bytes.
pub(in crate::library) fn path_value(path: Option<&Path>) -> Value {
    match path.map(|path| (path.to_str(), path)) {
        None => Value::Null,
        Some((Some(text), _)) => Value::Text(text.to_owned()),
        Some((None, path)) => Value::Blob(path.as_os_str().as_encoded_bytes().to_vec()),
    }
}

/// Returns the path in a cell of the database: see [`path_value`].
pub(in crate::library) fn path_from(value: ValueRef<'_>) -> Option<PathBuf> {
    match value {
        ValueRef::Text(bytes) => Some(PathBuf::from(String::from_utf8_lossy(bytes).into_owned())),
        ValueRef::Blob(bytes) => Some(PathBuf::from(OsStr::from_bytes(bytes))),
        _ => None,
    }
}

impl UpsertOutcome {
    /// Returns the id of the article.
    pub fn id(self) -> ArticleId {
        match self {
            Self::New(id) | Self::Changed(id) | Self::Known(id) | Self::Deleted(id) => id,
        }
    }
}
