//! A file system that follows a script: [`ScriptedFiles`].

use std::collections::{HashMap, HashSet};
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};

use newsprint::ingest::{FileAccess, SystemFiles};

use crate::pty::PATIENCE;

/// The real files, of which some hang until they are released, and some fail.
#[derive(Debug, Default)]
pub(super) struct ScriptedFiles {
    script: Mutex<Script>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Script {
    /// Paths that hang, and the number of calls that return before.
    hanging: HashMap<PathBuf, usize>,
    failing: HashSet<PathBuf>,
    asked: HashSet<PathBuf>,
}

impl ScriptedFiles {
    /// Makes calls for a path, and for all paths below it, hang.
    pub(super) fn hang(&self, path: &Path) {
        self.hang_after(path, 0);
    }

    /// Makes calls for a path hang after a number of calls.
    pub(super) fn hang_after(&self, path: &Path, times: usize) {
        let mut script = self.script.lock().unwrap();
        script.hanging.insert(path.to_owned(), times);
    }

    /// Releases the hanging calls of a path.
    pub(super) fn release(&self, path: &Path) {
        self.script.lock().unwrap().hanging.remove(path);
        self.changed.notify_all();
    }

    /// Releases all hanging calls.
    pub(super) fn release_all(&self) {
        self.script.lock().unwrap().hanging.clear();
        self.changed.notify_all();
    }

    /// Makes calls for a path, and for all paths below it, fail.
    pub(super) fn fail(&self, path: &Path) {
        self.script.lock().unwrap().failing.insert(path.to_owned());
    }

    /// Waits until a path is accessed.
    #[track_caller]
    pub(super) fn wait_until_asked(&self, path: &Path) {
        let script = self.script.lock().unwrap();
        let missing = |script: &mut Script| !script.asked.contains(path);
        let (_script, waited) = self
            .changed
            .wait_timeout_while(script, PATIENCE, missing)
            .unwrap();
        assert!(!waited.timed_out(), "nobody asks for {}", path.display());
    }

    fn pass(&self, path: &Path) -> io::Result<()> {
        let is_in = |path: &Path, other: &Path| path.starts_with(other);
        let mut script = self.script.lock().unwrap();
        script.asked.insert(path.to_owned());
        self.changed.notify_all();
        let mut hanging = script.hanging.iter_mut();
        if let Some((_, times)) = hanging.find(|(other, times)| is_in(path, other) && **times > 0) {
            *times -= 1;
            return Ok(());
        }
        let hangs = |script: &mut Script| script.hanging.keys().any(|other| is_in(path, other));
        let script = self.changed.wait_while(script, hangs).unwrap();
        match script.failing.iter().any(|other| is_in(path, other)) {
            true => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            false => Ok(()),
        }
    }
}

impl FileAccess for ScriptedFiles {
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.pass(path)?;
        SystemFiles.metadata(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.pass(path)?;
        SystemFiles.canonicalize(path)
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        self.pass(path)?;
        SystemFiles.open(path)
    }
}
