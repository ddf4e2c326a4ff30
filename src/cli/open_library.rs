//! Opening the library for commands, and the errors when that fails.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::error::Diagnostics;
use super::paths::display_path;
use super::setup::Setup;
use crate::library::{self, Library, LibraryError, LibraryReader, OpenError, OpenMode};
use crate::messages;

/// Opens the library for reading; `None` if none exists yet.
///
/// # Errors
/// The library can't be opened. The text is `WHAT: WHERE: what to do`.
pub(super) fn open_if_exists(setup: &Setup) -> Result<Option<LibraryReader>> {
    let Some(paths) = &setup.config.paths else {
        return Ok(None);
    };
    match open_reader(&paths.data) {
        Ok(library) => Ok(Some(library)),
        Err(OpenError::NotFound) => Ok(None),
        Err(error) => Err(anyhow!("{}", describe_open_error(&paths.data, &error))),
    }
}

/// Opens the library in a data folder for reading. A library of an older version is migrated; a damaged one stays in
/// place.
///
/// # Errors
/// As [`LibraryReader::open`].
pub(super) fn open_reader(folder: &Path) -> Result<LibraryReader, OpenError> {
    match LibraryReader::open(folder, OpenMode::Inspect) {
        Err(OpenError::Older { .. }) => LibraryReader::open(folder, OpenMode::Existing),
        opened => opened,
    }
}

/// Opens the existing library in a data folder for writing. Creates none; a damaged one stays in place.
///
/// # Errors
/// As [`Library::open`].
pub(super) fn open_existing(folder: &Path) -> Result<Library, OpenError> {
    open_reader(folder)?;
    Library::open(folder, OpenMode::Existing)
}

/// Opens the existing library for writing; `None` if there is none.
///
/// # Errors
/// As [`open_if_exists`], and if there is no data folder.
pub(super) fn open_existing_to_write(setup: &Setup) -> Result<Option<Library>> {
    let Some(paths) = &setup.config.paths else {
        bail!("no data folder: HOME is not set: give --data-dir");
    };
    match open_existing(&paths.data) {
        Ok(mut library) => {
            library.share_read(setup.config.settings.share_read);
            Ok(Some(library))
        }
        Err(OpenError::NotFound) => Ok(None),
        Err(error) => Err(anyhow!("{}", describe_open_error(&paths.data, &error))),
    }
}

/// Opens the library for writing, and creates it if none exists.
///
/// # Errors
/// As [`open_if_exists`], and if there is no data folder.
pub(super) fn open_to_write(setup: &Setup) -> Result<Library> {
    let Some(paths) = &setup.config.paths else {
        bail!("no data folder: HOME is not set: give --data-dir");
    };
    let mut library = Library::open(&paths.data, OpenMode::Create)
        .map_err(|error| anyhow!("{}", describe_open_error(&paths.data, &error)))?;
    library.share_read(setup.config.settings.share_read);
    Ok(library)
}

/// Makes the daily backup at the end of a command that changes the library. A failure is reported if nothing else
/// failed.
pub(super) fn back_up_daily(setup: &Setup, diagnostics: &mut Diagnostics) {
    let Some(paths) = &setup.config.paths else {
        return;
    };
    let kept = library::run_if_due(&paths.data, setup.config.settings.keep_days);
    if let Err(error) = kept
        && !diagnostics.is_failure()
    {
        let folder = display_path(&paths.data.join("backups"));
        diagnostics.fail(format!("backup failed: {folder}: {error}"));
    }
}

/// Reports the notice of a library that was changed, closes it and makes the daily backup.
pub(super) fn after_change(setup: &Setup, library: Library, diagnostics: &mut Diagnostics) {
    if let Some(notice) = library.notice() {
        diagnostics.fail(messages::library::notice(&notice));
    }
    drop(library);
    back_up_daily(setup, diagnostics);
}

/// Returns the error of a library that can't be read.
pub(super) fn library_error(error: LibraryError) -> anyhow::Error {
    anyhow!("can't read the library: {error}")
}

/// Returns the error of a library that can't be opened, as `WHAT: WHERE: what to do`.
pub(super) fn describe_open_error(folder: &Path, error: &OpenError) -> String {
    let file = display_path(&Library::library_file(folder));
    match error {
        OpenError::NotQuarantined { damage, error } => {
            format!("the library is damaged: {file}: {damage}; it can't be quarantined: {error}")
        }
        OpenError::Damaged(_) => format!(
            "the library is damaged: {file}: newsprint doctor --recover restores what can be read"
        ),
        error => format!("can't open the library: {file}: {error}"),
    }
}
