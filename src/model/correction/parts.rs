//! Parts of an article that can be taken out one by one: [`article_parts`].

use std::collections::HashMap;

use super::PartKey;
use crate::model::{Block, Inline, plain_text};

/// A smallest part of an article: a heading, a paragraph, a line of verse or code, a row of a table, an image with a text.
/// Items of lists and quotations consist of such parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePart {
    /// Index of the document's block that it is in.
    pub block: usize,
    /// Start of the text, and the number of parts with an equal one before it.
    pub key: PartKey,
    /// Text on one line, with one space between words.
    pub text: String,
    /// Letters of the text, see [`comparable_letters`].
    pub letters: String,
}

/// Longest text of a key, in characters: keys are stored, and copied for many lines.
const MAX_KEY_CHARS: usize = 240;

/// Returns the parts of an article in reading order. A part without letters is none.
pub fn article_parts(blocks: &[Block]) -> Vec<ArticlePart> {
    let mut parts = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, block) in blocks.iter().enumerate() {
        for_each_text(block, &mut |text| {
            let letters = comparable_letters(text);
            if letters.is_empty() {
                return;
            }
            let text = one_line(text);
            let start: String = text.chars().take(MAX_KEY_CHARS).collect();
            let occurrence = seen.entry(comparable_letters(&start)).or_default();
            let key = PartKey {
                text: start,
                occurrence: *occurrence,
            };
            *occurrence += 1;
            parts.push(ArticlePart {
                block: index,
                key,
                text,
                letters,
            });
        });
    }
    parts
}

/// Calls `each` with the text of each part of a block, in reading order; [`super::apply`] removes parts in the same order.
fn for_each_text(block: &Block, each: &mut dyn FnMut(&str)) {
    match block {
        Block::Heading(heading) => each(&plain_text(&heading.content)),
        Block::Paragraph(content) => {
            for line in content.split(|inline| *inline == Inline::LineBreak) {
                each(&plain_text(line));
            }
        }
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                for_each_text(block, each);
            }
        }
        Block::BlockQuote(blocks) => {
            for block in blocks {
                for_each_text(block, each);
            }
        }
        Block::CodeBlock { text, .. } => text.split('\n').for_each(each),
        Block::Table(table) => {
            each(&plain_text(&table.caption));
            for row in &table.rows {
                each(&row_text(row));
            }
        }
        Block::Image(_) => each(&block.text()),
        Block::ThematicBreak => {}
    }
}

/// Returns the text of a row of a table, with a space between cells.
pub(super) fn row_text(row: &[Vec<Inline>]) -> String {
    let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
    cells.join(" ")
}

/// Returns the letters and digits of a text: two texts that differ only in markup, white space or punctuation have the same.
pub fn comparable_letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
