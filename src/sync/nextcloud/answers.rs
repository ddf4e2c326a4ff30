//! Answers of the API of Nextcloud News. Keys that are missing make an answer unexpected, unless older versions have none.

use serde::Deserialize;
use serde_json::Value;

use crate::sync::answer::any_list;
use crate::sync::enclosures::enclosure;
use crate::sync::server::{RemoteFeed, RemoteFolder, RemoteItem};

/// Answer of `status`.
#[derive(Deserialize)]
pub(super) struct StatusAnswer {
    /// Version of the app.
    pub(super) version: String,
    /// Warnings.
    pub(super) warnings: StatusWarnings,
}

/// Warnings of a server about itself.
#[derive(Deserialize)]
pub(super) struct StatusWarnings {
    /// True if jobs are not run by the cron of the system, but by requests from outside, or while somebody uses the web page.
    #[serde(rename = "improperlyConfiguredCron")]
    pub(super) has_broken_cron: bool,
}

/// Answer of `folders`.
#[derive(Deserialize)]
pub(super) struct FoldersAnswer {
    /// Folders.
    #[serde(deserialize_with = "any_list")]
    pub(super) folders: Vec<FolderAnswer>,
}

/// Folder.
#[derive(Deserialize)]
pub(super) struct FolderAnswer {
    /// Id.
    pub(super) id: i64,
    /// Name.
    pub(super) name: String,
}

/// Answer of `feeds`.
#[derive(Deserialize)]
pub(super) struct FeedsAnswer {
    /// Feeds.
    #[serde(deserialize_with = "any_list")]
    pub(super) feeds: Vec<FeedAnswer>,
}

/// Feed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FeedAnswer {
    /// Id.
    pub(super) id: i64,
    /// Address of the feed.
    pub(super) url: String,
    /// Title.
    pub(super) title: Option<String>,
    /// Web page.
    link: Option<String>,
    /// Folder; none, or 0 in older versions, if it is in none.
    folder_id: Option<i64>,
    unread_count: Option<Value>,
}

/// Answer of `items` and `items/updated`.
#[derive(Deserialize)]
pub(super) struct ItemsAnswer {
    /// Items.
    #[serde(deserialize_with = "any_list")]
    pub(super) items: Vec<ItemAnswer>,
}

/// Item.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemAnswer {
    /// Id.
    pub(super) id: i64,
    /// Id of its feed.
    pub(super) feed_id: i64,
    /// Hash of the id that the feed gives it.
    pub(super) guid_hash: Option<String>,
    guid: Option<String>,
    url: Option<String>,
    title: Option<String>,
    author: Option<String>,
    pub_date: Option<i64>,
    body: Option<String>,
    enclosure_mime: Option<String>,
    enclosure_link: Option<String>,
    media_thumbnail: Option<String>,
    media_description: Option<String>,
    /// True if it is unread.
    pub(super) unread: bool,
    starred: bool,
}

impl FeedAnswer {
    /// Returns its folder.
    pub(super) fn folder(&self) -> Option<i64> {
        self.folder_id.filter(|id| *id != 0)
    }

    /// Returns the number of its unread items, if the answer says it.
    pub(super) fn unread_count(&self) -> Option<usize> {
        let count = self.unread_count.as_ref()?.as_u64()?;
        usize::try_from(count).ok()
    }
}

impl From<FeedAnswer> for RemoteFeed {
    fn from(feed: FeedAnswer) -> Self {
        Self {
            id: feed.id.to_string(),
            folders: feed.folder().iter().map(i64::to_string).collect(),
            title: feed.title.unwrap_or_default(),
            url: Some(feed.url),
            site: feed.link.filter(|link| !link.is_empty()),
        }
    }
}

impl From<FolderAnswer> for RemoteFolder {
    fn from(folder: FolderAnswer) -> Self {
        Self {
            id: folder.id.to_string(),
            name: folder.name,
        }
    }
}

impl From<ItemAnswer> for RemoteItem {
    fn from(item: ItemAnswer) -> Self {
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let html = match filled(item.body) {
            Some(body) => body,
            None => media_text(
                item.media_thumbnail.as_deref(),
                item.media_description.as_deref(),
            ),
        };
        let file = enclosure(item.enclosure_link.as_deref(), item.enclosure_mime, None);
        Self {
            id: item.id.to_string(),
            feed: item.feed_id.to_string(),
            feed_title: None,
            guid: filled(item.guid),
            title: filled(item.title),
            url: filled(item.url),
            author: filled(item.author),
            html,
            enclosures: file.into_iter().collect(),
            published: item.pub_date.filter(|time| *time != 0),
            is_read: Some(!item.unread),
            is_starred: Some(item.starred),
        }
    }
}

/// Returns the text of an item without a body, such as a video: its picture and its description, which is HTML or plain text.
fn media_text(thumbnail: Option<&str>, description: Option<&str>) -> String {
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    let mut html = match thumbnail.map(str::trim).filter(|url| !url.is_empty()) {
        Some(url) => format!("<p><img src=\"{}\"></p>", escaped(url)),
        None => String::new(),
    };
    let description = description.unwrap_or_default().trim();
    match description.contains('<') {
        true => html.push_str(description),
        false => html.push_str(&escaped(description).replace('\n', "<br>")),
    }
    html
}
