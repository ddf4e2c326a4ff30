//! Reader of comma-separated values (RFC 4180): [`CsvReader`].

/// Limit of the cells of one row; the text of further cells is joined to the last one.
const MAX_CELLS: usize = 256;

/// Splits a text into rows. A quoted cell may contain line ends and separators; `""` in it is a quote.
///
/// # Examples
///
/// ```
/// use newsprint::text::CsvReader;
///
/// let mut rows = CsvReader::new("kind,price\n\"oak, iron\",\"12\"\n", ',');
/// assert_eq!(rows.next(), Some((1, vec!["kind".to_owned(), "price".to_owned()])));
/// assert_eq!(rows.next(), Some((2, vec!["oak, iron".to_owned(), "12".to_owned()])));
/// assert_eq!(rows.next(), None);
/// ```
#[derive(Debug, Clone)]
pub struct CsvReader<'a> {
    rest: &'a str,
    separator: char,
    line: usize,
}

impl<'a> CsvReader<'a> {
    /// Creates a reader of a text whose cells are separated by `separator`.
    pub fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text.trim_start_matches('\u{feff}'),
            separator,
            line: 1,
        }
    }

    /// Returns the text that was not read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    fn read_row(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row: Vec<String> = Vec::new();
        loop {
            let cell = self.read_cell();
            push_cell(&mut row, cell);
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                continue;
            }
            let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
            self.rest = rest.strip_prefix('\n').unwrap_or(rest);
            self.line += 1;
            return Some(row);
        }
    }

    fn read_cell(&mut self) -> String {
        let mut cell = String::new();
        // Text behind the closing quote belongs to the cell, as spreadsheets read it.
        while let Some(quoted) = self.rest.strip_prefix('"') {
            let (inside, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
            cell.push_str(inside);
            self.line += inside.matches('\n').count();
            self.rest = rest;
            if rest.starts_with('"') {
                cell.push('"');
            }
        }
        let end = self.rest.find([self.separator, '\r', '\n']);
        let (plain, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        cell.push_str(plain);
        self.rest = rest;
        cell
    }
}

/// Appends a cell to a row, or its text to the last cell of a row that is full.
fn push_cell(row: &mut Vec<String>, cell: String) {
    let is_full = row.len() >= MAX_CELLS;
    match row.last_mut().filter(|_| is_full) {
        Some(_) if cell.is_empty() => {}
        Some(last) => {
            last.push(' ');
            last.push_str(&cell);
        }
        None => row.push(cell),
    }
}

impl Iterator for CsvReader<'_> {
    /// Number of the first line of a row, from 1, and its cells.
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.line;
        Some((line, self.read_row()?))
    }
}
