//! Limit of the answers that are parsed at the same time: [`ParseGate`].

use std::sync::{Condvar, Mutex, PoisonError};

/// Gate that lets as many threads through as there are processors: parsing more answers at once takes their memory together, and is
/// not faster.
#[derive(Debug)]
pub(super) struct ParseGate {
    free: Mutex<usize>,
    changed: Condvar,
}

/// Most answers that are parsed at the same time, also on large machines.
const MAX_PARALLEL: usize = 4;

impl ParseGate {
    pub(super) fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            free: Mutex::new(processors.min(MAX_PARALLEL)),
            changed: Condvar::new(),
        }
    }

    /// Does work, once a place is free.
    pub(super) fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self
                .changed
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        drop(free);
        let done = work();
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_one();
        done
    }
}
