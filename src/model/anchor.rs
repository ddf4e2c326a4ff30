//! Positions by content: [`Anchor`]. An anchor names words instead of numbers, so it survives an edited text, a new
//! extraction and another width.

use serde::{Deserialize, Serialize};

use super::{Block, BlockPosition, Document, Inline};

/// Length of the block prefix in an anchor, in characters.
const PREFIX: usize = 40;

/// Least number of characters by which words are known again in another block.
const MIN_WORDS: usize = 12;

/// A position in a document by content: the heading above it, the first characters of its block, and an offset in that
/// block.
///
/// # Examples
///
/// An anchor finds its paragraph again after another one was inserted in front of it:
///
/// ```
/// use newsprint::model::{Anchor, Block, BlockPosition, Document, Inline};
///
/// let paragraph = |text: &str| Block::Paragraph(vec![Inline::Text(text.to_owned())]);
/// let mut document = Document::default();
/// document.blocks.push(paragraph("The bridge reopens today."));
/// let anchor = Anchor::at(&document, 0, 4);
///
/// document.blocks.insert(0, paragraph("Correction: it reopened yesterday."));
/// assert_eq!(anchor.resolve(&document), Some(BlockPosition { block: 1, byte: 4 }));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// Text of the nearest heading at or above the position.
    pub heading: Option<String>,
    /// Index of that heading among the headings with the same text, counted from 0.
    pub occurrence: usize,
    /// First 40 characters of the block.
    pub prefix: String,
    /// Offset in the text of the block, in bytes.
    pub offset: usize,
    /// First 40 characters of the text at the offset: empty at the start of the block, and in anchors of earlier versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Fraction of the blocks that precede the position, 0 to 1; used when nothing else matches.
    #[serde(rename = "share")]
    pub fraction: f64,
}

impl Anchor {
    /// Makes the anchor of a position: the index of a block, and an offset in its text in bytes.
    pub fn at(document: &Document, block: usize, offset: usize) -> Self {
        let upto = &document.blocks[..document.blocks.len().min(block + 1)];
        let heading = upto.iter().rev().find_map(heading_text);
        let same = |b: &&Block| heading_text(b) == heading;
        let occurrence = match &heading {
            Some(_) => upto.iter().filter(same).count().saturating_sub(1),
            None => 0,
        };
        Self {
            heading,
            occurrence,
            prefix: document.blocks.get(block).map(prefix).unwrap_or_default(),
            offset,
            words: match document.blocks.get(block) {
                Some(block) if offset > 0 => text_at(block, offset),
                _ => String::new(),
            },
            fraction: block as f64 / document.blocks.len().max(1) as f64,
        }
    }

    /// Finds the position in `document` that matches best: the index of a block, and an offset in its text in bytes.
    /// `None` if the document has no blocks.
    ///
    /// The order of preference: a block with the same prefix under the same heading, a block with the same prefix
    /// anywhere, the one nearest to the fraction; where the text was edited, a block with the words at the position, under
    /// the same heading first; the start of the section of the heading; the block at the fraction.
    pub fn resolve(&self, document: &Document) -> Option<BlockPosition> {
        let last = document.blocks.len().checked_sub(1)?;
        let by_share = ((self.fraction * document.blocks.len() as f64).round() as usize).min(last);
        let section = self.section(document);
        let alike = |block: &usize| {
            !self.prefix.is_empty() && prefix(&document.blocks[*block]) == self.prefix
        };
        let nearest = |range: std::ops::Range<usize>, alike: &dyn Fn(&usize) -> bool| {
            let found = range.filter(alike);
            found.min_by_key(|block| block.abs_diff(by_share))
        };
        let in_section = || section.clone().and_then(|range| nearest(range, &alike));
        let with_prefix = in_section().or_else(|| nearest(0..last + 1, &alike));
        if let Some(block) = with_prefix {
            let text = document.blocks[block].text();
            let byte = find_words(&text, &self.words, self.offset);
            if let Some(byte) = byte.or_else(|| self.words.is_empty().then_some(self.offset)) {
                let byte = floor_char_boundary(&text, byte);
                return Some(BlockPosition { block, byte });
            }
        }
        // The words are looked for in other blocks only if there are enough of them.
        let words = match self.words.is_empty() {
            true => &self.prefix,
            false => &self.words,
        };
        let here = |block: usize| {
            let text = document.blocks.get(block)?.text();
            let byte = find_words(&text, words, self.offset)?;
            Some(BlockPosition { block, byte })
        };
        if words.chars().count() >= MIN_WORDS {
            let has_words = |block: &usize| here(*block).is_some();
            let in_section = || section.clone().and_then(|range| nearest(range, &has_words));
            let block = in_section().or_else(|| nearest(0..last + 1, &has_words));
            if let Some(position) = block.and_then(here) {
                return Some(position);
            }
        }
        if let Some(block) = with_prefix {
            let byte = floor_char_boundary(&document.blocks[block].text(), self.offset);
            return Some(BlockPosition { block, byte });
        }
        Some(BlockPosition {
            block: section.map_or(by_share, |range| range.start),
            byte: 0,
        })
    }

