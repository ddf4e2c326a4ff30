//! From the files of a source to stories in the library: only what is new or has changed is read, by size and time.
//!
//! 1. The folder is walked through, and what is found is held against what is known of each file.
//! 2. What is known and not found is gone; its story stays.
//! 3. What is new or another is read and taken in, in runs that are short to write.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Store;
use super::read::explain;
use super::scan::{is_binary, walk};
use super::shelf::name_of;
use super::stamp::{settled, stamp};
use crate::library::{Arrival, Durability, FoundFile, Incoming, Unread};
use crate::model::{Document, Origin, Source, SourceKind};
use crate::text::clean;

/// What looking through a source came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Stories that were not in the library.
    pub new: usize,
    /// Stories that say something else now.
    pub changed: usize,
    /// Stories that were in the library, as they are.
    pub known: usize,
    /// Files that have no story that could be read.
    pub unreadable: usize,
    /// Files that are no longer there.
    pub gone: usize,
    /// Files that were opened.
    pub opened: usize,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to be read.
    pub of: usize,
}

/// A path that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The source that has it.
    pub source: Source,
    /// Whether that was made for it.
    pub new: bool,
    /// What was in it.
    pub gathered: Gathered,
    /// Files that can't be read, and why; no more than a few.
    pub unreadable: Vec<Unread>,
}

/// Files are read for so long before they are written.
const READ_TIME: Duration = Duration::from_millis(150);
/// A write of this length is no longer short.
const WRITE_TIME: Duration = Duration::from_millis(25);
/// Texts that are read before they are written have so many words at most.
const RUN_WORDS: usize = 400_000;
/// Files that are said to be gone at once.
const GONE_RUN: usize = 500;
/// How many files that can't be read are named.
const NAMED: usize = 20;

/// Makes a folder a source, or takes a file in: as a source of its own, unless it is in one.
///
/// # Errors
/// Why it can't be added, in one line without its name.
pub fn add(path: &Path, store: &Store, told: &mut dyn FnMut(Progress)) -> Result<Added, String> {
    let say = |error: std::io::Error| explain(&error);
    let path = fs::canonicalize(path).map_err(say)?;
    let about = fs::metadata(&path).map_err(say)?;
    let mut first = Gathered::default();
    let (source, new, scope) = if about.is_dir() {
        fs::read_dir(&path).map_err(say)?;
        let title = title_of(&path);
        let (source, new) = store
            .shelf()
            .write(|library| library.add_source(SourceKind::Folder, &path, &title))?;
        (source, new, None)
    } else if about.is_file() {
        let (title, arrival) = take_in(&path, &about, store)?;
        first.count(Some(arrival));
        match source_with(&path, store)? {
            Some(source) => (source, false, Some(vec![path.clone()])),
            None => {
                let (source, new) = store
                    .shelf()
                    .write(|library| library.add_source(SourceKind::Page, &path, &title))?;
                (source, new, None)
            }
        }
    } else {
        return Err("neither a file nor a folder".to_owned());
    };
    let mut gathered = look_through(&source, scope.as_deref(), store, &mut |progress, _| {
        told(progress);
    })
    .map_err(|failure| match failure {
        Failure::Source(why) | Failure::Library(why) => why,
    })?;
    let (unreadable, named) = store
        .shelf()
        .read(|library| library.unreadable_files(source.id, NAMED))?
        .unwrap_or_default();
    if about.is_dir() {
        gathered.unreadable = unreadable;
    } else {
        gathered = first;
    }
    let now = store.shelf().read(|library| library.source(source.id))?;
    Ok(Added {
        source: now.flatten().unwrap_or(source),
        new,
        gathered,
        unreadable: if about.is_dir() { named } else { Vec::new() },
    })
}

