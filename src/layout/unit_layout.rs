//! Layout of one unit: [`LayoutContext::lay_out`].
//!
//! 1. Quotations and list items around the unit decide how its lines begin: bars, markers, indents. Those of
//!    right-to-left quotations and lists stand on the right.
//! 2. The text of the unit is wrapped to the rest of the width.
//! 3. The blank lines above the unit come first, with the bars of the quotations that continue over them.

use std::borrow::Cow;
use std::ops::Range;

use super::bidi::Direction;
use super::columns::columns;
use super::gutter::{Gutter, GutterPart};
use super::inline_text::{InlineText, TextSize};
use super::ornament::{mirrored_ornament, ornament_span, spaces};
use super::prose::{ProseSettings, paragraph_lines, tabbed_lines};
use super::segmentation::{ContainerNode, Segmentation, TextUnit, UnitKind};
use super::table;
use super::table_columns::TableLayout;
use super::verse;
use super::{ImageLayoutOptions, Role, TextLine, WideLine, code, head, heading, image};
use crate::model::{Block, Document, Inline, List, Numbering, Token};

/// Least width, in columns, at which the text of an article with headings is indented below them.
const MIN_INDENT_WIDTH: usize = 48;

/// Columns of that indent.
const TEXT_INDENT: usize = 2;

/// Document, segmentation and options that the layout of a unit needs.
#[derive(Debug)]
pub(super) struct LayoutContext<'a> {
    pub(super) document: &'a Document,
    pub(super) segmentation: &'a Segmentation,
    pub(super) settings: ProseSettings<'a>,
    /// Reading time in whole minutes.
    pub(super) minutes: Option<usize>,
    /// Note behind the facts of the head.
    pub(super) head_note: Option<&'a str>,
    /// Sizes of the images of the article.
    pub(super) images: Option<&'a ImageLayoutOptions>,
}

impl<'a> LayoutContext<'a> {
    /// Returns the lines of a unit, blank lines above it included. `table_layout` has the columns of a table, `tokens` the
    /// highlighted byte ranges of a code block.
    pub(super) fn lay_out(
        &self,
        index: usize,
        table_layout: Option<&TableLayout>,
        tokens: &[(Range<usize>, Token)],
    ) -> Vec<TextLine> {
        let Some(unit) = self.segmentation.units.get(index) else {
            return Vec::new();
        };
        let parts = self.gutter(index, unit);
        let width = self.width() - parts.width;
        let wide = self.wide_columns(&parts);
        let mut content = self.content_lines(unit, width, wide, table_layout, tokens);
        if content.is_empty() {
            content.push(TextLine::default());
        }
        let position = self.wide_position(&content, &parts);
        let mut lines = self.gap_lines(index, unit);
        // White space at the start of the content counts as part of the gap.
        let mut first = true;
        for mut line in content {
            let begins = first && !line.is_gap;
            let own_spans = line.spans.len();
            parts.add_to_line(&mut line, begins, width);
            let gutter_spans = line.spans.len().saturating_sub(own_spans);
            line.wide = line.wide.zip(position).map(|(own, position)| WideLine {
                fixed_spans: gutter_spans + own.fixed_spans,
                ..position
            });
            first &= line.is_gap;
            lines.push(line);
        }
        lines
    }

    fn width(&self) -> usize {
        usize::from(self.settings.options.width).max(1)
    }

    /// Returns the columns for the text of code, verse or a table, if they may be wider than other text.
    fn wide_columns(&self, gutter: &Gutter) -> Option<usize> {
        let wide = self.settings.options.wide?;
        // Bars on the right stand at the edge of the text.
        let columns = usize::from(wide.columns.saturating_add(wide.before)).max(self.width());
        (!gutter.has_right_side()).then(|| columns - gutter.width)
    }

    /// Returns the position of the lines of a unit that is wider than the text.
    fn wide_position(&self, content: &[TextLine], gutter: &Gutter) -> Option<WideLine> {
        let wide = self.settings.options.wide?;
        let lines = content.iter().filter(|line| line.wide.is_some());
        let columns = gutter.width + lines.map(TextLine::columns).max()?;
        if columns <= self.width() {
            return None;
        }
        let room = wide.columns.max(self.settings.options.width);
        let missing = columns.saturating_sub(usize::from(room));
        let before = wide.before.min(u16::try_from(missing).unwrap_or(u16::MAX));
        Some(WideLine {
            columns_before: before,
            fixed_spans: 0,
            room: room.saturating_add(before),
            excess: missing.saturating_sub(before.into()),
        })
    }

