//! Entities that the internal subset of a document type declaration declares (XML 1.0, section 4.2).

use super::names::is_name_byte;
use super::references::Entities;

/// Largest size of a document type declaration that is read, in bytes.
const MAX_DOCTYPE_BYTES: usize = 64 * 1024;

impl Entities {
    /// Reads the declaration at the start of `text` (`<!DOCTYPE …>`) and returns its length in bytes. Entities of an
    /// external file and parameter entities are ignored.
    pub(super) fn read_declaration(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let bytes = bytes
            .get(..bytes.len().min(MAX_DOCTYPE_BYTES))
            .unwrap_or(bytes);
        let mut is_in_subset = false;
        let mut at = 2;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'[' => is_in_subset = true,
                b']' => is_in_subset = false,
                b'>' if !is_in_subset => return at + 1,
                b'"' | b'\'' => at = closing_quote(bytes, at).unwrap_or(at),
                b'<' if !is_in_subset => return at,
                b'<' if bytes.get(at..at + 8) == Some(b"<!ENTITY") => {
                    if let Some(end) = self.read_entity(text, bytes, at + 8) {
                        at = end;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        // It does not end: only its first characters are skipped.
        2
    }

    /// Reads an entity declaration from the end of its keyword. Returns the offset of the last byte of its value.
    fn read_entity(&mut self, text: &str, bytes: &[u8], from: usize) -> Option<usize> {
        let is_space = |at: &usize| bytes.get(*at).is_some_and(u8::is_ascii_whitespace);
        let skip_space = |mut at: usize| {
            while is_space(&at) {
                at += 1;
            }
            at
        };
        let start = skip_space(from);
        let mut end = start;
        while bytes.get(end).is_some_and(|b| is_name_byte(*b)) {
            end += 1;
        }
        let open = skip_space(end);
        if end == start || !matches!(bytes.get(open), Some(b'"' | b'\'')) {
            return None;
        }
        let close = closing_quote(bytes, open)?;
        self.declare(text.get(start..end)?, text.get(open + 1..close)?);
        Some(close)
    }
}

/// Returns the offset of the quote that closes the one at `open`.
fn closing_quote(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = *bytes.get(open)?;
    let length = memchr::memchr(quote, bytes.get(open + 1..)?)?;
    Some(open + 1 + length)
}
