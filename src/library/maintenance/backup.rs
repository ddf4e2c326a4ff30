//! Daily backups of everything that can't be fetched again: sources, bookmarks with their texts, notes, tags, corrections,
//! reading positions, read marks, saved searches. Three are kept; each is a database with the same schema and fewer rows.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::library::calendar::local_day;
use crate::library::db::backup_files::{
    Backup, UNFINISHED, backup_folder, backups, create_folder, file_error, remove_file,
    rename_finished,
};
use crate::library::db::file::sqlite_uri;
use crate::library::db::folder_lock::FolderLock;
use crate::library::db::handle::set_foreground_busy_handler;
use crate::library::db::quarantine::{self, with_suffix};
use crate::library::db::schema;
use crate::library::db::tables::description::{DescribedColumn, InCopy, Table};
use crate::library::db::tables::{TABLES, written_columns};
use crate::library::{LibraryError, LibraryReader};

/// Number of backups that are kept.
const MAX_BACKUPS: usize = 3;

/// SQL that chooses the articles of a backup. Level 2 is copied with its text: bookmarked articles, articles that no
/// source brings again, and articles whose file is missing. Level 1 was opened; level 0 only has read marks.
const CHOOSE_ARTICLES: &str = "
    CREATE TEMP TABLE removed AS SELECT id FROM lib.source WHERE removed IS NOT NULL;
    CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, level INTEGER NOT NULL);
    INSERT INTO temp.chosen
    SELECT id, CASE
        WHEN bookmarked = 1 OR (in_library = 1 AND (source IS NULL OR missing IS NOT NULL OR source IN temp.removed))
            OR id IN (SELECT article FROM lib.bookmark) THEN 2
        WHEN opened IS NOT NULL OR id IN (SELECT article FROM lib.reading_position)
            OR id IN (SELECT article FROM lib.correction) THEN 1
        ELSE 0 END
    FROM lib.article
    WHERE read = 1 OR muted = 1 OR bookmarked = 1 OR opened IS NOT NULL OR deleted IS NOT NULL
        OR (in_library = 1 AND (source IS NULL OR missing IS NOT NULL OR source IN temp.removed))
        OR id IN (SELECT article FROM lib.reading_position) OR id IN (SELECT article FROM lib.correction)
        OR id IN (SELECT article FROM lib.bookmark);";

/// Makes the backup of today and returns its file; `None` if there is one, if another program is making it, or if
/// nothing has changed since the last. Other programs can write meanwhile, since a connection of its own reads.
pub(in crate::library) fn back_up(
    library: &LibraryReader,
) -> Result<Option<PathBuf>, LibraryError> {
    let Some(folder) = library.file().parent().map(backup_folder) else {
        return Ok(None);
    };
    let today = local_day(library.now());
    let is_up_to_date = || {
        let known = library.file().parent().map(backups).unwrap_or_default();
        // A clock that was wrong for a while may have left backups of later days.
        known.iter().any(|copy| copy.day == today)
            || known
                .last()
                .is_some_and(|newest| last_verified_day(&newest.file) == today)
    };
    if is_up_to_date() {
        return Ok(None);
    }
    create_folder(&folder)?;
    let Some(_lock) = FolderLock::try_now(&folder) else {
        return Ok(None);
    };
    if is_up_to_date() {
        return Ok(None);
    }
    let target = folder.join(format!("library-{today}.db"));
    let unfinished = with_suffix(&target, UNFINISHED);
    let is_written = write_copy(library, &unfinished);
    if !matches!(is_written, Ok(true)) {
        remove_file(&unfinished);
        return is_written.map(|_| None);
    }
    let newest = library
        .file()
        .parent()
        .map(backups)
        .unwrap_or_default()
        .pop()
        .filter(|newest| have_same_bytes(&newest.file, &unfinished).unwrap_or(false));
    if let Some(newest) = newest {
        remove_file(&unfinished);
        set_modification_time(&newest.file, library.now())?;
        return Ok(None);
    }
    set_modification_time(&unfinished, library.now())?;
    rename_finished(&unfinished, &target)?;
    remove_old_backups(library, &target);
    Ok(Some(target))
}

