//! A document cut into units, in one pass that wraps nothing: [`cut`].
//!
//! A unit is a leaf of the tree of blocks, or a part of one that is too long to lay out between two keys. It holds indices
//! into the document and no text. The places of units count the bytes of [`Block::text`], so the walk here adds up the very
//! separators that it writes.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::flow;
use super::wrap::is_space;
use crate::model::{Block, Document, Inline, List, Table, plain_text};

/// A unit longer than this, in bytes, is cut where it can be.
pub(super) const LONG_PARAGRAPH: usize = 16 * 1024;

/// How far before the end of a long unit a better place to cut is looked for, in bytes.
const SEARCH: usize = 2 * 1024;

/// Rows of a table in one unit.
const TABLE_ROWS: usize = 48;

/// Lines of code in one unit.
const CODE_LINES: usize = 256;

/// Blocks nested deeper than this are shown as text alone.
const MAX_DEPTH: usize = 32;

/// An item with a paragraph longer than this, in bytes, makes its list a loose one.
const SHORT_ITEM: usize = 280;

/// The document cut into units.
#[derive(Debug, Default)]
pub(super) struct Segmentation {
    /// The units in reading order, the head first.
    pub(super) units: Vec<TextUnit>,
    /// The quotations and list items that units stand in.
    pub(super) nodes: Vec<Node>,
    /// The first unit of each block.
    pub(super) first: Vec<usize>,
    /// The characters of all units.
    pub(super) characters: usize,
    /// Whether there is a heading at the outermost level.
    pub(super) headings: bool,
}

/// A stretch of the article that is laid out by itself.
#[derive(Debug, Default)]
pub(super) struct TextUnit {
    /// What it is, and which part of it.
    pub(super) kind: TextUnitKind,
    /// The block of the document it belongs to.
    pub(super) block: usize,
    /// The quotation or list item it stands in.
    pub(super) node: Option<usize>,
    /// The index of its block among the blocks of the node.
    pub(super) child: usize,
    /// Where its text begins in the text of the document's block, in bytes.
    pub(super) start: usize,
    /// The bytes of its text.
    pub(super) len: usize,
    /// The characters of the units before it.
    pub(super) characters: usize,
    /// The blank lines above it.
    pub(super) gap: u8,
    /// Whether it goes on where the unit before it was cut.
    pub(super) continues: bool,
}

/// What a unit shows. Bytes count from the start of the leaf's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum TextUnitKind {
    /// The head of the article.
    #[default]
    Head,
    /// A paragraph or heading, from this byte on.
    Inlines(usize),
    /// Code, from this byte on.
    Code(usize),
    /// Rows of a table; with row 0 its caption.
    Rows(Range<usize>),
    /// A row of a table that is too long for one unit, from this byte of its text on.
    LongRow(usize, usize),
    /// An image.
    Image,
    /// A rule.
    Rule,
    /// An item of a list that holds nothing.
    Marker,
    /// The text of a block nested too deep, from this byte on.
    Flat(usize),
}

/// A quotation or an item of a list.
#[derive(Debug)]
pub(super) struct Node {
    /// The one around it.
    pub(super) parent: Option<usize>,
    /// The index of the quotation or list among the blocks of the parent.
    pub(super) block: usize,
    /// For an item of a list its index; `None` for a quotation.
    pub(super) item: Option<usize>,
    /// Its first unit, which carries the marker.
    pub(super) first_unit: usize,
    /// How many lists of the same kind, numbered or not, are around it.
    pub(super) depth: usize,
}

/// Cuts a document into units.
pub(super) fn segment(document: &Document) -> Segmentation {
    let mut cutter = Segmenter {
        out: Segmentation::default(),
        block: 0,
        position: 0,
        gap: 0,
        below_heading: false,
    };
    let characters = [document.metadata.title.as_deref(), document.standfirst()]
        .iter()
        .filter_map(|part| Some(part.as_ref()?.chars().count()))
        .sum();
    cutter.out.headings = document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Heading(_)));
    cutter.push(TextUnitKind::Head, None, 0, 0, characters);
    for (index, block) in document.blocks.iter().enumerate() {
        cutter.block = index;
        cutter.position = 0;
        cutter.gap = 1;
        cutter.out.first.push(cutter.out.units.len());
        cutter.block(block, None, index, 0);
    }
    cutter.out
}

struct Segmenter {
    out: Segmentation,
    /// The block of the document.
    block: usize,
    /// The bytes of its text so far.
    position: usize,
    /// The blank lines above the next unit.
    gap: u8,
    /// Whether the last unit was a heading: text stands right below it.
    below_heading: bool,
}

