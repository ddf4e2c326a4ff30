//! Client of the Fever API: [`FeverClient`].
//!
//! Each request asks for one section, since some servers answer no more. Subscriptions can't be changed. Some servers toggle
//! stars whatever they are asked to do, so the stars are read before and after. FreshRSS lists the unread and starred items of its main
//! stream alone: a star that is to go is read from the item itself.

mod answers;

use std::collections::HashSet;

use md5::{Digest, Md5};
use serde::de::DeserializeOwned;

use answers::{
    AnyAnswer, FeedsAnswer, GroupsAnswer, ItemAnswer, ItemsAnswer, SavedAnswer, UnreadAnswer,
};

use super::answer::{expect_success, first_request_error, form, json, numbers};
use super::error::SyncError;
use super::server::{
    Coverage, IdSet, RemoteItem, RemoteMarks, Server, ServerInfo, ServerLimits, ServerWarning,
    SubscriptionChange, Subscriptions,
};
use super::transport::Transport;
use crate::fetch::{ApiAnswer, ApiMethod, ApiRequest, Credentials};
use crate::model::{AccountKind, MarkKind};

/// Most items in one answer.
const TEXTS: usize = 50;
/// Most marks at once: each is a request.
const MARKS: usize = 50;
/// Name of the section of starred items.
const SAVED: &str = "saved_item_ids";

/// Client of one account.
pub struct FeverClient<'a> {
    transport: &'a dyn Transport,
    base: String,
    /// Key of the API: stands for user and password.
    key: String,
    /// True for FreshRSS, which changes titles.
    is_freshrss: bool,
    /// Time of the server at its last answer.
    time: Option<i64>,
}

impl<'a> FeverClient<'a> {
    /// Returns a client. `base` is the address of the API itself: a script, or a folder without a slash at its end.
    pub fn new(transport: &'a dyn Transport, base: &str, credentials: &Credentials) -> Self {
        let base = base.trim_end_matches('/');
        let Credentials { user, password } = credentials;
        let hash = Md5::digest(format!("{user}:{password}"));
        Self {
            transport,
            base: base.to_owned(),
            key: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            is_freshrss: base.ends_with("/fever.php"),
            time: None,
        }
    }

    /// Sends a request with the query `section` and these members of its form.
    fn post(
        &mut self,
        section: Option<&str>,
        pairs: &[(&str, &str)],
        name: &'static str,
    ) -> Result<ApiAnswer, SyncError> {
        let slash = if self.base.ends_with(".php") { "" } else { "/" };
        let section = section.map_or(String::new(), |section| format!("&{section}"));
        let url = format!("{}{slash}?api{section}", self.base);
        let mut request = ApiRequest::new(ApiMethod::Post, url);
        let mut members = vec![("api_key", self.key.as_str())];
        members.extend_from_slice(pairs);
        request.body = Some(form(&members));
        let answer = self.transport.send(&request)?;
        self.time = answer.date.or(self.time);
        if answer.status == 503 && self.is_freshrss && answer.retry_after.is_none() {
            return Err(SyncError::ApiOff);
        }
        expect_success(&self.base, &request, &answer)?;
        let any: AnyAnswer = json(&answer, name)?;
        match any.auth {
            true => Ok(answer),
            false => Err(SyncError::WrongPassword),
        }
    }

    /// Requests one section.
    fn section<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, SyncError> {
        json(&self.post(Some(name), &[], name)?, name)
    }

