//! Code blocks: lines kept as they are, tabs as spaces, and what is too wide broken between graphemes. Code runs from left to
//! right, whatever words are in it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::bidi::{Direction, Levels};
use super::blocks::{ornament, spaces};
use super::columns::{columns, grapheme_columns};
use super::prose::Setting;
use super::{Role, TextLine, TextSpan};

/// Code: its lines as they are; what is too wide goes on below, behind a mark.
pub(super) fn lines(
    text: &str,
    range: Range<usize>,
    width: usize,
    set: &Setting<'_>,
) -> Vec<TextLine> {
    let ascii = set.options.ascii;
    let within = text.get(range.clone()).unwrap_or_default();
    let mark = if ascii { "> " } else { "↪ " };
    let marked = width >= columns(mark) + 4;
    let indent = if width >= 12 { 2 } else { 0 };
    let first = width - indent;
    let rest = if marked { first - columns(mark) } else { first };
    // A unit may begin in the midst of a line.
    let before = text.get(..range.start).unwrap_or_default();
    let mut continues = !before.is_empty() && !before.ends_with('\n');
    let mut lines = Vec::new();
    let mut at = 0;
    for part in within.strip_suffix('\n').unwrap_or(within).split('\n') {
        let shown = part.trim_end();
        let limit = if continues { rest } else { first };
        for piece in chop(shown, limit, rest) {
            let mut spans = vec![spaces(indent)];
            let limit = if continues { rest } else { first };
            if continues && marked {
                spans.push(ornament(mark, Role::CodeBlock));
            }
            let stretch = shown.get(piece.clone()).unwrap_or_default();
            let mut code = Vec::new();
            verbatim(stretch, at + piece.start, limit, &mut code);
            let levels = Levels::of(stretch, Direction::Ltr).filter(|_| set.options.reorder);
            spans.extend(match levels {
                Some(levels) => levels.visual(code, at + piece.start),
                None => code,
            });
            lines.push(TextLine {
                spans,
                source: at + piece.start..at + piece.end,
                gap: false,
            });
            continues = true;
        }
        continues = false;
        at += part.len() + 1;
    }
    lines
}

/// A stretch of code as spans, its tabs as spaces.
fn verbatim(text: &str, source: usize, limit: usize, spans: &mut Vec<TextSpan>) {
    let (mut start, mut used) = (0, 0);
    let span = |range: Range<usize>| {
        let mut span = ornament(text.get(range.clone()).unwrap_or_default(), Role::CodeBlock);
        span.source = Some(source + range.start);
        span
    };
    for (at, grapheme) in text.grapheme_indices(true) {
        let columns = verbatim_columns(grapheme, used, limit);
        used += columns;
        if matches!(grapheme, "\t" | "\u{ad}") {
            if start < at {
                spans.push(span(start..at));
            }
            if grapheme == "\t" {
                spans.push(ornament(" ".repeat(columns), Role::CodeBlock));
            }
            start = at + grapheme.len();
        }
    }
    if start < text.len() {
        spans.push(span(start..text.len()));
    }
}

/// Breaks one line of verbatim text into stretches of at most `first` columns, then `rest`; at least one. Tabs reach to the
/// next multiple of four columns, counted from where the stretch begins.
fn chop(line: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut used, mut limit) = (0, 0, first.max(1));
    for (at, grapheme) in line.grapheme_indices(true) {
        let mut columns = verbatim_columns(grapheme, used, limit);
        if used + columns > limit && at > start {
            pieces.push(start..at);
            (start, used, limit) = (at, 0, rest.max(1));
            columns = verbatim_columns(grapheme, 0, limit);
        }
        used += columns;
    }
    pieces.push(start..line.len());
    pieces
}

/// The distance of tab stops in verbatim text.
const TAB: usize = 4;

/// The columns of a grapheme of verbatim text that stands at the column `at` of a line of `limit` columns.
fn verbatim_columns(grapheme: &str, at: usize, limit: usize) -> usize {
    match grapheme {
        "\t" => (TAB - at % TAB).min(limit),
        _ => grapheme_columns(grapheme),
    }
}
