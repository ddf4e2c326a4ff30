//! Right-to-left text by the Unicode Bidirectional Algorithm (UAX #9): the direction of a paragraph, and the visual
//! order of the spans of a line.
//!
//! 1. [`Direction::of_paragraph`] finds the direction of a paragraph by its first strong character (rules P2, P3).
//! 2. [`BidiLevels::resolve`] gives every byte its embedding level; text without a right-to-left character needs none,
//!    and costs nothing.
//! 3. [`BidiLevels::reorder_spans`] splits the spans of a wrapped line into pieces of one level (right-to-left ones
//!    grapheme by grapheme, so that marks stay after their letter), and reverses runs of them (rules L1 to L4).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class, get_base_direction};
use unicode_bidi_mirroring::get_mirrored;
use unicode_segmentation::UnicodeSegmentation;

use super::TextSpan;
use super::columns::is_simple_grapheme;
use crate::model::{Block, Document, Inline, List, Row, Table};

/// Base direction of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Direction {
    /// Left to right: lines begin on the left.
    #[default]
    Ltr,
    /// Right to left: lines begin on the right.
    Rtl,
}

/// Most characters searched for one with a strong direction.
const MAX_NEUTRAL_CHARS: usize = 4096;

/// Languages written from right to left (BCP 47 primary subtags), unless the tag names another script.
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// Scripts written from right to left (BCP 47 script subtags, in lower case).
const RTL_SCRIPTS: &[&str] = &["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"];

impl Direction {
    /// Returns the direction of a paragraph: that of its first strong character, or `fallback` if it has none. In a
    /// right-to-left article a paragraph that begins with a left-to-right name still runs from right to left, if most
    /// of its letters do.
    pub(super) fn of_paragraph(text: &str, fallback: Self) -> Self {
        if fallback == Self::Ltr && !has_rtl(text) {
            return Self::Ltr;
        }
        let first = first_strong(&mut text.chars(), &mut { MAX_NEUTRAL_CHARS });
        match first.unwrap_or(fallback) {
            Self::Ltr if fallback == Self::Rtl && is_mostly_rtl(text) => Self::Rtl,
            found => found,
        }
    }

    /// Returns the direction of the first strong character of a text.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        first_strong(&mut text.chars(), &mut { MAX_NEUTRAL_CHARS })
    }

    /// Returns the direction of a table: that of the first strong character in its cells.
    pub(super) fn of_cells(rows: &[Row]) -> Option<Self> {
        let mut found = None;
        let mut left = MAX_NEUTRAL_CHARS;
        let mut is_done = strong_search(&mut found, &mut left);
        rows.iter()
            .flatten()
            .any(|cell| visit_inline_texts(cell, &mut is_done));
        drop(is_done);
        found
    }

    /// Returns the direction of blocks: that of the first strong character in them.
    pub(super) fn of_blocks(blocks: &[Block]) -> Option<Self> {
        let mut found = None;
        let mut left = MAX_NEUTRAL_CHARS;
        let mut is_done = strong_search(&mut found, &mut left);
        visit_texts(blocks, &mut is_done);
        drop(is_done);
        found
    }

    /// Returns the direction of a list or quotation, which decides on which side its markers and bars stand.
    pub(super) fn of_block(block: &Block) -> Option<Self> {
        Self::of_blocks(std::slice::from_ref(block))
    }

    /// Returns the direction of an article by its language, else its title, else its text.
    pub(super) fn of_document(document: &Document) -> Self {
        let metadata = &document.metadata;
        if let Some(lang) = &metadata.lang {
            return Self::of_language(lang);
        }
        let title = metadata.title.as_deref().unwrap_or_default();
        first_strong(&mut title.chars(), &mut { MAX_NEUTRAL_CHARS })
            .or_else(|| Self::of_blocks(&document.blocks))
            .unwrap_or_default()
    }

    /// Returns the direction of a language, by its BCP 47 tag.
    fn of_language(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let script =
            parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
        let rtl = match script {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL_LANGUAGES.contains(&language),
        };
        if rtl { Self::Rtl } else { Self::Ltr }
    }

    fn level(self) -> Level {
        match self {
            Self::Ltr => Level::ltr(),
            Self::Rtl => Level::rtl(),
        }
    }
}

/// Returns true if any character of the text may run from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(may_be_rtl)
}

/// Returns true for characters of the Unicode blocks of right-to-left letters and digits, and for right-to-left
/// controls.
fn may_be_rtl(c: char) -> bool {
    c >= '\u{590}'
        && matches!(c,
            '\u{590}'..='\u{8ff}'
            | '\u{200f}' | '\u{202b}' | '\u{202e}' | '\u{2067}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}')
}

