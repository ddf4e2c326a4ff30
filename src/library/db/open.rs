//! Opening a library in any state: read-only, damaged, or of a newer program.
//!
//! 1. A newer program's is refused before anything is opened that would write beside it.
//! 2. Where nothing can be written it is opened to be read, if need be as a file that does not change.
//! 3. A damaged one is quarantined, and a new one made. Only damage does that: a disk that fails, a file that may not be opened, other
//!    programs that keep it busy, never do. An empty file is damage where something says that a library was there.
//! 4. A new one is made with the folder locked, so that whoever has the lock sees none that is half made.

use std::fs::Metadata;
use std::path::Path;
use std::time::Instant;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::library::db::copies::has_copies;
use crate::library::db::file::{file_id, immutable_reason, may_be_written};
use crate::library::db::folder_lock::FolderLock;
use crate::library::db::handle::{LibraryReader, use_foreground_timeout};
use crate::library::db::mode::Immutable;
use crate::library::db::other_database::{has_other_tables, is_other_database};
use crate::library::db::quarantine::{quarantine, quarantined_files, with_suffix};
use crate::library::db::{disk_space, schema};
use crate::library::{Library, LibraryError, OpenError, OpenMode};

/// Number of attempts while other programs rename and create the file.
const MAX_TRIES: usize = 8;

/// Opens the library in a data folder, with these migrations.
pub(in crate::library) fn open_library(
    folder: &Path,
    mode: OpenMode,
    migrations: &[&str],
) -> Result<LibraryReader, OpenError> {
    let began = Instant::now();
    let file = Library::library_file(folder);
    let opened = open_file(folder, &file, mode, migrations);
    let ms = began.elapsed().as_millis() as u64;
    match &opened {
        Ok(_) => tracing::debug!(?mode, ms, "opened {}", file.display()),
        Err(OpenError::NotFound) => tracing::debug!(?mode, ms, "no library: {}", file.display()),
        Err(error) => tracing::warn!(?mode, ms, "can't open {}: {error}", file.display()),
    }
    opened
}

