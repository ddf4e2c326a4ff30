//! Client of the Google Reader API: FreshRSS, BazQux, Inoreader, TheOldReader, and Miniflux beside its own API.
//!
//! 1. [`session`] signs in and renews tokens.
//! 2. [`ids`] has the two forms of ids, [`lists`] whole lists of them over several pages.
//! 3. [`items`] reads texts, [`subscriptions`] feeds and folders.

mod ids;
mod items;
mod lists;
mod session;
mod subscriptions;

use serde::{Deserialize, Serialize};

use super::answer::{first_request_error, read_state, write_state};
use super::error::SyncError;
use super::secrets::Secrets;
use super::server::{
    RemoteItem, RemoteMarks, Server, ServerInfo, ServerLimits, SubscriptionChange, Subscriptions,
};
use super::transport::Transport;
use crate::model::{AccountKind, FolderLimit, MarkKind};
use session::Session;

/// Stream of all items.
const ALL: &str = "user/-/state/com.google/reading-list";
/// Tag of read items.
const READ: &str = "user/-/state/com.google/read";
/// Tag, and stream, of starred items.
const STARRED: &str = "user/-/state/com.google/starred";

/// Most marks in one request. FreshRSS with SQLite has a transaction for each, and a thousand may take longer than a request may.
const MARKS: usize = 250;
/// Most items with their texts in one request.
const TEXTS: usize = 150;

/// Client for one account.
pub struct GoogleReader<'a> {
    session: Session<'a>,
    /// True for FreshRSS, whose titles write `&`, `<` and `>` by other characters.
    is_freshrss: bool,
    state: State,
}

/// State between two syncs.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    /// Entity tag of the list of subscriptions.
    subscriptions_etag: Option<String>,
    /// True if the server has refused to take a feed out of its folder: each has one, as in Miniflux.
    keeps_folders: bool,
}

impl<'a> GoogleReader<'a> {
    /// Makes a client. `base` is the address before `/reader/api/0`, without a slash at its end.
    pub fn new(
        transport: &'a dyn Transport,
        base: &str,
        user: &str,
        secrets: Secrets,
        state: &str,
    ) -> Self {
        Self {
            session: Session::new(transport, base, user, secrets),
            is_freshrss: base.ends_with("/api/greader.php"),
            state: read_state(state),
        }
    }
}

impl GoogleReader<'_> {
    /// Returns the items whose mark is to be set: all of them, or, where the server may toggle marks, those that it does not have
    /// so yet.
    fn differing(
        &mut self,
        kind: MarkKind,
        value: bool,
        ids: &[String],
    ) -> Result<Vec<String>, SyncError> {
        // Until 2026-05-02 it toggled marks.
        if !self.session.is_miniflux()? {
            return Ok(ids.to_vec());
        }
        let (set, is_marked) = match kind {
            MarkKind::Read => (lists::ids(&mut self.session, ALL, Some(READ))?, false),
            MarkKind::Star => (lists::ids(&mut self.session, STARRED, None)?, true),
        };
        let differs = |id: &&String| {
            let marked = set.contains(id).map(|contained| contained == is_marked);
            marked != Some(value)
        };
        Ok(ids.iter().filter(differs).cloned().collect())
    }
}

impl Server for GoogleReader<'_> {
    fn limits(&self) -> ServerLimits {
        ServerLimits {
            marks_per_request: MARKS,
            texts_per_request: TEXTS,
            edits_subscriptions: true,
            folders: match self.state.keeps_folders {
                true => FolderLimit::One,
                false => AccountKind::GoogleReader.folder_limit(),
            },
            edits_folders: true,
            folder_owns_feeds: false,
        }
    }

    fn check(&mut self) -> Result<ServerInfo, SyncError> {
        match self.session.sign_in() {
            // A password that was asked for is not stored, and the token may still be valid.
            Err(SyncError::NoPassword) if self.session.has_token() => {}
            signed_in => signed_in.map_err(first_request_error)?,
        }
        let (listed, answer) = subscriptions::list(&mut self.session, None, self.is_freshrss)?;
        Ok(ServerInfo {
            version: None,
            time: answer.date,
            feeds: listed.map(|listed| listed.feeds.len()),
            warnings: Vec::new(),
        })
    }

    fn subscriptions(&mut self) -> Result<Option<Subscriptions>, SyncError> {
        let etag = self.state.subscriptions_etag.clone();
        let (listed, answer) = subscriptions::list(&mut self.session, etag, self.is_freshrss)?;
        if listed.is_some() {
            self.state.subscriptions_etag = answer.etag;
        }
        Ok(listed)
    }

    fn marks(&mut self) -> Result<RemoteMarks, SyncError> {
        Ok(RemoteMarks::Sets {
            unread: lists::ids(&mut self.session, ALL, Some(READ))?,
            starred: lists::ids(&mut self.session, STARRED, None)?,
        })
    }

    fn texts(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, SyncError> {
        items::texts(&mut self.session, ids, self.is_freshrss)
    }

    fn feed_items(
        &mut self,
        _feed: &str,
        _limit: usize,
    ) -> Result<Option<Vec<RemoteItem>>, SyncError> {
        Ok(None)
    }

    fn feed_item_ids(
        &mut self,
        feed: &str,
        limit: usize,
    ) -> Result<Option<Vec<String>>, SyncError> {
        lists::newest_ids(&mut self.session, feed, limit).map(Some)
    }

    fn set_marks(&mut self, kind: MarkKind, value: bool, ids: &[String]) -> Result<(), SyncError> {
        let tag = match kind {
            MarkKind::Read => READ,
            MarkKind::Star => STARRED,
        };
        let long = self.differing(kind, value, ids)?;
        if long.is_empty() {
            return Ok(());
        }
        let long: Vec<String> = long.iter().map(|id| ids::long_form(id)).collect();
        // FreshRSS obeys the last of several tags only.
        let mut pairs = vec![(if value { "a" } else { "r" }, tag)];
        pairs.extend(long.iter().map(|id| ("i", id.as_str())));
        self.session.post_ok("edit-tag", &pairs)
    }

    fn change(&mut self, change: &SubscriptionChange) -> Result<Option<String>, SyncError> {
        // The next list is asked for whole.
        self.state.subscriptions_etag = None;
        let changed = subscriptions::change(&mut self.session, change);
        if let (SubscriptionChange::Move { to, .. }, Err(error)) = (change, &changed) {
            self.state.keeps_folders |= to.is_empty() && error.is_rejection();
        }
        changed
    }

    fn state(&self) -> String {
        write_state(&self.state)
    }
}
