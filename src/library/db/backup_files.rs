//! Backup files in the folder `backups`: listing them, and renaming a finished one into place.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::db::file::sqlite_uri;
use crate::library::db::quarantine::with_suffix;

/// Daily backup of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Path of the backup.
    pub file: PathBuf,
    /// Day on which it was made.
    pub day: NaiveDate,
}

/// Suffix of a file that is still being written.
pub(in crate::library) const UNFINISHED: &str = ".unfinished";
/// Age at which an unfinished file counts as left behind by a program that has ended.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Lists the daily backups in a data folder, the oldest first.
pub fn backups(folder: &Path) -> Vec<Backup> {
    let mut found: Vec<Backup> = backup_names(folder)
        .filter_map(|(name, file)| {
            let day = name.strip_prefix("library-")?.strip_suffix(".db")?;
            Some(Backup {
                day: day.parse().ok()?,
                file,
            })
        })
        .collect();
    found.sort_by(|a, b| (a.day, &a.file).cmp(&(b.day, &b.file)));
    found
}

/// Returns true if a data folder has backups, daily ones or from before a migration.
pub(in crate::library) fn has_backups(folder: &Path) -> bool {
    backup_names(folder).any(|(name, _)| name.starts_with("library-") && name.ends_with(".db"))
}

/// Lists the files in the folder of backups, with their names.
fn backup_names(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = std::fs::read_dir(backup_folder(folder));
    entries.into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        Some((name, entry.path()))
    })
}

/// Copies the whole library to `backups/library-schema-VERSION.db` before its schema is migrated.
pub(in crate::library) fn back_up_before_migration(
    connection: &Connection,
    file: &Path,
    version: i64,
) -> Result<(), LibraryError> {
    let folder = backup_folder(file.parent().unwrap_or(file));
    create_folder(&folder)?;
    let target = folder.join(format!("library-schema-{version}.db"));
    let unfinished = with_suffix(&target, UNFINISHED);
    remove_file(&unfinished);
    let path = unfinished
        .to_str()
        .map_or_else(|| sqlite_uri(&unfinished, "mode=rwc"), str::to_owned);
    let copied = connection.execute("VACUUM INTO ?1", [path]);
    if let Err(error) = copied {
        remove_file(&unfinished);
        return Err(error.into());
    }
    rename_finished(&unfinished, &target)
}

/// Lists unfinished files of programs that ended while writing: those older than an hour.
pub(in crate::library) fn abandoned_files(folder: &Path) -> Vec<PathBuf> {
    let old = |path: &Path| {
        let modified = std::fs::metadata(path).and_then(|about| about.modified());
        modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED))
    };
    let unfinished = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().contains(UNFINISHED)
    };
    let mut found: Vec<PathBuf> = [backup_folder(folder), folder.to_owned()]
        .iter()
        .flat_map(std::fs::read_dir)
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| unfinished(path) && old(path))
        .collect();
    found.sort();
    found
}

/// Syncs a complete file to disk and renames it to its final name, so that a backup is never half written.
pub(in crate::library) fn rename_finished(
    unfinished: &Path,
    target: &Path,
) -> Result<(), LibraryError> {
    let done = File::open(unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(unfinished, target))
        .and_then(|()| File::open(target.parent().unwrap_or(target))?.sync_all());
    done.map_err(|error| file_error(target, &error))
}

/// Returns the folder of the backups in a data folder.
pub(in crate::library) fn backup_folder(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// Creates a folder and its parents.
pub(in crate::library) fn create_folder(folder: &Path) -> Result<(), LibraryError> {
    std::fs::create_dir_all(folder).map_err(|error| file_error(folder, &error))
}

/// Converts an error of the file system into one of the library.
pub(in crate::library) fn file_error(path: &Path, error: &std::io::Error) -> LibraryError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => LibraryError::Full,
        _ => LibraryError::Other(format!("{}: {error}", path.display())),
    }
}

/// Removes a file if it exists.
pub(in crate::library) fn remove_file(path: &Path) {
    // A missing file is the desired result.
    let _ = std::fs::remove_file(path);
}
