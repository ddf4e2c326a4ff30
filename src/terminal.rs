//! The terminal: entering and leaving full-screen mode, drawing frames, window title, clipboard and images. All escape
//! sequences of newsprint are written in this module.

mod background;
mod capabilities;
mod command;
mod graphics;
pub mod input;
pub mod modes;
mod open_link;
mod output;
mod painter;
mod panic_hook;
mod password;
mod screen;
mod waiter;

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use anyhow::Context;
use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, SetTitle, disable_raw_mode, enable_raw_mode,
};

use crate::layout::PlacedImage;
use crate::model::PixelSize;
use crate::text::clean;

pub use background::Background;
pub use capabilities::Capabilities;
pub use command::{CommandRefused, Placeholders, build_command};
pub use graphics::image_form;
pub use modes::TerminalOptions;
pub use open_link::{LinkRefused, check_link, open_link, open_link_in};
use output::{restore_terminal, write_now};
pub use painter::Painter;
pub use panic_hook::install_panic_hook;
pub use password::ask_password;
use screen::Screen;
use waiter::discard_terminal_signals;
pub use waiter::{Hangup, Waiter, Wake, Waker};

/// Longest copied text, in bytes: terminals silently drop longer OSC 52 sequences.
pub const MAX_COPIED_BYTES: usize = 100 * 1024;

/// Longest window title, in characters; no window shows more.
const MAX_TITLE_CHARS: usize = 200;

/// Size of a screen in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenSize {
    /// Number of columns.
    pub columns: u16,
    /// Number of rows.
    pub rows: u16,
}

/// Terminal in full-screen mode. Dropping it restores the terminal.
#[derive(Debug)]
pub struct Terminal {
    ratatui: ratatui::Terminal<Screen>,
    options: TerminalOptions,
    is_entered: bool,
    /// Title last set, cleaned. It is set again when the terminal is taken again.
    title: String,
    /// True if the background colour was queried since the terminal was taken.
    has_asked_background: bool,
    graphics: graphics::Graphics,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, and the modes in `options`.
    ///
    /// # Errors
    /// Fails if standard output is not a terminal, if there is no controlling terminal to read keys from, or if raw
    /// mode cannot be set.
    pub fn enter(options: &TerminalOptions) -> anyhow::Result<Self> {
        anyhow::ensure!(
            io::stdout().is_terminal(),
            "standard output is not a terminal"
        );
        if !io::stdin().is_terminal() {
            File::open("/dev/tty").context("no keyboard: there is no controlling terminal")?;
        }
        let mut screen = Screen::default();
        screen.set_scroll_margins(options.has_scroll_margins);
        let mut terminal = Self {
            ratatui: ratatui::Terminal::new(screen).context("no screen")?,
            options: *options,
            is_entered: false,
            title: String::new(),
            has_asked_background: false,
            graphics: graphics::Graphics::default(),
        };
        terminal
            .take_terminal()
            .context("can't set the terminal to raw mode")?;
        Ok(terminal)
    }

    /// Sets the images shown over the text from the next frame on.
    pub fn set_images(&mut self, images: Vec<PlacedImage>) {
        self.graphics.set_wanted(images);
    }

    /// Returns the width and height of a cell in pixels, if the system knows them (TIOCGWINSZ).
    pub fn cell_pixels(&self) -> Option<PixelSize> {
        screen::cell_pixels()
    }

