//! Segmentation of a document into units of layout, in one pass that wraps nothing: [`segment_document`].
//!
//! A unit is a leaf of the tree of blocks, or a part of a leaf that is too long to lay out between two key presses. It
//! holds indices into the document and no text. Byte offsets of units count in [`Block::text`], so the walk here adds
//! up the same separators that `Block::text` writes.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::inline_text::TextSize;
use super::wrap::is_breaking_space;
use crate::model::{Block, Document, Inline, List, Table, plain_text};

/// Longest unit, in bytes; longer ones are split where possible.
pub(super) const MAX_UNIT_BYTES: usize = 16 * 1024;

/// Bytes before the end of a long unit that are searched for a better place to split.
const BREAK_SEARCH_BYTES: usize = 2 * 1024;

/// Most rows of a table in one unit.
const ROWS_PER_UNIT: usize = 48;

/// Most lines of code in one unit.
const CODE_LINES_PER_UNIT: usize = 256;

/// Deepest nesting of blocks with layout; deeper blocks are shown as plain text.
const MAX_NESTING: usize = 32;

/// Longest paragraph of an item of a tight list, in bytes; a longer one makes the list loose.
const MAX_TIGHT_ITEM_BYTES: usize = 280;

/// Units of a document.
#[derive(Debug, Default)]
pub(super) struct Segmentation {
    /// Units in reading order, the head first.
    pub(super) units: Vec<TextUnit>,
    /// Quotations and list items around units.
    pub(super) nodes: Vec<ContainerNode>,
    /// Index of the first unit of each block.
    pub(super) first_units: Vec<usize>,
    /// Characters of all units.
    pub(super) characters: usize,
    /// True if there is a heading at the outermost level.
    pub(super) has_headings: bool,
}

/// Part of the article that is laid out by itself.
#[derive(Debug, Default)]
pub(super) struct TextUnit {
    /// Kind of the unit, and the part of the block that it shows.
    pub(super) kind: UnitKind,
    /// Index of the document's block that the unit belongs to.
    pub(super) block: usize,
    /// Quotation or list item around the unit.
    pub(super) node: Option<usize>,
    /// Index of the unit's block among the blocks of the node.
    pub(super) child: usize,
    /// First byte of the unit's text in the text of the document's block.
    pub(super) start: usize,
    /// Length of the unit's text, in bytes.
    pub(super) len: usize,
    /// Characters of all units before this one.
    pub(super) characters_before: usize,
    /// Number of blank lines above the unit.
    pub(super) blank_lines_above: u8,
    /// True if the unit continues the block of the unit before it.
    pub(super) is_continuation: bool,
}

/// Contents of a unit. Byte offsets count from the start of the leaf block's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// Head of the article.
    #[default]
    Head,
    /// Paragraph or heading, from this byte on.
    Inlines(usize),
    /// Code, from this byte on.
    Code(usize),
    /// Rows of a table; row 0 comes with the caption.
    TableRows(Range<usize>),
    /// Part of a table row too long for one unit: index of the row, and first byte in its text.
    LongTableRow { row: usize, start: usize },
    /// Image.
    Image,
    /// Thematic break.
    ThematicBreak,
    /// List item or quotation without blocks.
    EmptyItem,
    /// Text of a block nested too deep, from this byte on.
    PlainText(usize),
}

/// Quotation or list item.
#[derive(Debug)]
pub(super) struct ContainerNode {
    /// Node around this one.
    pub(super) parent: Option<usize>,
    /// Index of the quotation or list among the blocks of the parent.
    pub(super) block: usize,
    /// Index of a list item in its list; `None` for a quotation.
    pub(super) item: Option<usize>,
    /// First unit of the node, which carries the marker.
    pub(super) first_unit: usize,
    /// Number of list items around this node.
    pub(super) depth: usize,
}

