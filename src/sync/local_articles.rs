//! Items of articles that were here before: [`link_local_articles`].
//!
//! An item that is read and not starred on the server is in none of its sets, so its text never comes. Where the library has the
//! article all the same, from a local feed at the same address or from an account that was removed, the item is looked for among
//! the newest of its feed: the marks of both sides are merged, and later ones are sent.

use std::collections::HashSet;

use super::error::SyncError;
use super::server::Server;
use super::texts::{FeedSources, prepare_items};
use crate::ingest::Cancel;
use crate::library::Library;
use crate::model::AccountId;

/// Number of items of a feed that are looked at.
const ITEMS_PER_FEED: usize = 250;

/// Links articles that were here before with their items. `present` are ids that the server has.
///
/// # Errors
/// See [`SyncError`]. A feed whose items the server refuses to list is asked for again after some hours.
pub(super) fn link_local_articles(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    present: &HashSet<String>,
    cancel: &Cancel,
) -> Result<(), SyncError> {
    let wanted = library.feeds_to_link(account)?;
    if wanted.is_empty() {
        return Ok(());
    }
    let mut feeds = FeedSources::read(library, account)?;
    for feed in wanted {
        cancel.check()?;
        match server.feed_items(&feed, ITEMS_PER_FEED) {
            Ok(Some(items)) => {
                let items = prepare_items(library, account, &items, &mut feeds)?;
                library.link_remote_items(account, &items, present)?;
            }
            Ok(None) => return Ok(()),
            Err(error) if error.is_rejection() => {}
            Err(error) => return Err(error),
        }
        library.set_feed_linked(account, &feed)?;
    }
    Ok(())
}
