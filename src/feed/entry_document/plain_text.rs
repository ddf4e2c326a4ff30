//! Plain text of an entry as blocks: [`plain_text_blocks`].

use crate::model::{Block, Inline};

/// Shortest line, in characters, that was wrapped by its writer: its end is no line break.
const MIN_WRAPPED_CHARS: usize = 56;

/// Returns a paragraph for each run of lines between blank lines. A line break stays, except in text that was wrapped.
pub(super) fn plain_text_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            blocks.push(Block::Paragraph(paragraph(&lines)));
            lines.clear();
        }
    }
    blocks
}

fn paragraph(lines: &[&str]) -> Vec<Inline> {
    let is_long = |line: &&str| line.chars().nth(MIN_WRAPPED_CHARS).is_some();
    let is_wrapped = lines.iter().any(is_long);
    let mut content = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            content.push(match is_wrapped {
                true => Inline::Text(" ".to_owned()),
                false => Inline::LineBreak,
            });
        }
        content.push(Inline::Text((*line).to_owned()));
    }
    content
}
