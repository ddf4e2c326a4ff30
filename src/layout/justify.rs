//! Justification: filling a line by wider spaces ([`justify`]).

use super::TextSpan;
use super::columns::columns;
use super::ornament::ornament_span;

/// Least part of the width, in percent, that a line must fill to be justified: wide gaps are harder to read than a
/// ragged edge.
const MIN_FILL_PERCENT: usize = 70;

/// Most columns added to a space, on average.
const MAX_AVERAGE_ADDED: usize = 3;

/// Widens the spaces of a line, given in logical order, until it fills `width`. The widest spaces come last, or first if
/// `widest_first` is true: alternating from line to line avoids rivers of white space.
///
/// Added white space is an ornament after the space of the text, with the format and link of its span.
pub(super) fn justify(spans: &mut Vec<TextSpan>, width: usize, widest_first: bool) {
    let used: usize = spans.iter().map(|span| columns(&span.text)).sum();
    let free = width.saturating_sub(used);
    let gaps = spans
        .iter()
        .filter(|span| is_stretchable(span))
        .map(|span| span.text.matches(' ').count())
        .sum();
    if free == 0
        || gaps == 0
        || used * 100 < width * MIN_FILL_PERCENT
        || free > gaps * MAX_AVERAGE_ADDED
    {
        return;
    }
    let share = |gap: usize| match widest_first {
        // Rounded up or down, the parts add up to the free columns.
        true => ((gap + 1) * free).div_ceil(gaps) - (gap * free).div_ceil(gaps),
        false => (gap + 1) * free / gaps - gap * free / gaps,
    };
    let mut gap = 0;
    let mut filled = Vec::with_capacity(spans.len() + gaps);
    for span in spans.drain(..) {
        if !is_stretchable(&span) {
            filled.push(span);
            continue;
        }
        let mut at = 0;
        for part in span.text.split_inclusive(' ') {
            filled.push(TextSpan {
                text: part.to_owned(),
                source: span.source.map(|source| source + at),
                link: span.link.clone(),
                ..span
            });
            at += part.len();
            if part.ends_with(' ') {
                let more = share(gap);
                gap += 1;
                if more > 0 {
                    let mut white = ornament_span(" ".repeat(more), span.role);
                    white.format = span.format;
                    white.link = span.link.clone();
                    filled.push(white);
                }
            }
        }
    }
    *spans = filled;
}

/// Returns true if spaces in the span may be widened; those in inline code may not.
fn is_stretchable(span: &TextSpan) -> bool {
    span.source.is_some() && !span.format.code
}
