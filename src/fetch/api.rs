//! Requests to the API of a server: [`ApiRequest`], [`Client::call`]. Any status is an answer, and no redirect is followed: what
//! was meant for one address goes to no other.

use ureq::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::client::{Client, ENCODINGS};
use super::decoding::decode;
use super::error::FetchError;
use super::exchange::Exchange;
use super::headers::{date, latin1, retry_after};
use super::redirects::Target;
use super::request::{BodyLimits, RetryAfter};

/// Size limits of the answer of an API, in bytes: the texts of some hundred articles.
const LIMITS: BodyLimits = BodyLimits {
    received: 64 * 1024 * 1024,
    decoded: 128 * 1024 * 1024,
};

/// Request to the API of a server.
#[derive(Debug, Clone)]
pub struct ApiRequest {
    /// Method.
    pub method: ApiMethod,
    /// Address with its query, `http` or `https`, without user name and password.
    pub url: String,
    /// Headers beside those of the client; `accept` replaces that of the client. Their values are never logged.
    pub headers: Vec<(&'static str, String)>,
    /// Entity tag of the stored answer: a GET request becomes conditional.
    pub etag: Option<String>,
    /// Body of a request that is not GET.
    pub body: Option<ApiBody>,
}

/// Body of a request, with its media type.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiBody {
    /// Value of `Content-Type`.
    pub media_type: &'static str,
    /// Bytes of the body.
    pub bytes: Vec<u8>,
}

/// Hides the bytes, which may be a password.
impl std::fmt::Debug for ApiBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ApiBody({}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}

/// Method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiMethod {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// Answer of a server, with any status.
#[derive(Debug, Clone, Default)]
pub struct ApiAnswer {
    /// Status.
    pub status: u16,
    /// Body after decoding; may be empty.
    pub body: Vec<u8>,
    /// Time of the server (`Date`), in seconds since 1970-01-01 UTC.
    pub date: Option<i64>,
    /// Value of `ETag`.
    pub etag: Option<String>,
    /// Value of `Location`: the address to use, if the status is a redirect.
    pub location: Option<String>,
    /// Value of `Retry-After`.
    pub retry_after: Option<RetryAfter>,
    /// Other headers, their names in lower case.
    pub headers: Vec<(String, String)>,
}

impl ApiRequest {
    /// Returns a request without headers and body.
    pub fn new(method: ApiMethod, url: String) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            etag: None,
            body: None,
        }
    }
}

impl ApiAnswer {
    /// Returns the value of a header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Client {
    /// Sends a request to an API, and receives its answer. `allow_private` says that the server itself lives on a private
    /// address.
    ///
    /// The time limits are several times those of [`ClientOptions`](super::ClientOptions): 60 seconds for the head of an answer to GET,
    /// 120 to other requests.
    ///
    /// A GET request that fails on an idle connection is sent again; one with another method is not, since the server may
    /// have acted on it.
    ///
    /// # Errors
    ///
    /// [`FetchError`] where no whole answer came, or a header is not valid.
    pub fn call(&self, request: &ApiRequest, allow_private: bool) -> Result<ApiAnswer, FetchError> {
        let (target, _) = Target::parse(&request.url)?;
        let agent = self.agent_for(&target, allow_private)?;
        let headers = headers_of(request)?;
        let url = target.as_str();
        let method = match request.method {
            ApiMethod::Get => None,
            ApiMethod::Post => Some(Method::POST),
            ApiMethod::Put => Some(Method::PUT),
            ApiMethod::Delete => Some(Method::DELETE),
        };
        let limits = self.api_limits(request.method != ApiMethod::Get);
        let exchange = match method {
            None => Exchange::send(agent, url, &headers, limits)?,
            Some(method) => {
                let body = request.body.as_ref().map(|body| body.bytes.as_slice());
                Exchange::send_body(agent, method, url, &headers, body, limits)?
            }
        };
        let status = exchange.status();
        let headers = exchange.headers().clone();
        let mut received = 0;
        let body = match status {
            204 | 304 => exchange.read_remainder(false, &mut received),
            _ => exchange.read_body(LIMITS.received, &mut received)?,
        };
        let encoding: Vec<String> = headers
            .get_all(CONTENT_ENCODING)
            .into_iter()
            .map(|value| latin1(value.as_bytes()))
            .collect();
        let body = decode(body, &encoding.join(","), LIMITS.decoded)?;
        tracing::debug!(host = target.host(), status, received, "called");
        Ok(ApiAnswer {
            status,
            body,
            date: date(&headers),
            etag: text(&headers, &ETAG),
            location: text(&headers, &LOCATION),
            retry_after: retry_after(&headers),
            headers: headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), latin1(value.as_bytes())))
                .collect(),
        })
    }
}

/// Returns the headers of a request. All values that the request itself has are sensitive.
fn headers_of(request: &ApiRequest) -> Result<Vec<(HeaderName, HeaderValue)>, FetchError> {
    let mut headers = vec![(ACCEPT_ENCODING, HeaderValue::from_static(ENCODINGS))];
    if !request.headers.iter().any(|(name, _)| *name == "accept") {
        let any = HeaderValue::from_static("application/json, */*;q=0.5");
        headers.push((ACCEPT, any));
    }
    if let Some(body) = &request.body {
        headers.push((CONTENT_TYPE, HeaderValue::from_static(body.media_type)));
    }
    if let Some(Ok(etag)) = request.etag.as_deref().map(HeaderValue::from_str) {
        headers.push((IF_NONE_MATCH, etag));
    }
    for (name, value) in &request.headers {
        // The value may be a password: the error names only the header.
        let invalid = || FetchError::Other(format!("the value of {name} is not valid"));
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| invalid())?;
        value.set_sensitive(true);
        headers.push((parsed, value));
    }
    Ok(headers)
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = latin1(headers.get(name)?.as_bytes());
    (!value.is_empty()).then_some(value)
}
