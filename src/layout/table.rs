//! Lines of tables: cells side by side in columns, or each row as a record.
//!
//! [`TableLayout`] fixes the columns of the whole table; [`table_lines`] sets any rows in these columns: cells wrap, and a
//! rule stands under the head. The first column of a right-to-left table is the rightmost. Each cell is set in the direction of its own text.

use std::ops::Range;

use super::bidi::Direction;
use super::columns::columns;
use super::inline_text::InlineText;
use super::ornament::{ornament_span, ornaments, spaces};
use super::prose::{self, ProseSettings, align_lines, indent_line, paragraph_lines};
use super::segmentation::row_text;
use super::table_columns::{TableLayout, head_row};
use super::{Role, TextLine, TextSpan, WideLine};
use crate::model::{Alignment, Row, Table, plain_text};

/// Returns the text of some rows; row 0 comes with the caption.
pub(super) fn table_text(table: &Table, rows: Range<usize>) -> String {
    let mut out = String::new();
    if rows.start == 0 && !table.caption.is_empty() {
        out.push_str(&plain_text(&table.caption));
        out.push('\n');
    }
    for (i, row) in table.rows.get(rows).unwrap_or_default().iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&row_text(row));
    }
    out
}

/// Returns the lines of some rows; the caption stands above row 0.
pub(super) fn table_lines(
    table: &Table,
    rows: Range<usize>,
    layout: &TableLayout,
    width: usize,
    role: Role,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let settings = &settings.without_justification();
    let ascii = settings.options.ascii;
    let direction = Direction::of_cells(&table.rows).unwrap_or(settings.default_direction);
    let mut lines = Vec::new();
    let mut base = 0;
    if rows.start == 0 && !table.caption.is_empty() {
        let inline_text = InlineText::from_inlines(&table.caption, 0);
        lines.extend(paragraph_lines(
            &inline_text,
            width,
            Role::Caption,
            settings,
        ));
        base = inline_text.text.len() + 1;
    }
    let shown = table.rows.get(rows.clone()).unwrap_or_default();
    for (row, index) in shown.iter().zip(rows) {
        let cells = cell_texts(row, base);
        base = cells.last().map_or(base, |c| c.base + c.text.len()) + 1;
        let head = index < table.head_rows;
        let role = if head { Role::TableHead } else { role };
        match layout {
            TableLayout::Columns {
                widths,
                alignment,
                has_bars,
                is_wide,
            } => {
                let separator = match (has_bars, ascii) {
                    (false, _) => "  ",
                    (true, true) => " | ",
                    (true, false) => " │ ",
                };
                let cells: Vec<_> = cells
                    .iter()
                    .zip(widths)
                    .map(|(cell, width)| WrappedCell::wrap(cell, *width, role, settings))
                    .collect();
                let mut row = lines_side_by_side(&cells, widths, alignment, separator, direction);
                if index + 1 == table.head_rows {
                    row.push(head_rule(widths, *has_bars, ascii, direction));
                }
                let used = widths.iter().sum::<usize>()
                    + columns(separator) * widths.len().saturating_sub(1);
                let free = match direction {
                    Direction::Ltr => 0,
                    Direction::Rtl => width.saturating_sub(used),
                };
                for line in &mut row {
                    indent_line(&mut line.spans, free);
                    line.wide = is_wide.then(WideLine::default);
                }
                lines.append(&mut row);
            }
            TableLayout::Records(names) if !head => {
                if index > table.head_rows {
                    lines.push(TextLine {
                        is_gap: lines.is_empty(),
                        ..TextLine::default()
                    });
                }
                lines.extend(record_lines(
                    &cells,
                    head_row(table),
                    *names,
                    width,
                    role,
                    direction,
                    settings,
                ));
            }
            TableLayout::Records(_) => {
                lines.extend(record_head_lines(&cells, width, direction, settings));
                if index + 1 == table.head_rows {
                    lines.push(head_rule(&[width], false, ascii, direction));
                }
            }
        }
    }
    lines
}

