//! `newsprint list`: lists the articles of a view, in the order of the screen.

use std::io::Write;

use anyhow::Result;

use super::arguments::ListArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use super::source_words::find_source;
use super::table::{Table, format_time};
use super::view_words::{find_view, unknown_source, unknown_view};
use super::waiting_entries::apply_rules_to_waiting_entries;
use crate::config::Sort;
use crate::library::{LibraryReader, built_in_view};
use crate::model::{ArticleRow, Listing, Order, PageFrom, PageRequest, View};

/// Number of rows in a page that is read from the library: enough that reading costs little, few enough that the first
/// rows are printed without delay.
pub(super) const PAGE_ROWS: usize = 500;

/// Runs the command.
///
/// # Errors
/// The library can't be read, there is no such view or source, or the output can't be written.
pub fn run_list(
    arguments: &ListArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let selection = Selection {
        view: arguments.view.as_deref(),
        source: arguments.source.as_deref(),
        sort: setup.config.settings.sort,
    };
    let Some(library) = open_library::open_if_exists(setup)? else {
        selection.check_without_library()?;
        return Ok(diagnostics);
    };
    if !apply_rules_to_waiting_entries(setup, &library).map_err(library_error)? {
        diagnostics.warn(
            "the rules have not acted on all new articles yet: newsprint fetch --wait waits for them"
                .to_owned(),
        );
    }
    let table = Table::new(setup);
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    each_selected(&library, selection, left.min(PAGE_ROWS), |article| {
        if left == 0 {
            return Ok(false);
        }
        left -= 1;
        if arguments.json {
            json::print_json(output, &json::article_json(article))?;
        } else {
            print_line(output, &article_line(table, article))?;
        }
        Ok(left > 0)
    })?;
    Ok(diagnostics)
}

/// Articles that a command selects by a view, a source, or both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection<'a> {
    /// Name of the view; all articles without one.
    pub(super) view: Option<&'a str>,
    /// Word for the source: see [`find_source`].
    pub(super) source: Option<&'a str>,
    /// Order of dates.
    pub(super) sort: Sort,
}

impl Selection<'_> {
    /// Checks the selection where there is no library: the built-in views are empty, and no others exist.
    ///
    /// # Errors
    /// There is no such view or source.
    pub(super) fn check_without_library(self) -> Result<()> {
        match (self.view.map(built_in_view), self.source) {
            (None | Some(Some(_)), None) => Ok(()),
            (_, Some(source)) => Err(unknown_source(source)),
            (Some(None), None) => Err(unknown_view(self.view.unwrap_or_default())),
        }
    }
}

/// Passes the selected articles to `take` in the order of the screen, until it returns false. `rows` is the size of the first page.
///
/// # Errors
/// There is no such view or source, the library can't be read, and those of `take`.
pub(super) fn each_selected(
    library: &LibraryReader,
    selection: Selection<'_>,
    rows: usize,
    mut take: impl FnMut(&ArticleRow) -> Result<bool>,
) -> Result<()> {
    let view = match selection.view {
        Some(name) => find_view(name, &library.views()?)?,
        None => View::All,
    };
    let source = match selection.source {
        Some(word) => Some(find_source(library, word)?.id),
        None => None,
    };
    // The view of a source has an index. The small views of bookmarks, tags and saved searches are filtered row by row.
    let (view, state) = match (view, source) {
        (View::All, Some(source)) => (View::Source(source), None),
        (View::Unread, Some(source)) => (View::Source(source), Some(false)),
        (view, _) => (view, None),
    };
    let is_wanted = |article: &ArticleRow| {
        let first = article.source.as_ref().map(|(id, _)| *id);
        source.is_none_or(|wanted| first == Some(wanted))
            && state.is_none_or(|read| article.state.is_read == read)
    };
    let listing = listing_of(view, selection.sort);
    each_page(library, listing, rows, |articles| {
        for article in articles.iter().filter(|article| is_wanted(article)) {
            if !take(article)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// Returns the listing of a view in an order of dates.
pub(super) fn listing_of(view: View, sort: Sort) -> Listing {
    Listing {
        view,
        order: match sort {
            Sort::Newest => Order::Date,
            Sort::Oldest => Order::OldestFirst,
        },
        // Scripts get every article, with its story.
        lists_repeats: true,
        ..Listing::default()
    }
}

/// Passes the rows of a listing to `take`, page by page, until it returns false.
///
/// # Errors
/// The library can't be read, and those of `take`.
pub(super) fn each_page(
    library: &LibraryReader,
    listing: Listing,
    rows: usize,
    mut take: impl FnMut(&[ArticleRow]) -> Result<bool>,
) -> Result<()> {
    let mut request = PageRequest {
        request_id: 0,
        listing,
        from: PageFrom::First,
        row_limit: rows,
        pinned: Vec::new(),
    };
    if rows == 0 {
        return Ok(());
    }
    loop {
        let page = library.page(&request).map_err(library_error)?;
        if !take(&page.rows)? || !page.has_more_after {
            return Ok(());
        }
        let last = page.rows.last().and_then(|row| row.key.clone());
        match last {
            Some(key) => request.from = PageFrom::After(key),
            None => return Ok(()),
        }
        request.row_limit = PAGE_ROWS;
    }
}

/// Returns an article as a line for people: id, the marks of unread and bookmarked, time, title, source, and that its text has
/// changed.
pub(super) fn article_line(table: Table, article: &ArticleRow) -> String {
    let start = format!(
        "{:>5} {} {:<16}",
        article.id,
        table.article_marks(article),
        format_time(article)
    );
    let from = article.source_or_publisher().unwrap_or_default();
    let from = match (article.state.changed, from) {
        (None, from) => from.to_owned(),
        (Some(_), "") => "updated".to_owned(),
        (Some(_), from) => format!("updated, {from}"),
    };
    table.row(&start, &article.title, &from)
}
