//! Recognition of paragraphs whose line breaks matter, such as verse, and of prose among lines of code.

use super::columns::columns;

/// Fewest lines of verse.
const MIN_LINES: usize = 3;

/// Widest line of verse, in columns.
const MAX_LINE_COLUMNS: usize = 120;

/// Most columns that lines of verse have on average; prose with line breaks has longer ones.
const MAX_AVERAGE_COLUMNS: usize = 80;

/// Fewest lines of verse that is wider than the pane.
const MIN_SCROLLED_LINES: usize = 4;

/// Most columns that lines of verse have on average if it is wider than the pane.
const MAX_SCROLLED_AVERAGE_COLUMNS: usize = 66;

/// Most bytes of a paragraph that are inspected. A longer one is wrapped as prose.
const MAX_BYTES: usize = 16 * 1024;

/// Returns the columns of the widest line of a paragraph of verse in a pane of `pane` columns; `None` if the paragraph is
/// prose, or better broken to the width of the text than scrolled.
pub(super) fn verse_columns(text: &str, pane: usize) -> Option<usize> {
    if text.len() > MAX_BYTES || !text.contains('\n') {
        return None;
    }
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let (mut count, mut sum, mut widest, mut lowercase) = (0, 0, 0, 0);
    for line in lines {
        let columns = columns(line);
        let first = line.chars().find(|c| c.is_alphabetic());
        lowercase += usize::from(first.is_some_and(char::is_lowercase));
        count += 1;
        sum += columns;
        widest = widest.max(columns);
    }
    let is_verse = match widest <= pane {
        true => count >= MIN_LINES && sum <= MAX_AVERAGE_COLUMNS * count,
        // Lines of prose that were broken at a fixed width begin anywhere in a sentence.
        false => {
            let is_broken_prose = lowercase * 4 > count;
            let is_short = sum <= MAX_SCROLLED_AVERAGE_COLUMNS * count;
            count >= MIN_SCROLLED_LINES && is_short && !is_broken_prose
        }
    };
    let is_verse = is_verse && widest <= MAX_LINE_COLUMNS;
    is_verse.then_some(widest)
}

/// Most blanks at the start of a line of prose, list markers included.
const MAX_INDENT: usize = 12;

/// Returns the bytes before the first word of a line of prose: blanks, and marks of lists and quotations. `None` if the line
/// looks like code or a row of a table.
pub(super) fn prose_indent(line: &str) -> Option<usize> {
    let is_mark = |c: char| matches!(c, ' ' | '-' | '*' | '+' | '>' | '#');
    let text = line.trim_start_matches(is_mark);
    let indent = line.len() - text.len();
    let text = text.trim_end();
    if indent > MAX_INDENT || text.contains("  ") || text.matches('|').count() > 1 {
        return None;
    }
    let (mut all, mut letters, mut signs, mut blanks, mut wide) = (0, 0, 0, 0, 0);
    for c in text.chars() {
        all += 1;
        match c {
            ' ' => blanks += 1,
            _ if columns(c.encode_utf8(&mut [0; 4])) > 1 => wide += 1,
            _ if c.is_alphabetic() => letters += 1,
            _ if c.is_numeric() || ".,'’\"“”‘-–—:!?…".contains(c) => signs += 1,
            _ => {}
        }
    }
    // Scripts with wide characters have no blanks between words.
    let has_blanks = (blanks + 1) * 14 >= all || wide * 2 > all;
    let has_letters = (letters + wide) * 2 > all;
    let is_plain = (letters + signs + blanks + wide) * 10 >= all * 9;
    let is_prose = has_blanks && has_letters && is_plain;
    is_prose.then_some(indent)
}
