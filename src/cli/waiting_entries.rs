//! Entries of feeds that were fetched and are not extracted or indexed yet: commands whose results depend on their texts finish
//! them first.

use std::time::{Duration, Instant};

use super::open_library;
use super::setup::Setup;
use crate::ingest::extract_pending;
use crate::library::{Library, LibraryError, LibraryReader};

/// Extracts the texts of all waiting entries.
pub(super) fn extract_waiting_entries(setup: &Setup) {
    with_library(setup, |library| {
        while extract_pending(library)? {}
        Ok(())
    });
}

/// Extracts the texts of all waiting entries, and updates the search index.
pub(super) fn index_waiting_entries(setup: &Setup) {
    with_library(setup, extract_and_index);
}

/// Longest time for which a list waits for the rules.
const MAX_RULE_TIME: Duration = Duration::from_secs(10);

/// Lets the rules act on waiting entries before a view is listed, for some seconds at most. Without rules, or if nothing waits,
/// the library is only read. Returns false if some entries still wait.
///
/// # Errors
/// The library can't be read.
pub(super) fn apply_rules_to_waiting_entries(
    setup: &Setup,
    library: &LibraryReader,
) -> Result<bool, LibraryError> {
    if !library.has_articles_for_rules()? {
        return Ok(true);
    }
    let began = Instant::now();
    let in_time = || began.elapsed() < MAX_RULE_TIME;
    with_library(setup, |library| {
        while in_time() && extract_pending(library)? {}
        while in_time() && library.index_some()?.has_more {}
        Ok(())
    });
    Ok(!library.has_articles_for_rules()?)
}

/// Extracts the documents of all new entries, and updates the search index.
///
/// # Errors
/// The library can't be read or written.
pub(super) fn extract_and_index(library: &mut Library) -> Result<(), LibraryError> {
    while extract_pending(library)? {}
    while library.index_some()?.has_more {}
    Ok(())
}

/// Runs a task in the library, if there is one. A library that can't be opened or written is reported by the command that reads
/// it.
fn with_library(setup: &Setup, task: impl Fn(&mut Library) -> Result<(), LibraryError>) {
    if let Some(paths) = &setup.config.paths
        && let Ok(mut library) = open_library::open_existing(&paths.data)
    {
        let _ = task(&mut library);
    }
}
