//! Listing that the list of the library starts with ([`StartListing`]): the last view, order and grouping are saved for it.

use crate::config::{Sort, StartView};
use crate::library::query::view_name::{ViewNameError, built_in_view, find_view};
use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::{Counts, Grouping, Listing, Order, View, ViewRow};
use crate::text::clean;

/// Key of the stored order and grouping of the list.
const ORDER_KEY: &str = "order";

/// Key of the stored view of the list.
const VIEW_KEY: &str = "view";

/// Counts and listing of the library at the start.
#[derive(Debug, Default)]
pub struct StartListing {
    /// Counts; `None` if there is nothing to show.
    pub counts: Option<Counts>,
    /// View, order and grouping.
    pub listing: Listing,
    /// Name of the view; empty for a built-in one.
    pub view_name: String,
    /// Reason why the wanted view is not shown.
    pub problem: Option<StartViewError>,
}

/// Error of a start view that is not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("start-view {}: {error}", clean::clean_line(.name))]
pub struct StartViewError {
    /// Name of the view.
    pub name: String,
    /// Reason.
    pub error: ViewNameError,
}

/// Returns what the list starts with: the start view, in the stored order and grouping with dates sorted as set.
///
/// # Errors
/// The database can't be read.
pub fn start_listing(
    library: &LibraryReader,
    start_view: &StartView,
    sort: Sort,
) -> Result<StartListing, LibraryError> {
    let (order, grouping) = list_order(library, sort)?;
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
        Err(error) => {
            let name = start_view.name().to_owned();
            start.problem = Some(StartViewError { name, error });
        }
    }
    Ok(start)
}

/// Returns the stored order and grouping of the list, with dates sorted as set.
///
/// # Errors
/// The database can't be read.
pub fn list_order(library: &LibraryReader, sort: Sort) -> Result<(Order, Grouping), LibraryError> {
    let (order, grouping): (Order, Grouping) = library.meta(ORDER_KEY)?.unwrap_or_default();
    let order = match (order.is_by_date(), sort) {
        (false, _) => order,
        (true, Sort::Newest) => Order::Date,
        (true, Sort::Oldest) => Order::OldestFirst,
    };
    Ok((order, grouping))
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
        View::All | View::Unread | View::Bookmarks | View::History | View::Muted => {
            (view, String::new())
        }
        // A source, a tag or a search may have been removed since.
        other => {
            let views = library.views()?;
            let row = views.iter().find(|row| row.view == other);
            row.map_or((View::All, String::new()), of_row)
        }
    }))
}

/// Saves how the list is sorted and grouped, for the next start.
///
/// # Errors
/// The database can't be written.
pub fn save_list_order(
    library: &mut Library,
    order: Order,
    grouping: Grouping,
) -> Result<(), LibraryError> {
    library.set_meta(ORDER_KEY, &(order, grouping))
}

/// Saves the view of the list for the next start.
///
/// # Errors
/// The database can't be written.
pub fn save_list_view(library: &mut Library, view: &View) -> Result<(), LibraryError> {
    library.set_meta(VIEW_KEY, view)
}
