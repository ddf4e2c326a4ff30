//! Errors of the command line, their exit statuses, and lines on standard error: [`exit_status`], [`Diagnostics`].

use std::io::{self, Write};

use crate::text::{clean, io_message};

/// Exit status: everything was done.
pub(super) const SUCCESS: u8 = 0;
/// Exit status: something failed; the rest was done.
pub(super) const FAILED: u8 = 1;
/// Exit status: the arguments make no sense.
pub(super) const USAGE: u8 = 2;

/// Arguments that make no sense: the program ends with 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(String);

impl UsageError {
    /// Returns an error whose text is `WHAT: WHERE: what to do`, on one line.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }
}

/// Lines for standard error, in the order in which they came, and whether one of them is a failure.
#[derive(Debug, Default)]
pub struct Diagnostics {
    lines: Vec<String>,
    failed: bool,
}

impl Diagnostics {
    /// No lines, and a failure that was printed elsewhere unless everything is `complete`.
    pub(super) fn silent(complete: bool) -> Self {
        Self {
            lines: Vec::new(),
            failed: !complete,
        }
    }

    /// Adds a line about something that failed: `WHAT: WHERE: what to do`.
    pub(super) fn fail(&mut self, line: impl Into<String>) {
        self.failed = true;
        self.lines.push(line.into());
    }

    /// Adds a line about something that is no failure.
    pub(super) fn warn(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Adds what another part of the same command has to say.
    pub(super) fn append(&mut self, other: Self) {
        self.failed |= other.failed;
        self.lines.extend(other.lines);
    }

    /// Lines so far.
    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Returns true if something failed.
    pub(super) fn is_failure(&self) -> bool {
        self.failed
    }

    /// Writes the lines to standard error; returns the exit status.
    pub(super) fn print(&self) -> u8 {
        for line in &self.lines {
            print_error(line);
        }
        if self.failed { FAILED } else { SUCCESS }
    }
}

/// Says why the program ends; returns the status that it ends with. Nothing is said, and nothing failed, where whoever reads the
/// output has seen enough.
pub fn exit_status(error: &anyhow::Error) -> u8 {
    if let Some(io::ErrorKind::BrokenPipe) = error.downcast_ref().map(io::Error::kind) {
        return SUCCESS;
    }
    print_error(&format!("{error:#}"));
    if error.is::<UsageError>() {
        USAGE
    } else {
        FAILED
    }
}

/// Names standard output as what failed; a broken pipe stays the plain error, by which [`exit_status`] knows it.
pub(super) fn output_error(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => error.into(),
        _ => anyhow::anyhow!("can't write: standard output: {}", io_message(&error)),
    }
}

/// Writes a line with the program's name to standard error, clean: it may hold what others have named. If even standard error
/// is gone, there is nobody to tell.
pub(super) fn print_error(line: &str) {
    tracing::warn!("{line}");
    let _ = writeln!(io::stderr(), "newsprint: {}", clean::clean_line(line));
}
