//! Text without case and diacritics, for find and filters: [`Needle`] and what it matches.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is looked for. Smart case: a capital letter in it makes case count. Diacritics never do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    folded: String,
    cased: bool,
}

impl Needle {
    /// The needle for a query as it was typed.
    pub fn new(query: &str) -> Self {
        let cased = query.chars().any(char::is_uppercase);
        Self {
            folded: fold(query, cased).0.into_owned(),
            cased,
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Whether `text` holds it.
    pub fn is_in(&self, text: &str) -> bool {
        fold(text, self.cased).0.contains(&self.folded)
    }

    /// Where `text` holds it, from left to right, as ranges of bytes. Matches don't overlap.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let (folded, origins) = fold(text, self.cased);
        let found = folded
            .match_indices(&self.folded)
            .map(|(start, hit)| start..start + hit.len());
        let Some(origins) = origins else {
            return found.collect();
        };
        let origin = |at: usize| origins.get(at).map_or(text.len(), |o| *o as usize);
        found
            .map(|hit| {
                let start = origin(hit.start);
                // Up to the character after the last one that matched, so that its diacritics are inside.
                let last = origin(hit.end.saturating_sub(1));
                let rest = text.get(last..).unwrap_or_default();
                let marks = |(i, c): &(usize, char)| *i == 0 || is_combining_mark(*c);
                let end = rest.char_indices().take_while(marks).last();
                start..last + end.map_or(0, |(i, c)| i + c.len_utf8())
            })
            .collect()
    }
}

/// Whether every word of `query` is in `text`, in any order.
pub fn has_words(text: &str, query: &str) -> bool {
    query
        .split_whitespace()
        .all(|word| Needle::new(word).is_in(text))
}

/// `text` without diacritics and, unless `cased`, without capitals; and for each byte of it the byte of `text` that it comes
/// from, if they differ. White space of any kind becomes a space.
fn fold(text: &str, cased: bool) -> (Cow<'_, str>, Option<Vec<u32>>) {
    if text.is_ascii() {
        let plain = |b: u8| (cased || !b.is_ascii_uppercase()) && !matches!(b, b'\n' | b'\t');
        if text.bytes().all(plain) {
            return (Cow::Borrowed(text), None);
        }
        let mut folded = text.replace(['\n', '\t'], " ");
        if !cased {
            folded.make_ascii_lowercase();
        }
        return (Cow::Owned(folded), None);
    }
    let mut folded = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let mut push = |c: char| {
            folded.push(c);
            // A story is far below 4 GiB: the file limit sees to it.
            origins.resize(folded.len(), at as u32);
        };
        let mut push_cased = |c: char| {
            if cased {
                push(c)
            } else {
                c.to_lowercase().for_each(&mut push)
            }
        };
        if c.is_ascii() {
            push_cased(if matches!(c, '\n' | '\t') { ' ' } else { c });
        } else if c != '\u{ad}' {
            let parts = std::iter::once(c)
                .nfd()
                .filter(|part| !is_combining_mark(*part));
            parts.for_each(&mut push_cased);
        }
    }
    (Cow::Owned(folded), Some(origins))
}
