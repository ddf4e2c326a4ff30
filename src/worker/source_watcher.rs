//! Watches the folders and files of sources: each is scanned once at the start, and then when something in it changes
//! ([`SourceWatcher`]).
//!
//! One program does this for all that use the same library: it holds a lock, and the next one waits for it. Nothing is
//! polled. A source that does not respond delays no other: its existence is checked, and it is scanned, on threads of a
//! pool ([`scanning`]).

mod call;
mod scanning;
mod touched;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::EventKind;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use self::call::Presence;
use self::scanning::{SourceScan, SourceTask};
use self::touched::TouchedFiles;
use super::elastic_pool::ElasticPool;
use super::emit::Emit;
use super::priority::lower_priority;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::{Cancel, is_hidden_below};
use crate::library::wait_for_lock;
use crate::model::{Outcome, Source, SourceId, SourceKind};
use crate::text::clean;

pub(super) use call::WatcherEvent;

/// Time after which a scan no longer delays the next source.
const LATE_AFTER: Duration = Duration::from_secs(1);

/// Longest wait of the watches for sources that do not respond.
const WATCH_DELAY: Duration = Duration::from_millis(100);

/// Watches until the program ends.
pub(super) fn watch_sources(
    shared: &Arc<SharedState>,
    emit: &Emit,
    events: &Receiver<WatcherEvent>,
    caller: &Sender<WatcherEvent>,
) {
    let Some(folder) = shared.pool.folder().map(Path::to_owned) else {
        return;
    };
    while file_sources(shared).is_empty() {
        match events.recv() {
            Ok(WatcherEvent::Library | WatcherEvent::Files(_) | WatcherEvent::Found(..)) => {}
            Ok(WatcherEvent::End) | Err(_) => return,
        }
    }
    let Some(_lock) = lock_sources(&folder) else {
        return;
    };
    lower_priority();
    let cancel = Cancel::new();
    let scanning = SourceScan::new(shared.clone(), emit.clone(), caller.clone(), cancel.clone());
    let mut watcher = SourceWatcher {
        shared,
        emit,
        caller,
        data_folder: std::fs::canonicalize(&folder).ok(),
        sources: BTreeMap::new(),
        initial: file_sources(shared)
            .iter()
            .map(|source| source.id)
            .collect(),
        being_checked: BTreeSet::new(),
        scanned: BTreeSet::new(),
        to_scan: Vec::new(),
        watch_at: None,
        pool: ElasticPool::new("source", LATE_AFTER, scanning),
        watcher: None,
        reported: BTreeSet::new(),
    };
    watcher.check_sources();
    let mut touched = TouchedFiles::default();
    loop {
        let due = [touched.next_due(), watcher.watch_at]
            .into_iter()
            .flatten()
            .min();
        let call = match due {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => events.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        match call {
            Ok(WatcherEvent::Library) => watcher.check_sources(),
            Ok(WatcherEvent::Files(event)) => watcher.handle_file_event(event, &mut touched),
            Ok(WatcherEvent::Found(source, presence)) => {
                watcher.handle_check_result(*source, presence)
            }
            Err(RecvTimeoutError::Timeout) => {}
            Ok(WatcherEvent::End) | Err(RecvTimeoutError::Disconnected) => {
                cancel.cancel();
                return;
            }
        }
        watcher.watch_folders_if_due();
        let paths = touched.take_due();
        if !paths.is_empty() {
            watcher.scan_paths(&paths);
        }
    }
}

/// Returns the sources that are files or folders.
fn file_sources(shared: &SharedState) -> Vec<Source> {
    let found = shared.pool.read(|library| library.sources());
    let mut sources = found.ok().flatten().unwrap_or_default();
    sources.retain(|source| source.kind != SourceKind::Feed && source.path.is_some());
    sources
}

/// Waits for the lock that one watching program holds. `None` if nothing can be written anyway.
fn lock_sources(folder: &Path) -> Option<File> {
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("sources.lock"))
        .ok()?;
    // Without a lock several programs do the same work, with the same result.
    Some(wait_for_lock(lock))
}

/// The state of the watch.
struct SourceWatcher<'a> {
    shared: &'a Arc<SharedState>,
    emit: &'a Emit,
    caller: &'a Sender<WatcherEvent>,
    /// Data folder, whose changes are ignored.
    data_folder: Option<PathBuf>,
    /// Sources whose existence was checked, and the result.
    sources: BTreeMap<SourceId, CheckedSource>,
    /// Sources that existed at the start.
    initial: BTreeSet<SourceId>,
    /// Sources whose existence is being checked.
    being_checked: BTreeSet<SourceId>,
    /// Sources that were scanned in this session.
    scanned: BTreeSet<SourceId>,
    /// Sources to scan once they are watched.
    to_scan: Vec<Source>,
    /// Latest time at which the watches are renewed.
    watch_at: Option<Instant>,
    pool: ElasticPool<SourceScan>,
    watcher: Option<RecommendedWatcher>,
    /// Paths that could not be watched: each is reported once.
    reported: BTreeSet<String>,
}

/// State of a source at the last check.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CheckedSource {
    path: PathBuf,
    kind: SourceKind,
    presence: Presence,
}

