//! Full-text search in the library: `LibraryReader::search`.
//!
//! 1. `query` parses the query; any text is valid.
//! 2. `tokenizer` splits texts and queries into the same words; `index` adds the words of articles to the database in
//!    small steps.
//! 3. `find` computes sets of ids for the terms, and scans the library by date until a page is full. Results are
//!    ordered by date: news come first, and the first page is there before the key is released. `rank` orders the newest
//!    of them by relevance.
//! 4. `hit` finds the line, the section and the position of the match in the text or in a note. Only articles of the page
//!    are read; while a query is being typed large texts come later, one by one.
//! 5. `saved` updates the results of saved searches after every change.
//! 6. `unchecked` lists new articles once the rules have acted on them.
//! 7. `documents` searches articles that are in no library, such as those of the tour.

pub(in crate::library) mod complete_index;
mod documents;
mod find;
mod hit;
pub(in crate::library) mod index;
pub(in crate::library) mod ngrams;
mod query;
mod rank;
pub(in crate::library) mod saved;
pub(in crate::library) mod sets;
mod step_size;
pub(in crate::library) mod unchecked;
mod words;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::library::articles::documents::{
    document_size, has_page, load_hidden_document, load_shown_document,
};
use crate::library::calendar::local_day;
use crate::library::query::listing;
use crate::library::{LibraryError, LibraryReader, state};
use crate::model::{ArticleId, Document, SearchHit, SearchOrder};

pub use complete_index::IncompleteIndex;
pub use documents::search_documents;
pub use index::Indexed;
pub(super) use query::Query;
pub use unchecked::UnlistedArticles;

/// Size of a text that is read for the first answer at most, in bytes of its document.
const MAX_QUICK_TEXT_BYTES: usize = 160_000;

/// Result of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResult {
    /// Matching articles in the order of the search.
    pub hits: Vec<SearchHit>,
    /// True if there are more.
    pub has_more: bool,
    /// First part of the query that could not be used, in one line.
    pub problem: Option<String>,
}

/// Returns the first part of a query that can't be used, and why, in one line; `None` if all of it can be used. The last word counts
/// as complete.
pub fn query_problem(query: &str) -> Option<String> {
    Query::parse(&format!("{query} ")).problem
}

/// Returns at most `limit` articles that match the query, the newest first, each with the line that matches. `stop` is
/// called regularly and ends the search by returning true.
pub(in crate::library) fn search(
    library: &LibraryReader,
    query: &str,
    limit: usize,
    stop: &dyn Fn() -> bool,
) -> Result<SearchResult, LibraryError> {
    let mut found = library.search_first(query, SearchOrder::Newest, limit, usize::MAX, stop)?;
    for hit in &mut found.hits {
        if !hit.is_complete {
            *hit = library.complete_hit(query, hit, stop)?;
        }
    }
    Ok(found)
}

/// Reads the text of a hit and returns the hit with its line.
pub(in crate::library) fn complete_hit(
    library: &LibraryReader,
    query: &str,
    hit: &SearchHit,
    stop: &dyn Fn() -> bool,
) -> Result<SearchHit, LibraryError> {
    let id = hit.article.id;
    let query = Query::parse(query);
    let document = document_of_hit(library.connection(), id, &query);
    let bookmarks = state::bookmarks_of(library.connection(), &[id])?.remove(&id);
    if stop() {
        return Err(LibraryError::Interrupted);
    }
    Ok(hit::make_hit(
        hit.article.clone(),
        document.as_ref(),
        &bookmarks.unwrap_or_default(),
        &query,
    ))
}

/// Loads the document that has the words of a hit: the one that is shown, else the other text of the article.
fn document_of_hit(connection: &Connection, id: ArticleId, query: &Query) -> Option<Document> {
    // A damaged document must not hide the hit.
    let shown = load_shown_document(connection, id).unwrap_or_default();
    if !has_page(connection, id).unwrap_or_default()
        || shown
            .as_ref()
            .is_some_and(|shown| hit::has_match(shown, query))
    {
        return shown;
    }
    let hidden = load_hidden_document(connection, id).unwrap_or_default();
    hidden
        .filter(|hidden| hit::has_match(hidden, query))
        .or(shown)
}

/// Searches like [`search`], but reads no large text, and at most `bytes` bytes of all of them, since a user at the
/// keyboard waits. The other hits have no line until [`complete_hit`].
pub(in crate::library) fn search_first(
    library: &LibraryReader,
    query: &str,
    order: SearchOrder,
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
    let ids = match order {
        SearchOrder::Newest => scope.find_newest(limit.saturating_add(1))?,
        SearchOrder::Relevance => rank::find_most_relevant(&scope)?,
    };
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
        let size = document_size(library.connection(), id)?;
        if size > left.min(MAX_QUICK_TEXT_BYTES) {
            hits.push(hit::make_pending_hit(article));
            continue;
        }
        left -= size;
        let document = document_of_hit(library.connection(), id, &query);
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
