//! Where articles come from: [`Source`].

use std::path::PathBuf;

use super::SourceId;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name in the library.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// What it is called.
    pub title: String,
    /// Its address, if it has one.
    pub url: Option<String>,
    /// Its folder or file, canonical, if it has one.
    pub path: Option<PathBuf>,
    /// Whether it is left alone until the user says otherwise.
    pub paused: bool,
    /// How many articles of the library it has brought.
    pub articles: usize,
    /// How many of them are not read.
    pub unread: usize,
    /// When it was last looked through without a fault, seconds since 1970 in UTC.
    pub last_success: Option<i64>,
    /// When it is to be fetched next, likewise.
    pub next_fetch: Option<i64>,
    /// Since when it can't be reached, likewise.
    pub failing_since: Option<i64>,
    /// What is wrong with it, in one line.
    pub error: Option<String>,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A feed.
    Feed,
    /// A folder, with all that is in it.
    Folder,
    /// A single page: a file.
    Page,
}

impl SourceKind {
    /// As scripts and the database have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Folder => "folder",
            Self::Page => "page",
        }
    }

    /// What has that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Feed, Self::Folder, Self::Page]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
