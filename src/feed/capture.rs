//! Text of one element while its content is read: [`Capture`].

use std::borrow::Cow;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::elements::ElementName;
use super::field::Field;
use super::links::resolve_link;
use super::namespaces::Namespace;
use super::tokenizer::StartTag;

/// Kind of a text, as its element says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Plain text: `<` is no markup.
    Plain,
    /// HTML, escaped or in a CDATA section.
    Html,
    /// Markup in the feed itself (XHTML, other XML).
    Markup,
    /// In Base64 (RFC 4287, section 4.1.3.3).
    Base64,
    /// Not said, as in RSS: HTML if it looks like it.
    Undeclared,
}

/// Text of an element, up to now.
pub(super) struct Capture<'a> {
    /// Field that the text is for.
    pub(super) field: Field,
    /// Number of elements that were open outside it.
    pub(super) depth: usize,
    /// Base in force in the element.
    pub(super) base: Option<String>,
    kind: TextKind,
    text: Cow<'a, str>,
    /// White space that counts only if more text follows.
    pending_space: &'a str,
    /// True after the first tag inside.
    has_markup: bool,
    /// True if the first element inside is a `div` that only wraps the content (RFC 4287, section 3.1.1.3).
    strips_wrapper: bool,
}

/// Text of an element.
#[derive(Debug)]
pub(super) struct CapturedText<'a> {
    /// Text without white space at its ends.
    pub(super) value: Cow<'a, str>,
    /// Plain, HTML or undeclared.
    pub(super) kind: TextKind,
}

impl<'a> Capture<'a> {
    /// Starts a text. `is_atom` is true for Atom 1.0, whose XHTML has a wrapper that is no content.
    pub(super) fn new(field: Field, kind: TextKind, depth: usize, is_atom: bool) -> Self {
        Self {
            field,
            depth,
            base: None,
            kind,
            text: Cow::Borrowed(""),
            pending_space: "",
            has_markup: false,
            strips_wrapper: is_atom && matches!(kind, TextKind::Markup | TextKind::Html),
        }
    }

    /// Returns true if tags inside are markup for certain.
    pub(super) fn is_markup(&self) -> bool {
        self.kind == TextKind::Markup
    }

    /// Appends the content of a CDATA section.
    pub(super) fn push_cdata(&mut self, text: &'a str) {
        match self.has_markup {
            true => push_escaped(self.text.to_mut(), text, false),
            false => self.push_borrowed(text),
        }
    }

    /// Appends text without references.
    pub(super) fn push_text(&mut self, text: Cow<'a, str>) {
        if self.has_markup && self.kind != TextKind::Html {
            push_escaped(self.text.to_mut(), &text, false);
            return;
        }
        match text {
            Cow::Borrowed(text) => self.push_borrowed(text),
            Cow::Owned(text) => self.owned_text().push_str(&text),
        }
    }

    fn push_borrowed(&mut self, text: &'a str) {
        let is_blank = text.trim_ascii().is_empty();
        if self.text.is_empty() {
            if !is_blank {
                self.text = Cow::Borrowed(text);
            }
        } else if is_blank && self.pending_space.is_empty() {
            self.pending_space = text;
        } else {
            self.owned_text().push_str(text);
        }
    }

    /// Returns the buffer, with the white space that was held back.
    fn owned_text(&mut self) -> &mut String {
        let space = std::mem::take(&mut self.pending_space);
        let text = self.text.to_mut();
        text.push_str(space);
        text
    }

    /// Appends a start tag as HTML, with absolute links.
    pub(super) fn push_start(
        &mut self,
        name: &ElementName<'a>,
        tag: &StartTag<'a>,
        base: Option<&str>,
        decode: impl FnMut(&'a str) -> Cow<'a, str>,
    ) {
        self.begin_markup();
        let mut decode = decode;
        let shown = markup_name(name);
        let text = self.text.to_mut();
        text.push('<');
        text.push_str(shown);
        for attribute in tag.attributes() {
            let is_declaration =
                attribute.name.starts_with("xmlns") && name.namespace != Namespace::Markup;
            if is_declaration || attribute.name == "xml:base" {
                continue;
            }
            let value = decode(attribute.raw_value);
            text.push(' ');
            text.push_str(attribute.name);
            text.push_str("=\"");
            match is_link(attribute.name) {
                true => push_escaped(text, &resolve_link(base, &value), true),
                false => push_escaped(text, &value, true),
            }
            text.push('"');
        }
        match is_void(shown) {
            true => text.push_str(" />"),
            false => text.push('>'),
        }
        if tag.is_empty && !is_void(shown) {
            self.push_end(shown);
        }
    }

    /// Appends an end tag.
    pub(super) fn push_end(&mut self, qualified: &str) {
        let text = self.text.to_mut();
        text.push_str("</");
        text.push_str(qualified);
        text.push('>');
    }

    /// Escapes the text so far when the first tag comes, unless it has markup that was escaped.
    fn begin_markup(&mut self) {
        if self.has_markup {
            return;
        }
        self.has_markup = true;
        let text = std::mem::take(self.owned_text());
        let is_escaped_html = match self.kind {
            TextKind::Html => true,
            TextKind::Markup => false,
            TextKind::Plain | TextKind::Base64 | TextKind::Undeclared => looks_like_html(&text),
        };
        self.text = match is_escaped_html {
            true => Cow::Owned(text),
            false => {
                let mut escaped = String::with_capacity(text.len());
                push_escaped(&mut escaped, &text, false);
                Cow::Owned(escaped)
            }
        };
    }

    /// Returns the text.
    pub(super) fn finish(self) -> CapturedText<'a> {
        let value = trimmed(self.text);
        let (value, kind) = match self.kind {
            TextKind::Base64 => match decode_base64(&value) {
                Some(decoded) => (Cow::Owned(decoded), TextKind::Html),
                None => (value, TextKind::Undeclared),
            },
            // A title without a tag inside is text; the content may be HTML that was escaped in spite of its type.
            TextKind::Markup if !self.has_markup && matches!(self.field, Field::Title(_)) => {
                let mut escaped = String::with_capacity(value.len());
                push_escaped(&mut escaped, &value, false);
                (Cow::Owned(escaped), TextKind::Html)
            }
            TextKind::Markup if !self.has_markup => (value, TextKind::Undeclared),
            TextKind::Markup => (value, TextKind::Html),
            _ if self.has_markup => (value, TextKind::Html),
            kind => (without_escaped_cdata(value), kind),
        };
        let value = match self.strips_wrapper {
            true => without_wrapper(value),
            false => value,
        };
        let value = match memchr::memchr2(b'\r', 0, value.as_bytes()) {
            Some(_) => Cow::Owned(
                value
                    .replace("\r\n", "\n")
                    .replace('\r', "\n")
                    .replace('\0', ""),
            ),
            None => value,
        };
        CapturedText { value, kind }
    }
}

