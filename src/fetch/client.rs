//! Client that sends requests and follows redirects: [`Client`].

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::http::header::{HeaderName, HeaderValue};
use ureq::http::{Request, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Timeout};
use url::Url;

use super::address_guard::is_forbidden;
use super::decoding::decode;
use super::headers;
use super::proxy::Proxies;
use super::resolver::{ForbiddenAddress, GuardedResolver};
use super::{
    Accept, Answer, Credentials, FetchError, FetchReport, FetchRequest, Fetched, Redirect,
    TimeoutPhase,
};

/// Name of the program in requests: honest and constant.
const USER_AGENT: &str = concat!(
    "newsprint/",
    env!("CARGO_PKG_VERSION"),
    " (terminal feed reader)"
);
/// Redirects that are followed.
const MAX_REDIRECTS: usize = 10;
/// Bytes of the body of an error that are looked at for a challenge.
const MAX_ERROR_BYTES: u64 = 64 * 1024;
/// Largest head of an answer, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Bytes that are read at once; the limit and the cancellation are looked at in between.
const READ_BYTES: usize = 64 * 1024;

/// Time limits of a client.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Looking up a host name, and connecting with the TLS handshake.
    pub connect: Duration,
    /// From the end of the request to the head of the answer.
    pub first_byte: Duration,
    /// Each request of a chain of redirects, with its body.
    pub whole: Duration,
    /// Proxies of the environment are used.
    pub uses_environment: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(20),
            whole: Duration::from_secs(60),
            uses_environment: true,
        }
    }
}

/// Client for all threads. It keeps connections alive, remembers the addresses of hosts for a minute, and has no cookies.
#[derive(Debug)]
pub struct Client {
    /// Agent whose resolver forbids private addresses.
    public: Agent,
    /// Agent whose resolver allows all addresses, also for proxies.
    open: Agent,
    proxies: Proxies,
    is_shut_down: AtomicBool,
}

/// One request of a chain of redirects.
struct Hop<'a> {
    url: &'a Url,
    /// True if it has the origin that was asked for: only that gets headers and credentials.
    is_first_origin: bool,
}

/// What a chain of requests has brought so far.
#[derive(Debug, Default)]
struct Progress {
    status: Option<u16>,
    bytes: u64,
    redirects: Vec<Redirect>,
    retry_after: Option<super::RetryAfter>,
}

