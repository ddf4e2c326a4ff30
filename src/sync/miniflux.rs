//! Client of the REST API of Miniflux, version 1: [`MinifluxClient`].
//!
//! Servers since June 2026 list ids and set stars. Older ones are asked for changed entries, and their stars are toggled only
//! after a look at the entry. Versions before 2.0.49 are too old: they can't list changed entries.

mod answers;
mod entries;
mod feeds;
mod marks;

use serde::{Deserialize, Serialize};

use answers::{FeedAnswer, UserAnswer, VersionAnswer};
use entries::{EntryFilter, IdRange, entries_by_id, entries_page, newest_entries, too_old};
use marks::{IdList, Ids, has_id_lists, is_unknown, list_ids, set_read, set_stars, toggle_stars};

use super::answer::{
    basic_header, first_request_error, is_plain_text, json, numbers, read_state, write_state,
};
use super::changes::{ChangeCursor, ChangeList};
use super::error::SyncError;
use super::rest::RestApi;
use super::server::{
    IdSet, RemoteItem, RemoteMarks, Server, ServerInfo, ServerLimits, ServerWarning,
    SubscriptionChange, Subscriptions,
};
use super::transport::Transport;
use crate::fetch::{ApiMethod, Credentials};
use crate::model::{AccountKind, MarkKind};

/// Most marks in one request.
const MARKS: usize = 1_000;
/// Most marks at once on a server that toggles stars: two requests a star.
const TOGGLED_MARKS: usize = 100;
/// Seconds after which a server that could not list ids is asked again: it may have been updated.
const ASK_AGAIN: i64 = 24 * 3600;

/// Client of one account.
pub struct MinifluxClient<'a> {
    api: RestApi<'a>,
    state: MinifluxState,
    /// Unread entries of the last list, in ascending order.
    unread: Vec<i64>,
    /// Starred entries of the last list, in ascending order.
    starred: Vec<i64>,
}

/// State between two syncs.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct MinifluxState {
    /// Id of the user.
    user: Option<i64>,
    /// Time of the server at which it could not list ids.
    no_ids: Option<i64>,
    /// True if the server only toggles stars. One that lists ids is asked again.
    toggles: bool,
    /// Position in the lists of a server without lists of ids.
    cursor: ChangeCursor,
}

impl<'a> MinifluxClient<'a> {
    /// Returns a client. Without a user name the password is a token of the API. `state` is that of [`Server::state`], or
    /// empty.
    pub fn new(
        transport: &'a dyn Transport,
        base: &str,
        credentials: &Credentials,
        state: &str,
    ) -> Self {
        let base = base.trim_end_matches('/');
        let base = base.strip_suffix("/v1").unwrap_or(base);
        let Credentials { user, password } = credentials;
        let authorization = match user.is_empty() {
            true => ("x-auth-token", password.clone()),
            false => basic_header(user, password),
        };
        Self {
            api: RestApi::new(transport, base.to_owned(), authorization),
            state: read_state(state),
            unread: Vec::new(),
            starred: Vec::new(),
        }
    }

    /// Requests the version of the server: the first request to a new address.
    fn version(&self) -> Result<VersionAnswer, SyncError> {
        match self.api.call(ApiMethod::Get, "/v1/version", None) {
            Ok(answer) => json(&answer, "version").map_err(|error| match is_plain_text(&answer) {
                true => SyncError::Maintenance,
                false => not_the_api(error),
            }),
            // Versions before 2.0.49 have no such request.
            Err(SyncError::Rejected { status: 404 }) => {
                let user = self.api.get::<UserAnswer>("/v1/me", "me");
                user.map_err(not_the_api)?;
                Err(too_old())
            }
            Err(error) => Err(not_the_api(self.api_off(error))),
        }
    }

    /// Turns the error of a request into what it says where the API is switched off: its paths lead to the web page then.
    fn api_off(&self, error: SyncError) -> SyncError {
        match error {
            SyncError::Moved { to } if to == self.api.base() => SyncError::ApiOff,
            other => other,
        }
    }

    /// Returns true if the server could not list ids a short time ago, and is not asked again now.
    fn lists_changes(&self) -> bool {
        match (self.state.no_ids, self.api.time()) {
            (Some(since), Some(now)) => now.saturating_sub(since) < ASK_AGAIN,
            (since, _) => since.is_some(),
        }
    }

    /// Returns the next page of the lists that stand in for lists of ids.
    fn changed_entries(&mut self) -> Result<RemoteMarks, SyncError> {
        let cursor = &self.state.cursor;
        let filter = match cursor.list {
            ChangeList::Unread => EntryFilter::Unread,
            ChangeList::Starred => EntryFilter::Starred,
            ChangeList::Changed => EntryFilter::ChangedAfter(cursor.changed_since()),
        };
        let range = IdRange {
            after: cursor.after.unwrap_or(0),
            before: None,
        };
        let page = entries_page(&self.api, self.state.user, filter, range, entries::PAGE)?;
        let is_more = self.state.cursor.advance(page.next, self.api.time());
        let items = page.entries.into_iter().map(RemoteItem::from).collect();
        Ok(RemoteMarks::Changes { items, is_more })
    }
}

