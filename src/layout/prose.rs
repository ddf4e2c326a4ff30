//! Layout of running text: [`paragraph_lines`], and [`title_lines`] for titles and headings.
//!
//! 1. The text is wrapped in logical order, with hyphenation if requested.
//! 2. Each line becomes spans; in justified text, spaces are widened.
//! 3. Lines with right-to-left text are put in visual order.
//! 4. Lines of a right-to-left paragraph are aligned to the right edge.

use super::bidi::{BidiLevels, Direction, has_rtl, visual_text};
use super::columns::columns;
use super::hyphenate::Hyphenator;
use super::inline_text::InlineText;
use super::justify::justify;
use super::ornament::{ornament_span, spaces};
use super::wrap::{WrappedLine, wrap, wrap_balanced};
use super::{Options, Role, TextLine, TextSpan};

/// Settings of running text, beside its width.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProseSettings<'a> {
    /// Options of the whole layout.
    pub(super) options: &'a Options,
    /// Direction of text without strong characters.
    pub(super) default_direction: Direction,
    /// Fixed direction of all text, for a unit that continues a paragraph.
    pub(super) fixed_direction: Option<Direction>,
    /// Hyphenator, if hyphenation is requested and the language is known.
    pub(super) hyphenator: Option<Hyphenator>,
    /// True if lines are filled by wider spaces.
    pub(super) is_justified: bool,
}

impl ProseSettings<'_> {
    /// Returns the settings without hyphenation and justification, for narrow columns and single lines.
    pub(super) fn without_justification(self) -> Self {
        Self {
            hyphenator: None,
            is_justified: false,
            ..self
        }
    }

    /// Returns the direction of a text.
    pub(super) fn direction_of(&self, text: &str) -> Direction {
        self.fixed_direction
            .unwrap_or_else(|| Direction::of_paragraph(text, self.default_direction))
    }

    /// Returns an ornament in visual order.
    pub(super) fn visual_ornament(&self, text: String, direction: Direction) -> String {
        match self.options.reorder {
            true => visual_text(&text, direction),
            false => text,
        }
    }

    /// Returns an ornament of several parts in visual order; each part has a direction of its own.
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

/// Most attempts to wrap a paragraph to a smaller width, so that the marks of its deletions fit.
const MAX_NARROWINGS: usize = 4;
/// Character before and after a deletion where ASCII alone is drawn.
const DELETION_MARK: &str = "~";

/// Returns the lines of a paragraph.
pub(super) fn paragraph_lines(
    inline_text: &InlineText,
    width: usize,
    role: Role,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = settings.direction_of(&inline_text.text);
    align_lines(
        unaligned_lines(inline_text, width, role, direction, settings),
        width,
        direction,
    )
}

/// Returns the lines of a paragraph all beginning in the first column, for callers that align them.
pub(super) fn unaligned_lines(
    inline_text: &InlineText,
    width: usize,
    role: Role,
    direction: Direction,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let wrap_to = |width| {
        wrap(&inline_text.text, width, &[], &|word| {
            settings
                .hyphenator
                .map_or_else(Vec::new, |h| h.hyphenation_points(inline_text, word))
        })
    };
    let mut pieces = wrap_to(width);
    if settings.options.ascii && inline_text.has_deletion() {
        let mut narrowed = width;
        for _ in 0..MAX_NARROWINGS {
            let excess = deletion_excess(inline_text, &pieces, width, role);
            if excess == 0 || excess >= narrowed {
                break;
            }
            narrowed -= excess;
            pieces = wrap_to(narrowed);
        }
    }
    lines_of_pieces(inline_text, pieces, width, role, direction, settings)
}

/// Returns the lines of a title or heading.
pub(super) fn title_lines(
    inline_text: &InlineText,
    width: usize,
    role: Role,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let pieces = wrap_balanced(&inline_text.text, width);
    unjustified_lines(inline_text, pieces, width, role, settings)
}

