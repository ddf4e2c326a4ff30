//! State of one account on a server, shared by all dialects, with the acts of a person at another client.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Time at which a new state begins, in seconds since 1970-01-01 UTC: 2026-02-02 08:00.
pub const START: i64 = 1_770_019_200;
/// Microseconds of a second.
pub const SECOND: i64 = 1_000_000;
/// Name of the folder for feeds that have none, where every feed must have one.
pub const DEFAULT_FOLDER: &str = "Uncategorized";

/// Way in which the ids of new items are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemIds {
    /// 1, 2, 3 …
    Sequential,
    /// Time of arrival in microseconds (FreshRSS).
    Microseconds,
    /// Large numbers with the highest bit set: negative as a signed number.
    Negative,
}

/// Folder: category or label of feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFolder {
    /// Id.
    pub id: i64,
    /// Name, unique unless the server has another opinion.
    pub name: String,
    /// True if its articles are not among those of all feeds (Miniflux).
    pub hidden: bool,
}

/// Subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFeed {
    /// Id, never used again.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Address of the feed.
    pub url: String,
    /// Address of its site.
    pub site: String,
    /// Id of its folder.
    pub folder: Option<i64>,
    /// True if its articles are not in the main stream (FreshRSS).
    pub hidden: bool,
}

/// Item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerItem {
    /// Id, never used again.
    pub id: i64,
    /// Id of its feed.
    pub feed: i64,
    /// Id in the feed.
    pub guid: String,
    /// Title.
    pub title: String,
    /// Author.
    pub author: String,
    /// Address of the article.
    pub link: String,
    /// Text as HTML.
    pub html: Arc<str>,
    /// Media files: addresses and media types.
    pub files: Vec<(String, String)>,
    /// Picture and description of an item whose text is these alone, such as a video.
    pub media: Option<(String, String)>,
    /// Time of publication, in seconds since 1970-01-01 UTC.
    pub published: i64,
    /// Time of arrival on the server, in microseconds.
    pub created: i64,
    /// Time of the last change of a mark, in microseconds.
    pub changed: i64,
    /// True if it is read.
    pub read: bool,
    /// True if it is starred.
    pub starred: bool,
    /// Labels of its own.
    pub labels: BTreeSet<String>,
    /// True if the user or the server has removed it, and its row is still there (Miniflux).
    pub removed: bool,
}

/// Account on a server.
#[derive(Debug, Clone)]
pub struct ServerState {
    /// Id of the user (Miniflux).
    pub user_id: i64,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Key of the Fever API: the MD5 of `user:password` in hexadecimal.
    pub fever_key: String,
    /// Key of the Miniflux API.
    pub api_token: String,
    /// Number of the login token that is valid.
    pub login_number: u32,
    /// Number of the token for writes that is valid.
    pub write_number: u32,
    /// Time of the server in microseconds since 1970-01-01 UTC.
    pub now: i64,
    /// Folders by id.
    pub folders: BTreeMap<i64, ServerFolder>,
    /// Feeds by id.
    pub feeds: BTreeMap<i64, ServerFeed>,
    /// Items by id.
    pub items: BTreeMap<i64, ServerItem>,
    /// Ids that no write accepts: a batch with one of them is refused as a whole (400).
    pub refused: BTreeSet<i64>,
    /// Addresses of feeds that the server can't fetch.
    pub unreachable: BTreeSet<String>,
    /// Addresses that lead to others: the server stores those.
    pub redirects: BTreeMap<String, String>,
    /// Ids of items whose texts the server can't send: an answer with one of them fails.
    pub unsendable: BTreeSet<i64>,
    /// Feeds whose items are in no list of all or of starred items (FreshRSS: hidden feeds).
    pub hidden_feeds: BTreeSet<i64>,
    /// Requests that the limit has counted.
    pub requests_used: u32,
    /// Way in which ids of items are chosen.
    pub item_ids: ItemIds,
    last_item: i64,
    last_feed: i64,
    last_folder: i64,
}

