//! The view that the library starts with, and what is saved for the next start: the last view, order and grouping.

use super::emit::Emit;
use super::pages::{report_failure, send_list_width, send_page};
use super::shared_state::SharedState;
use crate::library::{StartListing, save_list_order, save_list_view, start_listing};
use crate::model::{Grouping, Order, Outcome, PageFrom, PageRequest, View};

/// Number of rows of the first page: more than a screen has, and no more than are read at once.
const FIRST_PAGE_ROWS: usize = 100;

/// Sends the start view of the library if it is not empty; otherwise the tour is to be shown.
pub(super) fn send_start(shared: &SharedState, emit: &Emit) -> bool {
    let found = shared
        .pool
        .read(|library| start_listing(library, shared.start_view(), shared.sort()));
    let (start, error) = match found {
        Ok(found) => (found.unwrap_or_default(), None),
        Err(error) => (StartListing::default(), Some(error)),
    };
    let (counts, listing) = (start.counts, start.listing);
    send_list_width(shared, emit);
    emit(Outcome::Start {
        counts,
        listing: listing.clone(),
        view_name: start.view_name,
    });
    if let Some(error) = error {
        shared.pool.notices().add(error.to_string());
    }
    if let Some(problem) = start.problem {
        emit(Outcome::Warning(problem.to_string()));
    }
    if counts.is_some() {
        let first = PageRequest {
            request_id: 0,
            listing,
            from: PageFrom::First,
            row_limit: FIRST_PAGE_ROWS,
            pinned: Vec::new(),
        };
        send_page(&first, shared, emit);
    }
    counts.is_some()
}

/// Saves how the list is sorted and grouped, for the next start.
pub(super) fn save_order(order: Order, grouping: Grouping, shared: &SharedState) {
    let saved = shared
        .pool
        .write(|library| save_list_order(library, order, grouping));
    report_failure(saved, "the order of the list", shared);
}

/// Saves the view of the list for the next start. No library is created for it.
pub(super) fn save_view(view: &View, shared: &SharedState) {
    let saved = shared
        .pool
        .with_writer(|library| save_list_view(library, view));
    let saved = saved.and_then(|saved| Ok(saved.unwrap_or(Ok(()))?));
    report_failure(saved, "the view of the list", shared);
}
