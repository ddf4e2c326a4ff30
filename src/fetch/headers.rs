//! Headers of an answer that the next request depends on: freshness, validators, `Retry-After`.

use chrono::DateTime;
use ureq::http::HeaderMap;

use super::{CacheHeaders, RetryAfter, Validators};

/// Returns the validators of an answer, byte for byte.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let value = |name: &str| {
        headers
            .get(name)
            .map(|value| value.as_bytes().to_vec())
            .filter(|value| !value.is_empty())
    };
    Validators {
        etag: value("etag"),
        last_modified: value("last-modified"),
    }
}

/// Returns the freshness of an answer.
pub(super) fn cache_headers(headers: &HeaderMap) -> CacheHeaders {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let max_age = text("cache-control").and_then(|control| {
        let mut directives = control.split(',').map(str::trim);
        let found = directives.find_map(|directive| {
            let (name, value) = directive.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("max-age")
                .then(|| value.trim().trim_matches('"'))
        });
        found.and_then(|seconds| seconds.parse::<i64>().ok())
    });
    let expires_in = match (text("expires"), text("date")) {
        (Some(expires), Some(date)) => http_date(expires)
            .zip(http_date(date))
            .map(|(expires, date)| expires - date),
        _ => None,
    };
    CacheHeaders {
        max_age,
        expires_in,
    }
}

/// Returns the value of `Retry-After`; `None` if it is neither a number nor a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let value = headers.get("retry-after")?.to_str().ok()?.trim();
    match value.parse::<i64>() {
        Ok(seconds) => Some(RetryAfter::Seconds(seconds)),
        Err(_) => http_date(value).map(RetryAfter::Date),
    }
}

/// Parses a date of HTTP (RFC 9110, section 5.6.7), in seconds since 1970-01-01 UTC.
fn http_date(text: &str) -> Option<i64> {
    let date = DateTime::parse_from_rfc2822(text.trim()).ok()?;
    Some(date.timestamp())
}