impl ServerState {
    /// Returns the address of the feed that is found at this one; `None` if nothing can be fetched there.
    pub fn discover(&self, url: &str) -> Option<String> {
        if self.unreachable.contains(url) {
            return None;
        }
        Some(
            self.redirects
                .get(url)
                .map_or(url, String::as_str)
                .to_owned(),
        )
    }

    /// Returns an account without feeds: user `reader`, password `correct horse`.
    pub fn new(item_ids: ItemIds) -> Self {
        Self {
            user_id: 1,
            user: "reader".to_owned(),
            password: "correct horse".to_owned(),
            fever_key: FEVER_KEY.to_owned(),
            api_token: "token-of-the-api".to_owned(),
            login_number: 1,
            write_number: 1,
            now: START * SECOND,
            folders: BTreeMap::new(),
            feeds: BTreeMap::new(),
            items: BTreeMap::new(),
            refused: BTreeSet::new(),
            unreachable: BTreeSet::new(),
            redirects: BTreeMap::new(),
            unsendable: BTreeSet::new(),
            hidden_feeds: BTreeSet::new(),
            requests_used: 0,
            item_ids,
            last_item: 0,
            last_feed: 0,
            last_folder: 0,
        }
    }

    /// Returns the time of the server in seconds.
    pub fn seconds(&self) -> i64 {
        self.now.div_euclid(SECOND)
    }

