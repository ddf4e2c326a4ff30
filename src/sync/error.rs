//! Errors of a sync: [`SyncError`].

use crate::fetch::FetchError;
use crate::ingest::{Cancelled, PasswordError, PrivateFileError};
use crate::library::LibraryError;
use crate::model::{SourceError, SourceErrorKind};

/// Error of a sync, or of a request of it.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// No whole answer came.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The user name or the password is wrong, or the token is no longer valid and there is no password to get another one.
    #[error("wrong user name or password")]
    WrongPassword,
    /// The sign-in is accepted and the next request is not: the web server before the API does not pass on the header
    /// `Authorization`.
    #[error("the web server does not pass on the header Authorization")]
    LostAuthorization,
    /// The API does not get the path of a request: the web server does not pass it on (`PATH_INFO` of PHP).
    #[error("the web server does not pass on the path of requests")]
    LostPath,
    /// The server gives a token with letters beyond ASCII, as of the user's name: no header can have them.
    #[error("the token has letters beyond ASCII")]
    TokenLetters,
    /// There is no password: none was given, and none is stored.
    #[error("no password")]
    NoPassword,
    /// The password can't be read.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The API is switched off on the server.
    #[error("the API is switched off")]
    ApiOff,
    /// The server is too old for a sync.
    #[error("the server is too old: {needs} is needed")]
    TooOld {
        /// Name and first version that is new enough.
        needs: &'static str,
    },
    /// The server does not take requests for the host of this address: it is none of those that it trusts (Nextcloud).
    #[error("an untrusted domain")]
    UntrustedDomain,
    /// The server answers by a text instead of data, as one under maintenance does.
    #[error("under maintenance")]
    Maintenance,
    /// The address is not that of the API. `other` is the address to try.
    #[error("not the address of the API")]
    WrongAddress {
        /// Address that answers as the API, if one was found.
        other: Option<String>,
    },
    /// The server sends clients to another address.
    #[error("moved to {to}")]
    Moved {
        /// Address.
        to: String,
    },
    /// The server asked to wait (429, 503).
    #[error("the server asked to wait for {seconds} seconds")]
    Wait {
        /// Seconds.
        seconds: i64,
    },
    /// The server refuses a request (400 to 499) that it may take with other content.
    #[error("the server answered {status}")]
    Rejected {
        /// Status.
        status: u16,
    },
    /// The server failed (500 and above), or answered something else than this status promises.
    #[error("the server answered {status}")]
    Status {
        /// Status.
        status: u16,
    },
    /// The answer is not what the API promises: an error page with status 200, a truncated list, another key.
    #[error("unexpected answer to {request}")]
    UnexpectedAnswer {
        /// Request: the last part of its path.
        request: &'static str,
    },
    /// The API has no such operation.
    #[error("the API can't do this")]
    Unsupported,
    /// The tokens can't be read or written.
    #[error(transparent)]
    Tokens(#[from] PrivateFileError),
    /// Another program syncs this account.
    #[error("another program syncs this account")]
    Busy,
    /// The library can't be read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// Cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for SyncError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl SyncError {
    /// Returns true if the server has refused the request itself: a smaller one, without what it does not like, may pass.
    pub fn is_rejection(&self) -> bool {
        matches!(self, Self::Rejected { .. })
    }

    /// Returns what a source says of a server that did not subscribe to it, if the error is about this request alone: it was refused,
    /// failed, or was answered too late. The server may have the feed all the same, unless it has refused.
    pub fn as_failed_subscription(&self) -> Option<SourceError> {
        let details = match self {
            Self::Rejected { status } | Self::Status { status } => Some(status.to_string()),
            Self::Unsupported | Self::UnexpectedAnswer { .. } => None,
            Self::Fetch(FetchError::Timeout(_)) => Some("no answer in time".to_owned()),
            _ => return None,
        };
        Some(SourceError {
            kind: SourceErrorKind::NotSubscribed,
            details,
        })
    }

    /// Returns true if the server has failed to write an answer, or has not written all of it: one to a smaller request may come.
    pub fn is_failed_answer(&self) -> bool {
        matches!(
            self,
            Self::Status { status: 500.. }
                | Self::UnexpectedAnswer { .. }
                | Self::Fetch(
                    FetchError::TooLarge { .. }
                        | FetchError::Truncated
                        | FetchError::DamagedEncoding
                        | FetchError::EmptyAnswer
                )
        )
    }

    /// Returns true if a request or its answer is at fault, and not this program, its library or its user.
    pub fn is_of_server(&self) -> bool {
        match self {
            Self::Fetch(error) => !matches!(error, FetchError::Cancelled),
            Self::WrongPassword
            | Self::LostAuthorization
            | Self::LostPath
            | Self::TokenLetters
            | Self::ApiOff
            | Self::WrongAddress { .. }
            | Self::Moved { .. }
            | Self::TooOld { .. }
            | Self::Maintenance
            | Self::UntrustedDomain
            | Self::Wait { .. }
            | Self::Rejected { .. }
            | Self::Status { .. }
            | Self::UnexpectedAnswer { .. }
            | Self::Unsupported => true,
            Self::NoPassword
            | Self::Password(_)
            | Self::Tokens(_)
            | Self::Busy
            | Self::Library(_)
            | Self::Cancelled => false,
        }
    }

    /// Returns the code for the database, and details without credentials.
    pub fn code(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Fetch(error) => {
                let error = error.source_error();
                (error.kind.name(), error.details)
            }
            Self::WrongPassword => ("wrong-password", None),
            Self::LostAuthorization => ("lost-authorization", None),
            Self::LostPath => ("lost-path", None),
            Self::TokenLetters => ("token-letters", None),
            Self::NoPassword => ("no-password", None),
            Self::Password(error) => ("password", Some(error.to_string())),
            Self::ApiOff => ("api-off", None),
            Self::TooOld { needs } => ("too-old", Some((*needs).to_owned())),
            Self::UntrustedDomain => ("untrusted-domain", None),
            Self::Maintenance => ("maintenance", None),
            Self::WrongAddress { other } => ("wrong-address", other.clone()),
            Self::Moved { to } => ("moved", Some(to.clone())),
            Self::Wait { seconds } => ("wait", Some(seconds.to_string())),
            Self::Rejected { status } | Self::Status { status } => {
                ("status", Some(status.to_string()))
            }
            Self::UnexpectedAnswer { request } => ("unexpected", Some((*request).to_owned())),
            Self::Unsupported => ("unsupported", None),
            Self::Tokens(_) => ("tokens", Some(self.to_string())),
            Self::Busy => ("busy", None),
            Self::Library(error) => ("library", Some(error.to_string())),
            Self::Cancelled => ("cancelled", None),
        }
    }
}
