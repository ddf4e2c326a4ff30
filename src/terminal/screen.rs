//! The screen as ratatui's backend: takes whole frames, and collects the bytes that bring them to the terminal.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use super::painter::Painter;

/// The size taken where the terminal says it has none (a pseudo-terminal nobody gave a size).
const FALLBACK_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Takes the place of a terminal before ratatui. Cells come to the [`Painter`] as a whole frame, and the cursor with it.
#[derive(Debug, Default)]
pub(super) struct Screen {
    painter: Painter,
    frame: Vec<u8>,
    /// Where the frame wants the cursor, and whether it wants it.
    cursor: Position,
    is_cursor_wanted: bool,
    /// Whether the screen was cleared since this was last asked.
    was_cleared: bool,
}

impl Screen {
    /// Whether the terminal moves rows within margins.
    pub(super) fn set_scroll_margins(&mut self, scrolls: bool) {
        self.painter.set_scroll_margins(scrolls);
    }

    /// The bytes that bring a frame to the terminal, after those collected before; empty if nothing changed.
    pub(super) fn take_frame(&mut self, frame: Buffer) -> io::Result<Vec<u8>> {
        let cursor = self.is_cursor_wanted.then_some(self.cursor);
        self.painter.paint(frame, cursor, &mut self.frame)?;
        Ok(std::mem::take(&mut self.frame))
    }

    /// Whether the screen was cleared since the last call.
    pub(super) fn take_cleared(&mut self) -> bool {
        std::mem::take(&mut self.was_cleared)
    }

    /// Forgets what is known of the cursor, because something else wrote to the terminal.
    pub(super) fn forget_cursor(&mut self) {
        self.painter.forget_cursor();
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    /// Does nothing: the frame comes whole, and what changed is found there. The iterator would look for it.
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

    /// Where the cursor is thought to stand. The terminal is never asked: it may never answer.
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

    /// Does nothing: a frame is written whole, by its owner.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How large the terminal is; never nothing, never an error.
pub(super) fn terminal_size() -> Size {
    // Not by crossterm: where the terminal is gone it starts another program to ask.
    let size = rustix::termios::tcgetwinsize(io::stdout())
        .map(|size| Size::new(size.ws_col, size.ws_row))
        .unwrap_or_default();
    if size.width == 0 || size.height == 0 {
        FALLBACK_SIZE
    } else {
        size
    }
}

/// The width and height of a cell in pixels, where the system knows it; the terminal is not asked.
pub(super) fn cell_pixels() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let wide = size.ws_xpixel.checked_div(size.ws_col)?;
    let high = size.ws_ypixel.checked_div(size.ws_row)?;
    (wide > 0 && high > 0).then_some((wide, high))
}
