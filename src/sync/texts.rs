//! Texts of items: [`fetch_texts`] asks for those that are wanted and stores them, a batch at a time, so that it can be continued.

use std::collections::{HashMap, HashSet};

use super::error::SyncError;
use super::server::{RemoteItem, Server};
use super::text_requests::TextRequests;
use crate::ingest::{RemoteText, remote_entry};
use crate::library::{EntryCounts, Library, LibraryError, ListedFeed, NewRemoteItem};
use crate::model::{AccountId, SourceId};

/// Number of items that are known to have come which a sync keeps in mind.
const KNOWN_ITEMS: usize = 8;

/// Feeds of an account by their ids on the server, with their titles.
#[derive(Debug, Default)]
pub(super) struct FeedSources {
    sources: HashMap<String, (SourceId, String)>,
    /// Feeds that the user has removed.
    removed: HashSet<String>,
}

impl FeedSources {
    /// Reads the feeds of an account.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn read(library: &Library, account: AccountId) -> Result<Self, SyncError> {
        let mut found = Self::default();
        for feed in library.remote_feeds(account)? {
            if feed.is_removed {
                found.removed.insert(feed.id.clone());
            }
            let title = feed.user_title.unwrap_or(feed.title);
            found.sources.insert(feed.id, (feed.source, title));
        }
        Ok(found)
    }

    /// Returns true if the user has removed a feed.
    fn is_removed(&self, feed: &str) -> bool {
        self.removed.contains(feed)
    }

    /// Returns the source of a feed, with its title. A feed that the server does not list, as that of a starred article may be,
    /// gets one all the same.
    fn of(
        &mut self,
        library: &mut Library,
        account: AccountId,
        item: &RemoteItem,
    ) -> Result<(SourceId, String), SyncError> {
        if let Some(known) = self.sources.get(&item.feed) {
            return Ok(known.clone());
        }
        let feed = ListedFeed {
            id: item.feed.clone(),
            title: item.feed_title.clone().unwrap_or_default(),
            ..ListedFeed::default()
        };
        let source = library.add_remote_feed(account, &feed, &[], true)?;
        let known = (source, feed.title);
        self.sources.insert(item.feed.clone(), known.clone());
        Ok(known)
    }
}

/// Asks for the texts of all wanted items, in batches, and stores each batch before the next request. `progress` gets the numbers
/// of those that were asked for and of all, and returns false if another program has taken over. What was stored is added to `counts`.
///
/// # Errors
/// See [`SyncError`]. What was stored stays, the rest is still wanted.
pub(super) fn fetch_texts(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    requests: &mut TextRequests<'_>,
    present: &HashSet<String>,
    counts: &mut EntryCounts,
    progress: &mut dyn FnMut(&mut Library, usize, usize) -> Result<bool, LibraryError>,
) -> Result<(), SyncError> {
    let wanted = library.wanted_remote_items(account)?;
    requests.set_known(known_items(&wanted, present));
    let mut feeds = FeedSources::read(library, account)?;
    let mut done = 0;
    progress(library, done, wanted.len())?;
    for batch in wanted.chunks(server.limits().texts_per_request.max(1)) {
        let mut received = requests.request(server, batch);
        // A feed that was removed here brings nothing, also where the API can't remove it.
        received.items.retain(|item| !feeds.is_removed(&item.feed));
        let items = &received.items;
        let came: HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let mut missing = received.answered;
        missing.retain(|id| !came.contains(id.as_str()));
        missing.extend(received.unsendable);
        counts.add(store_texts(library, account, items, &mut feeds, present)?);
        library.count_missing_items(account, &missing)?;
        if let Some(error) = received.error {
            return Err(error);
        }
        done += batch.len();
        if !progress(library, done, wanted.len())? {
            return Err(SyncError::Busy);
        }
    }
    Ok(())
}

/// Returns some items of the server that are not wanted, since they have come.
fn known_items(wanted: &[String], present: &HashSet<String>) -> Vec<String> {
    let wanted: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let known = present.iter().filter(|id| !wanted.contains(id.as_str()));
    known.take(KNOWN_ITEMS).cloned().collect()
}

/// Stores items with their articles.
///
/// # Errors
/// The library can't be written.
pub(super) fn store_texts(
    library: &mut Library,
    account: AccountId,
    items: &[RemoteItem],
    feeds: &mut FeedSources,
    present: &HashSet<String>,
) -> Result<EntryCounts, SyncError> {
    let new = prepare_items(library, account, items, feeds)?;
    Ok(library.store_remote_items(account, &new, present)?)
}

/// Prepares items for the library, without those of feeds that the user has removed.
///
/// # Errors
/// The source of a feed can't be added.
pub(super) fn prepare_items(
    library: &mut Library,
    account: AccountId,
    items: &[RemoteItem],
    feeds: &mut FeedSources,
) -> Result<Vec<NewRemoteItem>, SyncError> {
    let mut new = Vec::with_capacity(items.len());
    for item in items {
        if feeds.is_removed(&item.feed) {
            continue;
        }
        let (source, feed_title) = feeds.of(library, account, item)?;
        new.push(NewRemoteItem {
            id: item.id.clone(),
            source,
            entry: remote_entry(RemoteText {
                guid: item.guid.as_deref(),
                title: item.title.as_deref(),
                url: item.url.as_deref(),
                author: item.author.as_deref(),
                html: &item.html,
                enclosures: &item.enclosures,
                published: item.published,
                feed_title: &feed_title,
            })?,
            is_read: item.is_read,
            is_starred: item.is_starred,
        });
    }
    Ok(new)
}
