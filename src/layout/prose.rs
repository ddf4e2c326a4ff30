//! Running text as lines: [`paragraph`], and [`title`] for titles and headings.
//!
//! 1. The text is wrapped, in the order it is read, at the hyphens of its language where that is wanted.
//! 2. Each line becomes spans; where lines are justified, spaces are widened.
//! 3. Lines with right-to-left text are put in the order of the eye.
//! 4. Lines of a paragraph that runs from right to left end at the right edge.

use super::bidi::{BidiLevels, Direction, has_rtl, visual_text};
use super::hyphenate::Hyphenator;
use super::inline_text::InlineText;
use super::justify::justify;
use super::ornament::{ornament_span, spaces};
use super::wrap::{WrappedLine, wrap, wrap_balanced};
use super::{Options, Role, TextLine, TextSpan};

/// How text is set, beside its width.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProseSettings<'a> {
    /// What the reader wants.
    pub(super) options: &'a Options,
    /// The direction of text that has none of its own.
    pub(super) default_direction: Direction,
    /// The direction of all text, where it is known: of a paragraph that began in another unit.
    pub(super) fixed_direction: Option<Direction>,
    /// Parts words, where that is wanted and the language is known.
    pub(super) hyphenator: Option<Hyphenator>,
    /// Whether lines are filled by wider spaces.
    pub(super) is_justified: bool,
}

impl ProseSettings<'_> {
    /// The same for text that stands in narrow columns or by itself: its words are not parted, nor its lines filled.
    pub(super) fn without_justification(self) -> Self {
        Self {
            hyphenator: None,
            is_justified: false,
            ..self
        }
    }

    /// The direction of a text.
    pub(super) fn direction_of(&self, text: &str) -> Direction {
        self.fixed_direction
            .unwrap_or_else(|| Direction::of_paragraph(text, self.default_direction))
    }

    /// An ornament in the order of the eye.
    pub(super) fn visual_ornament(&self, text: String, direction: Direction) -> String {
        match self.options.reorder {
            true => visual_text(&text, direction),
            false => text,
        }
    }

    /// An ornament of several parts in the order of the eye; each part keeps its own direction.
    pub(super) fn visual_ornament_parts(
        &self,
        text: &str,
        separator: &str,
        direction: Direction,
    ) -> String {
        if direction == Direction::Ltr && !has_rtl(text) || !self.options.reorder {
            return text.to_owned();
        }
        let parts = text.split(separator);
        let parts = parts.map(|part| visual_text(part, self.direction_of(part)));
        let mut parts: Vec<String> = parts.collect();
        if direction == Direction::Rtl {
            parts.reverse();
        }
        parts.join(separator)
    }
}

/// A flow as lines.
pub(super) fn paragraph_lines(
    flow: &InlineText,
    width: usize,
    role: Role,
    set: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = set.direction_of(&flow.text);
    align_lines(
        unaligned_lines(flow, width, role, direction, set),
        width,
        direction,
    )
}

/// A flow as lines that all begin in the first column, for who aligns them himself.
pub(super) fn unaligned_lines(
    flow: &InlineText,
    width: usize,
    role: Role,
    direction: Direction,
    set: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let pieces = wrap(&flow.text, width, &[], &|word| {
        set.hyphenator
            .map_or_else(Vec::new, |h| h.hyphenation_points(flow, word))
    });
    lines_of_pieces(flow, pieces, width, role, direction, set)
}

/// A title or heading as lines.
pub(super) fn title_lines(
    flow: &InlineText,
    width: usize,
    role: Role,
    set: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = set.direction_of(&flow.text);
    let pieces = wrap_balanced(&flow.text, width);
    let lines = lines_of_pieces(
        flow,
        pieces,
        width,
        role,
        direction,
        &set.without_justification(),
    );
    align_lines(lines, width, direction)
}

/// The text of a flow that has tabs between its parts, as lines.
pub(super) fn tabbed_lines(
    flow: &InlineText,
    width: usize,
    role: Role,
    set: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = set.direction_of(&flow.text);
    let pieces = wrap(&flow.text, width, &['\t'], &|_| Vec::new());
    let lines = lines_of_pieces(
        flow,
        pieces,
        width,
        role,
        direction,
        &set.without_justification(),
    );
    align_lines(lines, width, direction)
}

/// The pieces of a flow as lines.
fn lines_of_pieces(
    flow: &InlineText,
    pieces: Vec<WrappedLine>,
    width: usize,
    role: Role,
    direction: Direction,
    set: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let levels = match set.options.reorder {
        true => BidiLevels::resolve(&flow.text, direction),
        false => None,
    };
    let mut lines = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut line = TextLine {
            source: flow.source(&piece.range),
            spans: flow.spans(piece.range, role),
            is_gap: false,
        };
        if piece.ends_in_hyphen {
            let format = line.spans.last().map(|span| span.format);
            let mut hyphen = ornament_span("-", role);
            hyphen.format = format.unwrap_or_default();
            line.spans.push(hyphen);
        }
        if set.is_justified && !piece.ends_paragraph {
            justify(&mut line.spans, width, index % 2 == 1);
        }
        if let Some(levels) = &levels {
            line.spans = levels.reorder_spans(line.spans, flow.base);
        }
        lines.push(line);
    }
    lines
}

/// Lines that end at the right edge, if they run from right to left.
pub(super) fn align_lines(
    mut lines: Vec<TextLine>,
    width: usize,
    direction: Direction,
) -> Vec<TextLine> {
    if direction == Direction::Rtl {
        for line in lines.iter_mut().filter(|line| !line.spans.is_empty()) {
            let free = width.saturating_sub(line.columns());
            indent_line(&mut line.spans, free);
        }
    }
    lines
}

/// Puts white space before a line.
pub(super) fn indent_line(spans: &mut Vec<TextSpan>, columns: usize) {
    if columns > 0 {
        spans.insert(0, spaces(columns));
    }
}