impl Client {
    /// Returns a client with these limits.
    pub fn new(options: ClientOptions) -> Self {
        let agent = |allow_private| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .user_agent(USER_AGENT)
                .max_response_header_size(MAX_HEAD_BYTES)
                .proxy(None)
                .timeout_resolve(Some(options.connect))
                .timeout_connect(Some(options.connect))
                .timeout_send_request(Some(options.first_byte))
                .timeout_recv_response(Some(options.first_byte))
                .timeout_recv_body(Some(options.whole))
                .timeout_global(Some(options.whole))
                .tls_config(
                    TlsConfig::builder()
                        .root_certs(RootCerts::PlatformVerifier)
                        .build(),
                )
                .build();
            Agent::with_parts(
                config,
                DefaultConnector::default(),
                GuardedResolver::new(allow_private),
            )
        };
        let proxies = match options.uses_environment {
            true => Proxies::from_environment(|name| std::env::var(name).ok()),
            false => Proxies::default(),
        };
        Self {
            public: agent(false),
            open: agent(true),
            proxies,
            is_shut_down: AtomicBool::new(false),
        }
    }

    /// Ends all running requests at once, and every later one, with [`FetchError::Cancelled`].
    pub fn shut_down(&self) {
        self.is_shut_down.store(true, Ordering::SeqCst);
        self.public.clone().shutdown();
        self.open.clone().shutdown();
    }

    /// Sends a request, follows its redirects, and decodes the answer.
    pub fn fetch(&self, request: &FetchRequest<'_>) -> FetchReport {
        let began = Instant::now();
        let mut progress = Progress::default();
        let result = self.follow(request, &mut progress);
        let result = result.map_err(|error| match self.is_shut_down.load(Ordering::SeqCst) {
            true => FetchError::Cancelled,
            false => error,
        });
        let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            host = Url::parse(request.url)
                .ok()
                .and_then(|url| url.host_str().map(str::to_owned)),
            status = progress.status,
            bytes = progress.bytes,
            milliseconds,
            error = result.as_ref().err().map(tracing::field::display),
            "fetched"
        );
        FetchReport {
            result,
            status: progress.status,
            bytes: progress.bytes,
            milliseconds,
            redirects: progress.redirects,
            retry_after: progress.retry_after,
        }
    }

    fn follow(
        &self,
        request: &FetchRequest<'_>,
        progress: &mut Progress,
    ) -> Result<Fetched, FetchError> {
        let (first, own_credentials) = parse_url(request.url)?;
        let credentials = request.credentials.or(own_credentials.as_ref());
        let mut url = first.clone();
        let mut visited = vec![url.clone()];
        loop {
            let hop = Hop {
                url: &url,
                is_first_origin: url.origin() == first.origin(),
            };
            let response = self.send(request, credentials, &hop)?;
            let status = response.status().as_u16();
            progress.status = Some(status);
            progress.retry_after = headers::retry_after(response.headers());
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return self.read(request, &url, response, progress);
            }
            let target = redirect_target(&url, &response)?;
            drop(response);
            if progress.redirects.len() >= MAX_REDIRECTS {
                return Err(FetchError::TooManyRedirects);
            }
            if visited.contains(&target) {
                return Err(FetchError::RedirectLoop);
            }
            progress.redirects.push(Redirect {
                status,
                url: target.to_string(),
            });
            visited.push(target.clone());
            url = target;
        }
    }

    /// Sends one request of a chain.
    fn send(
        &self,
        request: &FetchRequest<'_>,
        credentials: Option<&Credentials>,
        hop: &Hop<'_>,
    ) -> Result<Response<Body>, FetchError> {
        if self.is_shut_down.load(Ordering::SeqCst) {
            return Err(FetchError::Cancelled);
        }
        let proxy = self.proxies.for_url(hop.url);
        if proxy.is_some() && !request.allow_private {
            // The resolver sees the proxy only.
            check_target(hop.url)?;
        }
        let agent = match request.allow_private || proxy.is_some() {
            true => &self.open,
            false => &self.public,
        };
        let mut built = Request::get(hop.url.as_str())
            .header("accept", accept_header(request.accept))
            .header("accept-encoding", "gzip, br, deflate");
        if let Some(validators) = request.validators {
            for (name, value) in [
                ("if-none-match", &validators.etag),
                ("if-modified-since", &validators.last_modified),
            ] {
                let value = value.as_deref().map(HeaderValue::from_bytes);
                if let Some(Ok(value)) = value {
                    built = built.header(name, value);
                }
            }
        }
        if hop.is_first_origin {
            for (name, value) in request.headers {
                let name = HeaderName::from_bytes(name.as_bytes());
                let value = HeaderValue::from_bytes(value.as_bytes());
                if let (Ok(name), Ok(value)) = (name, value) {
                    // A header of the user replaces ours.
                    if let Some(headers) = built.headers_mut() {
                        headers.insert(name, value);
                    }
                }
            }
            if let Some(credentials) = credentials {
                built = built.header("authorization", basic_authorization(credentials));
            }
        }
        let built = built.body(()).map_err(|_| FetchError::InvalidUrl)?;
        let built = match proxy {
            Some(proxy) => agent
                .configure_request(built)
                .proxy(Some(proxy.clone()))
                .build(),
            None => agent.configure_request(built).build(),
        };
        agent.run(built).map_err(error_of)
    }

    /// Reads the last answer of a chain.
    fn read(
        &self,
        request: &FetchRequest<'_>,
        url: &Url,
        response: Response<Body>,
        progress: &mut Progress,
    ) -> Result<Fetched, FetchError> {
        let (parts, body) = response.into_parts();
        let headers = &parts.headers;
        let text = |name: &str| {
            let value = headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let validators = headers::validators(headers);
        let cache = headers::cache_headers(headers);
        let status = parts.status.as_u16();
        if status == 304 {
            let is_conditional = request
                .validators
                .is_some_and(|sent| sent.etag.is_some() || sent.last_modified.is_some());
            return match is_conditional {
                true => Ok(Fetched::NotModified { validators, cache }),
                false => Err(FetchError::UnexpectedNotModified),
            };
        }
        if !matches!(status, 200 | 203 | 226) {
            let is_challenge = text("cf-mitigated")
                .is_some_and(|value| value.trim() == "challenge")
                || (matches!(status, 403 | 503) && has_challenge(body, progress));
            return Err(match is_challenge {
                true => FetchError::ChallengePage,
                false => FetchError::Status(status),
            });
        }
        let received = read_body(body, request.limits.received, progress)?;
        if received.is_empty() {
            return Err(FetchError::EmptyAnswer);
        }
        let coding = text("content-encoding");
        let body = decode(received, coding.as_deref(), request.limits.decoded)?;
        if body.is_empty() {
            return Err(FetchError::EmptyAnswer);
        }
        Ok(Fetched::Answer(Answer {
            url: url.to_string(),
            content_type: text("content-type"),
            validators,
            cache,
            body,
        }))
    }
}

