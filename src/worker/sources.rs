//! Keeps watch over the sources that are folders and files: each is looked through once at the start, by sizes and times, and from then
//! on what has changed in it.
//!
//! One program does this for all that use the same library: it holds a lock, and the next one waits for it. Nothing is asked again and
//! again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::EventKind;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::gather::{Failure, hidden_below, look_through};
use super::{Emit, Store};
use crate::library::wait_for_lock;
use crate::model::{Outcome, Source, SourceId, SourceKind};
use crate::text::clean;

/// What wakes the thread.
pub(super) enum Call {
    /// The library is another than it was: there may be other sources.
    Library,
    /// Something has happened to files.
    Files(notify::Result<notify::Event>),
}

/// A file that was written is read when it is left alone for so long.
const QUIET: Duration = Duration::from_millis(300);
/// One that never is left alone is read all the same.
const AT_LAST: Duration = Duration::from_secs(5);

/// Watches until the program ends.
pub(super) fn keep_watch(
    store: &Arc<Store>,
    emit: &Emit,
    calls: &Receiver<Call>,
    caller: &Sender<Call>,
) {
    let Some(folder) = store.shelf().folder().map(Path::to_owned) else {
        return;
    };
    while file_sources(store).is_empty() {
        if calls.recv().is_err() {
            return;
        }
    }
    let Some(_lock) = wait_for_turn(&folder) else {
        return;
    };
    stand_back();
    let mut guard = Guard {
        store,
        emit,
        caller,
        data: std::fs::canonicalize(&folder).ok(),
        sources: Vec::new(),
        looked: BTreeSet::new(),
        watcher: None,
        told: BTreeSet::new(),
    };
    guard.take_up();
    let mut waiting = Waiting::default();
    loop {
        let call = match waiting.next_due() {
            None => calls.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => calls.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        match call {
            Ok(Call::Library) => guard.take_up(),
            Ok(Call::Files(event)) => guard.hear(event, &mut waiting),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let paths = waiting.take_due();
        if !paths.is_empty() {
            guard.look_at(&paths);
        }
    }
}

/// The sources that are files or folders.
fn file_sources(store: &Store) -> Vec<Source> {
    let found = store.shelf().read(|library| library.sources());
    let mut sources = found.ok().flatten().unwrap_or_default();
    sources.retain(|source| source.kind != SourceKind::Feed && source.path.is_some());
    sources
}

/// Waits until no other program does this. `None` where nothing can be written anyway.
fn wait_for_turn(folder: &Path) -> Option<File> {
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("sources.lock"))
        .ok()?;
    // Without a lock several do the same work, and it comes to the same.
    Some(wait_for_lock(lock))
}

/// From now on this thread comes after what somebody waits for.
fn stand_back() {
    // Elsewhere it would be the whole program.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 10);
}

/// The files that have changed and are not yet quiet: when each was first and last touched.
#[derive(Default)]
struct Waiting(BTreeMap<PathBuf, (Instant, Instant)>);

impl Waiting {
    fn add(&mut self, path: PathBuf) {
        let now = Instant::now();
        self.0.entry(path).or_insert((now, now)).1 = now;
    }

    fn due((first, last): &(Instant, Instant)) -> Instant {
        (*last + QUIET).min(*first + AT_LAST)
    }

    fn next_due(&self) -> Option<Instant> {
        self.0.values().map(Self::due).min()
    }

    fn take_due(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let due: Vec<PathBuf> = self
            .0
            .iter()
            .filter(|(_, times)| Self::due(times) <= now)
            .map(|(path, _)| path.clone())
            .collect();
        for path in &due {
            self.0.remove(path);
        }
        due
    }
}

/// Who watches.
struct Guard<'a> {
    store: &'a Arc<Store>,
    emit: &'a Emit,
    caller: &'a Sender<Call>,
    /// The data folder: what happens there is our own doing.
    data: Option<PathBuf>,
    /// What is watched, and whether it was there.
    sources: Vec<(SourceId, PathBuf, bool)>,
    /// What was looked through since the program began.
    looked: BTreeSet<SourceId>,
    watcher: Option<RecommendedWatcher>,
    /// What was complained of: it is said once.
    told: BTreeSet<String>,
}

