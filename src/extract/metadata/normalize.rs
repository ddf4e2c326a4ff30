//! Normalizes declared values to plain text on one line: [`normalize_value`].

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::extract::collapse::push_collapsed;

/// Returns a value on one line, without tags and character references.
pub(super) fn normalize_value(value: &str) -> String {
    let mut text = Cow::Borrowed(value);
    if memchr(b'&', text.as_bytes()).is_some() {
        text = Cow::Owned(unescape_references(&text));
    }
    if memchr(b'<', text.as_bytes()).is_some() && text.contains('>') {
        text = Cow::Owned(strip_markup(&text));
    }
    let mut out = String::with_capacity(text.len());
    push_collapsed(&mut out, &text);
    out.truncate(out.trim_end().len());
    out
}

/// Returns true if nothing is left of a value on one line.
pub(super) fn is_blank_value(value: &str) -> bool {
    let is_marked_up = |text: &str| memchr2(b'&', b'<', text.as_bytes()).is_some();
    let text = value.trim();
    if text.starts_with(char::is_alphanumeric) {
        return false;
    }
    text.is_empty() || is_marked_up(text) && normalize_value(text).is_empty()
}

/// Removes tags; a `<` that begins no tag stays.
fn strip_markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find('>') {
            Some(close) if is_tag => rest = &tag[close + 1..],
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out + rest
}

/// Resolves character references that are left after parsing: many pages escape their values twice.
fn unescape_references(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(amp) = rest.find('&') {
        out.push_str(&rest[..amp]);
        rest = &rest[amp..];
        let end = rest
            .char_indices()
            .take(10)
            .find(|(_, c)| *c == ';')
            .map(|(i, _)| i);
        let decoded = end.and_then(|end| decode_reference(&rest[1..end]));
        match (decoded, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Returns the character of a numeric or common named reference, without `&` and `;`.
fn decode_reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}
