//! Collection of blocks and loose inlines during the conversion: [`BlockFlow`].

use super::inlines::{InlineBuilder, is_blank_content};
use crate::model::{Block, Image};

/// The blocks of one container as they come, and the paragraph that is being filled.
#[derive(Default)]
pub(super) struct BlockBuilder {
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: InlineBuilder,
    /// Images met inside the paragraph: they follow it.
    pub(super) images: Vec<Image>,
}

impl BlockBuilder {
    /// Ends the paragraph that is being filled.
    pub(super) fn end_paragraph(&mut self) {
        let content = self.inlines.take_paragraph();
        if !is_blank_content(&content) {
            self.blocks.push(Block::Paragraph(content));
        }
        self.blocks.extend(self.images.drain(..).map(Block::Image));
    }

    /// Ends the paragraph and adds a block.
    pub(super) fn push_block(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    /// Ends the container.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.blocks
    }
}
