//! Jobs that fetch: refreshing sources, subscribing to a feed.

use super::emit::Emit;
use super::shared_state::SharedState;
use crate::model::{Outcome, RefreshScope, RefreshSummary};

/// Job that fetches.
#[derive(Debug)]
pub(super) enum RefreshJob {
    /// Fetch sources and store what is new.
    Refresh(RefreshScope),
    /// Subscribe to the feed at an address as typed.
    Subscribe(String),
}

/// Runs a job that fetches.
pub(super) fn run_refresh_job(job: RefreshJob, _shared: &SharedState, emit: &Emit) {
    match job {
        RefreshJob::Refresh(scope) => emit(Outcome::RefreshFinished(RefreshSummary {
            is_manual: scope != RefreshScope::Due,
            ..RefreshSummary::default()
        })),
        RefreshJob::Subscribe(address) => emit(Outcome::SubscribeFailed {
            address,
            reason: "this newsprint can't fetch yet".to_owned(),
        }),
    }
}
