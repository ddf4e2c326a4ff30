//! Scrolled rows: [`Shift`] finds rows that only moved up or down between two frames, and the few bytes that have the
//! terminal move them.
//!
//! Scroll margins are set (DECSTBM), and lines are deleted or inserted at the upper one (DL, IL): the rows below move
//! up or down, and empty lines appear. Terminals have had these since the VT102; "scroll up" and "scroll down" (SU,
//! SD), which do the same, are missing from some.

use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use rustc_hash::FxHasher;

/// Rows between scroll margins that move up or down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shift {
    /// Rows between the margins.
    rows: Range<usize>,
    /// Number of rows by which they move.
    distance: usize,
    /// True if they move up.
    is_up: bool,
}

/// Fewest cells that a shift must save: it costs some twenty bytes, and terminals may redraw moved rows.
const MIN_SAVED_CELLS: usize = 40;

impl Shift {
    /// Returns the shift that takes `old` nearest to `new`; `None` if writing the cells is as good. Both have the same
    /// size.
    pub(super) fn find(old: &Buffer, new: &Buffer) -> Option<Self> {
        let (old, new) = (FrameRows::of(old), FrameRows::of(new));
        let height = new.row_count().min(old.row_count());
        let changed: Vec<bool> = (0..height).map(|y| old.row(y) != new.row(y)).collect();
        let first = changed.iter().position(|changed| *changed)?;
        let last = changed.iter().rposition(|changed| *changed)?;
        // An image drawn by the terminal does not move along.
        if (first..=last).any(|y| old.has_image(y) || new.has_image(y)) {
            return None;
        }
        // The distance at which most of the changed rows are found again. Rows are compared by hashes: there are many
        // pairs, and a collision would only cost bytes.
        let span = last - first;
        let hashes = |rows: &FrameRows<'_>| -> Vec<u64> {
            (first..=last).map(|y| rows.row_hash(y)).collect()
        };
        let (before, after) = (hashes(&old), hashes(&new));
        let wanted: Vec<(usize, u64)> = (first..=last)
            .zip(after)
            .filter(|(y, _)| changed.get(*y) == Some(&true) && !new.is_blank(*y))
            .map(|(y, hash)| (y - first, hash))
            .collect();
        let count_at = |distance: isize| {
            let is_at_distance = |(y, hash): &&(usize, u64)| {
                let from = y.checked_add_signed(distance);
                from.and_then(|from| before.get(from)) == Some(hash)
            };
            wanted.iter().filter(is_at_distance).count()
        };
        let distances = (1..=span).filter_map(|by| isize::try_from(by).ok());
        let distances = distances.flat_map(|by| [by, -by]);
        let (count, distance) = distances
            .map(|distance| (count_at(distance), distance))
            // The first of several equal ones: the shortest distance.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        if count == 0 {
            return None;
        }
        Self::best_margins(&old, &new, first..last + 1, distance)
    }

    /// Returns the margins for which the distance saves most cells, if it saves enough.
    fn best_margins(
        old: &FrameRows<'_>,
        new: &FrameRows<'_>,
        rows: Range<usize>,
        distance: isize,
    ) -> Option<Self> {
        let by = distance.unsigned_abs();
        let up = distance > 0;
        // Maximum subarray: each row adds the cells that it saves, and the run that saves most is taken.
        let (mut best, mut best_saving) = (None, 0);
        let mut sum = 0isize;
        let mut start = rows.start;
        let targets = if up {
            rows.start..rows.end.saturating_sub(by)
        } else {
            rows.start + by..rows.end
        };
        if !up {
            start = targets.start;
        }
        for y in targets {
            if sum <= 0 {
                (sum, start) = (0, y);
            }
            let from = y.checked_add_signed(distance)?;
            let before = count_different(old.row(y), new.row(y));
            let after = count_different(old.row(from), new.row(y));
            sum += isize::try_from(before).ok()? - isize::try_from(after).ok()?;
            if sum > best_saving {
                best_saving = sum;
                best = Some(start..y + 1);
            }
        }
        let run = best?;
        let (rows, emptied) = if up {
            (run.start..run.end + by, run.end..run.end + by)
        } else {
            (run.start - by..run.end, run.start - by..run.start)
        };
        // Empty rows that appear are written anew, also those that could have stayed.
        let lost: usize = emptied
            .map(|y| {
                new.used_cells(y)
                    .saturating_sub(count_different(old.row(y), new.row(y)))
            })
            .sum();
        let saving = best_saving.unsigned_abs().saturating_sub(lost);
        (saving > MIN_SAVED_CELLS).then_some(Self {
            rows,
            distance: by,
            is_up: up,
        })
    }

    /// Writes the shift. The colours are those of an empty cell already, since every frame resets them at its end.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (top, bottom) = (self.rows.start + 1, self.rows.end);
        let command = if self.is_up { 'M' } else { 'L' };
        // Margins, the cursor at the upper one, lines deleted or inserted, no margins.
        write!(
            out,
            "\x1b[{top};{bottom}r\x1b[{top}H\x1b[{}{command}\x1b[r",
            self.distance
        )
    }

    /// Applies the shift to a buffer.
    pub(super) fn apply(&self, buffer: &mut Buffer) {
        let width = usize::from(buffer.area.width);
        let Some(cells) = buffer
            .content
            .get_mut(self.rows.start * width..self.rows.end * width)
        else {
            return;
        };
        let count = (self.distance * width).min(cells.len());
        let emptied = if self.is_up {
            cells.rotate_left(count);
            cells.len() - count..cells.len()
        } else {
            cells.rotate_right(count);
            0..count
        };
        cells.get_mut(emptied).unwrap_or_default().fill(Cell::EMPTY);
    }
}

/// Rows of a frame.
struct FrameRows<'a> {
    cells: &'a [Cell],
    width: usize,
}

impl<'a> FrameRows<'a> {
    fn of(buffer: &'a Buffer) -> Self {
        Self {
            cells: &buffer.content,
            width: usize::from(buffer.area.width).max(1),
        }
    }

    fn row_count(&self) -> usize {
        self.cells.len() / self.width
    }

    fn row(&self, y: usize) -> &'a [Cell] {
        let start = y * self.width;
        self.cells
            .get(start..start + self.width)
            .unwrap_or_default()
    }

    fn is_blank(&self, y: usize) -> bool {
        self.row(y).iter().all(|cell| *cell == Cell::EMPTY)
    }

    /// Returns a hash of a row's cells.
    fn row_hash(&self, y: usize) -> u64 {
        let mut hash = FxHasher::default();
        self.row(y).hash(&mut hash);
        hash.finish()
    }

    /// Returns true if the row has cells that are not drawn by ratatui.
    fn has_image(&self, y: usize) -> bool {
        let is_skipped = |cell: &Cell| cell.diff_option == CellDiffOption::Skip;
        self.row(y).iter().any(is_skipped)
    }

    /// Returns the number of cells in a row that are not empty.
    fn used_cells(&self, y: usize) -> usize {
        let inked = |cell: &&Cell| **cell != Cell::EMPTY;
        self.row(y).iter().filter(inked).count()
    }
}

/// Returns the number of cells that differ.
fn count_different(old: &[Cell], new: &[Cell]) -> usize {
    old.iter().zip(new).filter(|(old, new)| old != new).count()
}
