//! Mutex access of the worker: [`lock`].

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex. Its data is valid between any two statements, so a panic of another thread while holding it does not
/// matter.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
