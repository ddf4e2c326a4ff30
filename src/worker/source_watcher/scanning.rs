//! Finding and scanning sources, on threads that may hang: [`SourceScan`].

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

use super::call::{Presence, WatcherEvent};
use crate::ingest::{Cancel, ScanError, scan_source};
use crate::model::{Outcome, Source, SourceId};
use crate::worker::elastic_pool::{PoolWork, TaskGroup};
use crate::worker::emit::Emit;
use crate::worker::lock::lock;
use crate::worker::priority::lower_priority;
use crate::worker::shared_state::SharedState;
use crate::worker::wording;

/// A task of the pool.
pub(super) enum SourceTask {
    /// Check whether a source exists.
    Find(Box<Source>),
    /// Scan it, or these paths in it.
    Scan(Box<Source>, Option<Vec<PathBuf>>),
}

/// The work of the pool.
pub(super) struct SourceScan {
    shared: Arc<SharedState>,
    emit: Emit,
    caller: Mutex<Sender<WatcherEvent>>,
    cancel: Cancel,
}

impl SourceScan {
    /// Work that calls back, and ends with `cancel`.
    pub(super) fn new(
        shared: Arc<SharedState>,
        emit: Emit,
        caller: Sender<WatcherEvent>,
        cancel: Cancel,
    ) -> Self {
        Self {
            shared,
            emit,
            caller: Mutex::new(caller),
            cancel,
        }
    }

    fn find(&self, path: &Path) -> Presence {
        let files = self.shared.loader.files();
        let is_folder = |path: &Path| files.metadata(path).is_ok_and(|about| about.is_dir());
        Presence {
            is_there: files.metadata(path).is_ok(),
            is_folder: is_folder(path),
            parent: path
                .ancestors()
                .skip(1)
                .find(|above| is_folder(above))
                .map(Path::to_owned),
        }
    }

    fn scan(&self, id: SourceId, scope: Option<&[PathBuf]>) {
        let pool = &self.shared.pool;
        let scanned = pool.with_writer(|library| -> Result<_, ScanError> {
            // The scan before this one may have found it failing.
            let Some(source) = library.source(id)? else {
                return Ok(None);
            };
            let scanned = scan_source(
                library,
                &self.shared.loader,
                &source,
                scope,
                &self.cancel,
                // The watch on the library reports what is shown of it.
                &mut |_, _| pool.write_notify().notify(),
            );
            match scanned {
                Err(ScanError::Source(problem)) if source.failing_since.is_none() => {
                    Ok(Some((source.title, problem)))
                }
                scanned => scanned.map(|_| None),
            }
        });
        // A failure to save is reported with the next lost change.
        if let Ok(Some(Ok(Some((title, problem))))) = scanned {
            let what = wording::source_problem(&title, &problem);
            (self.emit)(Outcome::Warning(what));
        }
    }
}

impl PoolWork for SourceScan {
    type Task = SourceTask;

    fn run(&self, task: SourceTask) {
        match task {
            SourceTask::Find(source) => {
                let presence = source.path.as_deref().map(|path| self.find(path));
                let caller = lock(&self.caller).clone();
                // The receiver is gone when the program ends.
                let _ = caller.send(WatcherEvent::Found(source, presence.unwrap_or_default()));
            }
            SourceTask::Scan(source, scope) => self.scan(source.id, scope.as_deref()),
        }
    }

    fn group(&self, task: &SourceTask) -> Option<TaskGroup> {
        let (SourceTask::Find(source) | SourceTask::Scan(source, _)) = task;
        Some(TaskGroup {
            id: u64::try_from(source.id.0).unwrap_or(0),
            max_parallel: 1,
        })
    }

    fn report_waiting(&self, task: &SourceTask) {
        let (SourceTask::Find(source) | SourceTask::Scan(source, _)) = task;
        let what = wording::waiting_path(&source.title, "sources");
        (self.emit)(Outcome::Warning(what));
    }

    fn on_thread_start(&self) {
        lower_priority();
    }
}
