//! Pages of articles: fetched when the user asks for one ([`fetch_page`]), or in the background ([`queue_pages`],
//! [`fetch_queued_pages`]), extracted, judged and stored beside the text of the feed.
//!
//! 1. [`queue_pages`] puts the newest unread articles of the sources that ask for it into the queue of the library.
//! 2. [`run`] takes them out, and sends the requests from several threads, one a second for a host ([`pace`]).
//! 3. [`task`] is one request: the page is fetched, extracted, and compared with the text of the feed.
//! 4. [`store`] stores the text, or when the page is tried again.

mod pace;
mod queueing;
mod run;
mod store;
mod task;

use std::time::{Duration, Instant};

pub use pace::HostPace;
pub use queueing::queue_pages;
pub use run::{PageRunOptions, PageRunSummary, fetch_queued_pages};

use self::store::store_reply;
use self::task::{PageReply, PageTask};
use super::cancel::{Cancel, Cancelled};
use crate::fetch::Client;
use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, ArticleTexts, PageProblem, SettingChange, SourceError, TextKind};

/// Longest time without a look at the cancellation flag.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Page of an article that was fetched and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPage {
    /// Number of words of its text.
    pub words: usize,
    /// Reason why it is not shown in place of the text of the feed.
    pub problem: Option<PageProblem>,
}

/// Error of fetching the page of an article.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The article is not of a feed, or its feed gives no link to a page.
    #[error("it has no page: x fetches the pages of articles of feeds")]
    NoPage,
    /// The host has asked for a pause.
    #[error("its host asked for a pause")]
    HostWaits {
        /// End of the pause, in seconds since 1970-01-01 UTC.
        until: i64,
    },
    /// The request failed.
    #[error("{0}")]
    Fetch(SourceError),
    /// The library can't be read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The work was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A page that the user has asked for, ready to be fetched.
#[derive(Debug)]
pub struct PageRequest(PageTask);

/// Prepares the request for the page of an article.
///
/// # Errors
/// The article has no page, its host has asked for a pause, or the library can't be read.
pub fn plan_page(library: &LibraryReader, article: ArticleId) -> Result<PageRequest, PageError> {
    let page = library.article_page(article)?.ok_or(PageError::NoPage)?;
    let task = PageTask::plan(library, page)?;
    match task
        .host_wait
        .filter(|wait| wait.not_before > library.now())
    {
        Some(wait) => Err(PageError::HostWaits {
            until: wait.not_before,
        }),
        None => Ok(PageRequest(task)),
    }
}

/// Page that was asked for and fetched, or the error, ready to be stored.
#[derive(Debug)]
pub struct PageAnswer(PageTask, PageReply);

impl PageRequest {
    /// Waits until a request may be sent to the host, sends it, and extracts the answer. No connection to the library is needed.
    ///
    /// # Errors
    /// The work was cancelled.
    pub fn fetch(
        self,
        client: &Client,
        pace: &HostPace,
        cancel: &Cancel,
    ) -> Result<PageAnswer, Cancelled> {
        while let Err(wait) = pace.reserve(&self.0.host, Instant::now()) {
            cancel.check()?;
            std::thread::sleep(wait.min(POLL_INTERVAL));
        }
        cancel.check()?;
        let reply = self.0.run(client, cancel);
        cancel.check()?;
        Ok(PageAnswer(self.0, reply))
    }
}

impl PageAnswer {
    /// Stores the text of the page, or what its host asks for. A page without a problem is shown, as the user has asked for it.
    ///
    /// # Errors
    /// The page was not fetched, or the library can't be written.
    pub fn store(self, library: &mut Library) -> Result<StoredPage, PageError> {
        let Self(task, reply) = self;
        store_reply(library, &task, &reply)?;
        let article = task.page.article;
        let texts = library.article_texts(article)?;
        if texts.has_page && texts.problem.is_none() && texts.shown == TextKind::Feed {
            show_other_text(library, article)?;
        }
        match reply.result {
            Ok(page) => Ok(StoredPage {
                words: page.words,
                problem: page.problem,
            }),
            Err(error) => Err(PageError::Fetch(error.source_error())),
        }
    }
}

/// Stores the choice of the other text of an article, for all articles of its source; a page with a problem is chosen for its article
/// alone. Returns the texts; `None` if there is no page yet.
///
/// # Errors
/// The library can't be read or written.
pub fn show_other_text(
    library: &mut Library,
    article: ArticleId,
) -> Result<Option<ArticleTexts>, LibraryError> {
    let texts = library.article_texts(article)?;
    if !texts.has_page {
        return Ok(None);
    }
    let other = match texts.shown {
        TextKind::Feed => TextKind::Page,
        TextKind::Page => TextKind::Feed,
    };
    match (texts.problem, library.article_page(article)?) {
        (Some(_), _) => library.accept_page(article, other == TextKind::Page)?,
        (None, Some(page)) => {
            library.set_source(page.source, &[SettingChange::ShowText(Some(other))])?;
        }
        (None, None) => {}
    }
    library.article_texts(article).map(Some)
}

/// Fetches the page of an article and stores its text, for a caller without a user at the keyboard.
///
/// # Errors
/// As [`plan_page`] and [`PageAnswer::store`].
pub fn fetch_page(
    library: &mut Library,
    client: &Client,
    pace: &HostPace,
    article: ArticleId,
    cancel: &Cancel,
) -> Result<StoredPage, PageError> {
    let request = plan_page(library, article)?;
    request.fetch(client, pace, cancel)?.store(library)
}
