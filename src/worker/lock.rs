//! Mutex access of the worker: [`lock`].

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes a lock. What it guards is sound between any two statements, so a thread that panicked while it held it changes nothing.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
