//! Rows of a picker that take several lines: the help, where a sentence is longer than the popup is wide.

use super::picker_row::PickerRow;
use crate::layout::columns;

/// Columns of a row beside its key and its text.
const GAPS: usize = 5;
/// Largest part of the width that the keys take.
const KEY_SHARE: usize = 3;

/// Breaks the rows into lines for a popup that is `width` columns wide inside. Rows that were broken for another width
/// are joined first. Returns the index of the row `selected` as well.
pub(super) fn wrap_rows(
    rows: Vec<PickerRow>,
    selected: Option<usize>,
    width: usize,
) -> (Vec<PickerRow>, Option<usize>) {
    let above = rows.iter().take(selected.unwrap_or_default());
    let number = above.filter(|row| !row.is_continuation).count();
    let rows = join_rows(rows);
    let keys = rows.iter().map(|row| columns(&row.key)).max();
    let keys = keys.unwrap_or(0).min(width / KEY_SHARE);
    let room = width.saturating_sub(keys + GAPS);
    let lines: Vec<PickerRow> = rows
        .into_iter()
        .flat_map(|row| match row.is_head {
            true => vec![row],
            false => break_row(row, keys, room),
        })
        .collect();
    let starts = lines.iter().enumerate();
    let mut starts = starts.filter(|(_, row)| !row.is_continuation);
    let start = selected.and_then(|_| Some(starts.nth(number)?.0));
    (lines, start)
}

/// Joins the lines of each row.
fn join_rows(lines: Vec<PickerRow>) -> Vec<PickerRow> {
    let mut rows: Vec<PickerRow> = Vec::with_capacity(lines.len());
    for line in lines {
        match rows.last_mut().filter(|_| line.is_continuation) {
            Some(row) => row.lines = None,
            None => rows.push(line),
        }
    }
    rows
}

/// Breaks a row into its lines: the first one has its whole text, and the others follow it.
fn break_row(mut row: PickerRow, keys: usize, room: usize) -> Vec<PickerRow> {
    let (mut key_lines, mut text_lines) = (
        break_words(&row.key, keys).into_iter(),
        break_words(&row.text, room).into_iter(),
    );
    let first = (
        key_lines.next().unwrap_or_default(),
        text_lines.next().unwrap_or_default(),
    );
    let mut others = Vec::new();
    loop {
        let (key, text) = (key_lines.next(), text_lines.next());
        if key.is_none() && text.is_none() {
            break;
        }
        others.push(PickerRow {
            key: key.unwrap_or_default(),
            text: text.unwrap_or_default(),
            is_head: true,
            is_continuation: true,
            ..PickerRow::default()
        });
    }
    row.lines = (!others.is_empty()).then_some(first);
    let mut lines = vec![row];
    lines.extend(others);
    lines
}

/// Breaks a text at blanks into lines of at most `width` columns; a longer word has a line of its own.
fn break_words(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
