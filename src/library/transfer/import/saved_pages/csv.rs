//! Reader of comma-separated values (RFC 4180): [`CsvReader`].

/// Limit of the cells of one row.
const MAX_CELLS: usize = 64;

/// Splits a text into rows. A quoted cell may contain line ends and commas; `""` in it is a quote.
pub(super) struct CsvReader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> CsvReader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text.trim_start_matches('\u{feff}'),
            line: 1,
        }
    }

    /// Returns the cells of the next row; those beyond [`MAX_CELLS`] are left out.
    fn read_row(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            let cell = self.read_cell();
            if row.len() < MAX_CELLS {
                row.push(cell);
            }
            if let Some(rest) = self.rest.strip_prefix(',') {
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
        let end = self.rest.find([',', '\r', '\n']).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(end);
        cell.push_str(plain);
        self.rest = rest;
        cell
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
