//! Text folding for comparison: without case, without diacritics, and with typographic characters replaced by those of
//! a keyboard.
//!
//! Find, filters and search share this folding, so that a word found by one is found by the others:
//!
//! 1. invisible characters are ignored (soft hyphens, joiners, variation selectors);
//! 2. compatibility characters are decomposed (NFKD: `ﬁ` is `fi`, `Ａ` is `A`);
//! 3. accents and vowel points, which people leave out when they type, are removed; marks that make another letter
//!    (Kana, the vowels of Indic scripts) stay, composed with their letter;
//! 4. typographic quotes, dashes and spaces become `'`, `"`, `-` and a space;
//! 5. letters with a usual substitute on keyboards without them become that (`ß` is `ss`, `ø` is `o`);
//! 6. capitals become small letters, unless a [`Needle`] contains one.
//!
//! # Examples
//!
//! ```
//! use newsprint::text::fold::{Needle, fold};
//!
//! assert_eq!(fold("Café – naïve"), "cafe - naive");
//!
//! // Small letters find both cases, a capital finds only itself. Ranges count bytes of the text.
//! assert_eq!(Needle::new("cafe").find_in("Café, café"), [0..5, 7..12]);
//! assert_eq!(Needle::new("Cafe").find_in("Café, café"), [0..5]);
//! ```

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// Searched phrase. Smart case: a capital letter in it makes the search case-sensitive. Diacritics are always ignored.
#[derive(Debug, Clone)]
pub struct Needle {
    finder: Finder<'static>,
    is_case_sensitive: bool,
}

impl Needle {
    /// Creates the needle for a typed query.
    pub fn new(query: &str) -> Self {
        Self::with_case(query, query.chars().any(char::is_uppercase))
    }

    /// Creates a needle that ignores case, as in filters.
    pub fn caseless(query: &str) -> Self {
        Self::with_case(query, false)
    }

    fn with_case(query: &str, is_case_sensitive: bool) -> Self {
        let folded = fold_with(query, is_case_sensitive, None);
        Self {
            finder: Finder::new(folded.as_bytes()).into_owned(),
            is_case_sensitive,
        }
    }

    /// Returns true if the needle is empty after folding.
    pub fn is_empty(&self) -> bool {
        self.finder.needle().is_empty()
    }

    /// Returns true if `text` contains the needle.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_folded(&fold_with(text, self.is_case_sensitive, None))
    }

    /// Returns true if a folded text contains the needle. The text must be folded like the needle: by [`fold`], if the
    /// needle ignores case.
    pub fn matches_folded(&self, folded: &str) -> bool {
        self.finder.find(folded.as_bytes()).is_some()
    }

    /// Returns the byte ranges of the matches in `text`, from left to right and without overlaps. Combining marks on
    /// the last letter are included.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut mappings = Vec::new();
        let folded = fold_with(text, self.is_case_sensitive, Some(&mut mappings));
        let length = self.finder.needle().len();
        let found = self.finder.find_iter(folded.as_bytes());
        let hits = found.map(|start| start..start + length);
        if mappings.is_empty() {
            return hits.collect();
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for hit in hits {
            let range =
                original_start(&mappings, hit.start)..original_end(&mappings, hit.end, text.len());
            // Two matches may lie in one character.
            if ranges.last().is_none_or(|last| last.end <= range.start) {
                ranges.push(range);
            }
        }
        ranges
    }
}

/// Words of a filter. A text passes if it contains all of them, anywhere and in any order. Case is ignored.
#[derive(Debug, Clone, Default)]
pub struct FilterWords {
    words: Vec<Needle>,
}

impl FilterWords {
    /// Splits a typed filter into words.
    pub fn new(typed: &str) -> Self {
        let words = typed.split_whitespace().map(Needle::caseless);
        Self {
            words: words.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// Returns true if there are no words: then every text passes.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns true if each word is in at least one of the texts.
    pub fn are_all_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let mut missing: Vec<&Needle> = self.words.iter().collect();
        for text in texts {
            if missing.is_empty() {
                break;
            }
            let folded = fold(text);
            missing.retain(|word| !word.matches_folded(&folded));
        }
        missing.is_empty()
    }
}

/// Folds `text`, without capitals.
pub fn fold(text: &str) -> Cow<'_, str> {
    fold_with(text, false, None)
}

