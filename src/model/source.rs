//! Sources of articles: [`Source`], its kind, its last error, and categories of sources.

use std::path::PathBuf;

use super::{CategoryId, SourceId};

/// Source of articles: a feed, a folder or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Id in the library.
    pub id: SourceId,
    /// Kind of the source.
    pub kind: SourceKind,
    /// Title.
    pub title: String,
    /// Address, if it has one.
    pub url: Option<String>,
    /// Canonical path of its folder or file, if it has one.
    pub path: Option<PathBuf>,
    /// True if the user has paused it: it is not refreshed.
    pub is_paused: bool,
    /// Number of articles in the library that it has.
    pub article_count: usize,
    /// Number of those that are unread.
    pub unread_count: usize,
    /// Time of the last refresh without an error, in seconds since 1970-01-01 UTC.
    pub last_success: Option<i64>,
    /// Time of the next scheduled fetch, in seconds since 1970-01-01 UTC.
    pub next_fetch: Option<i64>,
    /// Time since which every refresh has failed, in seconds since 1970-01-01 UTC.
    pub failing_since: Option<i64>,
    /// Error of the last refresh.
    pub error: Option<SourceError>,
}

/// Error of a source: it could not be read, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// Code of the error.
    pub kind: SourceErrorKind,
    /// Details: an HTTP status, a path, or the message of the system.
    pub details: Option<String>,
}

