//! Selected lines of a text that is one block, such as the source of an article.

use std::ops::Range;
use std::sync::Arc;

use super::ReaderText;
use crate::layout::{LinePosition, TextLayout, TextLine};
use crate::model::Document;

impl ReaderText {
    /// Sets the selected bytes of the first block; their lines are highlighted, and the cursor stands on the first.
    pub fn select_bytes(&mut self, range: Option<Range<usize>>) {
        self.last_jump = range
            .as_ref()
            .map(|range| self.line_of_block_byte(range.start));
        self.selected_bytes = range;
    }

    /// Returns true if a line shows selected bytes.
    pub fn is_selected_line(&self, at: LinePosition, line: &TextLine) -> bool {
        let position = self.layout.block_position(at.unit, line.source.start);
        match (&self.selected_bytes, position) {
            (Some(range), Some(position)) => !line.is_gap && range.contains(&position.byte),
            _ => false,
        }
    }

    /// Scrolls so that bytes of the first block are on the screen, from their start if they need more than the screen.
    pub fn bring_into_sight(&mut self, range: &Range<usize>) {
        let first = self.line_of_block_byte(range.start);
        let last = self.line_of_block_byte(range.end.saturating_sub(1));
        let bottom = self.visible_lines.last().copied();
        if first < self.top {
            self.move_to(first);
        } else if bottom.is_some_and(|bottom| bottom < last) {
            let to = self.line_above(last, self.height.saturating_sub(1));
            self.move_to(to.min(first));
        }
    }

    /// Scrolls by a line towards the part of these bytes that is off the screen. False if there is none in this direction.
    pub fn scroll_within(&mut self, range: &Range<usize>, forward: bool) -> bool {
        let (edge, is_hidden) = match forward {
            true => {
                let last = self.line_of_block_byte(range.end.saturating_sub(1));
                let bottom = self.visible_lines.last().copied();
                (last, bottom.is_some_and(|bottom| bottom < last))
            }
            false => {
                let first = self.line_of_block_byte(range.start);
                (first, first < self.top)
            }
        };
        if !is_hidden || edge == self.top {
            return false;
        }
        let to = match forward {
            true => self.line_below(self.top, 1),
            false => self.line_above(self.top, 1),
        };
        self.move_to(to);
        true
    }

    /// Returns true if a line of these bytes is on the screen.
    pub fn shows_part_of(&self, range: &Range<usize>) -> bool {
        self.visible_lines.iter().any(|at| {
            let line = self.layout.laid_out_lines(at.unit);
            let line = line.and_then(|lines| lines.get(at.line));
            let position =
                line.and_then(|line| self.layout.block_position(at.unit, line.source.start));
            let is_text = line.is_some_and(|line| !line.is_gap);
            is_text && position.is_some_and(|position| range.contains(&position.byte))
        })
    }

    /// Returns the first byte of the current match of a search in the first block, if it is on the screen.
    pub fn visible_match_byte(&self) -> Option<usize> {
        let (_, position) = self.visible_match()?;
        Some(position.byte)
    }

    /// Returns the first byte of the first block that is on the screen.
    pub fn first_visible_byte(&self) -> Option<usize> {
        self.visible_lines.iter().find_map(|at| {
            let line = self.layout.laid_out_lines(at.unit)?.get(at.line)?;
            let position = self.layout.block_position(at.unit, line.source.start)?;
            (!line.is_gap).then_some(position.byte)
        })
    }

    /// Replaces the document by one with as many bytes, of which only marks differ; the lines on the screen stay.
    pub fn replace_marks(&mut self, document: Arc<Document>) {
        let options = self.layout.options().clone();
        self.layout = TextLayout::new(document.clone(), options);
        self.layout.set_word_count(0);
        self.document = document;
        self.restore_top();
        self.update_view();
    }

    fn line_of_block_byte(&mut self, byte: usize) -> LinePosition {
        let position = self.layout.unit_position(0, byte);
        self.layout.line_of_byte(position.unit, position.byte)
    }
}