/// Splits a document into units.
pub(super) fn segment_document(document: &Document) -> Segmentation {
    let mut segmenter = Segmenter {
        segmentation: Segmentation::default(),
        block: 0,
        position: 0,
        next_gap: 0,
        is_below_heading: false,
    };
    let characters = [
        document.metadata.title.as_deref(),
        document.standfirst_to_show(),
    ]
    .iter()
    .filter_map(|part| Some(part.as_ref()?.chars().count()))
    .sum();
    segmenter.segmentation.has_headings = document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Heading(_)));
    segmenter.push_unit(UnitKind::Head, None, 0, 0, characters);
    for (index, block) in document.blocks.iter().enumerate() {
        segmenter.block = index;
        segmenter.position = 0;
        segmenter.next_gap = 1;
        segmenter
            .segmentation
            .first_units
            .push(segmenter.segmentation.units.len());
        segmenter.push_block(block, None, index, 0);
    }
    segmenter.segmentation
}

struct Segmenter {
    segmentation: Segmentation,
    /// Index of the current block of the document.
    block: usize,
    /// Bytes of that block's text so far.
    position: usize,
    /// Number of blank lines above the next unit.
    next_gap: u8,
    /// True if the last unit was a heading: text follows it without a blank line.
    is_below_heading: bool,
}

impl Segmenter {
    fn push_block(&mut self, block: &Block, node: Option<usize>, child: usize, depth: usize) {
        match block {
            Block::List(_) | Block::BlockQuote(_) if depth >= MAX_NESTING => {
                self.push_long_text(&block.text(), node, child, UnitKind::PlainText);
            }
            Block::List(list) => self.push_list(list, node, child, depth),
            Block::BlockQuote(blocks) => {
                let node = self.push_node(node, child, None);
                if blocks.is_empty() {
                    self.push_unit(UnitKind::EmptyItem, Some(node), 0, 0, 0);
                }
                for (i, block) in blocks.iter().enumerate() {
                    if i > 0 {
                        self.skip_separator(1);
                    }
                    self.push_block(block, Some(node), i, depth + 1);
                }
            }
            Block::Heading(heading) => {
                let top = self.segmentation.units.len() == 1;
                if node.is_none() && !top && heading.level <= 2 {
                    self.next_gap = 2;
                }
                self.is_below_heading = false;
                self.push_inlines(&heading.content, node, child);
                self.is_below_heading = true;
            }
            Block::Paragraph(content) => self.push_inlines(content, node, child),
            Block::CodeBlock { text, .. } => self.push_code(text, node, child),
            Block::Table(table) => self.push_table(table, node, child),
            Block::Image(image) => {
                let caption = TextSize::of_inlines(&image.caption);
                let both = !image.alt.is_empty() && !image.caption.is_empty();
                let bytes = image.alt.len() + usize::from(both) + caption.bytes;
                let characters = image.alt.chars().count() + caption.characters;
                self.push_unit(UnitKind::Image, node, child, bytes, characters);
            }
            Block::ThematicBreak => self.push_unit(UnitKind::ThematicBreak, node, child, 0, 0),
        }
    }

    fn push_list(&mut self, list: &List, node: Option<usize>, child: usize, depth: usize) {
        let spacing = u8::from(!is_tight(list));
        if list.items.is_empty() {
            self.push_unit(UnitKind::EmptyItem, node, child, 0, 0);
        }
        let mut first = true;
        for (i, item) in list.items.iter().enumerate() {
            let node = self.push_node(node, child, Some(i));
            if i > 0 {
                self.next_gap = spacing;
            }
            if item.blocks.is_empty() {
                self.push_unit(UnitKind::EmptyItem, Some(node), 0, 0, 0);
            }
            for (j, block) in item.blocks.iter().enumerate() {
                if !first {
                    self.skip_separator(spacing);
                }
                first = false;
                self.push_block(block, Some(node), j, depth + 1);
            }
        }
    }

    /// Skips the line feed between two blocks.
    fn skip_separator(&mut self, spacing: u8) {
        self.position += 1;
        self.next_gap = spacing;
    }

    fn push_node(&mut self, parent: Option<usize>, block: usize, item: Option<usize>) -> usize {
        let mut depth = 0;
        let mut ancestor = parent;
        while let Some(node) = ancestor.and_then(|index| self.segmentation.nodes.get(index)) {
            depth += usize::from(node.item.is_some());
            ancestor = node.parent;
        }
        self.segmentation.nodes.push(ContainerNode {
            parent,
            block,
            item,
            first_unit: self.segmentation.units.len(),
            depth,
        });
        self.segmentation.nodes.len() - 1
    }

