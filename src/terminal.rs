//! The terminal: entering and leaving it, drawing, title and clipboard. No other module writes escapes of our own.

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
mod screen;
mod waiter;

use std::fs::File;
use std::io::{self, IsTerminal};
use std::process::{Command, ExitStatus};

use anyhow::Context;
use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, SetTitle, disable_raw_mode, enable_raw_mode,
};

use crate::layout::PlacedImage;
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
use screen::Screen;
use waiter::discard_terminal_signals;
pub use waiter::{HangupGuard, Waiter, Wake, Waker};

/// The most that is copied, in bytes: terminals drop longer OSC 52 sequences without a word.
pub const MAX_COPIED_BYTES: usize = 100 * 1024;

/// The most characters of a title: more is seen nowhere.
const MAX_TITLE_CHARS: usize = 200;

/// The terminal while it is ours. Dropping it gives it back as it was.
#[derive(Debug)]
pub struct Terminal {
    ratatui: ratatui::Terminal<Screen>,
    options: TerminalOptions,
    is_entered: bool,
    /// The title last set, cleaned: it is set again when the terminal is taken again.
    title: String,
    /// Whether it was asked for its background since it was taken.
    has_asked_background: bool,
    graphics: graphics::Graphics,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, and what `options` ask for.
    ///
    /// # Errors
    /// Standard output is no terminal, there is no keyboard (no controlling terminal), or the system refuses.
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

    /// Says which images stand over the text from the next frame on.
    pub fn set_images(&mut self, images: Vec<PlacedImage>) {
        self.graphics.set_wanted(images);
    }

    /// The width and height of a cell in pixels, where the system knows it.
    pub fn cell_pixels(&self) -> Option<(u16, u16)> {
        screen::cell_pixels()
    }

    /// Draws one frame. What changed is written at once, within a synchronized update; nothing, if nothing changed.
    ///
    /// # Errors
    /// The terminal does not take the bytes.
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
        // Images that the terminal shows would move with the rows, or be torn.
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

    /// The size of the screen, in columns and rows.
    ///
    /// # Errors
    /// The terminal does not say.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// The next frame is drawn in full, whatever the terminal shows now.
    ///
    /// # Errors
    /// None by itself; the frame is written by [`Terminal::draw`].
    pub fn redraw(&mut self) -> io::Result<()> {
        self.ratatui.backend_mut().forget_cursor();
        self.ratatui.clear()
    }

    /// Gives the terminal back as it was. A second call does nothing.
    pub fn leave(&mut self) {
        if std::mem::take(&mut self.is_entered) && panic_hook::clear_entered() {
            // What the terminal keeps would outlive the program.
            let images = self.graphics.forget_screen();
            if !images.is_empty() {
                let _ = write_now(&images);
            }
            restore_terminal(&self.options);
            panic_hook::print_deferred_messages();
        }
    }

    /// Sets the title of the window, where there is one.
    ///
    /// # Errors
    /// The terminal does not take the bytes.
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

    /// Asks whether the terminal is dark or light, where the options say so, once after it was taken: meanwhile somebody may
    /// have changed it. Nothing waits for the answer: it comes, if it comes, as [`Waiter::take_background`].
    ///
    /// # Errors
    /// The terminal does not take the bytes.
    pub fn ask_background(&mut self) -> io::Result<()> {
        if !self.is_entered
            || !self.options.background
            || std::mem::replace(&mut self.has_asked_background, true)
        {
            return Ok(());
        }
        write_now(background::QUERY)
    }

    /// Copies `text` to the clipboard by OSC 52. Whether the terminal takes it cannot be known.
    ///
    /// # Errors
    /// The text is longer than [`MOST_COPIED`], or the terminal does not take the bytes.
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

    /// Has the mouse reported, or no longer, so that the terminal's own selection works. Says whether it is reported now.
    ///
    /// # Errors
    /// The terminal does not take the bytes.
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

    /// Stops the program as Ctrl-z does, with the terminal given back, and takes it again when it goes on.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.leave();
        let stopped = waiter::stop_until_continued();
        self.take_terminal()?;
        // The terminal is taken already; whoever waits need not do it again.
        discard_terminal_signals();
        stopped
    }

    /// Takes the terminal again after the program was stopped from outside: whoever had it meanwhile has changed it.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn resume(&mut self) -> io::Result<()> {
        if self.is_entered {
            // Before anything is written: in the background the program is stopped again here.
            disable_raw_mode()?;
        }
        // Left first, though others may have left it already: modes that are pushed twice are popped once, and a second
        // switch to the alternate screen would forget where the shell's cursor stood.
        self.leave();
        self.take_terminal()
    }

    /// Runs a program in the foreground with the terminal given back, and takes it again when the program ends.
    ///
    /// # Errors
    /// The program cannot be started, or the terminal cannot be taken again.
    pub fn run_program(&mut self, command: &mut Command) -> io::Result<ExitStatus> {
        self.leave();
        // The program needs a keyboard too, where ours is not standard input.
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

    /// Enters, and has the next frame drawn in full.
    fn take_terminal(&mut self) -> io::Result<()> {
        // Before anything is written: a program in the background is stopped here until it may go on.
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

/// The size of the terminal on standard output, in columns and rows; that of an old terminal where there is none.
pub fn size_or_default() -> (u16, u16) {
    let size = screen::terminal_size();
    (size.width, size.height)
}

/// The size of the terminal on standard output, in columns and rows; `None` where there is none.
pub fn size() -> Option<(u16, u16)> {
    let size = screen::terminal_size();
    io::stdout()
        .is_terminal()
        .then_some((size.width, size.height))
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}
