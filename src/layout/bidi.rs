//! Right-to-left text (UAX #9): which way a text runs, and a line's spans in the order of the eye.
//!
//! 1. [`Direction::of`] finds the direction of a paragraph by its first letter that has one (rules P2, P3).
//! 2. [`Levels::of`] gives every byte its embedding level; text without a right-to-left letter needs none, and costs nothing.
//! 3. [`Levels::visual`] cuts the spans of a wrapped line into pieces of one level (right-to-left ones grapheme by grapheme, so
//!    that marks stay behind their letter), and turns them round (rules L1 to L4).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class, get_base_direction};
use unicode_bidi_mirroring::get_mirrored;
use unicode_segmentation::UnicodeSegmentation;

use super::TextSpan;
use super::columns::is_simple_grapheme;
use crate::model::{Block, Document, Inline, List, Row, Table};

/// Where lines begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Direction {
    /// On the left.
    #[default]
    Ltr,
    /// On the right.
    Rtl,
}

/// So many characters without a direction are passed over in search of one that has one.
const MAX_NEUTRAL_CHARS: usize = 4096;

/// Languages written from right to left, unless a tag names another script.
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// Scripts written from right to left, as a tag names them.
const RTL_SCRIPTS: &[&str] = &["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"];

impl Direction {
    /// The direction of a paragraph: that of its first letter, or `otherwise` if it has none. In an article that runs from right
    /// to left a paragraph does so too if most of its letters do, though it begins with a foreign name.
    pub(super) fn of_paragraph(text: &str, otherwise: Self) -> Self {
        if otherwise == Self::Ltr && !has_rtl(text) {
            return Self::Ltr;
        }
        let first = first_strong(&mut text.chars(), &mut { MAX_NEUTRAL_CHARS });
        match first.unwrap_or(otherwise) {
            Self::Ltr if otherwise == Self::Rtl && is_mostly_rtl(text) => Self::Rtl,
            found => found,
        }
    }

    /// The direction of a text by its first letter that has one.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        first_strong(&mut text.chars(), &mut { MAX_NEUTRAL_CHARS })
    }

    /// The direction of a table: that of the first letter in its cells.
    pub(super) fn of_cells(rows: &[Row]) -> Option<Self> {
        let mut found = None;
        let mut left = MAX_NEUTRAL_CHARS;
        let mut done = strong_search(&mut found, &mut left);
        rows.iter()
            .flatten()
            .any(|cell| visit_inline_texts(cell, &mut done));
        drop(done);
        found
    }

    /// The direction of blocks: that of the first letter in them.
    pub(super) fn of_blocks(blocks: &[Block]) -> Option<Self> {
        let mut found = None;
        let mut left = MAX_NEUTRAL_CHARS;
        let mut done = strong_search(&mut found, &mut left);
        visit_texts(blocks, &mut done);
        drop(done);
        found
    }

    /// The direction of a list or quotation: where its markers and bars stand.
    pub(super) fn of_block(block: &Block) -> Option<Self> {
        Self::of_blocks(std::slice::from_ref(block))
    }

    /// The direction of an article: what its language says, else its title, else its text.
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

    /// The direction of a language, by its BCP 47 tag.
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

/// Whether any character of a text could run from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(may_be_rtl)
}

/// Whether a character stands in a block of right-to-left letters or digits.
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

/// The direction of the first character that has one, of `left` characters at most.
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

/// Looks through texts, one after the other, until one has a letter with a direction, or `left` characters have none.
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