/// The story in a file, since the user asks for it: also one that was deleted.
fn take_in(path: &Path, about: &fs::Metadata, store: &Store) -> Result<(String, Arrival), String> {
    if is_binary(path) {
        return Err("no text in it".to_owned());
    }
    let origin = Origin::File(path.to_owned());
    let document = store.document(&origin)?;
    let name = name_of(&origin);
    let title = document.metadata.title.clone();
    let incoming = Incoming {
        keep: true,
        path: Some(path.to_owned()),
        stamp: settled(about).then(|| stamp(about)).flatten(),
        name: name.clone(),
        words: document.words(),
        document: Some(&document),
        ..Incoming::default()
    };
    let arrived = store
        .shelf()
        .write(|library| library.take_in(&[incoming], Durability::Full))?;
    let arrival = arrived.first().copied();
    let arrival = arrival.ok_or_else(|| "the story was not taken in".to_owned())?;
    Ok((
        title.filter(|title| !title.is_empty()).unwrap_or(name),
        arrival,
    ))
}

/// The folder that is a source and has this file.
fn source_with(path: &Path, store: &Store) -> Result<Option<Source>, String> {
    let sources = store.shelf().read(|library| library.sources())?;
    let has = |source: &Source| {
        let root = source.path.as_deref()?;
        let inside = source.kind == SourceKind::Folder && path.starts_with(root);
        (inside && !hidden_below(root, path)).then(|| source.clone())
    };
    Ok(sources.unwrap_or_default().iter().find_map(has))
}

/// What a folder is called.
fn title_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    clean::line(&name.to_string_lossy()).into_owned()
}

/// Why a source was not looked through, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// It can't be reached.
    Source(String),
    /// Nothing can be kept.
    Library(String),
}

/// Looks through a source, or through some files and folders in it, and keeps what it finds, and whether it was there. `told` hears how
/// far it is, and whether the library is another than it was.
///
/// # Errors
/// The source can't be reached, or nothing can be kept.
pub(super) fn look_through(
    source: &Source,
    scope: Option<&[PathBuf]>,
    store: &Store,
    told: &mut dyn FnMut(Progress, bool),
) -> Result<Gathered, Failure> {
    let Some(root) = source.path.as_deref() else {
        return Ok(Gathered::default());
    };
    let none = Progress { done: 0, of: 0 };
    let found = reachable(source, root).and_then(|()| {
        let found = find(source, root, scope, store).map_err(Failure::Library)?;
        match found.seen.is_empty() && scope.is_none() && !found.gone.is_empty() {
            // A disk that is not there leaves its folder behind.
            true => Err(Failure::Source(
                "the folder is empty: its stories are kept".to_owned(),
            )),
            false => Ok(found),
        }
    });
    let found = match found {
        Ok(found) => found,
        Err(Failure::Source(why)) => {
            store
                .shelf()
                .write(|library| library.source_failed(source.id, &why))
                .map_err(Failure::Library)?;
            told(none, source.failing_since.is_none());
            return Err(Failure::Source(why));
        }
        Err(failure) => return Err(failure),
    };
    let mut gathered = Gathered {
        known: found.unchanged,
        gone: found.gone.len(),
        ..Gathered::default()
    };
    for keys in found.gone.chunks(GONE_RUN) {
        let keys: Vec<Vec<u8>> = keys.iter().map(|gone| gone.key.clone()).collect();
        store
            .shelf()
            .write(|library| library.lose_files(source.id, &keys))
            .map_err(Failure::Library)?;
    }
    if gathered.gone > 0 {
        told(none, true);
    }
    if let Err(why) = read_all(source, root, &found, store, &mut gathered, told) {
        let taken = gathered.new + gathered.changed + gathered.known - found.unchanged;
        return Err(Failure::Library(partly(taken, found.to_read.len(), why)));
    }
    // Small changes say nothing of the whole, unless it was not there.
    if scope.is_none() || source.error.is_some() {
        let trouble = found.troubles.first().map(String::as_str);
        store
            .shelf()
            .write(|library| library.source_succeeded(source.id, trouble))
            .map_err(Failure::Library)?;
        told(none, source.error.as_deref() != trouble);
    }
    Ok(gathered)
}

/// Why no more was kept, and how much was until then.
fn partly(taken: usize, of: usize, why: String) -> String {
    match taken {
        0 => why,
        taken => format!("{taken} of {of} stories were taken in before that: {why}"),
    }
}

