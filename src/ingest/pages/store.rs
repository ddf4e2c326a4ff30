//! Storing what came of a request for a page: its text, or when it is tried again ([`store_reply`]).

use super::task::{PageReply, PageTask};
use crate::fetch::{FetchError, RetryAfter, politeness};
use crate::library::{Library, LibraryError, NewPageText};
use crate::model::SourceErrorKind;

/// Delay after the first failure, in seconds; each further one is twice as long.
const FIRST_RETRY: i64 = 15 * 60;
/// Failures after which a page is fetched only when the user asks for it.
const MAX_ATTEMPTS: u32 = 4;
/// Delay of the pages of a host that refuses one (403), in seconds.
const FORBIDDEN_DELAY: i64 = 6 * 3600;

/// Stores the text of a page; after a failure, when it is tried again, and the wait that its host asks for.
pub(super) fn store_reply(
    library: &mut Library,
    task: &PageTask,
    reply: &PageReply,
) -> Result<(), LibraryError> {
    let now = library.now();
    let article = task.page.article;
    let error = match &reply.result {
        Ok(page) => {
            if task.host_wait.is_some() {
                library.set_host_wait(&task.host, None)?;
            }
            library.store_page_text(
                article,
                &NewPageText {
                    document: &page.document,
                    words: page.words,
                    url: &page.url,
                    problem: page.problem,
                },
            )?;
            return Ok(());
        }
        Err(FetchError::Cancelled) => return Ok(()),
        Err(error) => error.source_error(),
    };
    let seconds = reply.retry_after.map(|retry| match retry {
        RetryAfter::Seconds(seconds) => seconds,
        RetryAfter::Date(time) => time - now,
    });
    let is_throttled =
        reply.status == Some(429) || (reply.status == Some(503) && reply.retry_after.is_some());
    if is_throttled {
        let kind = SourceErrorKind::RateLimited;
        let wait = politeness::host_wait(task.host_wait, kind, false, seconds, now);
        library.set_host_wait(&task.host, Some(wait))?;
        return library.page_failed(article, &task.host, &error, Some(wait.not_before));
    }
    if reply.status == Some(403) {
        library.delay_pages_of_host(&task.host, now + FORBIDDEN_DELAY)?;
    }
    let not_before = retry_time(reply.status, error.kind, task.page.attempts, now);
    library.page_failed(article, &task.host, &error, not_before)
}

/// Returns the time of the next attempt after a failure, in seconds since 1970-01-01 UTC; `None` for none. `attempts` have failed
/// before this one.
fn retry_time(status: Option<u16>, kind: SourceErrorKind, attempts: u32, now: i64) -> Option<i64> {
    // What is gone, not allowed or no text stays so.
    let is_final = matches!(status, Some(400 | 401 | 402 | 404 | 405 | 406 | 410 | 451))
        || matches!(
            kind,
            SourceErrorKind::Forbidden | SourceErrorKind::TooLarge | SourceErrorKind::Redirect
        )
        || (status == Some(200) && kind == SourceErrorKind::Other);
    if is_final || attempts + 1 >= MAX_ATTEMPTS {
        return None;
    }
    let delay = match status {
        Some(403) => FORBIDDEN_DELAY,
        _ => FIRST_RETRY,
    };
    Some(now + (delay << attempts.min(8)))
}
