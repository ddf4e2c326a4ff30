//! Opening a library in any state: read-only, damaged, or of a newer program.
//!
//! 1. A library of a newer program is refused before anything is opened that would write beside it.
//! 2. Where nothing can be written, it is opened for reading, if necessary as immutable.
//! 3. A damaged library is quarantined, and a new one is made. Only damage does that, never a failing disk, missing
//!    permissions or a lock of another program. An empty file counts as damaged if exists are signs of an earlier
//!    library.
//! 4. A new library is made with the folder locked, so that no other program sees it half made.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::library::db::backup_files::has_backups;
use crate::library::db::file::{file_id, is_writable, open_immutable};
use crate::library::db::folder_lock::FolderLock;
use crate::library::db::handle::{LibraryReader, set_foreground_busy_handler};
use crate::library::db::mode::Immutable;
use crate::library::db::other_database::{has_other_tables, is_other_database};
use crate::library::db::quarantine::{quarantine, quarantined_files, with_suffix};
use crate::library::db::{disk_space, schema};
use crate::library::{Library, LibraryError, OpenError, OpenMode};

/// Number of attempts while other programs rename and create the file.
const MAX_TRIES: usize = 8;

/// Number of retries, and pause before each, when the side files of the database can't be opened in a writable folder.
const SIDE_FILE_RETRIES: usize = 3;
const SIDE_FILE_PAUSE: Duration = Duration::from_millis(10);

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
        std::fs::create_dir_all(folder)
            .map_err(|error| OpenError::cannot_create_folder(folder, &error))?;
    }
    let mut quarantined_as = None;
    for _ in 0..MAX_TRIES {
        match try_open(file, mode, migrations, None) {
            Ok(Some(library)) => return Ok(library.after_quarantine(quarantined_as)),
            // The file was replaced while it was opened.
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
            // Another program may be quarantining it: after waiting for the lock the present state is visible.
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

/// Tries once to open the file; `None` if it was replaced meanwhile.
fn try_open(
    file: &Path,
    mode: OpenMode,
    migrations: &[&str],
    lock: Option<&FolderLock>,
) -> Result<Option<LibraryReader>, OpenError> {
    // Another program may be making it: its file is empty until the first transaction has returned.
    let is_new = lock.is_none() && mode != OpenMode::Inspect && file_length(file) == 0;
    let own_lock = match is_new {
        true => file.parent().map(FolderLock::wait),
        false => None,
    };
    let lock = lock.or(own_lock.as_ref());
    let exists = file
        .try_exists()
        .map_err(|error| OpenError::Unavailable(error.to_string()))?;
    if !exists && mode != OpenMode::Create {
        return Err(OpenError::NotFound);
    }
    if exists {
        inspect_file(file, migrations.len() as i64)?;
    }
    let has_log = file_length(&with_suffix(file, "-wal")) > 0;
    let before = file_id(file);
    let (mut connection, immutable) = connect(file, mode == OpenMode::Create && lock.is_some())?;
    let prepared = schema::prepare(&mut connection, file, mode, migrations, lock)
        .and_then(|()| check_readable(&connection));
    // A WAL left by others stays when the library is only inspected; an empty one made by this connection is removed.
    let keep_log = mode == OpenMode::Inspect && has_log;
    let identity = file_id(file);
    // A connection to a file that was renamed meanwhile finds the log of the new one by its name: closing it must neither write that
    // log into the renamed file nor remove it.
    let is_replaced = before.is_some() && before != identity;
    let may_checkpoint = matches!(
        prepared,
        Ok(()) | Err(OpenError::Older { .. } | OpenError::NotFound)
    );
    if may_checkpoint && !is_replaced {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_log)?;
    }
    prepared?;
    if is_replaced {
        return Ok(None);
    }
    Ok(Some(LibraryReader::new(
        connection,
        file.to_owned(),
        identity,
        immutable,
    )))
}

/// Returns the size of a file in bytes; 0 if it does not exist.
fn file_length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata: Metadata| metadata.len())
}

