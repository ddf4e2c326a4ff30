//! Layout of code blocks: lines stay as they are, and tabs become spaces. Lines wider than the text take more columns of the
//! pane or, where no columns for them are set, are broken between graphemes. Code runs from left to right, whatever
//! letters are in it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::bidi::{BidiLevels, Direction};
use super::columns::{columns, grapheme_columns};
use super::ornament::{ornament_span, spaces};
use super::prose::ProseSettings;
use super::segmentation::is_grapheme_boundary;
use super::verse;
use super::wrap::{NO_HYPHENATION, wrap};
use super::{Role, TextLine, TextSpan, WideLine};
use crate::model::Token;

/// Most columns of a line that is scrolled sideways; a longer one is broken.
const MAX_SCROLLED_COLUMNS: usize = 1000;

/// Returns the lines of the part `range` of a code block. A line too wide continues on the next one, after a mark, unless
/// `wide` is set: the columns of the pane for lines that scroll sideways.
///
/// `tokens` are the highlighted ranges of the whole text, in bytes; empty if it is not highlighted.
pub(super) fn code_lines(
    text: &str,
    range: Range<usize>,
    tokens: &[(Range<usize>, Token)],
    width: usize,
    wide: Option<usize>,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let ascii = settings.options.ascii;
    let within = text.get(range.clone()).unwrap_or_default();
    let mark = if ascii { "> " } else { "↪ " };
    let marked = width >= columns(mark) + 4;
    let indent = if width >= 12 { 2 } else { 0 };
    let first = width - indent;
    let rest = if marked { first - columns(mark) } else { first };
    // A unit may begin in the middle of a line.
    let before = text.get(..range.start).unwrap_or_default();
    let mut continues = !before.is_empty() && !before.ends_with('\n');
    let mut lines = Vec::new();
    let mut at = 0;
    for part in within.strip_suffix('\n').unwrap_or(within).split('\n') {
        let shown = part.trim_end();
        let prose = Some(shown).filter(|_| settings.options.has_prose_in_code);
        let prose = prose.and_then(verse::prose_indent);
        // Columns lost to the indent and to the mark of a continued line.
        let broken = |within: usize| (within - (width - first), within - (width - rest));
        let (first, rest) = match (wide, prose) {
            (None, _) | (_, Some(_)) => (first, rest),
            (Some(wide), None) => match continues || shown.len() > MAX_SCROLLED_COLUMNS {
                true => broken(wide.max(width)),
                false => (usize::MAX, usize::MAX),
            },
        };
        let limit = if continues { rest } else { first };
        let pieces = match prose {
            Some(prose) => split_at_words(shown, prose, limit, rest),
            None => split_at_width(shown, limit, rest),
        };
        for piece in pieces {
            let mut spans = vec![spaces(indent)];
            let limit = if continues { rest } else { first };
            if continues && marked {
                spans.push(ornament_span(mark, Role::CodeBlock));
            }
            let stretch = shown.get(piece.clone()).unwrap_or_default();
            let mut code = Vec::new();
            push_verbatim_spans(stretch, at + piece.start, limit, &mut code);
            // Before the spans are put in visual order, which splits words.
            if !tokens.is_empty() {
                code = split_at_tokens(code, range.start, tokens);
            }
            let levels =
                BidiLevels::resolve(stretch, Direction::Ltr).filter(|_| settings.options.reorder);
            // The indent stays when the line is scrolled sideways, and so does the mark of a line of the source.
            let mut fixed_spans = 1;
            if settings.options.has_prose_in_code && piece.start == 0 && levels.is_none() {
                fixed_spans += usize::from(split_off_mark(&mut code));
            }
            spans.extend(match levels {
                Some(levels) => levels.reorder_spans(code, at + piece.start),
                None => code,
            });
            lines.push(TextLine {
                spans,
                source: at + piece.start..at + piece.end,
                is_gap: false,
                wide: wide.map(|_| WideLine {
                    fixed_spans,
                    ..WideLine::default()
                }),
            });
            continues = true;
        }
        continues = false;
        at += part.len() + 1;
    }
    lines
}

/// Columns of the mark of a left-out line in the source of an article, or of the blanks before another line.
const MARK_COLUMNS: usize = 2;

/// Splits the mark off the first span of a line of the source. False if there is none.
fn split_off_mark(code: &mut Vec<TextSpan>) -> bool {
    let Some(first) = code.first_mut() else {
        return false;
    };
    let has_mark = first.text.starts_with("- ") || first.text.starts_with("  ");
    if !has_mark || first.text.len() == MARK_COLUMNS {
        return has_mark;
    }
    let rest = TextSpan {
        text: first.text.split_off(MARK_COLUMNS),
        source: first.source.map(|source| source + MARK_COLUMNS),
        ..first.clone()
    };
    code.insert(1, rest);
    true
}

