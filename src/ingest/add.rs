//! Adding a path to the library: a folder becomes a source, a file an article.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::cancel::Cancel;
use super::error::AddError;
use super::files::{binary_type, entry_key, is_link, look_up};
use super::fingerprint::stable_fingerprint;
use super::folder::scan_source;
use super::listing::{is_hidden_below, name_of};
use super::loader::DocumentLoader;
use super::report::{Progress, ScanReport};
use crate::library::{
    Durability, FilesWithoutArticle, Library, LibraryError, LibraryReader, NewArticle,
    UpsertOutcome,
};
use crate::model::{Document, Origin, Source, SourceKind};
use crate::text::clean;

/// A path that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The source that has it.
    pub source: Source,
    /// True if the source was added by this call.
    pub new: bool,
    /// True for a folder in a folder that is a source already: no source was added, and the folder was scanned as a part of
    /// that source.
    pub is_inside: bool,
    /// Counts of what was in it.
    pub report: ScanReport,
    /// Files in it that have no article; no more than a few are named.
    pub without_article: FilesWithoutArticle,
}

/// Largest number of files without an article that are named.
const MAX_NAMED_FILES: usize = 20;

/// Adds a folder as a source, or a file as a source of its own, unless it is in a folder that is a source.
///
/// # Errors
/// The path can't be read, the library can't be written, or the work was cancelled. Articles that were added before
/// stay.
pub fn add_path(
    library: &mut Library,
    loader: &DocumentLoader,
    path: &Path,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Added, AddError> {
    look_up(loader.files(), path)?;
    let path = fs::canonicalize(path)?;
    let about = loader.files().metadata(&path)?;
    let mut of_file = ScanReport::default();
    let outer = match about.is_dir() {
        true => source_around(library, &path)?,
        false => None,
    };
    let is_inside = outer.is_some();
    let (source, new, scope) = if let Some(source) = outer {
        fs::read_dir(&path)?;
        (source, false, Some(vec![path.clone()]))
    } else if about.is_dir() {
        fs::read_dir(&path)?;
        let (source, new) = library.add_source(SourceKind::Folder, &path, &title_of(&path))?;
        (source, new, None)
    } else if about.is_file() {
        let file = AddedFile::read(loader, &path, &about, cancel)?;
        // The source goes first: undo deletes what has come since.
        let (source, new, scope) = match source_with(library, &path)? {
            Some(source) => (source, false, Some(vec![path.clone()])),
            None => {
                let title = file.title();
                let (source, new) = library.add_source(SourceKind::Page, &path, &title)?;
                (source, new, None)
            }
        };
        of_file.count(Some(file.add(library)?));
        (source, new, scope)
    } else {
        return Err(AddError::NeitherFileNorFolder);
    };
    let scope: Option<&[PathBuf]> = scope.as_deref();
    let mut report = scan_source(library, loader, &source, scope, cancel, &mut |done, _| {
        progress(done);
    })?;
    let without_article = match about.is_dir() {
        true => {
            let root = source.path.as_deref().unwrap_or(&path);
            let within = entry_key(root, &path);
            library.files_without_article(source.id, Some(&within), MAX_NAMED_FILES)?
        }
        false => {
            report = of_file;
            FilesWithoutArticle::default()
        }
    };
    report.unreadable = without_article.unreadable;
    Ok(Added {
        source: library.source(source.id)?.unwrap_or(source),
        new,
        is_inside,
        report,
        without_article,
    })
}

/// Returns the address that a word means which is no existing path; `None` if it can only be a path.
pub fn address_in(word: &Path) -> Option<&str> {
    let folder = word.iter().next().filter(|_| word.iter().count() > 1);
    let is_in_folder = folder.is_some_and(|folder| Path::new(folder).is_dir());
    if is_in_folder || is_link(word) {
        return None;
    }
    let word = word.to_str()?;
    let is_path = word == "-"
        || word.starts_with(['/', '.', '~'])
        || word.contains(char::is_whitespace)
        || !word.contains(['.', ':']);
    (!is_path).then_some(word)
}

/// File that the user adds, with its article.
struct AddedFile {
    path: PathBuf,
    fingerprint: Option<String>,
    name: String,
    document: Document,
}

impl AddedFile {
    /// Reads the article of a file.
    fn read(
        loader: &DocumentLoader,
        path: &Path,
        about: &Metadata,
        cancel: &Cancel,
    ) -> Result<Self, AddError> {
        if let Some(found) = binary_type(loader.files(), path) {
            return Err(AddError::Binary(found));
        }
        let origin = Origin::File(path.to_owned());
        Ok(Self {
            path: path.to_owned(),
            fingerprint: stable_fingerprint(about),
            name: name_of(&origin),
            document: loader.load(&origin, cancel)?.document,
        })
    }

    /// Returns the title of the article, or the name of the file if it has none.
    fn title(&self) -> String {
        let title = self.document.metadata.title.clone();
        title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| self.name.clone())
    }

    /// Adds the article because the user asks for it, even if it was deleted.
    fn add(self, library: &mut Library) -> Result<UpsertOutcome, AddError> {
        let incoming = NewArticle {
            in_library: true,
            path: Some(self.path),
            fingerprint: self.fingerprint,
            name: self.name,
            words: self.document.words(),
            document: Some(&self.document),
            ..NewArticle::default()
        };
        let arrived = library.upsert_articles(&[incoming], Durability::Full)?;
        Ok(arrived.first().copied().ok_or_else(not_added_error)?)
    }
}

