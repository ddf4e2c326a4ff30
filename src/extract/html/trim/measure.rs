//! Amounts of text and of links in the blocks of a page: [`BlockMeasure`].

use std::cell::OnceCell;

use super::phrases::phrase_key;
use crate::extract::collapse::count_bytes;
use crate::model::script::is_han_or_kana;
use crate::model::{Block, Inline};

/// Most bytes of a text that is compared with phrases. Longer blocks are text.
const MAX_COMPARED_BYTES: usize = 1500;
/// Most bytes of a text in the middle of an article that is compared with phrases although it has no link.
const MAX_SHORT_BYTES: usize = 160;
/// Smallest size of a paragraph that counts as text of the article whatever it says.
pub(super) const PROSE_SIZE: usize = 110;
/// Smallest size of a paragraph that counts as a sentence if it ends as one.
const SENTENCE_SIZE: usize = 30;

/// Kind of a block, as far as the edges of an article depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading and its level, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// A quotation, code or a table.
    Other,
    /// An image.
    Image,
    /// A rule.
    Rule,
}

/// Measures of a block.
#[derive(Debug)]
pub(super) struct BlockMeasure {
    /// Kind of the block.
    pub(super) shape: Shape,
    /// Letters, a character of Han or Kana counted three times.
    pub(super) size: usize,
    /// Part of `size` that stands in links.
    pub(super) linked: usize,
    /// Text of the block; empty if it is too long to be compared.
    pub(super) text: String,
    /// Comparison key of `text`, once it was asked for.
    key: OnceCell<String>,
    /// Text outside links; empty if `text` is, or if the block has no link.
    unlinked: String,
    /// True if a line of the text is a sentence, its links left out.
    pub(super) has_unlinked_sentence: bool,
}

impl BlockMeasure {
    /// Measures a block. In the middle of an article only short blocks and links are compared with phrases.
    pub(super) fn of(block: &Block, is_near_edge: bool) -> Self {
        let shape = match block {
            Block::Heading(heading) => Shape::Heading(heading.level),
            Block::Paragraph(_) => Shape::Paragraph,
            Block::List(_) => Shape::List,
            Block::BlockQuote(_) | Block::CodeBlock { .. } | Block::Table(_) => Shape::Other,
            Block::Image(_) => Shape::Image,
            Block::ThematicBreak => Shape::Rule,
        };
        let mut measure = Self {
            shape,
            size: 0,
            linked: 0,
            text: String::new(),
            key: OnceCell::new(),
            unlinked: String::new(),
            has_unlinked_sentence: false,
        };
        if matches!(shape, Shape::Image | Shape::Rule) {
            return measure;
        }
        let text = block.text();
        measure.size = text_size(&text);
        if shape == Shape::Paragraph && !has_link(block) {
            measure.has_unlinked_sentence = is_sentence(&text);
            let is_compared = text.len() <= MAX_SHORT_BYTES || is_near_edge;
            if is_compared && text.len() <= MAX_COMPARED_BYTES {
                measure.text = text;
            }
            return measure;
        }
        let unlinked = unlinked_text(block);
        measure.linked = measure.size.saturating_sub(text_size(&unlinked));
        measure.has_unlinked_sentence = unlinked.split('\n').any(is_sentence);
        if text.len() <= MAX_COMPARED_BYTES {
            measure.unlinked = unlinked;
            measure.text = text;
        }
        measure
    }

    /// Returns the comparison key of the text.
    pub(super) fn key(&self) -> &str {
        self.key.get_or_init(|| phrase_key(&self.text))
    }

    /// Returns true if the key of the text is not empty.
    pub(super) fn has_words(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }

    /// Returns the comparison key of the text outside links, for a block with links.
    pub(super) fn unlinked_key(&self) -> String {
        phrase_key(&self.unlinked)
    }

