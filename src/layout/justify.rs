//! Lines filled by wider spaces: [`justify`].

use super::TextSpan;
use super::columns::columns;
use super::ornament::ornament_span;

/// A line that fills less of the width than this, in percent, stays as it is: wide holes are harder to read than a ragged edge.
const MIN_FILL_PERCENT: usize = 70;

/// A space is not made wider than by so many columns on the average.
const MAX_AVERAGE_ADDED: usize = 3;

/// Widens the spaces of a line, given in logical order, until it fills `width`. The widest ones stand further right, or further
/// left if `turned`: taking turns keeps white rivers from running down the page.
///
/// The white space added is ornament, behind the space of the text, with its stress and link.
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
        // Rounded up or down, the parts sum up to what is free.
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

/// Whether spaces in it may grow: in code inside a sentence they may not.
fn is_stretchable(span: &TextSpan) -> bool {
    span.source.is_some() && !span.format.code
}
