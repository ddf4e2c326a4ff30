//! The receiver of outcomes: [`Emit`].

use std::sync::Arc;

use crate::model::Outcome;

/// A receiver of outcomes: it puts them into a channel, and wakes the loop. Any thread calls it.
pub type Emit = Arc<dyn Fn(Outcome) + Send + Sync>;