    /// Draws one frame and writes the changes in one synchronized update; writes nothing if nothing changed.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        if !self.is_entered {
            return Ok(());
        }
        let mut images = Vec::new();
        let drawn = self.ratatui.draw(draw)?.buffer.clone();
        let screen = self.ratatui.backend_mut();
        if screen.take_cleared() {
            images = self.graphics.forget_screen();
        }
        // The terminal would move its images with the rows, or tear them.
        screen.set_scroll_margins(self.options.has_scroll_margins && !self.graphics.is_used());
        let frame = screen.take_frame(drawn)?;
        let blanks = self.graphics.erase_bytes();
        images.append(&mut self.graphics.draw_bytes());
        if frame.is_empty() && blanks.is_empty() && images.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(frame.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend_from_slice(&blanks);
        bytes.extend_from_slice(&frame);
        bytes.extend_from_slice(&images);
        queue!(bytes, EndSynchronizedUpdate)?;
        write_now(&bytes)
    }

    /// Returns the size of the screen in columns and rows.
    ///
    /// # Errors
    /// Fails if the terminal does not report its size.
    pub fn size(&self) -> io::Result<ScreenSize> {
        let (columns, rows) = crossterm::terminal::size()?;
        Ok(ScreenSize { columns, rows })
    }

    /// Has the next frame drawn in full, whatever the terminal shows now.
    ///
    /// # Errors
    /// Never fails by itself; the frame is written by [`Terminal::draw`].
    pub fn redraw(&mut self) -> io::Result<()> {
        self.ratatui.backend_mut().forget_cursor();
        self.ratatui.clear()
    }

    /// Restores the terminal. A second call does nothing.
    pub fn leave(&mut self) {
        if std::mem::take(&mut self.is_entered) && panic_hook::clear_entered() {
            // Images stored in the terminal would outlive the program.
            let images = self.graphics.forget_screen();
            if !images.is_empty() {
                let _ = write_now(&images);
            }
            restore_terminal(&self.options);
            panic_hook::print_deferred_messages();
        }
    }

    /// Sets the window title, if the terminal has one.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        let title = clean::clean_line(title)
            .chars()
            .take(MAX_TITLE_CHARS)
            .collect();
        if self.title == title {
            return Ok(());
        }
        self.title = title;
        if !self.is_entered || !self.options.title {
            return Ok(());
        }
        let mut bytes = Vec::new();
        queue!(bytes, SetTitle(&self.title))?;
        write_now(&bytes)
    }

    /// Queries the background colour, if `options` ask for it, once after each time the terminal was taken: the colours
    /// may have changed meanwhile. Does not wait for the answer, which arrives as [`Waiter::take_background`], or
    /// never.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn ask_background(&mut self) -> io::Result<()> {
        if !self.is_entered
            || !self.options.background
            || std::mem::replace(&mut self.has_asked_background, true)
        {
            return Ok(());
        }
        write_now(background::QUERY)
    }

    /// Copies `text` to the clipboard by OSC 52. The terminal does not report success.
    ///
    /// # Errors
    /// Fails if the text is longer than [`MAX_COPIED_BYTES`], or if the terminal cannot be written to.
    pub fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let text = clean::clean_text(text);
        anyhow::ensure!(
            text.len() <= MAX_COPIED_BYTES,
            "too long to copy: {} KiB; the limit is {} KiB",
            text.len().div_ceil(1024),
            MAX_COPIED_BYTES / 1024
        );
        let mut bytes = Vec::new();
        queue!(bytes, CopyToClipboard::to_clipboard_from(text.as_bytes()))?;
        write_now(&bytes).context("can't write to the terminal")
    }

    /// Turns mouse reporting on or off, and returns the new state. Without reporting the terminal's own selection
    /// works.
    ///
    /// # Errors
    /// Fails if the terminal cannot be written to.
    pub fn toggle_mouse(&mut self) -> io::Result<bool> {
        self.options.mouse = !self.options.mouse;
        if self.is_entered {
            panic_hook::set_entered(&self.options);
            let mut bytes = Vec::new();
            modes::write_mouse(&mut bytes, self.options.mouse)?;
            write_now(&bytes)?;
        }
        Ok(self.options.mouse)
    }

    /// Suspends the program as Ctrl-z does, with the terminal restored, and takes the terminal again when the program
    /// continues.
    ///
    /// # Errors
    /// Fails if the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.leave();
        let stopped = waiter::stop_until_continued();
        self.take_terminal()?;
        // The terminal has been taken already; the waiter need not do it again.
        discard_terminal_signals();
        stopped
    }

    /// Takes the terminal again after the program was stopped by a signal: other programs have changed the terminal
    /// meanwhile.
    ///
    /// # Errors
    /// Fails if the terminal cannot be taken again.
    pub fn resume(&mut self) -> io::Result<()> {
        if self.is_entered {
            // Before anything is written: in the background the program is stopped again here.
            disable_raw_mode()?;
        }
        // Leaves first, though the terminal may have been left already: modes that are pushed twice are popped once,
        // and a second switch to the alternate screen would lose the position of the shell's cursor.
        self.leave();
        self.take_terminal()
    }

    /// Runs a program in the foreground with the terminal restored, and takes the terminal again when the program ends.
    ///
    /// # Errors
    /// Fails if the program cannot be started, or if the terminal cannot be taken again.
    pub fn run_program(&mut self, command: &mut Command) -> io::Result<ExitStatus> {
        self.leave();
        // The program needs a keyboard too, where standard input is not a terminal.
        if !io::stdin().is_terminal()
            && let Ok(keyboard) = File::open("/dev/tty")
        {
            command.stdin(keyboard);
        }
        let status = command.status();
        self.take_terminal()?;
        discard_terminal_signals();
        status
    }

    /// Runs a program in the foreground with a text on its standard input and the terminal restored, and takes the
    /// terminal again when the program ends. With `pause`, that text is written then, and the output of the program stays
    /// until Enter. A program that ends before it has read everything is no error.
    ///
    /// # Errors
    /// As [`Terminal::run_program`].
    pub fn pipe_to_program(
        &mut self,
        command: &mut Command,
        text: String,
        pause: Option<&str>,
    ) -> io::Result<ExitStatus> {
        self.leave();
        let status = pipe_text(command, text);
        if let (Ok(_), Some(pause)) = (&status, pause) {
            wait_for_enter(pause);
        }
        self.take_terminal()?;
        discard_terminal_signals();
        status
    }

    /// Enters full-screen mode, and has the next frame drawn in full.
    fn take_terminal(&mut self) -> io::Result<()> {
        // Before anything is written: a program in the background is stopped here until it may continue.
        enable_raw_mode()?;
        self.is_entered = true;
        self.has_asked_background = false;
        panic_hook::set_entered(&self.options);
        let mut bytes = Vec::new();
        modes::write_enter(&mut bytes, &self.options)?;
        if self.options.title && !self.title.is_empty() {
            queue!(bytes, SetTitle(&self.title))?;
        }
        write_now(&bytes)?;
        self.redraw()
    }
}

