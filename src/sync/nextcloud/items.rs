//! Items of Nextcloud News: pages in descending order of ids, items that have changed, and items by their ids.

use std::collections::HashSet;

use super::answers::{ItemAnswer, ItemsAnswer};
use super::routes::ApiVersion;
use crate::fetch::FetchError;
use crate::sync::error::SyncError;
use crate::sync::rest::RestApi;

/// Most items in one page.
pub(super) const PAGE: usize = 250;
/// Share of a page, as its inverse, that must have been asked for: else the next ids are requested one by one.
const SPARSE: usize = 10;
/// Name of the list in errors.
const ITEMS: &str = "items";

/// List of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemList {
    /// All.
    All,
    /// Unread ones.
    Unread,
    /// Starred ones.
    Starred,
    /// All of one feed.
    Feed(i64),
    /// Unread ones of one feed.
    UnreadOfFeed(i64),
}

/// Page of items, in descending order of ids.
pub(super) struct ItemPage {
    /// Items.
    pub(super) items: Vec<ItemAnswer>,
    /// Lowest id, if more may follow.
    pub(super) next: Option<i64>,
}

/// Requests a page of a list: items whose ids are below `below`, at most `limit`; fewer where so many are too large together.
///
/// # Errors
/// See [`SyncError`]. Ids that are not below it are unexpected: the list would never end.
pub(super) fn items_page(
    api: &RestApi<'_>,
    version: ApiVersion,
    list: ItemList,
    below: Option<i64>,
    limit: usize,
) -> Result<ItemPage, SyncError> {
    // One of them may be the item of the offset.
    let mut limit = limit.clamp(2, PAGE);
    let (list, id, read) = match list {
        ItemList::All => (3, 0, true),
        ItemList::Unread => (3, 0, false),
        ItemList::Starred => (2, 0, true),
        ItemList::Feed(feed) => (0, feed, true),
        ItemList::UnreadOfFeed(feed) => (0, feed, false),
    };
    let offset = below.unwrap_or(0);
    let answer: ItemsAnswer = loop {
        let route = format!(
            "items?type={list}&id={id}&getRead={read}&batchSize={limit}&offset={offset}&oldestFirst=false"
        );
        match api.get(&version.path(&route), ITEMS) {
            Err(SyncError::Fetch(FetchError::TooLarge { .. })) if limit > 3 => limit /= 2,
            other => break other?,
        }
    };
    let mut items = answer.items;
    let is_full = items.len() >= limit;
    // The documentation says that the item of the offset comes too; newer versions leave it out.
    items.retain(|item| Some(item.id) != below);
    items.sort_unstable_by_key(|item| std::cmp::Reverse(item.id));
    let mut previous = below;
    for item in &items {
        if previous.is_some_and(|previous| item.id >= previous) {
            return Err(SyncError::UnexpectedAnswer { request: ITEMS });
        }
        previous = Some(item.id);
    }
    let next = items.last().map(|item| item.id).filter(|_| is_full);
    Ok(ItemPage { items, next })
}

/// Requests the items that were added, or whose marks have changed, since a time of the server: of one feed, or of all.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn updated_items(
    api: &RestApi<'_>,
    version: ApiVersion,
    since: i64,
    feed: Option<i64>,
) -> Result<Vec<ItemAnswer>, SyncError> {
    let (list, id) = match feed {
        Some(feed) => (0, feed),
        None => (3, 0),
    };
    let route = format!("items/updated?type={list}&id={id}&lastModified={since}");
    let answer: ItemsAnswer = api.get(&version.path(&route), "items/updated")?;
    Ok(answer.items)
}

/// Requests the ids of all unread items of a feed; `None` if they fill more than `max_pages` pages, or the server does not have the feed.
///
/// # Errors
/// See [`items_page`].
pub(super) fn unread_ids(
    api: &RestApi<'_>,
    version: ApiVersion,
    feed: i64,
    max_pages: usize,
) -> Result<Option<HashSet<String>>, SyncError> {
    let mut ids = HashSet::new();
    let mut below = None;
    for _ in 0..max_pages {
        let page = items_page(api, version, ItemList::UnreadOfFeed(feed), below, PAGE);
        let page = match page {
            Err(SyncError::Rejected { status: 404 }) => return Ok(None),
            page => page?,
        };
        let unread = page
            .items
            .iter()
            .filter(|item| item.feed_id == feed && item.unread);
        ids.extend(unread.map(|item| item.id.to_string()));
        below = page.next;
        if below.is_none() {
            return Ok(Some(ids));
        }
    }
    Ok(None)
}

/// Requests items by their ids, in ascending order without duplicates. There is no request for that: each is looked for at the
/// beginning of the list that ends with it.
///
/// # Errors
/// See [`items_page`].
pub(super) fn items_by_id(
    api: &RestApi<'_>,
    version: ApiVersion,
    ids: &[i64],
) -> Result<Vec<ItemAnswer>, SyncError> {
    let mut found = Vec::with_capacity(ids.len());
    let mut rest = ids;
    let mut is_sparse = false;
    while let Some(last) = rest.last() {
        let limit = if is_sparse { 1 } else { rest.len() };
        // One more, for the item of the offset.
        let page = items_page(
            api,
            version,
            ItemList::All,
            Some(last.saturating_add(1)),
            limit + 1,
        )?;
        let length = page.items.len();
        let before = found.len();
        let wanted = page.items.into_iter();
        found.extend(wanted.filter(|item| rest.binary_search(&item.id).is_ok()));
        is_sparse = (found.len() - before) * SPARSE < length;
        let Some(next) = page.next else { break };
        let left = rest.partition_point(|id| *id < next);
        rest = rest.get(..left).unwrap_or_default();
    }
    Ok(found)
}
