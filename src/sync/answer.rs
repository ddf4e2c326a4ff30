//! Requests to an API and the reading of its answers, for all clients: [`send`] with the meaning of statuses, [`json`],
//! forms and queries.

use std::fmt::Formatter;

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;
use url::form_urlencoded::Serializer;

use super::error::SyncError;
use super::transport::Transport;
use crate::fetch::{ApiAnswer, ApiBody, ApiRequest, Credentials, RetryAfter};

/// Waiting time in seconds where a server asks to wait without saying how long.
const DEFAULT_WAIT: i64 = 3600;
/// Longest waiting time in seconds: a week, as for the hosts of feeds.
const MAX_WAIT: i64 = 7 * 24 * 3600;
/// Byte order mark in UTF-8, which some PHP programs write before their JSON.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Sends a request, and returns its answer if it is a success (200 to 299), or 304 to a conditional request. `base` is the
/// address of the API, with which the address of the request begins.
///
/// # Errors
///
/// No whole answer came, or its status says something else: see [`expect_success`].
pub fn send(
    transport: &dyn Transport,
    base: &str,
    request: &ApiRequest,
) -> Result<ApiAnswer, SyncError> {
    let answer = transport.send(request)?;
    expect_success(base, request, &answer)?;
    Ok(answer)
}

/// Checks the status of an answer. 401 is [`SyncError::WrongPassword`]: a client that has a token to renew does so first.
///
/// # Errors
///
/// 300 to 399 with a target, 400 of Nextcloud for another host than its own, 401, 429 and 503 have variants of [`SyncError`] of their own; all others from 400 to 499 but 408
/// and 425 are [`SyncError::Rejected`], the rest is [`SyncError::Status`].
pub fn expect_success(
    base: &str,
    request: &ApiRequest,
    answer: &ApiAnswer,
) -> Result<(), SyncError> {
    match answer.status {
        200..=299 => Ok(()),
        304 if request.etag.is_some() => Ok(()),
        status @ 300..=399 => {
            let target = answer.location.as_deref();
            match target.and_then(|location| moved_base(base, &request.url, location)) {
                Some(to) => Err(SyncError::Moved { to }),
                None => Err(SyncError::Status { status }),
            }
        }
        400 if is_untrusted_domain(answer) => Err(SyncError::UntrustedDomain),
        401 => Err(SyncError::WrongPassword),
        429 | 503 => Err(SyncError::Wait {
            seconds: waiting_time(answer),
        }),
        // Too slow, too early: nothing is wrong with the request.
        status @ (408 | 425) => Err(SyncError::Status { status }),
        status @ 400..=499 => Err(SyncError::Rejected { status }),
        status => Err(SyncError::Status { status }),
    }
}

/// Returns true if an answer is the page of a Nextcloud for requests with a host that it does not trust. The page names a setting, in
/// each language.
fn is_untrusted_domain(answer: &ApiAnswer) -> bool {
    let text = String::from_utf8_lossy(&answer.body);
    let is_page = text.trim_start().starts_with('<');
    is_page && (text.contains("untrusted domain") || text.contains("trusted_domains"))
}

/// Turns the rejection of the first request to an API into what it says about the API: 403 that it is switched off, 404,
/// 405 and 410 that the address is wrong.
pub fn first_request_error(error: SyncError) -> SyncError {
    match error {
        SyncError::Rejected { status: 403 } => SyncError::ApiOff,
        SyncError::Rejected {
            status: 404 | 405 | 410,
        } => SyncError::WrongAddress { other: None },
        other => other,
    }
}

/// Returns the seconds to wait that an answer asks for, by the clock of the server.
fn waiting_time(answer: &ApiAnswer) -> i64 {
    let seconds = match answer.retry_after {
        Some(RetryAfter::Seconds(seconds)) => seconds,
        Some(RetryAfter::Date(date)) => answer
            .date
            .map_or(DEFAULT_WAIT, |now| date.saturating_sub(now)),
        None => DEFAULT_WAIT,
    };
    seconds.clamp(1, MAX_WAIT)
}

