//! The one wait of the program: on the terminal, on wake-ups from other threads, on signals and on the next deadline.

#[cfg(not(unix))]
mod fallback;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use fallback::forget_signals_of_the_terminal;
#[cfg(not(unix))]
pub use fallback::{Waiter, Waker};
#[cfg(unix)]
pub use unix::{Waiter, Waker};
#[cfg(unix)]
pub(super) use unix::{forget_signals_of_the_terminal, stop_until_continued};

use thiserror::Error;

/// What ended a wait. Several may be true at once; all false means that the deadline has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wake {
    /// Keys, pastes, mouse events or a new size can be had from [`Waiter::read_events`].
    pub input: bool,
    /// A [`Waker`] was used.
    pub woken: bool,
    /// The program was stopped and goes on (SIGCONT): call [`super::Terminal::resume`].
    pub continued: bool,
    /// Somebody asks the program to end (SIGTERM, SIGHUP, SIGINT).
    pub terminate: bool,
    /// The terminal is gone: end, without drawing.
    pub hangup: bool,
}

/// The terminal has gone away: no key will ever come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the terminal has gone away")]
pub struct Hangup;

impl From<Hangup> for std::io::Error {
    fn from(hangup: Hangup) -> Self {
        std::io::Error::new(std::io::ErrorKind::UnexpectedEof, hangup)
    }
}
