//! The worker as it runs: real threads and queues, and files that are slow, fail, hang or never end, as a script says.

mod files;
mod loads;
mod page_queue;
mod pipes;
mod queues;
mod quit;
mod scans;
mod syncs;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use newsprint::ingest::Limits;
use newsprint::model::{ArticleId, Document, Job, Origin, Outcome};
use newsprint::worker::{Emit, SharedState, Worker};

use crate::pty::PATIENCE;
use files::ScriptedFiles;

/// A worker, its files, and its outcomes.
struct Running {
    home: tempfile::TempDir,
    files: Arc<ScriptedFiles>,
    worker: Worker,
    outcomes: Receiver<Outcome>,
    /// Outcomes that were received and not yet matched.
    seen: Vec<Outcome>,
}

impl Running {
    fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    fn with_limits(limits: Limits) -> Self {
        let home = tempfile::tempdir().unwrap();
        let files = Arc::new(ScriptedFiles::default());
        let store = SharedState::new(limits, &[("tour.md", "# The tour\n\nIt begins.\n")])
            .with_library(home.path().join("data"))
            .with_files(files.clone());
        let (sender, outcomes) = channel();
        let emit: Emit = Arc::new(move |outcome| drop(sender.send(outcome)));
        Self {
            worker: Worker::new(Arc::new(store), emit),
            home,
            files,
            outcomes,
            seen: Vec::new(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file whose title is its name.
    fn write(&self, name: &str) -> Origin {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("# {name}\n\nThe text of {name}.\n")).unwrap();
        Origin::File(path)
    }

    /// Writes a file that hangs until it is released.
    fn write_hanging(&self, name: &str) -> Origin {
        let origin = self.write(name);
        self.files.hang(&self.path(name));
        origin
    }

    fn load(&self, id: i64, origin: &Origin) {
        self.worker
            .submit(Job::LoadDocument(ArticleId(id), origin.clone()));
    }

    /// Waits until a thread accesses a file.
    #[track_caller]
    fn wait_until_asked(&self, name: &str) {
        self.files.wait_until_asked(&self.path(name));
    }

    /// Waits for the first outcome of this kind; earlier ones stay for later calls.
    #[track_caller]
    fn wait_for<T>(&mut self, what: &str, mut pick: impl FnMut(&Outcome) -> Option<T>) -> T {
        if let Some(at) = self.seen.iter().position(|outcome| pick(outcome).is_some()) {
            let outcome = self.seen.remove(at);
            return pick(&outcome).unwrap();
        }
        loop {
            let Ok(outcome) = self.outcomes.recv_timeout(PATIENCE) else {
                panic!("waited in vain for {what}; before it came {:?}", self.seen);
            };
            if let Some(found) = pick(&outcome) {
                return found;
            }
            self.seen.push(outcome);
        }
    }

    #[track_caller]
    fn document(&mut self, id: i64) -> Arc<Document> {
        self.wait_for("a document", |outcome| match outcome {
            Outcome::Document {
                id: other,
                document,
                ..
            } if other.0 == id => Some(document.clone()),
            _ => None,
        })
    }

    #[track_caller]
    fn problem(&mut self, id: i64) -> String {
        self.wait_for("a problem", |outcome| match outcome {
            Outcome::Unreadable(other, reason) if other.0 == id => Some(reason.clone()),
            _ => None,
        })
    }

    /// Waits for the summary of a row, and returns its title or its error.
    #[track_caller]
    fn description(&mut self, id: ArticleId) -> Result<String, String> {
        let mut batches = Vec::new();
        loop {
            let found = self.wait_for("descriptions", |outcome| match outcome {
                Outcome::Summaries(rows) => Some(rows.clone()),
                _ => None,
            });
            let row = found.iter().find(|(other, _)| *other == id).cloned();
            batches.push(Outcome::Summaries(found));
            if let Some((_, row)) = row {
                self.seen.append(&mut batches);
                return row.map(|summary| summary.metadata.title.unwrap_or_default());
            }
        }
    }

    /// Returns all outcomes that were not matched so far.
    fn seen(&mut self) -> &[Outcome] {
        self.seen.extend(self.outcomes.try_iter());
        &self.seen
    }

    /// Returns true if an unmatched document was sent.
    fn has_document(&mut self, id: i64) -> bool {
        self.seen()
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Document { id: other, .. } if other.0 == id))
    }
}

fn title(document: &Document) -> &str {
    document.metadata.title.as_deref().unwrap_or_default()
}
