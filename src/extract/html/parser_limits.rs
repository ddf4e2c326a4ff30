//! Limits the nesting, open formatting elements and attributes that the HTML parser sees, in one scan of the tags.
//!
//! The tree construction of the HTML standard (13.2.6) searches the stack of open elements again and again, so that its
//! time is the product of a page's length and its depth. Within these limits that time is linear. No page that a person
//! reads comes near them.

use std::borrow::Cow;

/// Deepest nesting of elements that the parser sees.
const MAX_DEPTH: usize = 200;
/// Largest number of open formatting elements; the parser opens all of them again in every paragraph (HTML standard,
/// 13.2.4.3).
const MAX_FORMATTING: usize = 48;
/// Largest number of attributes of a tag; the parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 256;

/// Elements without an end tag, and elements whose end tag is often left out. They do not count as nesting.
const UNCOUNTED_ELEMENTS: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "option", "p", "param", "rb", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];
/// Formatting elements of the HTML standard (13.2.4.2).
const FORMATTING_ELEMENTS: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose content is text without markup.
const RAW_TEXT_ELEMENTS: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// Returns the page without the tags and attributes beyond the limits; all text stays.
pub(super) fn apply_parser_limits(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let (mut out, mut copied) = (String::new(), 0);
    let (mut depth, mut dropped, mut formatting, mut formatting_dropped) =
        (0usize, 0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(open) = find_byte(bytes, at, b'<') {
        let Some(next) = bytes.get(open + 1) else {
            break;
        };
        if html
            .get(open..)
            .is_some_and(|rest| rest.starts_with("<!--"))
        {
            at = find_end_of(html, open + 4, "-->").unwrap_or(html.len());
            continue;
        }
        let closing = *next == b'/';
        let start = open + 1 + usize::from(closing);
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let length = bytes.get(start..).unwrap_or_default().iter();
        let length = length
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
            .count();
        let name = html
            .get(start..start + length.min(32))
            .unwrap_or_default()
            .to_ascii_lowercase();
        let ScannedTag { end, attributes } = scan_tag(bytes, start + length);
        at = end;
        let formats = FORMATTING_ELEMENTS.contains(&name.as_str());
        let (count, lost, bound) = if formats {
            (&mut formatting, &mut formatting_dropped, MAX_FORMATTING)
        } else {
            (&mut depth, &mut dropped, MAX_DEPTH)
        };
        let counted = !UNCOUNTED_ELEMENTS.contains(&name.as_str());
        let mut drop = false;
        if counted && closing {
            drop = *lost > 0;
            if drop {
                *lost -= 1;
            } else {
                *count = count.saturating_sub(1);
            }
        } else if counted && bytes.get(end.saturating_sub(2)) != Some(&b'/') {
            drop = *count >= bound;
            if drop {
                *lost += 1;
            } else {
                *count += 1;
            }
        }
        if drop || attributes > MAX_ATTRIBUTES {
            out.push_str(html.get(copied..open).unwrap_or_default());
            if !drop {
                out.push_str(html.get(open..start + length).unwrap_or_default());
                out.push('>');
            }
            copied = end;
        }
        if !closing && RAW_TEXT_ELEMENTS.contains(&name.as_str()) {
            // The text is skipped here; the end tag is then read like any other.
            at = find_end_tag(html, end, &name).unwrap_or(html.len());
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Returns the offset of the first `what` at or after `from`.
fn find_byte(bytes: &[u8], from: usize, what: u8) -> Option<usize> {
    let rest = bytes.get(from..)?;
    Some(from + rest.iter().position(|b| *b == what)?)
}

/// Returns the offset after the first `what` at or after `from`.
fn find_end_of(html: &str, from: usize, what: &str) -> Option<usize> {
    Some(from + html.get(from..)?.find(what)? + what.len())
}

/// Returns the offset of `</name` at or after `from`.
fn find_end_tag(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let open = at + html.get(at..)?.find("</")?;
        let candidate = html.as_bytes().get(open + 2..open + 2 + name.len())?;
        if candidate.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(open);
        }
        at = open + 2;
    }
}

/// A tag without its name.
struct ScannedTag {
    /// Offset of the byte after `>`.
    end: usize,
    /// Approximate number of attributes.
    attributes: usize,
}

/// Scans the rest of a tag, from the end of its name. Quoted values may contain `>`.
fn scan_tag(bytes: &[u8], from: usize) -> ScannedTag {
    let (mut quote, mut attributes, mut previous) = (None, 0, b' ');
    for (i, b) in bytes.iter().enumerate().skip(from) {
        match quote {
            Some(q) if q == *b => quote = None,
            Some(_) => {}
            None => match b {
                b'"' | b'\'' if previous == b'=' => quote = Some(*b),
                b'>' => {
                    return ScannedTag {
                        end: i + 1,
                        attributes,
                    };
                }
                _ if b.is_ascii_whitespace() || *b == b'/' => {
                    attributes += usize::from(!previous.is_ascii_whitespace())
                }
                _ => {}
            },
        }
        if quote.is_some() || !b.is_ascii_whitespace() || previous != b'=' {
            previous = *b;
        }
    }
    ScannedTag {
        end: bytes.len(),
        attributes,
    }
}
