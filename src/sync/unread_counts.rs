//! Read marks that a server does not report as changes: [`apply_unread_counts`].
//!
//! Nextcloud News before 21.2 leaves the time of the last change as it is when all items of a feed are marked as read on the web. The
//! number of unread items of the feed shows it: where the server has fewer than are known here, all of its unread items are listed, and
//! the others are read.

use std::collections::HashMap;

use super::error::SyncError;
use super::server::Server;
use crate::ingest::Cancel;
use crate::library::{Library, RemoteMark, ServerMark};
use crate::model::{AccountId, MarkKind};

/// Most feeds whose unread items are listed in one sync; those with the fewest come first.
const MAX_FEEDS: usize = 20;

/// Lists the unread items of the feeds of which the server has fewer than are known here, and applies the read marks of the others. Marks
/// that were made here after a request are kept. Returns the number of articles that have changed.
///
/// # Errors
/// See [`SyncError`]. What was applied before stays.
pub(super) fn apply_unread_counts(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    cancel: &Cancel,
) -> Result<usize, SyncError> {
    let counts = server.unread_counts();
    if counts.is_empty() {
        return Ok(0);
    }
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    for item in library.unread_remote_items(account)? {
        // An article of two feeds may be read in one and unread in the other.
        if !item.is_shared {
            known.entry(item.feed).or_default().push(item.id);
        }
    }
    let mut differing: Vec<(usize, String, Vec<String>)> = Vec::new();
    for (feed, ids) in known {
        if let Some(count) = counts.get(&feed).filter(|count| ids.len() > **count) {
            differing.push((*count, feed, ids));
        }
    }
    differing.sort_unstable();
    let mut changed = 0;
    for (_, feed, ids) in differing.into_iter().take(MAX_FEEDS) {
        cancel.check()?;
        let counter = library.mark_counter(account)?;
        let Some(unread) = server.unread_of_feed(&feed)? else {
            continue;
        };
        let read = ids.into_iter().filter(|id| !unread.contains(id));
        let marks: Vec<RemoteMark> = read.map(read_mark).collect();
        changed += library.apply_remote_marks(account, counter, &marks)?;
    }
    Ok(changed)
}

fn read_mark(id: String) -> RemoteMark {
    let mark = ServerMark {
        kind: MarkKind::Read,
        value: true,
    };
    RemoteMark { id, mark }
}
