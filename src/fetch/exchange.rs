//! One request and its answer: [`Exchange`], with the limit of received bytes and the errors of the HTTP crate.

use std::io::{self, Read};
use std::time::Duration;

use ureq::http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use ureq::http::{HeaderName, HeaderValue, Method, Request, Response};
use ureq::{Agent, AsSendBody, Body};

use super::error::{FetchError, TimeoutPhase};
use super::transport::{self, HookError};
use crate::text::redact;

/// Number of bytes of a body that are read where only its beginning is of use: errors and redirects.
pub(super) const MAX_REMAINDER: u64 = 64 * 1024;

/// Time limits of one request, instead of those of its agent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TimeLimits {
    /// From the end of the request to the end of the head of the answer.
    pub(super) head: Option<Duration>,
    /// Whole request, body included.
    pub(super) whole: Option<Duration>,
}

impl TimeLimits {
    /// Sets the limits of a request.
    fn apply<S: AsSendBody>(self, agent: &Agent, request: Request<S>) -> Request<S> {
        let mut configured = agent.configure_request(request);
        if let Some(head) = self.head {
            configured = configured.timeout_recv_response(Some(head));
        }
        if let Some(whole) = self.whole {
            configured = configured.timeout_global(Some(whole));
        }
        configured.build()
    }
}

/// Status and headers of an answer, with its body still to be read.
#[derive(Debug)]
pub(super) struct Exchange {
    response: Response<Body>,
    is_proxied: bool,
}

impl Exchange {
    /// Sends a GET request and receives status and headers.
    ///
    /// A request that fails on an idle connection before its answer is sent again: the server has closed it.
    ///
    /// # Errors
    ///
    /// [`FetchError`].
    pub(super) fn send(
        agent: &Agent,
        url: &str,
        headers: &[(HeaderName, HeaderValue)],
        limits: TimeLimits,
    ) -> Result<Self, FetchError> {
        let is_proxied = agent.config().proxy().is_some();
        let mut is_repeated = false;
        loop {
            let mut request = Request::get(url)
                .body(())
                .map_err(|_| FetchError::InvalidUrl)?;
            for (name, value) in headers {
                request.headers_mut().append(name.clone(), value.clone());
            }
            transport::forget_connections();
            match agent.run(limits.apply(agent, request)) {
                Ok(response) => {
                    return Ok(Self {
                        response,
                        is_proxied,
                    });
                }
                Err(ureq::Error::Io(_)) if !transport::has_connected() && !is_repeated => {
                    is_repeated = true;
                }
                Err(error) => return Err(fetch_error(error, is_proxied)),
            }
        }
    }

    /// Sends a request once, by this method, and receives status and headers. The server may have acted on a
    /// request that fails, so that it is not sent again.
    ///
    /// # Errors
    ///
    /// [`FetchError`].
    pub(super) fn send_body(
        agent: &Agent,
        method: Method,
        url: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Option<&[u8]>,
        limits: TimeLimits,
    ) -> Result<Self, FetchError> {
        let is_proxied = agent.config().proxy().is_some();
        let mut request = Request::builder().method(method).uri(url);
        if let Some(added) = request.headers_mut() {
            for (name, value) in headers {
                added.append(name.clone(), value.clone());
            }
        }
        let invalid = |_| FetchError::InvalidUrl;
        transport::forget_connections();
        let answer = match body {
            Some(body) => agent.run(limits.apply(agent, request.body(body).map_err(invalid)?)),
            None => agent.run(limits.apply(agent, request.body(()).map_err(invalid)?)),
        };
        match answer {
            Ok(response) => Ok(Self {
                response,
                is_proxied,
            }),
            Err(error) => Err(fetch_error(error, is_proxied)),
        }
    }

    /// Returns the status.
    pub(super) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Returns the headers.
    pub(super) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Reads the body, of at most `limit` bytes. `received` counts them, also in errors.
    ///
    /// # Errors
    ///
    /// [`FetchError::TooLarge`], [`FetchError::Truncated`] and others.
    pub(super) fn read_body(self, limit: u64, received: &mut u64) -> Result<Vec<u8>, FetchError> {
        if self.content_length().is_some_and(|length| length > limit) {
            return Err(FetchError::TooLarge { limit });
        }
        let is_proxied = self.is_proxied;
        let mut reader = self.response.into_body().into_reader();
        let mut body = Vec::new();
        let result = (&mut reader)
            .take(limit.saturating_add(1))
            .read_to_end(&mut body);
        *received = u64::try_from(body.len()).unwrap_or(u64::MAX);
        result.map_err(|error| body_error(error, is_proxied))?;
        match *received > limit {
            true => Err(FetchError::TooLarge { limit }),
            false => Ok(body),
        }
    }

