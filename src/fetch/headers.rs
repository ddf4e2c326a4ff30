//! Values of headers: [`retry_after`], [`cache_headers`], [`validators`], HTTP dates.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{NaiveDateTime, TimeZone, Utc};
use ureq::http::HeaderMap;
use ureq::http::header::{
    CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderName, LAST_MODIFIED, RETRY_AFTER,
};

use super::request::{CacheHeaders, RetryAfter, Validators};

/// Formats of HTTP dates without the weekday and the zone (RFC 9110, section 5.6.7): IMF-fixdate, RFC 850 and asctime.
const DATE_FORMATS: &[&str] = &[
    "%d %b %Y %H:%M:%S",
    "%d-%b-%y %H:%M:%S",
    "%b %d %H:%M:%S %Y",
];

/// Returns the validators of an answer, as received. An empty value is none.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let bytes = |name: HeaderName| {
        let value = headers.get(name)?.as_bytes();
        (!value.is_empty()).then(|| value.to_vec())
    };
    Validators {
        etag: bytes(ETAG),
        last_modified: bytes(LAST_MODIFIED),
    }
}

/// Returns the value of `Retry-After`; `None` for a negative number and for anything that is neither a number nor a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let value = text(headers, RETRY_AFTER)?;
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(RetryAfter::Seconds(value.parse().unwrap_or(i64::MAX)));
    }
    http_date(value).map(RetryAfter::Date)
}

/// Returns the time of the server when it answered, in seconds since 1970-01-01 UTC.
pub(super) fn date(headers: &HeaderMap) -> Option<i64> {
    text(headers, DATE).and_then(|value| http_date(&value))
}

/// Returns the freshness of an answer.
pub(super) fn cache_headers(headers: &HeaderMap) -> CacheHeaders {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.ok().and_then(|now| i64::try_from(now.as_secs()).ok());
    let date = date(headers).or(now);
    let expires = text(headers, EXPIRES).and_then(|value| http_date(&value));
    let expires_in = match (expires, date) {
        (Some(expires), Some(date)) => Some(expires.saturating_sub(date).max(0)),
        _ => None,
    };
    CacheHeaders {
        max_age: max_age(headers),
        expires_in,
    }
}

fn max_age(headers: &HeaderMap) -> Option<i64> {
    let values = headers.get_all(CACHE_CONTROL).into_iter();
    let texts: Vec<String> = values.map(|value| latin1(value.as_bytes())).collect();
    let mut directives = texts.iter().flat_map(|text| text.split(','));
    directives.find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        let value = value.trim().trim_matches('"');
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        (name.trim().eq_ignore_ascii_case("max-age") && is_number)
            .then(|| value.parse().unwrap_or(i64::MAX))
    })
}

/// Parses an HTTP date, in seconds since 1970-01-01 UTC. The weekday, often wrong, is not looked at.
fn http_date(value: &str) -> Option<i64> {
    let value = value.trim();
    let value = match value.split_once(',') {
        Some((_, rest)) => rest,
        None => value.split_once(' ').map_or("", |(_, rest)| rest),
    };
    let value = value.trim();
    let value = ["GMT", "UTC", "+0000", "Z"]
        .iter()
        .find_map(|zone| value.strip_suffix(zone))
        .unwrap_or(value)
        .trim();
    let date = DATE_FORMATS
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(value, format).ok())?;
    Some(Utc.from_utc_datetime(&date).timestamp())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| latin1(value.as_bytes()))
}

/// Reads the bytes of a header as Latin-1.
pub(super) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
