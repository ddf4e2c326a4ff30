//! Conversion of comma-separated values (RFC 4180) to a document: tables of the rows, with the names of the columns as their
//! header.

use super::dates;
use super::detect::csv;
use super::plain::{explain, line_dump};
use super::trace::{LineRole, Trace};
use crate::model::{Alignment, Block, Document, Inline, Row, Table};
use crate::text::CsvReader;

/// Number of rows of one table: few enough that it is laid out at once. Further rows are in further tables.
const TABLE_ROWS: usize = 500;
/// Number of cells in all tables. The lines after them stay as they are.
const MAX_CELLS: usize = 1_000_000;
/// Number of rows that decide on the header and on the alignment of the columns.
const SAMPLE: usize = 200;
/// The longest name of a column, in characters.
const LONGEST_NAME: usize = 60;

/// Returns the tables of `text`, and adds its lines to `trace`. There is no title: the name of the file stands for it, as for other
/// texts without one. Every cell is in a table, or its line in the listing after the tables.
pub(super) fn extract_traced(text: &str, trace: &mut Trace) -> Document {
    explain::trace_lines(text, 0, LineRole::Content, trace);
    let separator = csv::separator(text, false).or_else(|| csv::separator(text, true));
    let separator = separator.unwrap_or(',');
    let mut reader = CsvReader::new(text, separator);
    let (mut rows, mut cells) = (Vec::new(), 0);
    while cells < MAX_CELLS {
        let Some((_, row)) = reader.next() else {
            break;
        };
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            cells += row.len();
            rows.push(row);
        }
    }
    let mut blocks = tables(rows);
    let rest = reader.rest();
    if !rest.trim().is_empty() {
        blocks.extend(line_dump::listings(rest, Some("csv")));
    }
    Document {
        blocks,
        ..Document::default()
    }
}

/// Returns the tables of the rows. Each begins with the names of the columns, if the first row has them.
fn tables(mut rows: Vec<Vec<String>>) -> Vec<Block> {
    let alignment = alignment(&rows);
    let head = is_head(&rows).then(|| rows.remove(0));
    if rows.is_empty() {
        rows.extend(head.clone());
    }
    let head_row: Option<Row> = head.map(|cells| cells.iter().map(|cell| inlines(cell)).collect());
    let mut out = Vec::with_capacity(rows.len() / TABLE_ROWS + 1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let body = rows.by_ref().take(TABLE_ROWS);
        let body = body.map(|row| row.iter().map(|cell| inlines(cell)).collect());
        out.push(Block::Table(Table {
            caption: Vec::new(),
            head_rows: usize::from(head_row.is_some()),
            alignment: alignment.clone(),
            rows: head_row.clone().into_iter().chain(body).collect(),
        }));
    }
    out
}

/// Returns a cell as text, its line ends as line breaks.
fn inlines(cell: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for line in cell.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(Inline::LineBreak);
        }
        out.push(Inline::Text(line.to_owned()));
    }
    out
}

/// Returns true if the first row names the columns: short, different names and no values, none of which stands below itself.
fn is_head(rows: &[Vec<String>]) -> bool {
    let Some((first, body)) = rows.split_first() else {
        return false;
    };
    let mut names: Vec<&str> = first
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let is_name = |name: &&str| {
        name.chars().count() <= LONGEST_NAME
            && !is_value(name)
            && name.chars().any(char::is_alphabetic)
    };
    let count = names.len();
    let are_names = count * 2 > first.len() && names.iter().all(is_name);
    names.sort_unstable();
    names.dedup();
    let recurs = body.iter().take(SAMPLE).any(|row| {
        let mut pairs = row.iter().zip(first);
        pairs.any(|(cell, name)| !name.trim().is_empty() && cell == name)
    });
    are_names && names.len() == count && !recurs && !body.is_empty()
}

/// Returns the alignment of the columns: those of numbers end at the right.
fn alignment(rows: &[Vec<String>]) -> Vec<Alignment> {
    let body = || rows.iter().skip(1).take(SAMPLE);
    let columns = rows
        .iter()
        .take(SAMPLE)
        .map(Vec::len)
        .max()
        .unwrap_or_default();
    (0..columns)
        .map(|column| {
            let cells = || {
                body()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.trim())
            };
            let filled = cells().filter(|cell| !cell.is_empty()).count();
            let numbers = cells().filter(|cell| is_number(cell)).count();
            match filled > 0 && numbers == filled {
                true => Alignment::End,
                false => Alignment::Start,
            }
        })
        .collect()
}

/// Returns true for a number or a date.
fn is_value(cell: &str) -> bool {
    is_number(cell) || dates::parse_date(cell).is_some()
}

/// Returns true for a number, also with a sign, a unit sign or groups of digits.
fn is_number(cell: &str) -> bool {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ',' | '-' | '+' | '−' | ' ' | '%' | '€' | '$' | '£' | '\'' | '\u{a0}'
            )
    };
    cell.chars().all(is_part) && cell.chars().any(|c| c.is_ascii_digit())
}