/// Returns the direction of the first strong character, among at most `left` characters.
fn first_strong(chars: &mut dyn Iterator<Item = char>, left: &mut usize) -> Option<Direction> {
    for c in chars {
        *left = left.checked_sub(1)?;
        match bidi_class(c) {
            BidiClass::L => return Some(Direction::Ltr),
            BidiClass::R | BidiClass::AL => return Some(Direction::Rtl),
            _ => {}
        }
    }
    None
}

/// Returns a closure that searches texts, one after the other, until one has a strong character or `left` characters
/// had none.
fn strong_search<'a>(
    found: &'a mut Option<Direction>,
    left: &'a mut usize,
) -> impl FnMut(&str) -> bool + 'a {
    move |text| {
        *found = first_strong(&mut text.chars(), left);
        *left = left.saturating_sub(1);
        found.is_some() || *left == 0
    }
}

fn is_mostly_rtl(text: &str) -> bool {
    let (mut rtl, mut ltr) = (0usize, 0usize);
    for c in text.chars() {
        match bidi_class(c) {
            BidiClass::L => ltr += 1,
            BidiClass::R | BidiClass::AL => rtl += 1,
            _ => {}
        }
    }
    rtl > ltr
}

/// Calls `done` with each text of the blocks in reading order, until `done` returns true; returns true if it did. A
/// block without text is passed as an empty string, so that a counting closure can stop.
pub(super) fn visit_texts(blocks: &[Block], is_done: &mut dyn FnMut(&str) -> bool) -> bool {
    blocks.iter().any(|block| match block {
        Block::Heading(heading) => visit_inline_texts(&heading.content, is_done),
        Block::Paragraph(content) => visit_inline_texts(content, is_done),
        Block::List(List { items, .. }) => items
            .iter()
            .any(|item| is_done("") || visit_texts(&item.blocks, is_done)),
        Block::BlockQuote(blocks) => visit_texts(blocks, is_done),
        Block::Table(Table { caption, rows, .. }) => {
            visit_inline_texts(caption, is_done)
                || rows
                    .iter()
                    .flatten()
                    .any(|cell| visit_inline_texts(cell, is_done))
        }
        Block::Image(image) => is_done(&image.alt) || visit_inline_texts(&image.caption, is_done),
        // Code runs from left to right whatever its contents.
        Block::CodeBlock { .. } | Block::ThematicBreak => is_done(""),
    })
}

fn visit_inline_texts(content: &[Inline], is_done: &mut dyn FnMut(&str) -> bool) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => is_done(text),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Deletion(content)
        | Inline::Insertion(content)
        | Inline::Link { content, .. } => visit_inline_texts(content, is_done),
        Inline::LineBreak => false,
    })
}

/// Embedding levels of a text (UAX #9, rules X1 to I2).
#[derive(Debug)]
pub(super) struct BidiLevels {
    /// One level for each byte of the text.
    levels: Vec<Level>,
    base: Level,
}

impl BidiLevels {
    /// Resolves the levels of a text whose paragraphs all have one direction; `None` if all of it runs from left to
    /// right.
    pub(super) fn resolve(text: &str, direction: Direction) -> Option<Self> {
        if direction == Direction::Ltr && !has_rtl(text) {
            return None;
        }
        let base = direction.level();
        let levels = BidiInfo::new(text, Some(base)).levels;
        Some(Self { levels, base })
    }

    /// Returns the spans of one line, given in logical order, in visual order. `start` is the source of the text's
    /// first byte.
    ///
    /// Spans keep their sources. A right-to-left span holds a single grapheme, so that it still shows the bytes from
    /// its source on; a bracket in it is replaced by its mirror image, which has as many bytes.
    pub(super) fn reorder_spans(&self, spans: Vec<TextSpan>, start: usize) -> Vec<TextSpan> {
        let mut pieces: Vec<(Level, TextSpan)> = Vec::with_capacity(spans.len());
        for span in spans {
            match span.source.and_then(|source| source.checked_sub(start)) {
                Some(at) => self.split_by_level(span, at, &mut pieces),
                // A hyphen, or white space added by justification, has the level of the span before it.
                None => {
                    let level = pieces.last().map_or(self.base, |(level, _)| *level);
                    pieces.push((level, span));
                }
            }
        }
        reorder_by_level(pieces)
    }

