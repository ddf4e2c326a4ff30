//! Special texts, whose heads say what the text is: mail, books of Project Gutenberg, memos, manual pages, and titles
//! that are set in the middle. Read before lines are weighed.

mod archive;
mod book;
mod centred;
mod head;
mod manual;
mod memo;

use std::borrow::Cow;

use super::mail;
use crate::model::{Block, Heading, Inline, Metadata, Published};
pub(super) use head::SpecialText;
use head::count_lines;

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
