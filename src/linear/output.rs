//! Output of lines: wrapped, and paged by screens on a terminal ([`Output`]).

use std::collections::VecDeque;
use std::io::{self, Write};
use std::ops::Range;

use super::spoken_line::{self, SpokenLine, WrappedLine};
use super::words::counted;
use crate::terminal;
use crate::text::clean;

const PROMPT: &str = "newsprint> ";

/// Blocks of the open article that were just printed.
pub(super) type PrintedBlocks = Option<Range<usize>>;

/// Standard output, and the lines pending for the next screen.
pub(super) struct Output<W> {
    writer: W,
    /// Maximum width of a line, in columns.
    measure: u16,
    /// True for a terminal: lines fit its width, and long output stops after every screen.
    is_terminal: bool,
    pending: VecDeque<WrappedLine>,
}

impl<W: Write> Output<W> {
    pub(super) fn new(writer: W, measure: u16, is_terminal: bool) -> Self {
        Self {
            writer,
            measure,
            is_terminal,
            pending: VecDeque::new(),
        }
    }

    /// Prints a sentence, sanitized because it may quote foreign text.
    pub(super) fn print_message(&mut self, text: &str) -> io::Result<()> {
        let text = clean::clean_line(text);
        for line in spoken_line::wrap(vec![SpokenLine::wrapped(&text)], self.width()) {
            writeln!(self.writer, "{}", line.text)?;
        }
        Ok(())
    }

    /// Prints the prompt and flushes the output.
    pub(super) fn prompt(&mut self) -> io::Result<()> {
        write!(self.writer, "{PROMPT}")?;
        self.flush()
    }

    /// Prints a command that no terminal has echoed.
    pub(super) fn echo(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.writer, "{line}")
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Returns true if lines are pending for the next screen.
    pub(super) fn has_more(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Drops the pending lines.
    pub(super) fn drop_rest(&mut self) {
        self.pending.clear();
    }

    /// Prints the lines; on a terminal one screen of them, and the rest is pending for [`Output::print_more`].
    pub(super) fn print(&mut self, lines: Vec<SpokenLine>) -> io::Result<PrintedBlocks> {
        self.pending = spoken_line::wrap(lines, self.width()).into();
        self.print_more()
    }

    /// Prints the pending lines and these, without stopping after a screen.
    pub(super) fn print_all(&mut self, lines: Vec<SpokenLine>) -> io::Result<()> {
        let width = self.width();
        self.pending.extend(spoken_line::wrap(lines, width));
        for line in std::mem::take(&mut self.pending) {
            writeln!(self.writer, "{}", line.text)?;
        }
        Ok(())
    }

    /// Prints the next screen of the pending lines.
    pub(super) fn print_more(&mut self) -> io::Result<PrintedBlocks> {
        // Two lines are reserved: for "Enter for more" and for the prompt.
        let room = match self.is_terminal {
            true => usize::from(terminal::size_or_default().rows).max(10) - 2,
            false => usize::MAX,
        };
        let count = self.pending.len().min(room);
        let (mut first, mut last) = (None, None);
        for line in self.pending.drain(..count) {
            writeln!(self.writer, "{}", line.text)?;
            first = first.or(line.block);
            last = line.block.or(last);
        }
        let next = self.pending.front().and_then(|line| line.block);
        let left = self.pending.len();
        if left > 0 {
            let left = counted(left, "line", "lines");
            writeln!(self.writer, "Enter for more: {left}.")?;
        }
        Ok(match (first, last) {
            (Some(first), Some(last)) => Some(first..next.unwrap_or(last + 1)),
            _ => None,
        })
    }

    fn width(&self) -> u16 {
        match self.is_terminal {
            true => terminal::size_or_default().columns.min(self.measure).max(1),
            false => self.measure,
        }
    }
}