/// Parses an address, and takes its user name and password out of it.
fn parse_url(text: &str) -> Result<(Url, Option<Credentials>), FetchError> {
    let mut url = Url::parse(text.trim()).map_err(|_| FetchError::InvalidUrl)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(FetchError::InvalidUrl);
    }
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let credentials =
        (!url.username().is_empty() || url.password().is_some()).then(|| Credentials {
            user: decoded(url.username()),
            password: decoded(url.password().unwrap_or_default()),
        });
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    if cleared.is_err() {
        return Err(FetchError::InvalidUrl);
    }
    url.set_fragment(None);
    // The trailing dot of a rooted name does not resolve everywhere.
    let rooted = url
        .host_str()
        .and_then(|host| host.strip_suffix('.'))
        .map(str::to_owned);
    if let Some(host) = rooted.filter(|host| !host.is_empty()) {
        url.set_host(Some(&host))
            .map_err(|_| FetchError::InvalidUrl)?;
    }
    Ok((url, credentials))
}

/// Returns the target of a redirect.
fn redirect_target(url: &Url, response: &Response<Body>) -> Result<Url, FetchError> {
    let location = response.headers().get("location");
    let location = location.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let target = location
        .filter(|location| !location.trim().is_empty())
        .and_then(|location| url.join(location.trim()).ok())
        .ok_or(FetchError::InvalidRedirect)?;
    // Credentials in a target are those of a stranger.
    let (target, _) = parse_url(target.as_str()).map_err(|_| FetchError::InvalidRedirect)?;
    Ok(target)
}

/// Forbids a private address behind a proxy: its literal, and what the name resolves to here. A name that only the proxy can resolve
/// is allowed.
fn check_target(url: &Url) -> Result<(), FetchError> {
    let forbidden = || {
        Err(FetchError::Forbidden {
            host: url.host_str().unwrap_or_default().to_owned(),
        })
    };
    if super::is_private_address(url.as_str()) {
        return forbidden();
    }
    let Ok(addresses) = url.socket_addrs(|| None) else {
        return Ok(());
    };
    match addresses.iter().any(|address| is_forbidden(address.ip())) {
        true => forbidden(),
        false => Ok(()),
    }
}

fn accept_header(accept: Accept) -> &'static str {
    match accept {
        Accept::Feed => {
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
        }
        Accept::Page => "text/html, application/xhtml+xml, */*;q=0.5",
        Accept::Image => "image/png, image/jpeg, image/webp, image/gif, */*;q=0.1",
    }
}

fn basic_authorization(credentials: &Credentials) -> String {
    use base64::Engine;
    let pair = format!("{}:{}", credentials.user, credentials.password);
    let encoded = base64::engine::general_purpose::STANDARD.encode(pair);
    format!("Basic {encoded}")
}

/// Reads a body within a limit.
fn read_body(body: Body, limit: u64, progress: &mut Progress) -> Result<Vec<u8>, FetchError> {
    let announced = body.content_length().unwrap_or(0);
    if announced > limit {
        return Err(FetchError::TooLarge { limit });
    }
    let mut reader = body.into_with_config().limit(u64::MAX).reader();
    let mut received = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let count = reader.read(&mut buffer).map_err(body_error)?;
        if count == 0 {
            return Ok(received);
        }
        progress.bytes += count as u64;
        received.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if received.len() as u64 > limit {
            return Err(FetchError::TooLarge { limit });
        }
    }
}

