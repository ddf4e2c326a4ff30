//! The thread that fetches queued pages in the background: after a refresh, and when a page that failed is due again
//! ([`start_fetching_pages`]).

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::emit::Emit;
use super::priority::lower_priority;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::{PageRunOptions, PageRunSummary, fetch_queued_pages, queue_pages};
use crate::library::{LibraryError, LibraryReader};
use crate::model::Outcome;

/// Pause after the start of the program: the first frames come before.
const START_PAUSE: Duration = Duration::from_secs(3);
/// Pause while another program fetches the pages, and after no host was reached.
const LONG_PAUSE: Duration = Duration::from_secs(60);
/// Longest sleep: a suspended machine does not count the time.
const MAX_SLEEP: Duration = Duration::from_secs(15 * 60);

/// Starts the thread. It ends with the fetching of the program.
///
/// # Errors
/// A thread can't be started.
pub(super) fn start_fetching_pages(shared: Arc<SharedState>, emit: Emit) -> std::io::Result<()> {
    thread::Builder::new().name("pages".into()).spawn(move || {
        lower_priority();
        let fetching = shared.fetching();
        let has_ended = || fetching.cancel.is_cancelled();
        fetching.page_sources.wait(Some(START_PAUSE));
        if fetching.is_scheduled {
            let all = shared.pool.read(LibraryReader::sources);
            let all = all.ok().flatten().unwrap_or_default();
            fetching
                .page_sources
                .add(all.into_iter().map(|source| source.id));
        }
        while !has_ended() {
            let pause = match run(&shared, &emit) {
                Ok(_) if !fetching.is_scheduled => None,
                Ok(Some(summary)) if summary.is_offline || summary.is_other_program => {
                    Some(LONG_PAUSE)
                }
                Ok(_) => time_until_due(&shared),
                Err(LibraryError::Busy) => Some(LONG_PAUSE),
                Err(error) => {
                    let text = wording::failure("fetching pages", &error);
                    shared.pool.notices().add(text);
                    Some(MAX_SLEEP)
                }
            };
            if has_ended() {
                return;
            }
            fetching
                .page_sources
                .wait(pause.map(|pause| pause.min(MAX_SLEEP)));
        }
    })?;
    Ok(())
}

/// Queues the pages of the sources that were added, and fetches what is due. `None` without a library.
fn run(shared: &SharedState, emit: &Emit) -> Result<Option<PageRunSummary>, LibraryError> {
    let fetching = shared.fetching();
    let sources = fetching.page_sources.take();
    if sources.is_empty() && !fetching.is_scheduled {
        // Nothing is fetched unasked.
        return Ok(None);
    }
    let done = shared.pool.with_writer(|library| {
        if library.is_read_only() {
            return Ok(PageRunSummary::default());
        }
        queue_pages(library, &sources)?;
        if library.due_pages(1, 1)?.is_empty() {
            return Ok(PageRunSummary::default());
        }
        fetch_queued_pages(
            library,
            fetching.client(),
            &fetching.pace,
            PageRunOptions::default(),
            &fetching.cancel,
            &mut |article| {
                // Its words are indexed.
                shared.pool.write_notify().notify();
                emit(Outcome::PageTextStored(article));
            },
        )
    });
    match done {
        Ok(Some(done)) => done.map(Some),
        // The library does not exist yet, or can't be opened, which others report.
        Ok(None) | Err(_) => Ok(None),
    }
}

/// Returns the time until a page is due; `None` if there is none.
fn time_until_due(shared: &SharedState) -> Option<Duration> {
    let next = shared.pool.read(LibraryReader::next_page_due).ok()???;
    let left = next.saturating_sub(chrono::Utc::now().timestamp()).max(1);
    Some(Duration::from_secs(left.unsigned_abs()))
}
