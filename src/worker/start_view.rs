//! The view that the library starts with, and what is saved for the next start: the last view, order and grouping.

use super::emit::Emit;
use super::pages::{report_failure, send_list_width, send_page};
use super::shared_state::SharedState;
use super::wording;
use crate::config::{Sort, StartView};
use crate::library::{LibraryError, LibraryReader, ViewNameError, built_in_view, find_view};
use crate::model::{
    Counts, Grouping, Listing, Order, Outcome, PageFrom, PageRequest, View, ViewRow,
};

/// Number of rows of the first page: more than a screen has, and no more than are read at once.
const FIRST_PAGE_ROWS: usize = 100;

/// Key of the stored order and grouping of the list.
const ORDER_KEY: &str = "order";

/// Key of the stored view of the list.
const VIEW_KEY: &str = "view";

/// Counts and listing of the library at the start.
#[derive(Debug, Default)]
struct StartListing {
    /// Counts; `None` if there is nothing to show.
    counts: Option<Counts>,
    listing: Listing,
    view_name: String,
    /// Reason why the view of the settings is not shown.
    problem: Option<ViewNameError>,
}

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
        let name = shared.start_view().name();
        emit(Outcome::Warning(wording::start_view_problem(
            name, &problem,
        )));
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

/// Reads what the list starts with.
fn start_listing(
    library: &LibraryReader,
    start_view: &StartView,
    sort: Sort,
) -> Result<StartListing, LibraryError> {
    let (order, grouping): (Order, Grouping) = library.meta(ORDER_KEY)?.unwrap_or_default();
    let order = match (order.is_by_date(), sort) {
        (false, _) => order,
        (true, Sort::Newest) => Order::Date,
        (true, Sort::Oldest) => Order::OldestFirst,
    };
    let mut start = StartListing {
        listing: Listing {
            view: View::All,
            order,
            grouping,
            ..Listing::default()
        },
        ..StartListing::default()
    };
    if !library.has_sources_or_bookmarks()? {
        return Ok(start);
    }
    start.counts = Some(library.counts()?);
    match load_view(library, start_view)? {
        Ok((view, name)) => (start.listing.view, start.view_name) = (view, name),
        Err(problem) => start.problem = Some(problem),
    }
    Ok(start)
}

/// Returns the view to start with and its name. The names of built-in views are left out.
fn load_view(
    library: &LibraryReader,
    start_view: &StartView,
) -> Result<Result<(View, String), ViewNameError>, LibraryError> {
    let of_row = |row: &ViewRow| (row.view.clone(), row.name.clone());
    let view = match start_view {
        StartView::All => View::All,
        StartView::Unread => View::Unread,
        StartView::Last => library.meta(VIEW_KEY)?.unwrap_or(View::All),
        StartView::Named(name) => match built_in_view(name) {
            Some(view) => view,
            None => return Ok(find_view(name, &library.views()?).map(of_row)),
        },
    };
    Ok(Ok(match view {
        View::All | View::Unread | View::Bookmarks | View::History => (view, String::new()),
        // A source, a tag or a search may have been removed since.
        other => {
            let views = library.views()?;
            let row = views.iter().find(|row| row.view == other);
            row.map_or((View::All, String::new()), of_row)
        }
    }))
}

/// Saves how the list is sorted and grouped, for the next start.
pub(super) fn save_order(order: Order, grouping: Grouping, shared: &SharedState) {
    let saved = shared
        .pool
        .write(|library| library.set_meta(ORDER_KEY, &(order, grouping)));
    report_failure(saved, "the order of the list", shared);
}

/// Saves the view of the list for the next start. No library is created for it.
pub(super) fn save_view(view: &View, shared: &SharedState) {
    let saved = shared
        .pool
        .with_writer(|library| library.set_meta(VIEW_KEY, view));
    let saved = saved.and_then(|saved| Ok(saved.unwrap_or(Ok(()))?));
    report_failure(saved, "the view of the list", shared);
}
