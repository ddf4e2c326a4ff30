//! Splits a line into numbers, words and punctuation for the date parser: [`lex_date`].

use super::names::{DateWord, date_word};

/// A number, word or punctuation mark of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateToken {
    /// Kind of the token.
    pub(super) kind: DateTokenKind,
    /// Offset of the first byte of the token.
    pub(super) start: usize,
    /// Offset of the byte after the token.
    pub(super) end: usize,
    /// True if white space stands before the token.
    pub(super) follows_space: bool,
    /// Possible meanings of a word.
    pub(super) meaning: DateWord,
    /// True for a word that stands before the number of a month: `tháng`.
    pub(super) is_month_word: bool,
    /// True for a word that stands after the hour or the time: `h`, `Uhr`.
    pub(super) is_hour_word: bool,
    /// True for the `m` of `a.m.`
    pub(super) is_letter_m: bool,
    /// For `am`, `pm` and the first letter of `a.m.` and `p.m.`, true for the afternoon; else `None`.
    pub(super) is_afternoon: Option<bool>,
    /// Year before the first year of a Japanese era.
    pub(super) era: Option<u32>,
}

impl DateToken {
    /// Returns true if the token is a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, DateTokenKind::Number { .. })
    }
}

/// Kind of a token of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateTokenKind {
    /// Digits of any supported script.
    Number {
        /// Value; `u32::MAX` if it is larger.
        value: u32,
        /// Number of digits.
        digits: u8,
    },
    /// A run of letters.
    Word,
    /// Any other character except white space; each CJK character is a token.
    Punctuation(char),
}

/// Largest size of a word that can have a meaning, in bytes.
const MAX_WORD_BYTES: usize = 48;

/// Splits `line` into tokens. A word ends where a small letter meets a capital, because pages join names and dates
/// without space (`SmithFeb`).
pub(super) fn lex_date(line: &str) -> Vec<DateToken> {
    let mut out: Vec<DateToken> = Vec::new();
    let mut spaced = false;
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || is_invisible(c) {
            spaced |= c.is_whitespace();
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(digit) = digit_value(c) {
            let (mut value, mut digits) = (digit, 1_u8);
            while let Some(&(at, c)) = chars.peek()
                && let Some(digit) = self::digit_value(c)
            {
                value = value.saturating_mul(10).saturating_add(digit);
                digits = digits.saturating_add(1);
                end = at + c.len_utf8();
                chars.next();
            }
            DateTokenKind::Number { value, digits }
        } else if is_word_letter(c) {
            let mut small = c.is_lowercase();
            let clock = time_suffix_length(line.get(start..).unwrap_or_default(), &out);
            while let Some(&(at, c)) = chars.peek()
                && is_word_letter(c)
                && !(small && c.is_uppercase())
                && clock.is_none_or(|length| at < start + length)
            {
                small = c.is_lowercase();
                end = at + c.len_utf8();
                chars.next();
            }
            DateTokenKind::Word
        } else {
            DateTokenKind::Punctuation(c)
        };
        let mut token = DateToken {
            kind,
            start,
            end,
            follows_space: spaced,
            meaning: DateWord::default(),
            is_month_word: false,
            is_hour_word: false,
            is_letter_m: false,
            is_afternoon: None,
            era: None,
        };
        spaced = false;
        match kind {
            DateTokenKind::Word if end - start <= MAX_WORD_BYTES => {
                set_meaning(&mut token, line.get(start..end).unwrap_or_default());
            }
            DateTokenKind::Punctuation('和' | '成' | '昭') => merge_era(&mut out, &mut token),
            _ => {}
        }
        out.push(token);
    }
    out
}

/// Returns the length of `AM`, `PM` or a zone at the start of `text` if it is joined to the next word, after the
/// minutes of a time.
fn time_suffix_length(text: &str, before: &[DateToken]) -> Option<usize> {
    let timed = match before {
        [
            ..,
            DateToken {
                kind: DateTokenKind::Punctuation(':' | '.'),
                ..
            },
            last,
        ] => last.is_number(),
        [.., last] => last.is_afternoon.is_some(),
        [] => false,
    };
    if !timed {
        return None;
    }
    let prefix = [
        "AM", "PM", "GMT", "UTC", "EST", "EDT", "PST", "PDT", "CST", "CDT", "CET", "CEST", "BST",
        "IST", "ET", "PT",
    ];
    let found = prefix.into_iter().find(|prefix| text.starts_with(prefix))?;
    let glued = text.get(found.len()..)?.starts_with(char::is_alphabetic);
    glued.then_some(found.len())
}

/// Sets what a word means in a date.
fn set_meaning(token: &mut DateToken, word: &str) {
    let word = word.to_lowercase();
    token.meaning = date_word(&word);
    match word.as_str() {
        "tháng" | "thg" => token.is_month_word = true,
        "h" | "uhr" | "uur" | "час" | "год" | "ч" => token.is_hour_word = true,
        "m" => token.is_letter_m = true,
        "am" | "a" => token.is_afternoon = Some(false),
        "pm" | "p" => token.is_afternoon = Some(true),
        _ => {}
    }
}

/// Merges the second character of the name of a Japanese era with the first, to a word.
fn merge_era(out: &mut Vec<DateToken>, token: &mut DateToken) {
    let Some(first) = out.last() else { return };
    let before = match (first.kind, token.kind) {
        (DateTokenKind::Punctuation('令'), DateTokenKind::Punctuation('和')) => 2018,
        (DateTokenKind::Punctuation('平'), DateTokenKind::Punctuation('成')) => 1988,
        (DateTokenKind::Punctuation('昭'), DateTokenKind::Punctuation('和')) => 1925,
        _ => return,
    };
    token.start = first.start;
    token.follows_space = first.follows_space;
    token.kind = DateTokenKind::Word;
    token.era = Some(before);
    out.pop();
}

/// Returns the value of a decimal digit in the scripts that dates are written in.
fn digit_value(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '০'..='৯' => '০',
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// Returns true for characters that form words: letters, and the combining marks of Indic scripts, but no CJK
/// characters.
fn is_word_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    match c {
        '\u{900}'..='\u{d7f}' | '\u{e00}'..='\u{e7f}' => !c.is_numeric(),
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' => true,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => false,
        _ => c.is_alphabetic() && !matches!(c, 'º' | 'ª'),
    }
}

/// Returns true for directional marks and zero-width spaces, which are frequent in right-to-left pages.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the number at token `i`, if its number of digits is in `digits`.
pub(super) fn number_at(
    tokens: &[DateToken],
    i: usize,
    digits: std::ops::RangeInclusive<u8>,
) -> Option<u32> {
    match tokens.get(i)?.kind {
        DateTokenKind::Number { value, digits: n } if digits.contains(&n) => Some(value),
        _ => None,
    }
}

/// Returns the punctuation mark at token `i`.
pub(super) fn punctuation_at(tokens: &[DateToken], i: usize) -> Option<char> {
    match tokens.get(i)?.kind {
        DateTokenKind::Punctuation(c) => Some(c),
        _ => None,
    }
}

/// Returns true if token `i` is a number without white space before it.
pub(super) fn is_adjacent_number(tokens: &[DateToken], i: usize) -> bool {
    tokens
        .get(i)
        .is_some_and(|t| !t.follows_space && t.is_number())
}