impl SourceWatcher<'_> {
    /// Looks for new and removed sources.
    fn check_sources(&mut self) {
        let sources = file_sources(self.shared);
        let is_left = |id: &SourceId| sources.iter().any(|source| source.id == *id);
        if !self.sources.keys().all(is_left) {
            self.sources.retain(|id, _| is_left(id));
            self.scanned.retain(is_left);
            self.watch_folders_soon();
        }
        for source in sources {
            let id = source.id;
            let is_asked =
                |task: &SourceTask| matches!(task, SourceTask::Find(asked) if asked.id == id);
            // The waiting check gives a newer result than this one.
            if !self.pool.has_waiting(is_asked) {
                self.being_checked.insert(id);
                self.submit(SourceTask::Find(Box::new(source)));
            }
        }
    }

    /// Handles the check of a source: it is scanned if it is new, or its existence has changed.
    fn handle_check_result(&mut self, source: Source, presence: Presence) {
        self.being_checked.remove(&source.id);
        let Some(path) = source.path.clone() else {
            return;
        };
        let known = CheckedSource {
            path,
            kind: source.kind,
            presence,
        };
        if self.sources.get(&source.id) != Some(&known) {
            if self.sources.insert(source.id, known).is_some() {
                self.scanned.remove(&source.id);
            }
            self.watch_folders_soon();
        }
        // `newsprint add` scans a source that it has just added itself.
        let being_added = source.last_success.is_none() && source.failing_since.is_none();
        let is_wanted = self.initial.contains(&source.id) || !being_added;
        if is_wanted && !self.scanned.contains(&source.id) {
            self.scanned.insert(source.id);
            self.to_scan.push(source);
            self.watch_folders_soon();
        }
    }

    /// Renews the watches when the existing sources are known, at the latest after a moment.
    fn watch_folders_soon(&mut self) {
        self.watch_at.get_or_insert(Instant::now() + WATCH_DELAY);
    }

    /// Renews the watches, and then scans: changes in between are seen.
    fn watch_folders_if_due(&mut self) {
        let is_due = |at: Instant| self.being_checked.is_empty() || at <= Instant::now();
        if self.watch_at.is_some_and(is_due) {
            self.watch_at = None;
            self.watch_folders();
            for source in std::mem::take(&mut self.to_scan) {
                self.scan(source, None);
            }
        }
    }

    /// Watches the sources and their parent folders, to see them appear and disappear.
    fn watch_folders(&mut self) {
        let caller = self.caller.clone();
        let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // That a file was opened or read changes nothing.
            let is_access =
                matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_)));
            if !is_access {
                // The receiver is gone when the program ends.
                let _ = caller.send(WatcherEvent::Files(event));
            }
        });
        let mut watcher = match made {
            Ok(watcher) => watcher,
            Err(error) => return self.report("folders", &error),
        };
        let sources: Vec<CheckedSource> = self.sources.values().cloned().collect();
        let folders: Vec<&PathBuf> = sources
            .iter()
            .filter(|source| source.kind == SourceKind::Folder)
            .map(|source| &source.path)
            .collect();
        let present = sources
            .iter()
            .filter(|source| source.kind == SourceKind::Folder && source.presence.is_folder);
        for source in present {
            if let Err(error) = watcher.watch(&source.path, RecursiveMode::Recursive) {
                self.report(&source.path.display().to_string(), &error);
            }
        }
        let above: BTreeSet<&PathBuf> = sources
            .iter()
            .filter_map(|source| source.presence.parent.as_ref())
            .collect();
        for folder in above {
            // A folder watched recursively must not be watched less.
            if folders.iter().any(|watched| folder.starts_with(watched)) {
                continue;
            }
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                self.report(&folder.display().to_string(), &error);
            }
        }
        self.watcher = Some(watcher);
    }

    /// Reports, once for each path, that it can't be watched.
    fn report(&mut self, subject: &str, error: &notify::Error) {
        let subject = clean::clean_line(subject).into_owned();
        if self.reported.insert(subject.clone()) {
            (self.emit)(Outcome::Warning(wording::watch_failure(&subject, error)));
        }
    }

    /// Notes the files and folders to scan.
    fn handle_file_event(
        &mut self,
        event: notify::Result<notify::Event>,
        touched: &mut TouchedFiles,
    ) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let subject = error.paths.first().map(|path| path.display().to_string());
                return self.report(&subject.unwrap_or_else(|| "folders".to_owned()), &error);
            }
        };
        if event.need_rescan() {
            for source in self.sources.values() {
                touched.add(source.path.clone());
            }
        }
        for path in event.paths {
            let is_ours = self
                .data_folder
                .as_ref()
                .is_some_and(|data| path.starts_with(data));
            let concerns = |source: &CheckedSource| {
                let root = &source.path;
                root.starts_with(&path) || (path.starts_with(root) && !is_hidden_below(root, &path))
            };
            if !is_ours && self.sources.values().any(concerns) {
                touched.add(path);
            }
        }
    }

    /// Scans what has changed.
    fn scan_paths(&mut self, paths: &[PathBuf]) {
        // A source that has appeared or disappeared is watched again, and scanned.
        self.check_sources();
        for source in file_sources(self.shared) {
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
                self.scan(source, None);
            } else if !inside.is_empty() {
                self.scan(source, Some(inside));
            }
        }
    }

    fn scan(&self, source: Source, scope: Option<Vec<PathBuf>>) {
        self.submit(SourceTask::Scan(Box::new(source), scope));
    }

    fn submit(&self, task: SourceTask) {
        if let Err(error) = self.pool.submit([task]) {
            (self.emit)(Outcome::Warning(wording::thread_failure(
                "for sources",
                &error,
            )));
        }
    }
}
