//! Sideways scrolling by keys, and the message where nothing moves.

use super::{ReaderPane, SidewaysScroll};
use crate::app::status::Status;

impl ReaderPane {
    /// Scrolls code, verse and tables that are wider than the pane.
    pub(in crate::app) fn scroll_sideways(&mut self, right: bool, status: &mut Status) {
        let Some(text) = &mut self.text else {
            return status.report("No text here");
        };
        match (text.scroll_sideways(right), right) {
            (SidewaysScroll::Moved, _) => {}
            (SidewaysScroll::AtEdge, true) => status.report("End of the widest line"),
            (SidewaysScroll::AtEdge, false) => status.report("Start of the lines"),
            (SidewaysScroll::NothingWide, _) => {
                status.report("No line here is wider than the pane");
            }
        }
    }
}