/// Whether the source is there.
fn reachable(source: &Source, root: &Path) -> Result<(), Failure> {
    let kept = |why: &str| Err(Failure::Source(format!("{why}: its stories are kept")));
    match (source.kind, fs::metadata(root)) {
        (SourceKind::Folder, Ok(about)) if about.is_dir() => match fs::read_dir(root) {
            Ok(_) => Ok(()),
            Err(error) => kept(&explain(&error)),
        },
        (SourceKind::Folder, _) => kept("the folder is not there"),
        (_, Ok(about)) if about.is_file() => Ok(()),
        _ => Err(Failure::Source(
            "the file is not there: its story is kept".to_owned(),
        )),
    }
}

/// A file that is not there any longer.
struct Gone {
    key: Vec<u8>,
    /// Its stamp and its path, where it had a story, which may be found elsewhere.
    again: Option<(String, PathBuf)>,
}

/// What was found, against what was known.
struct Found {
    /// What each file that was found is known by.
    seen: HashSet<u64>,
    /// New files, and those that have changed, in the order of the walk.
    to_read: Vec<PathBuf>,
    /// Files with a story that are as they were.
    unchanged: usize,
    /// Files that are not there any longer.
    gone: Vec<Gone>,
    /// Folders that could not be read.
    troubles: Vec<String>,
}

fn find(
    source: &Source,
    root: &Path,
    scope: Option<&[PathBuf]>,
    store: &Store,
) -> Result<Found, String> {
    let whole = [root.to_owned()];
    let starts: Vec<&PathBuf> = scope
        .unwrap_or(&whole)
        .iter()
        .filter(|path| path.starts_with(root) && !hidden_below(root, path))
        .collect();
    // Of each file only so much is held as tells whether it is as it was: a folder may have very many.
    let mut known: HashMap<u64, (u64, bool)> = HashMap::new();
    for start in &starts {
        store.shelf().read(|library| {
            library.known_files(source.id, Some(&key(root, start)), |file| {
                known.insert(hash(file.key), (hash(&file.stamp), file.story));
            })
        })?;
    }
    let mut found = Found {
        seen: HashSet::new(),
        to_read: Vec::new(),
        unchanged: 0,
        gone: Vec::new(),
        troubles: Vec::new(),
    };
    let mut blocked: Vec<Vec<u8>> = Vec::new();
    let data = store
        .shelf()
        .folder()
        .and_then(|f| fs::canonicalize(f).ok());
    for start in &starts {
        for entry in walk(start, data.as_deref()) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.loop_ancestor().is_some() => continue,
                Err(error) => {
                    let path = error.path().unwrap_or(root);
                    let missing = error
                        .io_error()
                        .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
                    // A link that leads nowhere is no trouble, nor is what has just gone.
                    if !missing {
                        let why = error.io_error().map_or_else(|| error.to_string(), explain);
                        let name = path.display().to_string();
                        found
                            .troubles
                            .push(format!("{}: {why}", clean::line(&name)));
                        blocked.push(key(root, path));
                    }
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let name = hash(&*key(root, entry.path()));
            if !found.seen.insert(name) {
                continue;
            }
            let stamp = entry.metadata().ok().and_then(|about| stamp(&about));
            match known.get(&name) {
                Some((before, story)) if *before == hash(&stamp.as_deref()) => {
                    found.unchanged += usize::from(*story);
                }
                _ => found.to_read.push(entry.into_path()),
            }
        }
    }
    if known.keys().any(|name| !found.seen.contains(name)) {
        let Found { seen, gone, .. } = &mut found;
        let mut add = HashSet::new();
        for start in &starts {
            store.shelf().read(|library| {
                library.known_files(source.id, Some(&key(root, start)), |file| {
                    let under = |above: &Vec<u8>| {
                        above.is_empty()
                            || (file.key.starts_with(above)
                                && matches!(file.key.get(above.len()), None | Some(b'/')))
                    };
                    if !seen.contains(&hash(file.key))
                        && !blocked.iter().any(under)
                        && add.insert(hash(file.key))
                    {
                        let again = file.stamp.map(str::to_owned).zip(file.path());
                        gone.push(Gone {
                            key: file.key.to_owned(),
                            again: again.filter(|_| file.story),
                        });
                    }
                })
            })?;
        }
    }
    Ok(found)
}

/// A file that was read and not yet written.
struct Read {
    path: PathBuf,
    stamp: Option<String>,
    story: Result<(Document, usize), Option<String>>,
}

