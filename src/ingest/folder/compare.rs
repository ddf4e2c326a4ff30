//! Comparison of the files of a source with their stored state.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::ingest::cancel::Cancel;
use crate::ingest::error::{ReadError, ScanError};
use crate::ingest::files::entry_key;
use crate::ingest::fingerprint::{fingerprint, link_fingerprint};
use crate::ingest::listing::{is_hidden_below, walk, walk_error};
use crate::library::{LibraryReader, StoredFile};
use crate::model::Source;
use crate::text::clean;

/// Stored file that does not exist any more.
pub(super) struct MissingFile {
    /// The bytes of its path below the source.
    pub(super) key: Vec<u8>,
    /// Fingerprint and path of a missing file with an article, which may be found elsewhere.
    pub(super) moved_to: Option<(String, PathBuf)>,
}

/// The result of a comparison.
pub(super) struct Comparison {
    /// Hashes of the keys of all files that were found.
    pub(super) seen_keys: HashSet<u64>,
    /// New files, and those that have changed, in the order of the walk.
    pub(super) to_read: Vec<PathBuf>,
    /// Files with an article that are as they were.
    pub(super) unchanged: usize,
    /// Stored files that do not exist any more.
    pub(super) missing_files: Vec<MissingFile>,
    /// Folders that could not be read, and why.
    pub(super) problems: Vec<String>,
    /// The keys of these folders: nothing in them counts as gone.
    unreadable_folders: Vec<Vec<u8>>,
}

/// By the hash of the key of each stored file: the hash of its fingerprint, and true if it contains an article.
type StoredStates = HashMap<u64, (u64, bool)>;

/// Walks a source, or some files and folders in it, and compares its files with their stored states.
///
/// # Errors
/// The library can't be read, or it was cancelled.
pub(super) fn compare(
    library: &LibraryReader,
    source: &Source,
    root: &Path,
    scope: Option<&[PathBuf]>,
    cancel: &Cancel,
) -> Result<Comparison, ScanError> {
    let whole = [root.to_owned()];
    let starts: Vec<&PathBuf> = scope
        .unwrap_or(&whole)
        .iter()
        .filter(|path| path.starts_with(root) && !is_hidden_below(root, path))
        .collect();
    // Only the fingerprint of each file is in memory: a folder may have very many.
    let mut known = StoredStates::new();
    for start in &starts {
        library.for_each_stored_file(source.id, Some(&entry_key(root, start)), |file| {
            known.insert(
                hash_of(file.key),
                (hash_of(&file.fingerprint), file.has_article),
            );
        })?;
    }
    let mut found = Comparison {
        seen_keys: HashSet::new(),
        to_read: Vec::new(),
        unchanged: 0,
        missing_files: Vec::new(),
        problems: Vec::new(),
        unreadable_folders: Vec::new(),
    };
    let data = library.file().parent();
    let data = data.and_then(|folder| fs::canonicalize(folder).ok());
    for start in &starts {
        for entry in walk(start, data.as_deref()) {
            cancel.check()?;
            match entry {
                Ok(entry) if entry.file_type().is_file() => found.add(root, &entry, &known),
                Ok(_) => {}
                Err(error) => found.add_problem(root, error, &known),
            }
        }
    }
    if known.keys().any(|name| !found.seen_keys.contains(name)) {
        for start in &starts {
            cancel.check()?;
            let mut gone = Vec::new();
            library.for_each_stored_file(source.id, Some(&entry_key(root, start)), |file| {
                if found.is_missing(file) {
                    gone.push(MissingFile {
                        key: file.key.to_owned(),
                        moved_to: file
                            .fingerprint
                            .map(str::to_owned)
                            .zip(file.path())
                            .filter(|_| file.has_article),
                    });
                }
            })?;
            // One of two given folders may be in the other.
            for gone in gone {
                if found.seen_keys.insert(hash_of(&*gone.key)) {
                    found.missing_files.push(gone);
                }
            }
        }
        found.unmark_missing();
    }
    Ok(found)
}

impl Comparison {
    fn add(&mut self, root: &Path, entry: &walkdir::DirEntry, known: &StoredStates) {
        let now = entry.metadata().ok().and_then(|about| fingerprint(&about));
        self.add_file(root, entry.path(), now, known);
    }

    fn add_file(&mut self, root: &Path, path: &Path, now: Option<String>, known: &StoredStates) {
        let name = hash_of(&*entry_key(root, path));
        if !self.seen_keys.insert(name) {
            return;
        }
        match known.get(&name) {
            Some((before, has_article)) if *before == hash_of(&now.as_deref()) => {
                self.unchanged += usize::from(*has_article);
            }
            _ => self.to_read.push(path.to_owned()),
        }
    }

    fn add_problem(&mut self, root: &Path, error: walkdir::Error, known: &StoredStates) {
        if error.loop_ancestor().is_some() {
            return;
        }
        let path = error.path().unwrap_or(root).to_owned();
        match walk_error(&path, error) {
            ReadError::BrokenLink => {
                let stored = known.get(&hash_of(&*entry_key(root, &path)));
                // The file that a link led to is missing, and its article stays.
                if stored.is_none_or(|(_, has_article)| !has_article) {
                    self.add_file(root, &path, link_fingerprint(&path), known);
                }
            }
            // A file that was just removed.
            ReadError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            error => {
                let name = path.display().to_string();
                self.problems
                    .push(format!("{}: {error}", clean::clean_line(&name)));
                self.unreadable_folders.push(entry_key(root, &path));
            }
        }
    }

    fn is_missing(&self, file: &StoredFile<'_>) -> bool {
        let is_below = |above: &Vec<u8>| {
            above.is_empty()
                || (file.key.starts_with(above)
                    && matches!(file.key.get(above.len()), None | Some(b'/')))
        };
        !self.seen_keys.contains(&hash_of(file.key))
            && !self.unreadable_folders.iter().any(is_below)
    }

    /// Removes missing files from the list of found ones.
    fn unmark_missing(&mut self) {
        for gone in &self.missing_files {
            self.seen_keys.remove(&hash_of(&*gone.key));
        }
    }
}

fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
