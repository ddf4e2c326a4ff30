//! Comparison of the clients with the server, and with the changes that were made last.

use std::collections::{BTreeMap, BTreeSet};

use newsprint::library::StoredFeed;
use newsprint::model::{AccountKind, CategoryId, MarkKind, SourceId};

use super::feeds::{self, Folders, Owner, feed_at};
use super::{Client, PERSON, Schedule, Shared};
use crate::sync_servers::state::DEFAULT_FOLDER;

/// Feeds by their addresses, each with its title and the paths of its categories.
pub type View = BTreeMap<String, (String, BTreeSet<String>)>;

/// Values that were set last: of the feed at an address, the title or the folders, by each who acts.
#[derive(Default)]
pub struct LastValues<T> {
    pub by_actor: BTreeMap<(String, usize), T>,
    pub last: BTreeMap<String, T>,
}

impl<T: Clone> LastValues<T> {
    pub fn note(&mut self, url: &str, actor: usize, value: T) {
        self.by_actor.insert((url.to_owned(), actor), value.clone());
        self.last.insert(url.to_owned(), value);
    }

    /// Returns the values that may be the final ones: the last one, or, where all may set it, the last one of each.
    pub fn possible(&self, url: &str, owner: Owner) -> Vec<T> {
        match owner {
            Owner::All => (0..=PERSON)
                .filter_map(|actor| self.by_actor.get(&(url.to_owned(), actor)).cloned())
                .collect(),
            _ => self.last.get(url).cloned().into_iter().collect(),
        }
    }
}

impl Schedule {
    /// Compares the clients with the server, and with the changes that were made last.
    pub(super) fn compare(&mut self) -> Result<(), String> {
        let (clients, there) = self.views();
        let feeds = self.server.borrow().state.feeds.len();
        if feeds != there.len() {
            return Err("the server has a feed twice".to_owned());
        }
        for (at, here) in clients.iter().enumerate() {
            feeds::find_repeated(&mut self.clients[at])?;
            if here.keys().ne(there.keys()) {
                let (here, there): (Vec<_>, Vec<_>) =
                    (here.keys().collect(), there.keys().collect());
                return Err(format!("client {at} has {here:?}, the server {there:?}"));
            }
            for (url, (title, folders)) in here {
                let (title_there, folders_there) = &there[url];
                let is_free = folders.is_empty() && self.keeps_in_folder();
                let agrees = match folders_there.is_empty() {
                    true => folders.is_empty(),
                    false => folders_there.is_subset(folders) || is_free,
                };
                if title != title_there || !agrees {
                    return Err(format!(
                        "client {at} has {url} as {title} in {folders:?}, the server as {title_there} in {folders_there:?}"
                    ));
                }
            }
            for title in &self.bookmarked[at] {
                let article = self.clients[at]
                    .articles()
                    .into_iter()
                    .find(|it| it.1 == *title);
                if !article.is_some_and(|it| self.clients[at].has(it.0, MarkKind::Star)) {
                    return Err(format!("client {at} has lost the bookmark of {title}"));
                }
            }
        }
        let of_one = self.present.last.iter();
        let of_one = of_one.filter(|(url, _)| feed_at(url).presence != Owner::All);
        let last_change = self
            .last_change
            .iter()
            .map(|(url, is_there)| (url, is_there));
        for (url, is_there) in of_one.chain(last_change) {
            if *is_there != there.contains_key(url) {
                return Err(format!("the last change of {url} is lost: {is_there}"));
            }
        }
        for (url, (title, folders)) in &there {
            let feed = feed_at(url);
            if feed.presence != Owner::Nobody {
                continue;
            }
            let titles = self.titles.possible(url, feed.title);
            if !titles.is_empty() && !titles.contains(title) {
                return Err(format!("{url} is {title}, and was set to {titles:?}"));
            }
            let possible = self.folders.possible(url, feed.folders);
            if feed.mode != Folders::Any
                && !possible.is_empty()
                && !possible.iter().any(|set| self.may_hold(set, folders))
            {
                return Err(format!(
                    "{url} is in {folders:?}, and was put into {possible:?}"
                ));
            }
            if let (Owner::Client(at), Some(set)) = (feed.folders, possible.first())
                && !set.is_empty()
                && clients[at][url].1 != *set
            {
                return Err(format!(
                    "client {at} has {url} in other folders than {set:?}"
                ));
            }
        }
        Ok(())
    }

    /// Returns true if a feed can't be taken out of its folder on the server: it is in none here all the same.
    fn keeps_in_folder(&self) -> bool {
        match self.kind {
            AccountKind::Miniflux => true,
            AccountKind::GoogleReader => self.server.borrow().quirks.greader.keeps_in_folder,
            AccountKind::Nextcloud | AccountKind::Fever => false,
        }
    }

    /// Returns true if a feed that was put into folders may be in these on the server.
    fn may_hold(&self, set: &BTreeSet<String>, there: &BTreeSet<String>) -> bool {
        match set.is_empty() {
            true => self.keeps_in_folder() || there.is_empty() || there.contains(DEFAULT_FOLDER),
            false => !there.is_empty() && there.is_subset(set),
        }
    }
}

/// Returns the feeds that a client is subscribed to, each with its source and its categories.
fn subscribed(client: &mut Client) -> BTreeMap<String, StoredFeed> {
    let account = client.account;
    let feeds = client.library().remote_feeds(account).unwrap().into_iter();
    let is_subscribed =
        |feed: &StoredFeed| !feed.is_removed && (feed.detached.is_none() || feed.is_to_subscribe());
    feeds
        .filter(is_subscribed)
        .filter_map(|feed| Some((feed.url.clone()?, feed)))
        .collect()
}

/// Returns the source of the feed that a client is subscribed to.
pub fn source_at(client: &mut Client, url: &str) -> Option<SourceId> {
    subscribed(client).get(url).map(|feed| feed.source)
}

/// Returns the feeds that a client is subscribed to.
pub fn view(client: &mut Client) -> View {
    let sources = client.library().sources().unwrap().into_iter();
    let titles: BTreeMap<SourceId, String> =
        sources.map(|source| (source.id, source.title)).collect();
    let feeds = subscribed(client);
    let library = client.library();
    let path = |category: &CategoryId| library.category_path(*category).unwrap();
    feeds
        .into_iter()
        .map(|(url, feed)| {
            let paths = feed.categories.iter().filter_map(path).collect();
            (url, (titles[&feed.source].clone(), paths))
        })
        .collect()
}

/// Returns true if a client needs another list to know whether the server has a feed.
pub fn awaits_list(client: &mut Client) -> bool {
    let account = client.account;
    let feeds = client.library().remote_feeds(account).unwrap();
    let mut feeds = feeds.iter();
    feeds.any(|feed| feed.absent_since.is_some() && feed.detached.is_none())
}

/// Returns the feeds of the server.
pub fn server_view(server: &Shared) -> View {
    let server = server.borrow();
    let folder = |id: Option<i64>| match id.and_then(|id| server.state.folders.get(&id)) {
        Some(folder) => Some(folder.name.clone()),
        None => server
            .quirks
            .greader
            .folders_required
            .then(|| DEFAULT_FOLDER.to_owned()),
    };
    let feeds = server.state.feeds.values();
    feeds
        .map(|feed| {
            let folders = folder(feed.folder).into_iter().collect();
            (feed.url.clone(), (feed.title.clone(), folders))
        })
        .collect()
}
