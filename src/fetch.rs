//! HTTP requests: an address and validators to an answer, a 304 or an error ([`Client`]), within limits of bytes and time.
//!
//! 1. [`client`] sends requests and follows redirects: the only place that knows the HTTP crate, with [`resolver`].
//! 2. [`address_guard`] forbids private addresses to public sources; it looks at addresses, never at their spelling.
//! 3. [`decoding`] undoes content codings by what the bytes are, under one limit.
//! 4. [`headers`] reads what an answer says about its age and about the next request.
//! 5. [`politeness`] has the rules for the time of the next request: pure functions over the stored state.

mod address_guard;
mod client;
mod decoding;
mod error;
mod headers;
pub mod politeness;
mod proxy;
mod resolver;

pub use address_guard::is_private_address;
pub use client::{Client, ClientOptions, has_network};
pub use error::{FetchError, TimeoutPhase};

/// Kind of content that is asked for: it decides the `Accept` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// Feed.
    Feed,
    /// Web page.
    Page,
    /// Image.
    Image,
}

/// User name and password for Basic authentication (RFC 7617).
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// Limits of the body of an answer, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimits {
    /// Bytes received.
    pub received: u64,
    /// Bytes after decoding.
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

/// Request to be sent.
#[derive(Debug)]
pub struct FetchRequest<'a> {
    /// Address. A user name and password in it are taken out and used as credentials.
    pub url: &'a str,
    /// Validators of the last answer: the request is conditional if there are any.
    pub validators: Option<&'a Validators>,
    /// Kind of content.
    pub accept: Accept,
    /// More headers, only for the origin of the address.
    pub headers: &'a [(String, String)],
    /// Credentials, only for the origin of the address.
    pub credentials: Option<&'a Credentials>,
    /// True if private and loopback addresses are allowed: the source itself lives on one.
    pub allow_private: bool,
    /// Limits of the body.
    pub limits: BodyLimits,
}

/// Validators of an answer (RFC 9110, section 8.8): opaque bytes, sent back as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

/// Result of a request, and what is recorded about it.
#[derive(Debug)]
pub struct FetchReport {
    /// Answer or error.
    pub result: Result<Fetched, FetchError>,
    /// Status of the last answer; `None` if there was none.
    pub status: Option<u16>,
    /// Bytes of bodies received.
    pub bytes: u64,
    /// Duration in milliseconds.
    pub milliseconds: u64,
    /// Redirects that were followed, in order.
    pub redirects: Vec<Redirect>,
    /// `Retry-After` of the last answer.
    pub retry_after: Option<RetryAfter>,
}

/// Redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Status: 301, 302, 303, 307 or 308.
    pub status: u16,
    /// Absolute target.
    pub url: String,
}

/// Value of `Retry-After` (RFC 9110, section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// Seconds from now.
    Seconds(i64),
    /// Time in seconds since 1970-01-01 UTC.
    Date(i64),
}

/// Successful answer.
#[derive(Debug)]
pub enum Fetched {
    /// Content.
    Answer(Answer),
    /// 304 to a conditional request.
    NotModified {
        /// Validators that the 304 carries.
        validators: Validators,
        /// Cache headers.
        cache: CacheHeaders,
    },
}

/// Content of an answer.
#[derive(Debug)]
pub struct Answer {
    /// Address after redirects.
    pub url: String,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// Validators.
    pub validators: Validators,
    /// Cache headers.
    pub cache: CacheHeaders,
    /// Decoded body.
    pub body: Vec<u8>,
}

/// Freshness of an answer (RFC 9111, section 4.2), in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheHeaders {
    /// `Cache-Control: max-age`.
    pub max_age: Option<i64>,
    /// `Expires` minus `Date`.
    pub expires_in: Option<i64>,
}
