//! Special texts, whose heads say what the text is: mail, books of Project Gutenberg, memos, manual pages, and titles
//! that are set in the middle. Read before lines are weighed.

mod archive;
mod book;
mod centred;
mod manual;
mod memo;

use std::borrow::Cow;

use super::mail;
use crate::model::{Block, Heading, Inline, Metadata, Published};

/// A text whose head was read.
#[derive(Debug, Default)]
pub(super) struct SpecialText<'a> {
    /// Facts of the head.
    pub(super) metadata: Metadata,
    /// Words of the head that are no facts; they stand before the text.
    pub(super) lead: Vec<Block>,
    /// The text after the head.
    pub(super) text: Cow<'a, str>,
    /// Number of lines of the head.
    pub(super) head_lines: usize,
    /// Lines and words of the head and the foot that are left out.
    pub(super) left_out: (usize, usize),
}

/// Reads the head of `text`, if it is one of a special text.
pub(super) fn read_special_head(text: &str) -> SpecialText<'_> {
    let mail = || {
        let (metadata, rest) = mail::header(text)?;
        Some(SpecialText {
            metadata,
            text: Cow::Borrowed(rest),
            head_lines: count_lines(text, rest),
            ..SpecialText::default()
        })
    };
    mail()
        .or_else(|| archive::read_archived_message(text))
        .or_else(|| book::read_book(text))
        .or_else(|| manual::read_manual(text))
        .or_else(|| memo::read_memo(text))
        .or_else(|| centred::read_centred_title(text))
        .unwrap_or_else(|| SpecialText {
            text: Cow::Borrowed(text),
            ..SpecialText::default()
        })
}

/// Returns the number of lines before `rest`, the end of `text`.
fn count_lines(text: &str, rest: &str) -> usize {
    text.get(..text.len() - rest.len())
        .unwrap_or_default()
        .matches('\n')
        .count()
}

/// Returns a paragraph of lines, or none if there are no lines.
fn lines_paragraph(lines: &[&str]) -> Option<Block> {
    let mut content = Vec::new();
    for line in lines {
        if !content.is_empty() {
            content.push(Inline::LineBreak);
        }
        content.push(Inline::Text(super::lines::collapse_whitespace(line)));
    }
    (!content.is_empty()).then_some(Block::Paragraph(content))
}

/// Columns of blanks before the words of a line.
fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 8 } else { 1 })
        .sum()
}

/// Characters of a line without the blanks around it.
fn width(line: &str) -> usize {
    line.trim().chars().count()
}

/// Returns true if the text may be the name of a person, perhaps with initials.
fn is_author(text: &str) -> bool {
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
fn has_initial(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// Returns the blocks that open a mail below another: its subject, and the line of its sender and date.
pub(super) fn mail_head(metadata: Metadata) -> Vec<Block> {
    let mut out = Vec::new();
    let text = |text: String| vec![Inline::Text(text)];
    if let Some(title) = metadata.title {
        out.push(Block::Heading(Heading {
            level: 2,
            content: text(title),
        }));
    }
    let date = metadata.published.map(|date| match date {
        Published::Day(day) => day.format("%Y-%m-%d").to_string(),
        Published::DateTime(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    });
    let facts: Vec<String> = metadata.byline.into_iter().chain(date).collect();
    if !facts.is_empty() {
        out.push(Block::Paragraph(text(facts.join(" · "))));
    }
    out
}
