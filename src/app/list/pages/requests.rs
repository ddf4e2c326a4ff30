//! Pending requests for pages of the library: [`Pages`].

use crate::app::Action;
use crate::model::{ArticleId, RowKey};

/// Pending requests for pages.
#[derive(Debug, Default)]
pub(in crate::app::list) struct Pages {
    /// Id of the last request.
    pub(super) last_request_id: u64,
    /// Page that keys wait for.
    pub(super) jump: Option<Jump>,
    /// Request for the page after the window.
    pub(super) next_page: Option<u64>,
    /// Request for the page before the window.
    pub(super) previous_page: Option<u64>,
    /// Pending reload of the window.
    pub(super) reload: Option<Reload>,
    /// True if the library has changed since the pending reload was requested.
    pub(super) has_changed_since_reload: bool,
    /// Article to select with the next reload.
    pub(super) restored: Option<ArticleId>,
    /// True if the last page could not be read: the window does not grow until something changes.
    pub(super) has_failed: bool,
    /// Pending count of the rows before the window: its first row, and the id of the request.
    pub(super) position_request: Option<(RowKey, u64)>,
    /// Read articles that stay in the unread view until another view is shown.
    pub(super) pinned: Vec<ArticleId>,
}

/// A pending reload of the window.
#[derive(Debug)]
pub(super) struct Reload {
    /// Id of the request.
    pub(super) request_id: u64,
    /// Selected article at the time of the request.
    pub(super) selected: Option<ArticleId>,
    /// Article to select instead: one that an undo has restored.
    pub(super) restored: Option<ArticleId>,
}

/// A page that keys wait for.
#[derive(Debug)]
pub(super) struct Jump {
    /// Id of the request.
    pub(super) request_id: u64,
    /// Use of the page.
    pub(super) after_page: AfterPage,
    /// Motion to repeat after the page, and how often: the rest of a count.
    pub(super) repeats: Option<(Action, usize)>,
}

/// Use of a page that keys wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterPage {
    /// Show another listing and select its first row.
    ReplaceListing,
    /// Show another filter; the selected article stays selected if it matches.
    Filter,
    /// Select the last row, or the first.
    Edge { last: bool },
    /// Select the group that was found.
    Group { forward: bool },
    /// Select the unread article that was found, or open it.
    Unread { forward: bool, open: bool },
    /// Select the row at an index or a distance.
    Row,
    /// Select this article if it is in the listing.
    Select(ArticleId),
}

impl AfterPage {
    /// Returns true if the page has rows of another listing than the window.
    pub(super) fn replaces_rows(self) -> bool {
        matches!(self, Self::ReplaceListing | Self::Filter)
    }
}
