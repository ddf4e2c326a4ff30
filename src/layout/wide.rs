//! Lines wider than the text: code, verse and tables take more columns of the pane, and are cut at its edge and scrolled
//! sideways where that is not enough: [`WideColumns`], [`WideLine`](super::WideLine), [`visible_part`].

use unicode_segmentation::UnicodeSegmentation;

use super::columns::{columns, grapheme_columns};
use super::ornament::{ornament_span, spaces};
use super::{Role, TextLine, TextSpan};

/// Columns of the pane that code, verse and tables may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WideColumns {
    /// Free columns to the left of the text. They are used once those on the right are not enough.
    pub before: u16,
    /// Columns from the first column of the text to the edge of the pane.
    pub columns: u16,
}

impl TextLine {
    /// Returns the columns of the part that scrolls sideways, and the columns for it; `None` if the line never scrolls.
    pub fn scrolled_columns(&self) -> Option<ScrolledColumns> {
        let wide = self.wide?;
        let (fixed, moved) = self.spans.split_at_checked(wide.fixed_spans)?;
        let total = |spans: &[TextSpan]| spans.iter().map(|span| columns(&span.text)).sum();
        let fixed: usize = total(fixed);
        Some(ScrolledColumns {
            text: total(moved),
            room: usize::from(wide.room).saturating_sub(fixed).max(1),
        })
    }

    /// Returns the columns `start..end` of the part that scrolls sideways that show the byte `byte` of the unit's text.
    pub fn columns_of_byte(&self, byte: usize) -> Option<std::ops::Range<usize>> {
        let moved = self.spans.get(self.wide?.fixed_spans..)?;
        let mut start = 0;
        for span in moved {
            let within = span.source.and_then(|source| byte.checked_sub(source));
            if let Some(within) = within.filter(|within| *within < span.text.len()) {
                let before = span.text.get(..within).map_or(0, columns);
                let grapheme = span.text.get(within..).unwrap_or_default();
                let width = grapheme.graphemes(true).next().map_or(1, grapheme_columns);
                return Some(start + before..start + before + width);
            }
            start += columns(&span.text);
        }
        None
    }
}

/// Columns of the part of a line that scrolls sideways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScrolledColumns {
    /// Columns of the text.
    pub text: usize,
    /// Columns of the screen for it.
    pub room: usize,
}

/// Returns the part of a line that is visible when lines wider than the pane are scrolled by `scrolled` columns, with a sign at each edge
/// where text is hidden; `None` if the line is shown as it is.
pub fn visible_part(line: &TextLine, scrolled: usize, ascii: bool) -> Option<TextLine> {
    let size = line.scrolled_columns()?;
    // Each block stops at the end of its own widest line.
    let scrolled = scrolled.min(line.wide?.excess);
    if scrolled == 0 && size.text <= size.room {
        return None;
    }
    let (fixed, moved) = line.spans.split_at_checked(line.wide?.fixed_spans)?;
    let ends_after = size.text > scrolled + size.room;
    let begins_before = has_text_before(moved, scrolled);
    let (left, right) = if ascii { ("<", ">") } else { ("‹", "›") };
    let mut spans = fixed.to_vec();
    if begins_before {
        spans.push(ornament_span(left, Role::CutMark));
    }
    let from = scrolled + usize::from(begins_before);
    let to = (scrolled + size.room).saturating_sub(usize::from(ends_after));
    let shown = push_columns(moved, from..to, &mut spans);
    if ends_after {
        spans.push(spaces(to.saturating_sub(from + shown)));
        spans.push(ornament_span(right, Role::CutMark));
    }
    Some(TextLine {
        spans,
        ..line.clone()
    })
}

/// Returns true if text other than blanks stands in the first `limit` columns.
fn has_text_before(spans: &[TextSpan], limit: usize) -> bool {
    let mut start = 0;
    for span in spans {
        if start >= limit {
            return false;
        }
        let blanks = span.text.len() - span.text.trim_start().len();
        if blanks < span.text.len() && start + blanks < limit {
            return true;
        }
        start += columns(&span.text);
    }
    false
}

/// Appends the parts of spans in a range of columns; returns the columns appended. Spaces stand for the half of a
/// character that the range cuts.
fn push_columns(
    spans: &[TextSpan],
    range: std::ops::Range<usize>,
    out: &mut Vec<TextSpan>,
) -> usize {
    let (mut at, mut shown) = (0, 0);
    for span in spans {
        let width = columns(&span.text);
        let (start, end) = (at, at + width);
        at = end;
        if end <= range.start || start >= range.end {
            continue;
        }
        if start >= range.start && end <= range.end {
            out.push(span.clone());
            shown += width;
            continue;
        }
        let (mut column, mut first, mut last) = (start, None, 0);
        let mut part_columns = 0;
        for (byte, grapheme) in span.text.grapheme_indices(true) {
            let next = column + grapheme_columns(grapheme);
            if column >= range.start && next <= range.end {
                if first.is_none() {
                    // A wide character before is cut in half.
                    let blank = column - range.start.max(start);
                    out.extend((blank > 0).then(|| spaces(blank)));
                    shown += blank;
                    first = Some(byte);
                }
                last = byte + grapheme.len();
                part_columns += next - column;
            }
            column = next;
        }
        let Some(first) = first else { continue };
        out.push(TextSpan {
            text: span.text.get(first..last).unwrap_or_default().to_owned(),
            source: span.source.map(|source| source + first),
            ..span.clone()
        });
        shown += part_columns;
    }
    shown
}