/// Returns the text without white space at its ends.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Returns the text inside a CDATA section whose marks were escaped, too.
fn without_escaped_cdata(text: Cow<'_, str>) -> Cow<'_, str> {
    let strip = |text: &str| {
        let inside = text.strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
        Some(inside.trim().len()).map(|_| inside.trim().to_owned())
    };
    match strip(&text) {
        Some(inside) => Cow::Owned(inside),
        None => text,
    }
}

/// Removes a `div` around the whole text.
fn without_wrapper(text: Cow<'_, str>) -> Cow<'_, str> {
    let inside = || {
        let rest = text.strip_prefix("<div")?.strip_suffix("</div>")?;
        let (attributes, inside) = rest.split_once('>')?;
        // The first `div` must be closed by the last end tag, not by an earlier one.
        let mut depth = 1_usize;
        for at in memchr::memchr_iter(b'<', inside.as_bytes()) {
            let tag = inside.get(at..)?;
            if tag.starts_with("<div>") || tag.starts_with("<div ") {
                depth += 1;
            } else if tag.starts_with("</div>") {
                depth -= 1;
            }
            if depth == 0 {
                return None;
            }
        }
        (!attributes.contains('<')).then(|| inside.trim().to_owned())
    };
    match inside() {
        Some(inside) => Cow::Owned(inside),
        None => text,
    }
}

/// Decodes Base64 with white space and without padding.
fn decode_base64(text: &str) -> Option<String> {
    let mut packed: String = text.split_ascii_whitespace().collect();
    while !packed.len().is_multiple_of(4) {
        packed.push('=');
    }
    let bytes = BASE64_STANDARD.decode(packed).ok()?;
    String::from_utf8(bytes)
        .ok()
        .map(|text| text.trim().to_owned())
}

/// Returns true if a text has a tag or a reference of HTML.
pub(super) fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_tag = |at: usize| match (bytes.get(at + 1), bytes.get(at + 2)) {
        (Some(b'/'), Some(b)) => b.is_ascii_alphabetic(),
        (Some(b'!'), Some(b)) => *b == b'-',
        (Some(b), _) => b.is_ascii_alphabetic(),
        _ => false,
    };
    let is_reference = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(32)).unwrap_or(rest);
        let end = rest
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || *b == b'#'));
        end.is_some_and(|end| end > 1 && rest.get(end) == Some(&b';'))
    };
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| {
        if bytes.get(at) == Some(&b'<') {
            is_tag(at)
        } else {
            is_reference(at)
        }
    })
}

/// Returns the name that an element has in HTML.
pub(super) fn markup_name<'a>(name: &ElementName<'a>) -> &'a str {
    match name.namespace {
        Namespace::Xhtml | Namespace::Markup => name.local,
        _ => name.qualified,
    }
}

/// Returns true for an element without content or end tag (HTML Standard, 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "input"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Returns true for an attribute of HTML whose value is an address.
pub(super) fn is_link(name: &str) -> bool {
    matches!(
        name,
        "href" | "src" | "cite" | "action" | "longdesc" | "poster" | "background" | "data"
    )
}

/// Appends `text`, its characters of markup as references.
pub(super) fn push_escaped(out: &mut String, text: &str, is_attribute: bool) {
    let mut rest = text;
    while let Some(at) = markup_position(rest.as_bytes(), is_attribute) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(match rest.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Returns the position of the first character of markup.
fn markup_position(bytes: &[u8], is_attribute: bool) -> Option<usize> {
    match is_attribute {
        true => bytes
            .iter()
            .position(|b| matches!(b, b'&' | b'<' | b'>' | b'"')),
        false => memchr::memchr3(b'&', b'<', b'>', bytes),
    }
}