impl Guard<'_> {
    /// Takes up the sources that there are now, and looks through those that are new.
    fn take_up(&mut self) {
        let sources = file_sources(self.store);
        let wanted: Vec<(SourceId, PathBuf, bool)> = sources
            .iter()
            .filter_map(|source| {
                let path = source.path.clone()?;
                let there = path.exists();
                Some((source.id, path, there))
            })
            .collect();
        let begins = self.sources.is_empty();
        if wanted != self.sources {
            let before = std::mem::replace(&mut self.sources, wanted);
            self.arm(&sources);
            // What has come or gone is looked at again.
            for (id, path, there) in before {
                if !self.sources.contains(&(id, path, there)) {
                    self.looked.remove(&id);
                }
            }
        }
        for source in &sources {
            // Who has just added it looks through it first, and then says so.
            let being_added = source.last_success.is_none() && source.failing_since.is_none();
            if !self.looked.contains(&source.id) && (begins || !being_added) {
                self.look(source, None);
            }
        }
    }

    /// Watches the sources, and the folders that they are in: to see them come and go.
    fn arm(&mut self, sources: &[Source]) {
        let caller = self.caller.clone();
        let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // That a file was opened or read changes nothing.
            let idle = matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_)));
            if !idle {
                // Nobody listens once the program ends.
                let _ = caller.send(Call::Files(event));
            }
        });
        let mut watcher = match made {
            Ok(watcher) => watcher,
            Err(error) => return self.complain("folders", &error),
        };
        let folders: Vec<&PathBuf> = sources
            .iter()
            .filter(|source| source.kind == SourceKind::Folder)
            .filter_map(|source| source.path.as_ref())
            .collect();
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive) {
                self.complain(&folder.display().to_string(), &error);
            }
        }
        let above: BTreeSet<&Path> = sources
            .iter()
            .filter_map(|source| {
                source
                    .path
                    .as_deref()?
                    .ancestors()
                    .skip(1)
                    .find(|p| p.is_dir())
            })
            .collect();
        for folder in above {
            // What is watched with all that is in it must not be watched less.
            if folders.iter().any(|watched| folder.starts_with(watched)) {
                continue;
            }
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                self.complain(&folder.display().to_string(), &error);
            }
        }
        self.watcher = Some(watcher);
    }

    /// Says once that changes are not seen.
    fn complain(&mut self, what: &str, error: &notify::Error) {
        let why = match &error.kind {
            notify::ErrorKind::MaxFilesWatch => "the system watches no more files".to_owned(),
            notify::ErrorKind::Io(error) => super::explain(error),
            other => format!("{other:?}"),
        };
        let what = clean::line(what).into_owned();
        if self.told.insert(what.clone()) {
            (self.emit)(Outcome::Trouble(format!(
                "{what}: what changes there is seen at the next start only: {why}"
            )));
        }
    }

    /// Remembers what has to be looked at.
    fn hear(&mut self, event: notify::Result<notify::Event>, waiting: &mut Waiting) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let what = error.paths.first().map(|path| path.display().to_string());
                return self.complain(&what.unwrap_or_else(|| "folders".to_owned()), &error);
            }
        };
        if event.need_rescan() {
            for (_, path, _) in &self.sources {
                waiting.add(path.clone());
            }
        }
        for path in event.paths {
            let ours = self
                .data
                .as_ref()
                .is_some_and(|data| path.starts_with(data));
            let concerns = |(_, root, _): &(SourceId, PathBuf, bool)| {
                root.starts_with(&path) || (path.starts_with(root) && !hidden_below(root, &path))
            };
            if !ours && self.sources.iter().any(concerns) {
                waiting.add(path);
            }
        }
    }

    /// Looks at what has changed.
    fn look_at(&mut self, paths: &[PathBuf]) {
        // A source that has come or gone is watched anew, and looked through.
        self.take_up();
        for source in file_sources(self.store) {
            let Some(root) = source.path.clone() else {
                continue;
            };
            let whole = source.failing_since.is_some() || paths.contains(&root);
            let inside: Vec<PathBuf> = paths
                .iter()
                .filter(|path| path.starts_with(&root))
                .cloned()
                .collect();
            if whole {
                self.look(&source, None);
            } else if !inside.is_empty() {
                self.look(&source, Some(&inside));
            }
        }
    }

    fn look(&mut self, source: &Source, scope: Option<&[PathBuf]>) {
        let emit = self.emit;
        self.looked.insert(source.id);
        // The watch on the library tells what is shown of it.
        let looked = look_through(source, scope, self.store, &mut |_, _| {});
        // That nothing can be kept is said once a change is lost.
        if let Err(Failure::Source(why)) = looked
            && source.failing_since.is_none()
        {
            let title = clean::line(&source.title);
            emit(Outcome::Trouble(format!("{title}: {why}")));
        }
    }
}
