//! Answers of the REST API of Miniflux. Keys that are missing make an answer unexpected, unless older versions have none.

use chrono::DateTime;
use serde::Deserialize;

use crate::model::Enclosure;
use crate::sync::answer::any_list;
use crate::sync::enclosures::{enclosure, length};
use crate::sync::server::{RemoteFeed, RemoteFolder, RemoteItem};

/// Answer of `/v1/version`.
#[derive(Deserialize)]
pub(super) struct VersionAnswer {
    /// Version.
    pub(super) version: String,
}

/// Answer of `/v1/me`.
#[derive(Deserialize)]
pub(super) struct UserAnswer {
    /// Id of the user.
    #[serde(rename = "id")]
    _id: i64,
}

/// Category.
#[derive(Deserialize)]
pub(super) struct CategoryAnswer {
    /// Id.
    pub(super) id: i64,
    /// Name.
    pub(super) title: String,
    /// True if its articles are not among those of all feeds.
    #[serde(default)]
    pub(super) hide_globally: bool,
}

/// Feed.
#[derive(Deserialize)]
pub(super) struct FeedAnswer {
    /// Id.
    pub(super) id: i64,
    /// Id of the user that it belongs to.
    pub(super) user_id: Option<i64>,
    /// Title.
    pub(super) title: String,
    /// Address of the feed.
    pub(super) feed_url: String,
    /// Web page.
    pub(super) site_url: Option<String>,
    /// Category.
    pub(super) category: CategoryAnswer,
}

/// Answer of a new subscription.
#[derive(Deserialize)]
pub(super) struct CreatedFeedAnswer {
    /// Id of the feed.
    pub(super) feed_id: i64,
}

/// Body of an error.
#[derive(Deserialize)]
pub(super) struct ErrorAnswer {
    /// Text, in English.
    #[serde(rename = "error_message")]
    pub(super) message: String,
}

/// Answer of `/v1/entries/ids`.
#[derive(Deserialize)]
pub(super) struct IdsAnswer {
    /// Number of the entries in the whole list.
    pub(super) total: usize,
    /// Ids of this page.
    #[serde(deserialize_with = "any_list")]
    pub(super) entry_ids: Vec<i64>,
}

/// Answer of `/v1/entries`.
#[derive(Deserialize)]
pub(super) struct EntriesAnswer {
    /// Number of the entries in the whole list.
    #[serde(rename = "total")]
    _total: usize,
    /// Entries of this page.
    #[serde(deserialize_with = "any_list")]
    pub(super) entries: Vec<EntryAnswer>,
}

/// Entry.
#[derive(Deserialize)]
pub(super) struct EntryAnswer {
    /// Id.
    pub(super) id: i64,
    /// Id of the user that it belongs to.
    pub(super) user_id: Option<i64>,
    /// Id of its feed.
    pub(super) feed_id: i64,
    /// `unread`, `read`, or `removed`.
    status: String,
    /// Star.
    pub(super) starred: bool,
    title: String,
    url: Option<String>,
    author: Option<String>,
    content: String,
    published_at: Option<String>,
    enclosures: Option<Vec<FileAnswer>>,
    changed_at: Option<String>,
}

/// Media file.
#[derive(Deserialize)]
struct FileAnswer {
    url: Option<String>,
    mime_type: Option<String>,
    #[serde(default, deserialize_with = "length")]
    size: Option<u64>,
}

impl EntryAnswer {
    /// Returns true if the user or the server has removed the entry: it says nothing of marks. Versions before 2.2.12 list such entries
    /// wherever a request names no status.
    pub(super) fn is_removed(&self) -> bool {
        self.status == "removed"
    }

    /// Returns the time at which the entry was added or its marks have changed last, in seconds since 1970-01-01 UTC.
    pub(super) fn changed(&self) -> Option<i64> {
        self.changed_at.as_deref().and_then(seconds)
    }
}

impl From<FeedAnswer> for RemoteFeed {
    fn from(feed: FeedAnswer) -> Self {
        Self {
            id: feed.id.to_string(),
            title: feed.title,
            url: Some(feed.feed_url),
            site: feed.site_url.filter(|url| !url.is_empty()),
            folders: vec![feed.category.id.to_string()],
        }
    }
}

impl From<CategoryAnswer> for RemoteFolder {
    fn from(category: CategoryAnswer) -> Self {
        Self {
            id: category.id.to_string(),
            name: category.title,
        }
    }
}

impl From<EntryAnswer> for RemoteItem {
    fn from(entry: EntryAnswer) -> Self {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let files = entry.enclosures.into_iter().flatten();
        Self {
            id: entry.id.to_string(),
            feed: entry.feed_id.to_string(),
            feed_title: None,
            guid: None,
            title: filled(Some(entry.title)),
            url: filled(entry.url),
            author: filled(entry.author),
            html: entry.content,
            enclosures: files.filter_map(media_file).collect(),
            published: entry.published_at.as_deref().and_then(seconds),
            is_read: Some(entry.status != "unread"),
            is_starred: Some(entry.starred),
        }
    }
}

fn media_file(file: FileAnswer) -> Option<Enclosure> {
    enclosure(file.url.as_deref(), file.mime_type, file.size)
}

/// Parses a time. That of the year 1 stands for none.
fn seconds(text: &str) -> Option<i64> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.timestamp();
    let none = -62_135_596_800;
    (time > none).then_some(time)
}
