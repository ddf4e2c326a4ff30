//! Heads of memos and standards: two columns, the right one with authors and the date, above a title in the middle; and
//! heads with the date and the author on the right, below the title.

use std::borrow::Cow;

use super::head::{SpecialText, has_initial, indent, is_author, lines_paragraph, width};
use crate::extract::dates;
use crate::extract::plain::lines::collapse_whitespace;
use crate::model::Metadata;

/// The most lines of the columns, and of the title.
const MAX_HEAD: usize = 14;
const MAX_TITLE: usize = 4;
/// The least column in which the right side begins.
const RIGHT: usize = 36;
/// The fewest blanks between the columns.
const GAP: usize = 4;

pub(super) fn read_memo(text: &str) -> Option<SpecialText<'_>> {
    let mut at = 0;
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .take(MAX_HEAD * 3)
        .map(|line| {
            at += line.len();
            (at, line.trim_end())
        })
        .collect();
    let first = lines.iter().position(|(_, l)| !l.is_empty())?;
    let run = lines.get(first..)?;
    let length = run.iter().take_while(|(_, l)| !l.is_empty()).count();
    if !(2..=MAX_HEAD).contains(&length) {
        return None;
    }
    let head = run.get(..length)?;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut both = 0_usize;
    for (_, line) in head {
        match sides(line)? {
            (Some(l), Some(r)) => {
                both += 1;
                left.push(l);
                right.push(r);
            }
            (Some(l), None) => left.push(l),
            (None, Some(r)) => right.push(r),
            (None, None) => {}
        }
    }
    let (title, end) = if both >= 2 {
        title_in_the_middle(run, length)?
    } else if both == 0 && left.len() == 1 && indent(head.first()?.1) <= 8 && !right.is_empty() {
        let title = left.pop()?.to_owned();
        (title, length)
    } else {
        return None;
    };
    let end = run.get(end.checked_sub(1)?)?.0;
    let initials = right.iter().any(|r| is_author(r) && has_initial(r));
    let mut metadata = Metadata {
        title: Some(title),
        ..Metadata::default()
    };
    let mut authors: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for line in right {
        if metadata.published.is_none()
            && let Some(date) = dates::parse_date(line)
        {
            metadata.published = Some(date);
        } else if is_author(line) && (has_initial(line) || !initials && authors.is_empty()) {
            authors.push(line);
        } else {
            others.push(line);
        }
    }
    if authors.is_empty() && metadata.published.is_none() && both == 0 {
        return None;
    }
    if !authors.is_empty() {
        metadata.byline = Some(authors.join(", "));
    }
    let lead = [left, others]
        .iter()
        .filter_map(|lines| lines_paragraph(lines))
        .collect();
    Some(SpecialText {
        metadata,
        lead,
        text: Cow::Borrowed(text.get(end..)?),
        head_lines: text.get(..end)?.matches('\n').count(),
        ..SpecialText::default()
    })
}

type Sides<'a> = (Option<&'a str>, Option<&'a str>);

/// Returns the words of a line on the left and on the right; `None` if the line has more than two columns, or is too
/// wide for a head.
fn sides(line: &str) -> Option<Sides<'_>> {
    let words = line.trim();
    if width(line) + indent(line) > 90 {
        return None;
    }
    if indent(line) >= RIGHT {
        return Some((None, Some(words)));
    }
    let Some((left, right)) = words.split_once("    ") else {
        return (!words.contains("   ")).then_some((Some(words), None));
    };
    let right = right.trim_start();
    let starts = indent(line) + words.chars().count() - right.chars().count();
    let gap = starts - indent(line) - left.trim_end().chars().count();
    let sound = starts >= RIGHT.min(30) && gap >= GAP && !right.contains("   ");
    sound.then_some((Some(left.trim_end()), Some(right)))
}

/// Returns the title below the columns, set in the middle, and the line after it.
fn title_in_the_middle(run: &[(usize, &str)], length: usize) -> Option<(String, usize)> {
    let from = length
        + run
            .iter()
            .skip(length)
            .take_while(|(_, l)| l.is_empty())
            .count();
    let lines = run
        .iter()
        .skip(from)
        .take_while(|(_, l)| indent(l) >= 6 && !l.is_empty());
    let title: Vec<&str> = lines.map(|(_, l)| *l).collect();
    let end = from + title.len();
    let closed = run.get(end).is_none_or(|(_, l)| l.is_empty());
    (closed && (1..=MAX_TITLE).contains(&title.len()))
        .then(|| (collapse_whitespace(&title.join(" ")), end))
}
