//! The wording of warnings of the worker.

use std::fmt::Display;
use std::io;

use crate::text::{clean, io_message};

/// Words the end of a job that the user has cancelled.
pub(super) fn cancelled() -> String {
    "cancelled".to_owned()
}

/// Words the notice that an article waits because the limit of hanging files is reached.
pub(super) fn waiting_article() -> String {
    "waiting: eight other files do not respond".to_owned()
}

/// Words the notice that a path or a source waits because the limit of hanging ones is reached.
pub(super) fn waiting_path(name: &str, others: &str) -> String {
    let name = clean::clean_line(name);
    format!("{name}: waiting: eight other {others} do not respond")
}

/// Words the error that no thread can be started.
pub(super) fn thread_failure(purpose: &str, error: &io::Error) -> String {
    format!("can't start a thread {purpose}: {}", io_message(error))
}

/// Words an error of the library that no job waits for.
pub(super) fn failure(subject: &str, error: &dyn Display) -> String {
    format!("{subject}: {error}")
}

/// Words the error that a value was not saved.
pub(super) fn save_failure(subject: &str, error: &dyn Display) -> String {
    format!("{subject} was not saved: {error}")
}

/// The library is not watched.
pub(super) fn library_watch_failure() -> String {
    "changes of other programs are not seen: the system can't watch files".to_owned()
}

/// A folder or a file is not watched.
pub(super) fn watch_failure(name: &str, error: &notify::Error) -> String {
    let reason = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the limit of watched files is reached".to_owned(),
        notify::ErrorKind::Io(error) => io_message(error),
        notify::ErrorKind::Generic(reason) => reason.clone(),
        other @ (notify::ErrorKind::PathNotFound
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_)) => format!("{other:?}"),
    };
    format!("{name}: changes there are seen only at the next start: {reason}")
}

/// A source can't be reached.
pub(super) fn source_problem(title: &str, problem: &dyn Display) -> String {
    format!("{}: {problem}", clean::clean_line(title))
}

/// Words the notice that standard input exceeds the limit.
pub(super) fn input_too_long(limit: u64) -> String {
    let limit = limit / (1024 * 1024);
    format!("standard input: longer than {limit} MiB; the rest is not read")
}