/// Returns the cells of a head row above records, as many on a line as fit.
fn record_head_lines(
    cells: &[InlineText],
    width: usize,
    direction: Direction,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let separator = if settings.options.ascii {
        " - "
    } else {
        " · "
    };
    let mut lines: Vec<TextLine> = Vec::new();
    for cell in cells.iter().filter(|cell| !cell.text.trim().is_empty()) {
        let own_direction = settings.direction_of(&cell.text);
        let own = prose::unaligned_lines(cell, width, Role::TableHead, own_direction, settings);
        let room = own.first().map_or(0, TextLine::columns) + columns(separator);
        let fits = |line: &&mut TextLine| own.len() == 1 && line.columns() + room <= width;
        match lines.last_mut().filter(fits) {
            Some(line) => {
                let separator = ornament_span(separator, Role::TableRule);
                for part in own {
                    line.source.end = part.source.end;
                    match direction {
                        Direction::Ltr => {
                            line.spans.push(separator.clone());
                            line.spans.extend(part.spans);
                        }
                        Direction::Rtl => {
                            line.spans.insert(0, separator.clone());
                            line.spans.splice(0..0, part.spans);
                        }
                    }
                }
            }
            None => lines.extend(own),
        }
    }
    align_lines(lines, width, direction)
}

/// Returns the cells of a row; the first one begins at the byte `base` of the unit's text.
fn cell_texts(row: &Row, mut base: usize) -> Vec<InlineText> {
    let mut flows = Vec::with_capacity(row.len());
    for cell in row {
        let inline_text = InlineText::from_inlines(cell, base);
        base += inline_text.text.len() + 1;
        flows.push(inline_text);
    }
    flows
}

/// Cell after wrapping.
#[derive(Debug)]
struct WrappedCell {
    /// Lines, all beginning in the first column.
    lines: Vec<TextLine>,
    /// Direction of the cell's own strong characters, if any.
    own_direction: Option<Direction>,
    /// Direction in which the cell is set.
    direction: Direction,
}

impl WrappedCell {
    fn wrap(
        inline_text: &InlineText,
        width: usize,
        role: Role,
        settings: &ProseSettings<'_>,
    ) -> Self {
        let direction = settings.direction_of(&inline_text.text);
        Self {
            lines: prose::unaligned_lines(inline_text, width, role, direction, settings),
            own_direction: Direction::of_text(&inline_text.text).map(|_| direction),
            direction,
        }
    }

    /// Returns how many of the free columns stand before a line of the cell.
    fn columns_before(&self, alignment: Alignment, free: usize) -> usize {
        match (alignment, self.direction, self.own_direction) {
            (Alignment::Center, ..) => free / 2,
            (Alignment::Start, Direction::Rtl, _) => free,
            (Alignment::Start, Direction::Ltr, _) => 0,
            // Numbers are right-aligned in either direction, so that digits stand below each other.
            (Alignment::End, _, Some(Direction::Rtl)) => 0,
            (Alignment::End, ..) => free,
        }
    }
}

/// Returns the lines of cells side by side.
fn lines_side_by_side(
    cells: &[WrappedCell],
    widths: &[usize],
    alignment: &[Alignment],
    separator: &str,
    direction: Direction,
) -> Vec<TextLine> {
    let height = cells.iter().map(|cell| cell.lines.len()).max();
    let mut lines = vec![TextLine::default(); height.unwrap_or(1).max(1)];
    for (position, column) in visual_columns(widths.len(), direction).enumerate() {
        let width = widths.get(column).copied().unwrap_or_default();
        let alignment = alignment.get(column).copied().unwrap_or_default();
        let cell = cells.get(column);
        for (row, line) in lines.iter_mut().enumerate() {
            let part = cell.and_then(|cell| cell.lines.get(row));
            let free = width - part.map_or(0, TextLine::columns).min(width);
            let before = cell.map_or(0, |cell| cell.columns_before(alignment, free));
            if position > 0 {
                line.spans.push(ornament_span(separator, Role::TableRule));
            }
            let pads = [before, free - before].map(|n| (n > 0).then(|| spaces(n)));
            let [before, after] = pads;
            line.spans.extend(before);
            if let Some(part) = part {
                if !part.source.is_empty() {
                    let (start, end) = (part.source.start, part.source.end);
                    line.source = match line.source.is_empty() {
                        true => start..end,
                        false => line.source.start.min(start)..line.source.end.max(end),
                    };
                }
                line.spans.extend(part.spans.iter().cloned());
            }
            line.spans.extend(after);
        }
    }
    lines
}

