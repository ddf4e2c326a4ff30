//! Blocks with insertions and deletions in them: [`compare_blocks`].

use super::alignment::{Step, align};
use super::change::{Change, ChangeMarks};
use super::hunks::hunks;
use super::inlines::{compare_inlines, mark_inlines, unchanged_inlines};
use super::units::{Unit, Vocabulary, block_unit, item_unit, row_unit};

use crate::model::{Block, Heading, Image, Inline, List, ListItem, Row, Table};

/// Language of a code block whose lines begin with `+`, `-` or a space.
pub(super) const DIFF: &str = "diff";

/// Blocks of a comparison, and the index among them of each new block.
#[derive(Debug, Default)]
pub(super) struct ComparedBlocks {
    /// New blocks with their changes, and deleted ones between them.
    pub(super) blocks: Vec<Block>,
    /// Index in `blocks` of each new block.
    pub(super) new_at: Vec<usize>,
}

/// Comparer of blocks, with the words of both texts.
#[derive(Debug)]
pub(super) struct Comparer {
    vocabulary: Vocabulary,
    marks: ChangeMarks,
}

impl Comparer {
    pub(super) fn new(marks: ChangeMarks) -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            marks,
        }
    }

    /// Returns the new blocks with the words that were inserted and deleted marked in them.
    pub(super) fn blocks(&mut self, old: &[Block], new: &[Block]) -> ComparedBlocks {
        let old_units = self.units(old);
        let new_units = self.units(new);
        let mut out = ComparedBlocks::default();
        for step in align(&old_units, &new_units) {
            let get = |blocks: &'_ [Block], index: usize| blocks.get(index).cloned();
            let block = match step {
                Step::Equal { new: at } => get(new, at).map(unchanged_block),
                Step::Inserted { new: at } => {
                    get(new, at).map(|block| self.marked(block, Change::Insertion))
                }
                Step::Deleted { old: at } => {
                    get(old, at).map(|block| self.marked(block, Change::Deletion))
                }
                Step::Edited {
                    old: old_at,
                    new: new_at,
                } => get(new, new_at)
                    .zip(old.get(old_at))
                    .map(|(new, old)| self.edited(old, new)),
            };
            if !matches!(step, Step::Deleted { .. }) {
                out.new_at.push(out.blocks.len());
            }
            out.blocks.extend(block);
        }
        out
    }

    fn units(&mut self, blocks: &[Block]) -> Vec<Unit> {
        blocks
            .iter()
            .map(|block| block_unit(block, &mut self.vocabulary))
            .collect()
    }

    fn edited(&mut self, old: &Block, new: Block) -> Block {
        match (old, new) {
            (
                Block::Heading(Heading { content: old, .. }) | Block::Paragraph(old),
                Block::Paragraph(new),
            ) => Block::Paragraph(self.inlines(old, &new)),
            (
                Block::Heading(Heading { content: old, .. }) | Block::Paragraph(old),
                Block::Heading(new),
            ) => Block::Heading(Heading {
                level: new.level,
                content: self.inlines(old, &new.content),
            }),
            (Block::List(old), Block::List(new)) => Block::List(self.list(old, new)),
            (Block::BlockQuote(old), Block::BlockQuote(new)) => {
                Block::BlockQuote(self.blocks(old, &new).blocks)
            }
            (Block::CodeBlock { text: old, .. }, Block::CodeBlock { text: new, .. }) => {
                Block::CodeBlock {
                    language: Some(DIFF.to_owned()),
                    text: compare_lines(old, &new),
                }
            }
            (Block::Table(old), Block::Table(new)) => Block::Table(self.table(old, new)),
            (Block::Image(old), Block::Image(new)) => Block::Image(Image {
                caption: self.inlines(&old.caption, &new.caption),
                ..new
            }),
            // Units of different kinds are never the same one edited.
            (_, new) => self.marked(new, Change::Insertion),
        }
    }

    fn inlines(&self, old: &[Inline], new: &[Inline]) -> Vec<Inline> {
        compare_inlines(old, new, self.marks)
    }

    fn list(&mut self, old: &List, new: List) -> List {
        let is_numbered = new.start.is_some();
        let units = |list: &List, vocabulary: &mut Vocabulary| -> Vec<Unit> {
            let items = list.items.iter();
            items
                .map(|item| item_unit(&item.blocks, vocabulary))
                .collect()
        };
        let old_units = units(old, &mut self.vocabulary);
        let new_units = units(&new, &mut self.vocabulary);
        let mut items = Vec::new();
        for step in align(&old_units, &new_units) {
            let (list, index) = match step {
                Step::Equal { new: at }
                | Step::Edited { new: at, .. }
                | Step::Inserted { new: at } => (&new, at),
                Step::Deleted { old: at } => (old, at),
            };
            let Some(item) = list.items.get(index) else {
                continue;
            };
            let blocks = match step {
                Step::Equal { .. } => item.blocks.iter().cloned().map(unchanged_block).collect(),
                Step::Inserted { .. } => self.all_marked(&item.blocks, Change::Insertion),
                Step::Deleted { .. } => self.all_marked(&item.blocks, Change::Deletion),
                Step::Edited { old: at, .. } => {
                    let old = old.items.get(at).map(|item| item.blocks.as_slice());
                    self.blocks(old.unwrap_or_default(), &item.blocks).blocks
                }
            };
            items.push(ListItem {
                checked: item.checked,
                // A deleted item shifts no number.
                number: is_numbered.then(|| list.number(index)),
                blocks,
            });
        }
        List { items, ..new }
    }

    fn table(&mut self, old: &Table, new: Table) -> Table {
        let units = |table: &Table, vocabulary: &mut Vocabulary| -> Vec<Unit> {
            table
                .rows
                .iter()
                .map(|row| row_unit(row, vocabulary))
                .collect()
        };
        let old_units = units(old, &mut self.vocabulary);
        let new_units = units(&new, &mut self.vocabulary);
        let mut rows: Vec<Row> = Vec::new();
        let mut head_rows = 0;
        for step in align(&old_units, &new_units) {
            let marked = |row: Option<&Row>, change| -> Option<Row> {
                Some(
                    row?.iter()
                        .map(|cell| mark_inlines(cell, change, self.marks))
                        .collect(),
                )
            };
            let row: Option<Row> = match step {
                Step::Equal { new: at } => new
                    .rows
                    .get(at)
                    .map(|row| row.iter().map(|cell| unchanged_inlines(cell)).collect()),
                Step::Inserted { new: at } => marked(new.rows.get(at), Change::Insertion),
                Step::Deleted { old: at } => marked(old.rows.get(at), Change::Deletion),
                Step::Edited {
                    old: old_at,
                    new: new_at,
                } => old
                    .rows
                    .get(old_at)
                    .zip(new.rows.get(new_at))
                    .map(|(old, new)| {
                        old.iter()
                            .zip(new)
                            .map(|(old, new)| self.inlines(old, new))
                            .collect()
                    }),
            };
            rows.extend(row);
            if let Step::Equal { new: at }
            | Step::Inserted { new: at }
            | Step::Edited { new: at, .. } = step
                && at < new.head_rows
            {
                head_rows = rows.len();
            }
        }
        Table {
            caption: self.inlines(&old.caption, &new.caption),
            head_rows,
            rows,
            ..new
        }
    }

    fn all_marked(&self, blocks: &[Block], change: Change) -> Vec<Block> {
        blocks
            .iter()
            .map(|block| self.marked(block.clone(), change))
            .collect()
    }

    /// Returns a block all of which was inserted or deleted.
    fn marked(&self, block: Block, change: Change) -> Block {
        let mark = |content: &[Inline]| mark_inlines(content, change, self.marks);
        match block {
            Block::Heading(heading) => Block::Heading(Heading {
                level: heading.level,
                content: mark(&heading.content),
            }),
            Block::Paragraph(content) => Block::Paragraph(mark(&content)),
            Block::List(list) => Block::List(List {
                items: list
                    .items
                    .into_iter()
                    .map(|item| ListItem {
                        blocks: self.all_marked(&item.blocks, change),
                        ..item
                    })
                    .collect(),
                ..list
            }),
            Block::BlockQuote(blocks) => Block::BlockQuote(self.all_marked(&blocks, change)),
            Block::CodeBlock { text, .. } => Block::CodeBlock {
                language: Some(DIFF.to_owned()),
                text: match change {
                    Change::Insertion => compare_lines("", &text),
                    Change::Deletion => compare_lines(&text, ""),
                },
            },
            Block::Table(table) => Block::Table(Table {
                caption: mark(&table.caption),
                rows: table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| mark(cell)).collect())
                    .collect(),
                ..table
            }),
            Block::Image(image) => Block::Image(Image {
                caption: mark(&image.caption),
                ..image
            }),
            Block::ThematicBreak => Block::ThematicBreak,
        }
    }
}

