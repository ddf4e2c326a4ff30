//! Full-text search in the library: `LibraryReader::search`.
//!
//! 1. `query` parses the query; any text is valid.
//! 2. `tokenizer` splits texts and queries into the same words; `index` adds the words of articles to the database in
//!    small steps.
//! 3. `find` computes sets of ids for the terms, and scans the library by date until a page is full. Results are
//!    ordered by date and not by relevance: news come first, and the first page is there before the key is released.
//! 4. `hit` finds the line, the section and the position of the match in the text or in a note. Only articles of the page
//!    are read; while a query is being typed only as many as a limit of bytes allows.
//! 5. `saved` updates the results of saved searches after every change.

pub(in crate::library) mod complete_index;
mod find;
mod hit;
pub(in crate::library) mod index;
pub(in crate::library) mod ngrams;
mod query;
pub(in crate::library) mod saved;
pub(in crate::library) mod sets;
pub(in crate::library) mod tokenizer;

use chrono::NaiveDate;

use crate::library::articles::documents;
use crate::library::calendar::local_day;
use crate::library::query::listing;
use crate::library::{LibraryError, LibraryReader, state};
use crate::model::{ArticleId, SearchHit};

pub use complete_index::IncompleteIndex;
pub use index::Indexed;
pub(super) use query::Query;

/// Result of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResult {
    /// Matching articles, the newest first.
    pub hits: Vec<SearchHit>,
    /// True if there are more.
    pub has_more: bool,
    /// First part of the query that could not be used, in one line.
    pub problem: Option<String>,
}

/// Returns at most `limit` articles that match the query, the newest first, each with the line that matches. `stop` is
/// called regularly and ends the search by returning true.
pub(in crate::library) fn search(
    library: &LibraryReader,
    query: &str,
    limit: usize,
    stop: &dyn Fn() -> bool,
) -> Result<SearchResult, LibraryError> {
    library.search_within(query, limit, usize::MAX, stop)
}

/// Searches like [`search`], but reads texts of at most `bytes` bytes, since a user at the keyboard waits. For other
/// articles the summary is shown. The text of the first hit is always read.
pub(in crate::library) fn search_within(
    library: &LibraryReader,
    query: &str,
    limit: usize,
    bytes: usize,
    stop: &dyn Fn() -> bool,
) -> Result<SearchResult, LibraryError> {
    let query = Query::parse(query);
    if query.is_empty() {
        return Ok(SearchResult {
            problem: query.problem,
            ..SearchResult::default()
        });
    }
    let scope = find::QueryRun {
        connection: library.connection(),
        query: &query,
        today: current_day(library),
        range: None,
        stop,
    };
    let ids = scope.find_newest(limit.saturating_add(1))?;
    let more = ids.len() > limit;
    let ids: Vec<ArticleId> = ids.into_iter().take(limit).map(ArticleId).collect();
    let articles = listing::rows_of_ids(library.connection(), &ids)?;
    let mut bookmarks = state::bookmarks_of(library.connection(), &ids)?;
    let mut left = bytes;
    let mut hits = Vec::with_capacity(articles.len());
    for article in articles {
        if stop() {
            return Err(LibraryError::Interrupted);
        }
        let id = article.id;
        let size = documents::document_size(library.connection(), id)?;
        let document = if size <= left || hits.is_empty() {
            left = left.saturating_sub(size);
            // A damaged document must not hide the other hits.
            documents::load_document(library.connection(), id).unwrap_or_default()
        } else {
            None
        };
        let bookmarks = bookmarks.remove(&id).unwrap_or_default();
        hits.push(hit::make_hit(
            article,
            document.as_ref(),
            &bookmarks,
            &query,
        ));
    }
    Ok(SearchResult {
        hits,
        has_more: more,
        problem: query.problem,
    })
}

/// Returns a function that interrupts the running query of this connection from another thread.
pub(in crate::library) fn interrupter(library: &LibraryReader) -> impl Fn() + Send + Sync + use<> {
    let handle = library.connection().get_interrupt_handle();
    move || handle.interrupt()
}

/// Returns the current day in the time zone of the user.
fn current_day(library: &LibraryReader) -> NaiveDate {
    local_day(library.now())
}