/// Offset in a folded text with the corresponding offset in the original.
///
/// Up to the next such pair bytes correspond one to one, if `is_bytewise`; else all of them stand for one character.
#[derive(Debug, Clone, Copy)]
struct OffsetMapping {
    folded: u32,
    original: u32,
    is_bytewise: bool,
}

/// Folds a text. If offsets differ between result and original, `mappings` receives the mapping. 32 bits are enough, since
/// the size limit of files is far below 4 GiB.
fn fold_with<'a>(
    text: &'a str,
    is_case_sensitive: bool,
    mut mappings: Option<&mut Vec<OffsetMapping>>,
) -> Cow<'a, str> {
    if text.is_ascii() {
        let same = is_case_sensitive || !text.bytes().any(|b| b.is_ascii_uppercase());
        if same && first_line_end_or_tab(text).is_none() {
            return Cow::Borrowed(text);
        }
        let mut folded = String::with_capacity(text.len());
        push_ascii(text, is_case_sensitive, &mut folded);
        return Cow::Owned(folded);
    }
    let mut folded = String::with_capacity(text.len());
    let mut record_mapping = |folded: usize, original: usize, is_bytewise: bool| {
        let Some(mappings) = mappings.as_deref_mut() else {
            return;
        };
        let mapping = OffsetMapping {
            folded: folded as u32,
            original: original as u32,
            is_bytewise,
        };
        let continues = |last: &OffsetMapping| {
            last.is_bytewise
                && is_bytewise
                && mapping.folded - last.folded == mapping.original.wrapping_sub(last.original)
        };
        if !mappings.last().is_some_and(continues) {
            mappings.push(mapping);
        }
    };
    record_mapping(0, 0, true);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let ascii = rest.bytes().position(|b| !b.is_ascii());
        let ascii = ascii.unwrap_or(rest.len());
        if ascii > 0 {
            record_mapping(folded.len(), at, true);
            push_ascii(
                rest.get(..ascii).unwrap_or_default(),
                is_case_sensitive,
                &mut folded,
            );
            at += ascii;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let before = folded.len();
        let mut letters = 0;
        fold_char(c, is_case_sensitive, &mut |letter| {
            if !compose_last(&mut folded, letter) {
                folded.push(letter);
                letters += 1;
            }
        });
        let length = c.len_utf8();
        if letters > 0 {
            let in_place = letters == 1 && folded.len() - before == length;
            record_mapping(before, at, in_place);
        }
        at += length;
    }
    record_mapping(folded.len(), text.len(), true);
    Cow::Owned(folded)
}

/// Returns the offset in the original of the character at an offset of the folded text.
fn original_start(mappings: &[OffsetMapping], folded: usize) -> usize {
    let after = mappings.partition_point(|mapping| mapping.folded as usize <= folded);
    let mapping = after.checked_sub(1).and_then(|at| mappings.get(at));
    mapping.map_or(0, |mapping| mapping.original_offset(folded))
}

/// Returns the offset in the original after the character that ends at an offset of the folded text, and after the
/// accents and ignored characters there.
fn original_end(mappings: &[OffsetMapping], folded: usize, length: usize) -> usize {
    let after = mappings.partition_point(|mapping| (mapping.folded as usize) < folded);
    let next = mappings.get(after);
    let mapping = after.checked_sub(1).and_then(|at| mappings.get(at));
    match (mapping, next) {
        (Some(mapping), Some(next)) if mapping.is_bytewise && next.folded as usize > folded => {
            mapping.original_offset(folded)
        }
        (Some(mapping), None) if mapping.is_bytewise => mapping.original_offset(folded),
        (_, Some(next)) => next.original as usize,
        (_, None) => length,
    }
}

impl OffsetMapping {
    fn original_offset(&self, folded: usize) -> usize {
        let inside = if self.is_bytewise {
            folded.saturating_sub(self.folded as usize)
        } else {
            0
        };
        self.original as usize + inside
    }
}

/// Returns the offset of the first line end or tab.
fn first_line_end_or_tab(ascii: &str) -> Option<usize> {
    memchr::memchr3(b'\n', b'\t', b'\r', ascii.as_bytes())
}

