//! Tokenizer of the full-text index: words, folded as by [`crate::text::fold`]; pairs of neighbours for scripts without
//! spaces between words.
//!
//! The index, the queries and the highlighting of matches all use [`for_each_word`], so they agree by construction; the
//! database only sees words separated by spaces.
//!
//! A run of Han, Kana, Hangul, Thai, Lao, Khmer or Burmese becomes its pairs, one at each letter, and its last letter:
//! 東京都 is 東京 京都 都. Two letters are then one word, more are a phrase, and a single one is the beginning of a word.

use std::ops::Range;

use unicode_normalization::char::{compose, is_combining_mark};

use crate::model::script::is_unspaced;
use crate::text::fold::{fold_char, joins_previous};

/// Longest prefix in the index, in letters.
pub(crate) const MAX_PREFIX_LETTERS: usize = 4;
/// Largest number of letters of a word that are indexed; longer words are not prose.
const MAX_WORD_LETTERS: usize = 48;

/// Kind of a word by its position in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// Letters and digits between other characters.
    Word,
    /// Two neighbours of a run without spaces.
    Pair,
    /// The last letter of such a run.
    Last,
}

/// Position of a word, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordPosition {
    /// Offset of its first letter.
    pub(crate) start: usize,
    /// Offset after its first letter.
    pub(crate) first: usize,
    /// Offset after its last letter.
    pub(crate) end: usize,
    /// Kind of the word.
    pub(crate) kind: WordKind,
}

impl WordPosition {
    /// Returns the range from the start of this word to `end`.
    pub(crate) fn to(self, end: usize) -> Range<usize> {
        self.start..end
    }
}

/// Passes every word of a text to `emit`, folded, in the order of the text.
pub(crate) fn for_each_word(text: &str, emit: &mut impl FnMut(&str, WordPosition)) {
    let mut tokenizer = Tokenizer {
        word: String::new(),
        letters: 0,
        start: 0,
        first: 0,
        end: 0,
        before: None,
        pair: String::new(),
        emit,
    };
    for (at, c) in text.char_indices() {
        tokenizer.add_character(c, at, at + c.len_utf8());
    }
    tokenizer.finish();
}

/// Appends the words of a text, separated by spaces.
pub(crate) fn push_words(text: &str, out: &mut String) {
    for_each_word(text, &mut |word, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
}

struct Tokenizer<'a, T> {
    /// Word so far.
    word: String,
    letters: usize,
    start: usize,
    first: usize,
    end: usize,
    /// Previous letter within a run without spaces, and its position.
    before: Option<(char, usize, usize)>,
    pair: String,
    emit: &'a mut T,
}

impl<T: FnMut(&str, WordPosition)> Tokenizer<'_, T> {
    fn add_character(&mut self, c: char, start: usize, end: usize) {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                self.push(c.to_ascii_lowercase(), start, end);
            } else {
                self.finish();
            }
            return;
        }
        let mut nothing = true;
        fold_char(c, false, &mut |letter| {
            nothing = false;
            if joins_previous(letter) {
                self.join(letter, start, end);
            } else if !letter.is_alphanumeric() {
                self.finish();
            } else if is_unspaced(letter) {
                self.push_unspaced(letter, start, end);
            } else {
                self.push(letter, start, end);
            }
        });
        // Combining mark or invisible sign: the word continues after it.
        if nothing && !self.word.is_empty() {
            self.end = end;
        }
    }

    /// Joins a mark with the letter before it: one that changes the letter, as in Kana, or belongs to it, as in Hindi.
    fn join(&mut self, mark: char, start: usize, end: usize) {
        if let Some((c, from, _)) = self.before {
            match compose(c, mark) {
                Some(whole) => self.before = Some((whole, from, end)),
                None if is_unspaced(mark) => self.push_unspaced(mark, start, end),
                None => {}
            }
        } else if let Some(last) = self.word.pop() {
            match compose(last, mark) {
                Some(whole) => self.word.push(whole),
                None => self.word.extend([last, mark]),
            }
            self.end = end;
        } else if mark.is_alphabetic() && !is_combining_mark(mark) {
            // Part of a syllable that stands alone.
            self.push_unspaced(mark, start, end);
        }
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.before.is_some() {
            self.finish();
        }
        if self.word.is_empty() {
            (self.start, self.first, self.letters) = (start, end, 0);
        }
        if self.letters < MAX_WORD_LETTERS {
            self.word.push(c);
            self.letters += 1;
        }
        self.end = end;
    }

    fn push_unspaced(&mut self, c: char, start: usize, end: usize) {
        if !self.word.is_empty() {
            self.finish();
        }
        if let Some((before, from, first)) = self.before {
            self.pair.clear();
            self.pair.extend([before, c]);
            let at = WordPosition {
                start: from,
                first,
                end,
                kind: WordKind::Pair,
            };
            (self.emit)(&self.pair, at);
        }
        self.before = Some((c, start, end));
    }

    fn finish(&mut self) {
        if !self.word.is_empty() {
            let at = WordPosition {
                start: self.start,
                first: self.first,
                end: self.end,
                kind: WordKind::Word,
            };
            (self.emit)(&self.word, at);
            self.word.clear();
        }
        if let Some((c, start, end)) = self.before.take() {
            self.pair.clear();
            self.pair.push(c);
            let at = WordPosition {
                start,
                first: end,
                end,
                kind: WordKind::Last,
            };
            (self.emit)(&self.pair, at);
        }
    }
}
