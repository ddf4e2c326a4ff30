//! A progress bar on standard error, if that is a terminal ([`Progress`]).

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::layout::columns;

/// Time before the first bar: shorter work shows none.
const FIRST_DELAY: Duration = Duration::from_millis(300);
/// Time between two bars.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);
/// Columns of the bar.
const BAR_COLUMNS: usize = 20;
/// Largest width of the name before the bar, in columns, so that the line fits 80 columns.
const NAME_COLUMNS: usize = 32;

/// A progress line that is overwritten while work goes on, and removed at the end.
#[derive(Debug)]
pub(super) struct Progress {
    /// Name of the work, clean.
    name: String,
    is_shown: bool,
    next: Instant,
    /// Width of the line on the screen, in columns.
    width: usize,
}

impl Progress {
    /// Creates a progress line for work of this name, which must be sanitized. Nothing is written before
    /// [`FIRST_DELAY`].
    pub(super) fn new(name: &str) -> Self {
        let mut cut = String::new();
        for c in name.chars() {
            if columns(&cut) >= NAME_COLUMNS {
                break;
            }
            cut.push(c);
        }
        Self {
            name: cut,
            is_shown: io::stderr().is_terminal(),
            next: Instant::now() + FIRST_DELAY,
            width: 0,
        }
    }

    /// Shows how many parts are done, and the total if it is known.
    pub(super) fn show(&mut self, done: usize, of: Option<usize>) {
        if self.is_shown && of != Some(0) && Instant::now() >= self.next {
            self.next = Instant::now() + UPDATE_INTERVAL;
            self.write(&format_line(&self.name, done, of));
        }
    }

    fn write(&mut self, line: &str) {
        let width = columns(line);
        let gap = " ".repeat(self.width.saturating_sub(width));
        // A failure to write is ignored: the work goes on.
        let _ = write!(io::stderr(), "\r{line}{gap}\r");
        self.width = width;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.width > 0 {
            self.write("");
        }
    }
}

fn format_line(name: &str, done: usize, of: Option<usize>) -> String {
    let Some(of) = of else {
        return format!("{name}: {done}");
    };
    let share = |whole: usize| done.min(of).saturating_mul(whole) / of.max(1);
    let bar = "#".repeat(share(BAR_COLUMNS));
    format!(
        "{name} [{bar:<BAR_COLUMNS$}] {done} of {of} ({}%)",
        share(100)
    )
}