    /// Returns the blocks of the section under the heading of the anchor, with the heading itself.
    fn section(&self, document: &Document) -> Option<std::ops::Range<usize>> {
        let heading = self.heading.as_ref()?;
        let headings = || {
            document
                .blocks
                .iter()
                .enumerate()
                .filter_map(|(i, b)| Some((i, heading_text(b)?)))
        };
        let same = |(_, text): &(usize, String)| text == heading;
        let start = headings()
            .filter(same)
            .nth(self.occurrence)
            .or_else(|| headings().find(same))?
            .0;
        let end = headings()
            .map(|(i, _)| i)
            .find(|i| *i > start)
            .unwrap_or(document.blocks.len());
        Some(start..end)
    }
}

fn heading_text(block: &Block) -> Option<String> {
    matches!(block, Block::Heading(_)).then(|| block.text())
}

fn prefix(block: &Block) -> String {
    let mut out = String::new();
    match block {
        // These may be a whole book, of which nothing more is needed.
        Block::Paragraph(content) => push_prefix(content, &mut out),
        Block::CodeBlock { text, .. } => out.extend(text.chars().take(PREFIX)),
        block => out = block.text(),
    }
    if let Some((end, _)) = out.char_indices().nth(PREFIX) {
        out.truncate(end);
    }
    out
}

/// Appends the text of the first inlines, until there is enough of it for a prefix.
fn push_prefix(content: &[Inline], out: &mut String) {
    for inline in content {
        if out.len() >= 4 * PREFIX {
            return;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.extend(text.chars().take(PREFIX)),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content)
            | Inline::Link { content, .. } => push_prefix(content, out),
            Inline::LineBreak => out.push('\n'),
        }
    }
}

/// Returns the first characters of the text of a block from a byte on; as many as in a prefix.
fn text_at(block: &Block, offset: usize) -> String {
    let start_of = |text: &str| {
        let rest = text.get(floor_char_boundary(text, offset)..);
        rest.unwrap_or_default().chars().take(PREFIX).collect()
    };
    match block {
        // These may be a whole book, of which nothing more is needed.
        Block::Paragraph(content) => {
            let mut skipped = offset;
            let mut out = String::new();
            push_text_after(content, &mut skipped, &mut out);
            match out.char_indices().nth(PREFIX) {
                Some((end, _)) => out[..end].to_owned(),
                None => out,
            }
        }
        Block::CodeBlock { text, .. } => start_of(text),
        block => start_of(&block.text()),
    }
}

/// Appends the text of inlines after the first `skipped` bytes, until there is enough of it for a prefix.
fn push_text_after(content: &[Inline], skipped: &mut usize, out: &mut String) {
    for inline in content {
        if out.len() >= 4 * PREFIX {
            return;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                let start = floor_char_boundary(text, *skipped);
                *skipped = skipped.saturating_sub(text.len());
                out.extend(text.get(start..).unwrap_or_default().chars().take(PREFIX));
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content)
            | Inline::Link { content, .. } => push_text_after(content, skipped, out),
            Inline::LineBreak if *skipped > 0 => *skipped -= 1,
            Inline::LineBreak => out.push('\n'),
        }
    }
}

/// Returns the byte of a text where `words` begin, the one nearest to `near`; if they were edited, where their first half
/// does. `None` without words.
fn find_words(text: &str, words: &str, near: usize) -> Option<usize> {
    let half = words.char_indices().nth(PREFIX / 2).map(|(end, _)| end);
    let half = half.and_then(|end| words.get(..end));
    [Some(words), half]
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .find_map(|words| {
            let found = text.match_indices(words).map(|(at, _)| at);
            found.min_by_key(|at| at.abs_diff(near))
        })
}

/// Returns the last character boundary of a text at or before a byte.
fn floor_char_boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}
