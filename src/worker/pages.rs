//! Jobs that read lists: pages, row counts, views, the start view, the history.

use super::emit::Emit;
use super::job_trace;
use super::library_pool::PoolError;
use super::maintenance::send_notices;
use super::shared_state::SharedState;
use super::states::send_changed;
use super::wording;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    ArticleId, ArticleRef, ArticleRow, Listing, Outcome, PageRequest, ReadingPosition, RowKey,
    SourceId,
};

/// A job that reads a list.
#[derive(Debug)]
pub(super) enum PageJob {
    /// Read a page.
    Page(PageRequest),
    /// Read the views with their counts.
    Views,
    /// Send the stored states of these articles.
    States(Vec<ArticleId>),
    /// Read the other articles of the story of an article.
    Story(ArticleId),
    /// Read the sources with their health.
    Sources,
    /// Count the failing sources.
    SourceCounts,
    /// Read the last requests of a source.
    Requests(SourceId),
}

/// A job that counts the rows before a row of a listing.
#[derive(Debug)]
pub(super) struct CountJob {
    /// Id of the request, returned with the count.
    pub(super) request_id: u64,
    pub(super) listing: Listing,
    pub(super) key: RowKey,
    /// Read articles that stay in the unread view.
    pub(super) pinned: Vec<ArticleId>,
}

/// The places read: those before, and those after.
type HistoryRows = (
    Vec<(ArticleId, Option<ReadingPosition>)>,
    Vec<(ArticleId, Option<ReadingPosition>)>,
);

/// Key of the stored columns of the list.
const LIST_WIDTH_KEY: &str = "list-width";

/// Key of the stored history.
const HISTORY_KEY: &str = "places";

/// Runs a job that reads a list.
pub(super) fn run_page_job(job: PageJob, shared: &SharedState, emit: &Emit) {
    let _running = job_trace::begin(match &job {
        PageJob::Page(_) => "page",
        PageJob::Views => "views",
        PageJob::States(_) => "states",
        PageJob::Story(_) => "story",
        PageJob::Sources => "sources",
        PageJob::SourceCounts => "source-counts",
        PageJob::Requests(_) => "requests",
    });
    match job {
        PageJob::Page(request) => send_page(&request, shared, emit),
        PageJob::Views => send_views(shared, emit),
        PageJob::States(ids) => send_states_of(&ids, shared, emit),
        PageJob::Story(article) => send_story(article, shared, emit),
        PageJob::Sources => send_sources(shared, emit),
        PageJob::SourceCounts => send_source_counts(shared, emit),
        PageJob::Requests(source) => send_requests(source, shared, emit),
    }
    send_notices(shared, emit);
}

/// Reads a page of a listing, unless it was cancelled.
pub(super) fn send_page(request: &PageRequest, shared: &SharedState, emit: &Emit) {
    if shared.is_cancelled_page(request.request_id) {
        return;
    }
    match shared.pool.read(|library| library.page(request)) {
        Ok(Some(mut page)) => {
            shared.unsaved.apply_to(&mut page.rows);
            emit(Outcome::Page(page));
        }
        Ok(None) => emit(Outcome::PageFailed(request.request_id)),
        Err(error) => {
            emit(Outcome::PageFailed(request.request_id));
            emit(Outcome::Warning(error.to_string()));
        }
    }
}

/// Counts the rows before a row of a listing. Only the border of the list lacks a number without it.
pub(super) fn count(job: &CountJob, shared: &SharedState, emit: &Emit) {
    let _running = job_trace::begin("position");
    let counted = shared
        .pool
        .read(|library| library.count_rows_before(&job.listing, &job.key, &job.pinned));
    if let Ok(Some(before)) = counted {
        emit(Outcome::RowsBefore(job.request_id, before));
    }
    send_notices(shared, emit);
}

/// Reads the views with their counts. Keys wait for them, so an answer is always sent.
fn send_views(shared: &SharedState, emit: &Emit) {
    match shared.pool.read(LibraryReader::views) {
        Ok(views) => emit(Outcome::Views(views.unwrap_or_default())),
        Err(error) => {
            emit(Outcome::Views(Vec::new()));
            emit(Outcome::Warning(error.to_string()));
        }
    }
}

/// Reads the other articles of a story. Keys wait for them, so an answer is always sent.
fn send_story(article: ArticleId, shared: &SharedState, emit: &Emit) {
    let found = shared
        .pool
        .read(|library| library.other_articles_of_story(article));
    emit(Outcome::Story(article, rows_or_warning(found, emit)));
}

