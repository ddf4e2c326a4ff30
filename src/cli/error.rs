//! Errors of the command line, their exit statuses, and lines on standard error: [`exit_status`], [`Diagnostics`].

use std::io::{self, Write};

use crate::text::{clean, io_message};

/// Exit status of success.
pub(super) const SUCCESS: u8 = 0;
/// Exit status if something failed. The rest was done.
pub(super) const FAILED: u8 = 1;
/// Exit status for wrong arguments.
pub(super) const USAGE: u8 = 2;

/// Error of wrong arguments. The exit status is 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(String);

impl UsageError {
    /// Returns an error whose text is `WHAT: WHERE: what to do`, on one line.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }
}

/// Lines for standard error in the order they were added, and true if one of them is a failure.
#[derive(Debug, Default)]
pub struct Diagnostics {
    lines: Vec<String>,
    failed: bool,
}

impl Diagnostics {
    /// Returns diagnostics without lines. Unless everything is `complete`, something failed and was already printed.
    pub(super) fn silent(complete: bool) -> Self {
        Self {
            lines: Vec::new(),
            failed: !complete,
        }
    }

    /// Adds a line about a failure: `WHAT: WHERE: what to do`.
    pub(super) fn fail(&mut self, line: impl Into<String>) {
        self.failed = true;
        self.lines.push(line.into());
    }

    /// Adds a line that is no failure.
    pub(super) fn warn(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Appends the diagnostics of another part of the same command.
    pub(super) fn append(&mut self, other: Self) {
        self.failed |= other.failed;
        self.lines.extend(other.lines);
    }

    /// Returns the lines so far.
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

/// Prints the error that ends the program, and returns the exit status. A broken pipe is a success without a message:
/// the reader of the output, such as `head`, has closed it.
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

/// Adds the name of standard output to an error. A broken pipe stays an [`io::Error`], so that [`exit_status`]
/// recognises it.
pub(super) fn output_error(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => error.into(),
        _ => anyhow::anyhow!("can't write: standard output: {}", io_message(&error)),
    }
}

/// Writes a line with the program's name to standard error. The line is sanitized, because it may quote foreign text. A
/// failure to write is ignored.
pub(super) fn print_error(line: &str) {
    tracing::warn!("{line}");
    let _ = writeln!(io::stderr(), "newsprint: {}", clean::clean_line(line));
}
