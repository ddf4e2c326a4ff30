//! Where articles come from: [`Source`].

use std::path::PathBuf;

use super::{CategoryId, SourceId};

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
    pub is_paused: bool,
    /// How many articles of the library it has brought.
    pub article_count: usize,
    /// How many of them are not read.
    pub unread_count: usize,
    /// When it was last looked through without a fault, seconds since 1970 in UTC.
    pub last_success: Option<i64>,
    /// When it is to be fetched next, likewise.
    pub next_fetch: Option<i64>,
    /// Since when it can't be reached, likewise.
    pub failing_since: Option<i64>,
    /// What is wrong with it.
    pub error: Option<SourceError>,
}

/// Why a source can't be read, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// As a code.
    pub kind: SourceErrorKind,
    /// What belongs to it: a status, a path, the message of the system.
    pub details: Option<String>,
}

/// Declares the codes of errors of sources, with their names in the database.
macro_rules! source_errors {
    ($($(#[$comment:meta])* $kind:ident = $name:literal,)*) => {
        /// What is wrong with a source.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SourceErrorKind {
            $($(#[$comment])* $kind,)*
        }

        impl SourceErrorKind {
            /// As the database has it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The code of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

source_errors! {
    /// The folder is not there.
    NoFolder = "no-folder",
    /// The file is not there.
    NoFile = "no-file",
    /// The folder is empty, and was not.
    EmptyFolder = "empty-folder",
    /// The system does not let it be read.
    Unreadable = "unreadable",
    /// A part of it can't be read; the rest was.
    SomeFilesUnreadable = "partly",
    /// The name of the host is not known.
    Resolve = "resolve",
    /// No connection comes about.
    Connect = "connect",
    /// The answer takes too long.
    Timeout = "timeout",
    /// The connection is not safe.
    Tls = "tls",
    /// The answer has a status that is none of success.
    Status = "status",
    /// The address asks for a name and a password.
    Unauthorized = "unauthorized",
    /// The site lets no program in that is no browser.
    ChallengePage = "challenge",
    /// The host has asked to wait.
    RateLimited = "wait",
    /// It is gone for good.
    Gone = "gone",
    /// Redirects lead in a circle, or to where none may lead.
    Redirect = "redirect",
    /// An address that may not be asked for.
    Forbidden = "forbidden",
    /// There is more than is read.
    TooLarge = "too-large",
    /// The answer is cut, or its coding is damaged.
    Damaged = "damaged",
    /// The answer is no feed.
    NotAFeed = "not-a-feed",
    /// Anything else: the detail says it.
    Other = "other",
}

impl SourceError {
    /// An error as the database has it; none without a code. One that is not known is told as it is.
    pub fn from_code(code: Option<String>, detail: Option<String>) -> Option<Self> {
        let code = code?;
        Some(match SourceErrorKind::from_name(&code) {
            Some(kind) => Self {
                kind,
                details: detail,
            },
            None => Self {
                kind: SourceErrorKind::Other,
                details: Some(code),
            },
        })
    }
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let detail = self.details.as_deref().unwrap_or_default();
        let what = match self.kind {
            SourceErrorKind::NoFolder => "the folder is not there: its articles are kept",
            SourceErrorKind::NoFile => "the file is not there: its article is kept",
            SourceErrorKind::EmptyFolder => "the folder is empty: its articles are kept",
            SourceErrorKind::Unreadable => return write!(f, "{detail}: its articles are kept"),
            SourceErrorKind::SomeFilesUnreadable | SourceErrorKind::Other => {
                return f.write_str(detail);
            }
            SourceErrorKind::Resolve => "the name of the host is not known",
            SourceErrorKind::Connect => "the server can't be reached",
            SourceErrorKind::Timeout => "the server does not answer in time",
            SourceErrorKind::Tls => "the connection is not safe",
            SourceErrorKind::Status => return write!(f, "the server answers {detail}"),
            SourceErrorKind::Unauthorized => "it asks for a name and a password",
            SourceErrorKind::ChallengePage => {
                "this site blocks readers; ask its owner to let feeds through"
            }
            SourceErrorKind::RateLimited => "the server has asked to wait",
            SourceErrorKind::Gone => "the feed is gone",
            SourceErrorKind::Redirect => "redirects lead nowhere",
            SourceErrorKind::Forbidden => "the address may not be asked for",
            SourceErrorKind::TooLarge => "the answer is too large",
            SourceErrorKind::Damaged => "the answer is damaged",
            SourceErrorKind::NotAFeed => "the answer is no feed",
        };
        match detail {
            "" => f.write_str(what),
            detail => write!(f, "{what} ({detail})"),
        }
    }
}

/// What a request for a source came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchOutcome {
    /// New entries.
    New,
    /// Entries that say something else now.
    Updated,
    /// Nothing new.
    Unchanged,
    /// It is gone for good.
    Gone,
    /// It failed.
    Failed,
    /// It was not sent.
    Skipped,
}

impl FetchOutcome {
    /// As scripts and the database have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Gone => "gone",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The outcome of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::New,
            Self::Updated,
            Self::Unchanged,
            Self::Gone,
            Self::Failed,
            Self::Skipped,
        ]
        .into_iter()
        .find(|outcome| outcome.name() == name)
    }
}

/// A named set of sources, in a tree of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// The category that it is in.
    pub parent: Option<CategoryId>,
    /// Its name, once below its parent.
    pub name: String,
    /// Its place among its siblings.
    pub position: i64,
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
