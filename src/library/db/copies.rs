//! Backup files in the folder `backups`: listing them, and renaming a finished one into place.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::db::file::sqlite_uri;
use crate::library::db::quarantine::with_suffix;

/// A copy that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub file: PathBuf,
    /// The day it was made.
    pub day: NaiveDate,
}

/// A file that is still being written has this at its end.
pub(in crate::library) const UNFINISHED: &str = ".unfinished";
/// Age at which an unfinished file counts as left behind by a program that has ended.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Lists the daily copies in a data folder, the oldest first.
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
pub(in crate::library) fn has_copies(folder: &Path) -> bool {
    backup_names(folder).any(|(name, _)| name.starts_with("library-") && name.ends_with(".db"))
}

/// Returns the files in the folder of copies, with their names.
fn backup_names(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = std::fs::read_dir(folder_of(folder));
    entries.into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        Some((name, entry.path()))
    })
}

/// Keeps a whole copy of a library before its schema is brought up to date.
pub(in crate::library) fn before_migration(
    connection: &Connection,
    file: &Path,
    version: i64,
) -> Result<(), LibraryError> {
    let folder = folder_of(file.parent().unwrap_or(file));
    make_folder(&folder)?;
    let target = folder.join(format!("library-schema-{version}.db"));
    let unfinished = with_suffix(&target, UNFINISHED);
    remove(&unfinished);
    let path = unfinished
        .to_str()
        .map_or_else(|| sqlite_uri(&unfinished, "mode=rwc"), str::to_owned);
    let copied = connection.execute("VACUUM INTO ?1", [path]);
    if let Err(error) = copied {
        remove(&unfinished);
        return Err(error.into());
    }
    rename_finished(&unfinished, &target)
}

/// Lists unfinished files of programs that ended while writing: those older than an hour.
pub(in crate::library) fn remove_abandoned(folder: &Path) -> Vec<PathBuf> {
    let old = |path: &Path| {
        let modified = std::fs::metadata(path).and_then(|about| about.modified());
        modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED))
    };
    let unfinished = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().contains(UNFINISHED)
    };
    let mut found: Vec<PathBuf> = [folder_of(folder), folder.to_owned()]
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

/// Has a file be under its name for good, complete.
pub(in crate::library) fn rename_finished(
    unfinished: &Path,
    target: &Path,
) -> Result<(), LibraryError> {
    let done = File::open(unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(unfinished, target))
        .and_then(|()| File::open(target.parent().unwrap_or(target))?.sync_all());
    done.map_err(|error| failed(target, &error))
}

/// Returns the folder of the copies in a data folder.
pub(in crate::library) fn folder_of(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// Creates a folder and its parents.
pub(in crate::library) fn make_folder(folder: &Path) -> Result<(), LibraryError> {
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))
}

/// Returns an error of the file system as one of the library.
pub(in crate::library) fn failed(path: &Path, error: &std::io::Error) -> LibraryError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => LibraryError::Full,
        _ => LibraryError::Other(format!("{}: {error}", path.display())),
    }
}

/// Removes a file if it exists.
pub(in crate::library) fn remove(path: &Path) {
    // A missing file is the desired result.
    let _ = std::fs::remove_file(path);
}
