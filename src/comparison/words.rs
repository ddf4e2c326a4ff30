//! Words of a text as they are compared: without white space, quotes and dashes ([`words`], [`code_words`]).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::script::is_unspaced;

/// Word, number or punctuation of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of it in the text.
    pub(super) range: Range<usize>,
    /// Hash of its characters after normalization: words with the same key are the same.
    pub(super) key: u64,
}

/// Class of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharClass {
    /// White space and invisible characters.
    Blank,
    /// Quotes and apostrophes of any form.
    Quote,
    /// Hyphens, dashes and the minus sign.
    Dash,
    Digit,
    Letter,
    /// Letter of a script without spaces between words: a word of its own.
    Unspaced,
    /// Mark on the letter before it.
    Mark,
    /// Punctuation and symbols.
    Sign,
}

fn class_of(c: char) -> CharClass {
    match c {
        '0'..='9' => CharClass::Digit,
        'a'..='z' | 'A'..='Z' => CharClass::Letter,
        '\''
        | '"'
        | '`'
        | '´'
        | '«'
        | '»'
        | '\u{2018}'..='\u{201f}'
        | '\u{2032}'..='\u{2037}'
        | '‹'
        | '›'
        | '「'..='』'
        | '〝'..='〟'
        | '＂'
        | '＇' => CharClass::Quote,
        '-' | '\u{2010}'..='\u{2015}' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '〜' => {
            CharClass::Dash
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => CharClass::Blank,
        c if c.is_whitespace() || c.is_control() => CharClass::Blank,
        c if is_combining_mark(c) => CharClass::Mark,
        c if is_unspaced(c) => CharClass::Unspaced,
        c if c.is_numeric() => CharClass::Digit,
        c if c.is_alphabetic() => CharClass::Letter,
        _ => CharClass::Sign,
    }
}

/// Splits a text into words. White space, quotes and dashes are no part of them: a minus before a number is, and a
/// hyphen or an apostrophe inside a word is ignored (`re-open` is `reopen`).
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut reader = CharReader { text, at: 0 };
    let mut before = CharClass::Blank;
    while let Some((c, class)) = reader.peek() {
        let start = reader.at;
        match class {
            CharClass::Blank | CharClass::Quote => reader.skip(c),
            CharClass::Dash => {
                reader.skip(c);
                let next = reader.peek().map(|(_, class)| class);
                let is_minus = next == Some(CharClass::Digit)
                    && matches!(
                        before,
                        CharClass::Blank | CharClass::Quote | CharClass::Sign
                    );
                if is_minus {
                    reader.skip_number();
                    words.push(word(text, start..reader.at));
                }
            }
            CharClass::Digit | CharClass::Letter => {
                reader.skip_word();
                words.push(word(text, start..reader.at));
            }
            CharClass::Unspaced | CharClass::Mark => {
                reader.skip(c);
                reader.skip_marks();
                words.push(word(text, start..reader.at));
            }
            CharClass::Sign => {
                while reader.peek().is_some_and(|(next, _)| next == c) {
                    reader.skip(c);
                }
                words.push(word(text, start..reader.at));
            }
        }
        before = class;
    }
    words
}

/// Splits code into words at white space alone: in code, quotes and dashes have a meaning.
pub(super) fn code_words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        words.push(Word {
            range: start..start + word.len(),
            key: hash(word),
        });
    }
    words
}

/// Reader of characters from left to right.
struct CharReader<'a> {
    text: &'a str,
    at: usize,
}

impl CharReader<'_> {
    fn peek(&self) -> Option<(char, CharClass)> {
        let c = self.text.get(self.at..)?.chars().next()?;
        Some((c, class_of(c)))
    }

    fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    fn skip_marks(&mut self) {
        while let Some((c, CharClass::Mark)) = self.peek() {
            self.skip(c);
        }
    }

    /// Skips letters, digits and marks, hyphens and apostrophes between letters, and signs between digits.
    fn skip_word(&mut self) {
        let mut last = CharClass::Letter;
        while let Some((c, class)) = self.peek() {
            let start = self.at;
            match class {
                CharClass::Letter | CharClass::Digit => last = class,
                CharClass::Mark => {}
                CharClass::Dash | CharClass::Quote if last == CharClass::Letter && joins(c) => {
                    self.skip(c);
                    if self.peek().map(|(_, class)| class) != Some(CharClass::Letter) {
                        self.at = start;
                        return;
                    }
                    continue;
                }
                CharClass::Sign
                    if last == CharClass::Digit && matches!(c, '.' | ',' | ':' | '/') =>
                {
                    self.skip(c);
                    if self.peek().map(|(_, class)| class) != Some(CharClass::Digit) {
                        self.at = start;
                        return;
                    }
                    continue;
                }
                // A soft hyphen or a joiner inside a word.
                CharClass::Blank if !c.is_whitespace() && !c.is_control() => {}
                _ => return,
            }
            self.skip(c);
        }
    }

    fn skip_number(&mut self) {
        self.skip_word();
    }
}

/// Returns true for the hyphens and apostrophes that join the parts of one word.
fn joins(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '‘' | '＇' | '´' | '`'
    )
}

fn word(text: &str, range: Range<usize>) -> Word {
    let word = text.get(range.clone()).unwrap_or_default();
    let key = if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        hash(word)
    } else if matches!(word, "..." | "…") {
        hash("…")
    } else {
        let is_minus = |at: usize, c| at == 0 && class_of(c) == CharClass::Dash;
        let normalized: String = word
            .nfkc()
            .enumerate()
            .filter_map(|(at, c)| match class_of(c) {
                _ if is_minus(at, c) => Some('-'),
                CharClass::Dash | CharClass::Quote | CharClass::Blank => None,
                _ => Some(c),
            })
            .collect();
        hash(&normalized)
    };
    Word { range, key }
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}
