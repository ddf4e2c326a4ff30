//! Backend of ratatui that collects whole frames, and the bytes that bring them to the terminal.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use super::painter::Painter;
use crate::model::PixelSize;

/// Size assumed if the terminal reports none (a pseudo-terminal without a size).
const FALLBACK_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Backend in place of a real terminal. Cells come to the [`Painter`] as a whole frame, with the cursor.
#[derive(Debug, Default)]
pub(super) struct Screen {
    painter: Painter,
    frame: Vec<u8>,
    /// Position of the cursor in the frame, and whether it is shown.
    cursor: Position,
    is_cursor_wanted: bool,
    /// True if the screen was cleared since the last query.
    was_cleared: bool,
}

impl Screen {
    /// Sets whether the terminal moves rows within scroll margins.
    pub(super) fn set_scroll_margins(&mut self, has_scroll_margins: bool) {
        self.painter.set_scroll_margins(has_scroll_margins);
    }

    /// Returns the bytes that bring a frame to the terminal, after those collected before; empty if nothing changed.
    pub(super) fn take_frame(&mut self, frame: Buffer) -> io::Result<Vec<u8>> {
        let cursor = self.is_cursor_wanted.then_some(self.cursor);
        self.painter.paint(frame, cursor, &mut self.frame)?;
        Ok(std::mem::take(&mut self.frame))
    }

    /// Returns true if the screen was cleared since the last call.
    pub(super) fn take_cleared(&mut self) -> bool {
        std::mem::take(&mut self.was_cleared)
    }

    /// Records that something else wrote to the terminal: the state of the cursor is unknown.
    pub(super) fn forget_cursor(&mut self) {
        self.painter.forget_cursor();
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    /// Does nothing: frames arrive whole, and [`Painter`] finds the changes. Reading the iterator would compute them
    /// twice.
    fn draw<'a, I>(&mut self, _: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.is_cursor_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.is_cursor_wanted = true;
        Ok(())
    }

    /// Returns the assumed position of the cursor. The terminal is not queried: it may never answer.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.painter.cursor().unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.painter.clear_last_frame();
        self.was_cleared = true;
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(terminal_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::ZERO,
        })
    }

    /// Does nothing: frames are written whole, by [`Terminal`](super::Terminal).
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the size of the terminal; never zero, never an error.
pub(super) fn terminal_size() -> Size {
    // Not by crossterm, which starts another program to ask if the terminal is gone.
    let size = rustix::termios::tcgetwinsize(io::stdout())
        .map(|size| Size::new(size.ws_col, size.ws_row))
        .unwrap_or_default();
    if size.width == 0 || size.height == 0 {
        FALLBACK_SIZE
    } else {
        size
    }
}

/// Returns the width and height of a cell in pixels, if the system knows them; the terminal is not queried.
pub(super) fn cell_pixels() -> Option<PixelSize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let width = size.ws_xpixel.checked_div(size.ws_col)?;
    let height = size.ws_ypixel.checked_div(size.ws_row)?;
    (width > 0 && height > 0).then(|| PixelSize {
        width: width.into(),
        height: height.into(),
    })
}
