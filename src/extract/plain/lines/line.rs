//! Splitting of a text into lines: [`split_lines`].

/// A line of the text without the white space at its ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainLine<'a> {
    pub(super) text: &'a str,
    /// The line with its own indentation.
    pub(super) raw: &'a str,
    /// Columns of white space before it, tabs to the next multiple of eight.
    pub(super) indent: usize,
    /// Characters in `text`.
    pub(super) width: usize,
    /// Number of line feeds before it in the source.
    pub(super) number: usize,
}

/// Characters that end a line on any system (Unicode, UAX #14: mandatory breaks).
pub(in super::super) const BREAKS: [char; 6] =
    ['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Limit of blank lines in a row; further ones are dropped.
const MOST_BLANKS: usize = 8;

/// Returns the lines of `text`, without the feet of printed pages.
pub(super) fn split_lines(text: &str) -> Vec<PlainLine<'_>> {
    let rows = text.split('\n').enumerate();
    let lines = rows.flat_map(|(number, row)| {
        let row = row.strip_suffix('\r').unwrap_or(row);
        let lines = row.split(|c: char| c == '\r' || BREAKS.contains(&c));
        lines.map(move |line| (number, line))
    });
    let mut blanks = 0;
    let lines = lines.filter(|(_, line)| {
        let blank = line.bytes().all(|b| b == b' ' || b == b'\t');
        blanks = if blank { blanks + 1 } else { 0 };
        blanks <= MOST_BLANKS
    });
    let mut lines: Vec<PlainLine<'_>> = lines
        .map(|(number, raw)| {
            let text = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let mut indent = 0;
            for c in raw.chars().take_while(|c| c.is_whitespace()) {
                indent = if c == '\t' {
                    indent / 8 * 8 + 8
                } else {
                    indent + 1
                };
            }
            let width = if text.is_ascii() {
                text.len()
            } else {
                text.chars().count()
            };
            PlainLine {
                text,
                raw,
                indent,
                width,
                number,
            }
        })
        .collect();
    drop_page_feet(&mut lines);
    lines
}

/// Empties the lines at the foot of printed pages (`Mole    Informational    [Page 1]`) and the heads in columns that follow them.
fn drop_page_feet(lines: &mut [PlainLine<'_>]) {
    let mut after_foot = 0;
    for line in lines {
        if line.text.ends_with(']') && line.text.contains("[Page ") {
            after_foot = 6;
        } else if after_foot > 0 && !line.text.is_empty() {
            after_foot = 0;
            if !has_columns(line.text) {
                continue;
            }
        } else {
            after_foot -= usize::from(after_foot > 0);
            continue;
        }
        (line.text, line.raw, line.indent, line.width) = ("", "", 0, 0);
    }
}

/// Returns true if a line has columns: three spaces or a tab between words.
pub(super) fn has_columns(text: &str) -> bool {
    text.contains("   ") || text.contains('\t')
}
