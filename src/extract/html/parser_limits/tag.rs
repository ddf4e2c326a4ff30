//! Names and ends of tags, as the tokenizer of the HTML standard (13.2.5) reads them.

use std::ops::Range;

/// Longest name of an element that any list here has, in bytes.
const LONGEST_NAME: usize = 10;

/// Name of an element in lower case. Longer names than any listed one are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TagName {
    bytes: [u8; LONGEST_NAME + 1],
    length: usize,
}

impl TagName {
    /// Reads the name that begins at `start`, and returns the offset after it.
    pub(super) fn read(bytes: &[u8], start: usize) -> (Self, usize) {
        let rest = bytes.get(start..).unwrap_or_default();
        let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let mut name = Self {
            bytes: [0; LONGEST_NAME + 1],
            length: length.min(LONGEST_NAME + 1),
        };
        for (to, from) in name.bytes.iter_mut().zip(rest.iter().take(length)) {
            *to = from.to_ascii_lowercase();
        }
        (name, start + length)
    }

    /// Returns the name; empty if it was cut inside a character.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Returns true unless elements of this name have no end tag, or one that is often left out. Those do not count as
    /// nesting.
    pub(super) fn is_counted(&self) -> bool {
        !matches!(
            self.as_bytes(),
            b"area"
                | b"base"
                | b"body"
                | b"br"
                | b"col"
                | b"colgroup"
                | b"dd"
                | b"dt"
                | b"embed"
                | b"head"
                | b"hr"
                | b"html"
                | b"img"
                | b"input"
                | b"li"
                | b"link"
                | b"meta"
                | b"option"
                | b"p"
                | b"param"
                | b"rb"
                | b"rp"
                | b"rt"
                | b"source"
                | b"tbody"
                | b"td"
                | b"tfoot"
                | b"th"
                | b"thead"
                | b"tr"
                | b"track"
                | b"wbr"
        )
    }

    /// Returns true for the formatting elements of the HTML standard (13.2.4.2).
    pub(super) fn is_formatting(&self) -> bool {
        matches!(
            self.as_bytes(),
            b"a" | b"b"
                | b"big"
                | b"code"
                | b"em"
                | b"font"
                | b"i"
                | b"nobr"
                | b"s"
                | b"small"
                | b"strike"
                | b"strong"
                | b"tt"
                | b"u"
        )
    }

    /// Returns true if an element of this name ends where another begins.
    pub(super) fn ends_itself(&self) -> bool {
        matches!(self.as_bytes(), b"a" | b"nobr")
    }

    /// Returns true if an end tag of this name without an element opens one.
    pub(super) fn opens_by_end_tag(&self) -> bool {
        matches!(self.as_bytes(), b"p" | b"br")
    }

    /// Returns true if words on both sides of a tag of this name may be one word.
    pub(super) fn is_inline(&self) -> bool {
        self.is_formatting()
            || matches!(
                self.as_bytes(),
                b"span" | b"sub" | b"sup" | b"wbr" | b"mark"
            )
    }

    /// Returns true if the content of the element is text without markup.
    pub(super) fn has_raw_text(&self) -> bool {
        self.shows_raw_text()
            || matches!(
                self.as_bytes(),
                b"script" | b"style" | b"iframe" | b"noembed" | b"noframes"
            )
    }

    /// Returns true if the content of the element is text without markup that a browser shows.
    pub(super) fn shows_raw_text(&self) -> bool {
        matches!(self.as_bytes(), b"textarea" | b"title" | b"xmp")
    }
}

/// State of the tokenizer inside a tag.
#[derive(Clone, Copy)]
enum TagState {
    BeforeName,
    Name(usize),
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// Returns the offset after the tag whose name ends at `from`, and reports the range of the name of each attribute.
pub(super) fn end_of_tag(bytes: &[u8], from: usize, mut report: impl FnMut(Range<usize>)) -> usize {
    let mut state = TagState::BeforeName;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let is_space = byte.is_ascii_whitespace();
        state = match (state, byte) {
            (TagState::Quoted(quote), _) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let Some(close) = memchr::memchr(quote, rest) else {
                    return bytes.len();
                };
                at += close;
                TagState::BeforeName
            }
            (TagState::Name(start), b'>') => {
                report(start..at);
                return at + 1;
            }
            (_, b'>') => return at + 1,
            (TagState::Name(start), b'=') => {
                report(start..at);
                TagState::BeforeValue
            }
            (TagState::Name(start), b'/') => {
                report(start..at);
                TagState::BeforeName
            }
            (TagState::Name(start), _) if is_space => {
                report(start..at);
                TagState::AfterName
            }
            (TagState::Name(start), _) => TagState::Name(start),
            (TagState::AfterName, b'=') => TagState::BeforeValue,
            (TagState::BeforeValue, b'"' | b'\'') => TagState::Quoted(*byte),
            (TagState::BeforeValue, _) if is_space => TagState::BeforeValue,
            (TagState::BeforeValue, _) => TagState::Unquoted,
            (TagState::Unquoted, _) if is_space => TagState::BeforeName,
            (TagState::Unquoted, _) => TagState::Unquoted,
            (TagState::BeforeName | TagState::AfterName, b'/') => TagState::BeforeName,
            (before @ (TagState::BeforeName | TagState::AfterName), _) if is_space => before,
            (TagState::BeforeName | TagState::AfterName, _) => TagState::Name(at),
        };
        at += 1;
    }
    bytes.len()
}