    /// Splits a span that shows the text from byte `at` on into pieces of one level.
    fn split_by_level(&self, span: TextSpan, at: usize, pieces: &mut Vec<(Level, TextSpan)>) {
        let level = |offset: usize| self.levels.get(at + offset).copied().unwrap_or(self.base);
        let whole = self
            .levels
            .get(at..at + span.text.len())
            .unwrap_or_default();
        if let Some(first) = whole.first().filter(|level| level.is_ltr())
            && whole.iter().all(|level| level == first)
        {
            pieces.push((*first, span));
            return;
        }
        let mut push = |range: Range<usize>, level: Level| {
            let text = span.text.get(range.clone()).unwrap_or_default();
            let mut piece = TextSpan {
                text: String::new(),
                source: span.source.map(|source| source + range.start),
                link: span.link.clone(),
                ..span
            };
            piece.text = match level.is_rtl() {
                true => mirror_grapheme(text).into_owned(),
                false => text.to_owned(),
            };
            pieces.push((level, piece));
        };
        let mut run = 0..0;
        while run.end < span.text.len() {
            let offset = run.end;
            let end = offset + grapheme_length(span.text.get(offset..).unwrap_or_default());
            let level_here = level(offset);
            if run.is_empty() || level_here.is_rtl() || level(run.start) != level_here {
                if !run.is_empty() {
                    push(run.clone(), level(run.start));
                }
                run = offset..end;
            } else {
                run.end = end;
            }
        }
        if !run.is_empty() {
            push(run.clone(), level(run.start));
        }
    }
}

/// Returns the bytes of the first grapheme of a text that is not empty.
fn grapheme_length(text: &str) -> usize {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| is_simple_grapheme(*c));
    match (first, chars.next()) {
        (Some(first), None) => first.len_utf8(),
        (Some(first), Some(next)) if is_simple_grapheme(next) => first.len_utf8(),
        _ => text.graphemes(true).next().map_or(1, str::len),
    }
}

/// Returns a grapheme as it is shown in right-to-left text: a bracket is mirrored (rule L4).
fn mirror_grapheme(grapheme: &str) -> Cow<'_, str> {
    let mut chars = grapheme.chars();
    let Some(image) = chars
        .next()
        .and_then(|c| get_mirrored(c).filter(|image| image.len_utf8() == c.len_utf8()))
    else {
        return Cow::Borrowed(grapheme);
    };
    Cow::Owned(std::iter::once(image).chain(chars).collect())
}

/// Reverses, from the highest level to the lowest odd one, every run of pieces of that level or a higher one (rule L2).
fn reorder_by_level<T>(mut pieces: Vec<(Level, T)>) -> Vec<T> {
    let levels = || pieces.iter().map(|(level, _)| level.number());
    let highest = levels().max().unwrap_or(0);
    let lowest = levels().filter(|level| level % 2 == 1).min();
    for level in (lowest.unwrap_or(u8::MAX)..=highest).rev() {
        for run in
            pieces.chunk_by_mut(|(a, _), (b, _)| (a.number() >= level) == (b.number() >= level))
        {
            if run
                .first()
                .is_some_and(|(first, _)| first.number() >= level)
            {
                run.reverse();
            }
        }
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

/// Returns one line of text in visual order, by the direction of its first strong character: for text beside the
/// article, such as titles in a list. Words between FSI (U+2068) and PDI (U+2069) have a direction of their own; the
/// two characters are removed. Left-to-right text is returned unchanged.
pub fn visual_order(text: &str) -> Cow<'_, str> {
    if !has_rtl(text) {
        return Cow::Borrowed(text);
    }
    let direction = match get_base_direction(text) {
        unicode_bidi::Direction::Rtl => Direction::Rtl,
        _ => Direction::Ltr,
    };
    Cow::Owned(visual_text(text, direction))
}

/// Returns one line of text of a given direction in visual order.
pub(super) fn visual_text(text: &str, direction: Direction) -> String {
    let Some(levels) = BidiLevels::resolve(text, direction) else {
        return text.to_owned();
    };
    // Rule L1: white space at the end has the direction of the paragraph.
    let end = text.trim_end().len();
    let level = |at: usize| match levels.levels.get(at) {
        Some(level) if at < end => *level,
        _ => levels.base,
    };
    let graphemes = text.grapheme_indices(true);
    let pieces = graphemes.filter(|(_, grapheme)| !is_isolate(grapheme));
    let pieces = pieces.map(|(at, grapheme)| match level(at) {
        level if level.is_rtl() => (level, mirror_grapheme(grapheme)),
        level => (level, Cow::Borrowed(grapheme)),
    });
    reorder_by_level(pieces.collect()).concat()
}

/// Returns true for the characters that begin or end an isolate (UAX #9, LRI, RLI, FSI, PDI).
fn is_isolate(grapheme: &str) -> bool {
    matches!(grapheme, "\u{2066}" | "\u{2067}" | "\u{2068}" | "\u{2069}")
}