    fn ascii(&self) -> bool {
        self.settings.options.ascii
    }

    /// Returns the columns for the unit's own text.
    pub(super) fn inner_width(&self, index: usize) -> usize {
        let unit = self.segmentation.units.get(index);
        let used = unit.map_or(0, |unit| self.gutter(index, unit).width);
        self.width() - used
    }

    /// Returns the columns for the rows of a unit's table, if they may be wider than other text.
    pub(super) fn inner_wide_columns(&self, index: usize) -> Option<usize> {
        let unit = self.segmentation.units.get(index)?;
        let is_rtl = Direction::of_block(self.leaf_block(unit)?) == Some(Direction::Rtl);
        let columns = self.wide_columns(&self.gutter(index, unit))?;
        (!is_rtl).then_some(columns)
    }

    /// Returns the column at which the unit's own text begins.
    pub(super) fn inner_column(&self, index: usize) -> usize {
        let unit = self.segmentation.units.get(index);
        let parts = unit.map(|unit| self.gutter(index, unit).parts);
        let parts = parts.iter().flatten();
        let left = parts.filter(|part| part.side == Direction::Ltr);
        left.map(|part| columns(&part.other_lines.text)).sum()
    }

    /// Returns the block that a unit shows, wholly or in part.
    pub(super) fn leaf_block(&self, unit: &TextUnit) -> Option<&'a Block> {
        self.blocks_of_node(unit.node)?.get(unit.child)
    }

    /// Returns the blocks in a node; those of the document for `None`.
    fn blocks_of_node(&self, node: Option<usize>) -> Option<&'a [Block]> {
        let Some(node) = node else {
            return Some(&self.document.blocks);
        };
        let node = self.segmentation.nodes.get(node)?;
        match (
            self.blocks_of_node(node.parent)?.get(node.block)?,
            node.item,
        ) {
            (Block::BlockQuote(blocks), None) => Some(blocks),
            (Block::List(list), Some(item)) => Some(&list.items.get(item)?.blocks),
            _ => None,
        }
    }

    /// Returns the quotations and list items around a unit with their indices, the outermost first.
    fn ancestors(&self, node: Option<usize>) -> Vec<(usize, &'a ContainerNode)> {
        let mut chain = Vec::new();
        let mut next = node;
        while let Some((index, node)) =
            next.and_then(|i| Some((i, self.segmentation.nodes.get(i)?)))
        {
            chain.push((index, node));
            next = node.parent;
        }
        chain.reverse();
        chain
    }

    /// Returns the bars, markers and indents beside the lines of a unit. They take at most about half of the width: the
    /// outermost ones are dropped first.
    fn gutter(&self, index: usize, unit: &TextUnit) -> Gutter {
        let mut parts = self.gutter_parts(unit.node, |node| {
            node.first_unit == index && !unit.is_continuation
        });
        let heading =
            unit.node.is_none() && matches!(self.leaf_block(unit), Some(Block::Heading(_)));
        let margin = self.segmentation.has_headings && self.width() >= MIN_INDENT_WIDTH;
        if margin && !heading && unit.kind != UnitKind::Head {
            let side = self.leaf_block(unit).and_then(Direction::of_block);
            parts.insert(
                0,
                GutterPart {
                    first_line: spaces(TEXT_INDENT),
                    other_lines: spaces(TEXT_INDENT),
                    side: side.unwrap_or(self.settings.default_direction),
                },
            );
        }
        let width = self.width();
        let limit = width.saturating_sub(2).min((width / 2).max(4));
        let mut used: usize = parts
            .iter()
            .map(|part| columns(&part.other_lines.text))
            .sum();
        let mut parts = parts.into_iter();
        while used > limit
            && let Some(part) = parts.next()
        {
            used -= columns(&part.other_lines.text);
        }
        Gutter {
            parts: parts.collect(),
            width: used,
        }
    }

    /// Returns the bar or marker of each node around a unit.
    fn gutter_parts(
        &self,
        node: Option<usize>,
        has_marker: impl Fn(&ContainerNode) -> bool,
    ) -> Vec<GutterPart> {
        let mut parts = Vec::new();
        for (_, node) in self.ancestors(node) {
            let block = self
                .blocks_of_node(node.parent)
                .and_then(|b| b.get(node.block));
            let side = block.and_then(Direction::of_block);
            let side = side.unwrap_or(self.settings.default_direction);
            if node.item.is_none() {
                let bar = match (self.ascii(), side) {
                    (true, Direction::Ltr) => "| ",
                    (true, Direction::Rtl) => " |",
                    (false, Direction::Ltr) => "▎ ",
                    (false, Direction::Rtl) => " ▐",
                };
                let bar = ornament_span(bar, Role::QuoteBar);
                parts.push(GutterPart {
                    first_line: bar.clone(),
                    other_lines: bar,
                    side,
                });
            } else if let Some(marker) = self.marker(node) {
                let rest = spaces(columns(&marker));
                let first = match has_marker(node) {
                    true => ornament_span(mirrored_ornament(marker, side), Role::ListMarker),
                    false => rest.clone(),
                };
                parts.push(GutterPart {
                    first_line: first,
                    other_lines: rest,
                    side,
                });
            }
        }
        parts
    }

    /// Returns the bullet, number or task checkbox of a list item, with the space after it.
    fn marker(&self, node: &ContainerNode) -> Option<String> {
        let Block::List(list) = self.blocks_of_node(node.parent)?.get(node.block)? else {
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
        if list.start.is_some() {
            let (label, widest) = (list.label(item), label_width(list));
            return Some(format!("{label:>widest$}. {task}"));
        }
        let bullets = if self.ascii() {
            ["* ", "- ", "+ "]
        } else {
            ["• ", "◦ ", "▪ "]
        };
        let bullet = bullets.get(node.depth % 3).copied().unwrap_or("* ");
        Some(if done.is_some() { task } else { bullet }.to_owned())
    }

    /// Returns the blank lines above a unit. Between two units of one quotation its bar continues.
    fn gap_lines(&self, index: usize, unit: &TextUnit) -> Vec<TextLine> {
        let before = index
            .checked_sub(1)
            .and_then(|i| self.segmentation.units.get(i));
        let shared = before.and_then(|before| self.innermost_shared_node(before, unit));
        let mut line = TextLine {
            is_gap: true,
            ..TextLine::default()
        };
        if let Some(node) = shared.filter(|node| self.segmentation.nodes.get(*node).is_some()) {
            let between = TextUnit {
                kind: UnitKind::EmptyItem,
                node: Some(node),
                is_continuation: true,
                ..TextUnit::default()
            };
            let parts = self.gutter(usize::MAX, &between);
            parts.add_to_line(&mut line, false, self.width() - parts.width);
        }
        vec![line; usize::from(unit.blank_lines_above)]
    }

    /// Returns the innermost node that holds both units.
    fn innermost_shared_node(&self, a: &TextUnit, b: &TextUnit) -> Option<usize> {
        if a.block != b.block {
            return None;
        }
        let (a, b) = (self.ancestors(a.node), self.ancestors(b.node));
        let both = a.iter().zip(&b).take_while(|(a, b)| a.0 == b.0);
        both.last().map(|(a, _)| a.0)
    }

    /// Returns the lines of a unit without its gutter.
    fn content_lines(
        &self,
        unit: &TextUnit,
        width: usize,
        wide: Option<usize>,
        table_layout: Option<&TableLayout>,
        tokens: &[(Range<usize>, Token)],
    ) -> Vec<TextLine> {
        let quoted = self
            .ancestors(unit.node)
            .iter()
            .any(|(_, node)| node.item.is_none());
        let role = if quoted { Role::Quote } else { Role::Text };
        let settings = &ProseSettings {
            fixed_direction: self.direction_of_whole_paragraph(unit),
            ..self.settings
        };
        match (&unit.kind, self.leaf_block(unit)) {
            (UnitKind::Head, _) => head::head_lines(
                self.document,
                (self.minutes, self.head_note),
                width,
                settings,
            ),
            (UnitKind::Inlines(from), Some(Block::Paragraph(content))) => {
                let inline_text = InlineText::from_range(content, *from..from + unit.len, 0);
                let verse = wide.and_then(|wide| verse::verse_columns(&inline_text.text, wide));
                let is_ltr = || settings.direction_of(&inline_text.text) == Direction::Ltr;
                match verse.filter(|columns| *columns > width && is_ltr()) {
                    Some(columns) => {
                        let mut lines = paragraph_lines(&inline_text, columns, role, settings);
                        for line in &mut lines {
                            line.wide = Some(WideLine::default());
                        }
                        lines
                    }
                    None => paragraph_lines(&inline_text, width, role, settings),
                }
            }
            (UnitKind::Inlines(from), Some(Block::Heading(h))) => {
                let inline_text = InlineText::from_range(&h.content, *from..from + unit.len, 0);
                let last = h.level == 1 && !self.continues_in_next_unit(unit);
                heading::heading_lines(h, &inline_text, width, settings, last)
            }
            (UnitKind::Code(from), Some(Block::CodeBlock { text, .. })) => {
                code::code_lines(text, *from..from + unit.len, tokens, width, wide, settings)
            }
            (UnitKind::TableRows(rows), Some(Block::Table(t))) => match table_layout {
                Some(table_layout) => {
                    table::table_lines(t, rows.clone(), table_layout, width, role, settings)
                }
                None => Vec::new(),
            },
            (UnitKind::Image, Some(Block::Image(i))) => {
                image::image_lines(i, self.images, width, settings)
            }
            (UnitKind::ThematicBreak, _) => vec![thematic_break_line(width, self.ascii())],
            (UnitKind::LongTableRow { .. } | UnitKind::PlainText(_), _) => tabbed_lines(
                &InlineText::unformatted(self.unit_text(unit).into_owned(), 0),
                width,
                role,
                settings,
            ),
            _ => Vec::new(),
        }
    }

    /// Returns the direction of the whole paragraph for a unit that continues one.
    fn direction_of_whole_paragraph(&self, unit: &TextUnit) -> Option<Direction> {
        let is_split = matches!(unit.kind, UnitKind::Inlines(from) if from > 0);
        let leaf = self.leaf_block(unit).filter(|_| is_split);
        // A paragraph that begins with a left-to-right name may still run like the article: most letters decide.
        let other = |found: &Direction| {
            (*found, self.settings.default_direction) != (Direction::Ltr, Direction::Rtl)
        };
        leaf.and_then(Direction::of_block).filter(other)
    }

    /// Returns true if the next unit shows more of the same block.
    fn continues_in_next_unit(&self, unit: &TextUnit) -> bool {
        let size = self.leaf_block(unit).map_or(0, |block| match block {
            Block::Heading(h) => TextSize::of_inlines(&h.content).bytes,
            _ => 0,
        });
        matches!(unit.kind, UnitKind::Inlines(from) if from + unit.len < size)
    }

    /// Returns the text of a unit: borrowed where the document has it in one piece, since a search reads all units.
    pub(super) fn unit_text(&self, unit: &TextUnit) -> Cow<'a, str> {
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
            _ => InlineText::from_range(content, from..from + unit.len, 0)
                .text
                .into(),
        };
        match (&unit.kind, self.leaf_block(unit)) {
            (UnitKind::Head, _) => head::head_text(self.document).into(),
            (UnitKind::Inlines(from), Some(Block::Paragraph(content))) => inlines(content, *from),
            (UnitKind::Inlines(from), Some(Block::Heading(h))) => inlines(&h.content, *from),
            (UnitKind::Code(from), Some(Block::CodeBlock { text, .. })) => within(text, *from),
            (UnitKind::TableRows(rows), Some(Block::Table(t))) => {
                table::table_text(t, rows.clone()).into()
            }
            (UnitKind::LongTableRow { row, start }, Some(Block::Table(t))) => {
                let row = t.rows.get(*row).map(Vec::as_slice).unwrap_or_default();
                owned(super::segmentation::row_text(row), *start)
            }
            (UnitKind::Image, Some(block)) => block.text().into(),
            (UnitKind::PlainText(from), Some(block)) => owned(block.text(), *from),
            _ => Cow::Borrowed(""),
        }
    }
}

/// Returns the characters of the longest number of a list. Those of the first and the last decimal number are enough.
fn label_width(list: &List) -> usize {
    let width = |index: usize| list.label(index).len();
    let last = list.items.len().saturating_sub(1);
    match list.numbering {
        Numbering::Decimal | Numbering::LowerAlpha | Numbering::UpperAlpha => {
            width(0).max(width(last))
        }
        Numbering::LowerRoman | Numbering::UpperRoman => {
            let first = last.saturating_sub(MAX_MEASURED);
            (first..=last).map(width).max().unwrap_or(1)
        }
    }
}

/// Limit of Roman numbers whose width is measured, the last ones of a list.
const MAX_MEASURED: usize = 20;

/// Returns a thematic break, centred.
fn thematic_break_line(width: usize, ascii: bool) -> TextLine {
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
