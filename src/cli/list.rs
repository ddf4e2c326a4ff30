//! `newsprint list`: lists the articles of a view, in the order of the screen.

use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::arguments::ListArguments;
use super::json;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use super::source_words::find_source;
use super::table::{Table, format_day};
use crate::library::LibraryReader;
use crate::model::{ArticleRow, Listing, PageFrom, PageRequest, View, ViewRow};
use crate::text::clean;

/// Number of rows in a page that is read from the library: enough that reading costs little, few enough that the first
/// rows are printed without delay.
const PAGE_ROWS: usize = 500;

/// Runs the command.
///
/// # Errors
/// The library can't be read, there is no such view or source, or the output can't be written.
pub fn run_list(arguments: &ListArguments, setup: &Setup, output: &mut impl Write) -> Result<()> {
    let library = open_library::open_if_exists(setup)?;
    let wanted = arguments.view.as_deref();
    let Some(library) = library else {
        // Without a library, the built-in views are empty, and no others exist.
        return match (wanted.map(built_in_view), &arguments.source) {
            (None | Some(Some(_)), None) => Ok(()),
            (_, Some(source)) => Err(unknown_source(source)),
            (Some(None), None) => Err(unknown_view(wanted.unwrap_or_default())),
        };
    };
    let view = match wanted {
        Some(name) => find_view(name, &library.views()?)?,
        None => View::All,
    };
    let source = match &arguments.source {
        Some(word) => Some(find_source(&library, word)?.id),
        None => None,
    };
    // The view of a source has an index. The small views of bookmarks, tags and saved searches are filtered row by row.
    let (view, state) = match (view, source) {
        (View::All, Some(source)) => (View::Source(source), None),
        (View::Unread, Some(source)) => (View::Source(source), Some(false)),
        (view, _) => (view, None),
    };
    let wanted = |article: &ArticleRow| {
        let first = article.source.as_ref().map(|(id, _)| *id);
        source.is_none_or(|wanted| first == Some(wanted))
            && state.is_none_or(|read| article.state.is_read == read)
    };
    let table = Table::new(setup);
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    each_page(&library, view, left.min(PAGE_ROWS), |articles| {
        for article in articles.iter().filter(|article| wanted(article)) {
            if left == 0 {
                return Ok(false);
            }
            left -= 1;
            if arguments.json {
                json::print_json(output, &json::article_json(article))?;
            } else {
                print_line(output, &article_line(table, article))?;
            }
        }
        Ok(left > 0)
    })
}

/// Passes the rows of a view to `take`, page by page, until it returns false.
///
/// # Errors
/// The library can't be read, and those of `take`.
pub(super) fn each_page(
    library: &LibraryReader,
    view: View,
    rows: usize,
    mut take: impl FnMut(&[ArticleRow]) -> Result<bool>,
) -> Result<()> {
    let mut request = PageRequest {
        request_id: 0,
        listing: Listing {
            view,
            ..Listing::default()
        },
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

/// Returns an article as a line for people.
fn article_line(table: Table, article: &ArticleRow) -> String {
    let start = format!(
        "{:>5} {} {:<10}",
        article.id,
        table.article_mark(article),
        format_day(article)
    );
    let source = article.source.as_ref().map(|(_, title)| title.as_str());
    let from = article.publisher.as_deref().or(source);
    table.row(&start, &article.title, from.unwrap_or_default())
}

/// Returns the built-in view with this name.
fn built_in_view(name: &str) -> Option<View> {
    match name.to_lowercase().as_str() {
        "all" => Some(View::All),
        "unread" => Some(View::Unread),
        "bookmarks" => Some(View::Bookmarks),
        "history" => Some(View::History),
        _ => None,
    }
}

/// Returns the view with this name, ignoring case; a tag also without its `#`.
fn find_view(name: &str, views: &[ViewRow]) -> Result<View> {
    if let Some(view) = built_in_view(name) {
        return Ok(view);
    }
    let folded = name.to_lowercase();
    // A category is named alone or with those above it: `News/Local`.
    let is_named = |row: &ViewRow, name: &str, fold: &dyn Fn(&str) -> String| {
        fold(&row.name) == name
            || (matches!(row.view, View::Category(_)) && fold(&category_path(row, views)) == name)
    };
    let named = |row: &&ViewRow| is_named(row, &folded, &|text| text.to_lowercase());
    let exact = views
        .iter()
        .filter(|row| is_named(row, name, &|text| text.to_owned()));
    let found: Vec<&ViewRow> = match exact.collect::<Vec<_>>() {
        exact if exact.is_empty() => views.iter().filter(named).collect(),
        exact => exact,
    };
    let sources: Vec<String> = found.iter().filter_map(|row| source_id(row)).collect();
    if sources.len() > 1 {
        let (count, shown) = (sources.len(), clean::clean_line(name));
        let ids = sources.join(", ");
        bail!("{count} sources have this title: {shown}: give --source with one of {ids}");
    }
    if let Some(row) = found.first() {
        return Ok(row.view.clone());
    }
    let tag = |row: &&ViewRow| match &row.view {
        View::Tag(tag) => tag.to_lowercase() == folded,
        _ => false,
    };
    match views.iter().find(tag) {
        Some(row) => Ok(row.view.clone()),
        None => Err(unknown_view(name)),
    }
}

/// Returns the names of a category and of those above it, joined by slashes.
fn category_path(row: &ViewRow, views: &[ViewRow]) -> String {
    let mut names = vec![row.name.as_str()];
    let mut parents = row.parents.first();
    // The tree has no cycles; the bound holds in a damaged one.
    while let (Some(parent), true) = (parents, names.len() < views.len()) {
        let above = views
            .iter()
            .find(|other| other.view == View::Category(*parent));
        names.extend(above.map(|above| above.name.as_str()));
        parents = above.and_then(|above| above.parents.first());
    }
    names.reverse();
    names.join("/")
}

/// Returns the id of the source of a view.
fn source_id(row: &ViewRow) -> Option<String> {
    match row.view {
        View::Source(id) => Some(id.to_string()),
        _ => None,
    }
}

fn unknown_view(name: &str) -> anyhow::Error {
    let shown = clean::clean_line(name);
    anyhow!(
        "no such view: {shown}: use all, unread, bookmarks, history, or the name of a category, a source, a tag or a saved search"
    )
}

fn unknown_source(word: &str) -> anyhow::Error {
    anyhow!("no such source: {word}: newsprint sources lists them")
}
