//! From one frame to the next in few bytes: [`Painter`].
//!
//! 1. A run of rows that the last frame had higher or lower is moved there by the terminal itself (`shift`).
//! 2. The cells that still differ are written.
//! 3. The cursor goes where the frame wants it.

mod shift;

use std::io;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use shift::Shift;

/// Knows what the terminal shows, and writes what makes another frame of it.
#[derive(Debug, Default)]
pub struct Painter {
    /// Whether the terminal moves rows within margins.
    has_scroll_margins: bool,
    /// The frame that the terminal shows; none if it shows nothing.
    last_frame: Option<Buffer>,
    /// Whether the cursor is shown, where that is known.
    is_cursor_shown: Option<bool>,
    /// Where the cursor stands, where that is known: writing moves it.
    cursor: Option<Position>,
}

impl Painter {
    /// A painter before a terminal that shows nothing. `scrolls` says that the terminal moves rows within margins.
    pub fn new(has_scroll_margins: bool) -> Self {
        Self {
            has_scroll_margins,
            ..Self::default()
        }
    }

    /// Whether the terminal moves rows within margins.
    pub fn set_scroll_margins(&mut self, scrolls: bool) {
        self.has_scroll_margins = scrolls;
    }

    /// The terminal was cleared: it shows nothing.
    pub fn clear_last_frame(&mut self) {
        self.last_frame = None;
        self.cursor = None;
    }

    /// Something else wrote to the terminal: nothing is known of the cursor.
    pub fn forget_cursor(&mut self) {
        self.is_cursor_shown = None;
        self.cursor = None;
    }

    /// Where the cursor is thought to stand.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Appends to `out` what makes the terminal show `frame`, with the cursor at `cursor` or hidden; nothing, if it does.
    ///
    /// # Errors
    /// None: bytes are only collected.
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
        // The backend resets the colours even after no cell at all.
        let mut changes = shown.diff_iter(&frame).peekable();
        if changes.peek().is_some() {
            self.cursor = None;
            CrosstermBackend::new(&mut *out).draw(changes)?;
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
        let Some(place) = cursor.filter(|place| area.contains(*place)) else {
            return Ok(());
        };
        if self.cursor != Some(place) {
            queue!(out, MoveTo(place.x, place.y))?;
            self.cursor = Some(place);
        }
        Ok(())
    }
}
