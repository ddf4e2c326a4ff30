//! Answers of the Fever API. Ids are numbers or strings, and so are booleans.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::sync::answer::{any_id, any_list};
use crate::sync::server::{RemoteFeed, RemoteFolder, RemoteItem};
use crate::sync::titles::{narrow, narrow_feed};

/// Members of every answer.
#[derive(Deserialize)]
pub(super) struct AnyAnswer {
    /// Version of the API.
    pub(super) api_version: i64,
    /// True if the key is right. An answer with a wrong one has status 200.
    #[serde(deserialize_with = "flag")]
    pub(super) auth: bool,
}

/// Section `groups`.
#[derive(Deserialize)]
pub(super) struct GroupsAnswer {
    /// Groups.
    #[serde(deserialize_with = "any_list")]
    pub(super) groups: Vec<GroupAnswer>,
}

/// Group of feeds.
#[derive(Deserialize)]
pub(super) struct GroupAnswer {
    #[serde(deserialize_with = "any_id")]
    id: String,
    title: String,
}

/// Section `feeds`.
#[derive(Deserialize)]
pub(super) struct FeedsAnswer {
    /// Feeds.
    #[serde(deserialize_with = "any_list")]
    pub(super) feeds: Vec<FeedAnswer>,
    /// Feeds of the groups.
    #[serde(deserialize_with = "any_list")]
    pub(super) feeds_groups: Vec<GroupedFeeds>,
}

/// Feed.
#[derive(Deserialize)]
pub(super) struct FeedAnswer {
    #[serde(deserialize_with = "any_id")]
    id: String,
    title: Option<String>,
    url: String,
    site_url: Option<String>,
}

/// Feeds of a group.
#[derive(Deserialize)]
pub(super) struct GroupedFeeds {
    #[serde(deserialize_with = "any_id")]
    group_id: String,
    #[serde(deserialize_with = "id_list")]
    feed_ids: Vec<i64>,
}

/// Section `unread_item_ids`.
#[derive(Deserialize)]
pub(super) struct UnreadAnswer {
    /// Ids of unread items.
    #[serde(deserialize_with = "id_list")]
    pub(super) unread_item_ids: Vec<i64>,
}

/// Section `saved_item_ids`.
#[derive(Deserialize)]
pub(super) struct SavedAnswer {
    /// Ids of starred items.
    #[serde(deserialize_with = "id_list")]
    pub(super) saved_item_ids: Vec<i64>,
}

/// Section `items`.
#[derive(Deserialize)]
pub(super) struct ItemsAnswer {
    /// Items.
    #[serde(deserialize_with = "any_list")]
    pub(super) items: Vec<ItemAnswer>,
}

/// Item.
#[derive(Deserialize)]
pub(super) struct ItemAnswer {
    #[serde(deserialize_with = "any_id")]
    pub(super) id: String,
    #[serde(deserialize_with = "any_id")]
    feed_id: String,
    title: Option<String>,
    author: Option<String>,
    html: String,
    url: Option<String>,
    /// Star.
    #[serde(deserialize_with = "flag")]
    pub(super) is_saved: bool,
    #[serde(deserialize_with = "flag")]
    is_read: bool,
    #[serde(deserialize_with = "any_id")]
    created_on_time: String,
}

impl GroupAnswer {
    /// Returns the folder.
    pub(super) fn into_folder(self, is_freshrss: bool) -> RemoteFolder {
        RemoteFolder {
            id: self.id,
            name: match is_freshrss {
                true => narrow_feed(&self.title),
                false => self.title,
            },
        }
    }
}

impl FeedAnswer {
    /// Returns the feed with its folders.
    pub(super) fn into_feed(self, groups: &[GroupedFeeds], is_freshrss: bool) -> RemoteFeed {
        let title = self.title.unwrap_or_default();
        let groups = groups.iter().filter(|group| {
            let mut feeds = group.feed_ids.iter();
            feeds.any(|feed| feed.to_string() == self.id)
        });
        RemoteFeed {
            folders: groups.map(|group| group.group_id.clone()).collect(),
            title: match is_freshrss {
                true => narrow_feed(&title),
                false => title,
            },
            url: Some(self.url),
            site: self.site_url.filter(|url| !url.is_empty()),
            id: self.id,
        }
    }
}

impl ItemAnswer {
    /// Returns the item.
    pub(super) fn into_item(self, is_freshrss: bool) -> RemoteItem {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let narrowed = |text: String| match is_freshrss {
            true => narrow(&text),
            false => text,
        };
        RemoteItem {
            id: self.id,
            feed: self.feed_id,
            feed_title: None,
            guid: None,
            title: filled(self.title).map(narrowed),
            url: filled(self.url),
            author: filled(self.author).map(narrowed),
            html: self.html,
            enclosures: Vec::new(),
            published: self.created_on_time.parse().ok().filter(|time| *time != 0),
            is_read: Some(self.is_read),
            is_starred: Some(self.is_saved),
        }
    }
}

/// Boolean as servers write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyFlag {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// Reads a boolean that is a number, a string or a boolean.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match AnyFlag::deserialize(deserializer)? {
        AnyFlag::Flag(flag) => flag,
        AnyFlag::Number(number) => number != 0,
        AnyFlag::Text(text) => !matches!(text.as_str(), "" | "0" | "false"),
    })
}

/// Reads ids that stand in a string, with commas between them.
fn id_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let ids = text.split(',').map(|id| id.trim().parse());
    ids.collect::<Result<Vec<i64>, _>>()
        .map_err(|_| D::Error::custom("not a list of ids"))
}