    /// Returns true for a heading.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.shape, Shape::Heading(_))
    }

    /// Returns true if at least this share of the text, in percent, stands in links.
    pub(super) fn is_linked(&self, percent: usize) -> bool {
        self.linked > 0 && self.linked * 100 >= self.size * percent
    }

    /// Returns true for a block of text that is no mere label: long, or a sentence, and not mostly links.
    pub(super) fn is_prose(&self) -> bool {
        match self.shape {
            Shape::Heading(_) | Shape::Image | Shape::Rule => false,
            Shape::Other => self.size >= SENTENCE_SIZE,
            Shape::Paragraph | Shape::List => {
                !self.is_linked(60) && (self.size >= PROSE_SIZE || self.has_unlinked_sentence)
            }
        }
    }

    /// Returns the number of words of the key.
    pub(super) fn words(&self) -> usize {
        self.key().split_whitespace().count()
    }
}

/// Returns true if a paragraph has a link.
fn has_link(block: &Block) -> bool {
    fn holds_link(content: &[Inline]) -> bool {
        content.iter().any(|inline| match inline {
            Inline::Link { .. } => true,
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content) => holds_link(content),
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => false,
        })
    }
    matches!(block, Block::Paragraph(content) if holds_link(content))
}

/// Returns the number of letters of a text; a character of Han or Kana counts as three.
pub(super) fn text_size(text: &str) -> usize {
    if text.is_ascii() {
        return count_bytes(text.as_bytes(), |byte| !byte.is_ascii_whitespace());
    }
    let weight = |c: char| if is_han_or_kana(c) { 3 } else { 1 };
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(weight)
        .sum()
}

/// Returns true if a text ends as a sentence and is long enough to be one.
pub(super) fn is_sentence(text: &str) -> bool {
    ends_sentence(text)
        && text_size(text) >= SENTENCE_SIZE
        && (text.split_whitespace().nth(4).is_some() || text.chars().any(is_han_or_kana))
}

/// Returns true if a text ends with the punctuation of a sentence, quotes and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || "\"'’”»«“)]）」』".contains(c);
    let end = text.trim_end_matches(closing).chars().next_back();
    end.is_some_and(|c| ".!?…。！？।۔؟:：".contains(c))
}

/// Returns the text of a block outside its links, items and paragraphs on lines of their own.
fn unlinked_text(block: &Block) -> String {
    enum Node<'a> {
        Block(&'a Block),
        Inline(&'a Inline),
        End,
    }
    let mut out = String::new();
    let mut stack = vec![Node::Block(block)];
    while let Some(node) = stack.pop() {
        match node {
            Node::End => out.push('\n'),
            Node::Block(block) => {
                stack.push(Node::End);
                match block {
                    Block::Heading(heading) => {
                        stack.extend(heading.content.iter().rev().map(Node::Inline));
                    }
                    Block::Paragraph(content) => {
                        stack.extend(content.iter().rev().map(Node::Inline));
                    }
                    Block::List(list) => {
                        let blocks = list.items.iter().rev().flat_map(|i| i.blocks.iter().rev());
                        stack.extend(blocks.map(Node::Block));
                    }
                    Block::BlockQuote(blocks) => {
                        stack.extend(blocks.iter().rev().map(Node::Block));
                    }
                    Block::Table(table) => {
                        stack.extend(table.caption.iter().map(Node::Inline));
                        let cells = table.rows.iter().rev().flat_map(|row| row.iter().rev());
                        for cell in cells {
                            stack.push(Node::End);
                            stack.extend(cell.iter().rev().map(Node::Inline));
                        }
                    }
                    Block::CodeBlock { text, .. } => out.push_str(text),
                    Block::Image(_) | Block::ThematicBreak => {}
                }
            }
            Node::Inline(inline) => match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Deletion(content)
                | Inline::Insertion(content) => {
                    stack.extend(content.iter().rev().map(Node::Inline));
                }
                Inline::Link { .. } | Inline::LineBreak => out.push(' '),
            },
        }
    }
    out
}
