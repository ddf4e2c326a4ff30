//! Interruptible waits: [`Stop`], which ends calls of the system that nothing else can interrupt.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Signal that ends all waits of a client, for good. Its clones are the same signal.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<Signal>);

#[derive(Debug, Default)]
struct Signal {
    is_stopped: Mutex<bool>,
    changed: Condvar,
}

/// End of a wait without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoResult {
    /// [`Stop::stop`] was called.
    Stopped,
    /// The time limit was exceeded.
    TimedOut,
}

impl Stop {
    /// Ends all waits, the current ones and later ones.
    pub(super) fn stop(&self) {
        *self.lock() = true;
        self.0.changed.notify_all();
    }

    /// Returns true after [`Self::stop`].
    pub(super) fn is_stopped(&self) -> bool {
        *self.lock()
    }

    /// Runs `work` on a thread of its own. The thread is left behind when the wait ends early.
    ///
    /// # Errors
    ///
    /// If the thread can't be started.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        results: &Results<T>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<()> {
        let (stop, results) = (self.clone(), results.clone());
        thread::Builder::new()
            .name("fetch".to_owned())
            .spawn(move || {
                let result = work();
                results.push(result);
                // Taking the lock orders this behind a wait that has just looked for results.
                drop(stop.lock());
                stop.0.changed.notify_all();
            })
            .map(drop)
    }

    /// Waits until `poll` returns a result.
    ///
    /// # Errors
    ///
    /// [`NoResult`] if the signal came or `deadline` has passed first.
    pub(super) fn wait_for<T>(
        &self,
        deadline: Option<Instant>,
        mut poll: impl FnMut() -> Option<T>,
    ) -> Result<T, NoResult> {
        let mut is_stopped = self.lock();
        loop {
            if *is_stopped {
                return Err(NoResult::Stopped);
            }
            if let Some(result) = poll() {
                return Ok(result);
            }
            let limit = match deadline {
                None => Duration::from_secs(3600),
                Some(deadline) => deadline.saturating_duration_since(Instant::now()),
            };
            if limit.is_zero() {
                return Err(NoResult::TimedOut);
            }
            is_stopped = self
                .0
                .changed
                .wait_timeout(is_stopped, limit)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.0
            .is_stopped
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Results of threads, in the order in which they came.
#[derive(Debug)]
pub(super) struct Results<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Results<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Results<T> {
    /// Makes an empty list.
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Vec::new())))
    }

    /// Takes the last result.
    pub(super) fn pop(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn push(&self, result: T) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(result);
    }
}
