//! Requests and answers as data: [`FetchRequest`], [`FetchReport`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::FetchError;

/// One request, with its redirects.
#[derive(Debug, Clone, Copy)]
pub struct FetchRequest<'a> {
    /// Address, `http` or `https`. A user name and a password in it are used as [`Credentials`] and never sent as part of it.
    pub url: &'a str,
    /// Validators of the stored answer: the request becomes conditional (RFC 9110, section 13.1).
    ///
    /// They belong to the answer at the end of the redirects. `If-None-Match` is sent with every request of a chain: an
    /// entity tag that another resource made does not match. `If-Modified-Since` is sent to the first address, and after a
    /// redirect only where path and query stay the same (another scheme or host name of one resource): a sign-in page that
    /// is older than the feed would answer 304 else.
    pub validators: Option<&'a Validators>,
    /// Expected content.
    pub accept: Accept,
    /// Additional headers, sent to the origin of `url` only. They replace those of the client.
    pub headers: &'a [(String, String)],
    /// User and password (RFC 7617), sent to the origin of `url` only.
    pub credentials: Option<&'a Credentials>,
    /// True if private and loopback addresses are allowed, also after redirects: the source itself lives on one. See
    /// [`super::is_private_address`].
    pub allow_private: bool,
    /// Size limits of the body.
    pub limits: BodyLimits,
}

/// Expected content of an answer; it selects the header `Accept`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// A feed.
    Feed,
    /// A web page.
    Page,
    /// An image.
    Image,
}

/// User name and password for HTTP Basic authentication.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
}

impl Credentials {
    /// Returns the value of `Authorization`.
    pub fn authorization(&self) -> String {
        let Self { user, password } = self;
        format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
    }
}

/// Hides both.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials([redacted])")
    }
}

/// Size limits of a body, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimits {
    /// Limit of the bytes that the server sends.
    pub received: u64,
    /// Limit of the bytes after each decoding.
    pub decoded: u64,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self {
            received: 10 * 1024 * 1024,
            decoded: 100 * 1024 * 1024,
        }
    }
}

/// Validators of an answer, as received, byte for byte (RFC 9110, section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// Value of `ETag`.
    pub etag: Option<Vec<u8>>,
    /// Value of `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

/// Result of a request, with what the log of requests shows.
#[derive(Debug)]
pub struct FetchReport {
    /// Answer, or the reason why there is none.
    pub result: Result<Fetched, FetchError>,
    /// Status of the last answer.
    pub status: Option<u16>,
    /// Bytes of the last body, as received.
    pub bytes: u64,
    /// Duration of all, in milliseconds.
    pub milliseconds: u64,
    /// Redirects that were followed, in order.
    pub redirects: Vec<Redirect>,
    /// Value of `Retry-After` of the last answer (RFC 9110, section 10.2.3).
    pub retry_after: Option<RetryAfter>,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Status: 301 and 308 are permanent (RFC 9110, section 15.4).
    pub status: u16,
    /// Target, absolute, without a fragment and without a user name.
    pub url: String,
}

/// Waiting time that a server asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// A duration in seconds, 0 or more.
    Seconds(i64),
    /// A moment, in seconds since 1970-01-01 UTC.
    Date(i64),
}

/// A successful request.
#[derive(Debug)]
pub enum Fetched {
    /// New content.
    Answer(Answer),
    /// Status 304: the stored content is current.
    NotModified {
        /// Validators that the answer carries; they replace the stored ones.
        validators: Validators,
        /// Cache headers.
        cache: CacheHeaders,
    },
}

/// An answer with content.
#[derive(Debug)]
pub struct Answer {
    /// Address after redirects, without a fragment and without a user name.
    pub url: String,
    /// Value of `Content-Type`, read as Latin-1.
    pub content_type: Option<String>,
    /// Validators.
    pub validators: Validators,
    /// Cache headers.
    pub cache: CacheHeaders,
    /// Body after decoding, not empty.
    pub body: Vec<u8>,
}

/// Freshness of an answer (RFC 9111, section 4.2.1), in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheHeaders {
    /// `max-age` of `Cache-Control`.
    pub max_age: Option<i64>,
    /// `Expires` minus `Date`; without a date, minus the time of receipt. Not below 0.
    pub expires_in: Option<i64>,
}