    /// Returns the time of the server as HTTP writes it.
    pub fn http_date(&self) -> String {
        let time = chrono::DateTime::from_timestamp(self.seconds(), 0).unwrap_or_default();
        time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Moves the clock by some seconds.
    pub fn advance(&mut self, seconds: i64) {
        self.now += seconds * SECOND;
    }

    /// Ends the validity of the login token.
    pub fn expire_login(&mut self) {
        self.login_number += 1;
    }

    /// Ends the validity of the token for writes.
    pub fn expire_write_token(&mut self) {
        self.write_number += 1;
    }

    /// Returns the id of the folder with this name.
    pub fn folder_named(&self, name: &str) -> Option<i64> {
        let mut folders = self.folders.values();
        let found = folders.find(|folder| folder.name == name);
        found.map(|folder| folder.id)
    }

    /// Returns the id of the folder with this name, which is created if there is none.
    pub fn ensure_folder(&mut self, name: &str) -> i64 {
        if let Some(id) = self.folder_named(name) {
            return id;
        }
        self.add_folder(name)
    }

    /// Adds a folder, even if there is one of this name.
    pub fn add_folder(&mut self, name: &str) -> i64 {
        self.last_folder += 1;
        let id = self.last_folder;
        let folder = ServerFolder {
            id,
            name: name.to_owned(),
            hidden: false,
        };
        self.folders.insert(id, folder);
        id
    }

    /// Hides the articles of a folder among those of all feeds, or shows them.
    pub fn hide_folder(&mut self, id: i64, hidden: bool) {
        if let Some(folder) = self.folders.get_mut(&id) {
            folder.hidden = hidden;
        }
    }

    /// Renames a folder, even if another one has this name. Returns false if there is none with this id.
    pub fn set_folder_name(&mut self, id: i64, name: &str) -> bool {
        let folder = self.folders.get_mut(&id);
        folder
            .map(|folder| name.clone_into(&mut folder.name))
            .is_some()
    }

    /// Renames a folder. Returns false if there is none with this id, or another one with this name.
    pub fn rename_folder(&mut self, id: i64, name: &str) -> bool {
        if self.folder_named(name).is_some_and(|other| other != id) {
            return false;
        }
        self.set_folder_name(id, name)
    }

    /// Removes a folder. Its feeds go into no folder, or away with their items.
    pub fn remove_folder(&mut self, id: i64, with_feeds: bool) -> bool {
        if self.folders.remove(&id).is_none() {
            return false;
        }
        for feed in self.feeds_in(id) {
            match with_feeds {
                true => {
                    self.remove_feed(feed);
                }
                false => {
                    self.move_feed(feed, None);
                }
            }
        }
        true
    }

    /// Returns the ids of the feeds in a folder.
    pub fn feeds_in(&self, folder: i64) -> Vec<i64> {
        let feeds = self.feeds.values();
        feeds
            .filter(|feed| feed.folder == Some(folder))
            .map(|feed| feed.id)
            .collect()
    }

    /// Returns the id of the feed with this address.
    pub fn feed_at(&self, url: &str) -> Option<i64> {
        let mut feeds = self.feeds.values();
        feeds.find(|feed| feed.url == url).map(|feed| feed.id)
    }

    /// Subscribes to a feed under a new id.
    pub fn subscribe(&mut self, url: &str, title: &str, folder: Option<&str>) -> i64 {
        let folder = folder.map(|name| self.ensure_folder(name));
        self.last_feed += 1;
        let id = self.last_feed;
        let site = match url::Url::parse(url) {
            Ok(url) => format!("{}/", url.origin().ascii_serialization()),
            Err(_) => url.to_owned(),
        };
        let feed = ServerFeed {
            id,
            title: title.to_owned(),
            url: url.to_owned(),
            site,
            folder,
            hidden: false,
        };
        self.feeds.insert(id, feed);
        id
    }

    /// Removes a feed and subscribes to it again: its id and those of its items are new, and all of them are unread.
    pub fn subscribe_again(&mut self, id: i64) -> Option<i64> {
        let feed = self.feeds.get(&id)?.clone();
        let items: Vec<ServerItem> = self.items_of(id).into_iter().cloned().collect();
        self.remove_feed(id);
        let new = self.subscribe(&feed.url, &feed.title, None);
        self.move_feed(new, feed.folder);
        for item in items {
            let id = self.next_item_id();
            let item = ServerItem {
                id,
                feed: new,
                created: self.now,
                changed: self.now,
                read: false,
                starred: false,
                labels: BTreeSet::new(),
                removed: false,
                ..item
            };
            self.items.insert(id, item);
        }
        Some(new)
    }

    /// Changes the title of a feed.
    pub fn rename_feed(&mut self, id: i64, title: &str) -> bool {
        let feed = self.feeds.get_mut(&id);
        feed.map(|feed| title.clone_into(&mut feed.title)).is_some()
    }

    /// Puts a feed into a folder, or into none.
    pub fn move_feed(&mut self, id: i64, folder: Option<i64>) -> bool {
        let feed = self.feeds.get_mut(&id);
        feed.map(|feed| feed.folder = folder).is_some()
    }

    /// Takes a feed out of the main stream, or back into it.
    pub fn hide_feed(&mut self, id: i64, hidden: bool) -> bool {
        let feed = self.feeds.get_mut(&id);
        feed.map(|feed| feed.hidden = hidden).is_some()
    }

    /// Removes a feed with its items.
    pub fn remove_feed(&mut self, id: i64) -> bool {
        self.items.retain(|_, item| item.feed != id);
        self.feeds.remove(&id).is_some()
    }

    /// Returns the items of a feed, by id.
    pub fn items_of(&self, feed: i64) -> Vec<&ServerItem> {
        let items = self.items.values();
        items.filter(|item| item.feed == feed).collect()
    }

    /// Adds an unread item that is published now, under the next id.
    pub fn add_item(&mut self, feed: i64, title: &str) -> i64 {
        let id = self.next_item_id();
        self.add_item_as(id, feed, title);
        id
    }

    /// Adds an unread item that is published now, under this id.
    pub fn add_item_as(&mut self, id: i64, feed: i64, title: &str) {
        let site = self.feeds.get(&feed).map(|feed| feed.site.clone());
        let link = format!("{}articles/{id}", site.unwrap_or_default());
        let item = ServerItem {
            id,
            feed,
            guid: format!("guid-{id}"),
            title: title.to_owned(),
            author: "Ada Quill".to_owned(),
            link,
            html: format!("<p>{title}: the text of the article.</p>").into(),
            files: Vec::new(),
            media: None,
            published: self.seconds(),
            created: self.now,
            changed: self.now,
            read: false,
            starred: false,
            labels: BTreeSet::new(),
            removed: false,
        };
        self.items.insert(id, item);
    }

    fn next_item_id(&mut self) -> i64 {
        self.last_item = match self.item_ids {
            ItemIds::Sequential => self.last_item + 1,
            ItemIds::Microseconds => self.now.max(self.last_item + 1),
            ItemIds::Negative => self.last_item.min(-0x0123_4567_89ab) - 1,
        };
        self.last_item
    }

    /// Marks an item as read or unread.
    pub fn mark_read(&mut self, id: i64, read: bool) -> bool {
        let now = self.now;
        self.change(id, |item| {
            item.read = read;
            item.changed = now;
        })
    }

    /// Stars an item, or takes its star away.
    pub fn star(&mut self, id: i64, starred: bool) -> bool {
        let now = self.now;
        self.change(id, |item| {
            item.starred = starred;
            item.changed = now;
        })
    }

    /// Replaces the text of an item, as a feed does; the time of its last change stays.
    pub fn rewrite_item(&mut self, id: i64, title: &str, html: &str) -> bool {
        self.change(id, |item| {
            title.clone_into(&mut item.title);
            item.html = html.into();
        })
    }

    /// Removes an item: the server has purged it.
    pub fn remove_item(&mut self, id: i64) -> bool {
        self.items.remove(&id).is_some()
    }

    /// Archives an item: it is in no list of unread or starred ones, and its row stays (Miniflux).
    pub fn archive_item(&mut self, id: i64) -> bool {
        let now = self.now;
        self.change(id, |item| {
            item.removed = true;
            item.changed = now;
        })
    }

    /// Archives all read items without a star, as "Flush history" does (Miniflux).
    pub fn flush_history(&mut self) {
        for id in self.ids_where(|item| item.read && !item.starred && !item.removed) {
            self.archive_item(id);
        }
    }

    /// Removes the oldest read items without a star, so that each feed has at most this many of them.
    pub fn purge_read(&mut self, max: usize) {
        for feed in self.feeds.keys().copied().collect::<Vec<_>>() {
            let mut read = self.ids_where(|it| it.feed == feed && it.read && !it.starred);
            read.truncate(read.len().saturating_sub(max));
            for id in read {
                self.remove_item(id);
            }
        }
    }

    /// Changes an item. Returns false if there is none with this id.
    pub fn change(&mut self, id: i64, change: impl FnOnce(&mut ServerItem)) -> bool {
        self.items.get_mut(&id).map(change).is_some()
    }

    /// Returns the ids of unread items, in ascending order.
    pub fn unread(&self) -> Vec<i64> {
        self.ids_where(|item| !item.read && !item.removed)
    }

    /// Returns the ids of starred items, in ascending order.
    pub fn starred(&self) -> Vec<i64> {
        self.ids_where(|item| item.starred && !item.removed)
    }

    /// Returns the ids of the items that fulfil a condition, in ascending order.
    pub fn ids_where(&self, condition: impl Fn(&ServerItem) -> bool) -> Vec<i64> {
        let items = self.items.values();
        items
            .filter(|item| condition(item))
            .map(|item| item.id)
            .collect()
    }

    /// Returns true if a write with one of these ids is refused.
    pub fn refuses(&self, ids: &[i64]) -> bool {
        ids.iter().any(|id| self.refused.contains(id))
    }
}

/// MD5 of `reader:correct horse`.
const FEVER_KEY: &str = "3c7b79e5d99e3d864400fb02ea2bafe9";
