//! Bars, markers and indents beside the lines of a unit, from the quotations and list items around it: [`Gutter`].

use super::bidi::Direction;
use super::ornament::spaces;
use super::{TextLine, TextSpan};

/// Bar, marker or indent of one quotation or list item, of the same width on all lines.
#[derive(Debug)]
pub(super) struct GutterPart {
    /// Span on the first line.
    pub(super) first_line: TextSpan,
    /// Span on the other lines.
    pub(super) other_lines: TextSpan,
    /// Direction of the quotation or list: the part stands on the side where its lines begin.
    pub(super) side: Direction,
}

/// All parts beside a unit's lines, the outermost first.
#[derive(Debug)]
pub(super) struct Gutter {
    pub(super) parts: Vec<GutterPart>,
    /// Columns of all parts together.
    pub(super) width: usize,
}

impl Gutter {
    /// Returns true if a bar or marker stands on the right.
    pub(super) fn has_right_side(&self) -> bool {
        let right = self.parts.iter().filter(|part| part.side == Direction::Rtl);
        let mut spans = right.flat_map(|part| [&part.first_line, &part.other_lines]);
        spans.any(|span| !span.text.trim_end().is_empty())
    }

    /// Adds the parts to a line of at most `width` columns. `first` is true for the first line with text.
    pub(super) fn add_to_line(&self, line: &mut TextLine, first: bool, width: usize) {
        let spans = |side| {
            let parts = self.parts.iter().filter(move |part| part.side == side);
            parts.map(move |part| {
                if first {
                    &part.first_line
                } else {
                    &part.other_lines
                }
            })
        };
        let seen = |span: &TextSpan| !span.text.trim_end().is_empty();
        if spans(Direction::Rtl).any(seen) {
            let free = width.saturating_sub(line.columns());
            if free > 0 {
                line.spans.push(spaces(free));
            }
            let outermost_last: Vec<_> = spans(Direction::Rtl).cloned().collect();
            line.spans.extend(outermost_last.into_iter().rev());
        }
        line.spans.splice(0..0, spans(Direction::Ltr).cloned());
        trim_ornaments(&mut line.spans);
    }
}

/// Removes spaces of ornaments from the end of a line.
fn trim_ornaments(spans: &mut Vec<TextSpan>) {
    while let Some(last) = spans.last_mut() {
        if last.source.is_some() {
            return;
        }
        let len = last.text.trim_end_matches(' ').len();
        last.text.truncate(len);
        if len > 0 {
            return;
        }
        spans.pop();
    }
}
