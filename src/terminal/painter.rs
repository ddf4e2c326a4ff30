//! Differential drawing: turning one frame into the next with few bytes ([`Painter`]).
//!
//! 1. Rows that the last frame had higher or lower are moved by the terminal itself (`shift`).
//! 2. The cells that still differ are written. Rows with clusters of disputed width are written whole (`disputed`).
//! 3. The cursor is moved to its position in the frame.

mod disputed;
mod shift;

use std::io;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use disputed::{draw_row, has_disputed_cell};
use shift::Shift;

/// Last frame shown by the terminal, and the writer of the changes to the next one.
#[derive(Debug, Default)]
pub struct Painter {
    /// True if the terminal moves rows within scroll margins.
    has_scroll_margins: bool,
    /// Frame that the terminal shows; `None` if the screen is empty.
    last_frame: Option<Buffer>,
    /// True if the cursor is shown; `None` if unknown.
    is_cursor_shown: Option<bool>,
    /// Position of the cursor; `None` if unknown, since writing moves it.
    cursor: Option<Position>,
}

impl Painter {
    /// Creates a painter for an empty screen. `has_scroll_margins` is true if the terminal moves rows within scroll margins.
    pub fn new(has_scroll_margins: bool) -> Self {
        Self {
            has_scroll_margins,
            ..Self::default()
        }
    }

    /// Sets whether the terminal moves rows within scroll margins.
    pub fn set_scroll_margins(&mut self, has_scroll_margins: bool) {
        self.has_scroll_margins = has_scroll_margins;
    }

    /// Records that the terminal was cleared.
    pub fn clear_last_frame(&mut self) {
        self.last_frame = None;
        self.cursor = None;
    }

    /// Records that something else wrote to the terminal: the state of the cursor is unknown.
    pub fn forget_cursor(&mut self) {
        self.is_cursor_shown = None;
        self.cursor = None;
    }

    /// Returns the assumed position of the cursor.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Appends to `out` the bytes that make the terminal show `frame`, with the cursor at `cursor` or hidden; none if
    /// nothing changed.
    ///
    /// # Errors
    /// Never fails: bytes are only collected.
    pub fn paint(
        &mut self,
        frame: Buffer,
        cursor: Option<Position>,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let same_size = |shown: &Buffer| shown.area == frame.area;
        let mut shown = match self.last_frame.take() {
            Some(shown) if same_size(&shown) => shown,
            _ => Buffer::empty(frame.area),
        };
        if self.has_scroll_margins
            && let Some(shift) = Shift::find(&shown, &frame)
        {
            shift.write(out)?;
            shift.apply(&mut shown);
            self.cursor = None;
        }
        // The backend resets the colours even if no cell changed.
        let changes: Vec<_> = shown.diff_iter(&frame).collect();
        if !changes.is_empty() {
            self.cursor = None;
            let mut rows: Vec<u16> = changes.iter().map(|(_, y, _)| *y).collect();
            rows.dedup();
            rows.retain(|y| has_disputed_cell(&shown, *y) || has_disputed_cell(&frame, *y));
            let others = changes.into_iter();
            let others = others.filter(|(_, y, _)| !rows.contains(y));
            CrosstermBackend::new(&mut *out).draw(others)?;
            for y in rows {
                draw_row(&shown, &frame, y, out)?;
            }
        }
        let area = frame.area;
        self.last_frame = Some(frame);
        self.put_cursor(cursor, area, out)
    }

    fn put_cursor(
        &mut self,
        cursor: Option<Position>,
        area: Rect,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let wanted = cursor.is_some();
        if self.is_cursor_shown != Some(wanted) {
            if wanted {
                queue!(out, Show)?;
            } else {
                queue!(out, Hide)?;
            }
            self.is_cursor_shown = Some(wanted);
        }
        let Some(position) = cursor.filter(|position| area.contains(*position)) else {
            return Ok(());
        };
        if self.cursor != Some(position) {
            queue!(out, MoveTo(position.x, position.y))?;
            self.cursor = Some(position);
        }
        Ok(())
    }
}
