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
use std::time::{Duration, Instant};

use walkdir::{DirEntry, WalkDir};

use super::read::explain;
use super::shelf::states_by_file;
use super::standard_input;
use super::{Emit, Store};
use crate::extract::{Hints, Unreadable, detect};
use crate::model::{Article, ArticleId, Group, Origin, Outcome, StoryRef, Summary};
use crate::text::clean;

/// Rows sent at once.
const RUN: usize = 256;
/// How long a run of descriptions may take to gather.
const RUN_TIME: Duration = Duration::from_millis(25);
/// The first rows are sent sooner: a screen has no more, and waits for them.
const FIRST_RUN: usize = 64;
/// Bytes looked at to tell a story from a binary file.
const SNIFF: u64 = 4096;
/// Folders in folders that are walked into.
const DEPTH: usize = 64;

/// Sends the rows of the stories that the program brings along, then what each says.
pub(super) fn tour(store: &Arc<Store>, emit: &Emit) {
    let seeds = store.seeds().iter().map(|(name, _)| Origin::Seed(name));
    rows_of(ArticleId::tour, seeds.collect(), store, emit);
}

/// Sends the rows for `origins`, then what each says.
pub(super) fn scan(origins: Vec<Origin>, store: &Arc<Store>, emit: &Emit) {
    rows_of(ArticleId::given, origins, store, emit);
}

/// The same; `id` names the rows, counted from 0.
fn rows_of(id: fn(usize) -> ArticleId, origins: Vec<Origin>, store: &Arc<Store>, emit: &Emit) {
    let mut rows = Rows {
        id,
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
                standard_input::start(id, store.clone(), emit.clone());
            }
            Origin::Stored(_) => {}
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
    // A single story is looked up when its text is there.
    if all.len() > 1 {
        let states = states_by_file(store.shelf(), &all);
        if !states.is_empty() {
            emit(Outcome::States(states));
        }
    }
    // A single story is being opened: what its row says comes with it.
    let all = if all.len() > 1 { all } else { Vec::new() };
    let readable = all
        .into_iter()
        .filter(|(_, origin)| *origin != Origin::StandardInput);
    describe(readable, store, emit);
}

/// Sends the rows of a folder.
pub(super) fn list(origin: Origin, emit: &Emit) {
    if let Origin::File(folder) = origin {
        let mut rows = Rows {
            id: ArticleId::given,
            run: Vec::new(),
            all: Vec::new(),
            emit,
        };
        rows.push_folder(&folder);
        rows.flush();
    }
}

/// The row of a file that a link leads to.
pub(super) fn add(id: ArticleId, path: PathBuf) -> Outcome {
    let refused = |path, why: &str| Outcome::NotAdded(id, path, why.to_owned());
    match std::fs::metadata(&path) {
        Err(error) => refused(path, &explain(&error)),
        Ok(about) if about.is_dir() => refused(path, "a folder"),
        // Neither a device nor a pipe is read because a story says so.
        Ok(about) if !about.is_file() => refused(path, "no file"),
        Ok(_) if is_binary(&path) => refused(path, "no text in it"),
        Ok(_) => {
            let group = path.parent().map(group_name).unwrap_or_default();
            let name = path.file_name().unwrap_or(path.as_os_str());
            let name = clean::line(&name.to_string_lossy()).into_owned();
            let group = Group::Named(clean::line(&group).into_owned());
            Outcome::Added(Box::new(Article::new(id, group, Origin::File(path), name)))
        }
    }
}

/// Reads stories for what their rows say, and sends that in runs: the first soon, the others not one by one.
pub(super) fn describe(
    stories: impl IntoIterator<Item = (ArticleId, Origin)>,
    store: &Store,
    emit: &Emit,
) {
    let (mut run, mut states) = (Vec::new(), Vec::new());
    let mut began = Instant::now();
    let shelf = store.shelf();
    let kept = shelf.is_there();
    for (id, origin) in stories {
        let found = store.document(&origin);
        let found = found.map(|document| {
            let words = document.words();
            // What a file says tells more than its name.
            let story = StoryRef { id, origin };
            if kept && let Ok(article) = shelf.recognise(&story, &document, words) {
                states.push((id, shelf.state_of(id, article)));
            }
            Summary {
                words,
                metadata: document.metadata,
            }
        });
        run.push((id, found));
        if began.elapsed() > RUN_TIME {
            emit(Outcome::Described(std::mem::take(&mut run)));
            emit(Outcome::States(std::mem::take(&mut states)));
            began = Instant::now();
        }
    }
    if !run.is_empty() {
        emit(Outcome::Described(run));
        emit(Outcome::States(states));
    }
}

struct Rows<'a> {
    id: fn(usize) -> ArticleId,
    run: Vec<Article>,
    all: Vec<(ArticleId, Origin)>,
    emit: &'a Emit,
}

impl Rows<'_> {
    fn push(&mut self, group: String, origin: Origin, name: String) -> ArticleId {
        let id = (self.id)(self.all.len());
        self.all.push((id, origin.clone()));
        self.run.push(Article::new(
            id,
            Group::Named(clean::line(&group).into_owned()),
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
        let shown = walk(folder, None);
        let before = self.all.len();
        let mut passed_over = 0;
        for entry in shown {
            match entry {
                Ok(entry) if entry.file_type().is_file() && !is_binary(entry.path()) => {
                    let group = entry.path().parent().map(group_name).unwrap_or_default();
                    self.push_file(entry.into_path(), group);
                }
                Ok(entry) => passed_over += usize::from(entry.file_type().is_file()),
                // A link back to a folder that is being walked through leads to nothing new.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), explain);
                    let path = path.display().to_string();
                    (self.emit)(Outcome::Trouble(format!("{}: {why}", clean::line(&path))));
                }
            }
        }
        if self.all.len() == before {
            let path = folder.display().to_string();
            let path = clean::line(&path);
            let note = match passed_over {
                0 => "hidden files are passed over".to_owned(),
                1 => "one file in it is not text".to_owned(),
                n => format!("{n} files in it are not text"),
            };
            (self.emit)(Outcome::Trouble(format!("{path}: no stories here: {note}")));
        }
    }
}

/// What is in a folder: its own files by name, then its folders, without what is hidden and without the folder `but`.
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

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file in a folder has no text in it. One that can't be read may have: its row says why it can't.
pub(super) fn is_binary(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SNIFF).read_to_end(&mut bytes));
    let name = path.file_name().and_then(OsStr::to_str);
    let hints = Hints {
        name,
        ..Hints::default()
    };
    read.is_ok() && matches!(detect::detect(&bytes, &hints), Err(Unreadable::Binary(_)))
}