impl Server for MinifluxClient<'_> {
    fn limits(&self) -> ServerLimits {
        ServerLimits {
            marks_per_request: match self.state.toggles {
                true => TOGGLED_MARKS,
                false => MARKS,
            },
            texts_per_request: entries::PAGE,
            edits_subscriptions: true,
            folders: AccountKind::Miniflux.folder_limit(),
            edits_folders: true,
            folder_owns_feeds: true,
        }
    }

    fn check(&mut self) -> Result<ServerInfo, SyncError> {
        let VersionAnswer { version } = self.version()?;
        let feeds: Vec<FeedAnswer> = feeds::list_feeds(&self.api, &mut self.state.user)?;
        let warnings = match has_id_lists(&self.api)? {
            true if self.state.toggles => vec![ServerWarning::TogglesStars],
            true => Vec::new(),
            false => vec![ServerWarning::OlderApi, ServerWarning::TogglesStars],
        };
        Ok(ServerInfo {
            version: Some(format!("Miniflux {version}")),
            time: self.api.time(),
            feeds: Some(feeds.len()),
            warnings,
        })
    }

    fn subscriptions(&mut self) -> Result<Option<Subscriptions>, SyncError> {
        let subscriptions = feeds::list_subscriptions(&self.api, &mut self.state.user);
        let subscriptions = subscriptions.map(Some);
        subscriptions.map_err(|error| first_request_error(self.api_off(error)))
    }

    fn marks(&mut self) -> Result<RemoteMarks, SyncError> {
        if self.lists_changes() {
            return self.changed_entries();
        }
        let unread = match list_ids(&self.api, IdList::Unread) {
            Err(error) if is_unknown(&error) => {
                self.state.no_ids = self.api.time().or(Some(0));
                return self.changed_entries();
            }
            other => other?,
        };
        let starred = list_ids(&self.api, IdList::Starred)?;
        self.state.no_ids = None;
        self.state.toggles = false;
        self.state.cursor = ChangeCursor::default();
        self.unread = unread.ids.clone();
        self.starred = starred.ids.clone();
        Ok(RemoteMarks::Sets {
            unread: id_set(unread),
            starred: id_set(starred),
        })
    }

    fn texts(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, SyncError> {
        let mut rest = numbers(ids);
        let mut found = Vec::with_capacity(rest.len());
        // What is wanted is nearly always unread or starred. In those lists it stands close together.
        for (filter, known) in [
            (EntryFilter::Unread, &self.unread),
            (EntryFilter::Starred, &self.starred),
        ] {
            let is_known = |id: &i64| known.binary_search(id).is_ok();
            let listed: Vec<i64> = rest.iter().copied().filter(is_known).collect();
            let entries = entries_by_id(&self.api, self.state.user, filter, &listed)?;
            rest.retain(|id| !entries.iter().any(|entry| entry.id == *id));
            found.extend(entries);
        }
        // Others, and those whose mark has changed since.
        let others = entries_by_id(&self.api, self.state.user, EntryFilter::All, &rest)?;
        found.extend(others);
        Ok(found.into_iter().map(RemoteItem::from).collect())
    }

    fn feed_items(
        &mut self,
        feed: &str,
        limit: usize,
    ) -> Result<Option<Vec<RemoteItem>>, SyncError> {
        let Ok(feed) = feed.parse() else {
            return Ok(None);
        };
        let entries = newest_entries(&self.api, self.state.user, feed, limit)?;
        Ok(Some(entries.into_iter().map(RemoteItem::from).collect()))
    }

    fn set_marks(&mut self, kind: MarkKind, value: bool, ids: &[String]) -> Result<(), SyncError> {
        let ids = numbers(ids);
        // The server refuses an empty list.
        if ids.is_empty() {
            return Ok(());
        }
        if kind == MarkKind::Read {
            return set_read(&self.api, value, &ids);
        }
        if !self.state.toggles {
            match set_stars(&self.api, value, &ids) {
                Err(SyncError::Rejected { status: 400 }) => {}
                other => return other,
            }
        }
        toggle_stars(&self.api, self.state.user, value, &ids)?;
        self.state.toggles = true;
        Ok(())
    }

    fn change(&mut self, change: &SubscriptionChange) -> Result<Option<String>, SyncError> {
        feeds::change(&self.api, &mut self.state.user, change)
    }

    fn state(&self) -> String {
        write_state(&self.state)
    }
}

/// Turns the error of the first request into what it says about the address: a page of something else is not the API.
fn not_the_api(error: SyncError) -> SyncError {
    match error {
        SyncError::UnexpectedAnswer { .. } => SyncError::WrongAddress { other: None },
        other => first_request_error(other),
    }
}

fn id_set(ids: Ids) -> IdSet {
    IdSet {
        ids: ids.ids.iter().map(i64::to_string).collect(),
        coverage: ids.coverage,
    }
}
