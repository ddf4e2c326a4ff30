//! Spans that are not part of the text: markers, bars, frames, white space.

use super::bidi::{Direction, visual_text};
use super::wrap::{NO_HYPHENATION, wrap};
use super::{Role, SpanFormat, TextSpan};

/// Creates a span that is not part of the text.
pub(super) fn ornament_span(text: impl Into<String>, role: Role) -> TextSpan {
    TextSpan {
        text: text.into(),
        role,
        format: SpanFormat::default(),
        source: None,
        link: None,
    }
}

/// Creates white space of `count` columns.
pub(super) fn spaces(count: usize) -> TextSpan {
    ornament_span(" ".repeat(count), Role::Text)
}

/// Wraps text that is not part of the unit's text, one span a line.
pub(super) fn ornaments(text: &str, width: usize, role: Role) -> Vec<TextSpan> {
    let pieces = wrap(text, width, &[], NO_HYPHENATION);
    let shown = pieces
        .into_iter()
        .map(|piece| text.get(piece.range).unwrap_or_default());
    shown
        .map(|text| ornament_span(text.replace(['\u{ad}', '\t'], ""), role))
        .collect()
}

/// Returns a mark for its side of the text: on the right its parts stand in reverse order.
pub(super) fn mirrored_ornament(mark: String, side: Direction) -> String {
    match side {
        Direction::Ltr => mark,
        Direction::Rtl => visual_text(&mark, side),
    }
}
