//! HTTP client: [`Client`], and the loop over redirects.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION, USER_AGENT,
};
use ureq::http::{HeaderName, HeaderValue};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::address_guard::is_forbidden;
use super::challenge::is_challenge;
use super::decoding::decode;
use super::error::FetchError;
use super::exchange::{Exchange, TimeLimits};
use super::headers::{cache_headers, latin1, retry_after, validators};
use super::names::{LookupError, Names, system_lookup};
use super::proxy::ProxySettings;
use super::redirects::{MAX_REDIRECTS, Target};
use super::request::{Accept, Answer, Credentials, FetchReport, FetchRequest, Fetched, Redirect};
use super::stop::Stop;
use super::transport::new_agent;

/// Name of the program in requests: constant, and no browser's.
const PRODUCT: &str = concat!(
    "newsprint/",
    env!("CARGO_PKG_VERSION"),
    " (terminal feed reader)"
);
/// Encodings that [`decode`] knows.
pub(super) const ENCODINGS: &str = "gzip, br, deflate";

/// Time limits of a client.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Looking up a host name, and connecting with the TLS handshake and with proxies; each.
    pub connect: Duration,
    /// From the end of the request to the end of the head of the answer.
    pub first_byte: Duration,
    /// Whole request, with redirects and body.
    pub whole: Duration,
    /// Proxies of the environment are used.
    pub uses_environment: bool,
}

/// Factors of the time limits of answers of an API: a server may gather hundreds of texts for one, and before it answers a change it
/// may fetch a feed itself, or store hundreds of marks one by one on a slow disk.
const API_READ_FACTOR: u32 = 3;
const API_CHANGE_FACTOR: u32 = 6;

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

/// HTTP client with its idle connections and its names, for all threads of the program.
#[derive(Debug)]
pub struct Client {
    options: ClientOptions,
    proxies: ProxySettings,
    stop: Stop,
    names: Names,
    /// Agents that never connect to private addresses. Idle connections of both kinds are never mixed.
    guarded: Agents,
    /// Agents for sources that live on private addresses.
    open: Agents,
}

/// Agents for each way to a server.
#[derive(Debug)]
struct Agents {
    direct: Agent,
    http_proxy: Option<Result<Agent, FetchError>>,
    https_proxy: Option<Result<Agent, FetchError>>,
}

/// State of a request on its way through redirects.
#[derive(Debug)]
struct Progress {
    status: Option<u16>,
    bytes: u64,
    redirects: Vec<Redirect>,
    retry_after: Option<super::request::RetryAfter>,
}

impl Client {
    /// Makes a client.
    pub fn new(options: ClientOptions) -> Self {
        let proxies = match options.uses_environment {
            true => ProxySettings::from_env(),
            false => ProxySettings::default(),
        };
        Self::with_proxies(options, proxies)
    }

