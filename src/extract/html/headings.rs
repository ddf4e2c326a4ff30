//! Conversion of headings, without the controls inside them: permalinks, edit links, buttons.

use super::block_builder::BlockBuilder;
use super::blocks::BlockConverter;
use super::inlines::is_blank_content;
use super::regroup::{flatten_to_inlines, remove_permalink};
use super::view::HeadingPart;
use crate::extract::dom::{DomId, DomTree};
use crate::extract::targets;
use crate::model::{Block, Heading, Inline};

impl BlockConverter<'_> {
    /// Converts a heading. Images inside follow it. A heading without a level has level 2.
    pub(super) fn convert_heading(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        self.count_block();
        let outer = std::mem::replace(&mut self.heading_part, HeadingPart::Words);
        let (mut blocks, mut content) = self.heading_content(id);
        if outer == HeadingPart::Outside && is_blank_content(&content) {
            self.heading_part = HeadingPart::Everything;
            (blocks, content) = self.heading_content(id);
        }
        self.heading_part = outer;
        let (marks, mut content): (Vec<_>, Vec<_>) =
            content.into_iter().partition(targets::is_mark);
        remove_permalink(&mut content);
        if !is_blank_content(&content) {
            content.splice(0..0, marks);
            let level = heading_level(self.view.tree, id);
            builder
                .blocks
                .push(Block::Heading(Heading { level, content }));
        }
        builder.blocks.append(&mut blocks);
    }

    /// Returns the images in a heading and its words.
    fn heading_content(&mut self, id: DomId) -> (Vec<Block>, Vec<Inline>) {
        let blocks = self.blocks_inside(id);
        let is_image = |block: &Block| matches!(block, Block::Image(_));
        let (images, words): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(is_image);
        let mut content = Vec::new();
        flatten_to_inlines(words, &mut content);
        (images, content)
    }
}

/// Returns the level of a heading by its name or its `aria-level`, from 1 to 6.
fn heading_level(tree: &DomTree, id: DomId) -> u8 {
    let named = tree.name(id).strip_prefix('h').and_then(|n| n.parse().ok());
    named
        .or_else(|| tree.attr(id, "aria-level")?.trim().parse().ok())
        .filter(|level| (1..=6).contains(level))
        .unwrap_or(2)
}
