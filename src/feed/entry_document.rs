//! Conversion of an entry to a document: [`entry_document`].

mod enclosures;
mod plain_text;

use chrono::DateTime;

use super::entry::{EntryText, FeedEntry};
use super::links::resolve_link;
use crate::extract::Hints;
use crate::extract::finish::finish;
use crate::extract::html::convert_fragment;
use crate::model::{Block, Document, Metadata, Published};
use crate::text::fold::fold;

/// Most characters of a summary that becomes the standfirst; a longer one is a text of its own.
const MAX_STANDFIRST_CHARS: usize = 600;

/// Converts an entry to a document, with all of its text: no part is taken for boilerplate.
///
/// The content becomes blocks. Relative links are resolved against the base of the entry, else against its link. The
/// summary becomes the standfirst if it says something else. Files are listed at the end, unless the text links to them.
/// `feed_title` becomes the publisher.
pub fn entry_document(entry: &FeedEntry, feed_title: Option<&str>) -> Document {
    let base = entry_base(entry);
    let content = entry.content.as_ref().or(entry.summary.as_ref());
    let mut blocks = content.map_or_else(Vec::new, |text| text_blocks(text, base.as_deref()));
    let summary = entry.summary.as_ref().filter(|_| entry.content.is_some());
    let summary_blocks = summary.map(|text| text_blocks(text, base.as_deref()));
    let mut standfirst = None;
    if let Some(summary) = summary_blocks.filter(|summary| !repeats(summary, &blocks)) {
        let text = joined_text(&summary);
        let is_short = text.chars().nth(MAX_STANDFIRST_CHARS).is_none();
        let is_prose = summary
            .iter()
            .all(|block| matches!(block, Block::Paragraph(_)));
        match is_short && is_prose && !text.is_empty() {
            true => standfirst = Some(text),
            false => blocks.splice(0..0, summary).for_each(drop),
        }
    }
    blocks.extend(enclosures::enclosure_list(&entry.enclosures, &blocks));
    let url = entry.canonical_link.as_ref().or(entry.link.as_ref());
    let metadata = Metadata {
        title: entry.title.clone(),
        standfirst,
        byline: Some(entry.authors.join(", ")).filter(|names| !names.is_empty()),
        publisher: feed_title.map(str::to_owned),
        published: entry
            .published
            .or(entry.updated)
            .map(|time| Published::DateTime(DateTime::from(time))),
        url: url.cloned(),
        lang: entry.language.clone(),
        enclosures: entry.enclosures.clone(),
    };
    let document = Document {
        metadata,
        blocks,
        ..Document::default()
    };
    let hints = Hints {
        url: url.map(String::as_str),
        ..Hints::default()
    };
    finish(document, &hints)
}

/// Returns the base of relative links: `xml:base`, itself resolved against the link, else the link.
fn entry_base(entry: &FeedEntry) -> Option<String> {
    let link = entry.canonical_link.as_deref().or(entry.link.as_deref());
    match &entry.base {
        Some(base) => Some(resolve_link(link, base)),
        None => link.map(str::to_owned),
    }
}

fn text_blocks(text: &EntryText, base: Option<&str>) -> Vec<Block> {
    match text.is_html {
        true => convert_fragment(&text.value, base),
        false => plain_text::plain_text_blocks(&text.value),
    }
}

fn joined_text(blocks: &[Block]) -> String {
    let texts: Vec<String> = blocks.iter().map(Block::text).collect();
    texts.join(" ")
}

/// Returns true if the content has all of the summary; a summary that was cut ends in an ellipsis.
fn repeats(summary: &[Block], content: &[Block]) -> bool {
    let letters = |text: &str| -> String {
        let folded = fold(text);
        folded.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let summary_text = joined_text(summary);
    let summary_text = summary_text.trim_end();
    let cut = summary_text
        .strip_suffix("[…]")
        .or_else(|| summary_text.strip_suffix("[...]"))
        .or_else(|| summary_text.strip_suffix('…'))
        .or_else(|| summary_text.strip_suffix("..."));
    letters(&joined_text(content)).contains(&letters(cut.unwrap_or(summary_text)))
}
