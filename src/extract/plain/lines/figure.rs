//! Figures: drawings, boxed tables, and tables whose cells are separated by tabs or columns of blanks.
//!
//! Cells that are clear make a table; all other figures are verbatim.

use super::join::{collapse_whitespace, join_verbatim};
use super::line::PlainLine;
use super::unit::PlainUnitKind;
use crate::extract::plain::marks;

/// The most lines of a figure; longer runs are lists or logs.
const MAX_LINES: usize = 400;
/// Widest cell of a table, in characters; wider ones are columns of prose.
const MAX_CELL: usize = 40;
/// Widest line with columns of blanks.
const MAX_WIDTH: usize = 160;

/// Returns the figure that begins at line `i`: the line after it, its kind, and its text.
pub(super) fn find_figure(
    lines: &[PlainLine<'_>],
    i: usize,
) -> Option<(usize, PlainUnitKind, String)> {
    let first = lines.get(i)?;
    let next = lines.get(i + 1)?;
    if next.text.is_empty() || !(may_be_figure(first) && may_be_figure(next)) {
        return None;
    }
    let run = lines.get(i..)?;
    let run = run.get(
        ..run
            .iter()
            .take(MAX_LINES + 1)
            .take_while(|l| !l.text.is_empty())
            .count(),
    )?;
    if run.len() > MAX_LINES {
        return None;
    }
    if let Some(table) = boxed_table(run) {
        return Some((i + run.len(), PlainUnitKind::Table, table));
    }
    if is_drawing(run) {
        return Some((i + run.len(), PlainUnitKind::Code(None), join_verbatim(run)));
    }
    let tabs = count_while(run, |l| l.text.contains('\t') && !is_leader(l));
    if tabs >= 2 {
        let rows = run.get(..tabs)?;
        let cells = first
            .text
            .split('\t')
            .filter(|c| !c.trim().is_empty())
            .count();
        let same = rows
            .iter()
            .all(|l| l.text.split('\t').filter(|c| !c.trim().is_empty()).count() == cells);
        if same
            && cells >= 2
            && cells * tabs >= 6
            && !are_fields(rows, |l| l.text.split('\t').next())
        {
            let text = rows
                .iter()
                .map(|l| cells_text(l.text.split('\t').map(str::trim).filter(|c| !c.is_empty())));
            return Some((
                i + tabs,
                PlainUnitKind::Table,
                text.collect::<Vec<_>>().join("\n"),
            ));
        }
        return None;
    }
    columns(run).map(|(length, kind, text)| (i + length, kind, text))
}

/// Quick test that rules out nearly every line of prose.
fn may_be_figure(line: &PlainLine<'_>) -> bool {
    line.text.contains("  ")
        || line.text.contains(['\t', '|'])
        || line.text.starts_with('+')
        || line.text.starts_with(is_box_sign)
        || line.text.contains("--")
        || line.text.contains("__")
}

fn count_while(run: &[PlainLine<'_>], is: impl Fn(&PlainLine<'_>) -> bool) -> usize {
    run.iter().take_while(|l| is(l)).count()
}

fn is_leader(line: &PlainLine<'_>) -> bool {
    marks::has_leader(line.text)
}

/// Returns true for the characters that draw boxes and lines (Unicode: Box Drawing, Block Elements, Arrows).
fn is_box_sign(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}')
}

/// Returns true if most of the first cells end with a colon: the fields of a head, not a table.
fn are_fields<'a>(
    rows: &[PlainLine<'a>],
    first: impl Fn(&PlainLine<'a>) -> Option<&'a str>,
) -> bool {
    let fields = rows
        .iter()
        .filter(|l| first(l).is_some_and(|cell| cell.trim_end().ends_with([':', '：'])));
    fields.count() * 2 >= rows.len()
}

/// Returns a row of cells as the tables of the units have it.
fn cells_text<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells
        .map(|cell| collapse_whitespace(&cell.replace('|', "∣")))
        .collect();
    format!("| {} |", cells.join(" | "))
}

