//! Titles set in the middle of the first line, as licences and old books have them.

use std::borrow::Cow;

use super::head::{SpecialText, indent, width};
use crate::extract::plain::lines::collapse_whitespace;
use crate::model::Metadata;

/// Number of lines that show the width of the text.
const SAMPLE: usize = 80;
/// Columns between the middle of the title and that of the text.
const SLACK: usize = 6;
/// Narrowest text with a middle.
const MIN_WIDTH: usize = 50;

pub(super) fn read_centred_title(text: &str) -> Option<SpecialText<'_>> {
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let rest = text.get(start..)?;
    let first = rest.lines().next()?;
    let (set_in, length) = (indent(first), width(first));
    if set_in < 8 || length < 4 {
        return None;
    }
    let sample = || rest.lines().take(SAMPLE).filter(|l| !l.trim().is_empty());
    let columns = sample().map(|l| indent(l) + width(l)).max()?;
    if !(MIN_WIDTH..=100).contains(&columns) || sample().filter(|l| indent(l) < 8).count() < 2 {
        return None;
    }
    let centred = |line: &str| {
        let middle = indent(line) * 2 + width(line);
        indent(line) >= 6 && middle.abs_diff(columns) <= SLACK * 2
    };
    let capitals = |line: &str| !line.chars().any(char::is_lowercase);
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    if !centred(first) || letters * 10 < length * 6 || first.trim().contains("   ") {
        return None;
    }
    // A title in capitals goes on in capitals.
    let more = rest
        .lines()
        .skip(1)
        .take(3)
        .take_while(|l| !l.trim().is_empty() && centred(l) && capitals(first) && capitals(l));
    let lines: Vec<&str> = std::iter::once(first).chain(more).collect();
    let mut end = start;
    for line in rest.split_inclusive('\n').take(lines.len()) {
        end += line.len();
    }
    Some(SpecialText {
        metadata: Metadata {
            title: Some(collapse_whitespace(&lines.join(" "))),
            ..Metadata::default()
        },
        text: Cow::Borrowed(text.get(end..)?),
        head_lines: text.get(..end)?.matches('\n').count(),
        ..SpecialText::default()
    })
}
