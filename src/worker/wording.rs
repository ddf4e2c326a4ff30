//! The wording of warnings of the worker.

use std::fmt::Display;
use std::io;

use crate::text::{clean, io_message};

/// An article waits since as many others hang as may.
pub(super) fn article_waits() -> String {
    "waiting: eight other files do not respond".to_owned()
}

/// A path or a source waits since as many others hang as may.
pub(super) fn waits_text(name: &str, others: &str) -> String {
    let name = clean::clean_line(name);
    format!("{name}: waiting: eight other {others} do not respond")
}

/// The system gives no thread.
pub(super) fn no_thread(purpose: &str, error: &io::Error) -> String {
    format!("can't start a thread {purpose}: {}", io_message(error))
}

/// Something of the library failed that nobody waits for.
pub(super) fn failed_text(what: &str, error: &dyn Display) -> String {
    format!("{what}: {error}")
}

/// Something beside the articles is not saved.
pub(super) fn is_not_saved(what: &str, error: &dyn Display) -> String {
    format!("{what} was not saved: {error}")
}

/// The library is not watched.
pub(super) fn library_is_not_watched() -> String {
    "changes of other programs are not seen: the system can't watch files".to_owned()
}

/// A folder or a file is not watched.
pub(super) fn is_not_watched(name: &str, error: &notify::Error) -> String {
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

/// Standard input brings more than is kept.
pub(super) fn input_is_cut(limit: u64) -> String {
    let limit = limit / (1024 * 1024);
    format!("standard input: longer than {limit} MiB; the rest is not read")
}
