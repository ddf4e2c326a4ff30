//! Errors of an imported file: [`MalformedFile`].

use crate::extract;
use crate::library::LibraryError;

/// Error in a file, or in an article of it, that can't be imported.
#[derive(Debug, thiserror::Error)]
pub enum MalformedFile {
    /// The JSON ends early or is malformed.
    #[error("it is damaged or cut off ({0})")]
    Json(#[source] serde_json::Error),
    /// The JSON is not an export of newsprint.
    #[error("not an export of newsprint")]
    NotALibrary,
    /// An article in it can't be read.
    #[error("article {number} is damaged ({reason})")]
    Article {
        /// Number of the article in the file, from 1.
        number: usize,
        /// Error in the article.
        reason: Box<MalformedFile>,
    },
    /// The document of an article is malformed.
    #[error("the text of an article: {0}")]
    Document(#[source] serde_json::Error),
    /// A value has another type than its column.
    #[error("{0} has the wrong type")]
    Value(&'static str),
    /// An anchor is malformed.
    #[error("a place in an article: {0}")]
    Anchor(#[source] serde_json::Error),
    /// A correction is malformed.
    #[error("a correction of an article: {0}")]
    Correction(#[source] serde_json::Error),
    /// A number is not a time.
    #[error("not a time")]
    NoTime,
    /// A string is not a time in RFC 3339.
    #[error("not a time: {0}")]
    Time(String),
    /// An identity key is malformed.
    #[error("not a key of an article: {0}")]
    Key(String),
    /// The kind of a source is not known.
    #[error("unknown kind of source: {0}")]
    SourceKind(String),
    /// The file can't be read.
    #[error("{0}")]
    File(#[from] FileError),
    /// The file contains no text.
    #[error("{0}")]
    NotText(#[from] extract::Unreadable),
    /// A text can't be compressed or stored.
    #[error("{0}")]
    Library(#[from] LibraryError),
}

/// Error of reading a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The file exceeds the limit of an import.
    #[error("it is too large")]
    TooLarge,
    /// The system refuses to read the file; its message.
    #[error("{0}")]
    System(String),
}
