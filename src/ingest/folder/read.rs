//! Reading of new and changed files, and storing them in batches with short writes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::compare::Comparison;
use crate::extract::Unreadable;
use crate::ingest::cancel::Cancel;
use crate::ingest::error::{ReadError, ScanError};
use crate::ingest::files::{binary_type, entry_key, look_up};
use crate::ingest::fingerprint::{link_fingerprint, stable_fingerprint};
use crate::ingest::listing::name_of;
use crate::ingest::loader::DocumentLoader;
use crate::ingest::report::{Progress, ScanReport};
use crate::library::{FoundFile, Library};
use crate::model::{Document, Origin, SourceId};

/// Longest time of reading files before they are written.
const READ_TIME: Duration = Duration::from_millis(150);
/// A write of this length is no longer short.
const WRITE_TIME: Duration = Duration::from_millis(25);
/// Limit of words that are read before they are written.
const BATCH_WORDS: usize = 400_000;

/// The files of a source that are to be read.
pub(super) struct FolderReader<'a> {
    pub(super) loader: &'a DocumentLoader,
    pub(super) source: SourceId,
    pub(super) root: &'a Path,
    pub(super) files: &'a Comparison,
    pub(super) cancel: &'a Cancel,
}

/// A file that was read and not yet written.
struct ReadFile {
    path: PathBuf,
    fingerprint: Option<String>,
    /// Article and its number of words, or the error; `None` for a file of a type that is not text, such as an image.
    article: Result<(Document, usize), Option<String>>,
}

impl FolderReader<'_> {
    /// Reads all of them, and counts them in `report`.
    ///
    /// # Errors
    /// The library takes no more, or it was cancelled.
    pub(super) fn read_all(
        &self,
        library: &mut Library,
        report: &mut ScanReport,
        progress: &mut dyn FnMut(Progress, bool),
    ) -> Result<(), ScanError> {
        let moved: HashMap<&String, &PathBuf> = self
            .files
            .missing_files
            .iter()
            .filter_map(|gone| gone.moved_to.as_ref().map(|(known, path)| (known, path)))
            .collect();
        let of = self.files.to_read.len();
        let mut batch: Vec<ReadFile> = Vec::new();
        let (mut began, mut words) = (Instant::now(), 0);
        // The first batch is small; later ones take as many as one short write can store.
        let mut size = 16;
        for (done, path) in (1..).zip(&self.files.to_read) {
            if let Some(read) = self.read_and_extract(path)? {
                words += read.article.as_ref().map_or(0, |(_, words)| *words);
                report.files_opened += 1;
                batch.push(read);
            }
            let full = batch.len() >= size || words > BATCH_WORDS || began.elapsed() > READ_TIME;
            if batch.is_empty() || !(full || done == of) {
                continue;
            }
            let files: Vec<FoundFile<'_>> = batch
                .iter()
                .map(|read| to_file(read, self.root, &moved))
                .collect();
            let writing = Instant::now();
            let arrived = library.upsert_files(self.source, &files)?;
            let took = writing.elapsed();
            if took > WRITE_TIME {
                size = (size / 2).max(4);
            } else if batch.len() >= size && took < WRITE_TIME / 3 {
                size = (size * 2).min(512);
            }
            let before = *report;
            for (file, arrival) in files.iter().zip(arrived) {
                report.count(arrival);
                report.unreadable += usize::from(matches!(file.article, Err(Some(_))));
            }
            let has_changed = (before.new, before.changed) != (report.new, report.changed);
            progress(
                Progress { done, total: of },
                has_changed || report.missing > 0,
            );
            batch.clear();
            (began, words) = (Instant::now(), 0);
        }
        Ok(())
    }

    /// Reads a file; `None` if it is missing.
    fn read_and_extract(&self, path: &Path) -> Result<Option<ReadFile>, ScanError> {
        self.cancel.check()?;
        let files = self.loader.files();
        let about = match look_up(files, path) {
            Ok(about) => about,
            Err(error @ ReadError::BrokenLink) => {
                return Ok(Some(ReadFile {
                    path: path.to_owned(),
                    fingerprint: link_fingerprint(path),
                    article: Err(Some(error.to_string())),
                }));
            }
            Err(_) => return Ok(None),
        };
        // A file that was written a moment ago may be written again without a new fingerprint.
        let known = stable_fingerprint(&about);
        let (fingerprint, article) = match files.open(path) {
            // Permission may be granted without a change of the file.
            Err(error) => (None, Err(Some(ReadError::from(error).to_string()))),
            Ok(_) => match binary_type(files, path) {
                // Images and the like are no mistake.
                Some(Unreadable::Binary(Some(_))) => (known, Err(None)),
                Some(reason) => (known, Err(Some(reason.to_string()))),
                None => match self
                    .loader
                    .load(&Origin::File(path.to_owned()), self.cancel)
                {
                    Ok(loaded) => {
                        let words = loaded.document.words();
                        (known, Ok((loaded.document, words)))
                    }
                    Err(ReadError::Cancelled(cancelled)) => return Err(cancelled.into()),
                    Err(reason) => (known, Err(Some(reason.to_string()))),
                },
            },
        };
        Ok(Some(ReadFile {
            path: path.to_owned(),
            fingerprint,
            article,
        }))
    }
}

fn to_file<'a>(
    read: &'a ReadFile,
    root: &Path,
    moved: &HashMap<&String, &PathBuf>,
) -> FoundFile<'a> {
    let was = read.fingerprint.as_ref().and_then(|known| moved.get(known));
    FoundFile {
        key: entry_key(root, &read.path),
        path: fs::canonicalize(&read.path).unwrap_or_else(|_| read.path.clone()),
        fingerprint: read.fingerprint.clone(),
        name: name_of(&Origin::File(read.path.clone())),
        article: match &read.article {
            Ok((document, words)) => Ok((document, *words)),
            Err(reason) => Err(reason.clone()),
        },
        previous_path: was.map(|path| (*path).clone()),
    }
}
