//! Check of a library ([`check_library`]), and repair of everything that can be repaired without loss.
//!
//! 1. Pages and indexes: `PRAGMA integrity_check`. Indexes are rebuilt from their tables. Damaged pages can't be
//!    repaired; [`crate::library::maintenance::recover`] restores what is readable into a new library.
//! 2. Orphans: rows whose parent row is missing. An article of which only the text or bookmarks are left gets a row
//!    again.
//! 3. Derived values: counts are recomputed; articles that are missing from the search index are marked to be indexed
//!    again.
//! 4. Leftover files of programs that ended while they wrote.

pub(in crate::library) mod finding;
mod rows;

use std::path::Path;

use crate::library::db::backup_files;
use crate::library::maintenance::check::finding::{
    CheckReport, FindingAdvice, FindingDetail, FindingState,
};
use crate::library::{Library, LibraryError, LibraryReader, OpenError, OpenMode};

/// Limit of reported errors of pages.
const MAX_SHOWN_ERRORS: usize = 5;

/// Checks the library in a data folder, and repairs what can be repaired. Creates no library, and writes nothing if
/// nothing is wrong.
pub fn check_library(folder: &Path) -> CheckReport {
    let mut report = CheckReport::default();
    // A damaged library stays in place until the user asks for its recovery.
    let opened = match LibraryReader::open(folder, OpenMode::Inspect) {
        Ok(_) | Err(OpenError::Older { .. }) => Library::open(folder, OpenMode::Existing),
        Err(error) => Err(error),
    };
    match opened {
        Ok(mut library) => {
            if let Err(error) = check_contents(&mut library, &mut report) {
                report.add(
                    "library",
                    FindingState::Broken,
                    FindingDetail::Error(error.to_string()),
                    None,
                );
            }
            match crate::library::maintenance::recover::quarantined::unrecovered_files(&library) {
                Ok(files) => {
                    for file in files {
                        report.add(
                            "quarantined",
                            FindingState::Broken,
                            FindingDetail::Quarantined(file),
                            Some(FindingAdvice::RecoverQuarantined),
                        );
                    }
                }
                Err(error) => {
                    let detail = FindingDetail::Error(error.to_string());
                    report.add("quarantined", FindingState::Broken, detail, None);
                }
            }
        }
        Err(OpenError::NotFound) if backup_files::backups(folder).is_empty() => {
            report.add("library", FindingState::Ok, FindingDetail::NoLibrary, None);
        }
        Err(OpenError::NotFound) => {
            let advice = FindingAdvice::RecoverFromBackups;
            let detail = FindingDetail::LibraryMissing;
            report.add("library", FindingState::Broken, detail, Some(advice));
        }
        Err(error @ OpenError::Damaged(_)) => {
            let detail = FindingDetail::Damaged {
                file: Library::library_file(folder),
                error: error.to_string(),
            };
            let advice = Some(FindingAdvice::Recover);
            report.add("library", FindingState::Broken, detail, advice);
        }
        Err(error) => {
            let detail = FindingDetail::Error(error.to_string());
            report.add("library", FindingState::Broken, detail, None);
        }
    }
    report.remove_leftovers(folder);
    report.add_backup_finding(folder);
    report
}

/// Returns true if all pages are readable, after indexes that do not match their tables were rebuilt.
pub(in crate::library) fn is_repairable(library: &mut Library) -> Result<bool, LibraryError> {
    Ok(check_pages(library)?.0.is_empty())
}

fn check_contents(library: &mut Library, report: &mut CheckReport) -> Result<(), LibraryError> {
    let file = FindingDetail::File(library.file().to_owned());
    if let Some(limitation) = library.limitation() {
        // A full disk alone is no damage; but with a log that can't be read, the latest changes may be missing.
        let state = match library.is_disk_full() {
            true => FindingState::Broken,
            false => FindingState::Note,
        };
        report.add("library", state, FindingDetail::Limited(limitation), None);
    }
    if library.is_read_only() {
        let advice = Some(FindingAdvice::ReadOnly);
        report.add("library", FindingState::Note, file, advice);
    } else {
        report.add("library", FindingState::Ok, file, None);
    }
    let (errors, repair) = check_pages(library)?;
    if !errors.is_empty() {
        for error in errors.into_iter().take(MAX_SHOWN_ERRORS) {
            let detail = FindingDetail::DamagedPage(error);
            let advice = Some(FindingAdvice::Recover);
            report.add("pages", FindingState::Broken, detail, advice);
        }
        // Rows of damaged pages can't be counted.
        return Ok(());
    }
    let (state, detail) = match repair {
        Some(error) => (FindingState::Repaired, FindingDetail::IndexesRebuilt(error)),
        None => (FindingState::Ok, FindingDetail::PagesSound),
    };
    report.add("pages", state, detail, None);
    rows::check_rows(library, report)
}

/// Checks the pages, and rebuilds indexes that do not match their tables. Returns the remaining errors, and, if
/// all were repaired, the first of them.
fn check_pages(library: &mut Library) -> Result<(Vec<String>, Option<String>), LibraryError> {
    let errors = integrity_errors(library)?;
    let is_index_error = |error: &String| {
        error.contains("missing from index")
            || error.contains("wrong # of entries in index")
            || error.contains("non-unique entry in index")
            || error.contains("values differ from index")
    };
    let is_search_error = |error: &String| {
        rows::SEARCH_TABLES
            .iter()
            .any(|table| error.contains(table))
    };
    let is_repairable_error = |error: &String| is_index_error(error) || is_search_error(error);
    if errors.is_empty() || !errors.iter().all(is_repairable_error) || library.is_read_only() {
        return Ok((errors, None));
    }
    if errors.iter().any(is_index_error) {
        library.write(crate::library::Durability::Full, |transaction| {
            transaction.execute_batch("REINDEX;")?;
            Ok(())
        })?;
    }
    if errors.iter().any(is_search_error) {
        rows::clear_index(library)?;
    }
    let remaining = self::integrity_errors(library)?;
    let repaired = errors.into_iter().next().filter(|_| remaining.is_empty());
    Ok((remaining, repaired))
}

/// Returns the errors that `PRAGMA integrity_check` finds, at most 50.
fn integrity_errors(library: &LibraryReader) -> Result<Vec<String>, LibraryError> {
    let read = || -> Result<Vec<String>, rusqlite::Error> {
        let mut statement = library.connection().prepare("PRAGMA integrity_check(50)")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                found.push(line.replace('\n', " "));
            }
        }
        Ok(found)
    };
    match read() {
        Ok(found) => Ok(found),
        Err(error) => match LibraryError::from(error) {
            LibraryError::Damaged(reason) => Ok(vec![reason]),
            other => Err(other),
        },
    }
}
