//! Reads HTML tables: data to a [`Table`], layout tables to their cells, code with line numbers to a code block.

use super::code;
use super::inlines::is_blank_content;
use super::view::PageView;
use crate::extract::dom::{DomId, DomTree};
use crate::model::{Alignment, Block, Inline, Row, Table};

/// Largest column span of a cell; the HTML standard allows 1,000.
const MAX_SPAN: usize = 50;
/// Largest column up to which spans are filled with empty cells.
const MAX_PADDED_COLUMNS: usize = 64;
/// Largest number of cells of a data table; the cells of a larger one are converted as blocks.
const MAX_CELLS: usize = 50_000;

/// The content of a table, by its kind.
pub(super) enum TableContent {
    /// A code listing with line numbers.
    Code(Block),
    /// Cells of a table that only arranges the page, or has too many cells; each is converted to blocks.
    LayoutCells(Vec<DomId>),
    /// Rows of data.
    Data(Table),
}

/// Reads a table. `inline` converts a cell or the caption to one run of inlines.
pub(super) fn read_table(
    view: PageView<'_>,
    id: DomId,
    inline: &mut dyn FnMut(DomId) -> Vec<Inline>,
) -> TableContent {
    let rows = read_rows(view, id);
    let cells: usize = rows.iter().map(|r| r.cells.len()).sum();
    if let Some(block) = read_code_table(view, id, &rows) {
        TableContent::Code(block)
    } else if cells > MAX_CELLS || is_layout_table(view.tree, id, &rows) {
        TableContent::LayoutCells(rows.into_iter().flat_map(|row| row.cells).collect())
    } else {
        TableContent::Data(read_data_rows(view, id, &rows, inline))
    }
}

/// A `tr` element.
struct SourceRow {
    cells: Vec<DomId>,
    /// True if the row is in `thead` or has only `th` cells.
    is_head: bool,
}

/// Returns the rows of this table, without the rows of tables inside it.
fn read_rows(view: PageView<'_>, id: DomId) -> Vec<SourceRow> {
    let tree = view.tree;
    let mut out = Vec::new();
    let mut i = id + 1;
    while i < tree.end(id) {
        let name = tree.name(i);
        if view.is_skipped(i) || matches!(name, "table" | "caption") {
            i = tree.end(i);
        } else if name == "tr" {
            let cells = tree
                .children(i)
                .filter(|c| matches!(tree.name(*c), "td" | "th") && !view.is_skipped(*c));
            let cells: Vec<DomId> = cells.collect();
            let head = tree.name(tree.parent(i)) == "thead"
                || (!cells.is_empty() && cells.iter().all(|c| tree.name(*c) == "th"));
            out.push(SourceRow {
                cells,
                is_head: head,
            });
            i = tree.end(i);
        } else {
            i += 1;
        }
    }
    out
}

/// Returns true if a table arranges the page and holds no data.
fn is_layout_table(tree: &DomTree, id: DomId, rows: &[SourceRow]) -> bool {
    if matches!(tree.attr(id, "role"), Some("presentation" | "none")) {
        return true;
    }
    let own = |name: &str| tree.children(id).any(|c| tree.name(c) == name);
    let widest = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    if rows.is_empty() || widest <= 1 {
        return true;
    }
    let holds = |names: &[&str]| tree.elements(id).any(|i| names.contains(&tree.name(i)));
    if holds(&[
        "table", "h1", "h2", "h3", "form", "article", "section", "hr",
    ]) {
        return true;
    }
    if own("caption") || own("thead") || holds(&["th"]) {
        return false;
    }
    // Several paragraphs in one cell are prose.
    let prose = |cell: DomId| {
        let paragraphs = tree
            .elements(cell)
            .filter(|i| matches!(tree.name(*i), "p" | "blockquote" | "pre"))
            .count();
        paragraphs >= 3
            || (cell..tree.end(cell))
                .map(|i| tree.text(i).len())
                .sum::<usize>()
                > 700
    };
    rows.iter().flat_map(|r| &r.cells).any(|c| prose(*c))
}

