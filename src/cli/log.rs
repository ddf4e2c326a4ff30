//! The log file of `--log FILE` and `NEWSPRINT_LOG`: [`start_log`].
//!
//! A line for each event: the local time, the level, the module, the thread, what happened, and its fields. Lines are appended,
//! each in one write, so that several programs can share a file. Credentials are redacted ([`redact`]).

use std::fmt::{Debug, Write as _};
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::Local;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::text::{clean, redact};

/// Environment variable that names the log file, unless `--log` does.
pub(super) const NEWSPRINT_LOG: &str = "NEWSPRINT_LOG";

/// Longest line, in bytes: errors may quote long input.
const MAX_LINE_BYTES: usize = 4096;

/// Starts the log: from now on events are appended to a file.
///
/// # Errors
/// The file can't be created or opened for appending.
pub(super) fn start_log(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    // The log says what the user reads, so only the user may read it.
    let file = options.create(true).append(true).mode(0o600).open(path)?;
    // The first subscriber of a process stays; there is only this one.
    let _ = tracing::subscriber::set_global_default(LogFile { file });
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        pid = std::process::id(),
        "started"
    );
    Ok(())
}

/// Subscriber of `tracing` that writes each event as a line. Spans are not used.
struct LogFile {
    file: File,
}

impl Subscriber for LogFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with("newsprint")
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let thread = std::thread::current();
        let module = metadata.target();
        let mut line = format!(
            "{} {:<5} {} [{}]",
            Local::now().format("%Y-%m-%dT%H:%M:%S%.3f%:z"),
            metadata.level(),
            module.strip_prefix("newsprint::").unwrap_or(module),
            thread.name().unwrap_or("main"),
        );
        event.record(&mut LogFields(&mut line));
        let redacted = redact(&line);
        let mut line = clean::clean_line(&redacted).into_owned();
        let end = (0..=line.len().min(MAX_LINE_BYTES))
            .rev()
            .find(|at| line.is_char_boundary(*at));
        line.truncate(end.unwrap_or_default());
        line.push('\n');
        // A failure to write the log is ignored.
        let _ = (&self.file).write_all(line.as_bytes());
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Visitor that appends the fields of an event to a line: the message as it is, others as `name=value`.
struct LogFields<'a>(&'a mut String);

impl Visit for LogFields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string never fails.
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}
