//! Removes text at the edges of an article that repeats its metadata or refers to other articles: [`trim_edges`].
//!
//! 1. [`measure`] measures the text and the links of each block.
//! 2. [`head`] marks the repeated title, and lines of metadata above the first paragraph of the body.
//! 3. [`sections`] marks references to other articles, promotions and tables of contents anywhere.
//! 4. [`tail`] marks other articles, notes on the author, subscriptions and comment rules below the last paragraph.
//!
//! Whole blocks go, never a part of one.

mod head;
mod line;
mod marks;
mod measure;
mod phrases;
mod sections;
mod tail;

use line::Known;
use marks::{Marks, Removal};
use measure::BlockMeasure;

use crate::extract::trace::{Evidence, LineRole, Trace};
use crate::model::{Block, Metadata, count_words};

/// Number of blocks at the beginning and at the end of which long ones are compared with phrases, too.
const HEAD_BLOCKS: usize = 20;
const TAIL_BLOCKS: usize = 42;

/// Parts of an article that are trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    /// Repeated metadata above the text, for a page without boilerplate.
    Head,
    /// All edges, for an article that was selected in a page.
    All,
}

/// Removes repeated metadata and references to other articles from `blocks`, and adds them to `trace`.
pub(super) fn trim_edges(
    mut blocks: Vec<Block>,
    metadata: &Metadata,
    edges: Edges,
    trace: &mut Trace,
) -> Vec<Block> {
    let known = Known::of(metadata);
    let count = blocks.len();
    let near_edge = |i: usize| i < HEAD_BLOCKS || i + TAIL_BLOCKS >= count;
    let measures = blocks.iter().enumerate();
    let measures: Vec<BlockMeasure> = measures
        .map(|(i, block)| BlockMeasure::of(block, near_edge(i)))
        .collect();
    let mut marks = Marks::of(blocks.len());
    head::mark_head(&measures, &known, &mut marks);
    if edges == Edges::All {
        sections::mark_middle(&measures, &mut marks);
        tail::mark_tail(&measures, &known, &mut marks);
    }
    let mut removals = marks.removals();
    blocks.retain(|block| match removals.next().flatten() {
        // The heading of a page that is read whole is its title already.
        Some(Removal::Title) if edges == Edges::Head && matches!(block, Block::Heading(_)) => true,
        Some(removal) => {
            record_removal(block, removal, trace);
            false
        }
        None => true,
    });
    blocks
}

/// Adds a removed block to the trace. A repeated title is metadata, and is not counted as left out.
fn record_removal(block: &Block, removal: Removal, trace: &mut Trace) {
    let text = block.text();
    if text.trim().is_empty() {
        return;
    }
    let (role, evidence) = match removal {
        Removal::Title => (LineRole::Title, Evidence::Repeated),
        Removal::Repeated => (LineRole::LeftOut, Evidence::Repeated),
        Removal::Phrase => (LineRole::LeftOut, Evidence::Phrase),
    };
    if role == LineRole::LeftOut {
        trace.count_left_out(text.lines().count(), count_words(&text));
    }
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        trace.relabel(line, role, &evidence);
    }
}
