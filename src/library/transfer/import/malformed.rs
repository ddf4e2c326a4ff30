//! Errors of an imported file: [`Malformed`].

use crate::extract;
use crate::library::LibraryError;

/// Why a file, or an article in it, can't be imported.
#[derive(Debug, thiserror::Error)]
pub enum MalformedFile {
    /// The JSON ends early, or is none.
    #[error("it is damaged or cut off ({0})")]
    Json(#[source] serde_json::Error),
    /// The JSON is something else.
    #[error("not a library of newsprint")]
    NotALibrary,
    /// An article in it can't be read.
    #[error("article {number} is damaged ({reason})")]
    Article {
        /// Number of the article in the file, from 1.
        number: usize,
        /// Error in the article.
        reason: Box<MalformedFile>,
    },
    /// The document of an article is none.
    #[error("the text of an article: {0}")]
    Document(#[source] serde_json::Error),
    /// A value is of another kind than its column.
    #[error("{0} has the wrong type")]
    Value(&'static str),
    /// An anchor is none.
    #[error("a place in an article: {0}")]
    Anchor(#[source] serde_json::Error),
    /// A number is no time.
    #[error("no time")]
    NoTime,
    /// A text is no time of RFC 3339.
    #[error("not a time: {0}")]
    Time(String),
    /// A key by which an article is recognised is none.
    #[error("not a key of an article: {0}")]
    Key(String),
    /// The kind of a source is not known.
    #[error("unknown kind of source: {0}")]
    SourceKind(String),
    /// The file can't be read.
    #[error("{0}")]
    File(#[from] FileError),
    /// The file holds no text.
    #[error("{0}")]
    NotText(#[from] extract::Unreadable),
    /// A text can't be stored.
    #[error("{0}")]
    Library(#[from] LibraryError),
}

/// Why the bytes of a file are not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The file exceeds the limit of an import.
    #[error("it is too large")]
    TooLarge,
    /// The system does not let it be read: its words.
    #[error("{0}")]
    System(String),
}
