//! Attributes of a start tag: [`Attributes`], and the end of the tag: [`find_tag_end`].

use memchr::memchr;

/// Attribute of a start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// Qualified name as written.
    pub(crate) name: &'a str,
    /// Value without its quotes, with references; empty if there is none.
    pub(crate) raw_value: &'a str,
}

/// Attributes of a start tag, in the order of the source.
#[derive(Debug, Clone)]
pub(crate) struct Attributes<'a> {
    source: &'a str,
    position: usize,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            position: 0,
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = scan_attribute(self.source.as_bytes(), self.position)?;
        self.position = found.end;
        Some(Attribute {
            name: self.source.get(found.name.0..found.name.1)?,
            raw_value: self.source.get(found.value.0..found.value.1)?,
        })
    }
}

/// Places of an attribute in its tag.
struct ScannedAttribute {
    name: (usize, usize),
    value: (usize, usize),
    /// First byte after the attribute and its closing quote.
    end: usize,
    /// True if the value has quotes.
    is_quoted: bool,
}

/// Returns the offset of the `>` that ends the tag whose attributes start at `from`. `None` if another tag starts before
/// it: then the `<` of this one is text.
pub(super) fn find_tag_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = skip_separators(bytes, at);
        match bytes.get(at)? {
            b'>' => return Some(at),
            b'<' => return None,
            _ => at = scan_attribute(bytes, at)?.end,
        }
    }
}

/// Returns true if the `/` at the end of `attributes` belongs to an unquoted value, as in `href=http://example.org/`.
pub(super) fn ends_in_value(attributes: &str) -> bool {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while let Some(found) = scan_attribute(bytes, at) {
        at = found.end;
        if at == bytes.len() {
            return !found.is_quoted && found.value.0 < found.value.1;
        }
    }
    false
}

/// Skips white space, and the `/` of an empty element.
fn skip_separators(bytes: &[u8], mut at: usize) -> usize {
    while bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_whitespace() || *b == b'/')
    {
        at += 1;
    }
    at
}

/// Scans the attribute at or after `from`; `None` at the end of the tag.
fn scan_attribute(bytes: &[u8], from: usize) -> Option<ScannedAttribute> {
    let start = skip_separators(bytes, from);
    let ends_name =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'<' | b'/' | b'"' | b'\'');
    let first = bytes.get(start)?;
    if matches!(first, b'>' | b'<') {
        return None;
    }
    let rest = bytes.get(start + 1..)?;
    let name_end = start + 1 + rest.iter().position(ends_name).unwrap_or(rest.len());
    let mut at = name_end;
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    if bytes.get(at) != Some(&b'=') {
        return Some(ScannedAttribute {
            name: (start, name_end),
            value: (name_end, name_end),
            end: name_end,
            is_quoted: false,
        });
    }
    at += 1;
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    let (value, end, is_quoted) = scan_value(bytes, at);
    Some(ScannedAttribute {
        name: (start, name_end),
        value,
        end,
        is_quoted,
    })
}

/// Scans the value at `at`. Returns its range, the offset after it, and true if it has quotes. A value ends at its closing
/// quote only if a separator or the end of the tag follows, else at the first `>` or white space.
fn scan_value(bytes: &[u8], at: usize) -> ((usize, usize), usize, bool) {
    if let Some(quote @ (b'"' | b'\'')) = bytes.get(at)
        && let Some(length) = memchr(*quote, bytes.get(at + 1..).unwrap_or_default())
    {
        let end = at + 1 + length;
        let follows = bytes.get(end + 1);
        let value = bytes.get(at + 1..end).unwrap_or_default();
        let is_joined =
            follows.is_some_and(u8::is_ascii_alphabetic) && memchr(b'<', value).is_none();
        if is_joined
            || follows.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'?'))
        {
            return ((at + 1, end), end + 1, true);
        }
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let ends_value = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'<');
    let end = at + rest.iter().position(ends_value).unwrap_or(rest.len());
    let quoted = usize::from(matches!(bytes.get(at), Some(b'"' | b'\'')) && end > at);
    ((at + quoted, end), end, false)
}
