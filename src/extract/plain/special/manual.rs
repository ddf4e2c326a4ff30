//! Manual pages: the first line names the page on both sides.

use std::borrow::Cow;

use super::head::{SpecialText, lines_paragraph};
use crate::model::Metadata;

pub(super) fn read_manual(text: &str) -> Option<SpecialText<'_>> {
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let rest = text.get(start..)?;
    let line = rest.lines().next()?;
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let last = words.next_back()?;
    let numbered = name.ends_with(')')
        && name.split_once('(').is_some_and(|(name, section)| {
            !name.is_empty()
                && section.len() <= 8
                && section.starts_with(|c: char| c.is_ascii_digit() || c == 'n' || c == 'l')
        });
    if !numbered || name != last || !line.trim().contains("  ") {
        return None;
    }
    let middle: Vec<&str> = words.collect();
    let middle = middle.join(" ");
    let lead = if middle.is_empty() {
        None
    } else {
        lines_paragraph(&[&middle])
    };
    let after = rest.get(line.len()..)?;
    Some(SpecialText {
        metadata: Metadata {
            title: Some(name.to_owned()),
            ..Metadata::default()
        },
        lead: lead.into_iter().collect(),
        text: Cow::Borrowed(after),
        head_lines: text.get(..start)?.matches('\n').count(),
        ..SpecialText::default()
    })
}
