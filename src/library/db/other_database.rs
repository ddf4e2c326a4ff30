//! Recognition of files with the name of the library that belong to another program. They are left alone.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::library::db::file::open_immutable;
use crate::library::db::quarantine::with_suffix;

/// First bytes of every SQLite database.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// Tables of the library; at least one of them is left in a file of ours.
const OUR_TABLES: &str = "'article', 'bookmark', 'document', 'counter', 'identity'";

/// Returns true if a file is the database of another program, or a text. A file that can't be read as either may have
/// been a library.
pub(in crate::library) fn is_other_database(file: &Path) -> bool {
    let begin = File::open(file).and_then(|file| {
        let mut begin = Vec::new();
        file.take(SQLITE_MAGIC.len() as u64)
            .read_to_end(&mut begin)?;
        Ok(begin)
    });
    match begin {
        Ok(begin) if begin.is_empty() => false,
        Ok(begin) if begin == SQLITE_MAGIC => has_other_tables(file),
        Ok(_) => is_text(file).unwrap_or(false),
        Err(_) => false,
    }
}

/// Returns true if the database has tables, and none of ours.
pub(in crate::library) fn has_other_tables(file: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_ONLY;
    let count_tables = |connection: Connection| -> Result<bool, rusqlite::Error> {
        connection.query_row(
            &format!(
                "SELECT count(*) > 0 AND total(name IN ({OUR_TABLES})) = 0 FROM sqlite_schema"
            ),
            [],
            |row| row.get(0),
        )
    };
    // Without its WAL first, so that no side files appear.
    match open_immutable(file).and_then(count_tables) {
        Ok(true) => {}
        _ => return false,
    }
    if !with_suffix(file, "-wal").exists() {
        return true;
    }
    Connection::open_with_flags(file, flags)
        .and_then(count_tables)
        .unwrap_or(true)
}

/// Returns true if a file is UTF-8 from its beginning to its end, without control characters.
fn is_text(file: &Path) -> io::Result<bool> {
    let mut file = File::open(file)?;
    let mut bytes = vec![0; 64 * 1024];
    let mut carried = 0;
    loop {
        let read = file.read(bytes.get_mut(carried..).unwrap_or_default())?;
        let all = carried + read;
        let some = bytes.get(..all).unwrap_or_default();
        let control = |byte: &u8| *byte < b' ' && !b"\t\n\r\x0c".contains(byte);
        if some.iter().any(control) {
            return Ok(false);
        }
        let good = match std::str::from_utf8(some) {
            Ok(_) => all,
            // A UTF-8 character may continue after the part that was read.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if read == 0 {
            return Ok(true);
        }
        bytes.copy_within(good..all, 0);
        carried = all - good;
    }
}
