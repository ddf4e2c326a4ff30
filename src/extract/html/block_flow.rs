//! Collection of blocks and loose inlines during the conversion: [`BlockFlow`].

use super::inlines::{Inlines, is_blank_inline};
use crate::model::{Block, Image};

/// The blocks of one container as they come, and the paragraph that is being filled.
#[derive(Default)]
pub(super) struct BlockFlow {
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Inlines,
    /// Images met inside the paragraph: they follow it.
    pub(super) images: Vec<Image>,
}

impl BlockFlow {
    /// Ends the paragraph that is being filled.
    pub(super) fn flush(&mut self) {
        let content = self.inlines.take();
        if !is_blank_inline(&content) {
            self.blocks.push(Block::Paragraph(content));
        }
        self.blocks.extend(self.images.drain(..).map(Block::Image));
    }

    /// Ends the paragraph and adds a block.
    pub(super) fn add(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    /// Ends the container.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }
}