/// Returns the indices of a table's columns from left to right on the screen.
fn visual_columns(count: usize, direction: Direction) -> impl Iterator<Item = usize> {
    (0..count).map(move |position| match direction {
        Direction::Ltr => position,
        Direction::Rtl => count - 1 - position,
    })
}

/// Returns the rule under the head.
fn head_rule(widths: &[usize], has_bars: bool, ascii: bool, direction: Direction) -> TextLine {
    let (dash, joint) = match (ascii, has_bars) {
        (true, true) => ("-", "-+-"),
        (true, false) => ("-", "  "),
        (false, true) => ("─", "─┼─"),
        (false, false) => ("─", "  "),
    };
    let widths = visual_columns(widths.len(), direction).filter_map(|column| widths.get(column));
    let parts: Vec<String> = widths.map(|width| dash.repeat(*width)).collect();
    TextLine {
        spans: vec![ornament_span(parts.join(joint), Role::TableRule)],
        ..TextLine::default()
    }
}

/// Returns a row as a record: for each cell the name of its column, and its text.
fn record_lines(
    cells: &[InlineText],
    head: &[Vec<crate::model::Inline>],
    names: usize,
    width: usize,
    role: Role,
    direction: Direction,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = Vec::new();
    // Cells stand beside the names, or below them where that leaves too little room.
    let beside = width >= names + 12 && names >= 4;
    let room = if beside { width - names } else { width };
    for (column, cell) in cells.iter().enumerate() {
        if cell.text.trim().is_empty() {
            continue;
        }
        let name = head
            .get(column)
            .map(|name| plain_text(name).replace('\n', " "));
        let name = name.filter(|name| !name.trim().is_empty());
        let mut label: Vec<TextSpan> = Vec::new();
        if let Some(name) = name {
            let max = if beside { names - 1 } else { width };
            label = ornaments(&format!("{name}:"), max, Role::TableHead);
            let own = settings.direction_of(&name);
            for span in &mut label {
                span.text = settings.visual_ornament(std::mem::take(&mut span.text), own);
            }
        }
        let value = paragraph_lines(cell, room, role, settings);
        let ornamental = |span: TextSpan| TextLine {
            spans: vec![span],
            ..TextLine::default()
        };
        if !beside {
            let label = label.into_iter().map(ornamental).collect();
            lines.extend(align_lines(label, width, direction));
            lines.extend(value);
            continue;
        }
        let height = label.len().max(value.len());
        let mut labels = label.into_iter();
        let mut values = value.into_iter();
        for _ in 0..height {
            let name = labels.next();
            let used = name.as_ref().map_or(0, |name| columns(&name.text));
            let mut line = values.next().unwrap_or_default();
            let gap = spaces(names - used.min(names));
            match direction {
                Direction::Ltr => {
                    line.spans.insert(0, gap);
                    line.spans.splice(0..0, name);
                }
                Direction::Rtl => {
                    let free = room.saturating_sub(line.columns());
                    line.spans.extend([spaces(free), gap]);
                    line.spans.extend(name);
                }
            }
            lines.push(line);
        }
    }
    if lines.is_empty() {
        lines.push(TextLine::default());
    }
    lines
}
