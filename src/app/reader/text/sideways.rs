//! Sideways scrolling of code, verse and tables that are wider than the pane. Other lines do not move.

use std::ops::Range;

use super::ReaderText;
use crate::layout::{LinePosition, TextLine, visible_part};

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
        let to = match right {
            true => (self.scrolled_columns + half).min(excess),
            false => self.scrolled_columns.saturating_sub(half),
        };
        if to == self.scrolled_columns {
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
        let Some(size) = line.scrolled_columns() else {
            return;
        };
        let Some(first) = line.columns_of_byte(range.start) else {
            return;
        };
        let last = line.columns_of_byte(range.end.saturating_sub(1));
        let end = last.map_or(first.end, |last| last.end);
        // The first and the last column may have the sign of a cut line.
        let from = self.scrolled_columns + usize::from(self.scrolled_columns > 0);
        let is_visible = |from: usize, to: usize| from <= first.start && end <= to;
        if is_visible(from, self.scrolled_columns + size.room - 1) {
            return;
        }
        self.scrolled_columns = match is_visible(0, size.room - 1) {
            true => 0,
            false => first.start.saturating_sub(size.room / 3).min(size.excess()),
        };
        self.update_visible_parts();
    }

    /// Cuts the lines on the screen that are wider than the pane. Where none of them reaches into the pane, they are
    /// scrolled back.
    pub(super) fn update_visible_parts(&mut self) {
        let scrolled = self.scrolled_columns;
        if scrolled > 0 && !self.wide_lines().any(|(text, _)| text > scrolled) {
            self.scrolled_columns = self.widest_excess();
        }
        let ascii = self.layout.options().ascii;
        let part = |at: &LinePosition| {
            let line = self.layout.laid_out_lines(at.unit)?.get(at.line)?;
            visible_part(line, self.scrolled_columns, ascii)
        };
        self.visible_parts = self.visible_lines.iter().map(part).collect();
    }

    /// Returns the columns by which the widest line on the screen exceeds the pane.
    fn widest_excess(&self) -> usize {
        self.wide_lines()
            .map(|(_, excess)| excess)
            .max()
            .unwrap_or(0)
    }

    /// Returns the columns of each line on the screen that may be wider than the pane, and those that do not fit.
    fn wide_lines(&self) -> impl Iterator<Item = (usize, usize)> {
        let lines = self.visible_lines.iter();
        let line = |at: &LinePosition| self.layout.laid_out_lines(at.unit)?.get(at.line);
        let sizes = lines
            .filter_map(line)
            .filter_map(TextLine::scrolled_columns);
        sizes.map(|size| (size.text, size.excess()))
    }
}
