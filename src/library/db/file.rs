//! Identity of a database file, and opening a file as immutable (`immutable=1` in the URI of SQLite).

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Identity of a file: device and inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) struct FileId(u64, u64);

/// Opens a file as immutable: no locks, no side files.
pub(in crate::library) fn open_immutable(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(sqlite_uri(file, "immutable=1"), flags)?;
    crate::library::db::version::user_version(&connection)?;
    Ok(connection)
}

/// Returns the URI of SQLite for a path, percent-encoded; `query` follows the question mark.
pub(in crate::library) fn sqlite_uri(file: &Path, query: &str) -> String {
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push_str("///");
    }
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    // Two slashes at the start would name a host.
    if uri.starts_with("file://") && !cfg!(windows) {
        uri.insert_str("file:".len(), "//");
    }
    format!("{uri}?{query}")
}

/// Returns the identity of the file at a path.
pub(in crate::library) fn file_id(path: &Path) -> Option<FileId> {
    let about = std::fs::metadata(path).ok()?;
    Some(FileId(about.dev(), about.ino()))
}

/// Returns true if this program has permission to write in a folder.
pub(in crate::library) fn is_writable(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}
