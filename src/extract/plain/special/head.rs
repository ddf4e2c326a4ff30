//! Result of reading the head of a special text, and what its readers share.

use std::borrow::Cow;
use std::ops::Range;

use crate::extract::plain::lines::collapse_whitespace;
use crate::model::{Block, Inline, Metadata};

/// A text whose head was read.
#[derive(Debug, Default)]
pub(in crate::extract::plain) struct SpecialText<'a> {
    /// Facts of the head.
    pub(in crate::extract::plain) metadata: Metadata,
    /// Words of the head that are no facts; they stand before the text.
    pub(in crate::extract::plain) lead: Vec<Block>,
    /// The text after the head.
    pub(in crate::extract::plain) text: Cow<'a, str>,
    /// Number of lines of the head.
    pub(in crate::extract::plain) head_lines: usize,
    /// Lines of the head and the foot that are left out.
    pub(in crate::extract::plain) left_out: Vec<Range<usize>>,
}

/// Returns the number of lines before `rest`, the end of `text`.
pub(super) fn count_lines(text: &str, rest: &str) -> usize {
    text.get(..text.len() - rest.len())
        .unwrap_or_default()
        .matches('\n')
        .count()
}

/// Returns a paragraph of lines, or none if there are no lines.
pub(super) fn lines_paragraph(lines: &[&str]) -> Option<Block> {
    let mut content = Vec::new();
    for line in lines {
        if !content.is_empty() {
            content.push(Inline::LineBreak);
        }
        content.push(Inline::Text(collapse_whitespace(line)));
    }
    (!content.is_empty()).then_some(Block::Paragraph(content))
}

/// Columns of blanks before the words of a line.
pub(super) fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 8 } else { 1 })
        .sum()
}

/// Characters of a line without the blanks around it.
pub(super) fn width(line: &str) -> usize {
    line.trim().chars().count()
}

/// Returns true if the text may be the name of a person, perhaps with initials.
pub(super) fn is_author(text: &str) -> bool {
    let text = text.trim_end_matches(", Ed.").trim_end_matches(", Editor");
    let words = text.split_whitespace().count();
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    (2..=4).contains(&words)
        && text.chars().all(letters)
        && text.split_whitespace().all(|w| {
            w.starts_with(char::is_uppercase)
                || matches!(w, "de" | "van" | "von" | "der" | "den" | "la" | "da" | "di")
        })
}

/// Returns true if the name begins with an initial: `I. Marr`.
pub(super) fn has_initial(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}
