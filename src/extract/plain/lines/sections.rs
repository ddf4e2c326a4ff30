//! Sections of texts whose paragraphs are set in below headings at the margin: manual pages, memos, changelogs.

use super::line::PlainLine;
use super::shape::Shape;
use crate::extract::plain::marks;

/// The fewest headings at the margin.
const FEWEST: usize = 2;
/// The longest heading, in characters.
const MAX_WIDTH: usize = 76;

/// Returns the lines that are headings at the margin, if all text but them is set in.
pub(super) fn margin_headings(lines: &[PlainLine<'_>], shape: &Shape) -> Option<Vec<usize>> {
    let filled = || lines.iter().enumerate().filter(|(_, l)| !l.text.is_empty());
    let (mut margin, mut all) = (0_usize, 0_usize);
    for (_, line) in filled() {
        all += 1;
        margin += usize::from(line.indent == 0);
    }
    if margin < FEWEST || margin * 2 > all {
        return None;
    }
    let first = filled().next()?.0;
    let last = filled().next_back()?.0;
    let mut headings = Vec::new();
    let mut others = 0_usize;
    for (i, line) in filled().filter(|(_, l)| l.indent == 0) {
        let blank = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .is_none_or(|l| l.text.is_empty())
        };
        let below = lines
            .iter()
            .skip(i + 1)
            .take(3)
            .find(|l| !l.text.is_empty());
        let set_in = below.is_some_and(|l| l.indent >= 2);
        let alone = blank(Some(i + 1))
            || line.width * 2 <= shape.width()
            || below.is_some_and(|l| !shape.is_full(line, l));
        let is_heading = blank(i.checked_sub(1))
            && set_in
            && alone
            && line.width <= MAX_WIDTH
            && !line.text.ends_with(['.', ',', ':', '?', '!', '。'])
            && !super::line::has_columns(line.text)
            && line.text.chars().any(char::is_alphabetic)
            && marks::item(line.text).is_none_or(|(number, _)| number.is_some());
        if is_heading && (i != first || below.is_some_and(|l| l.indent < 20)) {
            headings.push(i);
        } else if i > first + 8 && i != last {
            others += 1;
        }
    }
    (headings.len() >= FEWEST && others * 5 <= headings.len()).then_some(headings)
}
