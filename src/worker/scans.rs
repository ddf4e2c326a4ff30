//! The queues for given paths: [`Scans`]. Paths are listed in their order, then each article is read once for its
//! summary.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::elastic_pool::{ElasticPool, PoolWork, TaskGroup};
use super::emit::Emit;
use super::job_trace;
use super::load::path_of_origin;
use super::lock::lock;
use super::maintenance::send_notices;
use super::pipes::{PipeRequest, Pipes};
use super::scan::{GivenRows, ScannedRow, tour};
use super::shared_state::SharedState;
use super::start_view::send_start;
use super::states::states_by_file;
use super::summaries::SummaryBatches;
use super::wording;
use crate::model::{Origin, Outcome};

/// A job that makes rows.
#[derive(Debug)]
pub(super) enum ScanJob {
    /// Send rows for the given paths, then their summaries.
    Given(Vec<Origin>),
    /// Send rows for the tour, then their summaries.
    Tour,
    /// Send the start view: the library, or else the tour.
    Start,
}

/// The queues.
pub(super) struct Scans {
    pool: ElasticPool<ScanWork>,
    shared: Arc<SharedState>,
    emit: Emit,
}

struct ScanWork {
    shared: Arc<SharedState>,
    emit: Emit,
    summary_pool: ElasticPool<SummaryWork>,
    /// Numbers parts of scans: the rows of one are a group.
    next_group: AtomicU64,
    /// Lists that may have unsent rows.
    unsent_rows: Mutex<Vec<Arc<GivenRows>>>,
}

struct SummaryWork {
    shared: Arc<SharedState>,
    emit: Emit,
    pipes: Arc<Pipes>,
    summaries: SummaryBatches,
}

enum ScanTask {
    Start,
    Part(ScanPart),
}

/// Part of a scan: one path, or the whole tour.
struct ScanPart {
    rows: Arc<GivenRows>,
    origins: Vec<Origin>,
    /// True if the scan has no other part.
    is_only_part: bool,
}

/// Work on rows that were sent.
enum RowTask {
    /// Look up the stored states of files.
    States(Vec<ScannedRow>, u64),
    /// Read an article for its summary.
    Describe(ScannedRow, u64),
}

/// Time after which a path or a file no longer delays the next one.
const LATE_AFTER: Duration = Duration::from_millis(100);
/// Number of articles of a folder that are described in parallel while some hang.
const MAX_PARALLEL: usize = 2;

impl Scans {
    pub(super) fn new(shared: Arc<SharedState>, pipes: Arc<Pipes>, emit: Emit) -> Self {
        let summary_work = SummaryWork {
            shared: shared.clone(),
            emit: emit.clone(),
            pipes,
            summaries: SummaryBatches::new(emit.clone()),
        };
        let scan_work = ScanWork {
            shared: shared.clone(),
            emit: emit.clone(),
            summary_pool: ElasticPool::new("describe", LATE_AFTER, summary_work),
            next_group: AtomicU64::new(0),
            unsent_rows: Mutex::default(),
        };
        Self {
            pool: ElasticPool::new("scan", LATE_AFTER, scan_work),
            shared,
            emit,
        }
    }

    /// Adds a job.
    pub(super) fn submit(&self, job: ScanJob) {
        let tasks = match job {
            ScanJob::Start => vec![ScanTask::Start],
            ScanJob::Tour => vec![ScanTask::Part(ScanPart::for_tour(&self.shared, &self.emit))],
            ScanJob::Given(origins) => ScanPart::for_paths(origins, &self.emit),
        };
        if let Err(error) = self.pool.submit(tasks) {
            (self.emit)(Outcome::Warning(wording::thread_failure(
                "to read with",
                &error,
            )));
        }
    }
}

/// Runs a job on the calling thread.
pub(super) fn run_scan_job(job: ScanJob, shared: &Arc<SharedState>, emit: &Emit) {
    let summaries = SummaryBatches::new(emit.clone());
    let look_through = |run: &GivenRows, origins: Vec<Origin>| {
        let rows: Vec<ScannedRow> = origins
            .into_iter()
            .flat_map(|origin| run.scan_origin(origin, shared))
            .collect();
        if rows.len() > 1 {
            send_file_states(&rows, shared, emit);
            for (id, origin) in rows {
                summaries.describe(id, origin, shared);
            }
        }
    };
    let tour = || {
        let part = ScanPart::for_tour(shared, emit);
        look_through(&part.rows, part.origins);
    };
    match job {
        ScanJob::Start if send_start(shared, emit) => {}
        ScanJob::Start | ScanJob::Tour => tour(),
        ScanJob::Given(origins) => {
            look_through(&GivenRows::for_given(origins.len(), emit.clone()), origins);
        }
    }
    summaries.send();
    send_notices(shared, emit);
}

