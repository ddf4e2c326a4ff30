//! Cancellation of long work: [`Cancel`].

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Cancellation flag for long work. Clones share it. Loops check it between two steps; a wait for a pipe ends with it.
///
/// # Examples
/// ```
/// use newsprint::ingest::Cancel;
///
/// let cancel = Cancel::new();
/// let worker = cancel.clone();
/// assert!(worker.check().is_ok());
///
/// cancel.cancel();
/// assert!(worker.check().is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    /// Created by the first wait. The lock orders it with the flag: a waiting thread sees the flag, or is woken.
    wake: Mutex<Option<Arc<Wake>>>,
}

/// Work ended because it was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Cancel {
    /// Returns a flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the flag, for good.
    pub fn cancel(&self) {
        let wake = self.lock();
        self.shared.cancelled.store(true, Ordering::SeqCst);
        if let Some(wake) = wake.as_ref() {
            wake.wake();
        }
    }

    /// Returns true if the flag is set.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// Ends the caller's work by `?` if the flag is set.
    ///
    /// # Errors
    /// The flag is set.
    pub fn check(&self) -> Result<(), Cancelled> {
        match self.is_cancelled() {
            true => Err(Cancelled),
            false => Ok(()),
        }
    }

    /// Returns a wake-up that is triggered together with the flag, for a wait in `poll`.
    ///
    /// # Errors
    /// The system can't create a pipe.
    pub(super) fn wake(&self) -> io::Result<Arc<Wake>> {
        let mut wake = self.lock();
        if let Some(wake) = wake.as_ref() {
            return Ok(wake.clone());
        }
        let made = Arc::new(Wake::new()?);
        if self.is_cancelled() {
            made.wake();
        }
        *wake = Some(made.clone());
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Wake>>> {
        self.shared
            .wake
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Self-pipe that ends a wait in `poll`.
#[derive(Debug)]
pub struct Wake {
    /// True if a byte is in the pipe: more than one would fill it up.
    pending: AtomicBool,
    reader: PipeReader,
    writer: PipeWriter,
}

impl Wake {
    /// Makes a wake-up that is not triggered.
    ///
    /// # Errors
    /// The system can't create a pipe.
    pub fn new() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        Ok(Self {
            pending: AtomicBool::new(false),
            reader,
            writer,
        })
    }

    /// Ends the present wait, or the next one.
    pub fn wake(&self) {
        if !self.pending.swap(true, Ordering::SeqCst) {
            // The pipe is ours and has room for one byte.
            let _ = (&self.writer).write(&[0]);
        }
    }

    /// Resets the wake-up, so that the next wait blocks.
    pub fn clear(&self) {
        if self.pending.swap(false, Ordering::SeqCst) {
            let _ = (&self.reader).read(&mut [0]);
        }
    }

    /// Returns the end of the pipe to poll.
    pub(super) fn fd(&self) -> RawFd {
        self.reader.as_raw_fd()
    }
}
