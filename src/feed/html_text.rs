//! HTML of entries in one spelling, with absolute links: [`normalize_html`].

use super::capture::{is_link, is_void, push_escaped};
use super::links::resolve_link;
use super::tokenizer::{Attribute, StartTag, Token, Tokenizer};

/// Returns HTML with quoted attributes in alphabetical order, names in lower case, closed void elements and no comments.
/// Relative links are resolved against `base`. A `<` that begins no tag becomes a reference. Text stays as it is.
pub fn normalize_html(html: &str, base: Option<&str>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut tokenizer = Tokenizer::new(html);
    while let Some(token) = tokenizer.next_token() {
        match token {
            Token::Start(tag) => push_tag(&mut out, &tag, base, &mut tokenizer),
            Token::End(name) if is_void(&name.to_ascii_lowercase()) => {}
            Token::End(name) => {
                out.push_str("</");
                out.push_str(&name.to_ascii_lowercase());
                out.push('>');
            }
            Token::Text(text) => push_text(&mut out, text),
            Token::CData(text) => push_escaped(&mut out, text, false),
        }
    }
    out
}

fn push_tag<'a>(
    out: &mut String,
    tag: &StartTag<'a>,
    base: Option<&str>,
    tokenizer: &mut Tokenizer<'a>,
) {
    let name = tag.name.to_ascii_lowercase();
    out.push('<');
    out.push_str(&name);
    let mut attributes: Vec<Attribute<'a>> = tag.attributes().collect();
    attributes.sort_by_key(|attribute| attribute.name);
    for attribute in attributes {
        out.push(' ');
        out.push_str(attribute.name);
        out.push_str("=\"");
        if is_link(attribute.name) {
            let value = tokenizer.decode(attribute.raw_value);
            push_escaped(out, &resolve_link(base, &value), true);
        } else {
            push_value(out, attribute.raw_value);
        }
        out.push('"');
    }
    match is_void(&name) || tag.is_empty {
        true => out.push_str(" />"),
        false => out.push('>'),
    }
}

/// Appends the value of an attribute with its references.
fn push_value(out: &mut String, raw: &str) {
    for c in raw.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

/// Appends text. References to C1 control characters become those to the characters of windows-1252 that they stand for
/// (HTML Standard, 13.2.5.80).
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with('<') {
            out.push_str("&lt;");
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        match c1_reference(rest) {
            Some((length, character)) => {
                out.push_str(&format!("&#x{:x};", u32::from(character)));
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
}

/// Returns the length of a reference such as `&#146;` at the start of `text`, and its character.
fn c1_reference(text: &str) -> Option<(usize, char)> {
    let digits = text.strip_prefix("&#")?;
    let number = digits.get(..3)?;
    let is_c1 =
        digits.as_bytes().get(3) == Some(&b';') && matches!(number.parse(), Ok(128..=159_u32));
    let decoded = super::tokenizer::decode_html(text.get(..6).filter(|_| is_c1)?)
        .chars()
        .next()?;
    Some((6, decoded))
}