    /// Makes a client that uses these proxies, whatever the environment says.
    pub fn with_proxies(options: ClientOptions, proxies: ProxySettings) -> Self {
        let stop = Stop::default();
        let names = Names::new(system_lookup(), stop.clone());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = |proxy: Option<Proxy>, allow_private: bool| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .proxy(proxy)
                .tls_config(tls.clone())
                .user_agent(PRODUCT)
                .timeout_resolve(Some(options.connect))
                .timeout_connect(Some(options.connect))
                .timeout_send_request(Some(options.first_byte))
                .timeout_recv_response(Some(options.first_byte))
                .timeout_global(Some(options.whole))
                .max_idle_connections(16)
                .max_idle_connections_per_host(2)
                .output_buffer_size(64 * 1024)
                .build();
            new_agent(config, names.clone(), allow_private, stop.clone())
        };
        let agents = |allow_private: bool| {
            let proxied = |address: &Option<String>| {
                let proxy = Proxy::new(address.as_deref()?);
                Some(match proxy {
                    Ok(proxy) => Ok(agent(Some(proxy), allow_private)),
                    Err(_) => Err(FetchError::Proxy("its address is not valid".to_owned())),
                })
            };
            Agents {
                direct: agent(None, allow_private),
                http_proxy: proxied(&proxies.http),
                https_proxy: proxied(&proxies.https),
            }
        };
        Self {
            guarded: agents(false),
            open: agents(true),
            options,
            proxies,
            stop,
            names,
        }
    }

    /// Sends a request and follows its redirects, at most 10. It returns within the time limits, and at once after
    /// [`Self::shut_down`].
    pub fn fetch(&self, request: &FetchRequest<'_>) -> FetchReport {
        let started = Instant::now();
        let mut progress = Progress {
            status: None,
            bytes: 0,
            redirects: Vec::new(),
            retry_after: None,
        };
        let mut result = self.follow(request, started, &mut progress);
        if result.is_err() && self.stop.is_stopped() {
            result = Err(FetchError::Cancelled);
        }
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            host = Target::parse(request.url)
                .map_or(String::new(), |(target, _)| target.host().to_owned()),
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

    /// Ends all requests of all threads, for good: later ones end at once too. Called from another thread than theirs, it
    /// returns at once, and they within 100 ms.
    pub fn shut_down(&self) {
        self.stop.stop();
        for agents in [&self.guarded, &self.open] {
            let proxied = [&agents.http_proxy, &agents.https_proxy];
            let proxied = proxied.into_iter().flatten().flatten();
            for agent in proxied.chain([&agents.direct]) {
                agent.clone().shutdown();
            }
        }
    }

    fn follow(
        &self,
        request: &FetchRequest<'_>,
        started: Instant,
        progress: &mut Progress,
    ) -> Result<Fetched, FetchError> {
        let (first, credentials) = Target::parse(request.url)?;
        let credentials = request.credentials.or(credentials.as_ref());
        let mut target = first.clone();
        let mut asked = vec![first.clone()];
        loop {
            if self.stop.is_stopped() {
                return Err(FetchError::Cancelled);
            }
            let agent = self.agent_for(&target, request.allow_private)?;
            let headers = headers_of(request, credentials, &first, &target)?;
            // The first request has the limit of its agent.
            let limits = TimeLimits {
                head: None,
                whole: (asked.len() > 1)
                    .then(|| self.options.whole.saturating_sub(started.elapsed())),
            };
            let exchange = Exchange::send(agent, target.as_str(), &headers, limits)?;
            let status = exchange.status();
            progress.status = Some(status);
            progress.retry_after = retry_after(exchange.headers());
            progress.bytes = 0;
            let location = exchange.headers().get_all(LOCATION).iter().next_back();
            let is_redirect = matches!(status, 301 | 302 | 303 | 307 | 308)
                || (status == 300 && location.is_some());
            if !is_redirect {
                return receive(request, exchange, &target, progress);
            }
            let location = location.map(|value| value.as_bytes().to_vec());
            let next = target.follow(&location.unwrap_or_default())?;
            exchange.read_remainder(false, &mut 0);
            if asked.contains(&next) {
                return Err(FetchError::RedirectLoop);
            }
            if asked.len() > MAX_REDIRECTS {
                return Err(FetchError::TooManyRedirects);
            }
            progress.redirects.push(Redirect {
                status,
                url: next.as_str().to_owned(),
            });
            asked.push(next.clone());
            target = next;
        }
    }

    /// Returns the time limits of a request to an API, which changes something there or only reads.
    pub(super) fn api_limits(&self, is_change: bool) -> TimeLimits {
        let factor = match is_change {
            true => API_CHANGE_FACTOR,
            false => API_READ_FACTOR,
        };
        TimeLimits {
            head: Some(self.options.first_byte * factor),
            whole: Some(self.options.whole * factor),
        }
    }

    /// Returns the agent that reaches a target.
    ///
    /// The resolver of an agent guards direct connections. A proxy resolves names itself: here the name is resolved once more,
    /// and a private address is refused. A name that only the proxy can resolve is left to it.
    pub(super) fn agent_for(
        &self,
        target: &Target,
        allow_private: bool,
    ) -> Result<&Agent, FetchError> {
        let agents = match allow_private {
            true => &self.open,
            false => &self.guarded,
        };
        if self.proxies.proxy_of(target).is_none() {
            return Ok(&agents.direct);
        }
        if !allow_private {
            let limit = Some(self.options.connect);
            let addresses = match self.names.addresses(target.host(), limit) {
                Ok(addresses) => addresses,
                Err(LookupError::Stopped) => return Err(FetchError::Cancelled),
                Err(LookupError::NotFound | LookupError::TimedOut) => Vec::new(),
            };
            if addresses.into_iter().any(is_forbidden) {
                let host = target.host().to_owned();
                return Err(FetchError::Forbidden { host });
            }
        }
        let agent = match target.url().scheme() {
            "https" => &agents.https_proxy,
            _ => &agents.http_proxy,
        };
        match agent {
            Some(Ok(agent)) => Ok(agent),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(&agents.direct),
        }
    }
}

