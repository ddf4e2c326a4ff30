//! Rows of the given paths, sent in batches: the first are on the screen while the last are being found
//! ([`GivenRows`]).

use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::emit::Emit;
use super::lock::lock;
use super::shared_state::SharedState;
use super::standard_input;
use crate::ingest::{Cancel, ListProblem, ListedEntry, ListedFile, list_folder};
use crate::model::{ArticleId, ArticleRow, Group, Origin, Outcome};
use crate::text::clean;

/// Rows sent at once.
const BATCH: usize = 256;
/// The first rows are sent sooner: a screen has no more, and waits for them.
const FIRST_BATCH: usize = 64;
/// Longest time that a row waits for others to be sent with it.
const BATCH_TIME: Duration = Duration::from_millis(1);

/// The rows of a scan, numbered and sent as they are found. Several threads find them.
pub(super) struct GivenRows {
    emit: Emit,
    rows: Mutex<Rows>,
}

struct Rows {
    /// Returns the id of the nth row.
    id: fn(usize) -> ArticleId,
    batch: Vec<ArticleRow>,
    began: Instant,
    /// Rows that were found.
    found: usize,
    /// Origins that were not listed yet.
    unfinished: usize,
}

/// A row that was sent.
pub(super) type ScannedRow = (ArticleId, Origin);

impl GivenRows {
    /// Makes a run over this number of given origins.
    pub(super) fn for_given(origins: usize, emit: Emit) -> Self {
        Self::new(ArticleId::given, origins, emit)
    }

    /// A run over the tour.
    pub(super) fn for_tour(articles: usize, emit: Emit) -> Self {
        Self::new(ArticleId::tour, articles, emit)
    }

    fn new(id: fn(usize) -> ArticleId, unfinished: usize, emit: Emit) -> Self {
        let run = Self {
            emit,
            rows: Mutex::new(Rows {
                id,
                batch: Vec::new(),
                began: Instant::now(),
                found: 0,
                unfinished,
            }),
        };
        if unfinished == 0 {
            (run.emit)(Outcome::ScanFinished);
        }
        run
    }

    /// Sends rows that were found some time ago, before something that may be slow.
    pub(super) fn send_previous(&self) {
        let is_old = {
            let rows = lock(&self.rows);
            !rows.batch.is_empty() && rows.began.elapsed() > BATCH_TIME
        };
        if is_old {
            self.send();
        }
    }

    /// Lists an origin. Its rows are sent when they are found; after the last origin the end is sent.
    pub(super) fn scan_origin(&self, origin: Origin, shared: &Arc<SharedState>) -> Vec<ScannedRow> {
        let mut found = Vec::new();
        match origin {
            Origin::File(path) => {
                let is_folder = shared.loader.files().metadata(&path);
                match is_folder.is_ok_and(|about| about.is_dir()) {
                    true => self.scan_folder(&path, shared, &mut found),
                    false => found.push(self.add_file(ListedFile::new(path))),
                }
            }
            Origin::StandardInput => {
                let name = "standard input".to_owned();
                let row = self.add(name.clone(), Origin::StandardInput, name);
                self.send();
                standard_input::start_input(row.0, shared.clone(), self.emit.clone());
            }
            Origin::Stored(_) => {}
            Origin::Tour(name) => {
                let group = "Tour".to_owned();
                found.push(self.add(group, Origin::Tour(name), name.to_owned()));
            }
        }
        let is_last = {
            let mut rows = lock(&self.rows);
            rows.unfinished -= 1;
            rows.unfinished == 0
        };
        if is_last {
            self.send();
            (self.emit)(Outcome::ScanFinished);
        }
        found
    }

    /// Sends what was found.
    pub(super) fn send(&self) {
        let batch = std::mem::take(&mut lock(&self.rows).batch);
        if !batch.is_empty() {
            (self.emit)(Outcome::Rows(batch));
        }
    }

    fn scan_folder(
        &self,
        path: &std::path::Path,
        shared: &SharedState,
        found: &mut Vec<ScannedRow>,
    ) {
        // Nobody cancels it.
        let _ = list_folder(
            shared.loader.files(),
            path,
            &Cancel::new(),
            &mut |listed| match listed {
                ListedEntry::File(file) => found.push(self.add_file(file)),
                // Images and the like are no mistake.
                ListedEntry::Problem(ListProblem::OtherTypes(..)) => {}
                ListedEntry::Problem(problem) => (self.emit)(Outcome::Warning(problem.to_string())),
            },
        );
    }

    fn add_file(&self, file: ListedFile) -> ScannedRow {
        self.add(file.group, Origin::File(file.path), file.name)
    }

    fn add(&self, group: String, origin: Origin, name: String) -> ScannedRow {
        let (id, is_full) = {
            let mut rows = lock(&self.rows);
            let id = (rows.id)(rows.found);
            rows.found += 1;
            if rows.batch.is_empty() {
                rows.began = Instant::now();
            }
            let group = Group::Named(clean::clean_line(&group).into_owned());
            let name = clean::clean_line(&name).into_owned();
            rows.batch
                .push(ArticleRow::new(id, group, origin.clone(), name));
            let full = if rows.found == FIRST_BATCH { 1 } else { BATCH };
            (id, rows.batch.len() >= full)
        };
        if is_full {
            self.send();
        }
        (id, origin)
    }
}

/// Returns the articles of the tour.
pub(super) fn tour(shared: &SharedState) -> Vec<Origin> {
    let articles_of_tour = shared.loader.tour().iter();
    articles_of_tour
        .map(|(name, _)| Origin::Tour(name))
        .collect()
}
