//! Quarantined libraries that were not recovered yet.

use std::path::PathBuf;

use crate::library::db::quarantine::quarantined_files;
use crate::library::{LibraryError, LibraryReader};

/// Returns the quarantined libraries that were not recovered yet, the oldest first.
pub(in crate::library) fn unrecovered_files(
    library: &LibraryReader,
) -> Result<Vec<PathBuf>, LibraryError> {
    let recovered: Vec<String> = library.meta(RECOVERED_FILES_KEY)?.unwrap_or_default();
    let mut files = quarantined_files(library.file());
    files.retain(|path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        !recovered.contains(&name.to_string_lossy().into_owned())
    });
    Ok(files)
}

/// Name of the `meta` row with the names of the files that were recovered.
pub(in crate::library) const RECOVERED_FILES_KEY: &str = "recovered";
