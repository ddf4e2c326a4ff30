//! Sideways scrolling of code, verse and tables that are wider than the pane. Other lines do not move.

use std::ops::Range;

use super::ReaderText;
use crate::layout::{LinePosition, visible_part};

/// Result of scrolling sideways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SidewaysScroll {
    /// The lines have moved.
    Moved,
    /// The lines are at their start or end.
    AtEdge,
    /// No line on the screen is wider than the pane.
    NothingWide,
}

impl ReaderText {
    /// Scrolls the lines that are wider than the pane by half of it.
    pub fn scroll_sideways(&mut self, right: bool) -> SidewaysScroll {
        let excess = self.widest_excess();
        if excess == 0 {
            return SidewaysScroll::NothingWide;
        }
        let options = self.layout.options();
        let pane = options.wide.map_or(options.width, |wide| wide.columns);
        let half = usize::from(pane / 2).max(1);
        let from = self.scrolled_columns.min(excess);
        let to = match right {
            true => (from + half).min(excess),
            false => from.saturating_sub(half),
        };
        if to == from {
            return SidewaysScroll::AtEdge;
        }
        self.scrolled_columns = to;
        self.update_visible_parts();
        SidewaysScroll::Moved
    }

    /// Returns the columns by which the line on a row begins to the left of the text.
    pub fn columns_before(&self, row: usize) -> u16 {
        let line = self.visible().nth(row);
        line.map_or(0, |(_, line)| line.columns_before())
    }

    /// Scrolls sideways until the bytes `range` of a unit are visible on a line, if that is wider than the pane.
    pub(super) fn show_columns(&mut self, at: LinePosition, range: Range<usize>) {
        let Some(line) = self.layout.lines(at.unit).get(at.line) else {
            return;
        };
        let (Some(size), Some(wide)) = (line.scrolled_columns(), line.wide) else {
            return;
        };
        let Some(first) = line.columns_of_byte(range.start) else {
            return;
        };
        let last = line.columns_of_byte(range.end.saturating_sub(1));
        let end = last.map_or(first.end, |last| last.end);
        // The first and the last column may have the sign of a cut line.
        let scrolled = self.scrolled_columns.min(wide.excess);
        let from = scrolled + usize::from(scrolled > 0);
        let is_visible = |from: usize, to: usize| from <= first.start && end <= to;
        if is_visible(from, scrolled + size.room - 1) {
            return;
        }
        self.scrolled_columns = match is_visible(0, size.room - 1) {
            true => 0,
            false => first.start.saturating_sub(size.room / 3).min(wide.excess),
        };
        self.update_visible_parts();
    }

    /// Cuts the lines on the screen that are wider than the pane. If there are none, later ones begin at their start.
    pub(super) fn update_visible_parts(&mut self) {
        if self.scrolled_columns > 0 && self.widest_excess() == 0 {
            self.scrolled_columns = 0;
        }
        let ascii = self.layout.options().ascii;
        let part = |at: &LinePosition| {
            let line = self.layout.laid_out_lines(at.unit)?.get(at.line)?;
            visible_part(line, self.scrolled_columns, ascii)
        };
        self.visible_parts = self.visible_lines.iter().map(part).collect();
    }

    /// Returns the columns by which the widest block on the screen is wider than the pane.
    fn widest_excess(&self) -> usize {
        let lines = self.visible_lines.iter();
        let line = |at: &LinePosition| self.layout.laid_out_lines(at.unit)?.get(at.line);
        let excess = lines.filter_map(line).filter_map(|line| line.wide);
        excess.map(|wide| wide.excess).max().unwrap_or(0)
    }
}
