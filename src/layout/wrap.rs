//! Line breaking of prose: [`wrap`], and [`wrap_balanced`] for titles.
//!
//! 1. The text is split at its line feeds.
//! 2. Each segment is split into words where UAX #14 allows a break, and further after hyphens, soft hyphens, and at
//!    the hyphenation points of its language.
//! 3. A word wider than the line is split between graphemes, after punctuation if there is some near.
//! 4. The words are put on lines of about equal width, or, if there are very many, one line after the other.

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;

use super::breaks::line_breaks;
use super::columns::{SOFT_HYPHEN, columns, grapheme_columns, is_simple_grapheme};

/// Most words of a segment whose lines are balanced.
const MAX_OPTIMAL_FIT_WORDS: usize = 4096;

/// Costs of the optimal-fit algorithm: an overflow is ruled out, so its cost outweighs any gap; a single word on the
/// last line is to be avoided.
const PENALTIES: Penalties = Penalties {
    overflow_penalty: 1_000_000_000,
    short_last_line_penalty: 200,
    ..Penalties::new()
};

/// One line of wrapped text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrappedLine {
    /// Byte range, without the white space at the end of the line.
    pub(super) range: Range<usize>,
    /// True if a hyphen is added at the end of the line.
    pub(super) ends_in_hyphen: bool,
    /// True if a line ends here at any width: the last of a paragraph, or before a line break.
    pub(super) ends_paragraph: bool,
}

/// Function that returns, for the byte range of a word in the text, the offsets in the word after which a hyphen may be
/// added.
pub(super) type HyphenationPoints<'a> = &'a dyn Fn(Range<usize>) -> Vec<usize>;

/// No hyphenation: words stay whole.
pub(super) const NO_HYPHENATION: HyphenationPoints<'static> = &|_| Vec::new();

/// Word, or a part of one after which a line may end.
#[derive(Debug)]
struct WordPart {
    start: usize,
    end: usize,
    width: usize,
    space_width: usize,
    adds_hyphen: bool,
}

impl Fragment for WordPart {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space_width as f64
    }

    fn penalty_width(&self) -> f64 {
        f64::from(u8::from(self.adds_hyphen))
    }
}

/// Breaks prose into lines of at most `width` columns: at least one line. Only a single grapheme may be wider. A line
/// feed or one of the characters `breaks` ends a line; one at the very end starts no further line.
pub(super) fn wrap(
    text: &str,
    width: usize,
    breaks: &[char],
    points: HyphenationPoints<'_>,
) -> Vec<WrappedLine> {
    let width = width.max(1);
    let ends = |c| c == '\n' || breaks.contains(&c);
    let body = text.strip_suffix(ends).unwrap_or(text);
    let mut pieces = Vec::new();
    let mut start = 0;
    for part in body.split(ends) {
        wrap_segment(part, start, width, points, &mut pieces);
        start += part.len() + 1;
    }
    pieces
}

