//! Requests for pages of the library that are on their way: [`Pages`].

use crate::model::{ArticleId, RowKey};

/// Pages that were asked of the library and have not come.
#[derive(Debug, Default)]
pub(in crate::app::list) struct Pages {
    /// The number of the last request.
    pub(super) last_request_id: u64,
    /// The page that keys wait for.
    pub(super) jump: Option<Jump>,
    /// Request for the page that the window grows by at its end.
    pub(super) next_page: Option<u64>,
    /// Request for the page that it grows by at its start.
    pub(super) previous_page: Option<u64>,
    /// Pending reload of the window: the number of its request, and the selection at that time.
    pub(super) reload: Option<(u64, Option<ArticleId>)>,
    /// True if something has changed since the reload was asked for.
    pub(super) has_changed_since_reload: bool,
    /// True if the last page could not be read: nothing is asked for by itself until something changes.
    pub(super) has_failed: bool,
    /// The first row of the window, while it is asked how many stand before it, and the number of that request.
    pub(super) position_request: Option<(RowKey, u64)>,
    /// Read articles that stay in the unread view until it is left.
    pub(super) pinned: Vec<ArticleId>,
}

/// A page that keys wait for.
#[derive(Debug)]
pub(super) struct Jump {
    pub(super) request_id: u64,
    pub(super) after_page: AfterPage,
}

/// Use of a page that keys wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterPage {
    /// Another listing: its first row is selected.
    ReplaceListing,
    /// Another filter: the selected article stays selected if it is there.
    Filter,
    /// The last row is selected, or the first.
    Edge { last: bool },
    /// The group that was found is selected.
    Group { forward: bool },
    /// The unread article that was found is selected, or opened.
    Unread { forward: bool, open: bool },
    /// Select this article, if it is in the listing.
    Select(ArticleId),
}

impl AfterPage {
    /// True if the page holds rows of another listing than the window.
    pub(super) fn replaces_rows(self) -> bool {
        matches!(self, Self::ReplaceListing | Self::Filter)
    }
}
