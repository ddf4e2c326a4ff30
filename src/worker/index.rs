//! The thread of the search index: sleeps until the library has changed, or until a day begins that a saved search
//! depends on, and yields to all other writers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::emit::Emit;
use super::library_pool::LibraryPool;
use super::maintenance::send_notices;
use super::priority::lower_priority;
use super::shared_state::SharedState;
use super::wording;
use crate::ingest::extract_pending;
use crate::library::LibraryError;

/// Pause between two steps: other writers try every two milliseconds.
const STEP_GAP: Duration = Duration::from_millis(5);
/// Pause after another program was writing.
const BUSY_GAP: Duration = Duration::from_millis(200);

/// The step that follows.
enum IndexStep {
    /// Another step.
    Step(Duration),
    /// Sleep until something has changed, or for this time.
    Sleep(Option<Duration>),
}

/// Starts the thread. It ends when `has_ended` is set and something was written.
///
/// # Errors
/// A thread can't be started.
pub(super) fn start_indexing(
    shared: Arc<SharedState>,
    emit: Emit,
    has_ended: Arc<AtomicBool>,
) -> std::io::Result<()> {
    shared.pool.write_notify().notify();
    thread::Builder::new().name("index".into()).spawn(move || {
        lower_priority();
        let mut day_ends = None;
        loop {
            shared.pool.write_notify().wait(day_ends);
            day_ends = loop {
                if has_ended.load(Ordering::SeqCst) {
                    return;
                }
                match index_step(&shared.pool) {
                    IndexStep::Step(after) => thread::sleep(after),
                    IndexStep::Sleep(at_most) => break at_most,
                }
            };
            send_notices(&shared, &emit);
        }
    })?;
    Ok(())
}

/// Does one step of indexing.
fn index_step(pool: &LibraryPool) -> IndexStep {
    let indexed = pool.with_writer(|library| {
        // New articles that the rules may mute are not listed before. Other texts are indexed once all were extracted.
        if library.check_new_articles()?.has_more || extract_pending(library)? {
            return Ok(IndexStep::Step(STEP_GAP));
        }
        let step = library.index_some()?;
        Ok(match step.has_more {
            true => IndexStep::Step(STEP_GAP),
            false => IndexStep::Sleep(library.time_until_refresh()?),
        })
    });
    match indexed {
        Ok(Some(Ok(next))) => next,
        Ok(Some(Err(LibraryError::Busy))) => IndexStep::Step(BUSY_GAP),
        // The caller of the next change reports a read-only library.
        Ok(Some(Err(LibraryError::ReadOnly))) => IndexStep::Sleep(None),
        Ok(Some(Err(error))) => {
            pool.notices()
                .add(wording::failure("the search index", &error));
            IndexStep::Sleep(None)
        }
        // The library does not exist yet, or can't be opened, which others report. It is opened again at the next
        // change.
        Ok(None) | Err(_) => IndexStep::Sleep(None),
    }
}
