//! Columns of tables, fitted to their contents and to the width: [`TableLayout`]. Where that is not possible, the rows are
//! wider than the pane, or, if no columns for wide lines are set, each row becomes a record.
//!
//! The columns of a whole table are fixed by the contents of its first rows alone.

use super::columns::columns;
use super::inline_text::TextSize;
use super::segmentation::{MAX_UNIT_BYTES, floor_char_boundary};
use super::wrap::widest_word;
use crate::model::{Alignment, Inline, Row, Table, plain_text};

/// Rows that decide on the widths of columns.
const SAMPLE_ROWS: usize = 64;

/// Bytes of a cell that are searched for its longest word.
const SAMPLE_CELL_BYTES: usize = 512;

/// Widest word, in columns, that a column must hold unbroken.
const MAX_UNBROKEN_WORD: usize = 14;

/// Columns to which the cells of a column are wrapped where the table is wider than the pane.
const SCROLLED_CELL_COLUMNS: usize = 40;

/// Most columns of a table that is wider than the pane.
const MAX_SCROLLED_COLUMNS: usize = 1000;

/// Columns of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TableLayout {
    /// Columns side by side.
    Columns {
        widths: Vec<usize>,
        alignment: Vec<Alignment>,
        /// True if bars separate the columns, because cells are wrapped.
        has_bars: bool,
        /// True if the rows may be wider than the text.
        is_wide: bool,
    },
    /// Records: cells one below the other, each with the name of its column; the width of the names, in columns.
    Records(usize),
}

impl TableLayout {
    /// Fits the columns of a table into `width`, or into the columns `wide` of the pane, if it may be wider than the text.
    pub(super) fn new(table: &Table, width: usize, wide: Option<usize>) -> Self {
        let short = |row: &&Row| {
            row.iter()
                .map(|cell| TextSize::of_inlines(cell).bytes)
                .sum::<usize>()
                <= MAX_UNIT_BYTES
        };
        let sample = || table.rows.iter().take(SAMPLE_ROWS).filter(short);
        let count = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let names = label_width(table, width);
        let most = wide.map_or(width, |_| MAX_SCROLLED_COLUMNS);
        if count > most {
            return Self::Records(names);
        }
        let mut min = vec![1; count];
        let mut words = vec![1; count];
        let mut max = vec![1; count];
        for row in sample() {
            let columns = min.iter_mut().zip(&mut words).zip(&mut max);
            for (cell, ((min, words), max)) in row.iter().zip(columns) {
                let text = plain_text(cell);
                *max = widest_line(&text).max(*max);
                let start = text.get(..floor_char_boundary(&text, SAMPLE_CELL_BYTES));
                let word = widest_word(start.unwrap_or_default());
                *min = word.min(MAX_UNBROKEN_WORD).max(*min);
                *words = word.max(*words);
            }
        }
        let gaps = count.saturating_sub(1);
        if max.iter().sum::<usize>() + 2 * gaps <= width {
            return Self::Columns {
                widths: max,
                alignment: column_alignment(table, count),
                has_bars: false,
                is_wide: false,
            };
        }
        if let Some(wide) = wide {
            let widths = wide_widths(&words, &max, width, wide);
            let total = widths.iter().sum::<usize>() + 3 * gaps;
            if total <= MAX_SCROLLED_COLUMNS {
                return Self::Columns {
                    has_bars: widths != max,
                    widths,
                    alignment: column_alignment(table, count),
                    is_wide: true,
                };
            }
        }
        let needed = min.iter().sum::<usize>() + 3 * gaps;
        // Many columns that all break after every word are harder to read than records.
        if needed > width || count > 1 && (width - 3 * gaps) / count < 6 {
            return Self::Records(names);
        }
        Self::Columns {
            widths: fit_widths(&min, &max, width - 3 * gaps),
            alignment: column_alignment(table, count),
            has_bars: true,
            is_wide: false,
        }
    }
}

