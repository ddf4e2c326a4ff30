//! Messages between the app and the worker: [`Job`] asks, [`Outcome`] answers with the id that it is for, and [`Change`] is what the
//! user wants kept.

mod change;
mod job;
mod outcome;

pub use change::{Change, ChangeKind, ChangeReport, Direction};
pub use job::Job;
pub use outcome::{Outcome, Summary};