/// Returns the address of the API after a redirect of `url` to `location`, without credentials, query and fragment: where the
/// path of the request stays the same, the part before it.
fn moved_base(base: &str, url: &str, location: &str) -> Option<String> {
    let mut target = Url::parse(url).ok()?.join(location).ok()?;
    if !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    target.set_query(None);
    target.set_fragment(None);
    target.set_username("").ok()?;
    target.set_password(None).ok()?;
    let request = url.split(['?', '#']).next().unwrap_or(url);
    let path = request.strip_prefix(base).unwrap_or_default();
    let target = target.as_str();
    let moved = target.strip_suffix(path).unwrap_or(target);
    Some(moved.trim_end_matches('/').to_owned())
}

/// Parses the body of an answer. `request` names the request in the error.
///
/// # Errors
///
/// [`SyncError::UnexpectedAnswer`]: it is no JSON, is not whole, or misses a key that `T` requires.
pub fn json<T: DeserializeOwned>(
    answer: &ApiAnswer,
    request: &'static str,
) -> Result<T, SyncError> {
    let body = answer.body.as_slice();
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    serde_json::from_slice(body).map_err(|_| SyncError::UnexpectedAnswer { request })
}

/// Returns a form (`application/x-www-form-urlencoded`) of these names and values. A name may come more than once.
pub fn form(pairs: &[(&str, &str)]) -> ApiBody {
    ApiBody {
        media_type: "application/x-www-form-urlencoded",
        bytes: query(pairs).into_bytes(),
    }
}

/// Returns a query of these names and values, without the question mark.
pub fn query(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Returns a body of JSON.
pub fn json_body(value: &serde_json::Value) -> ApiBody {
    ApiBody {
        media_type: "application/json",
        bytes: value.to_string().into_bytes(),
    }
}

/// Returns the header for Basic authentication (RFC 7617).
pub fn basic_header(user: &str, password: &str) -> (&'static str, String) {
    let credentials = Credentials {
        user: user.to_owned(),
        password: password.to_owned(),
    };
    ("authorization", credentials.authorization())
}

/// Id that some servers write as a number and others as a string. Lists have tens of thousands of them, so no form is tried in vain.
struct AnyId(String);

impl<'de> Deserialize<'de> for AnyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyIdVisitor).map(Self)
    }
}

struct AnyIdVisitor;

impl Visitor<'_> for AnyIdVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an id: a number or a string")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        match i64::try_from(number) {
            Ok(number) => Ok(number.to_string()),
            Err(_) => Err(E::custom("a number of more than 63 bits")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

/// Reads an id that is a number or a string, for `deserialize_with`.
///
/// # Errors
///
/// The value is something else.
pub fn any_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    AnyId::deserialize(deserializer).map(|id| id.0)
}

/// Reads a list of ids that are numbers or strings, for `deserialize_with`.
///
/// # Errors
///
/// The value is something else.
pub fn any_ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let ids: Vec<AnyId> = Vec::deserialize(deserializer)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Reads a list that is `null` where it is empty, for `deserialize_with`.
///
/// # Errors
///
/// The value is something else.
pub fn any_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list: Option<Vec<T>> = Option::deserialize(deserializer)?;
    Ok(list.unwrap_or_default())
}

/// Returns true if the body of an answer is a plain text: neither JSON nor a page.
pub fn is_plain_text(answer: &ApiAnswer) -> bool {
    let first = answer.body.trim_ascii_start().first();
    first.is_some_and(|byte| !matches!(byte, b'{' | b'[' | b'"' | b'<'))
}

/// Returns the ids as numbers, in ascending order. Others are none of this server.
pub fn numbers(ids: &[String]) -> Vec<i64> {
    let mut numbers: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Reads the stored state of a client. One that is damaged or of another version is the state of a new account.
pub fn read_state<T: DeserializeOwned + Default>(state: &str) -> T {
    serde_json::from_str(state).unwrap_or_default()
}

/// Writes the state of a client.
pub fn write_state<T: Serialize>(state: &T) -> String {
    serde_json::to_string(state).unwrap_or_default()
}
