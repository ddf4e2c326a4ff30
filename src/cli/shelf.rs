//! The library as commands open it, and what they say where it can't be opened.

use anyhow::{Result, anyhow, bail};

use super::setup::Setup;
use super::start::{SEED_PICTURES, SEEDS};
use crate::library::{Access, Library, OpenError};
use crate::model::clean;
use crate::worker::{Limits, Store};

/// The library to read; `None` where there is none yet.
///
/// # Errors
/// It can't be opened: what, where, what to do.
pub(super) fn to_read(setup: &Setup) -> Result<Option<Library>> {
    let Some(paths) = &setup.config.paths else {
        return Ok(None);
    };
    match Library::open(&paths.data, Access::Read) {
        Ok(library) => Ok(Some(library)),
        Err(OpenError::Absent) => Ok(None),
        Err(error) => Err(unopened(setup, &error)),
    }
}

/// The library to change, which is made where there is none.
///
/// # Errors
/// As [`to_read`], and where there is no folder for it.
pub(super) fn to_write(setup: &Setup) -> Result<Library> {
    let Some(paths) = &setup.config.paths else {
        bail!("no folder for data: the system names no home: give one with --data-dir");
    };
    Library::open(&paths.data, Access::Write).map_err(|error| unopened(setup, &error))
}

/// What reads files and seed stories.
pub(super) fn store() -> Store {
    Store::new(Limits::default(), SEEDS).with_pictures(SEED_PICTURES)
}

fn unopened(setup: &Setup, error: &OpenError) -> anyhow::Error {
    let file = setup.config.paths.as_ref();
    let file = file.map(|paths| Library::file_in(&paths.data).display().to_string());
    let file = file.unwrap_or_default();
    anyhow!("can't open the library: {}: {error}", clean::line(&file))
}
