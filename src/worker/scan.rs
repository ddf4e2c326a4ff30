//! From what the user pointed at to the rows of the list.
//!
//! 1. Each path becomes a row; a folder becomes a row for every readable file in it, its own files by name, then its folders.
//! 2. The rows are sent in runs, so that the first are on the screen while the last are being found.
//! 3. Each story is read once for what its row says.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::read::explain;
use super::standard_input;
use super::{Emit, Store};
use crate::extract::{Hints, Unreadable, detect};
use crate::model::{Article, ArticleId, Origin, Outcome, Summary, clean};

/// Rows sent at once.
const RUN: usize = 256;
/// The first rows are sent sooner: a screen has no more, and waits for them.
const FIRST_RUN: usize = 64;
/// Bytes looked at to tell a story from a binary file.
const SNIFF: u64 = 4096;
/// Folders in folders that are walked into.
const DEPTH: usize = 64;

/// Sends the rows for `origins`, then what each says.
pub(super) fn scan(origins: Vec<Origin>, store: &Arc<Store>, emit: &Emit) {
    let mut rows = Rows {
        next: 1,
        run: Vec::new(),
        all: Vec::new(),
        emit,
    };
    for origin in origins {
        match origin {
            Origin::File(path) if path.is_dir() => rows.push_folder(&path),
            Origin::File(path) => {
                let group = path.parent().map(group_name).unwrap_or_default();
                rows.push_file(path, group);
            }
            Origin::StandardInput => {
                let id = rows.push(
                    "standard input".into(),
                    Origin::StandardInput,
                    "standard input".into(),
                );
                rows.flush();
                standard_input::start(id, store.limits(), emit.clone());
            }
            Origin::Seed(name) => {
                rows.push(
                    "A tour of newsprint".into(),
                    Origin::Seed(name),
                    name.into(),
                );
            }
        }
    }
    rows.flush();
    let all = std::mem::take(&mut rows.all);
    emit(Outcome::Scanned);
    // A single story is being opened: what its row says comes with it.
    let all = if all.len() > 1 { all } else { Vec::new() };
    for (id, origin) in all
        .into_iter()
        .filter(|(_, origin)| *origin != Origin::StandardInput)
    {
        describe(id, &origin, store, emit);
    }
}

/// Sends the rows of a folder.
pub(super) fn list(origin: Origin, emit: &Emit) {
    if let Origin::File(folder) = origin {
        let mut rows = Rows {
            next: 1,
            run: Vec::new(),
            all: Vec::new(),
            emit,
        };
        rows.push_folder(&folder);
        rows.flush();
    }
}

/// Reads a story for what its row says.
pub(super) fn describe(id: ArticleId, origin: &Origin, store: &Store, emit: &Emit) {
    emit(match store.document(origin) {
        Ok(document) => {
            let words = document.words();
            Outcome::Described(
                id,
                Box::new(Summary {
                    metadata: document.metadata,
                    words,
                }),
            )
        }
        Err(why) => Outcome::Unreadable(id, why),
    });
}

struct Rows<'a> {
    next: i64,
    run: Vec<Article>,
    all: Vec<(ArticleId, Origin)>,
    emit: &'a Emit,
}

impl Rows<'_> {
    fn push(&mut self, group: String, origin: Origin, name: String) -> ArticleId {
        let id = ArticleId(self.next);
        self.next += 1;
        self.all.push((id, origin.clone()));
        self.run.push(Article::new(
            id,
            clean::line(&group).into_owned(),
            origin,
            clean::line(&name).into_owned(),
        ));
        let full = if self.all.len() == FIRST_RUN { 1 } else { RUN };
        if self.run.len() >= full {
            self.flush();
        }
        id
    }

    fn flush(&mut self) {
        if !self.run.is_empty() {
            (self.emit)(Outcome::Rows(std::mem::take(&mut self.run)));
        }
    }

    fn push_file(&mut self, path: PathBuf, group: String) {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        self.push(group, Origin::File(path), name);
    }

    fn push_folder(&mut self, folder: &Path) {
        let walk = WalkDir::new(folder)
            .follow_links(true)
            .max_depth(DEPTH)
            .sort_by(|a, b| {
                (a.file_type().is_dir(), a.file_name())
                    .cmp(&(b.file_type().is_dir(), b.file_name()))
            });
        let shown = walk
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
        for entry in shown {
            match entry {
                Ok(entry) if entry.file_type().is_file() && !is_binary(entry.path()) => {
                    let group = entry.path().parent().map(group_name).unwrap_or_default();
                    self.push_file(entry.into_path(), group);
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let why = error
                        .io_error()
                        .map_or_else(|| "a link that leads in a circle".to_owned(), explain);
                    (self.emit)(Outcome::FolderUnreadable(path, why));
                }
            }
        }
    }
}

/// The folder as the user wrote it; the working folder has no name of its own.
fn group_name(folder: &Path) -> String {
    let name = folder.to_string_lossy();
    let name = name.strip_prefix("./").unwrap_or(&name);
    if name.is_empty() || name == "." {
        "./".to_owned()
    } else {
        name.to_owned()
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file in a folder has no text in it. One that can't be read may have: its row says why it can't.
fn is_binary(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SNIFF).read_to_end(&mut bytes));
    let name = path.file_name().and_then(OsStr::to_str);
    let hints = Hints {
        name,
        ..Hints::default()
    };
    read.is_ok() && matches!(detect::detect(&bytes, &hints), Err(Unreadable::Binary(_)))
}