    /// Reads the beginning of a body that is not the content, so that the connection can be used again where it is short. One
    /// that ends only with the connection is not waited for, unless it is asked for by `always`.
    pub(super) fn read_remainder(self, always: bool, received: &mut u64) -> Vec<u8> {
        let is_chunked = self.headers().contains_key(TRANSFER_ENCODING);
        let is_short = self
            .content_length()
            .is_some_and(|length| length <= MAX_REMAINDER);
        if !always && !is_chunked && !is_short {
            return Vec::new();
        }
        let mut body = Vec::new();
        let reader = self.response.into_body().into_reader();
        // What came before an error is the beginning all the same.
        let _ = reader.take(MAX_REMAINDER).read_to_end(&mut body);
        *received = u64::try_from(body.len()).unwrap_or(u64::MAX);
        body
    }

    fn content_length(&self) -> Option<u64> {
        let length = self.headers().get(CONTENT_LENGTH)?.to_str().ok()?;
        length.trim().parse().ok()
    }
}

fn body_error(error: io::Error, is_proxied: bool) -> FetchError {
    match ureq::Error::from(error) {
        ureq::Error::Io(error) if is_cut(error.kind()) => FetchError::Truncated,
        error => fetch_error(error, is_proxied),
    }
}

fn is_cut(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        kind,
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe
    )
}

/// Returns the error of the HTTP crate as one of ours.
fn fetch_error(error: ureq::Error, is_proxied: bool) -> FetchError {
    use ureq::Timeout;
    let text = |error: &dyn std::fmt::Display| redact(&error.to_string()).into_owned();
    match error {
        ureq::Error::HostNotFound if is_proxied => {
            FetchError::Proxy("host name not found".to_owned())
        }
        ureq::Error::HostNotFound => FetchError::Resolve,
        ureq::Error::Timeout(phase) => FetchError::Timeout(match phase {
            Timeout::Resolve => TimeoutPhase::Resolve,
            Timeout::Connect => TimeoutPhase::Connect,
            Timeout::SendRequest | Timeout::SendBody | Timeout::PerWrite => TimeoutPhase::Send,
            Timeout::RecvResponse => TimeoutPhase::FirstByte,
            _ => TimeoutPhase::Body,
        }),
        ureq::Error::Other(error) => match error.downcast::<HookError>().map(|error| *error) {
            Ok(HookError::Forbidden(host)) => FetchError::Forbidden { host },
            Ok(HookError::Connect(error)) if is_proxied => FetchError::Proxy(format!(
                "can't connect: {}",
                crate::text::io_message(&error)
            )),
            Ok(HookError::Connect(error)) => {
                FetchError::Connect(crate::text::io_message(&error).to_string())
            }
            Ok(HookError::Stopped) => FetchError::Cancelled,
            Err(error) => FetchError::Other(text(&error)),
        },
        ureq::Error::Tls(reason) => FetchError::Tls(reason.to_owned()),
        ureq::Error::Rustls(error) => FetchError::Tls(text(&error)),
        ureq::Error::ConnectProxyFailed(reason) => FetchError::Proxy(text(&reason)),
        ureq::Error::InvalidProxyUrl => FetchError::Proxy("its address is not valid".to_owned()),
        ureq::Error::Protocol(error) => FetchError::Malformed(text(&error)),
        ureq::Error::LargeResponseHeader(_, limit) => {
            FetchError::Malformed(format!("headers of more than {limit} bytes"))
        }
        ureq::Error::BadUri(_) => FetchError::InvalidUrl,
        ureq::Error::Io(error) => match tls_error(&error) {
            Some(reason) => FetchError::Tls(reason),
            None if error.kind() == io::ErrorKind::NotConnected => FetchError::Cancelled,
            None if is_cut(error.kind()) => {
                FetchError::Connect("the server closed the connection".to_owned())
            }
            None => FetchError::Connect(crate::text::io_message(&error).to_string()),
        },
        error => FetchError::Other(text(&error)),
    }
}

fn tls_error(error: &io::Error) -> Option<String> {
    let inner = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    Some(redact(&inner.to_string()).into_owned())
}
