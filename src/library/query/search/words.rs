//! The words of a text as they are looked for: without case and diacritics, and of scripts that put no spaces between words
//! every two neighbours.
//!
//! The index, the queries and the marks in a line all come from [`each_word`], so that they agree by construction; the
//! database only ever sees words that are separated by spaces.
//!
//! A run of Han, Kana, Hangul, Thai, Lao, Khmer or Burmese becomes its pairs, one at each letter, and its last letter:
//! 東京都 is 東京 京都 都. Two letters are then one word, more are a phrase, and a single one is the beginning of a word.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// The most letters of a word that are looked at; what is longer was not written by hand.
const LONGEST: usize = 48;

/// How a word stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Kind {
    /// Letters and digits between others.
    Whole,
    /// Two neighbours of a run without spaces.
    Pair,
    /// The last letter of such a run.
    Last,
}

/// Where a word stands, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) struct At {
    /// Its first byte.
    pub(in crate::library) start: usize,
    /// Behind its first letter.
    pub(in crate::library) first: usize,
    /// Behind its last letter.
    pub(in crate::library) end: usize,
    /// What it is.
    pub(in crate::library) kind: Kind,
}

impl At {
    /// From this word to the end of another.
    pub(in crate::library) fn to(self, end: usize) -> Range<usize> {
        self.start..end
    }
}

/// Hands every word of a text to `take`, folded, in the order of the text.
pub(in crate::library) fn each_word(text: &str, take: &mut impl FnMut(&str, At)) {
    let mut cutter = Cutter {
        word: String::new(),
        letters: 0,
        start: 0,
        first: 0,
        end: 0,
        before: None,
        pair: String::new(),
        take,
    };
    for (at, c) in text.char_indices() {
        cutter.letter(c, at, at + c.len_utf8());
    }
    cutter.finish();
}

/// The words of a text, a space between.
pub(in crate::library) fn push_words(text: &str, out: &mut String) {
    each_word(text, &mut |word, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
}

struct Cutter<'a, T> {
    /// The word that has begun.
    word: String,
    letters: usize,
    start: usize,
    first: usize,
    end: usize,
    /// The letter before, within a run without spaces, and where it stands.
    before: Option<(char, usize, usize)>,
    pair: String,
    take: &'a mut T,
}

impl<T: FnMut(&str, At)> Cutter<'_, T> {
    fn letter(&mut self, c: char, start: usize, end: usize) {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                self.put(c.to_ascii_lowercase(), start, end);
            } else {
                self.finish();
            }
        } else if is_plain_unspaced(c) {
            self.put_unspaced(c, start, end);
        } else if is_nothing(c) {
            self.end = if self.word.is_empty() { self.end } else { end };
        } else {
            self.fold(c, start, end);
        }
    }

    /// A letter that may have to be taken apart.
    fn fold(&mut self, c: char, start: usize, end: usize) {
        let mut parted = false;
        for piece in std::iter::once(c).nfkd() {
            if is_accent(piece) {
                self.end = if self.word.is_empty() { self.end } else { end };
            } else if is_combining_mark(piece) || (parted && is_jamo(piece)) {
                self.join(piece, start, end);
            } else if piece.is_alphanumeric() {
                match piece.to_lowercase().next() {
                    Some(lower) if is_unspaced(lower) => self.put_unspaced(lower, start, end),
                    Some(lower) => self.put_latin(lower, start, end),
                    None => {}
                }
            } else {
                self.finish();
            }
            parted = true;
        }
    }

    /// Letters that are written with others where a keyboard lacks them.
    fn put_latin(&mut self, c: char, start: usize, end: usize) {
        let (one, two) = match c {
            'ß' => ('s', Some('s')),
            'æ' => ('a', Some('e')),
            'œ' => ('o', Some('e')),
            'þ' => ('t', Some('h')),
            'ø' => ('o', None),
            'ł' => ('l', None),
            'đ' | 'ð' => ('d', None),
            'ħ' => ('h', None),
            'ŧ' => ('t', None),
            'ı' => ('i', None),
            'ς' => ('σ', None),
            c => (c, None),
        };
        self.put(one, start, end);
        if let Some(two) = two {
            self.put(two, start, end);
        }
    }

    /// A mark that makes another letter of the one before, as in Kana, or belongs to it, as in Hindi.
    fn join(&mut self, mark: char, start: usize, end: usize) {
        if let Some((c, from, _)) = self.before {
            match compose(c, mark) {
                Some(whole) => self.before = Some((whole, from, end)),
                None if is_unspaced(mark) => self.put_unspaced(mark, start, end),
                None => {}
            }
        } else if let Some(last) = self.word.pop() {
            match compose(last, mark) {
                Some(whole) => self.word.push(whole),
                None => self.word.extend([last, mark]),
            }
            self.end = end;
        }
    }

    fn put(&mut self, c: char, start: usize, end: usize) {
        if self.before.is_some() {
            self.finish();
        }
        if self.word.is_empty() {
            (self.start, self.first, self.letters) = (start, end, 0);
        }
        if self.letters < LONGEST {
            self.word.push(c);
            self.letters += 1;
        }
        self.end = end;
    }

    fn put_unspaced(&mut self, c: char, start: usize, end: usize) {
        if !self.word.is_empty() {
            self.finish();
        }
        if let Some((before, from, first)) = self.before {
            self.pair.clear();
            self.pair.extend([before, c]);
            let at = At {
                start: from,
                first,
                end,
                kind: Kind::Pair,
            };
            (self.take)(&self.pair, at);
        }
        self.before = Some((c, start, end));
    }

    fn finish(&mut self) {
        if !self.word.is_empty() {
            let at = At {
                start: self.start,
                first: self.first,
                end: self.end,
                kind: Kind::Whole,
            };
            (self.take)(&self.word, at);
            self.word.clear();
        }
        if let Some((c, start, end)) = self.before.take() {
            self.pair.clear();
            self.pair.push(c);
            let at = At {
                start,
                first: end,
                end,
                kind: Kind::Last,
            };
            (self.take)(&self.pair, at);
        }
    }
}

/// A letter of a script without spaces that is what it is: nothing of it is folded.
fn is_plain_unspaced(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// A letter or mark of a script that puts no spaces between words, or few.
fn is_unspaced(c: char) -> bool {
    is_plain_unspaced(c)
        || matches!(c, '\u{3005}'..='\u{3007}' | '\u{303b}' | '\u{309d}' | '\u{309e}' | '\u{30fd}' | '\u{30fe}' | '\u{31f0}'..='\u{31ff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{1100}'..='\u{11ff}'
            | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17df}')
}

/// The second or third part of a syllable of Hangul.
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

/// A mark that people leave out when they type: accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05c7}' | '\u{0610}'..='\u{061a}'
        | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        && is_combining_mark(c)
}

/// A sign without ink within a word: a place where it may be broken, a joiner.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{640}')
}
