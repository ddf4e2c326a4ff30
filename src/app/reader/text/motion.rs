//! Motions in the text of an article: lines, pages, sections, paragraphs, start and end.

use super::ReaderText;
use crate::layout::{LinePosition, Options};
use crate::model::BlockPosition;

impl ReaderText {
    /// Scrolls by lines, down if positive. False if the text can't move.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let from = self.top;
        let to = if lines >= 0 {
            let limit = self.last_top().max(from);
            self.line_below(from, lines.unsigned_abs()).min(limit)
        } else {
            self.line_above(from, lines.unsigned_abs())
        };
        self.last_jump = None;
        if to != from {
            self.move_to(to);
        }
        to != from
    }

    /// Returns the rows of a page: the screen less two rows, which stay visible.
    pub fn page_rows(&self) -> isize {
        self.height.saturating_sub(2).max(1) as isize
    }

    /// Returns the rows of half a page.
    pub fn half_page_rows(&self) -> isize {
        (self.height / 2).max(1) as isize
    }

    /// Moves on by a page less two lines. A heading that follows the last line at once comes to the top line instead, and
    /// so does one in sight below the first third, with its text: no heading is passed or cut. False at the end.
    pub fn read_on(&mut self) -> bool {
        if self.is_at_end() {
            return false;
        }
        if let Some(heading) = self
            .heading_below()
            .or_else(|| self.last_heading_in_sight())
        {
            self.jump_to(heading);
            return true;
        }
        let target = self.line_below(self.top, self.page_rows().unsigned_abs());
        let limit = self.last_top().max(self.top);
        self.last_jump = None;
        self.move_to(target.min(limit));
        true
    }

    /// Returns the line of the last heading on the screen that is below its first third.
    fn last_heading_in_sight(&mut self) -> Option<LinePosition> {
        let bottom = self.visible_lines.last().copied()?;
        let next = self.first_heading_after(bottom);
        let unit = *self.headings.get(next.checked_sub(1)?)?;
        let heading = self.layout.first_text_line(unit);
        let row = self.visible_lines.iter().position(|at| *at == heading)?;
        (row > self.height / 3).then_some(heading)
    }

    /// Returns the index of the first heading below a line.
    fn first_heading_after(&mut self, at: LinePosition) -> usize {
        let near = self.headings.partition_point(|unit| *unit < at.unit);
        let passed = self
            .headings
            .get(near)
            .is_some_and(|unit| self.layout.first_text_line(*unit) <= at);
        near + usize::from(passed)
    }

    /// Returns the line of the heading that would be among the first lines of the next page, with nothing but blank
    /// lines before it.
    fn heading_below(&mut self) -> Option<LinePosition> {
        let bottom = self.visible_lines.last().copied()?;
        let next = self.first_heading_after(bottom);
        let unit = *self.headings.get(next)?;
        let heading = self.layout.first_text_line(unit);
        let mut at = self.line_after(bottom);
        while let Some(position) = at.filter(|at| *at < heading) {
            let lines = self.layout.lines(position.unit);
            if lines.get(position.line).is_some_and(|line| !line.is_gap) {
                return None;
            }
            at = self.line_after(position);
        }
        at.map(|_| heading)
    }

    /// Moves back by a page, but not past a heading above that is not visible: that heading comes to the top line.
    /// False at the start.
    pub fn read_back(&mut self) -> bool {
        if self.is_at_start() {
            return false;
        }
        let page = self.page_rows().unsigned_abs();
        let target = self.line_above(self.top, page);
        let above = self
            .headings
            .iter()
            .take(self.section_number())
            .rev()
            .take(2);
        for unit in above.copied().collect::<Vec<_>>() {
            let heading_line = self.layout.first_text_line(unit);
            if target < heading_line && heading_line < self.top {
                self.jump_to(heading_line);
                return true;
            }
        }
        self.last_jump = None;
        self.move_to(target);
        true
    }

    /// Goes to the next heading and returns its number, from 1. `None` at the last one.
    pub fn next_section(&mut self) -> Option<usize> {
        let near = self.headings.partition_point(|unit| *unit < self.top.unit);
        let next = (near..self.headings.len()).find(|i| {
            let unit = self.headings.get(*i).copied().unwrap_or_default();
            self.layout.first_text_line(unit) > self.top
        })?;
        self.go_to_section(next);
        Some(next + 1)
    }

    /// Goes to the nearest heading above the top line and returns its number, from 1. `None` if there is none.
    pub fn previous_section(&mut self) -> Option<usize> {
        let previous = (0..self.section_number()).rev().find(|i| {
            let unit = self.headings.get(*i).copied().unwrap_or_default();
            self.layout.first_text_line(unit) < self.top
        })?;
        self.go_to_section(previous);
        Some(previous + 1)
    }

    /// Moves the heading of the section `index`, from 0, to the top line. False if there is no such section.
    pub fn go_to_section(&mut self, index: usize) -> bool {
        let Some(unit) = self.headings.get(index).copied() else {
            return false;
        };
        let at = self.layout.first_text_line(unit);
        self.jump_to(at);
        true
    }

    /// Goes to the target of a link's fragment; an empty one is the start. False if there is no such target.
    pub fn go_to_fragment(&mut self, fragment: &str) -> bool {
        let target = self.document.position_of_fragment(fragment);
        match target {
            // The title is above the first block.
            Some(BlockPosition { block: 0, byte: 0 }) if self.document.metadata.title.is_some() => {
                self.go_to_start()
            }
            Some(BlockPosition { block, byte }) => {
                let target_position = self.layout.unit_position(block, byte);
                let at = self
                    .layout
                    .line_of_byte(target_position.unit, target_position.byte);
                self.jump_to(at);
            }
            None if fragment.is_empty() => self.go_to_start(),
            None => return false,
        }
        true
    }

    /// Returns the options of the layout, and the rows of the page.
    pub fn page_size(&self) -> (Options, u16) {
        let height = u16::try_from(self.height).unwrap_or(u16::MAX);
        (self.layout.options().clone(), height)
    }

    /// Moves the next or previous paragraph to the top line. False if there is none.
    pub fn step_paragraph(&mut self, forward: bool) -> bool {
        let top = self.top;
        let starts = |reader: &mut Self, unit: usize| {
            // A long paragraph is several units; only the first one starts it.
            let block = reader.layout.block_of_unit(unit);
            (unit == 0 || block != reader.layout.block_of_unit(unit - 1))
                .then(|| reader.layout.first_text_line(unit))
        };
        let units: Box<dyn Iterator<Item = usize>> = if forward {
            Box::new(top.unit..self.layout.unit_count())
        } else {
            Box::new((0..=top.unit).rev())
        };
        for unit in units {
            if let Some(at) =
                starts(self, unit).filter(|at| if forward { *at > top } else { *at < top })
            {
                self.jump_to(at);
                return true;
            }
        }
        false
    }

    /// Goes to the start.
    pub fn go_to_start(&mut self) {
        let at = self.layout.first_text_line(0);
        self.last_jump = None;
        self.move_to(at);
    }

    /// Goes to the end: the last line on the bottom row.
    pub fn go_to_end(&mut self) {
        let at = self.last_top().max(self.layout.first_text_line(0));
        self.last_jump = None;
        self.move_to(at);
    }
}
