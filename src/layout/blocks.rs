//! The lines of one unit: [`Page::lay_out`].
//!
//! 1. Quotations and list items around the unit give what its lines begin with: bars, markers, indents. Those of right-to-left
//!    quotations and lists stand on the right.
//! 2. Its own text is wrapped to what is left of the width.
//! 3. The white space above it comes first, with the bars of the quotations that it continues.

use std::borrow::Cow;
use std::ops::Range;

use super::bidi::Direction;
use super::columns::columns;
use super::cut::{Node, Segmentation, TextUnit, TextUnitKind};
use super::edges::{Gutter, GutterPart};
use super::flow::InlineText;
use super::ornament::{mirrored_ornament, ornament_span, spaces};
use super::prose::{ProseSettings, paragraph, title_lines};
use super::table::{self, TableLayout};
use super::{ImageRoom, Role, TextLine, code, head, heading, image};
use crate::model::{Block, Document, Inline, List, Token};

/// From this width on the text of an article with headings is set in from them.
const MARGIN_FROM: usize = 48;

/// The columns by which it is set in.
const MARGIN: usize = 2;

/// What laying out a unit needs to know.
#[derive(Debug)]
pub(super) struct LayoutContext<'a> {
    pub(super) document: &'a Document,
    pub(super) cut: &'a Segmentation,
    pub(super) setting: ProseSettings<'a>,
    /// Whole minutes that the article takes to read.
    pub(super) minutes: Option<usize>,
    /// What is known of its images.
    pub(super) images: Option<&'a ImageRoom>,
}

impl<'a> LayoutContext<'a> {
    /// The lines of a unit, the white space above it among them. A table is set in the columns of `grid`.
    /// In code the words are what `tokens` says.
    pub(super) fn lay_out(
        &self,
        index: usize,
        grid: Option<&TableLayout>,
        tokens: &[(Range<usize>, Token)],
    ) -> Vec<TextLine> {
        let Some(unit) = self.cut.units.get(index) else {
            return Vec::new();
        };
        let edges = self.edges(index, unit);
        let width = self.width() - edges.used_columns;
        let mut content = self.content(unit, width, grid, tokens);
        if content.is_empty() {
            content.push(TextLine::default());
        }
        let mut lines = self.gap_before(index, unit);
        // White space that the content begins with is part of the gap.
        let mut first = true;
        for mut line in content {
            let begins = first && !line.gap;
            edges.add_gutter(&mut line, begins, width);
            first &= line.gap;
            lines.push(line);
        }
        lines
    }

    fn width(&self) -> usize {
        usize::from(self.setting.options.width).max(1)
    }

    fn ascii(&self) -> bool {
        self.setting.options.ascii
    }

    /// The columns that a unit's own text has.
    pub(super) fn inner_width(&self, index: usize) -> usize {
        let unit = self.cut.units.get(index);
        let used = unit.map_or(0, |unit| self.edges(index, unit).used_columns);
        self.width() - used
    }

    /// The column at which a unit's own text begins.
    pub(super) fn inner_column(&self, index: usize) -> usize {
        let unit = self.cut.units.get(index);
        let edges = unit.map(|unit| self.edges(index, unit).edges);
        let edges = edges.iter().flatten();
        let left = edges.filter(|edge| edge.side == Direction::Ltr);
        left.map(|edge| columns(&edge.other_lines.text)).sum()
    }