    fn push_inlines(&mut self, content: &[Inline], node: Option<usize>, child: usize) {
        let size = TextSize::of_inlines(content);
        if size.bytes <= MAX_UNIT_BYTES {
            self.push_unit(
                UnitKind::Inlines(0),
                node,
                child,
                size.bytes,
                size.characters,
            );
        } else {
            self.push_long_text(&plain_text(content), node, child, UnitKind::Inlines);
        }
    }

    /// Pushes the units of a text, split at ends of sentences if it is too long.
    fn push_long_text(
        &mut self,
        text: &str,
        node: Option<usize>,
        child: usize,
        kind: impl Fn(usize) -> UnitKind,
    ) {
        let mut start = 0;
        loop {
            let end = sentence_end(text, start);
            let part = text.get(start..end).unwrap_or_default();
            let continues = start > 0;
            self.push_unit(kind(start), node, child, part.len(), part.chars().count());
            self.set_continuation(continues);
            start = end;
            if start >= text.len() {
                return;
            }
        }
    }

    fn push_code(&mut self, text: &str, node: Option<usize>, child: usize) {
        let mut start = 0;
        loop {
            let end = code_end(text, start);
            let part = text.get(start..end).unwrap_or_default();
            let kind = UnitKind::Code(start);
            self.push_unit(kind, node, child, part.len(), part.chars().count());
            self.set_continuation(start > 0);
            start = end;
            if start >= text.len() {
                return;
            }
        }
    }

    fn push_table(&mut self, table: &Table, node: Option<usize>, child: usize) {
        let mut size = TextSize::of_inlines(&table.caption);
        size.bytes += usize::from(!table.caption.is_empty());
        let mut start = 0;
        for (i, row) in table.rows.iter().enumerate() {
            // The cells of a row are joined by tabs.
            let mut row_size = TextSize {
                bytes: row.len().saturating_sub(1),
                characters: 0,
            };
            row.iter()
                .for_each(|cell| row_size += TextSize::of_inlines(cell));
            let is_long = row_size.bytes > MAX_UNIT_BYTES;
            let is_full =
                size.bytes + row_size.bytes > MAX_UNIT_BYTES || i - start >= ROWS_PER_UNIT;
            if i > start && (is_long || is_full) {
                self.push_rows(start..i, node, child, size);
                self.skip_separator(0);
                (size, start) = (TextSize::default(), i);
            }
            if is_long && i > 0 {
                let text = row_text(row);
                self.push_long_text(&text, node, child, |start| UnitKind::LongTableRow {
                    row: i,
                    start,
                });
                if let Some(first) = self
                    .segmentation
                    .units
                    .iter_mut()
                    .rev()
                    .find(|u| !u.is_continuation)
                {
                    first.is_continuation = true;
                }
                start = i + 1;
                if start < table.rows.len() {
                    self.skip_separator(0);
                }
                continue;
            }
            row_size.bytes += usize::from(i > start);
            size += row_size;
        }
        if start < table.rows.len() || table.rows.is_empty() {
            self.push_rows(start..table.rows.len(), node, child, size);
        }
    }

    fn push_rows(&mut self, rows: Range<usize>, node: Option<usize>, child: usize, size: TextSize) {
        let continues = rows.start > 0;
        self.push_unit(
            UnitKind::TableRows(rows),
            node,
            child,
            size.bytes,
            size.characters,
        );
        self.set_continuation(continues);
    }

    fn push_unit(
        &mut self,
        kind: UnitKind,
        node: Option<usize>,
        child: usize,
        len: usize,
        characters: usize,
    ) {
        self.segmentation.units.push(TextUnit {
            kind,
            block: self.block,
            node,
            child,
            start: self.position,
            len,
            characters_before: self.segmentation.characters,
            blank_lines_above: if self.is_below_heading {
                0
            } else {
                self.next_gap
            },
            is_continuation: false,
        });
        self.is_below_heading = false;
        self.segmentation.characters += characters;
        self.position += len;
    }