/// Returns true if the body of an error is a page that only browsers pass.
fn has_challenge(body: Body, progress: &mut Progress) -> bool {
    let mut start = Vec::new();
    let reader = body.into_with_config().limit(u64::MAX).reader();
    // A body that breaks off is judged by its start.
    let _ = reader.take(MAX_ERROR_BYTES).read_to_end(&mut start);
    progress.bytes += start.len() as u64;
    let signs: [&[u8]; 3] = [b"/cdn-cgi/challenge-platform", b"cf-chl-", b"_cf_chl_opt"];
    signs
        .iter()
        .any(|sign| memchr::memmem::find(&start, sign).is_some())
}

/// Returns the error of a body that can't be read to its end.
fn body_error(error: std::io::Error) -> FetchError {
    let kind = error.kind();
    match error
        .into_inner()
        .map(|inner| inner.downcast::<ureq::Error>())
    {
        Some(Ok(error)) => match error_of(*error) {
            FetchError::Connect(_) => FetchError::Truncated,
            error => error,
        },
        Some(Err(_)) | None if kind == std::io::ErrorKind::TimedOut => {
            FetchError::Timeout(TimeoutPhase::Body)
        }
        Some(Err(_)) | None => FetchError::Truncated,
    }
}

fn error_of(error: ureq::Error) -> FetchError {
    use ureq::Error;
    match error {
        Error::StatusCode(status) => FetchError::Status(status),
        Error::BadUri(_) | Error::Http(_) => FetchError::InvalidUrl,
        Error::Protocol(error) => FetchError::Malformed(error.to_string()),
        Error::Io(error) => io_error(error),
        Error::Timeout(phase) => FetchError::Timeout(match phase {
            Timeout::Resolve => TimeoutPhase::Resolve,
            Timeout::Connect => TimeoutPhase::Connect,
            Timeout::SendRequest | Timeout::SendBody | Timeout::PerWrite => TimeoutPhase::Send,
            Timeout::RecvResponse => TimeoutPhase::FirstByte,
            _ => TimeoutPhase::Body,
        }),
        Error::HostNotFound => FetchError::Resolve,
        Error::ConnectionFailed => FetchError::Connect("no answer".to_owned()),
        Error::Tls(details) => FetchError::Tls(details.to_owned()),
        Error::Rustls(error) => FetchError::Tls(error.to_string()),
        Error::LargeResponseHeader(..) => FetchError::Malformed("its head is too large".to_owned()),
        Error::BodyExceedsLimit(limit) => FetchError::TooLarge { limit },
        Error::ConnectProxyFailed(details) => FetchError::Proxy(details),
        Error::InvalidProxyUrl => FetchError::Proxy("its address is not valid".to_owned()),
        Error::BodyStalled => FetchError::Timeout(TimeoutPhase::Body),
        Error::Other(inner) => match inner.downcast::<ForbiddenAddress>() {
            Ok(_) => FetchError::Forbidden {
                host: "a private address".to_owned(),
            },
            Err(error) => FetchError::Other(error.to_string()),
        },
        error => FetchError::Other(error.to_string()),
    }
}

fn io_error(error: std::io::Error) -> FetchError {
    use std::io::ErrorKind;
    let text = crate::text::io_message(&error);
    match error.kind() {
        // A failed lookup has no kind of its own.
        _ if error.raw_os_error().is_none() && text.contains("lookup address") => {
            FetchError::Resolve
        }
        ErrorKind::UnexpectedEof => FetchError::Truncated,
        ErrorKind::InvalidData => FetchError::Malformed(text),
        ErrorKind::TimedOut => FetchError::Timeout(TimeoutPhase::Body),
        _ => FetchError::Connect(text),
    }
}

/// Returns true if this machine has a route to the Internet. Nothing is sent.
pub fn has_network() -> bool {
    // Connecting a datagram socket only looks up the route. The addresses are for documentation (RFC 5737, RFC 3849).
    let routes = |local: &str, remote: &str| {
        std::net::UdpSocket::bind(local).is_ok_and(|socket| socket.connect(remote).is_ok())
    };
    routes("0.0.0.0:0", "192.0.2.1:9") || routes("[::]:0", "[2001:db8::1]:9")
}
