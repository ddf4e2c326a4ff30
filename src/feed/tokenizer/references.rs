//! References to characters and entities: [`Entities::decode`].

use std::borrow::Cow;

use memchr::memchr;

/// Most entities that a document may declare.
const MAX_ENTITIES: usize = 256;
/// Longest value of a declared entity, in bytes.
const MAX_VALUE_BYTES: usize = 4096;
/// Longest name of an entity, in bytes.
const MAX_NAME_BYTES: usize = 64;
/// Deepest nesting of declared entities.
const MAX_DEPTH: usize = 8;
/// Largest size of all replacements of declared entities in a document, in bytes: none is worth more in a feed, and an
/// entity bomb ends here.
const MAX_EXPANSION_BYTES: usize = 256 * 1024;

/// Entities that a document declares, and what their replacement may still cost.
pub(super) struct Entities {
    declared: Vec<(String, String)>,
    /// Bytes that replacements may still have.
    budget: usize,
}

impl Default for Entities {
    fn default() -> Self {
        Self {
            declared: Vec::new(),
            budget: MAX_EXPANSION_BYTES,
        }
    }
}

impl Entities {
    /// Adds an entity. The first declaration of a name counts (XML 1.0, section 4.2).
    pub(super) fn declare(&mut self, name: &str, value: &str) {
        let fits = name.len() <= MAX_NAME_BYTES && value.len() <= MAX_VALUE_BYTES;
        if fits && self.declared.len() < MAX_ENTITIES && self.find(name).is_none() {
            self.declared.push((name.to_owned(), value.to_owned()));
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.declared.iter().position(|(n, _)| n == name)
    }

    /// Replaces the references in `raw`.
    pub(super) fn decode<'t>(&mut self, raw: &'t str) -> Cow<'t, str> {
        if memchr(b'&', raw.as_bytes()).is_none() {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        self.decode_into(raw, &mut out, 0);
        Cow::Owned(out)
    }

    fn decode_into(&mut self, raw: &str, out: &mut String, depth: usize) {
        let mut rest = raw;
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            out.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at..).unwrap_or_default();
            let length = self.decode_reference(rest, out, depth);
            if length == 0 {
                out.push('&');
            }
            rest = rest.get(length.max(1)..).unwrap_or_default();
        }
        out.push_str(rest);
    }

    /// Appends the replacement of the reference at the start of `text` and returns its length; 0 if there is none.
    fn decode_reference(&mut self, text: &str, out: &mut String, depth: usize) -> usize {
        if let Some((length, character)) = predefined(text) {
            out.push(character);
            return length;
        }
        if text.as_bytes().get(1) == Some(&b'#') {
            let Some((length, character)) = character_reference(text) else {
                return 0;
            };
            out.push(character);
            return length;
        }
        let name = reference_name(text);
        if name.is_empty() {
            return 0;
        }
        let end = 1 + name.len();
        let is_closed = text.as_bytes().get(end) == Some(&b';');
        if is_closed && let Some(index) = self.find(name) {
            return match self.expand(index, out, depth) {
                true => end + 1,
                false => 0,
            };
        }
        // Without a semicolon, only a name of HTML that stands alone: `&copy 2026`, but not `?a=1&copy=2`.
        match is_closed {
            true => push_named(name, out).map_or(0, |()| end + 1),
            false => 0,
        }
    }

    /// Appends the value of a declared entity. Returns false if it is nested too deeply or too large.
    fn expand(&mut self, index: usize, out: &mut String, depth: usize) -> bool {
        let Some((_, value)) = self.declared.get(index) else {
            return false;
        };
        // Every expansion costs, also one of nothing.
        let cost = value.len() + 1;
        if depth >= MAX_DEPTH || cost > self.budget {
            return false;
        }
        self.budget -= cost;
        let value = value.clone();
        self.decode_into(&value, out, depth + 1);
        true
    }
}

/// Replaces the character references and named entities of HTML in `text`.
pub(crate) fn decode_html(text: &str) -> Cow<'_, str> {
    Entities::default().decode(text)
}

/// Reads a reference to one of the five predefined entities (XML 1.0, section 4.6), the most frequent ones.
fn predefined(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    match bytes.get(1)? {
        b'a' if bytes.starts_with(b"&amp;") => Some((5, '&')),
        b'l' if bytes.starts_with(b"&lt;") => Some((4, '<')),
        b'g' if bytes.starts_with(b"&gt;") => Some((4, '>')),
        b'q' if bytes.starts_with(b"&quot;") => Some((6, '"')),
        b'a' if bytes.starts_with(b"&apos;") => Some((6, '\'')),
        _ => None,
    }
}

/// Reads a character reference; its semicolon may be missing. Numbers of windows-1252 are read as HTML does (HTML
/// Standard, 13.2.5.80).
fn character_reference(text: &str) -> Option<(usize, char)> {
    let digits = text.get(2..)?;
    let (radix, digits, start) = match digits.as_bytes().first()? {
        b'x' | b'X' => (16, digits.get(1..)?, 3),
        _ => (10, digits, 2),
    };
    let is_digit = |b: &u8| char::from(*b).is_digit(radix);
    let length = digits.bytes().take_while(is_digit).take(10).count();
    let number = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let closed = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((start + length + closed, character_of(number)))
}

/// Returns the character of a number; U+FFFD for those that are none.
fn character_of(number: u32) -> char {
    /// Characters that windows-1252 has at 0x80 to 0x9f.
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let index = number
        .checked_sub(0x80)
        .and_then(|i| usize::try_from(i).ok());
    if let Some(character) = index.and_then(|i| WINDOWS_1252.get(i)) {
        return *character;
    }
    match char::from_u32(number) {
        None | Some('\0') => char::REPLACEMENT_CHARACTER,
        Some(character) => character,
    }
}

/// Returns the name of the entity reference at the start of `text`.
fn reference_name(text: &str) -> &str {
    let bytes = text.as_bytes().get(1..).unwrap_or_default();
    let bytes = bytes
        .get(..bytes.len().min(MAX_NAME_BYTES + 1))
        .unwrap_or(bytes);
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
    let length = bytes.iter().take_while(|b| is_name(b)).count();
    text.get(1..1 + length).unwrap_or_default()
}

/// Appends the characters of a named entity of HTML.
fn push_named(name: &str, out: &mut String) -> Option<()> {
    let mut key = [0_u8; MAX_NAME_BYTES + 2];
    let bytes = name.as_bytes();
    key.get_mut(..bytes.len())?.copy_from_slice(bytes);
    *key.get_mut(bytes.len())? = b';';
    let key = std::str::from_utf8(key.get(..=bytes.len())?).ok()?;
    let (first, second) = markup5ever::data::NAMED_ENTITIES.get(key)?;
    out.push(char::from_u32(*first).filter(|c| *c != '\0')?);
    out.extend(char::from_u32(*second).filter(|c| *c != '\0'));
    Some(())
}
