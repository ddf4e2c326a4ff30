//! Changes of the comparison that lies over the text of an article: [`ShownComparison`].

use crate::model::BlockPosition;

/// Changes of the comparison that is shown.
#[derive(Debug)]
pub(in crate::app::reader) struct ShownComparison {
    /// Starts of the changes, in reading order.
    pub(super) changes: Vec<BlockPosition>,
    /// Index of the change that was last gone to.
    pub(super) current: usize,
}
