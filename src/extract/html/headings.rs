//! Conversion of headings, without the controls inside them: permalinks, edit links, buttons.

use super::block_builder::BlockBuilder;
use super::blocks::BlockConverter;
use super::inlines::is_blank_content;
use super::regroup::{flatten_to_inlines, remove_permalink};
use crate::extract::dom::{DomId, DomTree};
use crate::extract::targets;
use crate::model::{Block, Heading, Inline, plain_text};

/// Part of a heading that is being converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingPart {
    /// Not inside a heading.
    Outside,
    /// Its words, without its controls.
    Words,
    /// All of it: it has no words beside its controls.
    Everything,
}

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

/// Turns the counters of a gallery (`3/12`) from headings to paragraphs: two or more headings that count to the same number.
pub(super) fn demote_counters(blocks: &mut [Block]) {
    let counters: Vec<(usize, Counter)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading(heading) => Some((at, parse_counter(&plain_text(&heading.content))?)),
            _ => None,
        })
        .collect();
    let follows =
        |one: &Counter, next: &Counter| one.of == next.of && one.number + 1 == next.number;
    let mut series = vec![false; counters.len()];
    for (at, pair) in counters.windows(2).enumerate() {
        if let [(_, one), (_, next)] = pair
            && follows(one, next)
        {
            series.iter_mut().skip(at).take(2).for_each(|s| *s = true);
        }
    }
    for ((at, _), _) in counters
        .iter()
        .zip(series)
        .filter(|(_, in_series)| *in_series)
    {
        if let Some(block) = blocks.get_mut(*at)
            && let Block::Heading(heading) = block
        {
            *block = Block::Paragraph(std::mem::take(&mut heading.content));
        }
    }
}

/// A counter such as `3/12` or `3 of 12`.
struct Counter {
    number: u32,
    of: u32,
}

/// Parses a heading that is nothing but two numbers and at most one word between them.
fn parse_counter(text: &str) -> Option<Counter> {
    let text = text.trim();
    let first = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(first)?;
    let last = rest.rfind(|c: char| !c.is_ascii_digit())?;
    let last = last + rest.get(last..)?.chars().next()?.len_utf8();
    let (between, of) = rest.split_at_checked(last)?;
    let between = between.trim();
    let counts =
        between == "/" || between.chars().count() <= 4 && between.chars().all(char::is_alphabetic);
    if !counts || between.is_empty() {
        return None;
    }
    let counter = Counter {
        number: number.parse().ok()?,
        of: of.parse().ok()?,
    };
    (counter.number <= counter.of).then_some(counter)
}