/// Declares the codes of errors with their names in the database.
macro_rules! source_errors {
    ($($(#[$comment:meta])* $kind:ident = $name:literal,)*) => {
        /// Code of an error of a source.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SourceErrorKind {
            $($(#[$comment])* $kind,)*
        }

        impl SourceErrorKind {
            /// Returns the name in the database.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// Returns the code with this name.
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
    /// The folder does not exist.
    NoFolder = "no-folder",
    /// The file does not exist.
    NoFile = "no-file",
    /// The folder is empty and was not before: a mount may be missing.
    EmptyFolder = "empty-folder",
    /// Permission denied, or another error of the system.
    Unreadable = "unreadable",
    /// Some files can't be read; the rest was.
    SomeFilesUnreadable = "partly",
    /// The host name could not be resolved (DNS).
    Resolve = "resolve",
    /// The connection failed.
    Connect = "connect",
    /// The server did not answer in time.
    Timeout = "timeout",
    /// The TLS handshake or certificate is not valid.
    Tls = "tls",
    /// The HTTP status is an error.
    Status = "status",
    /// The server asks for credentials (401).
    Unauthorized = "unauthorized",
    /// The site shows a challenge page that only browsers pass.
    ChallengePage = "challenge",
    /// The server asked to wait (429, 503).
    RateLimited = "wait",
    /// The source is gone for good (410).
    Gone = "gone",
    /// The redirects form a loop, are too many, or lead to a forbidden address.
    Redirect = "redirect",
    /// The address guard forbids this address.
    Forbidden = "forbidden",
    /// The answer exceeds the size limit.
    TooLarge = "too-large",
    /// The answer is truncated, or its encoding is damaged.
    Damaged = "damaged",
    /// The answer is not a feed.
    NotAFeed = "not-a-feed",
    /// The server of the account does not take the user name or the password.
    WrongPassword = "wrong-password",
    /// The web server of the account does not pass on the header with the credentials.
    LostAuthorization = "lost-authorization",
    /// The web server of the account does not pass on the path of requests.
    LostPath = "lost-path",
    /// The token of the account has letters that no header can have.
    TokenLetters = "token-letters",
    /// No password of the account is stored.
    NoPassword = "no-password",
    /// The password of the account can't be read; the details say why.
    Password = "password",
    /// The API of the server is switched off.
    ApiOff = "api-off",
    /// The server of the account is too old; the details name the version that is needed.
    TooOld = "too-old",
    /// The server of the account does not trust the host of its address.
    UntrustedDomain = "untrusted-domain",
    /// The server of the account is under maintenance.
    Maintenance = "maintenance",
    /// The address of the account is not that of the API.
    WrongAddress = "wrong-address",
    /// The server of the account has moved.
    Moved = "moved",
    /// The answer of the server is not what its API promises.
    Unexpected = "unexpected",
    /// The server of the account did not subscribe to the feed; the details are its status, or that no answer came in time.
    NotSubscribed = "not-subscribed",
    /// The file of the tokens can't be used; the details say why.
    Tokens = "tokens",
    /// Any other error; the details name it.
    Other = "other",
}

impl SourceError {
    /// Makes an error from a code and details of the database; `None` without a code. An unknown code becomes the
    /// details of `Other`.
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
            SourceErrorKind::NoFolder => "the folder does not exist; its articles stay",
            SourceErrorKind::NoFile => "the file does not exist; its article stays",
            SourceErrorKind::EmptyFolder => "the folder is empty; its articles stay",
            SourceErrorKind::Unreadable => return write!(f, "{detail}; its articles stay"),
            SourceErrorKind::SomeFilesUnreadable
            | SourceErrorKind::Password
            | SourceErrorKind::Tokens
            | SourceErrorKind::Other => {
                return f.write_str(detail);
            }
            SourceErrorKind::RateLimited => match detail.parse::<u32>() {
                Ok(seconds) => {
                    let minutes = seconds.div_ceil(60);
                    return write!(f, "the server asked to wait for {minutes} min");
                }
                Err(_) => "the server asked to wait",
            },
            SourceErrorKind::WrongPassword => "wrong user name or password",
            SourceErrorKind::LostAuthorization => {
                "its web server does not pass on the header Authorization"
            }
            SourceErrorKind::LostPath => "its web server does not pass on the path of requests",
            SourceErrorKind::TokenLetters => "its user name has letters beyond ASCII",
            SourceErrorKind::NoPassword => "no password is stored",
            SourceErrorKind::ApiOff => "the API is switched off",
            SourceErrorKind::TooOld => {
                return write!(f, "the server is too old: {detail} is needed");
            }
            SourceErrorKind::UntrustedDomain => "the server does not trust this address",
            SourceErrorKind::Maintenance => "the server is under maintenance",
            SourceErrorKind::WrongAddress => "not the address of the API",
            SourceErrorKind::Moved => "the server has moved",
            SourceErrorKind::Unexpected => "unexpected answer",
            SourceErrorKind::NotSubscribed => "the server did not subscribe to it",
            SourceErrorKind::Resolve => "host name not found",
            SourceErrorKind::Connect => "can't connect to the server",
            SourceErrorKind::Timeout => "the server did not answer in time",
            SourceErrorKind::Tls => "the secure connection failed",
            SourceErrorKind::Status => return write!(f, "the server answered {detail}"),
            SourceErrorKind::Unauthorized => "the server asks for a user name and password",
            SourceErrorKind::ChallengePage => {
                "this site blocks readers; ask its owner to let feeds through"
            }
            SourceErrorKind::Gone => "the feed is gone",
            SourceErrorKind::Redirect => "too many redirects",
            SourceErrorKind::Forbidden => "the address is not allowed",
            SourceErrorKind::TooLarge => "the answer is too large",
            SourceErrorKind::Damaged => "the answer is damaged",
            SourceErrorKind::NotAFeed => "the answer is not a feed",
        };
        match detail {
            "" => f.write_str(what),
            detail => write!(f, "{what} ({detail})"),
        }
    }
}

/// Result of a request for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchOutcome {
    /// New entries.
    New,
    /// Changed entries, none of them new.
    Updated,
    /// Nothing new.
    Unchanged,
    /// Gone for good.
    Gone,
    /// Failed.
    Failed,
    /// Not sent.
    Skipped,
}

impl FetchOutcome {
    /// Returns the name in scripts and in the database.
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

    /// Returns the result with this name.
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

/// Category of sources: a named set, possibly nested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Id in the library.
    pub id: CategoryId,
    /// Parent category; `None` at the top.
    pub parent: Option<CategoryId>,
    /// Name, unique below its parent.
    pub name: String,
    /// Order among its siblings.
    pub position: i64,
}

/// Kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// Feed.
    Feed,
    /// Folder, with the folders in it.
    Folder,
    /// Single page: a file.
    Page,
    /// Feed of an account: its server fetches it.
    Account,
}

impl SourceKind {
    /// Returns the name in scripts and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Folder => "folder",
            Self::Page => "page",
            Self::Account => "account",
        }
    }

    /// Returns the kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Feed, Self::Folder, Self::Page, Self::Account]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