/// Reads rows, spans, alignment and caption of a data table. Blank rows are dropped.
fn read_data_rows(
    view: PageView<'_>,
    id: DomId,
    rows: &[SourceRow],
    inline: &mut dyn FnMut(DomId) -> Vec<Inline>,
) -> Table {
    let tree = view.tree;
    let mut table = Table::default();
    let caption = tree
        .children(id)
        .find(|c| tree.name(*c) == "caption" && !view.is_skipped(*c));
    table.caption = caption.map(&mut *inline).unwrap_or_default();
    // For each column, the number of further rows that a cell of an earlier row covers (`rowspan`).
    let mut taken: Vec<usize> = Vec::new();
    for row in rows {
        let mut cells: Row = Vec::new();
        for cell in &row.cells {
            while let Some(left) = taken
                .get_mut(cells.len())
                .filter(|left| **left > 0 && cells.len() < MAX_PADDED_COLUMNS)
            {
                *left -= 1;
                cells.push(Vec::new());
            }
            let span = |name| {
                tree.attr(*cell, name)
                    .and_then(|v| v.trim().parse::<usize>().ok())
            };
            let (width, height) = (
                span("colspan").unwrap_or(1).clamp(1, MAX_SPAN),
                span("rowspan").unwrap_or(1).clamp(1, 1000),
            );
            if cells.len() >= table.alignment.len() {
                table.alignment.resize(cells.len() + 1, Alignment::Start);
            }
            if let (Some(declared), Some(column)) = (
                cell_alignment(tree, *cell),
                table.alignment.get_mut(cells.len()),
            ) && !row.is_head
            {
                *column = declared;
            }
            if height > 1 {
                taken.resize(
                    taken
                        .len()
                        .max((cells.len() + width).min(MAX_PADDED_COLUMNS)),
                    0,
                );
                taken
                    .iter_mut()
                    .skip(cells.len())
                    .take(width)
                    .for_each(|t| *t = height - 1);
            }
            cells.push(inline(*cell));
            let padding = (width - 1).min(MAX_PADDED_COLUMNS.saturating_sub(cells.len()));
            cells.extend(std::iter::repeat_n(Vec::new(), padding));
        }
        if cells.iter().all(|c| is_blank_content(c)) {
            continue;
        }
        while cells.last().is_some_and(|c| c.is_empty()) {
            cells.pop();
        }
        if row.is_head && table.head_rows == table.rows.len() {
            table.head_rows += 1;
        }
        table.rows.push(cells);
    }
    if table.head_rows == table.rows.len() {
        table.head_rows = table.head_rows.min(1);
    }
    while table.alignment.last() == Some(&Alignment::Start) {
        table.alignment.pop();
    }
    table
}

/// Returns the alignment of a cell, from `text-align` in its style or from its `align` attribute; `None` for the start.
fn cell_alignment(tree: &DomTree, cell: DomId) -> Option<Alignment> {
    let style = tree
        .attr(cell, "style")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let style = style.split(';').find_map(|part| {
        part.trim()
            .strip_prefix("text-align")?
            .trim_start()
            .strip_prefix(':')
            .map(|v| v.trim().to_owned())
    });
    let declared = style.or_else(|| tree.attr(cell, "align").map(str::to_ascii_lowercase))?;
    match declared.as_str() {
        "center" => Some(Alignment::Center),
        "right" | "end" => Some(Alignment::End),
        _ => None,
    }
}

/// Returns the code of a table that shows a listing with line numbers, in one cell or with one row for each line.
fn read_code_table(view: PageView<'_>, id: DomId, rows: &[SourceRow]) -> Option<Block> {
    let tree = view.tree;
    let is_code = |name: &str| {
        [
            "highlight",
            "blob-code",
            "rouge",
            "crayon",
            "syntaxhighlighter",
            "code",
            "hljs-ln-code",
            "js-file-line",
        ]
        .iter()
        .any(|n| name.split_whitespace().any(|word| word.starts_with(n)))
    };
    let mut pre = tree
        .elements(id)
        .filter(|i| tree.name(*i) == "pre" && !is_only_numbers(tree, *i));
    if let Some(found) = pre.next() {
        // All other cells are numbers, or the table has other text.
        let mut cells = rows.iter().flat_map(|r| &r.cells).copied();
        let mut has_numbers = false;
        let is_listing = cells.all(|cell| {
            let holds_code = cell < found && found < tree.end(cell);
            let is_number = is_only_numbers(tree, cell);
            has_numbers |= is_number && !tree.collapsed_text(cell).is_empty();
            is_number || holds_code && !has_words_beside(tree, cell, found)
        });
        return (is_listing && has_numbers && pre.next().is_none())
            .then(|| code::code_block(view, found))
            .flatten();
    }
    let named =
        rows.iter().flat_map(|r| &r.cells).take(4).any(|c| {
            is_code(&tree.class_and_id(*c)) && tree.elements(*c).all(|e| tree.name(e) != "p")
        });
    if !named {
        return None;
    }
    let lines = rows.iter().map(|row| {
        let cells = row.cells.iter().filter(|c| !is_only_numbers(tree, **c));
        cells
            .map(|c| code::verbatim_text(view, *c))
            .collect::<String>()
            .trim_end_matches('\n')
            .to_owned()
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    (!text.trim().is_empty()).then(|| Block::CodeBlock {
        language: None,
        text: text.trim_end().to_owned(),
    })
}

/// Returns true if a cell has text outside `inner`.
fn has_words_beside(tree: &DomTree, cell: DomId, inner: DomId) -> bool {
    let is_inside = |i: DomId| inner <= i && i < tree.end(inner);
    (cell..tree.end(cell)).any(|i| !is_inside(i) && !tree.text(i).trim().is_empty())
}

/// Returns true if an element has only digits and white space.
fn is_only_numbers(tree: &DomTree, id: DomId) -> bool {
    (id..tree.end(id)).all(|i| {
        tree.text(i)
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace())
    })
}
