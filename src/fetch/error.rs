//! Error of a request: [`FetchError`].

use crate::model::{SourceError, SourceErrorKind};
use crate::text::redact;

/// Phase of a request that took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeoutPhase {
    /// Looking up the host name.
    Resolve,
    /// Connecting, with the TLS handshake.
    Connect,
    /// Sending the request.
    Send,
    /// Waiting for the head of the answer.
    FirstByte,
    /// Receiving the body, or the whole request.
    Body,
}

/// Error of a request. No address stands in it: that may have credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is no http or https address.
    #[error("not an http or https address")]
    InvalidUrl,
    /// The host name was not found.
    #[error("host name not found")]
    Resolve,
    /// The connection failed.
    #[error("can't connect: {0}")]
    Connect(String),
    /// Too slow.
    #[error("too slow")]
    Timeout(TimeoutPhase),
    /// The TLS handshake failed, or the certificate is not valid.
    #[error("TLS: {0}")]
    Tls(String),
    /// The status is an error.
    #[error("status {0}")]
    Status(u16),
    /// The site shows a page that only browsers pass.
    #[error("a challenge page")]
    ChallengePage,
    /// More redirects than are followed.
    #[error("too many redirects")]
    TooManyRedirects,
    /// The redirects lead back to an address that redirected before.
    #[error("redirects form a loop")]
    RedirectLoop,
    /// A redirect has no target, or one that is no http or https address.
    #[error("a redirect without a usable target")]
    InvalidRedirect,
    /// The address guard forbids the host.
    #[error("{host} is a private address")]
    Forbidden {
        /// Host.
        host: String,
    },
    /// The body exceeds a limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// Limit in bytes.
        limit: u64,
    },
    /// The body ended early.
    #[error("the answer ended early")]
    Truncated,
    /// The content coding is damaged.
    #[error("damaged content coding")]
    DamagedEncoding,
    /// 304 to a request without validators.
    #[error("304 to an unconditional request")]
    UnexpectedNotModified,
    /// 200 without content.
    #[error("an empty answer")]
    EmptyAnswer,
    /// The answer is not HTTP.
    #[error("malformed answer: {0}")]
    Malformed(String),
    /// The proxy refused.
    #[error("the proxy failed: {0}")]
    Proxy(String),
    /// The client was shut down.
    #[error("cancelled")]
    Cancelled,
    /// Another error.
    #[error("{0}")]
    Other(String),
}

impl FetchError {
    /// Returns the error as it is stored for the source.
    pub fn source_error(&self) -> SourceError {
        use SourceErrorKind as Kind;
        let (kind, details) = match self {
            Self::InvalidUrl => (Kind::Other, Some(self.to_string())),
            Self::Resolve => (Kind::Resolve, None),
            Self::Connect(details) => (Kind::Connect, Some(details.clone())),
            Self::Timeout(phase) => (Kind::Timeout, Some(phase.name().to_owned())),
            Self::Tls(details) => (Kind::Tls, Some(details.clone())),
            Self::Status(401 | 407) => (Kind::Unauthorized, None),
            Self::Status(429) => (Kind::RateLimited, Some("429".to_owned())),
            Self::Status(410) => (Kind::Gone, None),
            Self::Status(status) => (Kind::Status, Some(status.to_string())),
            Self::ChallengePage => (Kind::ChallengePage, None),
            Self::TooManyRedirects => (Kind::Redirect, None),
            Self::RedirectLoop => (Kind::Redirect, Some("a loop".to_owned())),
            Self::InvalidRedirect => (Kind::Redirect, Some("without a usable target".to_owned())),
            Self::Forbidden { host } => (Kind::Forbidden, Some(host.clone())),
            Self::TooLarge { limit } => (Kind::TooLarge, Some(format!("over {limit} bytes"))),
            Self::Truncated => (Kind::Damaged, Some("it ended early".to_owned())),
            Self::DamagedEncoding => (Kind::Damaged, Some("its compression".to_owned())),
            Self::UnexpectedNotModified => (Kind::Damaged, Some(self.to_string())),
            Self::EmptyAnswer => (Kind::Damaged, Some("it is empty".to_owned())),
            Self::Malformed(details) => (Kind::Damaged, Some(details.clone())),
            Self::Proxy(_) | Self::Cancelled | Self::Other(_) => {
                (Kind::Other, Some(self.to_string()))
            }
        };
        SourceError {
            kind,
            details: details.map(|details| redact(&details).into_owned()),
        }
    }
}

impl TimeoutPhase {
    fn name(self) -> &'static str {
        match self {
            Self::Resolve => "looking up its name",
            Self::Connect => "connecting",
            Self::Send => "sending the request",
            Self::FirstByte => "waiting for the answer",
            Self::Body => "receiving the answer",
        }
    }
}
