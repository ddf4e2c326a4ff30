//! How far something long has come, on one line of standard error, where that is a terminal: [`Progress`].

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shorter than this nobody waits, and so often the line is written.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line that is written again and again, and taken away at the end.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    shown: bool,
    written: Instant,
    /// Columns of what stands there.
    width: usize,
}

impl Progress {
    /// Nothing is written before it has taken a moment.
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            what,
            shown: io::stderr().is_terminal(),
            written: Instant::now(),
            width: 0,
        }
    }

    /// So many are done, of how many if that is known.
    pub(super) fn tell(&mut self, done: usize, all: Option<usize>) {
        if !self.shown || self.written.elapsed() < PATIENCE {
            return;
        }
        self.written = Instant::now();
        let line = match all {
            Some(all) if all > 0 => {
                let share = done.saturating_mul(100) / all;
                format!("{}: {done} of {all} ({share}%)", self.what)
            }
            _ => format!("{}: {done}", self.what),
        };
        self.write(&line);
    }

    fn write(&mut self, line: &str) {
        let gap = " ".repeat(self.width.saturating_sub(line.len()));
        // Where nobody can be told, the work goes on.
        let _ = write!(io::stderr(), "\r{line}{gap}\r");
        self.width = line.len();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.width > 0 {
            self.write("");
        }
    }
}