fn read_all(
    source: &Source,
    root: &Path,
    found: &Found,
    store: &Store,
    gathered: &mut Gathered,
    told: &mut dyn FnMut(Progress, bool),
) -> Result<(), String> {
    let moved: HashMap<&String, &PathBuf> = found
        .gone
        .iter()
        .filter_map(|gone| gone.again.as_ref().map(|(stamp, path)| (stamp, path)))
        .collect();
    let of = found.to_read.len();
    let mut run: Vec<Read> = Vec::new();
    let (mut began, mut words) = (Instant::now(), 0);
    // The first are there soon; then as many as are written in a moment.
    let mut at_once = 16;
    for (done, path) in (1..).zip(&found.to_read) {
        if let Some(read) = read(path, store) {
            words += read.story.as_ref().map_or(0, |(_, words)| *words);
            gathered.opened += 1;
            run.push(read);
        }
        let full = run.len() >= at_once || words > RUN_WORDS || began.elapsed() > READ_TIME;
        if run.is_empty() || !(full || done == of) {
            continue;
        }
        let files: Vec<FoundFile<'_>> =
            run.iter().map(|read| to_file(read, root, &moved)).collect();
        let writing = Instant::now();
        let arrived = store
            .shelf()
            .write(|library| library.take_in_files(source.id, &files))?;
        let took = writing.elapsed();
        if took > WRITE_TIME {
            at_once = (at_once / 2).max(4);
        } else if run.len() >= at_once && took < WRITE_TIME / 3 {
            at_once = (at_once * 2).min(512);
        }
        let before = *gathered;
        for (file, arrival) in files.iter().zip(arrived) {
            gathered.count(arrival);
            gathered.unreadable += usize::from(matches!(file.story, Err(Some(_))));
        }
        let another = (before.new, before.changed) != (gathered.new, gathered.changed);
        told(Progress { done, of }, another || gathered.gone > 0);
        run.clear();
        (began, words) = (Instant::now(), 0);
    }
    Ok(())
}

/// Reads a file; `None` if it has gone.
fn read(path: &Path, store: &Store) -> Option<Read> {
    let about = fs::metadata(path).ok()?;
    // What was written a moment ago may be written again without looking any other.
    let known = settled(&about).then(|| stamp(&about)).flatten();
    let (stamp, story) = match File::open(path) {
        // Leave to read it may come without a change in it.
        Err(error) => (None, Err(Some(explain(&error)))),
        Ok(_) if is_binary(path) => (known, Err(None)),
        Ok(_) => match store.document(&Origin::File(path.to_owned())) {
            Ok(document) => {
                let words = document.words();
                (known, Ok((document, words)))
            }
            Err(why) => (known, Err(Some(why))),
        },
    };
    Some(Read {
        path: path.to_owned(),
        stamp,
        story,
    })
}

fn to_file<'a>(read: &'a Read, root: &Path, moved: &HashMap<&String, &PathBuf>) -> FoundFile<'a> {
    let was = read.stamp.as_ref().and_then(|stamp| moved.get(stamp));
    FoundFile {
        key: key(root, &read.path),
        path: fs::canonicalize(&read.path).unwrap_or_else(|_| read.path.clone()),
        stamp: read.stamp.clone(),
        name: name_of(&Origin::File(read.path.clone())),
        story: match &read.story {
            Ok((document, words)) => Ok((document, *words)),
            Err(why) => Err(why.clone()),
        },
        was: was.map(|path| (*path).clone()),
    }
}

impl Gathered {
    fn count(&mut self, arrival: Option<Arrival>) {
        match arrival {
            Some(Arrival::New(_)) => self.new += 1,
            Some(Arrival::Changed(_)) => self.changed += 1,
            Some(Arrival::Known(_) | Arrival::Deleted(_)) => self.known += 1,
            None => {}
        }
    }
}

/// The bytes of a path below a root, with a stroke between its parts on every system.
fn key(root: &Path, path: &Path) -> Vec<u8> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<&[u8]> = below.iter().map(|part| part.as_encoded_bytes()).collect();
    parts.join(&b'/')
}

/// Whether a part of a path below a root is hidden.
pub(super) fn hidden_below(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.iter().any(super::scan::is_hidden)
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
