//! Going to the match that an article was opened for: its line stands in the upper third, with its sentence above it.

use unicode_segmentation::UnicodeSegmentation;

use super::{BYTES_PER_STEP, Find, ReaderText, TopImage};
use crate::layout::{LinePosition, UnitPosition};
use crate::model::{Anchor, BlockPosition};

impl ReaderText {
    /// Goes to the first match of `words` from an anchor on; without one, from the head of the article on.
    pub fn go_to_match(&mut self, anchor: Option<&Anchor>, words: &str) {
        let place = anchor.and_then(|anchor| anchor.resolve(&self.document));
        let origin = match place {
            Some(BlockPosition { block, byte }) => self.layout.unit_position(block, byte),
            None => UnitPosition { unit: 0, byte: 0 },
        };
        self.top_image = TopImage::default();
        let at = self.layout.line_of_byte(origin.unit, origin.byte);
        let sentence = self.sentence_line(origin);
        self.last_jump = Some(at);
        self.show_in_upper_third(at, sentence);
        self.find = Some(Find::seek_from(words, origin));
        // In a long article the match is found later; it is on the screen already.
        self.step_to_match(true, BYTES_PER_STEP);
    }

    /// Moves a line to the upper third of the screen, or lower if the line `sentence` above it would not be visible.
    fn show_in_upper_third(&mut self, at: LinePosition, sentence: LinePosition) {
        let mut to = self.line_above(at, self.height / 3);
        // A sentence longer than the screen is cut at its start.
        let farthest = self.line_above(at, self.height.saturating_sub(2));
        if sentence < to {
            to = sentence.max(farthest);
        }
        let limit = self.last_top().max(self.layout.first_text_line(0));
        self.move_to(to.min(limit));
    }

    /// Returns the line in which the sentence at a position begins.
    fn sentence_line(&mut self, position: UnitPosition) -> LinePosition {
        let text = self.layout.unit_text(position.unit);
        let starts = text.split_sentence_bound_indices().map(|(start, _)| start);
        let start = starts.take_while(|start| *start <= position.byte).last();
        let start = start.unwrap_or(position.byte);
        self.layout.line_of_byte(position.unit, start)
    }
}