/// Returns the rows of a table in a box of `+`, `-` and `|` or of characters that draw boxes.
fn boxed_table(run: &[PlainLine<'_>]) -> Option<String> {
    let bar = |c: char| matches!(c, '|' | '│' | '┃' | '║');
    let rule = |text: &str| {
        let ruled = |c: char| {
            matches!(c, '+' | '-' | '=' | '|' | ' ') || is_box_sign(c) && !bar(c) || bar(c)
        };
        text.starts_with(|c: char| c == '+' || c == '|' || is_box_sign(c))
            && text.chars().all(ruled)
            && text.chars().any(|c| !bar(c) && c != ' ' && c != '+')
    };
    let opens = run
        .first()
        .is_some_and(|l| rule(l.text) && !l.text.starts_with('|'));
    if !opens || run.len() < 3 {
        return None;
    }
    let mut out: Vec<String> = Vec::new();
    let (mut count, mut rules, mut since_rule, mut grid) = (None, 0_usize, 0_usize, false);
    for line in run {
        if rule(line.text) {
            rules += 1;
            // More lines than one between two inner rules are the lines of one row.
            grid |= rules > 3 && since_rule > 1;
            since_rule = 0;
            if out.len() == 1 {
                out.push("|---|".to_owned());
            }
            continue;
        }
        let inner = line.text.strip_prefix(bar)?.strip_suffix(bar)?;
        let cells: Vec<&str> = inner.split(bar).map(str::trim).collect();
        if *count.get_or_insert(cells.len()) != cells.len() {
            return None;
        }
        since_rule += 1;
        out.push(cells_text(cells.into_iter()));
    }
    (count.is_some_and(|cells| cells >= 2) && !grid).then(|| out.join("\n"))
}

/// Returns true if most lines have signs of a drawing.
fn is_drawing(run: &[PlainLine<'_>]) -> bool {
    let drawn = |line: &PlainLine<'_>| {
        let text = line.text;
        let boxes = text.chars().filter(|c| is_box_sign(*c)).count();
        let bars = text.matches('|').count();
        let arrow = ["-->", "<--", "==>", "+--", "--+", "__/", "\\__"]
            .iter()
            .any(|sign| text.contains(sign));
        let edges = (text.starts_with('/') && text.ends_with('\\'))
            || (text.starts_with('\\') && text.ends_with('/'));
        let gaps = text.contains("   ");
        let lone = text.chars().all(|c| {
            matches!(
                c,
                '_' | '|' | '/' | '\\' | ' ' | '-' | '+' | '=' | 'v' | '^' | '<' | '>'
            )
        });
        boxes >= 2
            || arrow
            || (bars >= 2 && (gaps || text.starts_with(['|', '+'])))
            || (edges && text.len() > 3)
            || (lone && (bars > 0 || text.contains('/') || text.contains('\\')))
            || (gaps && text.contains(['/', '\\', '|']))
    };
    // A table of Markdown has as many signs.
    let table = run
        .iter()
        .all(|l| l.text.starts_with('|') && l.text.ends_with('|'));
    let count = run.iter().filter(|l| drawn(l)).count();
    !table && run.len() >= 3 && count >= 2 && count * 2 >= run.len()
}

/// Returns the table at the start of `run` whose columns are separated by blanks: its lines, kind and text.
fn columns(run: &[PlainLine<'_>]) -> Option<(usize, PlainUnitKind, String)> {
    // The line of dashes below a head, one group for each column.
    let dashes = |l: &PlainLine<'_>| {
        l.text.contains("-- ")
            && l.text.chars().all(|c| c == '-' || c == ' ')
            && l.text.split_whitespace().count() >= 2
    };
    if run.get(1).is_some_and(dashes) {
        let rows = count_while(run, |l| l.text.contains(' '));
        let lines = run.get(..rows)?;
        return (rows >= 3).then(|| (rows, PlainUnitKind::Code(None), join_verbatim(lines)));
    }
    let rows = count_while(run, |l| {
        l.text.contains("  ") && l.width <= MAX_WIDTH && !is_leader(l)
    });
    // A lone wide line in a paragraph, or two, are justified prose.
    if rows < 3 || marks::item(run.first()?.text).is_some() {
        return None;
    }
    let lines = run.get(..rows)?;
    let gutters = gutters(lines);
    if gutters.is_empty() || are_fields(lines, |l| l.text.split("  ").next()) {
        return None;
    }
    let table: Option<Vec<Vec<String>>> = lines.iter().map(|l| split_at(l, &gutters)).collect();
    let clear = table.filter(|rows| rows.len() == run.len());
    Some(match clear {
        Some(table) => {
            let text = table
                .iter()
                .map(|row| cells_text(row.iter().map(String::as_str)));
            (
                rows,
                PlainUnitKind::Table,
                text.collect::<Vec<_>>().join("\n"),
            )
        }
        None => (rows, PlainUnitKind::Code(None), join_verbatim(lines)),
    })
}

/// Returns the first columns after the blanks, two or wider, that all lines share.
fn gutters(lines: &[PlainLine<'_>]) -> Vec<usize> {
    let mut filled = [0_usize; MAX_WIDTH * 2];
    for line in lines {
        for (at, c) in line.text.chars().enumerate() {
            if !c.is_whitespace()
                && let Some(count) = filled.get_mut(line.indent + at)
            {
                *count += 1;
            }
        }
    }
    let start = lines.iter().map(|l| l.indent).min().unwrap_or(0);
    let end = lines.iter().map(|l| l.indent + l.width).max().unwrap_or(0);
    let mut out = Vec::new();
    let mut blanks = 0;
    for at in start..end {
        if filled.get(at) == Some(&0) {
            blanks += 1;
            continue;
        }
        if blanks >= 2 && at > start {
            out.push(at);
        }
        blanks = 0;
    }
    // Both sides of a gutter have text in most lines.
    out.retain(|at| {
        let both = lines
            .iter()
            .filter(|l| l.indent < *at && l.indent + l.width > *at)
            .count();
        both * 3 >= lines.len() * 2
    });
    out
}

/// Returns the cells of a line, or `None` if they are not clear.
fn split_at(line: &PlainLine<'_>, gutters: &[usize]) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut ahead = gutters.iter().copied().peekable();
    for (at, c) in line.text.chars().enumerate() {
        if ahead
            .next_if(|gutter| *gutter <= line.indent + at)
            .is_some()
        {
            cells.push(String::new());
        }
        cells.last_mut()?.push(c);
    }
    let clear = |cell: &String| {
        let cell = cell.trim();
        !cell.is_empty() && cell.chars().count() <= MAX_CELL && !cell.contains("  ")
    };
    (cells.len() == gutters.len() + 1 && cells.iter().all(clear)).then_some(cells)
}
