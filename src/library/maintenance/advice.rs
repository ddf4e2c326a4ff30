//! Advice at the start of the program when a recovery has something to restore.

use std::path::Path;

use super::super::db::backup_files::backups;
use super::super::db::handle::LibraryReader;
use super::super::db::quarantine::notice;

/// Says, in one line, that a damaged library was quarantined and nothing was taken over from it yet; or that there is a copy of a
/// library, where this one never had anything, or is not there.
pub fn recovery_advice(folder: &Path, library: Option<&LibraryReader>) -> Option<String> {
    let quarantined = library.and_then(|library| library.unrecovered_files().ok());
    if let Some(newest) = quarantined.as_deref().and_then(<[_]>::last) {
        return Some(notice(newest));
    }
    // One that can't be read is another matter.
    let is_empty = library.is_none_or(|library| library.has_content().is_ok_and(|any| !any));
    let backups = backups(folder);
    let copy = backups.last().filter(|_| is_empty)?;
    Some(format!(
        "there is a backup of a library of {}: newsprint doctor --recover restores it",
        copy.day
    ))
}
