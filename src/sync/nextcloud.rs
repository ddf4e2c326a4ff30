//! Client of the API of Nextcloud News, versions 1-3 and 1-2: [`NextcloudClient`].
//!
//! There are no lists of ids. Unread and starred items come with their texts, page by page, once; afterwards those that have
//! changed since the last sync.

mod answers;
mod counts;
mod feeds;
mod items;
mod routes;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use answers::{ItemAnswer, StatusAnswer};
use counts::UnreadCounts;
use items::{ItemList, PAGE, items_by_id, items_page, unread_ids, updated_items};
use routes::{ApiVersion, is_missing_route};

use super::answer::{basic_header, first_request_error, numbers, read_state, write_state};
use super::changes::{ChangeCursor, ChangeList};
use super::error::SyncError;
use super::rest::RestApi;
use super::server::{
    RemoteItem, RemoteMarks, Server, ServerInfo, ServerLimits, ServerWarning, SubscriptionChange,
    Subscriptions,
};
use super::transport::Transport;
use crate::fetch::{Credentials, FetchError, TimeoutPhase};
use crate::model::{AccountKind, MarkKind};

/// Most marks in one request: the server sets them one after the other, and its time for a request may be short.
const MARKS: usize = 250;
/// Most stars at once with version 1-2: a request for each, and one for all.
const OLD_MARKS: usize = 100;
/// Most unread items of a feed that are listed to find marks that the server has not reported, and most pages of such a list.
const MAX_LISTED: usize = 1_000;
const MAX_LISTED_PAGES: usize = 8;
/// Most items by their ids at once.
const TEXTS: usize = 100;

/// Client of one account.
pub struct NextcloudClient<'a> {
    api: RestApi<'a>,
    state: NextcloudState,
}

/// State between two syncs.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct NextcloudState {
    /// Version of the API.
    version: ApiVersion,
    /// Position in the lists of items.
    cursor: ChangeCursor,
    /// Feeds whose changed items are still to come, where those of all feeds are too large for one answer.
    feeds: Vec<i64>,
    /// Numbers of unread items by feed.
    unread: UnreadCounts,
}

impl<'a> NextcloudClient<'a> {
    /// Returns a client. `base` is the address of Nextcloud itself. `state` is that of [`Server::state`], or empty.
    pub fn new(
        transport: &'a dyn Transport,
        base: &str,
        credentials: &Credentials,
        state: &str,
    ) -> Self {
        let base = base.trim_end_matches('/').to_owned();
        let authorization = basic_header(&credentials.user, &credentials.password);
        Self {
            api: RestApi::new(transport, base, authorization),
            state: read_state(state),
        }
    }

    /// Calls `request` with the known version of the API, and with the other one where the server does not have that.
    fn with_version<T>(
        &mut self,
        request: impl Fn(&RestApi<'_>, ApiVersion) -> Result<T, SyncError>,
    ) -> Result<T, SyncError> {
        let version = self.state.version;
        let is_missing = |error: &SyncError| is_missing_route(error, self.api.base());
        let error = match request(&self.api, version) {
            Err(error) if is_missing(&error) => error,
            result => return result.map_err(first_request_error),
        };
        let other = match version {
            ApiVersion::V1_3 => ApiVersion::V1_2,
            ApiVersion::V1_2 => ApiVersion::V1_3,
        };
        match request(&self.api, other) {
            Err(other) if is_missing(&other) => Err(match error {
                SyncError::Moved { .. } => SyncError::WrongAddress { other: None },
                error => first_request_error(error),
            }),
            Err(error) => Err(first_request_error(error)),
            Ok(value) => {
                self.state.version = other;
                Ok(value)
            }
        }
    }

    /// Returns the next page of unread or starred items.
    fn listed_items(&mut self, list: ItemList) -> Result<RemoteMarks, SyncError> {
        let after = self.state.cursor.after;
        let page = items_page(&self.api, self.state.version, list, after, PAGE)?;
        let is_more = self.state.cursor.advance(page.next, self.api.time());
        let items = page.items.into_iter().map(RemoteItem::from).collect();
        Ok(RemoteMarks::Changes { items, is_more })
    }

    /// Returns the items that have changed: all at once, or feed by feed where that is too much for one answer, or for the memory or the time
    /// of the server.
    fn changed_items(&mut self) -> Result<RemoteMarks, SyncError> {
        let since = self.state.cursor.changed_since();
        let version = self.state.version;
        let mut feeds = self.state.feeds.clone();
        if feeds.is_empty() {
            match updated_items(&self.api, version, since, None) {
                Err(error) if is_too_much(&error) => {
                    let listed = feeds::list_feeds(&self.api, version)?;
                    feeds = listed.iter().map(|feed| feed.id).collect();
                    if feeds.is_empty() {
                        return Err(error);
                    }
                }
                items => return Ok(self.changed_page(items?, None)),
            }
        }
        let Some(feed) = feeds.first().copied() else {
            return Ok(self.changed_page(Vec::new(), None));
        };
        let items = match updated_items(&self.api, version, since, Some(feed)) {
            // The feed was removed meanwhile.
            Err(SyncError::Rejected { status: 404 }) => Vec::new(),
            items => items?,
        };
        feeds.retain(|id| *id != feed);
        let next = (!feeds.is_empty()).then_some(feed);
        self.state.feeds = feeds;
        Ok(self.changed_page(items, next))
    }

    fn changed_page(&mut self, items: Vec<ItemAnswer>, next: Option<i64>) -> RemoteMarks {
        let is_more = self.state.cursor.advance(next, self.api.time());
        let items = items.into_iter().map(RemoteItem::from).collect();
        RemoteMarks::Changes { items, is_more }
    }

    /// Returns items with the names by which version 1-2 knows them for stars.
    fn named_items(&self, ids: &[i64]) -> Result<Vec<Value>, SyncError> {
        let items = items_by_id(&self.api, self.state.version, ids)?;
        let names = items.into_iter().map(|item| {
            let hash = item.guid_hash;
            hash.map(|hash| json!({ "feedId": item.feed_id, "guidHash": hash }))
        });
        names
            .collect::<Option<Vec<Value>>>()
            .ok_or(SyncError::UnexpectedAnswer { request: "items" })
    }
}

impl Server for NextcloudClient<'_> {
    fn limits(&self) -> ServerLimits {
        ServerLimits {
            marks_per_request: match self.state.version {
                ApiVersion::V1_3 => MARKS,
                ApiVersion::V1_2 => OLD_MARKS,
            },
            texts_per_request: TEXTS,
            edits_subscriptions: true,
            folders: AccountKind::Nextcloud.folder_limit(),
            edits_folders: true,
            folder_owns_feeds: true,
        }
    }

