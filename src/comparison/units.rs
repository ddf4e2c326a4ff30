//! Parts of documents that are compared: runs of words with their block ([`Vocabulary`], [`block_unit`]).

use std::collections::HashMap;

use super::noise::drop_noise;
use super::words::{Word, code_words, words};
use crate::model::{Block, Document, Inline, plain_text};

/// Number of a word in a [`Vocabulary`].
pub(super) type WordId = u32;

/// Numbers of all words of a comparison.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<u64, WordId>,
}

impl Vocabulary {
    /// Returns the numbers of words, which are the same for equal words.
    pub(super) fn ids(&mut self, words: &[Word]) -> Vec<WordId> {
        words.iter().map(|word| self.id(word.key)).collect()
    }

    fn id(&mut self, key: u64) -> WordId {
        let next = WordId::try_from(self.ids.len()).unwrap_or(WordId::MAX);
        *self.ids.entry(key).or_insert(next)
    }
}

/// Kind of a unit: only units of one kind are compared word by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// Paragraph or heading.
    Text,
    /// List.
    List,
    /// Item of a list.
    Item,
    /// Quotation.
    Quote,
    /// Code block.
    Code,
    /// Table.
    Table,
    /// Row of a table, with its number of cells.
    Row(usize),
    /// Image.
    Image,
    /// Rule between two parts.
    Break,
}

/// Part of a document that is aligned with one of another document.
#[derive(Debug)]
pub(super) struct Unit {
    /// Kind.
    pub(super) kind: UnitKind,
    /// Words, without noise.
    pub(super) words: Vec<WordId>,
}

/// Returns the unit of a block.
pub(super) fn block_unit(block: &Block, vocabulary: &mut Vocabulary) -> Unit {
    let kind = match block {
        Block::Heading(_) | Block::Paragraph(_) => UnitKind::Text,
        Block::List(_) => UnitKind::List,
        Block::BlockQuote(_) => UnitKind::Quote,
        Block::CodeBlock { .. } => UnitKind::Code,
        Block::Table(_) => UnitKind::Table,
        Block::Image(_) => UnitKind::Image,
        Block::ThematicBreak => UnitKind::Break,
    };
    let mut found = Vec::new();
    push_block_words(block, &mut |words| found.extend(vocabulary.ids(words)));
    Unit { kind, words: found }
}

/// Returns the unit of several blocks.
pub(super) fn item_unit(blocks: &[Block], vocabulary: &mut Vocabulary) -> Unit {
    let units = blocks.iter().map(|block| block_unit(block, vocabulary));
    Unit {
        kind: UnitKind::Item,
        words: units.flat_map(|unit| unit.words).collect(),
    }
}

/// Returns the unit of the cells of a row.
pub(super) fn row_unit(row: &[Vec<Inline>], vocabulary: &mut Vocabulary) -> Unit {
    let cells = row.iter().map(|cell| words(&plain_text(cell)));
    Unit {
        kind: UnitKind::Row(row.len()),
        words: cells.flat_map(|words| vocabulary.ids(&words)).collect(),
    }
}

/// Returns the keys of all words of a document in reading order, without noise. Its title and standfirst count, its
/// other metadata do not.
pub(super) fn document_keys(document: &Document) -> Vec<u64> {
    let mut keys = Vec::new();
    let metadata = [
        document.metadata.title.as_deref(),
        document.standfirst_to_show(),
    ];
    for text in metadata.into_iter().flatten() {
        keys.extend(words(text).iter().map(|word| word.key));
    }
    for block in &document.blocks {
        push_block_words(block, &mut |words| {
            keys.extend(words.iter().map(|word| word.key))
        });
    }
    keys
}

/// Passes the words of each text of a block to `each`, in reading order. The alternative text of an image is an
/// attribute and no text.
fn push_block_words(block: &Block, each: &mut dyn FnMut(&[Word])) {
    match block {
        Block::Heading(heading) => each(&words(&plain_text(&heading.content))),
        Block::Paragraph(content) => {
            let text = plain_text(content);
            let mut words = words(&text);
            drop_noise(&text, &mut words);
            each(&words);
        }
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                push_block_words(block, each);
            }
        }
        Block::BlockQuote(blocks) => blocks
            .iter()
            .for_each(|block| push_block_words(block, each)),
        Block::CodeBlock { text, .. } => each(&code_words(text)),
        Block::Table(table) => {
            each(&words(&plain_text(&table.caption)));
            for cell in table.rows.iter().flatten() {
                each(&words(&plain_text(cell)));
            }
        }
        Block::Image(image) => each(&words(&plain_text(&image.caption))),
        Block::ThematicBreak => {}
    }
}