/// Returns the lines of a text with tabs between its parts; each tab ends a line.
pub(super) fn tabbed_lines(
    inline_text: &InlineText,
    width: usize,
    role: Role,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let pieces = wrap(&inline_text.text, width, &['\t'], &|_| Vec::new());
    unjustified_lines(inline_text, pieces, width, role, settings)
}

/// Converts wrapped lines to aligned lines of spans that are never stretched.
fn unjustified_lines(
    inline_text: &InlineText,
    pieces: Vec<WrappedLine>,
    width: usize,
    role: Role,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = settings.direction_of(&inline_text.text);
    let lines = lines_of_pieces(
        inline_text,
        pieces,
        width,
        role,
        direction,
        &settings.without_justification(),
    );
    align_lines(lines, width, direction)
}

/// Converts wrapped lines of a text to lines of spans.
fn lines_of_pieces(
    inline_text: &InlineText,
    pieces: Vec<WrappedLine>,
    width: usize,
    role: Role,
    direction: Direction,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let levels = match settings.options.reorder {
        true => BidiLevels::resolve(&inline_text.text, direction),
        false => None,
    };
    let mut lines = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut line = TextLine {
            source: inline_text.source(&piece.range),
            spans: inline_text.spans(piece.range, role),
            ..TextLine::default()
        };
        if piece.ends_in_hyphen {
            let format = line.spans.last().map(|span| span.format);
            let mut hyphen = ornament_span("-", role);
            hyphen.format = format.unwrap_or_default();
            line.spans.push(hyphen);
        }
        if settings.options.ascii {
            mark_deletions(&mut line.spans, width, role);
        }
        if settings.is_justified && !piece.ends_paragraph {
            justify(&mut line.spans, width, index % 2 == 1);
        }
        if let Some(levels) = &levels {
            line.spans = levels.reorder_spans(line.spans, inline_text.base);
        }
        lines.push(line);
    }
    lines
}

/// Returns the number of columns by which the widest line exceeds `width` once its deletions are marked.
fn deletion_excess(
    inline_text: &InlineText,
    pieces: &[WrappedLine],
    width: usize,
    role: Role,
) -> usize {
    let lines = pieces.iter().map(|piece| {
        let spans = inline_text.spans(piece.range.clone(), role);
        let shown: usize = spans.iter().map(|span| columns(&span.text)).sum();
        let hyphen = usize::from(piece.ends_in_hyphen);
        match deletion_edges(&spans) {
            0 => 0,
            marks => (shown + hyphen + marks).saturating_sub(width),
        }
    });
    lines.max().unwrap_or(0)
}

/// Returns the number of places where a deletion starts or ends.
fn deletion_edges(spans: &[TextSpan]) -> usize {
    let deleted = |index: usize| spans.get(index).is_some_and(|span| span.format.deleted);
    let starts = (0..spans.len()).filter(|i| deleted(*i) && (*i == 0 || !deleted(i - 1)));
    2 * starts.count()
}

/// Inserts a mark before and after every deletion of a line, if there is room for all of them.
fn mark_deletions(spans: &mut Vec<TextSpan>, width: usize, role: Role) {
    let marks = deletion_edges(spans);
    let shown: usize = spans.iter().map(|span| columns(&span.text)).sum();
    if marks == 0 || shown + marks > width {
        return;
    }
    let mut marked = Vec::with_capacity(spans.len() + marks);
    let mut is_deleted = false;
    for span in spans.drain(..) {
        if span.format.deleted != is_deleted {
            marked.push(ornament_span(DELETION_MARK, role));
            is_deleted = span.format.deleted;
        }
        marked.push(span);
    }
    if is_deleted {
        marked.push(ornament_span(DELETION_MARK, role));
    }
    *spans = marked;
}

/// Aligns lines to the right edge, if they run from right to left.
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

/// Inserts white space before a line.
pub(super) fn indent_line(spans: &mut Vec<TextSpan>, columns: usize) {
    if columns > 0 {
        spans.insert(0, spaces(columns));
    }
}
