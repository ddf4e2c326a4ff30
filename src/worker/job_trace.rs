//! Log entries of jobs: their start, duration and errors.

use std::sync::Arc;
use std::time::Instant;

use super::emit::Emit;

/// A job that runs; its end is logged when this is dropped.
pub(super) struct JobTrace {
    job: &'static str,
    started_at: Instant,
}

/// Logs that a job begins.
pub(super) fn begin(job: &'static str) -> JobTrace {
    tracing::debug!(job, "begins");
    JobTrace {
        job,
        started_at: Instant::now(),
    }
}

impl Drop for JobTrace {
    fn drop(&mut self) {
        let ms = self.started_at.elapsed().as_millis() as u64;
        tracing::info!(job = self.job, ms, "ended");
    }
}

/// Returns a receiver that logs failures among the outcomes, and passes all of them on.
pub(super) fn with_failures(emit: Emit) -> Emit {
    Arc::new(move |outcome| {
        if let Some(reason) = outcome.error() {
            tracing::warn!("failed: {reason}");
        }
        emit(outcome);
    })
}