impl ScanPart {
    /// Returns the tour as one part.
    fn for_tour(shared: &SharedState, emit: &Emit) -> Self {
        let origins = tour(shared);
        Self {
            rows: Arc::new(GivenRows::for_tour(origins.len(), emit.clone())),
            origins,
            is_only_part: false,
        }
    }

    /// Returns a part for each path.
    fn for_paths(origins: Vec<Origin>, emit: &Emit) -> Vec<ScanTask> {
        let given = Arc::new(GivenRows::for_given(origins.len(), emit.clone()));
        let is_only_part = origins.len() == 1;
        let part = |origin| {
            ScanTask::Part(Self {
                rows: given.clone(),
                origins: vec![origin],
                is_only_part,
            })
        };
        origins.into_iter().map(part).collect()
    }
}

impl ScanWork {
    /// Adds a scan to those whose rows are sent when a thread has nothing to do.
    fn add_unsent(&self, given: &Arc<GivenRows>) {
        let mut unsent = lock(&self.unsent_rows);
        if !unsent.iter().any(|other| Arc::ptr_eq(other, given)) {
            unsent.push(given.clone());
        }
    }

    fn scan_part(&self, part: ScanPart) {
        let ScanPart {
            rows: given,
            origins,
            is_only_part,
        } = part;
        given.send_previous();
        self.add_unsent(&given);
        let rows: Vec<ScannedRow> = origins
            .into_iter()
            .flat_map(|origin| given.scan_origin(origin, &self.shared))
            .collect();
        // Another thread may have sent the rows of this scan before these were found.
        self.add_unsent(&given);
        // A single article is being opened: its document brings the summary.
        if rows.is_empty() || (is_only_part && rows.len() == 1) {
            return;
        }
        let group = self.next_group.fetch_add(1, Ordering::Relaxed);
        let states = RowTask::States(rows.clone(), group);
        let describe = |row| RowTask::Describe(row, group);
        let tasks = std::iter::once(states).chain(rows.into_iter().map(describe));
        // Without a thread the rows have their names.
        drop(self.summary_pool.submit(tasks));
    }
}

impl PoolWork for ScanWork {
    type Task = ScanTask;

    fn run(&self, task: ScanTask) {
        let _running = job_trace::begin(match &task {
            ScanTask::Start => "home",
            ScanTask::Part(_) => "scan",
        });
        match task {
            ScanTask::Start => {
                if !send_start(&self.shared, &self.emit) {
                    self.scan_part(ScanPart::for_tour(&self.shared, &self.emit));
                }
            }
            ScanTask::Part(part) => self.scan_part(part),
        }
        send_notices(&self.shared, &self.emit);
    }

    fn on_idle(&self) {
        let unsent = std::mem::take(&mut *lock(&self.unsent_rows));
        unsent.iter().for_each(|run| run.send());
    }

    fn report_waiting(&self, task: &ScanTask) {
        let origins = match task {
            ScanTask::Start => &[],
            ScanTask::Part(part) => part.origins.as_slice(),
        };
        for path in origins.iter().filter_map(path_of_origin) {
            let name = path.display().to_string();
            (self.emit)(Outcome::Warning(wording::waiting_path(&name, "paths")));
        }
    }
}

impl PoolWork for SummaryWork {
    type Task = RowTask;

    fn run(&self, task: RowTask) {
        let _running = job_trace::begin(match &task {
            RowTask::States(..) => "file-states",
            RowTask::Describe(..) => "describe",
        });
        let (id, origin) = match task {
            RowTask::States(rows, _) => {
                return send_file_states(&rows, &self.shared, &self.emit);
            }
            RowTask::Describe(row, _) => row,
        };
        let is_pipe = match path_of_origin(&origin) {
            Some(path) => self
                .pipes
                .start_if_pipe(path, PipeRequest::Summary(id))
                .unwrap_or(false),
            None => false,
        };
        if !is_pipe {
            self.summaries.describe(id, origin, &self.shared);
        }
    }

    fn group(&self, task: &RowTask) -> Option<TaskGroup> {
        let (RowTask::States(_, id) | RowTask::Describe(_, id)) = task;
        Some(TaskGroup {
            id: *id,
            max_parallel: MAX_PARALLEL,
        })
    }

    fn on_idle(&self) {
        self.summaries.send();
    }
}

/// Sends the stored states of rows, looked up by their files alone.
fn send_file_states(rows: &[ScannedRow], shared: &SharedState, emit: &Emit) {
    let states = states_by_file(rows, shared);
    if !states.is_empty() {
        emit(Outcome::States(states));
    }
}