    /// The block that a unit shows, or shows a part of.
    pub(super) fn leaf(&self, unit: &TextUnit) -> Option<&'a Block> {
        self.blocks(unit.node)?.get(unit.child)
    }

    /// The blocks in a node; those of the document for `None`.
    fn blocks(&self, node: Option<usize>) -> Option<&'a [Block]> {
        let Some(node) = node else {
            return Some(&self.document.blocks);
        };
        let node = self.cut.nodes.get(node)?;
        match (self.blocks(node.parent)?.get(node.block)?, node.item) {
            (Block::BlockQuote(blocks), None) => Some(blocks),
            (Block::List(list), Some(item)) => Some(&list.items.get(item)?.blocks),
            _ => None,
        }
    }

    /// The quotations and items around a unit, the outermost first.
    fn blocks_around(&self, node: Option<usize>) -> Vec<(usize, &'a Node)> {
        let mut chain = Vec::new();
        let mut next = node;
        while let Some((index, node)) = next.and_then(|i| Some((i, self.cut.nodes.get(i)?))) {
            chain.push((index, node));
            next = node.parent;
        }
        chain.reverse();
        chain
    }

    /// What the lines of a unit have on either side. At most about half of the width: what is furthest outside gives way first.
    fn edges(&self, index: usize, unit: &TextUnit) -> Gutter {
        let mut edges = self.segments(unit.node, |node| {
            node.first_unit == index && !unit.continues
        });
        let heading = unit.node.is_none() && matches!(self.leaf(unit), Some(Block::Heading(_)));
        let margin = self.cut.headings && self.width() >= MARGIN_FROM;
        if margin && !heading && unit.kind != TextUnitKind::Head {
            let side = self.leaf(unit).and_then(Direction::of_block);
            edges.insert(
                0,
                GutterPart {
                    first_line: spaces(MARGIN),
                    other_lines: spaces(MARGIN),
                    side: side.unwrap_or(self.setting.direction),
                },
            );
        }
        let width = self.width();
        let limit = width.saturating_sub(2).min((width / 2).max(4));
        let mut used: usize = edges
            .iter()
            .map(|edge| columns(&edge.other_lines.text))
            .sum();
        let mut edges = edges.into_iter();
        while used > limit
            && let Some(edge) = edges.next()
        {
            used -= columns(&edge.other_lines.text);
        }
        Gutter {
            edges: edges.collect(),
            used_columns: used,
        }
    }

    /// For each node around a unit what its lines have on one side.
    fn segments(&self, node: Option<usize>, marked: impl Fn(&Node) -> bool) -> Vec<GutterPart> {
        let mut edges = Vec::new();
        for (_, node) in self.blocks_around(node) {
            let block = self.blocks(node.parent).and_then(|b| b.get(node.block));
            let side = block.and_then(Direction::of_block);
            let side = side.unwrap_or(self.setting.direction);
            if node.item.is_none() {
                let bar = match (self.ascii(), side) {
                    (true, Direction::Ltr) => "| ",
                    (true, Direction::Rtl) => " |",
                    (false, Direction::Ltr) => "▎ ",
                    (false, Direction::Rtl) => " ▐",
                };
                let bar = ornament_span(bar, Role::QuoteBar);
                edges.push(GutterPart {
                    first_line: bar.clone(),
                    other_lines: bar,
                    side,
                });
            } else if let Some(marker) = self.marker(node) {
                let rest = spaces(columns(&marker));
                let first = match marked(node) {
                    true => ornament_span(mirrored_ornament(marker, side), Role::ListMarker),
                    false => rest.clone(),
                };
                edges.push(GutterPart {
                    first_line: first,
                    other_lines: rest,
                    side,
                });
            }
        }
        edges
    }

    /// The bullet, number or task mark of an item, with the space after it.
    fn marker(&self, node: &Node) -> Option<String> {
        let Block::List(list) = self.blocks(node.parent)?.get(node.block)? else {
            return None;
        };
        let item = node.item?;
        let done = list.items.get(item)?.checked;
        let task = match (done, self.ascii()) {
            (None, _) => "",
            (Some(true), true) => "[x] ",
            (Some(false), true) => "[ ] ",
            (Some(true), false) => "☑ ",
            (Some(false), false) => "☐ ",
        };
        if let Some(start) = list.start {
            let (number, widest) = (number(start, item), number_width(list, start));
            return Some(format!("{number:>widest$}. {task}"));
        }
        let bullets = if self.ascii() {
            ["* ", "- ", "+ "]
        } else {
            ["• ", "◦ ", "▪ "]
        };
        let bullet = bullets.get(node.depth % 3).copied().unwrap_or("* ");
        Some(if done.is_some() { task } else { bullet }.to_owned())
    }

    /// The blank lines above a unit. Between two units of one quotation its bar goes on.
    fn gap_before(&self, index: usize, unit: &TextUnit) -> Vec<TextLine> {
        let before = index.checked_sub(1).and_then(|i| self.cut.units.get(i));
        let shared = before.and_then(|before| self.shared_ancestors(before, unit));
        let mut line = TextLine {
            gap: true,
            ..TextLine::default()
        };
        if let Some(node) = shared.filter(|node| self.cut.nodes.get(*node).is_some()) {
            let between = TextUnit {
                kind: TextUnitKind::Marker,
                node: Some(node),
                continues: true,
                ..TextUnit::default()
            };
            let edges = self.edges(usize::MAX, &between);
            edges.add_gutter(&mut line, false, self.width() - edges.used_columns);
        }
        vec![line; usize::from(unit.gap)]
    }

    /// The innermost node that holds both units.
    fn shared_ancestors(&self, a: &TextUnit, b: &TextUnit) -> Option<usize> {
        if a.block != b.block {
            return None;
        }
        let (a, b) = (self.blocks_around(a.node), self.blocks_around(b.node));
        let both = a.iter().zip(&b).take_while(|(a, b)| a.0 == b.0);
        both.last().map(|(a, _)| a.0)
    }

    /// The lines of a unit without what stands around it.
    fn content(
        &self,
        unit: &TextUnit,
        width: usize,
        grid: Option<&TableLayout>,
        tokens: &[(Range<usize>, Token)],
    ) -> Vec<TextLine> {
        let quoted = self
            .blocks_around(unit.node)
            .iter()
            .any(|(_, node)| node.item.is_none());
        let role = if quoted { Role::Quote } else { Role::Text };
        let set = &ProseSettings {
            words: self.starts_block(unit),
            ..self.setting
        };
        match (&unit.kind, self.leaf(unit)) {
            (TextUnitKind::Head, _) => head::head_lines(self.document, self.minutes, width, set),
            (TextUnitKind::Inlines(from), Some(Block::Paragraph(content))) => {
                let flow = InlineText::of_inlines(content, *from..from + unit.len, 0);
                paragraph(&flow, width, role, set)
            }
            (TextUnitKind::Inlines(from), Some(Block::Heading(h))) => {
                let flow = InlineText::of_inlines(&h.content, *from..from + unit.len, 0);
                let last = h.level == 1 && !self.continues_block(unit);
                heading::heading_lines(h, &flow, width, set, last)
            }
            (TextUnitKind::Code(from), Some(Block::CodeBlock { text, .. })) => {
                code::code_lines(text, *from..from + unit.len, tokens, width, set)
            }
            (TextUnitKind::Rows(rows), Some(Block::Table(t))) => match grid {
                Some(grid) => table::table_lines(t, rows.clone(), grid, width, role, set),
                None => Vec::new(),
            },
            (TextUnitKind::Image, Some(Block::Image(i))) => {
                image::image_lines(i, self.images, width, set)
            }
            (TextUnitKind::Rule, _) => vec![rule(width, self.ascii())],
            (TextUnitKind::LongRow(..) | TextUnitKind::Flat(_), _) => title_lines(
                &InlineText::plain(self.text(unit).into_owned(), 0),
                width,
                role,
                set,
            ),
            _ => Vec::new(),
        }
    }

    /// The direction of a paragraph that began in another unit.
    fn starts_block(&self, unit: &TextUnit) -> Option<Direction> {
        let cut = matches!(unit.kind, TextUnitKind::Inlines(from) if from > 0);
        let leaf = self.leaf(unit).filter(|_| cut);
        // One that begins with a foreign name may have the direction of its article: most letters decide.
        let other = |found: &Direction| {
            (*found, self.setting.direction) != (Direction::Ltr, Direction::Rtl)
        };
        leaf.and_then(Direction::of_block).filter(other)
    }

    /// Whether the unit after this one shows more of the same leaf.
    fn continues_block(&self, unit: &TextUnit) -> bool {
        let size = self.leaf(unit).map_or(0, |block| match block {
            Block::Heading(h) => super::flow::size(&h.content).0,
            _ => 0,
        });
        matches!(unit.kind, TextUnitKind::Inlines(from) if from + unit.len < size)
    }

    /// The text of a unit: borrowed where the document has it in one piece, since a search asks for all of them.
    pub(super) fn text(&self, unit: &TextUnit) -> Cow<'a, str> {
        let within = |text: &'a str, from: usize| {
            Cow::Borrowed(text.get(from..from + unit.len).unwrap_or_default())
        };
        let owned = |text: String, from: usize| {
            Cow::Owned(
                text.get(from..from + unit.len)
                    .unwrap_or_default()
                    .to_owned(),
            )
        };
        let inlines = |content: &'a [Inline], from: usize| match content {
            [Inline::Text(text)] => within(text, from),
            _ => InlineText::of_inlines(content, from..from + unit.len, 0)
                .text
                .into(),
        };
        match (&unit.kind, self.leaf(unit)) {
            (TextUnitKind::Head, _) => head::head_text(self.document).into(),
            (TextUnitKind::Inlines(from), Some(Block::Paragraph(content))) => {
                inlines(content, *from)
            }
            (TextUnitKind::Inlines(from), Some(Block::Heading(h))) => inlines(&h.content, *from),
            (TextUnitKind::Code(from), Some(Block::CodeBlock { text, .. })) => within(text, *from),
            (TextUnitKind::Rows(rows), Some(Block::Table(t))) => {
                table::cell_text(t, rows.clone()).into()
            }
            (TextUnitKind::LongRow(row, from), Some(Block::Table(t))) => {
                let row = t.rows.get(*row).map(Vec::as_slice).unwrap_or_default();
                owned(super::cut::row_text(row), *from)
            }
            (TextUnitKind::Image, Some(block)) => block.text().into(),
            (TextUnitKind::Flat(from), Some(block)) => owned(block.text(), *from),
            _ => Cow::Borrowed(""),
        }
    }
}

fn number(start: u64, item: usize) -> u64 {
    start.saturating_add(item as u64)
}

/// The digits of the largest number of a list.
fn number_width(list: &List, start: u64) -> usize {
    let last = number(start, list.items.len().saturating_sub(1));
    last.checked_ilog10()
        .map_or(1, |digits| digits as usize + 1)
}

/// A rule, in the middle.
fn rule(width: usize, ascii: bool) -> TextLine {
    let text = match (ascii, width) {
        (true, 5..) => "* * *".to_owned(),
        (true, _) => "*".to_owned(),
        (false, _) => "─".repeat(width.min(3)),
    };
    let pad = (width - columns(&text)) / 2;
    TextLine {
        spans: vec![spaces(pad), ornament_span(text, Role::ThematicBreak)],
        ..TextLine::default()
    }
}
