//! Notice at the start of the program that a recovery could restore a library.

use std::path::Path;

use super::super::db::backup_files::backups;
use super::super::db::handle::LibraryReader;
use super::super::db::quarantine::quarantine_notice;
use crate::model::LibraryNotice;

/// Returns a notice about a quarantined library that was not recovered yet; or about a backup, if the library is missing
/// or never had any article or source.
pub fn recovery_notice(folder: &Path, library: Option<&LibraryReader>) -> Option<LibraryNotice> {
    let quarantined = library.and_then(|library| library.unrecovered_files().ok());
    if let Some(newest) = quarantined.as_deref().and_then(<[_]>::last) {
        return Some(quarantine_notice(newest));
    }
    // An unreadable library is reported elsewhere.
    let is_empty = library.is_none_or(|library| library.has_content().is_ok_and(|any| !any));
    let backups = backups(folder);
    let backup = backups.last().filter(|_| is_empty)?;
    Some(LibraryNotice::BackupExists { day: backup.day })
}
