//! Titles and names as plain text: [`plain_title`].

use std::borrow::Cow;

use super::capture::TextKind;
use super::tokenizer::decode_html;

/// Elements that occur as markup in titles; other tags in an undeclared text are text about tags.
const TITLE_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "center", "cite", "code", "del", "dfn",
    "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "img", "ins", "kbd", "mark",
    "nobr", "p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
    "var", "wbr",
];

/// Returns a title as a browser shows it, on one line; `None` if nothing is left.
pub(super) fn plain_title(value: &str, kind: TextKind) -> Option<String> {
    let is_plain = !value.contains(['<', '&']);
    let text = match kind {
        TextKind::Plain => Cow::Borrowed(value),
        _ if is_plain => Cow::Borrowed(value),
        TextKind::Undeclared => {
            // Markup may be escaped twice.
            let once = decode_html(value).into_owned();
            let text = strip_tags(value, true);
            match once == value {
                true => Cow::Owned(text),
                false => {
                    Cow::Owned(decode_html(&strip_tags(&decode_html(&text), true)).into_owned())
                }
            }
        }
        TextKind::Html | TextKind::Markup | TextKind::Base64 => {
            Cow::Owned(decode_html(&strip_tags(value, false)).into_owned())
        }
    };
    one_line(&text)
}

/// Returns the text with single spaces; `None` if nothing is left.
pub(super) fn one_line(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c == '\u{feff}') {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// Removes the tags in `text`. With `only_known`, only those of elements that occur in titles.
fn strip_tags(text: &str, only_known: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        match tag_at(rest, only_known) {
            Some((length, breaks)) => {
                if breaks {
                    out.push(' ');
                }
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                out.push('<');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Returns the length of the tag or comment at the start of `text`, and true if it separates words.
fn tag_at(text: &str, only_known: bool) -> Option<(usize, bool)> {
    /// Longest tag, in bytes: the search for its end stays linear.
    const MAX_TAG_BYTES: usize = 4096;
    if text.starts_with("<!--") {
        let window = text.as_bytes().get(..text.len().min(MAX_TAG_BYTES))?;
        return Some((memchr::memmem::find(window, b"-->")? + 3, false));
    }
    let name = text.get(1..)?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = name.get(..length)?;
    if !name.as_bytes().first()?.is_ascii_alphabetic() {
        return None;
    }
    let name = name.to_ascii_lowercase();
    if only_known && !TITLE_ELEMENTS.contains(&name.as_str()) {
        return None;
    }
    let window = text.as_bytes().get(..text.len().min(MAX_TAG_BYTES))?;
    let after = text
        .as_bytes()
        .get(1 + usize::from(text.as_bytes().get(1) == Some(&b'/')) + length)?;
    if !(after.is_ascii_whitespace() || matches!(after, b'>' | b'/')) {
        return None;
    }
    let end = memchr::memchr(b'>', window)?;
    let breaks = matches!(
        name.as_str(),
        "br" | "p"
            | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "tr"
            | "td"
            | "hr"
            | "img"
    );
    Some((end + 1, breaks))
}
