//! Alignment of the lines of a source with the parts of the article that was extracted from it, in order, by their letters and
//! digits alone, since markup and white space differ: [`align_lines`].

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{ArticlePart, SegmentRole, comparable_letters};

/// Parts behind the last aligned one that a line is compared with.
const MAX_LOOKAHEAD: usize = 64;

/// Parts that a line with fewer than [`SHORT_LETTERS`] letters is compared with.
const SHORT_LOOKAHEAD: usize = 3;

const SHORT_LETTERS: usize = 8;

/// Bytes of letters at the start of a line that suffice to find it where its markup has letters, such as an address.
const PREFIX_BYTES: usize = 12;

/// Markers in front of the text of an item, such as its bullet or number and the box of a task: its part has none.
const MAX_MARKERS: usize = 2;

/// Longest marker, in bytes of letters.
const MAX_MARKER_BYTES: usize = 5;

/// Line of a source as it is shown, with what the extraction made of it. The default is a blank line.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct ShownLine {
    /// Text of the line.
    pub(in crate::ingest) text: String,
    /// Part in the article, without corrections.
    pub(in crate::ingest) role: SegmentRole,
    /// Number that the lines of one block of the source share.
    pub(in crate::ingest) block: usize,
}

/// Returns the parts that are on each line; none for a line that is not text of the article.
pub(super) fn align_lines(lines: &[ShownLine], parts: &[ArticlePart]) -> Vec<Range<usize>> {
    let mut alignment = Alignment::new(parts);
    let mut aligned: Vec<Range<usize>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        if line.role != SegmentRole::Text {
            aligned.push(0..0);
            continue;
        }
        let found = alignment.find_line(&line.text);
        // A line that differs by its markup belongs to the part that the line before it in the same block leaves off in.
        let is_inside = || {
            let before = at.checked_sub(1)?;
            let is_same_block = lines.get(before)?.block == line.block;
            let Position { part, byte } = alignment.position;
            let is_open = byte > 0 && aligned.get(before)?.contains(&part);
            (is_same_block && is_open).then_some(part..part + 1)
        };
        let found = found.or_else(is_inside);
        aligned.push(found.unwrap_or(0..0));
    }
    aligned
}

/// Position in the letters of the parts.
#[derive(Debug, Default, Clone, Copy)]
struct Position {
    part: usize,
    byte: usize,
}

