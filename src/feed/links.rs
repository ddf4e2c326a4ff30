//! Relative addresses against their base: [`resolve_link`].

use url::Url;

/// Returns `href` as an absolute address. One that is absolute already stays as written; one that cannot be resolved stays
/// relative.
pub(super) fn resolve_link(base: Option<&str>, href: &str) -> String {
    let href = href.trim();
    if let Some(base) = base
        && href.starts_with(['?', '#'])
        && !base.contains(['?', '#'])
    {
        return format!("{base}{href}");
    }
    let resolved = match base {
        Some(base) if !is_absolute(href) && !href.is_empty() => {
            Url::parse(base).ok().and_then(|base| base.join(href).ok())
        }
        _ => None,
    };
    resolved.map_or_else(|| href.to_owned(), String::from)
}

/// Returns true if `href` begins with a scheme (RFC 3986, section 3.1).
pub(super) fn is_absolute(href: &str) -> bool {
    let Some((scheme, _)) = href.split_once(':') else {
        return false;
    };
    let is_scheme_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    scheme
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_alphabetic)
        && scheme.bytes().all(is_scheme_byte)
}

/// Returns true if `text` is an address of the web.
pub(super) fn is_web_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}