    fn check(&mut self) -> Result<ServerInfo, SyncError> {
        let status = self.with_version(|api, version| {
            let status = api.get::<StatusAnswer>(&version.path("status"), "status");
            // A page of something else is not the API.
            match status {
                Err(SyncError::UnexpectedAnswer { .. }) => {
                    Err(SyncError::WrongAddress { other: None })
                }
                status => status,
            }
        })?;
        let feeds = feeds::list_feeds(&self.api, self.state.version)?;
        let mut warnings = Vec::new();
        if status.warnings.has_broken_cron {
            warnings.push(ServerWarning::BrokenCron);
        }
        if self.state.version != ApiVersion::V1_3 {
            warnings.push(ServerWarning::OlderApi);
        }
        Ok(ServerInfo {
            version: Some(format!("Nextcloud News {}", status.version)),
            time: self.api.time(),
            feeds: Some(feeds.len()),
            warnings,
        })
    }

    fn subscriptions(&mut self) -> Result<Option<Subscriptions>, SyncError> {
        let (subscriptions, counts) = self.with_version(feeds::list_subscriptions)?;
        self.state.unread.set(counts);
        Ok(Some(subscriptions))
    }

    fn marks(&mut self) -> Result<RemoteMarks, SyncError> {
        match self.state.cursor.list {
            ChangeList::Unread => self.listed_items(ItemList::Unread),
            ChangeList::Starred => self.listed_items(ItemList::Starred),
            ChangeList::Changed => self.changed_items(),
        }
    }

    fn texts(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, SyncError> {
        let items = items_by_id(&self.api, self.state.version, &numbers(ids))?;
        Ok(items.into_iter().map(RemoteItem::from).collect())
    }

    fn feed_items(
        &mut self,
        feed: &str,
        limit: usize,
    ) -> Result<Option<Vec<RemoteItem>>, SyncError> {
        let Ok(feed) = feed.parse() else {
            return Ok(None);
        };
        let version = self.state.version;
        let page = items_page(&self.api, version, ItemList::Feed(feed), None, limit)?;
        let items = page.items.into_iter();
        let items = items.filter(|item| item.feed_id == feed);
        Ok(Some(items.map(RemoteItem::from).collect()))
    }

    fn unread_counts(&self) -> HashMap<String, usize> {
        self.state.unread.comparable()
    }

    fn unread_of_feed(&mut self, feed: &str) -> Result<Option<HashSet<String>>, SyncError> {
        let Ok(feed) = feed.parse() else {
            return Ok(None);
        };
        if self.state.unread.count_of(feed) > MAX_LISTED {
            return Ok(None);
        }
        let ids = unread_ids(&self.api, self.state.version, feed, MAX_LISTED_PAGES)?;
        let listed = ids.as_ref().map(HashSet::len);
        let is_whole = self.state.unread.record_listed(feed, listed);
        Ok(ids.filter(|_| is_whole))
    }

    fn set_marks(&mut self, kind: MarkKind, value: bool, ids: &[String]) -> Result<(), SyncError> {
        let ids = numbers(ids);
        let version = self.state.version;
        let items = match (kind, version) {
            (MarkKind::Star, ApiVersion::V1_2) => self.named_items(&ids)?,
            _ => ids.into_iter().map(Value::from).collect(),
        };
        if items.is_empty() {
            return Ok(());
        }
        let route = match (kind, value) {
            (MarkKind::Read, true) => "items/read/multiple",
            (MarkKind::Read, false) => "items/unread/multiple",
            (MarkKind::Star, true) => "items/star/multiple",
            (MarkKind::Star, false) => "items/unstar/multiple",
        };
        let body = json!({ version.items(): items });
        self.api
            .call(version.method(), &version.path(route), Some(&body))?;
        Ok(())
    }

    fn change(&mut self, change: &SubscriptionChange) -> Result<Option<String>, SyncError> {
        feeds::change(&self.api, self.state.version, change)
    }

    fn state(&self) -> String {
        write_state(&self.state)
    }
}

/// Returns true if an error may mean that an answer is too large: for this program, or for the memory or the time of the server.
fn is_too_much(error: &SyncError) -> bool {
    matches!(
        error,
        SyncError::Fetch(
            FetchError::TooLarge { .. }
                | FetchError::Timeout(TimeoutPhase::FirstByte | TimeoutPhase::Body)
        ) | SyncError::Status {
            status: 500 | 502 | 504
        }
    )
}