fn not_added_error() -> LibraryError {
    LibraryError::Other("the article was not added".to_owned())
}

/// Returns the folder that is a source and has this file.
fn source_with(library: &LibraryReader, path: &Path) -> Result<Option<Source>, LibraryError> {
    let has = |source: &Source| {
        let root = source.path.as_deref();
        source.kind == SourceKind::Folder
            && root.is_some_and(|root| path.starts_with(root) && !is_hidden_below(root, path))
    };
    Ok(library.sources()?.into_iter().find(has))
}

/// Returns the folder that is a source and has this folder in it; `None` if the folder is a source of its own.
fn source_around(library: &LibraryReader, folder: &Path) -> Result<Option<Source>, LibraryError> {
    let sources = library.sources()?;
    let is_source = |source: &Source| {
        source.kind == SourceKind::Folder && source.path.as_deref() == Some(folder)
    };
    if sources.iter().any(is_source) {
        return Ok(None);
    }
    source_with(library, folder)
}

/// Adds an article that was read from standard input. It is recognised by its content. Returns its title, and what became of it.
///
/// # Errors
/// The library can't be written.
pub fn add_document(
    library: &mut Library,
    document: &Document,
) -> Result<(String, UpsertOutcome), AddError> {
    let name = name_of(&Origin::StandardInput);
    let arrival = add_to_library(library, &name, document)?;
    let title = document.metadata.title.clone();
    Ok((
        title.filter(|title| !title.is_empty()).unwrap_or(name),
        arrival,
    ))
}

/// Adds an article without a source to the library, as a change that can be undone. `name` is shown if it has no title.
pub(super) fn add_to_library(
    library: &mut Library,
    name: &str,
    document: &Document,
) -> Result<UpsertOutcome, LibraryError> {
    let incoming = NewArticle {
        name: name.to_owned(),
        words: document.words(),
        document: Some(document),
        ..NewArticle::default()
    };
    let arrived = library.upsert_articles(&[incoming], Durability::Normal)?;
    let arrival = arrived.first().copied().ok_or_else(not_added_error)?;
    let added = library.add_article(arrival.id(), document)?;
    Ok(match added.kind {
        Some(_) => UpsertOutcome::New(arrival.id()),
        None => arrival,
    })
}

/// Returns the name of a folder, clean.
fn title_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    clean::clean_line(&name.to_string_lossy()).into_owned()
}
