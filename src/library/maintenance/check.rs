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

use crate::library::db::copies;
use crate::library::maintenance::check::finding::{CheckReport, FindingState, RECOVER};
use crate::library::{Library, LibraryError, LibraryReader, OpenError, OpenMode};

/// Advice about a quarantined library.
const TAKE_OVER_ADVICE: &str = "newsprint doctor --recover restores what can be read";

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
                report.add("library", FindingState::Broken, error.to_string(), "");
            }
            match crate::library::maintenance::recover::quarantined::unrecovered_files(&library) {
                Ok(files) => {
                    for file in files {
                        let found = format!("damaged and not restored yet: {}", file.display());
                        report.add("quarantined", FindingState::Broken, found, TAKE_OVER_ADVICE);
                    }
                }
                Err(error) => {
                    report.add("quarantined", FindingState::Broken, error.to_string(), "")
                }
            }
        }
        Err(OpenError::NotFound) if copies::backups(folder).is_empty() => {
            report.add("library", FindingState::Ok, "none yet".to_owned(), "");
        }
        Err(OpenError::NotFound) => {
            let found = "it is missing, but there are backups".to_owned();
            let advice = "newsprint doctor --recover restores from them";
            report.add("library", FindingState::Broken, found, advice);
        }
        Err(error @ OpenError::Damaged(_)) => {
            let file = Library::library_file(folder);
            let found = format!("{error}: {}", file.display());
            report.add("library", FindingState::Broken, found, RECOVER);
        }
        Err(error) => report.add("library", FindingState::Broken, error.to_string(), ""),
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
    let file = library.file().display().to_string();
    if let Some(reason) = library.partial_copy() {
        // A full disk alone is no damage; but with a log that can't be read, the latest changes may be missing.
        let standing = match library.is_full() {
            true => FindingState::Broken,
            false => FindingState::Note,
        };
        report.add("library", standing, reason.to_owned(), "");
    }
    if library.is_read_only() {
        let advice = "read-only";
        report.add("library", FindingState::Note, file, advice);
    } else {
        report.add("library", FindingState::Ok, file, "");
    }
    let (errors, repair) = check_pages(library)?;
    if !errors.is_empty() {
        for fault in errors.iter().take(MAX_SHOWN_ERRORS) {
            report.add("pages", FindingState::Broken, fault.clone(), RECOVER);
        }
        // Rows of damaged pages can't be counted.
        return Ok(());
    }
    match repair {
        Some(what) => report.add("pages", FindingState::Repaired, what, ""),
        None => report.add("pages", FindingState::Ok, "sound".to_owned(), ""),
    }
    rows::check_rows(library, report)
}

/// Checks the pages, and rebuilds indexes that do not match their tables. Returns the remaining errors, and the repair
/// if there was one.
fn check_pages(library: &mut Library) -> Result<(Vec<String>, Option<String>), LibraryError> {
    let errors = integrity_errors(library)?;
    let is_index_error = |fault: &String| {
        fault.contains("missing from index")
            || fault.contains("wrong # of entries in index")
            || fault.contains("non-unique entry in index")
            || fault.contains("values differ from index")
    };
    let is_search_error = |fault: &String| {
        rows::SEARCH_TABLES
            .iter()
            .any(|table| fault.contains(table))
    };
    let is_repairable_error = |fault: &String| is_index_error(fault) || is_search_error(fault);
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
    let done = remaining.is_empty().then(|| {
        format!(
            "indexes did not match and were rebuilt ({})",
            errors.first().map_or("", String::as_str)
        )
    });
    Ok((remaining, done))
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