/// Breaks a title or heading into as few lines as [`wrap`] does, but of about equal width, the last one included.
pub(super) fn wrap_balanced(text: &str, width: usize) -> Vec<WrappedLine> {
    /// Most lines of a title; longer text is not balanced.
    const MAX_TITLE_LINES: usize = 8;
    let pieces = wrap(text, width, &[], NO_HYPHENATION);
    if pieces.len() < 2 || pieces.len() > MAX_TITLE_LINES {
        return pieces;
    }
    let (mut low, mut high) = (widest_word(text).clamp(1, width.max(1)), width.max(1));
    while low < high {
        let middle = (low + high) / 2;
        if wrap(text, middle, &[], NO_HYPHENATION).len() <= pieces.len() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let balanced = wrap(text, high, &[], NO_HYPHENATION);
    if balanced.len() <= pieces.len() {
        balanced
    } else {
        pieces
    }
}

/// Breaks one segment without line feeds, which begins at the byte `base`.
fn wrap_segment(
    part: &str,
    base: usize,
    width: usize,
    points: HyphenationPoints<'_>,
    pieces: &mut Vec<WrappedLine>,
) {
    let trimmed = part.trim_start_matches(is_breaking_space);
    let base = base + part.len() - trimmed.len();
    let points = |word: Range<usize>| points(base + word.start..base + word.end);
    let words = split_words(trimmed, width, &points);
    let Some(last) = words.last() else {
        pieces.push(WrappedLine {
            range: base..base,
            ends_in_hyphen: false,
            ends_paragraph: true,
        });
        return;
    };
    let total: usize = words.iter().map(|word| word.width + word.space_width).sum();
    let lines = if total - last.space_width <= width {
        vec![words.as_slice()]
    } else {
        fit_words(&words, width)
    };
    for line in lines {
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            continue;
        };
        let shown = trimmed.get(first.start..last.end).unwrap_or_default();
        let end = first.start + shown.trim_end_matches(SOFT_HYPHEN).len();
        pieces.push(WrappedLine {
            range: base + first.start..base + end,
            ends_in_hyphen: last.adds_hyphen,
            ends_paragraph: false,
        });
    }
    if let Some(piece) = pieces.last_mut() {
        piece.ends_paragraph = true;
    }
}

/// Distributes words over lines.
fn fit_words(words: &[WordPart], width: usize) -> Vec<&[WordPart]> {
    let widths = [width as f64];
    if words.len() <= MAX_OPTIMAL_FIT_WORDS
        && let Ok(lines) = wrap_optimal_fit(words, &widths, &PENALTIES)
        && lines.iter().all(|line| line_width(line) <= width)
    {
        return lines;
    }
    wrap_first_fit(words, &widths)
}

fn line_width(line: &[WordPart]) -> usize {
    let sum: usize = line.iter().map(|word| word.width + word.space_width).sum();
    let last = line.last().map_or(0, |word| word.space_width);
    let hyphen = line.last().is_some_and(|word| word.adds_hyphen);
    sum - last + usize::from(hyphen)
}

/// Returns the columns of the widest unbreakable word, for tables.
pub(super) fn widest_word(text: &str) -> usize {
    let lines = text.split('\n');
    let words = lines.flat_map(|line| split_words(line, usize::MAX, NO_HYPHENATION));
    words.map(|word| word.width).max().unwrap_or(0)
}

/// Returns the words of a segment, none wider than `width` unless it is a single grapheme.
fn split_words(part: &str, width: usize, points: HyphenationPoints<'_>) -> Vec<WordPart> {
    let mut words: Vec<WordPart> = Vec::with_capacity(part.len() / 5);
    let mut boundaries = GraphemeBoundaries {
        part,
        last_boundary: 0,
    };
    let mut start = 0;
    for end in line_breaks(part) {
        if end < part.len() && !boundaries.is_boundary(end) {
            continue;
        }
        push_word(part, start..end, width, points, &mut words);
        start = end;
    }
    words
}

/// Grapheme boundaries of a segment, found in linear time if queried from left to right.
struct GraphemeBoundaries<'a> {
    part: &'a str,
    last_boundary: usize,
}

impl GraphemeBoundaries<'_> {
    fn is_boundary(&mut self, at: usize) -> bool {
        let Some((before, after)) = self.part.split_at_checked(at) else {
            return false;
        };
        let plain = |c: Option<char>| c.is_some_and(is_simple_grapheme);
        if plain(before.chars().next_back()) && plain(after.chars().next()) {
            self.last_boundary = at;
            return true;
        }
        while self.last_boundary < at {
            let rest = self.part.get(self.last_boundary..).unwrap_or_default();
            let Some(grapheme) = rest.graphemes(true).next() else {
                return false;
            };
            self.last_boundary += grapheme.len();
        }
        self.last_boundary == at
    }
}

