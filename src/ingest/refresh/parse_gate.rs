//! Limit of the answers that are parsed and wait to be stored: [`ParseGate`].

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Gate that gives out a number of permits: an answer is parsed with one, and gives it back when it is stored. More answers at once
/// take their memory together, and are not faster.
#[derive(Debug, Clone)]
pub(super) struct ParseGate {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    free: Mutex<usize>,
    changed: Condvar,
}

/// Permit of a [`ParseGate`]. It is given back when it is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    shared: Arc<Shared>,
}

/// Answers that wait to be stored while others are parsed: the thread that stores is the slower one.
const WAITING_ANSWERS: usize = 1;
/// Most answers that are parsed at the same time, also on large machines.
const MAX_PARALLEL: usize = 4;

impl ParseGate {
    /// Returns a gate with a permit for each processor, and one for an answer that waits to be stored.
    pub(super) fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            shared: Arc::new(Shared {
                free: Mutex::new(processors.min(MAX_PARALLEL) + WAITING_ANSWERS),
                changed: Condvar::new(),
            }),
        }
    }

    /// Waits for a permit.
    pub(super) fn acquire(&self) -> Permit {
        let shared = &self.shared;
        let mut free = shared.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = shared
                .changed
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Permit {
            shared: shared.clone(),
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let free = self.shared.free.lock();
        *free.unwrap_or_else(PoisonError::into_inner) += 1;
        self.shared.changed.notify_one();
    }
}
