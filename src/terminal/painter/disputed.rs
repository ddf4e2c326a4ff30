//! Rows with grapheme clusters about whose width terminals disagree: flags, families and other joined emoji, keycaps.
//!
//! 1. A terminal may give such a cluster more or fewer columns than the renderer does, and leave parts of it, or of what
//!    stood there before, in neighbouring cells.
//! 2. Where a row has one, in this frame or in the last, all its text is written again when anything in it changes, and
//!    with it the cells that the cluster may have covered.
//! 3. A cluster is written over blanks, and the cursor is moved to the next column afterwards, wherever the terminal put it.

use std::io;

use crossterm::queue;
use crossterm::terminal::{DisableLineWrap, EnableLineWrap};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

/// Returns true if terminals disagree about the width of a grapheme cluster.
fn is_disputed(symbol: &str) -> bool {
    let joins = |c| {
        matches!(c,
            '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
    };
    // A lone character of these has four bytes at most.
    symbol.len() > 4 && symbol.chars().any(joins)
}

/// Returns the columns that a terminal may give to a cluster, at most.
fn max_columns(symbol: &str) -> u16 {
    let columns: usize = symbol.chars().count() * 2;
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// Returns true if a row of a frame has a cluster of disputed width.
pub(super) fn has_disputed_cell(frame: &Buffer, y: u16) -> bool {
    row_cells(frame, y).any(|(_, cell)| is_disputed(cell.symbol()))
}

/// Returns the cells of a row with their columns.
fn row_cells(frame: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let area = frame.area;
    (area.left()..area.right()).filter_map(move |x| Some((x, frame.cell((x, y))?)))
}

/// Appends the bytes that draw a row again. The terminal shows the row of `shown`.
///
/// # Errors
/// Never fails: bytes are only collected.
pub(super) fn draw_row(
    shown: &Buffer,
    frame: &Buffer,
    y: u16,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    // Columns that a cluster of this or of the last frame may have covered.
    let mut covered = vec![false; usize::from(frame.area.width)];
    let clusters = row_cells(shown, y).chain(row_cells(frame, y));
    for (x, cell) in clusters.filter(|(_, cell)| is_disputed(cell.symbol())) {
        let start = usize::from(x - frame.area.left());
        let columns = covered.iter_mut().skip(start);
        let columns = columns.take(usize::from(max_columns(cell.symbol())));
        columns.for_each(|covered| *covered = true);
    }
    // A cluster near the right edge may be too wide for the row.
    queue!(out, DisableLineWrap)?;
    let mut run: Vec<(u16, u16, &Cell)> = Vec::new();
    let mut next = frame.area.left();
    for (x, cell) in row_cells(frame, y) {
        // The second half of a wide character.
        if x < next {
            continue;
        }
        let symbol = cell.symbol();
        let width = symbol.width().max(1) as u16;
        next = x + width;
        let was_covered = covered.get(usize::from(x - frame.area.left()));
        let is_blank = symbol == " " && shown.cell((x, y)) == Some(cell);
        if is_blank && was_covered != Some(&true) {
            continue;
        }
        if !is_disputed(symbol) {
            run.push((x, y, cell));
            continue;
        }
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        let columns = x..next.min(frame.area.right());
        let blanks = columns.map(|x| (x, y, &blank));
        let mut backend = CrosstermBackend::new(&mut *out);
        backend.draw(std::mem::take(&mut run).into_iter().chain(blanks))?;
        // Each call begins by moving the cursor.
        backend.draw(std::iter::once((x, y, cell)))?;
    }
    CrosstermBackend::new(&mut *out).draw(run.into_iter())?;
    queue!(out, EnableLineWrap)
}