/// Adds a word with the white space after it, in parts where it has hyphens or is too wide.
fn push_word(
    part: &str,
    range: Range<usize>,
    width: usize,
    points: HyphenationPoints<'_>,
    words: &mut Vec<WordPart>,
) {
    let text = part.get(range.clone()).unwrap_or_default();
    let shown = text.trim_end_matches(is_breaking_space);
    let white = columns(text.get(shown.len()..).unwrap_or_default());
    if shown.is_empty() {
        if let Some(last) = words.last_mut() {
            last.space_width += white;
        }
        return;
    }
    let mut start = 0;
    let mut ends = own_break_points(shown);
    let shown_there = !ends.is_empty();
    if !shown_there {
        ends = points(range.start..range.start + shown.len());
    }
    for end in ends {
        let before = shown.get(..end).unwrap_or_default();
        let hyphen = !shown_there || before.ends_with(SOFT_HYPHEN);
        push_part(
            part,
            range.start + start..range.start + end,
            hyphen,
            width,
            words,
        );
        start = end;
    }
    let end = range.start + shown.len();
    push_part(part, range.start + start..end, false, width, words);
    if let Some(last) = words.last_mut() {
        last.space_width = white;
    }
}

/// Returns the byte offsets in a word after which a line may end: after soft hyphens, and after hyphens with two
/// letters on either side.
fn own_break_points(word: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let sides = |at: usize, len: usize| {
        let (before, after) = (word.get(..at)?, word.get(at + len..)?);
        let two = |mut chars: Box<dyn Iterator<Item = char> + '_>| {
            chars.next().is_some_and(char::is_alphanumeric)
                && chars.next().is_some_and(char::is_alphanumeric)
        };
        Some(two(Box::new(before.chars().rev())) && two(Box::new(after.chars())))
    };
    // A combining mark may stand on the hyphen.
    let is_plain_hyphen =
        |at: usize| word.get(at..).and_then(|s| s.graphemes(true).next()) == Some("-");
    if word.contains(['-', SOFT_HYPHEN]) {
        for (at, c) in word.char_indices() {
            let end = at + c.len_utf8();
            let inside = at > 0 && end < word.len();
            if inside && c == SOFT_HYPHEN
                || c == '-' && sides(at, 1) == Some(true) && is_plain_hyphen(at)
            {
                ends.push(end);
            }
        }
    }
    ends
}

/// Adds a part of a word, split between graphemes if it is wider than `width`.
fn push_part(
    part: &str,
    range: Range<usize>,
    hyphen: bool,
    width: usize,
    words: &mut Vec<WordPart>,
) {
    let text = part.get(range.clone()).unwrap_or_default();
    let whole = columns(text);
    let mut start = 0;
    let mut used = 0;
    if whole > width {
        // End of the last punctuation on this line, and the columns up to it.
        let mut last_punctuation: Option<(usize, usize)> = None;
        for (at, grapheme) in text.grapheme_indices(true) {
            let columns = grapheme_columns(grapheme);
            while used + columns > width && at > start {
                let (end, columns) = last_punctuation.take().unwrap_or((at, used));
                words.push(WordPart {
                    start: range.start + start,
                    end: range.start + end,
                    width: columns,
                    space_width: 0,
                    adds_hyphen: false,
                });
                start = end;
                used -= columns;
            }
            used += columns;
            let punctuation = matches!(grapheme, "/" | "?" | "&" | "-" | "." | "=" | "_" | "#");
            if punctuation && used * 2 >= width && used <= width {
                last_punctuation = Some((at + grapheme.len(), used));
            }
        }
    } else {
        used = whole;
    }
    if start < text.len() {
        words.push(WordPart {
            start: range.start + start,
            end: range.end,
            width: used,
            space_width: 0,
            adds_hyphen: hyphen && used < width,
        });
    }
}

/// Returns true for white space at which a line may end, and which is not shown there.
pub(super) fn is_breaking_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}
