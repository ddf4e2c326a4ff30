//! Wake-up of a sleeping thread: [`Notify`].

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::lock::lock;

/// Flag that a thread waits for. Set twice before it is seen, it is seen once.
#[derive(Debug, Default)]
pub(super) struct Notify {
    is_set: Mutex<bool>,
    changed: Condvar,
}

impl Notify {
    /// Wakes the thread.
    pub(super) fn notify(&self) {
        *lock(&self.is_set) = true;
        self.changed.notify_one();
    }

    /// Waits for the wake-up, at most for `at_most`.
    pub(super) fn wait(&self, at_most: Option<Duration>) {
        let until = at_most.map(|at_most| Instant::now() + at_most);
        let mut is_set = lock(&self.is_set);
        while !*is_set {
            let Some(until) = until else {
                is_set = self
                    .changed
                    .wait(is_set)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.changed.wait_timeout(is_set, left);
            is_set = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *is_set = false;
    }
}