fn push_ascii(ascii: &str, is_case_sensitive: bool, folded: &mut String) {
    let start = folded.len();
    let mut rest = ascii;
    while let Some(at) = first_line_end_or_tab(rest) {
        folded.push_str(rest.get(..at).unwrap_or_default());
        folded.push(' ');
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    folded.push_str(rest);
    if let (false, Some(pushed)) = (is_case_sensitive, folded.get_mut(start..)) {
        pushed.make_ascii_lowercase();
    }
}

/// Composes a mark with the letter before it, if they form one letter of as many bytes.
fn compose_last(folded: &mut String, mark: char) -> bool {
    if !joins_previous(mark) {
        return false;
    }
    let Some(last) = folded.chars().next_back() else {
        return false;
    };
    match compose(last, mark) {
        Some(whole) if whole.len_utf8() == last.len_utf8() => {
            folded.pop();
            folded.push(whole);
            true
        }
        _ => false,
    }
}

/// Calls `put` with each letter that `c` folds to: none, mostly one, sometimes several. A letter that
/// [`joins_previous`] may compose with the letter before it, also across characters.
pub fn fold_char(c: char, is_case_sensitive: bool, put: &mut impl FnMut(char)) {
    if c.is_ascii() {
        let blank = matches!(c, '\n' | '\t' | '\r');
        return put(match (blank, is_case_sensitive) {
            (true, _) => ' ',
            (_, true) => c,
            (_, false) => c.to_ascii_lowercase(),
        });
    }
    if folds_to_itself(c) {
        put(c);
    } else if let Some(plain) = typographic(c) {
        put(plain);
    } else if !is_ignored(c) {
        decompose_compatible(c, |part| {
            if !is_accent(part) && !is_ignored(part) {
                fold_decomposed(typographic(part).unwrap_or(part), is_case_sensitive, put);
            }
        });
    }
}

fn fold_decomposed(part: char, is_case_sensitive: bool, put: &mut impl FnMut(char)) {
    let part = if is_case_sensitive {
        part
    } else {
        part.to_lowercase().next().unwrap_or(part)
    };
    let (one, two) = match part {
        'ß' => ('s', Some('s')),
        'ẞ' => ('S', Some('S')),
        'æ' => ('a', Some('e')),
        'Æ' => ('A', Some('e')),
        'œ' => ('o', Some('e')),
        'Œ' => ('O', Some('e')),
        'þ' => ('t', Some('h')),
        'Þ' => ('T', Some('h')),
        'ø' => ('o', None),
        'Ø' => ('O', None),
        'ł' => ('l', None),
        'Ł' => ('L', None),
        'đ' | 'ð' => ('d', None),
        'Đ' | 'Ð' => ('D', None),
        'ħ' => ('h', None),
        'Ħ' => ('H', None),
        'ŧ' => ('t', None),
        'Ŧ' => ('T', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        part => (part, None),
    };
    put(one);
    if let Some(two) = two {
        put(two);
    }
}

/// Returns true for letters of Han, Kana and Hangul that fold to themselves: a fast path without table lookups.
fn folds_to_itself(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// Returns true if a character may compose with the one before it: a combining mark, or the second or third part of a
/// Hangul syllable.
pub fn joins_previous(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}'))
}

/// Returns the keyboard character for a typographic quote, dash or space.
fn typographic(c: char) -> Option<char> {
    match c {
        '\u{2018}'..='\u{201b}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{275b}'
        | '\u{275c}'
        | '\u{b4}'
        | '\u{2b9}'..='\u{2bd}'
        | '\u{2c8}'
        | '\u{ff07}' => Some('\''),
        '\u{201c}'..='\u{201f}'
        | '\u{2033}'
        | '\u{2036}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{275d}'
        | '\u{275e}'
        | '\u{301d}'..='\u{301f}'
        | '\u{ff02}' => Some('"'),
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{5be}' | '\u{2e3a}' | '\u{2e3b}' => {
            Some('-')
        }
        '\u{2044}' => Some('/'),
        c if !c.is_ascii() && c.is_whitespace() => Some(' '),
        _ => None,
    }
}

/// Returns true for invisible characters (break opportunities, joiners, directional marks), and for the Arabic tatweel,
/// which only widens a word.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns true for marks that people leave out when they type: accents of Latin, Greek and Cyrillic, vowel points of
/// Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05c7}' | '\u{0610}'..='\u{061a}'
        | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        && is_combining_mark(c)
}