/// Returns the widths of columns in a table wider than the text: the natural ones `max` if they fit into the pane of `wide`
/// columns; else those that fit into it and break no word; else each column for itself. No column of several is wider
/// than the text, which has `width` columns, unless a word in it is.
fn wide_widths(words: &[usize], max: &[usize], width: usize, wide: usize) -> Vec<usize> {
    let gaps = words.len().saturating_sub(1);
    let within = |limit: usize| -> Vec<usize> {
        let columns = max.iter().zip(words);
        columns
            .map(|(max, word)| (*max).min(limit.max(*word)))
            .collect()
    };
    let natural = within(width);
    let gap = if natural == max { 2 } else { 3 };
    if natural.iter().sum::<usize>() + gap * gaps <= wide {
        return natural;
    }
    let needed = words.iter().sum::<usize>() + 3 * gaps;
    // Many columns that all break after every word are harder to read than wide ones.
    let is_readable = words.len() < 2 || wide.saturating_sub(3 * gaps) / words.len() >= 6;
    if needed <= wide && is_readable {
        return fit_widths(words, &natural, wide - 3 * gaps);
    }
    within(SCROLLED_CELL_COLUMNS)
}

/// Returns the alignment of columns: as the table has it, and right-aligned for numbers where it has none.
fn column_alignment(table: &Table, count: usize) -> Vec<Alignment> {
    let stated = |column| table.alignment.get(column).copied().unwrap_or_default();
    let body = table.rows.get(table.head_rows..).unwrap_or_default();
    let is_numeric = |column: usize| {
        let cells = body
            .iter()
            .take(SAMPLE_ROWS)
            .filter_map(|row| row.get(column));
        let text: String = cells.map(|cell| plain_text(cell)).collect();
        text.contains(char::is_numeric) && text.chars().all(is_numeric_cell_char)
    };
    (0..count)
        .map(|column| match stated(column) {
            Alignment::Start if is_numeric(column) => Alignment::End,
            stated => stated,
        })
        .collect()
}

/// Returns true for characters of a cell with a number, time, price, percentage, or a dash for none of these.
fn is_numeric_cell_char(c: char) -> bool {
    c.is_numeric() || " \u{a0}\u{202f}.,:'’+-−–—%‰$€£¥".contains(c)
}

/// Returns the columns for column names in records, colon and space included.
fn label_width(table: &Table, width: usize) -> usize {
    let names: Vec<String> = head_row(table)
        .iter()
        .map(|name| plain_text(name))
        .collect();
    let line = names.iter().map(|name| widest_line(name)).max();
    let word = names.iter().map(|name| widest_word(name)).max();
    let max = (width / 3).max(word.unwrap_or(0) + 2).min(width / 2);
    (line.unwrap_or(0) + 2).min(max)
}

/// Returns widths between `min` and `max` that add up to at most `room`; the widest columns are narrowed first.
fn fit_widths(min: &[usize], max: &[usize], room: usize) -> Vec<usize> {
    let capped = |cap: usize| -> Vec<usize> {
        let pairs = min.iter().zip(max);
        pairs.map(|(&l, &m)| m.min(cap).max(l)).collect()
    };
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if capped(middle).iter().sum::<usize>() <= room {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let mut widths = capped(low);
    let mut left = room.saturating_sub(widths.iter().sum());
    for (width, max) in widths.iter_mut().zip(max) {
        if left > 0 && *width < *max {
            *width += 1;
            left -= 1;
        }
    }
    widths
}

/// Returns the columns of the widest line of a text.
fn widest_line(text: &str) -> usize {
    text.split('\n').map(columns).max().unwrap_or(0)
}

/// Returns the row with the names of the columns.
pub(super) fn head_row(table: &Table) -> &[Vec<Inline>] {
    let last = table.head_rows.checked_sub(1);
    let row = last.and_then(|row| table.rows.get(row));
    row.map(Vec::as_slice).unwrap_or_default()
}
