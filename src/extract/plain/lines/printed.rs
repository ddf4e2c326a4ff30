//! Lines of converted print: pages numbered between the lines, and a blank line after every line.

use super::line::PlainLine;
use super::shape::Shape;
use crate::extract::plain::marks;

/// The fewest page numbers that show a printed text.
const FEWEST_NUMBERS: usize = 3;
/// The fewest lines that can show that each is followed by a blank one.
const FEWEST_LINES: usize = 8;

/// Empties the lines that hold nothing but the number of a page, joins the paragraphs that a page's end divides, and drops
/// the blank line after every line if lines were separated so.
pub(super) fn drop_page_breaks(lines: &mut Vec<PlainLine<'_>>) {
    drop_page_numbers(lines);
    drop_blank_lines_between(lines);
}

/// Returns the number that is alone on a line: `12`, `- 12 -`, `Page 12`.
fn page_number(line: &PlainLine<'_>) -> Option<u64> {
    if line.text.is_empty() || line.width > 12 {
        return None;
    }
    let text = line.text.trim_matches(['-', '–', '—', '[', ']', ' ']);
    let text = text.strip_prefix("Page ").unwrap_or(text);
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn drop_page_numbers(lines: &mut Vec<PlainLine<'_>>) {
    let blank = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_none_or(|line| line.text.is_empty())
    };
    let alone: Vec<(usize, u64)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| Some((i, page_number(line)?)))
        .filter(|(i, _)| blank(i.checked_sub(1)) && blank(Some(i + 1)))
        .collect();
    let rising = alone
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.1 + 1 == b.1 && a.0 + 4 < b.0))
        .count();
    if rising + 1 < FEWEST_NUMBERS || rising + 1 < alone.len() {
        return;
    }
    let mut dropped = vec![false; lines.len()];
    let mut divided = 0;
    let count = alone.len();
    for (at, _) in alone {
        let before = lines.iter().take(at).rposition(|l| !l.text.is_empty());
        let after = lines
            .iter()
            .skip(at + 1)
            .position(|l| !l.text.is_empty())
            .map(|k| at + 1 + k);
        let (Some(before), Some(after)) = (before, after) else {
            if let Some(flag) = dropped.get_mut(at) {
                *flag = true;
            }
            continue;
        };
        let goes_on = match (lines.get(before), lines.get(after)) {
            (Some(a), Some(b)) => {
                !marks::ends_sentence(a.text) && b.text.starts_with(char::is_lowercase)
                    || a.text.ends_with('-')
            }
            _ => false,
        };
        divided += usize::from(goes_on);
        let (from, to) = if goes_on {
            (before + 1, after)
        } else {
            (at, at + 1)
        };
        for flag in dropped.iter_mut().take(to).skip(from) {
            *flag = true;
        }
    }
    // The numbers of a list of headings never divide a sentence.
    if divided * 3 < count {
        return;
    }
    let mut flags = dropped.into_iter();
    lines.retain(|_| !flags.next().unwrap_or(false));
}

/// Drops the blank lines between lines that a column divides, where every line is followed by a blank one.
fn drop_blank_lines_between(lines: &mut Vec<PlainLine<'_>>) {
    let (mut filled, mut beside, mut width) = (0_usize, 0_usize, 0);
    let mut blank = true;
    for line in lines.iter() {
        if line.text.is_empty() {
            blank = true;
            continue;
        }
        filled += 1;
        beside += usize::from(!blank);
        width = width.max(line.indent + line.width);
        blank = false;
    }
    if filled < FEWEST_LINES || beside * 10 > filled || !(30..=110).contains(&width) {
        return;
    }
    let shape = Shape::with_width(width);
    let goes_on = |a: &PlainLine<'_>, b: &PlainLine<'_>| {
        shape.is_full(a, b)
            && (b.text.starts_with(char::is_lowercase) || a.text.ends_with('-'))
            && !marks::ends_sentence(a.text.trim_end_matches('-'))
    };
    let pairs = || {
        lines.windows(3).filter_map(|three| match three {
            [a, blank, b] if !a.text.is_empty() && blank.text.is_empty() && !b.text.is_empty() => {
                Some((a, b))
            }
            _ => None,
        })
    };
    let sure = pairs().filter(|(a, b)| goes_on(a, b)).count();
    if sure * 10 < filled * 3 {
        return;
    }
    let dropped: Vec<bool> = (0..lines.len())
        .map(|i| {
            let around = (
                i.checked_sub(1).and_then(|k| lines.get(k)),
                lines.get(i),
                lines.get(i + 1),
            );
            match around {
                (Some(a), Some(line), Some(b)) => {
                    let between = line.text.is_empty() && !a.text.is_empty() && !b.text.is_empty();
                    between
                        && (goes_on(a, b) || shape.is_full(a, b) && !marks::ends_sentence(a.text))
                }
                _ => false,
            }
        })
        .collect();
    let mut flags = dropped.into_iter();
    lines.retain(|_| !flags.next().unwrap_or(false));
}
