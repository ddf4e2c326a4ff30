//! Detection of tables whose cells are separated by commas, tabs or semicolons (RFC 4180): [`separator`].

use crate::text::CsvReader;

/// Length of the beginning that is inspected, in bytes.
const HEAD: usize = 32 * 1024;
/// Number of rows that are inspected.
const SAMPLE: usize = 500;
/// Separators, the most common first.
const SEPARATORS: [char; 3] = [',', '\t', ';'];
/// The fewest rows and the fewest cells of a row in a table without a telling name.
const FEWEST_ROWS: usize = 4;
const FEWEST_CELLS: usize = 3;

/// Returns the separator of the cells if `text` is a table; `is_named` is true if its name says so. The beginning decides: nearly all
/// rows have the same number of cells, and they are no prose.
pub(in crate::extract) fn separator(text: &str, is_named: bool) -> Option<char> {
    let end = (0..=HEAD.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    let head = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let is_cut = head.len() >= HEAD - 4;
    let found = SEPARATORS
        .into_iter()
        .filter_map(|sign| Some((sign, Shape::of(head, sign, is_cut, is_named)?)));
    let best = found.max_by_key(|(_, shape)| (shape.same * shape.cells, shape.cells));
    best.map(|(sign, _)| sign)
}

/// Shape of the rows of a table.
struct Shape {
    /// Number of cells that most rows have.
    cells: usize,
    /// Number of rows that have so many.
    same: usize,
}

impl Shape {
    /// Returns the shape of the rows; `None` if they are no table.
    fn of(head: &str, separator: char, is_cut: bool, is_named: bool) -> Option<Self> {
        if !head.lines().next()?.contains(separator) && !is_named {
            return None;
        }
        let mut rows: Vec<Vec<String>> = CsvReader::new(head, separator)
            .take(SAMPLE)
            .map(|(_, row)| row)
            .collect();
        // The last row may be cut in the middle.
        if is_cut && rows.len() < SAMPLE && rows.len() > 1 {
            rows.pop();
        }
        let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        let blank = rows.iter().filter(|row| is_blank(row)).count();
        let all = rows.len();
        rows.retain(|row| !is_blank(row));
        let cells = common_length(&rows)?;
        let same = rows.iter().filter(|row| row.len() == cells).count();
        let is_even = same * 10 >= rows.len() * 9;
        if is_named {
            let is_table = cells >= 2 && rows.len() >= 2 && same * 10 >= rows.len() * 7;
            return (is_table && !is_prose(&rows)).then_some(Self { cells, same });
        }
        let is_table = rows.len() >= FEWEST_ROWS
            && cells >= FEWEST_CELLS
            && is_even
            && blank * 10 <= all
            && !is_prose(&rows)
            && !is_spaced(&rows, separator)
            && !is_markup(&rows);
        is_table.then_some(Self { cells, same })
    }
}

/// Returns the number of cells that the most rows have.
fn common_length(rows: &[Vec<String>]) -> Option<usize> {
    let count = |length: usize| rows.iter().filter(|row| row.len() == length).count();
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    lengths.dedup();
    // Rows of very many different lengths are no table.
    lengths.truncate(SAMPLE / 10);
    lengths.into_iter().max_by_key(|length| count(*length))
}

/// Returns true if many rows read as sentences with commas: their last cell ends one, and the cells are words in small letters after
/// a space.
fn is_prose(rows: &[Vec<String>]) -> bool {
    let is_sentence = |row: &Vec<String>| {
        let goes_on = |cell: &String| {
            cell.starts_with(' ') && cell.trim_start().starts_with(char::is_lowercase)
        };
        let ends = row
            .last()
            .is_some_and(|cell| cell.trim_end().ends_with(['.', '!', '?', ':']));
        let rest = row.get(1..).unwrap_or_default();
        let words: usize = row.iter().map(|cell| cell.split_whitespace().count()).sum();
        words >= 6 && (ends || rest.iter().filter(|cell| goes_on(cell)).count() * 2 > rest.len())
    };
    rows.iter().filter(|row| is_sentence(row)).count() * 5 > rows.len()
}

/// Returns true if a space follows most commas: a list of words, names or arguments.
fn is_spaced(rows: &[Vec<String>], separator: char) -> bool {
    let rest = || rows.iter().flat_map(|row| row.get(1..).unwrap_or_default());
    let spaced = rest().filter(|cell| cell.starts_with(' ')).count();
    separator != '\t' && spaced * 2 > rest().count()
}

/// Returns true if many rows look like lines of a program, of JSON, or of Markdown.
fn is_markup(rows: &[Vec<String>]) -> bool {
    let looks = |row: &Vec<String>| {
        let (Some(first), Some(last)) = (row.first(), row.last()) else {
            return false;
        };
        first
            .trim_start()
            .starts_with(['{', '[', '(', '|', '<', '#', '-', '*', '>'])
            || last
                .trim_end()
                .ends_with(['{', '}', ';', '(', ')', '|', '\\'])
            || first.contains(['{', '=', '('])
    };
    rows.iter().filter(|row| looks(row)).count() * 4 > rows.len()
}
