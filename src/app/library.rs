//! State of the library as the app knows it: its counts, and the changes that it has not confirmed yet: [`LibraryState`].

use super::changes::Changes;
use crate::model::Counts;

/// Counts of the library, and the changes that it has not confirmed yet.
#[derive(Debug, Default)]
pub(super) struct LibraryState {
    pub(super) changes: Changes,
    /// How many articles there are in the library, once that is known.
    pub(super) counts: Option<Counts>,
}