impl Segmenter {
    fn block(&mut self, block: &Block, node: Option<usize>, child: usize, depth: usize) {
        match block {
            Block::List(_) | Block::BlockQuote(_) if depth >= MAX_DEPTH => {
                self.long(&block.text(), node, child, TextUnitKind::Flat);
            }
            Block::List(list) => self.list(list, node, child, depth),
            Block::BlockQuote(blocks) => {
                let node = self.node(node, child, None);
                if blocks.is_empty() {
                    self.push(TextUnitKind::Marker, Some(node), 0, 0, 0);
                }
                for (i, block) in blocks.iter().enumerate() {
                    if i > 0 {
                        self.separate(1);
                    }
                    self.block(block, Some(node), i, depth + 1);
                }
            }
            Block::Heading(heading) => {
                let top = self.out.units.len() == 1;
                if node.is_none() && !top && heading.level <= 2 {
                    self.gap = 2;
                }
                self.below_heading = false;
                self.inlines(&heading.content, node, child);
                self.below_heading = true;
            }
            Block::Paragraph(content) => self.inlines(content, node, child),
            Block::CodeBlock { text, .. } => self.code(text, node, child),
            Block::Table(table) => self.table(table, node, child),
            Block::Image(image) => {
                let (bytes, characters) = flow::size(&image.caption);
                let both = !image.alt.is_empty() && !image.caption.is_empty();
                let bytes = image.alt.len() + usize::from(both) + bytes;
                let characters = image.alt.chars().count() + characters;
                self.push(TextUnitKind::Image, node, child, bytes, characters);
            }
            Block::ThematicBreak => self.push(TextUnitKind::Rule, node, child, 0, 0),
        }
    }

    fn list(&mut self, list: &List, node: Option<usize>, child: usize, depth: usize) {
        let spacing = u8::from(!is_tight(list));
        if list.items.is_empty() {
            self.push(TextUnitKind::Marker, node, child, 0, 0);
        }
        let mut first = true;
        for (i, item) in list.items.iter().enumerate() {
            let node = self.node(node, child, Some(i));
            if i > 0 {
                self.gap = spacing;
            }
            if item.blocks.is_empty() {
                self.push(TextUnitKind::Marker, Some(node), 0, 0, 0);
            }
            for (j, block) in item.blocks.iter().enumerate() {
                if !first {
                    self.separate(spacing);
                }
                first = false;
                self.block(block, Some(node), j, depth + 1);
            }
        }
    }

    /// Steps over the line feed between two blocks.
    fn separate(&mut self, spacing: u8) {
        self.position += 1;
        self.gap = spacing;
    }

    fn node(&mut self, parent: Option<usize>, block: usize, item: Option<usize>) -> usize {
        let mut depth = 0;
        let mut above = parent;
        while let Some(node) = above.and_then(|index| self.out.nodes.get(index)) {
            depth += usize::from(node.item.is_some());
            above = node.parent;
        }
        self.out.nodes.push(Node {
            parent,
            block,
            item,
            first_unit: self.out.units.len(),
            depth,
        });
        self.out.nodes.len() - 1
    }

    fn inlines(&mut self, content: &[Inline], node: Option<usize>, child: usize) {
        let (bytes, characters) = flow::size(content);
        if bytes <= LONG_PARAGRAPH {
            self.push(TextUnitKind::Inlines(0), node, child, bytes, characters);
        } else {
            self.long(&plain_text(content), node, child, TextUnitKind::Inlines);
        }
    }

    /// Pushes the units of a text that may be long, cut where a sentence ends.
    fn long(
        &mut self,
        text: &str,
        node: Option<usize>,
        child: usize,
        kind: impl Fn(usize) -> TextUnitKind,
    ) {
        let mut start = 0;
        loop {
            let end = sentence_end(text, start);
            let part = text.get(start..end).unwrap_or_default();
            let continues = start > 0;
            self.push(kind(start), node, child, part.len(), part.chars().count());
            self.continued(continues);
            start = end;
            if start >= text.len() {
                return;
            }
        }
    }

    fn code(&mut self, text: &str, node: Option<usize>, child: usize) {
        let mut start = 0;
        loop {
            let end = code_end(text, start);
            let part = text.get(start..end).unwrap_or_default();
            let kind = TextUnitKind::Code(start);
            self.push(kind, node, child, part.len(), part.chars().count());
            self.continued(start > 0);
            start = end;
            if start >= text.len() {
                return;
            }
        }
    }

    fn table(&mut self, table: &Table, node: Option<usize>, child: usize) {
        let (mut bytes, mut characters) = flow::size(&table.caption);
        bytes += usize::from(!table.caption.is_empty());
        let mut start = 0;
        for (i, row) in table.rows.iter().enumerate() {
            let sizes = row.iter().map(|cell| flow::size(cell));
            let (b, c) = sizes.fold((row.len().saturating_sub(1), 0), |sum, size| {
                (sum.0 + size.0, sum.1 + size.1)
            });
            let own = b > LONG_PARAGRAPH;
            if i > start && (own || bytes + b > LONG_PARAGRAPH || i - start >= TABLE_ROWS) {
                self.rows(start..i, node, child, bytes, characters);
                self.separate(0);
                (bytes, characters, start) = (0, 0, i);
            }
            if own && i > 0 {
                let text = row_text(row);
                self.long(&text, node, child, |from| TextUnitKind::LongRow(i, from));
                if let Some(first) = self.out.units.iter_mut().rev().find(|u| !u.continues) {
                    first.continues = true;
                }
                start = i + 1;
                if start < table.rows.len() {
                    self.separate(0);
                }
                continue;
            }
            bytes += b + usize::from(i > start);
            characters += c;
        }
        if start < table.rows.len() || table.rows.is_empty() {
            self.rows(start..table.rows.len(), node, child, bytes, characters);
        }
    }