/// Returns the inlines of one line of metadata that has changed.
pub(super) fn compare_texts(old: &str, new: &str, marks: ChangeMarks) -> Vec<Inline> {
    let inlines = |text: &str| vec![Inline::Text(text.to_owned())];
    compare_inlines(&inlines(old), &inlines(new), marks)
}

/// Returns a block in which nothing looks like a change: a deletion of the article itself has signs, its code no signs at the start of
/// lines.
fn unchanged_block(block: Block) -> Block {
    match block {
        Block::Heading(heading) => Block::Heading(Heading {
            content: unchanged_inlines(&heading.content),
            ..heading
        }),
        Block::Paragraph(content) => Block::Paragraph(unchanged_inlines(&content)),
        Block::List(list) => Block::List(List {
            items: list
                .items
                .into_iter()
                .map(|item| ListItem {
                    blocks: item.blocks.into_iter().map(unchanged_block).collect(),
                    ..item
                })
                .collect(),
            ..list
        }),
        Block::BlockQuote(blocks) => {
            Block::BlockQuote(blocks.into_iter().map(unchanged_block).collect())
        }
        Block::CodeBlock { language, text } => Block::CodeBlock {
            language: language.filter(|language| language != DIFF),
            text,
        },
        Block::Table(table) => Block::Table(Table {
            caption: unchanged_inlines(&table.caption),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| unchanged_inlines(cell)).collect())
                .collect(),
            ..table
        }),
        Block::Image(image) => Block::Image(Image {
            caption: unchanged_inlines(&image.caption),
            ..image
        }),
        Block::ThematicBreak => Block::ThematicBreak,
    }
}

/// Returns all lines of two texts, as a diff shows them: with `+`, `-` or a space before each.
fn compare_lines(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let mut out: Vec<String> = Vec::with_capacity(new.len());
    let mut reached = 0;
    let push = |out: &mut Vec<String>, sign: char, lines: Option<&[&str]>| {
        let lines = lines.unwrap_or_default().iter();
        out.extend(lines.map(|line| format!("{sign}{line}")));
    };
    for hunk in hunks(&old, &new) {
        push(&mut out, ' ', new.get(reached..hunk.new.start));
        push(&mut out, '-', old.get(hunk.old.clone()));
        push(&mut out, '+', new.get(hunk.new.clone()));
        reached = hunk.new.end;
    }
    push(&mut out, ' ', new.get(reached..));
    out.join("\n")
}