/// Shows the texts of blocks, in reading order, until `done` says that it has seen enough. True if it did. What has no text is
/// shown as an empty one, so that who counts can stop.
pub(super) fn visit_texts(blocks: &[Block], done: &mut dyn FnMut(&str) -> bool) -> bool {
    blocks.iter().any(|block| match block {
        Block::Heading(heading) => visit_inline_texts(&heading.content, done),
        Block::Paragraph(content) => visit_inline_texts(content, done),
        Block::List(List { items, .. }) => items
            .iter()
            .any(|item| done("") || visit_texts(&item.blocks, done)),
        Block::BlockQuote(blocks) => visit_texts(blocks, done),
        Block::Table(Table { caption, rows, .. }) => {
            visit_inline_texts(caption, done)
                || rows
                    .iter()
                    .flatten()
                    .any(|cell| visit_inline_texts(cell, done))
        }
        Block::Image(image) => done(&image.alt) || visit_inline_texts(&image.caption, done),
        // Code runs from left to right whatever is in it.
        Block::CodeBlock { .. } | Block::ThematicBreak => done(""),
    })
}

fn visit_inline_texts(content: &[Inline], done: &mut dyn FnMut(&str) -> bool) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => done(text),
        Inline::Emphasis(content) | Inline::Strong(content) => visit_inline_texts(content, done),
        Inline::Link { content, .. } => visit_inline_texts(content, done),
        Inline::LineBreak => false,
    })
}

/// The embedding levels of a text.
#[derive(Debug)]
pub(super) struct BidiLevels {
    /// One for each byte.
    levels: Vec<Level>,
    base: Level,
}

impl BidiLevels {
    /// The levels of a text whose paragraphs all have one direction; `None` if it all runs from left to right.
    pub(super) fn resolve(text: &str, direction: Direction) -> Option<Self> {
        if direction == Direction::Ltr && !has_rtl(text) {
            return None;
        }
        let base = direction.level();
        let levels = BidiInfo::new(text, Some(base)).levels;
        Some(Self { levels, base })
    }

    /// The spans of one line, given in logical order, in the order of the eye. `start` is the source of the text's first byte.
    ///
    /// Spans keep their sources. One that runs from right to left holds a single grapheme, so that it still shows the bytes of
    /// its source from there on; where that is a bracket, it shows its mirror image, which takes as many bytes.
    pub(super) fn reorder_spans(&self, spans: Vec<TextSpan>, start: usize) -> Vec<TextSpan> {
        let mut pieces: Vec<(Level, TextSpan)> = Vec::with_capacity(spans.len());
        for span in spans {
            match span.source.and_then(|source| source.checked_sub(start)) {
                Some(at) => self.split_by_level(span, at, &mut pieces),
                // A hyphen, or a space that was widened: it belongs to what it stands behind.
                None => {
                    let level = pieces.last().map_or(self.base, |(level, _)| *level);
                    pieces.push((level, span));
                }
            }
        }
        reorder_by_level(pieces)
    }

    /// Cuts a span that shows the text from the byte `at` on into pieces of one level.
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
            let here = level(offset);
            if run.is_empty() || here.is_rtl() || level(run.start) != here {
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

/// The bytes of the first grapheme of a text that is not empty.
fn grapheme_length(text: &str) -> usize {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| is_simple_grapheme(*c));
    match (first, chars.next()) {
        (Some(first), None) => first.len_utf8(),
        (Some(first), Some(next)) if is_simple_grapheme(next) => first.len_utf8(),
        _ => text.graphemes(true).next().map_or(1, str::len),
    }
}

/// A grapheme as it is seen in right-to-left text: a bracket turned round (rule L4).
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

/// From the highest level to the lowest odd one, turns round every run of pieces of that level or a higher one (rule L2).
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

/// One line of text in the order of the eye, by the direction of its first letter: for what is shown beside the article, such as
/// titles in a list. Words between U+2068 and U+2069 have a direction of their own; the two are left out. Text that runs from
/// left to right comes back as it is.
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

/// One line of text of a given direction in the order of the eye.
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

/// Whether it begins or ends a stretch with a direction of its own.
fn is_isolate(grapheme: &str) -> bool {
    matches!(grapheme, "\u{2066}" | "\u{2067}" | "\u{2068}" | "\u{2069}")
}