    fn rows(
        &mut self,
        rows: Range<usize>,
        node: Option<usize>,
        child: usize,
        bytes: usize,
        characters: usize,
    ) {
        let continues = rows.start > 0;
        self.push(TextUnitKind::Rows(rows), node, child, bytes, characters);
        self.continued(continues);
    }

    fn push(
        &mut self,
        kind: TextUnitKind,
        node: Option<usize>,
        child: usize,
        len: usize,
        characters: usize,
    ) {
        self.out.units.push(TextUnit {
            kind,
            block: self.block,
            node,
            child,
            start: self.position,
            len,
            characters: self.out.characters,
            gap: if self.below_heading { 0 } else { self.gap },
            continues: false,
        });
        self.below_heading = false;
        self.out.characters += characters;
        self.position += len;
    }

    /// Says of the last unit whether it goes on where the one before it ended.
    fn continued(&mut self, continues: bool) {
        if let Some(unit) = self.out.units.last_mut().filter(|_| continues) {
            unit.continues = true;
            unit.gap = 0;
        }
    }
}

/// Whether the items of a list stand without blank lines between them: each is one short paragraph, perhaps with lists below.
fn is_tight(list: &List) -> bool {
    list.items.iter().all(|item| {
        item.blocks
            .iter()
            .enumerate()
            .all(|(i, block)| match block {
                Block::Paragraph(content) => i == 0 && flow::size(content).0 <= SHORT_ITEM,
                Block::List(_) => true,
                _ => false,
            })
    })
}

/// The text of a row: its cells joined by tabs.
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

/// Where the part of a long text that begins at `start` ends: after a line, a sentence, a word, or at least a grapheme.
fn sentence_end(text: &str, start: usize) -> usize {
    let limit = floor_char_boundary(text, start + LONG_PARAGRAPH);
    if limit >= text.len() {
        return text.len();
    }
    let from = floor_char_boundary(text, limit.saturating_sub(SEARCH).max(start + 1));
    let window = text.get(from..limit).unwrap_or_default();
    let (mut sentence, mut word) = (None, None);
    let mut before = [' '; 2];
    for (at, c) in window.char_indices() {
        let closed = matches!(before[1], '"' | '”' | '’' | ')' | '»');
        let stop = if closed { before[0] } else { before[1] };
        let ideographic = matches!(before[1], '。' | '！' | '？');
        if at > 0 && (is_space(before[1]) || ideographic) && !is_space(c) {
            word = Some(from + at);
        }
        if at > 0 && (before[1] == '\n' || ideographic) {
            sentence = Some(from + at);
        } else if is_space(c) && matches!(stop, '.' | '!' | '?' | '…') {
            sentence = Some(from + at + c.len_utf8());
        }
        before = [before[1], c];
    }
    let boundary = |at: &usize| is_grapheme_boundary(text, *at);
    let found = sentence.filter(boundary).or(word.filter(boundary));
    found.unwrap_or_else(|| grapheme_end(text, start, limit))
}

/// Where the part of a long code block that begins at `start` ends: after a line, or else at a grapheme.
fn code_end(text: &str, start: usize) -> usize {
    let limit = floor_char_boundary(text, start + LONG_PARAGRAPH);
    let window = text.get(start..limit).unwrap_or_default();
    let mut feeds = window.match_indices('\n').map(|(at, _)| start + at + 1);
    let full = feeds.by_ref().take(CODE_LINES).last();
    if limit >= text.len() {
        return match (full, feeds.next()) {
            (Some(full), Some(_)) => full,
            _ => text.len(),
        };
    }
    full.unwrap_or_else(|| grapheme_end(text, start, limit))
}

/// The last end of a grapheme at or before `limit`; `limit` itself if there is none near.
fn grapheme_end(text: &str, start: usize, limit: usize) -> usize {
    let from = floor_char_boundary(text, limit.saturating_sub(256).max(start + 1));
    let ends = text.get(from..limit).unwrap_or_default().char_indices();
    let mut ends = ends.rev().map(|(at, _)| from + at);
    ends.find(|at| *at > start && is_grapheme_boundary(text, *at))
        .unwrap_or(limit)
}

/// The last boundary of a character at or before `at`.
pub(super) fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether no grapheme is cut in two at a byte.
pub(super) fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.is_boundary(text, 0).unwrap_or(true)
}
