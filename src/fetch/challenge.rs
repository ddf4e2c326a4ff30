//! Pages that only browsers pass: [`is_challenge`].

use ureq::http::HeaderMap;

/// Number of bytes of a page that are looked at.
const MAX_BYTES: usize = 64 * 1024;

/// Marks of challenge pages in their first bytes: Cloudflare, DDoS-Guard, Sucuri, Imperva, DataDome, Anubis, go-away.
const MARKS: &[&[u8]] = &[
    b"/cdn-cgi/challenge-platform/",
    b"_cf_chl_opt",
    b"<title>Attention Required! | Cloudflare</title>",
    b"<title>Just a moment...</title>",
    b"<title>DDoS-Guard</title>",
    b"<title>Sucuri WebSite Firewall",
    b"/_Incapsula_Resource?",
    b"geo.captcha-delivery.com/",
    b"/.within.website/x/cmd/anubis/",
    b"/.well-known/.git.gammaspectra.live/git/go-away/",
];

/// Headers that say so themselves, with their value: Cloudflare, Vercel, AWS.
const HEADERS: &[(&str, &str)] = &[
    ("cf-mitigated", "challenge"),
    ("x-vercel-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
];

/// Returns true if an answer is a challenge page: by a header, or, where a refusal or a page was sent in place of a feed, by
/// the marks of a known one.
pub(super) fn is_challenge(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    wants_page: bool,
) -> bool {
    let is_refusal = matches!(status, 401 | 403 | 429 | 503);
    let has_header = |&(name, value): &(&str, &str)| {
        let found = headers.get(name);
        found.is_some_and(|found| found.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
    };
    if (is_refusal || matches!(status, 202 | 405)) && HEADERS.iter().any(has_header) {
        return true;
    }
    if !is_refusal && wants_page {
        return false;
    }
    let head = body.get(..MAX_BYTES).unwrap_or(body);
    (is_refusal || looks_like_html(head))
        && MARKS
            .iter()
            .any(|mark| memchr::memmem::find(head, mark).is_some())
}

fn looks_like_html(head: &[u8]) -> bool {
    let start = head.get(..256).unwrap_or(head).to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<title"]
        .iter()
        .any(|mark| memchr::memmem::find(&start, mark).is_some())
}