/// Reads the sources with their health. Keys wait for them, so an answer is always sent.
fn send_sources(shared: &SharedState, emit: &Emit) {
    let accounts = shared.pool.read(LibraryReader::accounts);
    emit(Outcome::Accounts(rows_or_warning(accounts, emit)));
    let found = shared.pool.read(LibraryReader::source_rows);
    emit(Outcome::Sources(rows_or_warning(found, emit)));
}

/// Reads the last requests of a source. Keys wait for them, so an answer is always sent.
fn send_requests(source: SourceId, shared: &SharedState, emit: &Emit) {
    let found = shared.pool.read(|library| library.requests(source));
    emit(Outcome::Requests(source, rows_or_warning(found, emit)));
}

/// Returns the rows that were read; none after an error, which is reported.
fn rows_or_warning<T>(found: Result<Option<Vec<T>>, PoolError>, emit: &Emit) -> Vec<T> {
    match found {
        Ok(rows) => rows.unwrap_or_default(),
        Err(error) => {
            emit(Outcome::Warning(error.to_string()));
            Vec::new()
        }
    }
}

/// Counts the failing sources. Without a library there is nothing to count.
fn send_source_counts(shared: &SharedState, emit: &Emit) {
    let counted = shared.pool.read(LibraryReader::count_failing_sources);
    if let Ok(Some(failing)) = counted {
        emit(Outcome::SourceCounts { failing });
    }
}

/// Sends the stored states of articles, by the ids of the list.
fn send_states_of(articles: &[ArticleId], shared: &SharedState, emit: &Emit) {
    let rows: Vec<ArticleId> = articles
        .iter()
        .filter_map(|id| shared.ids.row_id(*id))
        .collect();
    send_changed(&rows, shared, emit);
}

/// Saves the columns of the list beside the reader, for the next start.
pub(super) fn save_list_width(columns: u16, shared: &SharedState) {
    let saved = shared
        .pool
        .write(|library| library.set_meta(LIST_WIDTH_KEY, &columns));
    report_failure(saved, "the width of the list", shared);
}

/// Sends the saved columns of the list, if there are any. Without a library the list has its default width.
pub(super) fn send_list_width(shared: &SharedState, emit: &Emit) {
    let saved = shared.pool.read(|library| library.meta(LIST_WIDTH_KEY));
    if let Ok(Some(Some(columns))) = saved {
        emit(Outcome::ListWidth(columns));
    }
}

/// Saves the places read: those before, and those one came back from.
pub(super) fn save_history(
    before: Vec<(ArticleRef, Option<ReadingPosition>)>,
    after: Vec<(ArticleRef, Option<ReadingPosition>)>,
    shared: &SharedState,
) {
    let known = |places: Vec<(ArticleRef, Option<ReadingPosition>)>| -> Vec<(ArticleId, Option<ReadingPosition>)> {
        let row = |(article, place): (ArticleRef, Option<ReadingPosition>)| {
            Some((shared.ids.row_id(article.id)?, place))
        };
        places.into_iter().filter_map(row).collect()
    };
    let history: HistoryRows = (known(before), known(after));
    let saved = shared
        .pool
        .write(|library| library.set_meta(HISTORY_KEY, &history));
    report_failure(saved, "the history of positions", shared);
}

/// Sends the places read in earlier sessions.
pub fn send_history(shared: &SharedState, emit: &Emit) {
    let found = shared.pool.read(|library| {
        let (before, after): HistoryRows = library.meta(HISTORY_KEY)?.unwrap_or_default();
        let rows = |places: Vec<(ArticleId, Option<ReadingPosition>)>| -> Result<Vec<(ArticleRow, Option<ReadingPosition>)>, LibraryError> {
            let mut rows = Vec::new();
            for (id, place) in places {
                rows.extend(library.article(id)?.map(|article| (article, place)));
            }
            Ok(rows)
        };
        Ok((rows(before)?, rows(after)?))
    });
    match found {
        Ok(Some((before, after))) if !(before.is_empty() && after.is_empty()) => {
            emit(Outcome::History {
                back: before,
                forward: after,
            });
        }
        Ok(_) => {}
        // A user who only opens files learns here that nothing can be saved.
        Err(error) => emit(Outcome::Warning(error.to_string())),
    }
}

/// Reports once that a value other than an article was not saved. If nothing at all can be saved, that was reported
/// already.
pub(super) fn report_failure(saved: Result<(), PoolError>, subject: &str, shared: &SharedState) {
    match saved {
        Ok(()) | Err(PoolError::NoFolder | PoolError::Open { .. }) => {}
        Err(PoolError::Library(error)) => {
            shared
                .pool
                .notices()
                .add(wording::save_failure(subject, &error));
        }
    }
}
