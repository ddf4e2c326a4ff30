//! Opening the library for commands, and the errors when that fails.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::error::Diagnostics;
use super::paths::display_path;
use super::setup::Setup;
use crate::library::{self, Library, LibraryReader, OpenError, OpenMode};
use crate::messages;

/// The library to read; `None` where there is none yet.
///
/// # Errors
/// It can't be opened: what, where, what to do.
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

/// Opens the library in a data folder to read it. One of an older program is brought up to date; one that is damaged stays where it is.
///
/// # Errors
/// As [`LibraryReader::open`].
pub(super) fn open_reader(folder: &Path) -> Result<LibraryReader, OpenError> {
    match LibraryReader::open(folder, OpenMode::Inspect) {
        Err(OpenError::Older { .. }) => LibraryReader::open(folder, OpenMode::Existing),
        opened => opened,
    }
}

/// Opens the library that is in a data folder to change it, and makes none. One that is damaged stays where it is.
///
/// # Errors
/// As [`Library::open`].
pub(super) fn open_existing(folder: &Path) -> Result<Library, OpenError> {
    open_reader(folder)?;
    Library::open(folder, OpenMode::Existing)
}

/// Returns the library to change, which is made where there is none.
///
/// # Errors
/// As [`open_to_read_or_create`], and where there is no folder for it.
pub(super) fn open_to_write(setup: &Setup) -> Result<Library> {
    let Some(paths) = &setup.config.paths else {
        bail!("no data folder: HOME is not set: give --data-dir");
    };
    Library::open(&paths.data, OpenMode::Create)
        .map_err(|error| anyhow!("{}", describe_open_error(&paths.data, &error)))
}

/// Keeps today's copy at the end of a command that changes the library. That it could not be kept is said where nothing else failed.
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

/// Reports what is wrong with a library that was changed, and keeps today's copy.
pub(super) fn after_change(setup: &Setup, library: Library, diagnostics: &mut Diagnostics) {
    if let Some(notice) = library.notice() {
        diagnostics.fail(messages::library::notice(&notice));
    }
    drop(library);
    back_up_daily(setup, diagnostics);
}

/// Why a library can't be opened: what, where, what to do.
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
