//! Blocks of a document as JSON: a flat list of objects with their kinds.
//!
//! The objects are written while the blocks are walked, so that a long article is not copied once more for its JSON.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::Value;

use crate::model::{Block, Inline, List, Numbering, plain_text};

/// Returns the objects of blocks in reading order. Each item of a list and each row of a table is an object.
pub(super) fn blocks_json(blocks: &[Block]) -> Value {
    serde_json::to_value(BlockObjects(blocks)).unwrap_or_default()
}

/// The objects of blocks in reading order, as a sequence.
pub(super) struct BlockObjects<'a>(pub(super) &'a [Block]);

impl Serialize for BlockObjects<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut writer = BlockWriter {
            sequence: serializer.serialize_seq(None)?,
            count: 0,
        };
        for block in self.0 {
            writer.write_block(block, Place::default())?;
        }
        writer.sequence.end()
    }
}

/// A block as JSON. The keys are sorted, as in all other JSON.
#[derive(serde::Serialize, Default)]
struct BlockObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<bool>,
    kind: &'static str,
    /// Number as the list shows it, if it is not decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// Null for code in an unknown language.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    text: Cow<'a, str>,
    /// Null for an image without an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Option<&'a str>>,
}

/// Surroundings of a block.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// True inside a quotation.
    is_quoted: bool,
    /// Number of lists around the block.
    depth: usize,
    /// The item that the block is in; `None` outside lists.
    item: Option<ItemMarks>,
}

/// The number and the check mark of an item. Its first object carries them.
#[derive(Debug, Clone, Copy)]
struct ItemMarks {
    /// Number of objects before the item.
    first: usize,
    number: Option<u64>,
    numbering: Numbering,
    done: Option<bool>,
}

/// Writes the objects of blocks into a sequence.
struct BlockWriter<S> {
    sequence: S,
    /// Number of objects so far.
    count: usize,
}

impl<S: SerializeSeq> BlockWriter<S> {
    fn write(&mut self, object: &BlockObject<'_>) -> Result<(), S::Error> {
        self.count += 1;
        self.sequence.serialize_element(object)
    }

    fn write_block(&mut self, block: &Block, place: Place) -> Result<(), S::Error> {
        match block {
            Block::Heading(heading) => self.write(&BlockObject {
                kind: "heading",
                level: Some(heading.level),
                text: text_of(&heading.content),
                ..BlockObject::default()
            }),
            Block::Paragraph(content) => self.write_paragraph(content, place),
            Block::List(list) => self.write_list(list, place),
            Block::BlockQuote(blocks) => {
                let is_quoted = true;
                for block in blocks {
                    self.write_block(block, Place { is_quoted, ..place })?;
                }
                Ok(())
            }
            Block::CodeBlock { language, text } => self.write(&BlockObject {
                kind: "code",
                language: Some(language.as_deref()),
                text: Cow::Borrowed(text),
                ..BlockObject::default()
            }),
            Block::Table(table) => {
                if !table.caption.is_empty() {
                    self.write(&BlockObject {
                        kind: "paragraph",
                        text: text_of(&table.caption),
                        ..BlockObject::default()
                    })?;
                }
                for row in &table.rows {
                    let cells: Vec<_> = row.iter().map(|cell| text_of(cell)).collect();
                    self.write(&BlockObject {
                        kind: "table",
                        text: cells.join("\t").into(),
                        ..BlockObject::default()
                    })?;
                }
                Ok(())
            }
            Block::Image(image) => self.write(&BlockObject {
                caption: Some(text_of(&image.caption)),
                kind: "image",
                text: Cow::Borrowed(&image.alt),
                url: Some(image.url.as_deref()),
                ..BlockObject::default()
            }),
            Block::ThematicBreak => Ok(()),
        }
    }

    fn write_paragraph(&mut self, content: &[Inline], place: Place) -> Result<(), S::Error> {
        let mut object = BlockObject {
            kind: "paragraph",
            text: text_of(content),
            ..BlockObject::default()
        };
        if place.is_quoted {
            object.kind = "quote";
        } else if let Some(item) = place.item {
            object.kind = "list_item";
            object.depth = Some(place.depth);
            // An item that begins with a nested list has no text of its own.
            if item.first == self.count {
                object.number = item.number;
                let labelled = item.number.filter(|_| !item.numbering.is_decimal());
                object.label = labelled.map(|number| item.numbering.label(number));
                object.done = item.done;
            }
        }
        self.write(&object)
    }

    fn write_list(&mut self, list: &List, place: Place) -> Result<(), S::Error> {
        for (item, number) in list.items.iter().zip(list.numbers()) {
            let marks = ItemMarks {
                first: self.count,
                number: list.start.map(|_| number),
                numbering: list.numbering,
                done: item.checked,
            };
            let inside = Place {
                is_quoted: false,
                depth: place.depth + 1,
                item: Some(marks),
            };
            for block in &item.blocks {
                self.write_block(block, inside)?;
            }
        }
        Ok(())
    }
}

/// Returns the text of inlines, without a copy where it is one piece.
fn text_of(content: &[Inline]) -> Cow<'_, str> {
    match content {
        [] => Cow::Borrowed(""),
        [Inline::Text(text)] => Cow::Borrowed(text),
        content => Cow::Owned(plain_text(content)),
    }
}
