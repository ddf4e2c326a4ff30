//! Messages between the app and the worker: [`Job`] is a request, [`Outcome`] its result, and [`Change`] a change that
//! is to be saved.

mod change;
mod job;
mod outcome;

pub use change::{Change, ChangeKind, ChangeOrigin, ChangeReport, Direction};
pub use job::Job;
pub use outcome::{FeedChoice, Outcome, Summary};
