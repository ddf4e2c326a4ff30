//! Lines of the layout before and after a line.

use super::ReaderText;
use crate::layout::LinePosition;

impl ReaderText {
    /// Returns the next line; `None` at the end.
    pub(super) fn line_after(&mut self, at: LinePosition) -> Option<LinePosition> {
        if at.line + 1 < self.layout.lines(at.unit).len() {
            return Some(LinePosition {
                line: at.line + 1,
                ..at
            });
        }
        (at.unit + 1 < self.layout.unit_count()).then_some(LinePosition {
            unit: at.unit + 1,
            line: 0,
        })
    }

    /// Returns the previous line; `None` at the start.
    pub(super) fn line_before(&mut self, at: LinePosition) -> Option<LinePosition> {
        if at.line > 0 {
            return Some(LinePosition {
                line: at.line - 1,
                ..at
            });
        }
        let unit = at.unit.checked_sub(1)?;
        Some(LinePosition {
            unit,
            line: self.layout.lines(unit).len().saturating_sub(1),
        })
    }

    /// Returns the last line of the text.
    pub(super) fn last_line(&mut self) -> LinePosition {
        let unit = self.layout.unit_count().saturating_sub(1);
        LinePosition {
            unit,
            line: self.layout.lines(unit).len().saturating_sub(1),
        }
    }

    /// Returns the line `lines` further down, at most the last one.
    pub(super) fn line_below(&mut self, mut at: LinePosition, lines: usize) -> LinePosition {
        for _ in 0..lines {
            match self.line_after(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Returns the line `lines` further up, at least the first one.
    pub(super) fn line_above(&mut self, mut at: LinePosition, lines: usize) -> LinePosition {
        for _ in 0..lines {
            match self.line_before(at) {
                Some(previous) => at = previous,
                None => break,
            }
        }
        at
    }

    /// Returns the top line when the last line of the article is on the bottom row.
    pub(super) fn last_top(&mut self) -> LinePosition {
        let last = self.last_line();
        self.line_above(last, self.height.saturating_sub(1))
    }
}
