//! The text of the page of an article, as the user asks for it: fetched at first, later shown in turns with the text of the feed
//! ([`switch_text`]).

use std::sync::Arc;
use std::time::Duration;

use super::elastic_pool::{ElasticPool, PoolWork};
use super::emit::Emit;
use super::job_trace;
use super::library_pool::PoolError;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::{Cancel, PageError, StoredPage, plan_page, show_other_text};
use crate::model::{ArticleId, ArticleTexts, Outcome, TextKind};

/// Time after which a page that is being fetched no longer delays the next one.
const LATE_AFTER: Duration = Duration::from_millis(100);

/// Pages that the user has asked for, fetched several at a time.
pub(super) struct PageRequests {
    pool: ElasticPool<PageWork>,
    emit: Emit,
}

struct PageWork {
    shared: Arc<SharedState>,
    emit: Emit,
}

/// Page to be fetched.
#[derive(Debug)]
pub(super) struct PageJob {
    article: ArticleId,
    cancel: Cancel,
}

impl PageRequests {
    pub(super) fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        let work = PageWork {
            shared,
            emit: emit.clone(),
        };
        Self {
            pool: ElasticPool::new("page", LATE_AFTER, work),
            emit,
        }
    }

    /// Fetches a page, after those that were asked for before.
    pub(super) fn submit(&self, job: PageJob) {
        let article = job.article;
        if let Err(error) = self.pool.submit([job]) {
            fail(
                article,
                wording::thread_failure("for fetching", &error),
                &self.emit,
            );
        }
    }
}

/// Shows another text of an article than the displayed one, for all articles of its source. Returns the page to be fetched if there is none, and it is not
/// being fetched already.
pub(super) fn switch_text(
    article: ArticleId,
    displayed: Option<TextKind>,
    shared: &SharedState,
    emit: &Emit,
) -> Option<PageJob> {
    let texts = shared.pool.read(|library| library.article_texts(article));
    if let (Ok(Some(texts)), Some(displayed)) = (texts, displayed)
        && texts.has_page
        && texts.shown != displayed
    {
        // The page has come in the background: the choice is as the user wants it.
        emit(Outcome::TextSwitched {
            article,
            texts,
            fetched_words: None,
        });
        return None;
    }
    match shared
        .pool
        .write_with(|library| show_other_text(library, article))
    {
        Ok(Ok(Some(texts))) => emit(Outcome::TextSwitched {
            article,
            texts,
            fetched_words: None,
        }),
        Ok(Ok(None)) => {
            emit(Outcome::PageTextStarted(article));
            let cancel = shared.fetching().pending_pages.add(article)?;
            return Some(PageJob { article, cancel });
        }
        Ok(Err(error)) => fail(article, error.to_string(), emit),
        Err(error) => fail(article, error.to_string(), emit),
    }
    None
}

/// Cancels the fetching of the page of an article.
pub(super) fn cancel_page(article: ArticleId, shared: &SharedState, emit: &Emit) {
    shared.fetching().pending_pages.cancel(article);
    fail(article, wording::cancelled(), emit);
}

fn fail(article: ArticleId, reason: String, emit: &Emit) {
    emit(Outcome::PageTextFailed {
        article,
        reason,
        waits_until: None,
    });
}

impl PoolWork for PageWork {
    type Task = PageJob;

    fn run(&self, job: PageJob) {
        let _running = job_trace::begin("fetch-page");
        run_page_job(&job, &self.shared, &self.emit);
    }
}

/// Fetches a page, stores its text, and sends the result. A cancelled one sends nothing: the canceller has.
pub(super) fn run_page_job(job: &PageJob, shared: &SharedState, emit: &Emit) {
    let article = job.article;
    let done = fetch_and_store(article, shared, &job.cancel);
    if job.cancel.is_cancelled() {
        return;
    }
    shared.fetching().pending_pages.remove(article);
    match done {
        Ok((stored, texts)) => {
            shared.pool.write_notify().notify();
            emit(Outcome::TextSwitched {
                article,
                texts,
                fetched_words: Some(stored.words),
            });
        }
        Err(PageRequestError::Page(PageError::HostWaits { until })) => {
            emit(Outcome::PageTextFailed {
                article,
                reason: PageError::HostWaits { until }.to_string(),
                waits_until: Some(until),
            });
        }
        Err(error) => fail(article, error.to_string(), emit),
    }
}

/// Error of a page that was asked for.
#[derive(Debug, thiserror::Error)]
enum PageRequestError {
    #[error(transparent)]
    Page(#[from] PageError),
    #[error(transparent)]
    Pool(#[from] PoolError),
}

/// Fetches the page of an article and stores its text. No connection to the library is held while it is fetched.
fn fetch_and_store(
    article: ArticleId,
    shared: &SharedState,
    cancel: &Cancel,
) -> Result<(StoredPage, ArticleTexts), PageRequestError> {
    let fetching = shared.fetching();
    let request = match shared
        .pool
        .with_reader(|library| plan_page(library, article))?
    {
        Some(request) => request?,
        None => return Err(PageError::NoPage.into()),
    };
    let answer = request
        .fetch(fetching.client(), &fetching.pace, cancel)
        .map_err(PageError::from)?;
    let stored = shared.pool.write_with(|library| answer.store(library))??;
    let texts = shared.pool.read(|library| library.article_texts(article))?;
    Ok((stored, texts.unwrap_or(ArticleTexts::FEED_ALONE)))
}
