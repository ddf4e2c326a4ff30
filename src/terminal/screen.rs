//! The screen as ratatui's backend: collects the bytes of a frame and leaves out what would change nothing.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// The size taken where the terminal says it has none (a pseudo-terminal nobody gave a size).
const FALLBACK_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Collects the bytes of a frame. Nothing is written to the terminal here.
#[derive(Debug, Default)]
pub(super) struct Screen {
    frame: Vec<u8>,
    /// Whether the cursor is shown, where that is known.
    cursor_shown: Option<bool>,
    /// Where the cursor stands, where that is known: drawing moves it.
    cursor: Option<Position>,
    /// Whether the screen was cleared since this was last asked.
    cleared: bool,
}

impl Screen {
    /// The bytes collected since the last call; empty if nothing changed.
    pub(super) fn take_frame(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.frame)
    }

    /// Whether the screen was cleared since the last call.
    pub(super) fn take_cleared(&mut self) -> bool {
        std::mem::take(&mut self.cleared)
    }

    /// Forgets what is known of the cursor, because something else wrote to the terminal.
    pub(super) fn forget_cursor(&mut self) {
        self.cursor_shown = None;
        self.cursor = None;
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // The backend resets the colours even after no cell at all.
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.cursor = None;
        self.crossterm().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown == Some(false) {
            return Ok(());
        }
        self.cursor_shown = Some(false);
        self.crossterm().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown == Some(true) {
            return Ok(());
        }
        self.cursor_shown = Some(true);
        self.crossterm().show_cursor()
    }

    /// Where the cursor is thought to stand. The terminal is never asked: it may never answer.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Some(position) {
            return Ok(());
        }
        self.cursor = Some(position);
        self.crossterm().set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.cleared = true;
        self.crossterm().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.cleared = true;
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
    #[cfg(unix)]
    let size = rustix::termios::tcgetwinsize(io::stdout())
        .map(|size| Size::new(size.ws_col, size.ws_row))
        .unwrap_or_default();
    #[cfg(not(unix))]
    let size = crossterm::terminal::size()
        .map(Size::from)
        .unwrap_or_default();
    if size.width == 0 || size.height == 0 {
        FALLBACK_SIZE
    } else {
        size
    }
}

/// The width and height of a cell in pixels, where the system knows it; the terminal is not asked.
pub(super) fn cell() -> Option<(u16, u16)> {
    #[cfg(unix)]
    {
        let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
        let wide = size.ws_xpixel.checked_div(size.ws_col)?;
        let high = size.ws_ypixel.checked_div(size.ws_row)?;
        (wide > 0 && high > 0).then_some((wide, high))
    }
    #[cfg(not(unix))]
    {
        None
    }
}
