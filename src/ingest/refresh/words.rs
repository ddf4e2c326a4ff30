//! Words of the texts of entries, without tags: their number and their hash ([`scan_words`]), and how many of them another text
//! lacks ([`changed_share`]).

use std::collections::HashMap;

use crate::feed::EntryText;

/// Elements whose content is no text.
const TEXTLESS: [&[u8]; 2] = [b"script", b"style"];

/// Number of words and hash of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordScan {
    /// Number of words: runs of letters and digits. In scripts without spaces these are sentences.
    pub(super) count: usize,
    /// Hash of the words, without case.
    pub(super) hash: i64,
}

/// Scans the words of a text once, in linear time.
pub(super) fn scan_words(text: &EntryText) -> WordScan {
    let mut count = 0;
    let mut hash = Hasher::new();
    for_each_word(text, |word| {
        count += 1;
        hash.write_folded(word);
    });
    WordScan {
        count,
        hash: hash.finish(),
    }
}

/// Returns the share of words that only one of two texts has, from 0 to 1.
pub(super) fn changed_share(before: &EntryText, now: &EntryText) -> f64 {
    let mut balance: HashMap<u64, i64> = HashMap::new();
    let mut total = 0usize;
    let mut add = |text: &EntryText, step: i64| {
        let mut count = 0;
        for_each_word(text, |word| {
            let mut hash = Hasher::new();
            hash.write_folded(word);
            *balance.entry(hash.0).or_default() += step;
            count += 1;
        });
        total = total.max(count);
    };
    add(before, 1);
    add(now, -1);
    let changed: i64 = balance.values().map(|difference| difference.abs()).sum();
    match total {
        0 => 0.0,
        total => changed as f64 / 2.0 / total as f64,
    }
}

/// Hash of a text without a meaning of its own, such as an id: stable across versions and machines.
pub(super) fn hash_text(text: &str) -> i64 {
    let mut hash = Hasher::new();
    hash.write(text.as_bytes());
    hash.finish()
}

/// Calls `each` with every word of a text.
fn for_each_word(text: &EntryText, mut each: impl FnMut(&[u8])) {
    let mut rest = text.value.as_bytes();
    while let Some(first) = rest.first() {
        if text.is_html && *first == b'<' && is_tag(rest) {
            rest = after_tag(rest);
            continue;
        }
        if text.is_html && *first == b'&' {
            rest = after_reference(rest);
            continue;
        }
        let length = rest
            .iter()
            .position(|byte| !WORD_BYTES[usize::from(*byte)])
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(1));
        if length > 0 {
            each(word);
        }
        rest = after;
    }
}

/// True for the bytes of words: letters and digits of ASCII, and all bytes of other characters.
static WORD_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = at >= 0x80 || (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    table
};

/// Returns true if a `<` begins a tag or a comment, and not an inequality.
fn is_tag(rest: &[u8]) -> bool {
    rest.get(1)
        .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

/// Returns what follows a tag, and for scripts and styles what follows their content.
fn after_tag(rest: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
    let (tag, mut after) = rest.split_at(end);
    let name = tag.get(1..).unwrap_or_default();
    for element in TEXTLESS {
        let is_it = name
            .get(..element.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(element));
        if is_it {
            // Without an end tag the rest is no text.
            let close = memchr::memmem::find(after, b"</");
            after = close.and_then(|at| after.get(at..)).unwrap_or_default();
        }
    }
    after
}

/// Returns what follows a character reference, or the `&`.
fn after_reference(rest: &[u8]) -> &[u8] {
    /// Length of the longest named reference, and a bound for numbers.
    const MAX_LENGTH: usize = 34;
    let name = rest
        .iter()
        .skip(1)
        .take(MAX_LENGTH)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
        .count();
    let end = match rest.get(name + 1) {
        Some(b';') if name > 0 => name + 2,
        _ => 1,
    };
    rest.get(end..).unwrap_or_default()
}

/// Hash of bytes, eight at a time: each step multiplies and mixes as FNV-1a does with single bytes. Quick, and the same on every
/// machine. Equal hashes are weighed with other evidence.
struct Hasher(u64);

impl Hasher {
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn mix(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(Self::PRIME);
        // The multiplication moves bits up only.
        self.0 ^= self.0 >> 29;
    }

    /// Writes bytes and their number, each byte with `fold` set in it.
    fn write_with(&mut self, bytes: &[u8], fold: u64) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let value = chunk.try_into().map_or(0, u64::from_le_bytes);
            self.mix(value | fold);
        }
        let rest = chunks.remainder();
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.mix(u64::from_le_bytes(last) | fold);
        self.mix(bytes.len() as u64);
    }

    fn write(&mut self, bytes: &[u8]) {
        self.write_with(bytes, 0);
    }

    /// Writes a word without case: letters of ASCII differ in one bit by case, and digits have that bit.
    fn write_folded(&mut self, word: &[u8]) {
        self.write_with(word, 0x2020_2020_2020_2020);
    }

    fn finish(&self) -> i64 {
        i64::from_le_bytes(self.0.to_le_bytes())
    }
}