    /// Marks one item. Returns `None` if the server does not have it.
    fn mark(&mut self, id: i64, value: &str) -> Result<Option<ApiAnswer>, SyncError> {
        let id = id.to_string();
        let pairs = [("mark", "item"), ("as", value), ("id", id.as_str())];
        match self.post(None, &pairs, "mark") {
            Err(SyncError::Rejected { status: 404 }) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// Requests items by their ids, at most [`TEXTS`].
    fn items(&mut self, ids: &[i64]) -> Result<Vec<ItemAnswer>, SyncError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let list: Vec<String> = ids.iter().map(i64::to_string).collect();
        let section = format!("items&with_ids={}", list.join(","));
        let answer: ItemsAnswer = json(&self.post(Some(&section), &[], "items")?, "items")?;
        let mut items = answer.items;
        // An item that was not asked for belongs to another answer.
        items.retain(|item| list.contains(&item.id));
        Ok(items)
    }

    /// Returns the starred ones of these items, where stars are to go; all that the server lists, where they are to be set.
    fn starred(&mut self, sets: bool, ids: &[i64]) -> Result<HashSet<i64>, SyncError> {
        if sets {
            let answer: SavedAnswer = self.section(SAVED)?;
            return Ok(answer.saved_item_ids.into_iter().collect());
        }
        let mut starred = HashSet::new();
        for ids in ids.chunks(TEXTS) {
            let items = self.items(ids)?.into_iter().filter(|item| item.is_saved);
            starred.extend(items.filter_map(|item| item.id.parse::<i64>().ok()));
        }
        Ok(starred)
    }

    /// Sets or removes stars on a server that may toggle them: sends only those that differ from what it says, and asks
    /// again. One that still differs is sent once more; a server that does not have it ignores it.
    fn set_stars(&mut self, is_starred: bool, ids: &[i64]) -> Result<(), SyncError> {
        let value = if is_starred { "saved" } else { "unsaved" };
        let mut starred = self.starred(is_starred, ids)?;
        for _ in 0..2 {
            let differing: Vec<i64> = ids
                .iter()
                .copied()
                .filter(|id| starred.contains(id) != is_starred)
                .collect();
            if differing.is_empty() {
                break;
            }
            let mut list = None;
            for id in differing {
                let answer = self.mark(id, value)?;
                // FreshRSS answers with the list.
                let answer = answer.filter(|_| is_starred);
                let answer = answer.and_then(|answer| json::<SavedAnswer>(&answer, SAVED).ok());
                list = answer.map(|answer| answer.saved_item_ids.into_iter().collect());
            }
            starred = match list {
                Some(list) => list,
                None => self.starred(is_starred, ids)?,
            };
        }
        Ok(())
    }
}

impl Server for FeverClient<'_> {
    fn limits(&self) -> ServerLimits {
        ServerLimits {
            marks_per_request: MARKS,
            texts_per_request: TEXTS,
            edits_subscriptions: false,
            folders: AccountKind::Fever.folder_limit(),
            edits_folders: false,
            folder_owns_feeds: false,
        }
    }

    fn check(&mut self) -> Result<ServerInfo, SyncError> {
        let answer = self.post(None, &[], "api").map_err(|error| match error {
            // A page of something else is not the API.
            SyncError::UnexpectedAnswer { .. } => SyncError::WrongAddress { other: None },
            other => first_request_error(other),
        })?;
        let any: AnyAnswer = json(&answer, "api")?;
        let feeds: FeedsAnswer = self.section("feeds")?;
        Ok(ServerInfo {
            version: Some(format!("Fever API {}", any.api_version)),
            time: self.time,
            feeds: Some(feeds.feeds.len()),
            warnings: vec![ServerWarning::FixedSubscriptions],
        })
    }

    fn subscriptions(&mut self) -> Result<Option<Subscriptions>, SyncError> {
        let groups = self.section("groups").map_err(first_request_error)?;
        let GroupsAnswer { groups } = groups;
        let answer: FeedsAnswer = self.section("feeds")?;
        let is_freshrss = self.is_freshrss;
        let feeds = answer.feeds.into_iter();
        Ok(Some(Subscriptions {
            feeds: feeds
                .map(|feed| feed.into_feed(&answer.feeds_groups, is_freshrss))
                .collect(),
            folders: groups
                .into_iter()
                .map(|group| group.into_folder(is_freshrss))
                .collect(),
        }))
    }

    fn marks(&mut self) -> Result<RemoteMarks, SyncError> {
        let unread: UnreadAnswer = self.section("unread_item_ids")?;
        let starred: SavedAnswer = self.section(SAVED)?;
        Ok(RemoteMarks::Sets {
            unread: id_set(&unread.unread_item_ids),
            starred: id_set(&starred.saved_item_ids),
        })
    }

    fn texts(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, SyncError> {
        let is_freshrss = self.is_freshrss;
        let items = self.items(&numbers(ids))?.into_iter();
        Ok(items.map(|item| item.into_item(is_freshrss)).collect())
    }

    fn feed_items(
        &mut self,
        _feed: &str,
        _limit: usize,
    ) -> Result<Option<Vec<RemoteItem>>, SyncError> {
        Ok(None)
    }

    fn lists_all_unread(&self) -> bool {
        !self.is_freshrss
    }

    fn set_marks(&mut self, kind: MarkKind, value: bool, ids: &[String]) -> Result<(), SyncError> {
        let ids = numbers(ids);
        match kind {
            MarkKind::Star if ids.is_empty() => Ok(()),
            MarkKind::Star => self.set_stars(value, &ids),
            MarkKind::Read => {
                let value = if value { "read" } else { "unread" };
                for id in ids {
                    self.mark(id, value)?;
                }
                Ok(())
            }
        }
    }

    fn change(&mut self, _change: &SubscriptionChange) -> Result<Option<String>, SyncError> {
        Err(SyncError::Unsupported)
    }

    fn state(&self) -> String {
        "{}".to_owned()
    }
}

fn id_set(ids: &[i64]) -> IdSet {
    IdSet {
        ids: ids.iter().map(i64::to_string).collect(),
        coverage: Coverage::All,
    }
}