/// Returns true if an empty file was a library with content, not a new one: a WAL is only written after content exists,
/// and backups and quarantined files belong to an earlier library.
fn is_leftover(file: &Path) -> bool {
    file.try_exists().unwrap_or(false)
        && (file_length(&with_suffix(file, "-wal")) > 0
            || file.parent().is_some_and(has_backups)
            || !quarantined_files(file).is_empty())
}

/// Inspects a file without opening it as a writable database, so that no side files appear. `known` is the number of
/// migrations of this program.
fn inspect_file(file: &Path, known: i64) -> Result<(), OpenError> {
    if file_length(file) == 0 {
        return match is_leftover(file) {
            false => Ok(()),
            true => Err(OpenError::Damaged("it is empty".to_owned())),
        };
    }
    let version = open_immutable(file)
        .and_then(|connection| crate::library::db::version::user_version(&connection));
    match version {
        Ok(found) if !(1..=known).contains(&found) && has_other_tables(file) => {
            Err(OpenError::OtherDatabase)
        }
        Ok(found) if found > known => Err(OpenError::Newer { found, known }),
        // Damage is detected when the file is opened: at this point it may be half written.
        _ => Ok(()),
    }
}

/// Opens a connection, and returns the reason if the file is read as immutable.
fn connect(file: &Path, may_create: bool) -> Result<(Connection, Option<Immutable>), OpenError> {
    let folder = file.parent().unwrap_or(file);
    // An attempt would leave a file that no program can use.
    if !with_suffix(file, "-shm").exists()
        && disk_space::is_full(folder)
        && let Ok(connection) = open_immutable(file)
    {
        return Ok((connection, Some(Immutable::DiskFull)));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    // Without the lock no file is created: the library may have been quarantined a moment ago.
    if may_create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let open = || {
        Connection::open_with_flags(file, flags).and_then(|mut connection| {
            // Until the file is known to be ours, closing it must not write.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            set_foreground_busy_handler(&mut connection)?;
            // Query plans must not depend on the values of parameters: otherwise SQLite compiles a statement again for
            // each value that it compared with the condition of a partial index.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            crate::library::db::version::user_version(&connection)?;
            Ok(connection)
        })
    };
    let mut retries = 0..SIDE_FILE_RETRIES;
    let error = loop {
        match open() {
            Ok(connection) => return Ok((connection, None)),
            // The last program to close the library may be deleting the side files at this moment: then the file must not
            // be read as immutable, since others write it.
            Err(error)
                if lacks_side_files(&error) && is_writable(folder) && retries.next().is_some() =>
            {
                std::thread::sleep(SIDE_FILE_PAUSE);
            }
            Err(error) => break error,
        }
    };
    // The files that reading needs beside a database can't be created here, so no other program with these permissions
    // writes it either.
    let unwritable = lacks_side_files(&error);
    if unwritable && let Ok(connection) = open_immutable(file) {
        return Ok((connection, Some(Immutable::ReadOnly)));
    }
    let error = match LibraryError::from(error) {
        LibraryError::Full => match open_immutable(file) {
            Ok(connection) => return Ok((connection, Some(Immutable::DiskFull))),
            Err(_) => LibraryError::Full,
        },
        error => error,
    };
    if unwritable && !file.exists() && !is_writable(folder) {
        return Err(OpenError::Unavailable(
            "the folder can't be written to".to_owned(),
        ));
    }
    Err(match error {
        LibraryError::Damaged(reason) => OpenError::Damaged(reason),
        error => OpenError::Unavailable(error.to_string()),
    })
}

/// Returns true if SQLite could not open or create the files that it needs beside a database.
fn lacks_side_files(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
    )
}

/// Reads a little of the data that every start reads, so that damage shows now.
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
            // A table or column of the schema is missing.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                return Err(OpenError::Damaged(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
