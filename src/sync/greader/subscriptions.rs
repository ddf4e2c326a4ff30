//! Feeds and folders: [`list`], [`change`]. A folder has no id but its name. It is listed while a feed is in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::answer::{any_id, json};
use super::super::error::SyncError;
use super::super::server::{RemoteFeed, RemoteFolder, SubscriptionChange, Subscriptions};
use super::super::titles;
use super::session::Session;
use crate::fetch::ApiAnswer;
use crate::library::is_same_link;

/// Start of the id of a feed.
const FEED: &str = "feed/";

#[derive(Deserialize)]
struct Listed {
    subscriptions: Vec<Feed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feed {
    #[serde(deserialize_with = "any_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    html_url: Option<String>,
    #[serde(default)]
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    #[serde(default)]
    id: String,
    #[serde(default)]
    label: Option<String>,
}

#[derive(Deserialize)]
struct Tags {
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(default)]
    id: String,
    #[serde(default, rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    #[serde(default)]
    stream_id: Option<String>,
}

/// Lists feeds and folders; `None` if they are as in the answer with this entity tag.
pub(super) fn list(
    session: &mut Session<'_>,
    etag: Option<String>,
    is_freshrss: bool,
) -> Result<(Option<Subscriptions>, ApiAnswer), SyncError> {
    let answer = session.get("subscription/list", &[("output", "json")], etag)?;
    if answer.status == 304 {
        return Ok((None, answer));
    }
    let listed: Listed = json(&answer, "subscription/list")?;
    let mut folders: BTreeMap<String, RemoteFolder> = BTreeMap::new();
    let mut feeds = Vec::with_capacity(listed.subscriptions.len());
    for feed in listed.subscriptions {
        let names: Vec<String> = feed.categories.iter().filter_map(folder_name).collect();
        for name in &names {
            folders.entry(name.clone()).or_insert_with(|| RemoteFolder {
                id: name.clone(),
                name: name.clone(),
            });
        }
        let address_in_id = || {
            let address = feed.id.strip_prefix(FEED)?;
            address.contains("://").then(|| address.to_owned())
        };
        feeds.push(RemoteFeed {
            url: feed
                .url
                .clone()
                .filter(|url| !url.is_empty())
                .or_else(address_in_id),
            id: feed.id,
            title: match is_freshrss {
                true => titles::narrow_feed(&feed.title),
                false => feed.title,
            },
            site: feed.html_url.filter(|site| !site.is_empty()),
            folders: names,
        });
    }
    let listed = Subscriptions {
        feeds,
        folders: folders.into_values().collect(),
    };
    Ok((Some(listed), answer))
}

/// Returns the name of a folder: the part of its id after `/label/`, else its label.
fn folder_name(category: &Category) -> Option<String> {
    let in_id = category.id.split_once("/label/").map(|(_, name)| name);
    let name = in_id.or(category.label.as_deref())?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn label(folder: &str) -> String {
    format!("user/-/label/{folder}")
}

/// Makes a change. Returns the id of a new feed or folder.
pub(super) fn change(
    session: &mut Session<'_>,
    change: &SubscriptionChange,
) -> Result<Option<String>, SyncError> {
    match change {
        SubscriptionChange::Subscribe { url, title, folder } => {
            let feed = subscribe(session, url)?;
            if title.is_some() || folder.is_some() {
                let folder = folder.as_deref().map(label);
                let mut pairs = vec![("ac", "edit"), ("s", feed.as_str())];
                pairs.extend(title.as_deref().map(|title| ("t", title)));
                pairs.extend(folder.as_deref().map(|folder| ("a", folder)));
                session.post_ok("subscription/edit", &pairs)?;
            }
            Ok(Some(feed))
        }
        SubscriptionChange::Unsubscribe { feed } => {
            session.post_ok("subscription/edit", &[("ac", "unsubscribe"), ("s", feed)])?;
            Ok(None)
        }
        SubscriptionChange::Rename { feed, title } => {
            let pairs = [("ac", "edit"), ("s", feed.as_str()), ("t", title)];
            session.post_ok("subscription/edit", &pairs)?;
            Ok(None)
        }
        SubscriptionChange::Move { feed, from, to } => {
            let from = from.iter().find(|folder| !to.contains(folder));
            let (from, to) = (
                from.map(|name| label(name)),
                to.first().map(|name| label(name)),
            );
            // Miniflux, where each feed has a category, answers OK and leaves it there.
            if to.is_none() && session.is_miniflux()? {
                return Err(SyncError::Rejected { status: 400 });
            }
            let mut pairs = vec![("ac", "edit"), ("s", feed.as_str())];
            pairs.extend(to.as_deref().map(|folder| ("a", folder)));
            pairs.extend(from.as_deref().map(|folder| ("r", folder)));
            session.post_ok("subscription/edit", &pairs)?;
            Ok(None)
        }
        // A folder comes with the first feed in it.
        SubscriptionChange::AddFolder { name } => Ok(Some(name.clone())),
        SubscriptionChange::RemoveFolder { folder } => {
            remove_folder(session, folder)?;
            Ok(None)
        }
        SubscriptionChange::RenameFolder { folder, name } => {
            let (from, to) = (label(folder), label(name));
            session.post_ok("rename-tag", &[("s", &from), ("dest", &to)])?;
            Ok(Some(name.clone()))
        }
    }
}

/// Removes a folder without feeds, if the server has it still: with some servers it goes with its last feed. FreshRSS would remove a
/// label of articles that has this name if there is no such folder. The last folder of all can't be removed.
fn remove_folder(session: &mut Session<'_>, folder: &str) -> Result<(), SyncError> {
    let answer = session.get("tag/list", &[("output", "json")], None)?;
    let tags: Tags = json(&answer, "tag/list")?;
    let is_it = |tag: &Tag| {
        let name = tag.id.split_once("/label/").map(|(_, name)| name);
        name == Some(folder) && tag.kind.as_deref() == Some("folder")
    };
    if !tags.tags.iter().any(is_it) {
        return Ok(());
    }
    match session.post_ok("disable-tag", &[("s", &label(folder))]) {
        Err(error) if error.is_rejection() => Ok(()),
        Err(SyncError::Status { status: 500 }) => Ok(()),
        removed => removed,
    }
}

/// Subscribes to a feed, and returns its id. A feed that is subscribed to already, or a page whose feed is, is found in the list: servers
/// say of both what they say of a feed that they can't fetch.
fn subscribe(session: &mut Session<'_>, url: &str) -> Result<String, SyncError> {
    let added = session.post("subscription/quickadd", &[("quickadd", url)]);
    let refused = match added {
        Ok(answer) => {
            let added: Added = json(&answer, "subscription/quickadd")?;
            if let Some(feed) = added.stream_id.filter(|id| !id.is_empty()) {
                return Ok(feed);
            }
            SyncError::Rejected { status: 400 }
        }
        Err(error) if error.as_failed_subscription().is_some() => error,
        Err(error) => return Err(error),
    };
    let (listed, _) = list(session, None, false)?;
    let is_at = |place: &Option<String>| {
        let place = place.as_deref();
        place.is_some_and(|place| {
            is_same_link(place.trim_end_matches('/'), url.trim_end_matches('/'))
        })
    };
    let feeds = listed.map(|listed| listed.feeds).unwrap_or_default();
    let found = feeds.iter().find(|feed| is_at(&feed.url));
    let found = found.or_else(|| feeds.iter().find(|feed| is_at(&feed.site)));
    found.map(|feed| feed.id.clone()).ok_or(refused)
}
