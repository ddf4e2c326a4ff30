//! Places in a story that are bookmarked: where one would be made, and where those that are there stand on the screen.

use unicode_segmentation::UnicodeSegmentation;

use super::Reader;
use crate::layout::Position;
use crate::model::{Anchor, Block, Bookmark};

/// A place in a story, in the words that its bookmark keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedPlace {
    /// By content.
    pub anchor: Anchor,
    /// The heading above it.
    pub section: Option<String>,
    /// The sentence at it.
    pub quote: Option<String>,
}

/// The most characters that are kept of a sentence.
const LONGEST: usize = 300;

impl Reader {
    /// The place that a bookmark made now would have: the match that was found or the line last jumped to if it is in sight, else
    /// the first line with words in it. `None` if there are none.
    pub fn marked_place(&self) -> Option<MarkedPlace> {
        let last = self.document.blocks.len().checked_sub(1)?;
        let jumped = self.jumped.filter(|at| self.view.contains(at));
        let words = |at: &Position| {
            let line = self.layout.ready(at.unit)?.get(at.line)?;
            let found = self.layout.source(at.unit, line.source.start)?;
            (!line.gap && !line.text().trim().is_empty()).then_some(found)
        };
        let from = jumped.and_then(|at| self.view.iter().position(|other| *other == at));
        let view = self.view.get(from.unwrap_or(0)..).unwrap_or_default();
        let hit = self.find.as_ref().and_then(|find| find.current());
        let hit = hit.filter(|hit| {
            let line = |at: &&Position| {
                let lines = self.layout.ready(at.unit);
                let line = lines.and_then(|lines| lines.get(at.line));
                at.unit == hit.unit && line.is_some_and(|l| l.source.contains(&hit.range.start))
            };
            self.view.iter().any(|at| line(&at))
        });
        let hit = hit.and_then(|hit| self.layout.source(hit.unit, hit.range.start));
        // Above the first block there is only the head of the story.
        let first = || view.iter().find_map(words);
        let (block, offset) = hit.or_else(first).unwrap_or((0, 0));
        let block = block.min(last);
        let text = self.document.blocks.get(block)?.text();
        let (start, sentence) = sentence_at(&text, offset);
        let quote: String = sentence.trim().chars().take(LONGEST).collect();
        let heading = |block: &&Block| matches!(block, Block::Heading(_));
        let upto = self.document.blocks.get(..=block).unwrap_or_default();
        let section = upto.iter().rev().find(heading).map(Block::text);
        Some(MarkedPlace {
            anchor: Anchor::at(&self.document, block, start),
            section,
            quote: Some(quote).filter(|quote| !quote.is_empty()),
        })
    }

    /// Goes to a bookmarked place: its line is the top one, and the cursor stands on it.
    pub fn go_to_mark(&mut self, anchor: &Anchor) {
        if let Some((block, offset)) = anchor.find(&self.document) {
            self.into = (0, 1);
            let place = self.layout.locate(block, offset);
            let at = self.line_of_place(place, 0);
            self.jump_to(at);
        }
    }

    /// Has these bookmarks marked.
    pub fn set_marks(&mut self, bookmarks: &[Bookmark]) {
        let places = bookmarks
            .iter()
            .filter_map(|bookmark| bookmark.anchor.as_ref());
        let places: Vec<(usize, usize)> = places
            .filter_map(|anchor| anchor.find(&self.document))
            .map(|(block, offset)| self.layout.locate(block, offset))
            .collect();
        self.marks = places;
    }

    /// Which of the lines on the screen have a bookmarked place in them: rows from the top.
    pub fn marked_rows(&self) -> Vec<usize> {
        let places = &self.marks;
        if places.is_empty() {
            return Vec::new();
        }
        let marked = |(_, at): &(usize, &Position)| {
            let line = self
                .layout
                .ready(at.unit)
                .and_then(|lines| lines.get(at.line));
            line.is_some_and(|line| {
                let source = &line.source;
                let here = |(unit, byte): &(usize, usize)| {
                    *unit == at.unit && (source.contains(byte) || *byte == source.start)
                };
                !line.gap && places.iter().any(here)
            })
        };
        let rows = self.view.iter().enumerate().filter(marked);
        rows.map(|(row, _)| row).collect()
    }
}

/// The sentence that holds a byte of a text, and where it begins.
fn sentence_at(text: &str, offset: usize) -> (usize, &str) {
    let mut found = (0, "");
    for (start, sentence) in text.split_sentence_bound_indices() {
        if start > offset {
            break;
        }
        found = (start, sentence);
    }
    found
}
