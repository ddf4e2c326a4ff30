//! Paths in messages, and the errors of paths that can't be used.

use std::io;
use std::path::Path;

use crate::ingest::{ReadError, is_link};
use crate::text::{clean, io_message};

/// Returns a path as sanitized text.
pub(super) fn display_path(path: &Path) -> String {
    clean::clean_line(&path.to_string_lossy()).into_owned()
}

/// Returns the error of a path that can't be looked up, as `WHAT: WHERE: what to do`. `failed` is the failed action.
pub(super) fn path_error(path: &Path, error: &io::Error, failed: &str) -> String {
    let name = display_path(path);
    match error.kind() {
        io::ErrorKind::NotFound if is_link(path) => {
            format!("{failed}: {name}: {}", ReadError::BrokenLink)
        }
        io::ErrorKind::NotFound => format!("no such file or folder: {name}: check the path"),
        _ => format!("{failed}: {name}: {}", io_message(error)),
    }
}
