//! Summaries of articles for their rows, sent in batches: the first soon, the others not one by one.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::emit::Emit;
use super::lock::lock;
use super::shared_state::{LoadError, SharedState};
use crate::ingest::{Cancel, Location};
use crate::model::{ArticleId, ArticleRef, ArticleState, Origin, Outcome, Summary};

/// Longest time that a batch is collected.
const BATCH_TIME: Duration = Duration::from_millis(25);

/// Rows that were read and not sent.
pub(super) struct SummaryBatches {
    emit: Emit,
    batch: Mutex<Batch>,
}

#[derive(Default)]
struct Batch {
    rows: Vec<(ArticleId, Result<Summary, LoadError>)>,
    states: Vec<(ArticleId, ArticleState)>,
    began: Option<Instant>,
}

impl SummaryBatches {
    /// Returns a batch that is empty.
    pub(super) fn new(emit: Emit) -> Self {
        Self {
            emit,
            batch: Mutex::default(),
        }
    }

    /// Reads an article for its summary.
    pub(super) fn describe(&self, id: ArticleId, origin: Origin, shared: &SharedState) {
        let began = Instant::now();
        let loaded = shared.load(&origin, &Cancel::new());
        let article = ArticleRef { id, origin };
        let mut state = None;
        let row = match loaded {
            Ok(loaded) => {
                let words = loaded.document.words();
                let location = Location::of_origin(&article.origin, shared.loader.files());
                // The content of a file says more than its name.
                if shared.pool.has_library()
                    && let Ok(row) =
                        shared.find_article_id(&article, &location, &loaded.document, words)
                {
                    state = Some((id, shared.state_of(id, row)));
                }
                shared.ids.set_file(id, location, loaded.fingerprint);
                Ok(Summary {
                    word_count: words,
                    metadata: loaded.document.metadata,
                })
            }
            Err(error) => Err(error),
        };
        let is_full = {
            let mut batch = lock(&self.batch);
            batch.rows.push((id, row));
            batch.states.extend(state);
            batch.began.get_or_insert(began).elapsed() > BATCH_TIME
        };
        if is_full {
            self.send();
        }
    }

    /// Sends what was read.
    pub(super) fn send(&self) {
        let batch = std::mem::take(&mut *lock(&self.batch));
        if !batch.rows.is_empty() {
            let rows = batch.rows.into_iter();
            let rows = rows.map(|(id, row)| (id, row.map_err(|error| error.to_string())));
            (self.emit)(Outcome::Summaries(rows.collect()));
            (self.emit)(Outcome::States(batch.states));
        }
    }
}