/// Deletes the oldest backups beside the one just made. None is deleted while a quarantined library was not recovered.
/// The newest backup from before this library began stays for good, since this library may hold less.
fn remove_old_backups(library: &LibraryReader, new_backup: &Path) {
    // An unreadable list may hide a quarantined library.
    if !crate::library::maintenance::recover::quarantined::unrecovered_files(library)
        .is_ok_and(|files| files.is_empty())
    {
        return;
    }
    let mut older_backups = library.file().parent().map(backups).unwrap_or_default();
    older_backups.retain(|other| other.file != new_backup);
    let surplus = older_backups.len().saturating_sub(MAX_BACKUPS - 1);
    let mut library_starts = quarantine::quarantine_times(library.file());
    library_starts.extend(
        library
            .file()
            .metadata()
            .and_then(|about| about.created())
            .ok(),
    );
    // File times of backups have a resolution of one second.
    let second = |at: SystemTime| at.duration_since(UNIX_EPOCH).map_or(0, |at| at.as_secs());
    let modified = |copy: &Backup| std::fs::metadata(&copy.file).and_then(|about| about.modified());
    let last_of_earlier_libraries: Vec<PathBuf> = library_starts
        .iter()
        .filter_map(|moment| {
            let older =
                |copy: &&Backup| modified(copy).is_ok_and(|at| second(at) < second(*moment));
            older_backups
                .iter()
                .rev()
                .find(older)
                .map(|copy| copy.file.clone())
        })
        .collect();
    for old in older_backups.into_iter().take(surplus) {
        if !last_of_earlier_libraries.contains(&old.file) {
            remove_file(&old.file);
        }
    }
}

/// Writes a backup into a new file. Returns true if it has any row.
fn write_copy(library: &LibraryReader, target: &Path) -> Result<bool, LibraryError> {
    remove_file(target);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut copy = Connection::open_with_flags(target, flags)?;
    set_foreground_busy_handler(&mut copy)?;
    // The file becomes a backup only when it is complete and synced, so a journal is not needed.
    copy.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;",
    )?;
    for sql in schema::MIGRATIONS {
        copy.execute_batch(sql)?;
    }
    copy.pragma_update(None, "user_version", schema::MIGRATIONS.len() as i64)?;
    copy.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let library = sqlite_uri(library.file(), "mode=rw");
    copy.execute("ATTACH ?1 AS lib", [library])?;
    let transaction = copy.transaction()?;
    transaction.execute_batch(CHOOSE_ARTICLES)?;
    let mut rows = 0;
    for Table { name, copy, .. } in TABLES {
        let InCopy::Rows(condition) = copy else {
            continue;
        };
        let columns: Vec<&DescribedColumn> = written_columns(name).collect();
        let values: Vec<&str> = columns
            .iter()
            .map(|column| column.value_in_copy())
            .collect();
        let columns: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let (columns, values) = (columns.join(", "), values.join(", "));
        rows += transaction.execute(
            &format!("INSERT OR REPLACE INTO main.{name} ({columns}) SELECT {values} FROM lib.{name} {condition}"),
            [],
        )?;
    }
    transaction.commit()?;
    copy.execute_batch("DROP TABLE temp.chosen; DROP TABLE temp.removed; DETACH lib;")?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(rows > 0)
}

/// Returns the local day on which a backup was last found to be up to date, which is its modification time.
fn last_verified_day(file: &Path) -> NaiveDate {
    let modified = std::fs::metadata(file).and_then(|about| about.modified());
    let seconds = modified
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_secs());
    local_day(i64::try_from(seconds).unwrap_or_default())
}

fn set_modification_time(file: &Path, now: i64) -> Result<(), LibraryError> {
    let moment = UNIX_EPOCH + Duration::from_secs(now.unsigned_abs());
    File::options()
        .write(true)
        .open(file)
        .and_then(|file| file.set_modified(moment))
        .map_err(|error| file_error(file, &error))
}

/// Compares two files byte by byte, in chunks: a backup may be larger than the memory that this may use.
fn have_same_bytes(one: &Path, other: &Path) -> std::io::Result<bool> {
    /// Bytes of each file in memory at a time.
    const CHUNK: usize = 64 * 1024;
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let mut one = BufReader::with_capacity(CHUNK, one);
    let mut other = BufReader::with_capacity(CHUNK, other);
    loop {
        let (here, there) = (one.fill_buf()?, other.fill_buf()?);
        let length = here.len().min(there.len());
        if here.get(..length) != there.get(..length) {
            return Ok(false);
        }
        if length == 0 {
            return Ok(here.is_empty() && there.is_empty());
        }
        one.consume(length);
        other.consume(length);
    }
}
