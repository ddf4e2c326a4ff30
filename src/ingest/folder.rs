//! Scan of a source: stores the articles of files that are new or changed, by fingerprint, and marks missing files.
//!
//! 1. The folder is walked, and its files are compared with their stored states ([`compare()`]).
//! 2. Stored files that were not found are missing; their articles stay.
//! 3. New and changed files are read and stored in batches with short writes ([`read`]).

mod compare;
mod read;

use std::fs;
use std::path::{Path, PathBuf};

use super::cancel::Cancel;
use super::error::{ScanError, SourceProblem};
use super::files::FileAccess;
use super::loader::DocumentLoader;
use super::report::{Progress, ScanReport};
use crate::library::{Library, LibraryReader};
use crate::model::{Source, SourceError, SourceErrorKind, SourceKind};
use compare::{Comparison, compare};

/// Number of files that are marked as missing in one write.
const MISSING_BATCH: usize = 500;

/// Scans a source, or some files and folders in it, and stores its articles and its state. `progress` is called with
/// the counts so far, and with true when the library has changed.
///
/// # Errors
/// The source can't be reached, the library can't be written, or the work was cancelled. Articles that were stored
/// before stay.
///
/// # Examples
/// ```
/// use newsprint::ingest::{Cancel, DocumentLoader, scan_source};
/// use newsprint::library::{Library, OpenMode};
/// use newsprint::model::SourceKind;
///
/// let (data, articles) = (tempfile::tempdir()?, tempfile::tempdir()?);
/// std::fs::write(articles.path().join("ink.md"), "# Ink\n\nInk is older than paper.")?;
/// let mut library = Library::open(data.path(), OpenMode::Create)?;
/// let (source, _) = library.add_source(SourceKind::Folder, articles.path(), "Articles")?;
///
/// let (loader, cancel) = (DocumentLoader::with_tour(), Cancel::new());
/// let report = scan_source(&mut library, &loader, &source, None, &cancel, &mut |_, _| {})?;
/// assert_eq!(report.new, 1);
///
/// // A second scan finds the article in the library.
/// let source = library.source(source.id)?.ok_or("no source")?;
/// let report = scan_source(&mut library, &loader, &source, None, &cancel, &mut |_, _| {})?;
/// assert_eq!((report.new, report.unchanged), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scan_source(
    library: &mut Library,
    loader: &DocumentLoader,
    source: &Source,
    scope: Option<&[PathBuf]>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress, bool),
) -> Result<ScanReport, ScanError> {
    let Some(root) = source.path.as_deref() else {
        return Ok(ScanReport::default());
    };
    let found = match compare_source(library, loader, source, root, scope, cancel) {
        Ok(found) => found,
        Err(ScanError::Source(problem)) => {
            library.source_failed(source.id, &SourceError::from(&problem))?;
            progress(Progress::default(), source.failing_since.is_none());
            return Err(problem.into());
        }
        Err(error) => return Err(error),
    };
    let mut report = ScanReport {
        unchanged: found.unchanged,
        missing: found.missing_files.len(),
        ..ScanReport::default()
    };
    for gone in found.missing_files.chunks(MISSING_BATCH) {
        cancel.check()?;
        let keys: Vec<Vec<u8>> = gone.iter().map(|gone| gone.key.clone()).collect();
        library.mark_files_missing(source.id, &keys)?;
    }
    if report.missing > 0 {
        progress(Progress::default(), true);
    }
    let reading = read::FolderReader {
        loader,
        source: source.id,
        root,
        files: &found,
        cancel,
    };
    match reading.read_all(library, &mut report, progress) {
        Err(ScanError::Library(error)) => {
            let added = report.new + report.changed + report.unchanged - found.unchanged;
            return Err(match added {
                0 => error.into(),
                added => ScanError::PartlyStored {
                    added,
                    total: found.to_read.len(),
                    error,
                },
            });
        }
        read => read?,
    }
    // A scan of a part says nothing about the whole source, unless the source was missing.
    if scope.is_none() || source.error.is_some() {
        let problem = found.problems.first().map(|problem| SourceError {
            kind: SourceErrorKind::SomeFilesUnreadable,
            details: Some(problem.clone()),
        });
        library.source_succeeded(source.id, problem.as_ref())?;
        progress(Progress::default(), source.error != problem);
    }
    Ok(report)
}

/// Checks that the source is reachable, and compares its files with their stored states.
fn compare_source(
    library: &LibraryReader,
    loader: &DocumentLoader,
    source: &Source,
    root: &Path,
    scope: Option<&[PathBuf]>,
    cancel: &Cancel,
) -> Result<Comparison, ScanError> {
    check_reachable(loader.files(), source, root)?;
    let found = compare(library, source, root, scope, cancel)?;
    match found.seen_keys.is_empty() && scope.is_none() && !found.missing_files.is_empty() {
        true => Err(SourceProblem::Empty.into()),
        false => Ok(found),
    }
}

fn check_reachable(
    files: &dyn FileAccess,
    source: &Source,
    root: &Path,
) -> Result<(), SourceProblem> {
    match (source.kind, files.metadata(root)) {
        (SourceKind::Folder, Ok(about)) if about.is_dir() => match fs::read_dir(root) {
            Ok(_) => Ok(()),
            Err(error) => Err(SourceProblem::Unreadable(error)),
        },
        (SourceKind::Folder, _) => Err(SourceProblem::NoFolder),
        (_, Ok(about)) if about.is_file() => Ok(()),
        _ => Err(SourceProblem::NoFile),
    }
}