fn open_file(
    folder: &Path,
    file: &Path,
    mode: OpenMode,
    migrations: &[&str],
) -> Result<LibraryReader, OpenError> {
    if mode == OpenMode::Create {
        std::fs::create_dir_all(folder).map_err(|error| OpenError::folder(folder, &error))?;
    }
    let mut quarantined_as = None;
    for _ in 0..MAX_TRIES {
        match try_open(file, mode, migrations, None) {
            Ok(Some(library)) => return Ok(library.after_quarantine(quarantined_as)),
            // It was replaced while it was opened.
            Ok(None) => {}
            Err(OpenError::Damaged(_)) => {
                let lock = FolderLock::wait(folder);
                // Another program may have been faster.
                let Err(OpenError::Damaged(reason)) = try_open(file, mode, migrations, Some(&lock))
                else {
                    continue;
                };
                if is_other_database(file) {
                    return Err(OpenError::OtherDatabase);
                }
                if mode == OpenMode::Inspect {
                    return Err(OpenError::Damaged(reason));
                }
                let now = chrono::Utc::now().timestamp();
                let target = quarantine(file, now).map_err(|error| OpenError::NotQuarantined {
                    damage: reason,
                    error: error.to_string(),
                })?;
                quarantined_as = Some(target);
                try_open(file, OpenMode::Create, migrations, Some(&lock))?;
            }
            Err(error @ (OpenError::Newer { .. } | OpenError::OtherDatabase)) => return Err(error),
            // Another program may be setting it aside: whoever has waited for that sees what is.
            Err(_) => {
                let lock = FolderLock::wait(folder);
                match try_open(file, mode, migrations, Some(&lock)) {
                    Ok(Some(library)) => return Ok(library),
                    Ok(None) | Err(OpenError::Damaged(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Err(OpenError::Unavailable(
        "other programs keep replacing it".to_owned(),
    ))
}

/// Opens it once; `None` where the file was replaced meanwhile.
fn try_open(
    file: &Path,
    mode: OpenMode,
    migrations: &[&str],
    lock: Option<&FolderLock>,
) -> Result<Option<LibraryReader>, OpenError> {
    // Another program may be making it: its file is empty until the first transaction has returned.
    let making = lock.is_none() && mode != OpenMode::Inspect && file_length(file) == 0;
    let own_lock = match making {
        true => file.parent().map(FolderLock::wait),
        false => None,
    };
    let lock = lock.or(own_lock.as_ref());
    let there = file
        .try_exists()
        .map_err(|error| OpenError::Unavailable(error.to_string()))?;
    if !there && mode != OpenMode::Create {
        return Err(OpenError::NotFound);
    }
    if there {
        inspect_file(file, migrations.len() as i64)?;
    }
    let has_log = file_length(&with_suffix(file, "-wal")) > 0;
    let before = file_id(file);
    let (mut connection, immutable) = connect(file, mode == OpenMode::Create && lock.is_some())?;
    let prepared = schema::prepare(&mut connection, file, mode, migrations, lock)
        .and_then(|()| check_readable(&connection));
    // A log that others have left stays one when it is only inspected; an empty one that this has made goes.
    let keep_log = mode == OpenMode::Inspect && has_log;
    if matches!(
        prepared,
        Ok(()) | Err(OpenError::Older { .. } | OpenError::NotFound)
    ) {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_log)?;
    }
    prepared?;
    let identity = file_id(file);
    if before.is_some() && before != identity {
        return Ok(None);
    }
    Ok(Some(LibraryReader::new(
        connection,
        file.to_owned(),
        identity,
        immutable,
    )))
}

/// Returns the bytes of a file; 0 where there is none.
fn file_length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |about: Metadata| about.len())
}

/// Says of an empty file that it was a library with something in it, and no new one: a log is written only once there is something
/// before it, and copies and quarantined files are of a library that was there.
fn is_leftover(file: &Path) -> bool {
    file.try_exists().unwrap_or(false)
        && (file_length(&with_suffix(file, "-wal")) > 0
            || file.parent().is_some_and(has_copies)
            || !quarantined_files(file).is_empty())
}

/// Looks at a file without opening it as a database that others write: nothing appears beside it.
fn inspect_file(file: &Path, known: i64) -> Result<(), OpenError> {
    if file_length(file) == 0 {
        return match is_leftover(file) {
            false => Ok(()),
            true => Err(OpenError::Damaged("it is empty".to_owned())),
        };
    }
    let version = immutable_reason(file)
        .and_then(|connection| crate::library::db::version::user_version(&connection));
    match version {
        Ok(found) if !(1..=known).contains(&found) && has_other_tables(file) => {
            Err(OpenError::OtherDatabase)
        }
        Ok(found) if found > known => Err(OpenError::Newer { found, known }),
        // What is wrong shows when it is opened: here it may only be half written.
        _ => Ok(()),
    }
}

/// A connection, and why it takes the file as one that does not change, where it does.
fn connect(file: &Path, make: bool) -> Result<(Connection, Option<Immutable>), OpenError> {
    let folder = file.parent().unwrap_or(file);
    // Trying would leave a file that nobody can use.
    if !with_suffix(file, "-shm").exists()
        && disk_space::is_full(folder)
        && let Ok(connection) = immutable_reason(file)
    {
        return Ok((connection, Some(Immutable::DiskFull)));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    // Whoever has no lock makes none: the file may have been quarantined a moment ago.
    if make {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let opened = Connection::open_with_flags(file, flags).and_then(|mut connection| {
        // Until it is known to be ours, closing it must not write.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        use_foreground_timeout(&mut connection)?;
        // Plans do not hang on the values of parameters: else a statement is compiled again for each value that SQLite has compared
        // with the condition of a partial index.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        crate::library::db::version::user_version(&connection)?;
        Ok(connection)
    });
    let error = match opened {
        Ok(connection) => return Ok((connection, None)),
        Err(error) => error,
    };
    // What is needed beside a database to read it can't be made here, so nobody like us writes it either.
    let unwritable = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
    );
    if unwritable && let Ok(connection) = immutable_reason(file) {
        return Ok((connection, Some(Immutable::ReadOnly)));
    }
    let error = match LibraryError::from(error) {
        LibraryError::Full => match immutable_reason(file) {
            Ok(connection) => return Ok((connection, Some(Immutable::DiskFull))),
            Err(_) => LibraryError::Full,
        },
        error => error,
    };
    if unwritable && !file.exists() && !may_be_written(folder) {
        return Err(OpenError::Unavailable(
            "the folder can't be written to".to_owned(),
        ));
    }
    Err(match error {
        LibraryError::Damaged(reason) => OpenError::Damaged(reason),
        error => OpenError::Unavailable(error.to_string()),
    })
}

/// Reads a little of what every start reads, so that damage there shows now.
fn check_readable(connection: &Connection) -> Result<(), OpenError> {
    const READS: [&str; 5] = [
        "SELECT name, count FROM counter",
        "SELECT id FROM article INDEXED BY article_by_date WHERE in_library = 1 ORDER BY neg_date LIMIT 1",
        "SELECT title FROM article ORDER BY id DESC LIMIT 1",
        "SELECT title FROM source ORDER BY id LIMIT 1",
        "SELECT article FROM bookmark ORDER BY id DESC LIMIT 1",
    ];
    for sql in READS {
        let read = connection.prepare_cached(sql).and_then(|mut statement| {
            let mut rows = statement.query([])?;
            while rows.next()?.is_some() {}
            Ok(())
        });
        match read {
            Ok(()) => {}
            // Something is not there that the schema has.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                return Err(OpenError::Damaged(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
