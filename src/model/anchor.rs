//! A place in an article by content: [`Anchor`]. It survives a new extraction, since it names words and not numbers.

use serde::{Deserialize, Serialize};

use super::{Block, Document, Inline};

/// How many characters of a block an anchor remembers.
const PREFIX: usize = 40;

/// A place by content: the heading above it, the first characters of its block, and an offset in that block.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// The text of the nearest heading at or above the place.
    pub heading: Option<String>,
    /// Which of the headings with that text it is, counted from 0.
    pub occurrence: usize,
    /// The first 40 characters of the block.
    pub prefix: String,
    /// Bytes from the start of the block's text.
    pub offset: usize,
    /// The share of the blocks that lie before the place, 0 to 1: the last resort.
    #[serde(rename = "share")]
    pub fraction: f64,
}

impl Anchor {
    /// The anchor of a place: a block by index, and bytes into its text.
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
            fraction: block as f64 / document.blocks.len().max(1) as f64,
        }
    }

    /// The place in `document` that matches best: block and bytes into its text. `None` if the document is empty.
    ///
    /// The block with the same beginning under the same heading wins, then the same beginning anywhere (the one nearest in
    /// share), then the heading, then the share.
    pub fn resolve(&self, document: &Document) -> Option<(usize, usize)> {
        let last = document.blocks.len().checked_sub(1)?;
        let by_share = ((self.fraction * document.blocks.len() as f64).round() as usize).min(last);
        let section = self.section(document);
        let alike = |block: &usize| {
            !self.prefix.is_empty() && prefix(&document.blocks[*block]) == self.prefix
        };
        let in_section = section.clone().and_then(|mut range| range.find(alike));
        let anywhere = || {
            (0..=last)
                .filter(alike)
                .min_by_key(|block| block.abs_diff(by_share))
        };
        if let Some(block) = in_section.or_else(anywhere) {
            let len = document.blocks[block].text().len();
            return Some((block, self.offset.min(len)));
        }
        Some((section.map_or(by_share, |range| range.start), 0))
    }

    /// The blocks of the section that the heading names, the heading included.
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

/// The text of the first inlines, until there is enough of it.
fn push_prefix(content: &[Inline], out: &mut String) {
    for inline in content {
        if out.len() >= 4 * PREFIX {
            return;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.extend(text.chars().take(PREFIX)),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => {
                push_prefix(content, out)
            }
            Inline::LineBreak => out.push('\n'),
        }
    }
}