    /// Marks the last unit as a continuation of the one before it, if `continues`.
    fn set_continuation(&mut self, continues: bool) {
        if let Some(unit) = self.segmentation.units.last_mut().filter(|_| continues) {
            unit.is_continuation = true;
            unit.blank_lines_above = 0;
        }
    }
}

/// Returns true if no blank lines stand between the items of a list: each item is one short paragraph, perhaps with
/// lists below it.
fn is_tight(list: &List) -> bool {
    list.items.iter().all(|item| {
        item.blocks
            .iter()
            .enumerate()
            .all(|(i, block)| match block {
                Block::Paragraph(content) => {
                    i == 0 && TextSize::of_inlines(content).bytes <= MAX_TIGHT_ITEM_BYTES
                }
                Block::List(_) => true,
                _ => false,
            })
    })
}

/// Returns the text of a row: its cells joined by tabs.
pub(super) fn row_text(row: &[Vec<Inline>]) -> String {
    let mut out = String::new();
    for (i, cell) in row.iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        out.push_str(&plain_text(cell));
    }
    out
}

/// Returns the end of the part of a long text that begins at `start`: after a line, a sentence, a word, or at least a
/// grapheme.
fn sentence_end(text: &str, start: usize) -> usize {
    let limit = floor_char_boundary(text, start + MAX_UNIT_BYTES);
    if limit >= text.len() {
        return text.len();
    }
    let from = floor_char_boundary(
        text,
        limit.saturating_sub(BREAK_SEARCH_BYTES).max(start + 1),
    );
    let window = text.get(from..limit).unwrap_or_default();
    let (mut sentence, mut word) = (None, None);
    let mut before = [' '; 2];
    for (at, c) in window.char_indices() {
        let closed = matches!(before[1], '"' | '”' | '’' | ')' | '»');
        let stop = if closed { before[0] } else { before[1] };
        let ideographic = matches!(before[1], '。' | '！' | '？');
        if at > 0 && (is_breaking_space(before[1]) || ideographic) && !is_breaking_space(c) {
            word = Some(from + at);
        }
        if at > 0 && (before[1] == '\n' || ideographic) {
            sentence = Some(from + at);
        } else if is_breaking_space(c) && matches!(stop, '.' | '!' | '?' | '…') {
            sentence = Some(from + at + c.len_utf8());
        }
        before = [before[1], c];
    }
    let boundary = |at: &usize| is_grapheme_boundary(text, *at);
    let found = sentence.filter(boundary).or(word.filter(boundary));
    found.unwrap_or_else(|| grapheme_end(text, start, limit))
}

/// Returns the end of the part of a long code block that begins at `start`: after a line, or else at a grapheme.
fn code_end(text: &str, start: usize) -> usize {
    let limit = floor_char_boundary(text, start + MAX_UNIT_BYTES);
    let window = text.get(start..limit).unwrap_or_default();
    let mut feeds = window.match_indices('\n').map(|(at, _)| start + at + 1);
    let full = feeds.by_ref().take(CODE_LINES_PER_UNIT).last();
    if limit >= text.len() {
        return match (full, feeds.next()) {
            (Some(full), Some(_)) => full,
            _ => text.len(),
        };
    }
    full.unwrap_or_else(|| grapheme_end(text, start, limit))
}

/// Returns the last grapheme boundary at or before `limit`; `limit` itself if there is none near.
fn grapheme_end(text: &str, start: usize, limit: usize) -> usize {
    let from = floor_char_boundary(text, limit.saturating_sub(256).max(start + 1));
    let ends = text.get(from..limit).unwrap_or_default().char_indices();
    let mut ends = ends.rev().map(|(at, _)| from + at);
    ends.find(|at| *at > start && is_grapheme_boundary(text, *at))
        .unwrap_or(limit)
}

/// Returns the last character boundary at or before `at`.
pub(super) fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns true if no grapheme is split at the byte `at`.
pub(super) fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.is_boundary(text, 0).unwrap_or(true)
}