/// Returns the headers of a request to `target`. What belongs to the origin of `first` goes to no other.
fn headers_of(
    request: &FetchRequest<'_>,
    credentials: Option<&Credentials>,
    first: &Target,
    target: &Target,
) -> Result<Vec<(HeaderName, HeaderValue)>, FetchError> {
    let accept = match request.accept {
        Accept::Feed => {
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
             text/xml;q=0.9, */*;q=0.5"
        }
        Accept::Page => "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        Accept::Image => "image/png, image/jpeg, image/webp, image/gif, image/*;q=0.5, */*;q=0.1",
    };
    let mut headers = vec![
        (USER_AGENT, HeaderValue::from_static(PRODUCT)),
        (ACCEPT, HeaderValue::from_static(accept)),
        (ACCEPT_ENCODING, HeaderValue::from_static(ENCODINGS)),
    ];
    if let Some(validators) = request.validators {
        let mut condition = |name: HeaderName, value: &Option<Vec<u8>>| {
            let value = value.as_deref().map(HeaderValue::from_bytes);
            headers.extend(value.and_then(Result::ok).map(|value| (name, value)));
        };
        condition(IF_NONE_MATCH, &validators.etag);
        if target.has_same_path(first) {
            condition(IF_MODIFIED_SINCE, &validators.last_modified);
        }
    }
    if !target.has_same_origin(first) {
        return Ok(headers);
    }
    if let Some(credentials) = credentials {
        let value = HeaderValue::from_str(&credentials.authorization());
        let mut value = value.map_err(|_| FetchError::Other("credentials".to_owned()))?;
        value.set_sensitive(true);
        headers.push((AUTHORIZATION, value));
    }
    let mut added = Vec::new();
    for (name, value) in request.headers {
        let parsed = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        let (Ok(name), Ok(mut value)) = parsed else {
            return Err(FetchError::Other(format!("{name:?} is not a valid header")));
        };
        value.set_sensitive(true);
        added.push((name, value));
    }
    headers.retain(|(name, _)| added.iter().all(|(other, _)| other != name));
    headers.extend(added);
    Ok(headers)
}

/// Returns what an answer that is no redirect is.
fn receive(
    request: &FetchRequest<'_>,
    exchange: Exchange,
    target: &Target,
    progress: &mut Progress,
) -> Result<Fetched, FetchError> {
    let status = exchange.status();
    let headers = exchange.headers().clone();
    let wants_page = request.accept == Accept::Page;
    if status == 304 {
        let is_conditional = request
            .validators
            .is_some_and(|it| it.etag.is_some() || it.last_modified.is_some());
        return match is_conditional {
            true => Ok(Fetched::NotModified {
                validators: validators(&headers),
                cache: cache_headers(&headers),
            }),
            false => Err(FetchError::UnexpectedNotModified),
        };
    }
    let encoding = || {
        let values = headers.get_all(CONTENT_ENCODING).into_iter();
        let values: Vec<String> = values.map(|value| latin1(value.as_bytes())).collect();
        values.join(",")
    };
    // 226 (RFC 3229) has a part of the feed; other parts were not asked for.
    if !(200..300).contains(&status) || status == 206 {
        let is_refusal = matches!(status, 401 | 403 | 405 | 429 | 503);
        let body = exchange.read_remainder(is_refusal, &mut progress.bytes);
        let body = decode(body, &encoding(), request.limits.decoded).unwrap_or_default();
        return Err(match is_challenge(status, &headers, &body, wants_page) {
            true => FetchError::ChallengePage,
            false => FetchError::Status(status),
        });
    }
    let body = exchange.read_body(request.limits.received, &mut progress.bytes)?;
    let body = decode(body, &encoding(), request.limits.decoded)?;
    if is_challenge(status, &headers, &body, wants_page) {
        return Err(FetchError::ChallengePage);
    }
    if body.is_empty() {
        return Err(FetchError::EmptyAnswer);
    }
    let content_type = headers.get(CONTENT_TYPE);
    Ok(Fetched::Answer(Answer {
        url: target.as_str().to_owned(),
        content_type: content_type.map(|value| latin1(value.as_bytes())),
        validators: validators(&headers),
        cache: cache_headers(&headers),
        body,
    }))
}