/// State of the alignment of lines with parts.
struct Alignment<'a> {
    parts: &'a [ArticlePart],
    /// Position behind the last line that was found.
    position: Position,
    /// For each part, true once a line was found in it.
    is_taken: Vec<bool>,
    /// Parts by the first [`PREFIX_BYTES`] of their letters.
    by_prefix: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Alignment<'a> {
    fn new(parts: &'a [ArticlePart]) -> Self {
        let mut by_prefix: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, part) in parts.iter().enumerate() {
            by_prefix.entry(prefix(&part.letters)).or_default().push(at);
        }
        Self {
            parts,
            position: Position::default(),
            is_taken: vec![false; parts.len()],
            by_prefix,
        }
    }

    /// Returns the parts that a line shows, and moves the position behind them.
    fn find_line(&mut self, line: &str) -> Option<Range<usize>> {
        let keys: Vec<String> = keys_of_line(line);
        let near = keys.iter().find_map(|key| self.find_near(key));
        let elsewhere = || keys.iter().find_map(|key| self.find_anywhere(key));
        let similar = || keys.iter().find_map(|key| self.find_similar(key));
        let found = near.or_else(elsewhere).or_else(similar)?;
        self.position = found.end;
        if let Some(taken) = self.is_taken.get_mut(found.parts.clone()) {
            taken.fill(true);
        }
        Some(found.parts)
    }

    /// Returns the next parts with the letters that are left of them.
    fn next_parts(&self, count: usize) -> impl Iterator<Item = (Position, &'a str)> + use<'a> {
        let position = self.position;
        let next = self
            .parts
            .iter()
            .enumerate()
            .skip(position.part)
            .take(count);
        next.filter_map(move |(part, found)| {
            let byte = if part == position.part {
                position.byte
            } else {
                0
            };
            let rest = found.letters.get(byte..).filter(|rest| !rest.is_empty())?;
            Some((Position { part, byte }, rest))
        })
    }

    /// Finds a line in the parts behind the position: it begins or ends what is left of one, or has all of some.
    fn find_near(&self, key: &str) -> Option<FoundLine> {
        let count = match key.len() {
            ..SHORT_LETTERS => SHORT_LOOKAHEAD,
            _ => MAX_LOOKAHEAD,
        };
        self.next_parts(count).find_map(|(start, rest)| {
            let is_end = key.len() >= PREFIX_BYTES && rest.ends_with(key);
            let start = match is_end {
                true => Position {
                    byte: start.byte + rest.len() - key.len(),
                    ..start
                },
                false => start,
            };
            self.match_from(key, start)
        })
    }

    /// Finds a line in a part that no line was found in, wherever it is.
    fn find_anywhere(&self, key: &str) -> Option<FoundLine> {
        let candidates = self.by_prefix.get(prefix(key))?.iter();
        let mut free = candidates.filter(|part| self.is_taken.get(**part) == Some(&false));
        free.find_map(|part| {
            let start = Position {
                part: *part,
                byte: 0,
            };
            self.match_from(key, start)
        })
    }

    /// Finds a line by its first letters, where markup with letters, such as an address, follows. The rest of the part is still
    /// searched for the next line.
    fn find_similar(&self, key: &str) -> Option<FoundLine> {
        let first = Some(prefix(key)).filter(|first| first.len() >= PREFIX_BYTES)?;
        let mut next = self.next_parts(MAX_LOOKAHEAD);
        let (start, _) = next.find(|(_, rest)| rest.starts_with(first))?;
        Some(FoundLine {
            parts: start.part..start.part + 1,
            end: Position {
                byte: start.byte + first.len(),
                ..start
            },
        })
    }

    /// Returns the parts from a position on whose letters, one after the other, are those of a line; `None` if the line has others.
    fn match_from(&self, key: &str, start: Position) -> Option<FoundLine> {
        let (mut at, mut left) = (start, key);
        loop {
            let rest = self.parts.get(at.part)?.letters.get(at.byte..)?;
            if rest.starts_with(left) && rest.len() > left.len() {
                return Some(FoundLine {
                    parts: start.part..at.part + 1,
                    end: Position {
                        byte: at.byte + left.len(),
                        ..at
                    },
                });
            }
            left = left.strip_prefix(rest)?;
            at = Position {
                part: at.part + 1,
                byte: 0,
            };
            if left.is_empty() {
                return Some(FoundLine {
                    parts: start.part..at.part,
                    end: at,
                });
            }
        }
    }
}

/// Parts that a line shows, and the position behind them.
struct FoundLine {
    parts: Range<usize>,
    end: Position,
}

/// Returns the letters of a line, then those without tags and addresses of links, without the marker of an item and the box of a
/// task.
fn keys_of_line(line: &str) -> Vec<String> {
    let words = without_tags(line);
    let mut keys = vec![comparable_letters(&words), comparable_letters(line)];
    let mut rest = words.trim_start();
    for _ in 0..MAX_MARKERS {
        let Some((marker, behind)) = rest.split_once(char::is_whitespace) else {
            break;
        };
        if comparable_letters(marker).len() > MAX_MARKER_BYTES {
            break;
        }
        rest = behind.trim_start();
        keys.push(comparable_letters(rest));
    }
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys
}

/// Returns a line without what stands between `<` and `>`, and in parentheses behind `]`.
fn without_tags(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut end = None;
    let mut previous = ' ';
    for c in line.chars() {
        match (end, c) {
            (Some(closing), c) if c == closing => end = None,
            (Some(_), _) => {}
            (None, '<') => end = Some('>'),
            (None, '(') if previous == ']' => end = Some(')'),
            (None, c) => words.push(c),
        }
        previous = c;
    }
    words
}

/// Returns the first [`PREFIX_BYTES`] of letters, or all of fewer, without a part of a character.
fn prefix(letters: &str) -> &str {
    let end = letters.char_indices().map(|(at, _)| at);
    let end = end.into_iter().find(|at| *at >= PREFIX_BYTES);
    letters
        .get(..end.unwrap_or(letters.len()))
        .unwrap_or_default()
}
