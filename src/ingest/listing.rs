//! Rows for the given paths. A folder gives a row for every readable file in it: its own files by name, then its
//! folders.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::cancel::{Cancel, Cancelled};
use super::error::AddError;
use super::files::{FileAccess, is_binary};
use crate::model::Origin;
use crate::text::{clean, io_message};

/// Folders in folders that are walked into.
const DEPTH: usize = 64;

/// A file that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// The path as it was found, through links.
    pub path: PathBuf,
    /// Folder that it is in, as the user wrote it, clean.
    pub group: String,
    /// Name for display, clean.
    pub name: String,
}

/// Something that was found in a folder.
#[derive(Debug)]
pub enum ListedEntry {
    /// A file that may have an article in it.
    File(ListedFile),
    /// Something that can't be listed.
    Problem(ListProblem),
}

/// Problem of a folder, or of a part of it, that has no rows.
#[derive(Debug)]
pub enum ListProblem {
    /// The folder, or something in it, can't be read.
    Unreadable(PathBuf, io::Error),
    /// No file in the folder is text; the number of other files.
    Empty(PathBuf, usize),
}

impl ListProblem {
    /// Returns true if the problem is that of the given folder itself, not of something in it.
    pub fn is_of(&self, folder: &Origin) -> bool {
        let (Self::Unreadable(path, _) | Self::Empty(path, _)) = self;
        matches!(folder, Origin::File(folder) if folder == path)
    }
}

impl std::fmt::Display for ListProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |path: &Path| clean::clean_line(&path.display().to_string()).into_owned();
        match self {
            Self::Unreadable(path, error) => write!(f, "{}: {}", name(path), io_message(error)),
            Self::Empty(path, 0) => write!(
                f,
                "{}: no articles here (hidden files are ignored)",
                name(path)
            ),
            Self::Empty(path, 1) => {
                write!(f, "{}: no articles here (1 file is not text)", name(path))
            }
            Self::Empty(path, count) => write!(
                f,
                "{}: no articles here ({count} files are not text)",
                name(path)
            ),
        }
    }
}

/// Lists a folder. `found` is called with each file.
///
/// # Errors
/// The work was cancelled.
pub fn list_folder(
    files: &dyn FileAccess,
    folder: &Path,
    cancel: &Cancel,
    found: &mut dyn FnMut(ListedEntry),
) -> Result<(), Cancelled> {
    let (mut listed, mut binary) = (0, 0);
    // A folder that does not answer shows it here.
    if let Err(error) = files.metadata(folder) {
        found(ListedEntry::Problem(ListProblem::Unreadable(
            folder.to_owned(),
            error,
        )));
        return Ok(());
    }
    for entry in walk(folder, None) {
        cancel.check()?;
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) if is_binary(files, entry.path()) => binary += 1,
            Ok(entry) => {
                listed += 1;
                found(ListedEntry::File(ListedFile::new(entry.into_path())));
            }
            // A link back to a folder that is being walked through leads to nothing new.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let error = io_error(error);
                found(ListedEntry::Problem(ListProblem::Unreadable(path, error)));
            }
        }
    }
    if listed == 0 {
        let folder = folder.to_owned();
        found(ListedEntry::Problem(ListProblem::Empty(folder, binary)));
    }
    Ok(())
}

/// Lists the articles of one origin, each with its name for messages: those of a folder, else the origin itself.
///
/// # Errors
/// The work was cancelled.
pub fn list_origin(
    files: &dyn FileAccess,
    origin: &Origin,
    cancel: &Cancel,
    problem: &mut dyn FnMut(ListProblem),
) -> Result<Vec<(Origin, String)>, Cancelled> {
    let shown = |path: &Path| clean::clean_line(&path.display().to_string()).into_owned();
    let name = match origin {
        Origin::File(folder) if files.metadata(folder).is_ok_and(|about| about.is_dir()) => {
            let mut articles = Vec::new();
            list_folder(files, folder, cancel, &mut |listed| match listed {
                ListedEntry::File(file) => {
                    let name = shown(&file.path);
                    articles.push((Origin::File(file.path), name));
                }
                ListedEntry::Problem(found) => problem(found),
            })?;
            return Ok(articles);
        }
        Origin::File(path) => shown(path),
        Origin::Stored(id) => format!("article {id}"),
        Origin::StandardInput | Origin::Tour(_) => name_of(origin),
    };
    Ok(vec![(origin.clone(), name)])
}

/// Makes a row of a file that an article links to. Devices and pipes are not read because of a link.
///
/// # Errors
/// The file can't be read, or is not text.
pub fn list_file(files: &dyn FileAccess, path: &Path) -> Result<ListedFile, AddError> {
    let about = files.metadata(path)?;
    if about.is_dir() {
        return Err(AddError::Folder);
    }
    if !about.is_file() {
        return Err(AddError::NoFile);
    }
    match is_binary(files, path) {
        true => Err(AddError::Binary),
        false => Ok(ListedFile::new(path.to_owned())),
    }
}

impl ListedFile {
    /// Makes the row of a path that was not read.
    pub fn new(path: PathBuf) -> Self {
        let group = path.parent().map(group_name).unwrap_or_default();
        Self {
            group: clean::clean_line(&group).into_owned(),
            name: name_of(&Origin::File(path.clone())),
            path,
        }
    }
}

/// Name of an article while its title is not known, clean: the name of its file.
pub fn name_of(origin: &Origin) -> String {
    let name = match origin {
        Origin::File(path) => path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned(),
        Origin::Tour(name) => (*name).to_owned(),
        Origin::StandardInput => "standard input".to_owned(),
        Origin::Stored(_) => String::new(),
    };
    clean::clean_line(&name).into_owned()
}

/// Returns the contents of a folder: its own files by name, then its folders, without hidden ones and without the
/// folder `but`.
pub(super) fn walk<'a>(
    folder: &Path,
    but: Option<&'a Path>,
) -> impl Iterator<Item = walkdir::Result<DirEntry>> + use<'a> {
    WalkDir::new(folder)
        .follow_links(true)
        .max_depth(DEPTH)
        .sort_by(|a, b| {
            (a.file_type().is_dir(), a.file_name()).cmp(&(b.file_type().is_dir(), b.file_name()))
        })
        .into_iter()
        .filter_entry(move |entry| {
            (entry.depth() == 0 || !is_hidden(entry.file_name())) && Some(entry.path()) != but
        })
}

/// Returns the error of the system in one of a walk.
pub(super) fn io_error(error: walkdir::Error) -> io::Error {
    let text = error.to_string();
    error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other(text))
}

/// Returns true if a part of a path below a root is hidden.
pub fn is_hidden_below(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.iter().any(is_hidden)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Returns the folder as the user wrote it; the working folder has no name of its own.
fn group_name(folder: &Path) -> String {
    let name = folder.to_string_lossy();
    let name = name.strip_prefix("./").unwrap_or(&name);
    if name.is_empty() || name == "." {
        "./".to_owned()
    } else {
        name.to_owned()
    }
}
