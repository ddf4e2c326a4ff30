//! Progress of all running syncs: [`SyncProgressList`].

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::emit::Emit;
use super::lock::lock;
use crate::model::{Outcome, SyncProgress};

/// Progress of the running syncs, by numbers that [`SyncProgressList::begin`] gives.
#[derive(Debug, Default)]
pub(super) struct SyncProgressList(Mutex<BTreeMap<usize, SyncProgress>>);

impl SyncProgressList {
    /// Adds a sync, and sends the sum. Returns its number.
    pub(super) fn begin(&self, emit: &Emit) -> usize {
        let mut running = lock(&self.0);
        let number = running.keys().next_back().map_or(0, |last| last + 1);
        running.insert(number, SyncProgress::default());
        send_sum(&running, emit);
        number
    }

    /// Sets the progress of a sync, and sends the sum.
    pub(super) fn set(&self, number: usize, progress: SyncProgress, emit: &Emit) {
        let mut running = lock(&self.0);
        running.insert(number, progress);
        send_sum(&running, emit);
    }

    /// Removes a sync that has ended, and sends the sum of the others.
    pub(super) fn end(&self, number: usize, emit: &Emit) {
        let mut running = lock(&self.0);
        running.remove(&number);
        send_sum(&running, emit);
    }
}

/// Sends the sum, in the order of the changes: the lock is held.
fn send_sum(running: &BTreeMap<usize, SyncProgress>, emit: &Emit) {
    let sum = (!running.is_empty()).then(|| SyncProgress {
        done: running.values().map(|progress| progress.done).sum(),
        total: running.values().map(|progress| progress.total).sum(),
    });
    emit(Outcome::SyncProgress(sum));
}
