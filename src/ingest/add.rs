//! Adding a path to the library: a folder becomes a source, a file an article.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::cancel::Cancel;
use super::error::AddError;
use super::files::is_binary;
use super::fingerprint::stable_fingerprint;
use super::folder::scan_source;
use super::listing::{is_hidden_below, name_of};
use super::loader::DocumentLoader;
use super::report::{Progress, ScanReport};
use crate::library::{
    Durability, Library, LibraryError, LibraryReader, NewArticle, UnreadableFile, UpsertOutcome,
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
    /// Files that can't be read, and why; no more than a few.
    pub unreadable: Vec<UnreadableFile>,
}

/// Files that can't be read and are named.
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
        let (title, arrival) = add_file(library, loader, &path, &about, cancel)?;
        of_file.count(Some(arrival));
        match source_with(library, &path)? {
            Some(source) => (source, false, Some(vec![path.clone()])),
            None => {
                let (source, new) = library.add_source(SourceKind::Page, &path, &title)?;
                (source, new, None)
            }
        }
    } else {
        return Err(AddError::NeitherFileNorFolder);
    };
    let scope: Option<&[PathBuf]> = scope.as_deref();
    let mut report = scan_source(library, loader, &source, scope, cancel, &mut |done, _| {
        progress(done);
    })?;
    let (unreadable, named) = library.unreadable_files(source.id, MAX_NAMED_FILES)?;
    let named = match (about.is_dir(), is_inside) {
        (true, false) => {
            report.unreadable = unreadable;
            named
        }
        // The unreadable files of the source that are in the folder.
        (true, true) => {
            let is_in = |file: &UnreadableFile| file.path.starts_with(&path);
            let named: Vec<UnreadableFile> = named.into_iter().filter(is_in).collect();
            report.unreadable = named.len();
            named
        }
        (false, _) => {
            report = of_file;
            Vec::new()
        }
    };
    Ok(Added {
        source: library.source(source.id)?.unwrap_or(source),
        new,
        is_inside,
        report,
        unreadable: named,
    })
}

/// Adds the article of a file because the user asks for it, even if it was deleted. Returns its title.
fn add_file(
    library: &mut Library,
    loader: &DocumentLoader,
    path: &Path,
    about: &Metadata,
    cancel: &Cancel,
) -> Result<(String, UpsertOutcome), AddError> {
    if is_binary(loader.files(), path) {
        return Err(AddError::Binary);
    }
    let origin = Origin::File(path.to_owned());
    let document = loader.load(&origin, cancel)?.document;
    let name = name_of(&origin);
    let title = document.metadata.title.clone();
    let incoming = NewArticle {
        in_library: true,
        path: Some(path.to_owned()),
        fingerprint: stable_fingerprint(about),
        name: name.clone(),
        words: document.words(),
        document: Some(&document),
        ..NewArticle::default()
    };
    let arrived = library.upsert_articles(&[incoming], Durability::Full)?;
    let arrival = arrived.first().copied().ok_or_else(not_added_error)?;
    Ok((
        title.filter(|title| !title.is_empty()).unwrap_or(name),
        arrival,
    ))
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
    let incoming = NewArticle {
        in_library: true,
        name: name.clone(),
        words: document.words(),
        document: Some(document),
        ..NewArticle::default()
    };
    let arrived = library.upsert_articles(&[incoming], Durability::Full)?;
    let arrival = arrived.first().copied().ok_or_else(not_added_error)?;
    let title = document.metadata.title.clone();
    Ok((
        title.filter(|title| !title.is_empty()).unwrap_or(name),
        arrival,
    ))
}

/// Returns the name of a folder, clean.
fn title_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    clean::clean_line(&name.to_string_lossy()).into_owned()
}
