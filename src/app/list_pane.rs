//! The list pane: its rows, the pages of them that are on their way, and its name: [`ListPane`].

use super::List;
use super::paging::Paging;

/// The list pane.
#[derive(Debug)]
pub(super) struct ListPane {
    pub(super) rows: List,
    pub(super) paging: Paging,
    /// Name of the source or the saved search that the list shows.
    pub(super) view_name: String,
    /// Whether rows are still to come.
    pub(super) scanning: bool,
}

impl Default for ListPane {
    fn default() -> Self {
        Self {
            rows: List::default(),
            paging: Paging::default(),
            view_name: String::new(),
            scanning: true,
        }
    }
}
