//! Rows for the given paths. A folder gives a row for every readable file in it: its own files by name, then its
//! folders.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::cancel::{Cancel, Cancelled};
use super::error::{AddError, ReadError};
use super::files::{FileAccess, binary_type, is_link, look_up};
use crate::extract::Unreadable;
use crate::model::Origin;
use crate::text::clean;

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
    Unreadable(PathBuf, ReadError),
    /// The number of files in the folder that can't be read beyond those that were named.
    MoreUnreadable(PathBuf, usize),
    /// Files in the folder that are known to be no text, such as images.
    OtherTypes(PathBuf, OtherFiles),
    /// No file in the folder is text; the number of other files.
    Empty(PathBuf, usize),
}

/// Files of other types than text: the first of them by name, and their number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherFiles {
    /// Number of files.
    pub count: usize,
    /// Paths of the first files below their folder; no more than [`MAX_OTHER_NAMES`].
    pub names: Vec<PathBuf>,
}

/// Largest number of files of other types that are named.
const MAX_OTHER_NAMES: usize = 3;

/// Largest number of files in a folder that are reported one by one.
const MAX_UNREADABLE: usize = 20;

impl ListProblem {
    /// Returns true if the problem is a failure of the program: of the given folder itself, or of a file in it if that is `strict`.
    pub fn is_failure(&self, folder: &Origin, strict: bool) -> bool {
        match self {
            Self::OtherTypes(..) => false,
            Self::MoreUnreadable(..) => strict,
            Self::Unreadable(path, _) | Self::Empty(path, _) => {
                strict || matches!(folder, Origin::File(folder) if folder == path)
            }
        }
    }
}

impl OtherFiles {
    fn add(&mut self, folder: &Path, path: &Path) {
        self.count += 1;
        if self.names.len() < MAX_OTHER_NAMES {
            let below = path.strip_prefix(folder).unwrap_or(path);
            self.names.push(below.to_owned());
        }
    }
}

impl std::fmt::Display for OtherFiles {
    /// Writes the count and the first names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files = if self.count == 1 { "file" } else { "files" };
        write!(f, "{} {files} left out", self.count)?;
        for (index, path) in self.names.iter().enumerate() {
            let mark = if index == 0 { ": " } else { ", " };
            write!(f, "{mark}{}", clean::clean_line(&path.to_string_lossy()))?;
        }
        match self.count.saturating_sub(self.names.len()) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl std::fmt::Display for ListProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |path: &Path| clean::clean_line(&path.display().to_string()).into_owned();
        match self {
            Self::Unreadable(path, error) => write!(f, "can't be read: {}: {error}", name(path)),
            Self::MoreUnreadable(path, 1) => {
                write!(f, "can't be read: {}: 1 more file", name(path))
            }
            Self::MoreUnreadable(path, count) => {
                write!(f, "can't be read: {}: {count} more files", name(path))
            }
            Self::OtherTypes(path, files) => write!(f, "not text: {}: {files}", name(path)),
            Self::Empty(path, 0) => {
                write!(f, "no articles: {}: hidden files are ignored", name(path))
            }
            Self::Empty(path, 1) => write!(f, "no articles: {}: 1 file is not text", name(path)),
            Self::Empty(path, count) => {
                write!(f, "no articles: {}: {count} files are not text", name(path))
            }
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
    let (mut listed, mut unreadable, mut not_text) = (0, 0, 0);
    let mut others = OtherFiles::default();
    // A folder that does not answer shows it here.
    if let Err(error) = look_up(files, folder) {
        let problem = ListProblem::Unreadable(folder.to_owned(), error);
        found(ListedEntry::Problem(problem));
        return Ok(());
    }
    for entry in walk(folder, None) {
        cancel.check()?;
        let (path, error) = match entry {
            Ok(entry) if !entry.file_type().is_file() => continue,
            Ok(entry) => match binary_type(files, entry.path()) {
                Some(Unreadable::Binary(Some(_))) => {
                    others.add(folder, entry.path());
                    continue;
                }
                Some(reason) => {
                    not_text += 1;
                    (entry.into_path(), reason.into())
                }
                None => {
                    listed += 1;
                    found(ListedEntry::File(ListedFile::new(entry.into_path())));
                    continue;
                }
            },
            // A link back to a folder that is being walked through leads to nothing new.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let error = walk_error(&path, error);
                (path, error)
            }
        };
        unreadable += 1;
        if unreadable <= MAX_UNREADABLE {
            let problem = ListProblem::Unreadable(path, error);
            found(ListedEntry::Problem(problem));
        }
    }
    let more = unreadable.saturating_sub(MAX_UNREADABLE);
    if more > 0 {
        let problem = ListProblem::MoreUnreadable(folder.to_owned(), more);
        found(ListedEntry::Problem(problem));
    }
    if listed == 0 {
        let problem = ListProblem::Empty(folder.to_owned(), others.count + not_text);
        found(ListedEntry::Problem(problem));
    } else if others.count > 0 {
        let problem = ListProblem::OtherTypes(folder.to_owned(), others);
        found(ListedEntry::Problem(problem));
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
    let about = look_up(files, path)?;
    if about.is_dir() {
        return Err(AddError::Folder);
    }
    if !about.is_file() {
        return Err(AddError::NoFile);
    }
    match binary_type(files, path) {
        Some(found) => Err(AddError::Binary(found)),
        None => Ok(ListedFile::new(path.to_owned())),
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

/// Returns the error of a path that a walk could not read.
pub(super) fn walk_error(path: &Path, error: walkdir::Error) -> ReadError {
    let error = io_error(error);
    match error.kind() == io::ErrorKind::NotFound && is_link(path) {
        true => ReadError::BrokenLink,
        false => error.into(),
    }
}

/// Returns the error of the system in one of a walk.
fn io_error(error: walkdir::Error) -> io::Error {
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