/// Runs a program with a text on its standard input.
fn pipe_text(command: &mut Command, text: String) -> io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A thread of its own: the program may end, or leave the pipe to another one, without reading all of it.
        let writer = thread::Builder::new().name("program-input".into());
        let written = writer.spawn(move || drop(input.write_all(text.as_bytes())));
        if let Err(error) = written {
            drop(child.kill());
            drop(child.wait());
            return Err(error);
        }
    }
    child.wait()
}

/// Writes a line and waits for Enter, or for the end of the terminal.
fn wait_for_enter(line: &str) {
    let Ok(keyboard) = File::open("/dev/tty") else {
        return;
    };
    if write_now(format!("\n{line}").as_bytes()).is_ok() {
        let mut typed = String::new();
        drop(io::BufReader::new(keyboard).read_line(&mut typed));
    }
}

/// Returns the size of the terminal on standard output, in columns and rows; 80 × 24 if there is none.
pub fn size_or_default() -> ScreenSize {
    let size = screen::terminal_size();
    ScreenSize {
        columns: size.width,
        rows: size.height,
    }
}

/// Returns the size of the terminal on standard output, in columns and rows; `None` if there is none.
pub fn size() -> Option<ScreenSize> {
    io::stdout().is_terminal().then(size_or_default)
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}