/// Appends part of a line of code as spans, with spaces for tabs.
fn push_verbatim_spans(text: &str, source: usize, limit: usize, spans: &mut Vec<TextSpan>) {
    let (mut start, mut used) = (0, 0);
    let span = |range: Range<usize>| {
        let mut span = ornament_span(text.get(range.clone()).unwrap_or_default(), Role::CodeBlock);
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
                spans.push(ornament_span(" ".repeat(columns), Role::CodeBlock));
            }
            start = at + grapheme.len();
        }
    }
    if start < text.len() {
        spans.push(span(start..text.len()));
    }
}

/// Splits spans where highlighted tokens begin and end, and gives the parts the role of their token.
fn split_at_tokens(
    spans: Vec<TextSpan>,
    start: usize,
    tokens: &[(Range<usize>, Token)],
) -> Vec<TextSpan> {
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        let Some(source) = span.source else {
            out.push(span);
            continue;
        };
        let (first, len) = (start + source, span.text.len());
        let mut done = 0;
        let mut push = |to: usize, token: Option<Token>| {
            let Some(text) = span.text.get(done..to).filter(|text| !text.is_empty()) else {
                return;
            };
            if to < len && !is_grapheme_boundary(&span.text, to) {
                return;
            }
            out.push(TextSpan {
                text: text.to_owned(),
                role: token.map_or(span.role, Role::CodeToken),
                source: Some(source + done),
                ..span.clone()
            });
            done = to;
        };
        let from = tokens.partition_point(|(range, _)| range.end <= first);
        let within = tokens.iter().skip(from);
        for (range, token) in within.take_while(|(range, _)| range.start < first + len) {
            push(range.start.saturating_sub(first), None);
            push(range.end.saturating_sub(first).min(len), Some(*token));
        }
        push(len, None);
    }
    out
}

/// Splits one line of prose into ranges of at most `first` columns, then `rest`, at words; at least one. The first `indent`
/// bytes belong to the first range.
fn split_at_words(line: &str, indent: usize, first: usize, rest: usize) -> Vec<Range<usize>> {
    if columns(line) <= first {
        return split_at_width(line, first, rest);
    }
    let words = line.get(indent..).unwrap_or_default();
    let limit = rest.min(first.saturating_sub(indent)).max(1);
    let lines = wrap(words, limit, &[], NO_HYPHENATION).into_iter();
    let mut pieces: Vec<_> = lines
        .map(|line| line.range.start + indent..line.range.end + indent)
        .collect();
    if let Some(first) = pieces.first_mut() {
        first.start = 0;
    }
    pieces
}

/// Splits one line of code into ranges of at most `first` columns, then `rest`; at least one. A range ends after a blank
/// if there is one in its second half. A tab reaches to the next multiple of four columns, counted from the start of the
/// range.
fn split_at_width(line: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut used, mut limit) = (0, 0, first.max(1));
    // End of the last blank in the range, and the columns up to it.
    let mut blank = None;
    for (at, grapheme) in line.grapheme_indices(true) {
        let mut columns = verbatim_columns(grapheme, used, limit);
        if used + columns > limit && at > start {
            let after_blank = blank.filter(|(_, before)| before * 2 > limit);
            let (end, before) = after_blank.unwrap_or((at, used));
            pieces.push(start..end);
            (start, used, limit, blank) = (end, used - before, rest.max(1), None);
            if used + columns > limit && at > start {
                pieces.push(start..at);
                (start, used) = (at, 0);
            }
            columns = verbatim_columns(grapheme, used, limit);
        }
        used += columns;
        match grapheme {
            " " => blank = Some((at + 1, used)),
            // The columns of a tab depend on the start of the range.
            "\t" => blank = None,
            _ => {}
        }
    }
    pieces.push(start..line.len());
    pieces
}

/// Distance of tab stops in code, in columns.
const TAB_STOP_COLUMNS: usize = 4;

/// Returns the columns of a grapheme of code that stands at column `at` of a line of `limit` columns.
fn verbatim_columns(grapheme: &str, at: usize, limit: usize) -> usize {
    match grapheme {
        "\t" => (TAB_STOP_COLUMNS - at % TAB_STOP_COLUMNS).min(limit),
        _ => grapheme_columns(grapheme),
    }
}
