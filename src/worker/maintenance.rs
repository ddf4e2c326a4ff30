//! Daily maintenance of the library: backup and expiry, with notices about its condition.

use super::emit::Emit;
use super::job_trace;
use super::shared_state::SharedState;
use super::wording;
use crate::library::{recovery_notice, run_if_due};

/// Runs daily maintenance, and reports a quarantined library that was not recovered. Has a thread of its own, which
/// ends with it.
pub(super) fn run_maintenance(shared: &SharedState, emit: &Emit) {
    let _running = job_trace::begin("maintenance");
    let pool = &shared.pool;
    let Some(folder) = pool.folder() else {
        return;
    };
    let notice = match pool.with_reader(|library| recovery_notice(folder, Some(library))) {
        Ok(Some(notice)) => notice,
        Ok(None) => recovery_notice(folder, None),
        // Others report that the library can't be opened.
        Err(_) => None,
    };
    if let Some(notice) = notice {
        pool.notices().add(notice);
    }
    if let Err(error) = run_if_due(folder, shared.keep_days()) {
        let notice = wording::failure("the daily copy of the library", &error);
        pool.notices().add(notice);
    }
    send_notices(shared, emit);
}

/// Sends notices about the library itself.
pub(super) fn send_notices(shared: &SharedState, emit: &Emit) {
    for notice in shared.notices() {
        emit(notice.into_outcome());
    }
}
