//! Collects the blocks of one container, paragraph by paragraph: [`BlockBuilder`].

use super::inlines::{InlineBuilder, is_blank_content};
use crate::model::{Block, Image};

/// The finished blocks of one container, and its unfinished paragraph.
#[derive(Default)]
pub(super) struct BlockBuilder {
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: InlineBuilder,
    /// Images inside the unfinished paragraph; they follow it as blocks.
    pub(super) images: Vec<Image>,
}

impl BlockBuilder {
    /// Ends the unfinished paragraph and appends its images. A blank paragraph is dropped.
    pub(super) fn end_paragraph(&mut self) {
        let content = self.inlines.take_paragraph();
        if !is_blank_content(&content) {
            self.blocks.push(Block::Paragraph(content));
        }
        self.blocks.extend(self.images.drain(..).map(Block::Image));
    }

    /// Ends the unfinished paragraph and appends a block.
    pub(super) fn push_block(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    /// Ends the container and returns its blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.blocks
    }
}
