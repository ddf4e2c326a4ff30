//! Positions of the changes in a comparison: [`change_positions`].

use super::blocks::DIFF;
use crate::model::{Block, BlockPosition, Document, Inline};

/// Returns the starts of the changes of a comparison, from the first to the last. Changes without unchanged words between
/// them are one: a deletion and the insertion in its place, paragraphs that were inserted together.
pub(super) fn change_positions(document: &Document) -> Vec<BlockPosition> {
    let mut finder = ChangeFinder {
        found: Vec::new(),
        position: BlockPosition::default(),
        is_in_change: false,
    };
    for (block, content) in document.blocks.iter().enumerate() {
        finder.position = BlockPosition { block, byte: 0 };
        finder.visit_block(content);
    }
    finder.found
}

/// Finder of changes. Bytes are counted as in [`Block::text`].
struct ChangeFinder {
    found: Vec<BlockPosition>,
    position: BlockPosition,
    /// True if no unchanged words followed the last change.
    is_in_change: bool,
}

impl ChangeFinder {
    fn visit_block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.visit_inlines(&heading.content, false),
            Block::Paragraph(content) => self.visit_inlines(content, false),
            Block::List(list) => {
                self.visit_joined(list.items.iter().flat_map(|item| &item.blocks));
            }
            Block::BlockQuote(blocks) => self.visit_joined(blocks.iter()),
            Block::CodeBlock { language, text } => {
                let is_diff = language.as_deref() == Some(DIFF);
                for line in text.split_inclusive('\n') {
                    self.visit_text(line, is_diff && line.starts_with(['+', '-']));
                }
            }
            Block::Table(table) => {
                if !table.caption.is_empty() {
                    self.visit_inlines(&table.caption, false);
                    self.position.byte += 1;
                }
                for (index, row) in table.rows.iter().enumerate() {
                    self.position.byte += usize::from(index > 0);
                    for (index, cell) in row.iter().enumerate() {
                        self.position.byte += usize::from(index > 0);
                        self.visit_inlines(cell, false);
                    }
                }
            }
            Block::Image(image) => {
                self.position.byte += image.alt.len();
                self.position.byte +=
                    usize::from(!image.alt.is_empty() && !image.caption.is_empty());
                self.visit_inlines(&image.caption, false);
            }
            Block::ThematicBreak => {}
        }
    }

    fn visit_joined<'a>(&mut self, blocks: impl Iterator<Item = &'a Block>) {
        for (index, block) in blocks.enumerate() {
            self.position.byte += usize::from(index > 0);
            self.visit_block(block);
        }
    }

    fn visit_inlines(&mut self, content: &[Inline], is_changed: bool) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.visit_text(text, is_changed),
                Inline::LineBreak => self.visit_text("\n", is_changed),
                Inline::Insertion(content) | Inline::Deletion(content) => {
                    self.visit_inlines(content, true);
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Link { content, .. } => {
                    self.visit_inlines(content, is_changed);
                }
            }
        }
    }

    fn visit_text(&mut self, text: &str, is_changed: bool) {
        match is_changed {
            true if !self.is_in_change => {
                self.found.push(self.position);
                self.is_in_change = true;
            }
            false if !text.trim().is_empty() => self.is_in_change = false,
            _ => {}
        }
        self.position.byte += text.len();
    }
}
