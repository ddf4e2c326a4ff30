//! Quarantine of a damaged library: it is renamed with its side files, never overwritten, never deleted.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::model::LibraryNotice;

/// Suffix of a quarantined library, before the time.
const BROKEN_SUFFIX: &str = ".broken-";

/// Suffixes of the files that SQLite keeps beside a database; the one with changes first.
const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];

/// Renames a database and its side files; returns the new name. The caller has locked the folder.
///
/// # Errors
/// The system does not let it be renamed; then everything is where it was.
pub(in crate::library) fn quarantine(file: &Path, now: i64) -> std::io::Result<PathBuf> {
    // A symbolic link stays; its target is renamed.
    let file = std::fs::canonicalize(file)?;
    let time = DateTime::<Utc>::from_timestamp(now, 0).unwrap_or_default();
    let time = time.format("%Y%m%dT%H%M%SZ").to_string();
    let mut number = 1;
    let target = loop {
        let name = match number {
            1 => format!("{BROKEN_SUFFIX}{time}"),
            _ => format!("{BROKEN_SUFFIX}{time}-{number}"),
        };
        let target = with_suffix(&file, &name);
        let mut all =
            std::iter::once(target.clone()).chain(SIDE_FILES.map(|end| with_suffix(&target, end)));
        if all.all(|path| path.symlink_metadata().is_err()) {
            break target;
        }
        number += 1;
    };
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let pairs = SIDE_FILES
        .iter()
        .map(|end| (with_suffix(&file, end), with_suffix(&target, end)))
        .filter(|(from, _)| from.symlink_metadata().is_ok())
        .chain([(file.clone(), target.clone())]);
    for (from, to) in pairs.collect::<Vec<_>>() {
        if let Err(error) = std::fs::rename(&from, &to) {
            for (from, to) in moved {
                // If this fails, the new name still shows what the file is.
                let _ = std::fs::rename(to, from);
            }
            return Err(error);
        }
        moved.push((from, to));
    }
    tracing::warn!("quarantined {} as {}", file.display(), target.display());
    Ok(target)
}

/// Lists the quarantined libraries of a folder, the oldest first.
pub(in crate::library) fn quarantined_files(file: &Path) -> Vec<PathBuf> {
    let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|n| n.to_str()))
    else {
        return Vec::new();
    };
    let prefix = format!("{name}{BROKEN_SUFFIX}");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(&prefix) && !SIDE_FILES.iter().any(|end| name.ends_with(end))
        })
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// Returns the times of quarantined libraries in a folder, the oldest first.
pub(in crate::library) fn quarantine_times(file: &Path) -> Vec<SystemTime> {
    let time = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        let (_, time) = name.split_once(BROKEN_SUFFIX)?;
        let time = time.split('-').next()?;
        let time = NaiveDateTime::parse_from_str(time, "%Y%m%dT%H%M%SZ").ok()?;
        Some(SystemTime::from(time.and_utc()))
    };
    quarantined_files(file).iter().filter_map(time).collect()
}

/// Returns the notice about a quarantined library.
pub(in crate::library) fn quarantine_notice(file: &Path) -> LibraryNotice {
    let name = file.file_name().unwrap_or(file.as_os_str());
    LibraryNotice::Quarantined {
        file_name: name.to_string_lossy().into_owned(),
    }
}

/// Appends a suffix to a path.
pub(in crate::library) fn with_suffix(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}
