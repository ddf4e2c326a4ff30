//! Items of articles that were here before: [`link_local_articles`].
//!
//! An item that is read and not starred on the server is in none of its sets, so its text never comes. Where the library has the
//! article all the same, from a local feed at the same address or from an account that was removed, the item is looked for among
//! the newest of its feed: the marks of both sides are merged, and later ones are sent.

use std::collections::HashSet;

use super::error::SyncError;
use super::server::{RemoteItem, Server};
use super::text_requests::TextRequests;
use super::texts::{FeedSources, prepare_items};
use crate::ingest::Cancel;
use crate::library::Library;
use crate::model::AccountId;

/// Number of items of a feed that are looked at.
const ITEMS_PER_FEED: usize = 250;
/// Number of feeds whose items the server can't send, after which no more are asked for.
const MAX_FAILURES: usize = 3;

/// Links articles that were here before with their items. `present` are ids that the server has.
///
/// # Errors
/// See [`SyncError`]. A feed whose items the server refuses to list is asked for again after some hours, one whose items it can't send
/// with the next sync.
pub(super) fn link_local_articles(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    present: &HashSet<String>,
    requests: &mut TextRequests<'_>,
    cancel: &Cancel,
) -> Result<(), SyncError> {
    let wanted = library.feeds_to_link(account)?;
    if wanted.is_empty() {
        return Ok(());
    }
    let mut feeds = FeedSources::read(library, account)?;
    let mut failures = 0;
    for feed in wanted {
        cancel.check()?;
        match newest_items(server, &feed, requests) {
            Ok(Some(items)) => {
                let items = prepare_items(library, account, &items, &mut feeds)?;
                library.link_remote_items(account, &items, present)?;
            }
            Ok(None) => return Ok(()),
            Err(error) if error.is_rejection() => {}
            Err(error) if error.is_failed_answer() && failures + 1 < MAX_FAILURES => {
                failures += 1;
                continue;
            }
            Err(error) => return Err(error),
        }
        library.set_feed_linked(account, &feed)?;
    }
    Ok(())
}

/// Returns the newest items of a feed; `None` if the API has no such list.
fn newest_items(
    server: &mut dyn Server,
    feed: &str,
    requests: &mut TextRequests<'_>,
) -> Result<Option<Vec<RemoteItem>>, SyncError> {
    let Some(ids) = server.feed_item_ids(feed, ITEMS_PER_FEED)? else {
        return server.feed_items(feed, ITEMS_PER_FEED);
    };
    let mut items = Vec::with_capacity(ids.len());
    for batch in ids.chunks(server.limits().texts_per_request.max(1)) {
        let received = requests.request(server, batch);
        items.extend(received.items);
        if let Some(error) = received.error {
            return Err(error);
        }
    }
    Ok(Some(items))
}
