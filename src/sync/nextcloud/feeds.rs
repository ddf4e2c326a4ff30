//! Feeds and folders of Nextcloud News, and their changes. Each feed is in one folder, or in none.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::answers::{FeedAnswer, FeedsAnswer, FolderAnswer, FoldersAnswer};
use super::routes::ApiVersion;
use crate::fetch::ApiMethod;
use crate::library::is_same_link;
use crate::sync::answer::json as parse;
use crate::sync::error::SyncError;
use crate::sync::rest::RestApi;
use crate::sync::server::{RemoteFolder, SubscriptionChange, Subscriptions};
use crate::text::clean::clean_line;

/// Name of the list of feeds in errors.
const FEEDS: &str = "feeds";
/// Name of the list of folders in errors.
const FOLDERS: &str = "folders";

/// Requests the feeds.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn list_feeds(
    api: &RestApi<'_>,
    version: ApiVersion,
) -> Result<Vec<FeedAnswer>, SyncError> {
    let answer: FeedsAnswer = api.get(&version.path("feeds"), FEEDS)?;
    Ok(answer.feeds)
}

fn list_folders(api: &RestApi<'_>, version: ApiVersion) -> Result<Vec<FolderAnswer>, SyncError> {
    let answer: FoldersAnswer = api.get(&version.path("folders"), FOLDERS)?;
    Ok(answer.folders)
}

/// Requests the feeds and the folders. Returns them with the numbers of unread items by feed.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn list_subscriptions(
    api: &RestApi<'_>,
    version: ApiVersion,
) -> Result<(Subscriptions, BTreeMap<i64, usize>), SyncError> {
    let feeds = list_feeds(api, version)?;
    let folders = list_folders(api, version)?;
    let counts = feeds
        .iter()
        .filter_map(|feed| Some((feed.id, feed.unread_count()?)));
    let counts = counts.collect();
    let subscriptions = Subscriptions {
        feeds: feeds.into_iter().map(Into::into).collect(),
        folders: with_own_names(folders),
    };
    Ok((subscriptions, counts))
}

/// Gives each folder a name of its own. The server allows several folders of one name, whose feeds would all be in one category here: the
/// oldest of them keeps it, the others get their ids.
fn with_own_names(mut folders: Vec<FolderAnswer>) -> Vec<RemoteFolder> {
    folders.sort_unstable_by_key(|folder| folder.id);
    let mut names: HashSet<String> = HashSet::new();
    let mut named = Vec::with_capacity(folders.len());
    for folder in folders {
        let mut folder = RemoteFolder::from(folder);
        if !names.insert(clean_line(&folder.name).into_owned()) {
            folder.name = format!("{} ({})", folder.name, folder.id);
            names.insert(clean_line(&folder.name).into_owned());
        }
        named.push(folder);
    }
    named
}

/// Changes feeds or folders. Returns the id of a new one.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn change(
    api: &RestApi<'_>,
    version: ApiVersion,
    change: &SubscriptionChange,
) -> Result<Option<String>, SyncError> {
    match change {
        SubscriptionChange::Subscribe { url, title, folder } => {
            let folder = folder.as_deref().map(number).transpose()?;
            subscribe(api, version, url, title.as_deref(), folder)
        }
        SubscriptionChange::Unsubscribe { feed } => {
            delete(api, &version.path(&format!("feeds/{}", number(feed)?)))?;
            Ok(None)
        }
        SubscriptionChange::Rename { feed, title } => {
            rename_feed(api, version, number(feed)?, title)?;
            Ok(None)
        }
        SubscriptionChange::Move { feed, to, .. } => {
            let folder = match to.as_slice() {
                [] => None,
                [folder] => Some(number(folder)?),
                _ => return Err(SyncError::Unsupported),
            };
            move_feed(api, version, number(feed)?, folder)?;
            Ok(None)
        }
        SubscriptionChange::AddFolder { name } => add_folder(api, version, name).map(Some),
        SubscriptionChange::RenameFolder { folder, name } => {
            rename_folder(api, version, number(folder)?, name)?;
            Ok(Some(folder.clone()))
        }
        SubscriptionChange::RemoveFolder { folder } => {
            remove_folder(api, version, number(folder)?)?;
            Ok(None)
        }
    }
}

/// Returns an id as a number: no other text gets into a path.
fn number(id: &str) -> Result<i64, SyncError> {
    id.parse().map_err(|_| SyncError::Unsupported)
}

/// Subscribes to a feed. One that is there already gets the title and the folder.
fn subscribe(
    api: &RestApi<'_>,
    version: ApiVersion,
    url: &str,
    title: Option<&str>,
    folder: Option<i64>,
) -> Result<Option<String>, SyncError> {
    let body = json!({ "url": url, "folderId": folder });
    let (feeds, is_new) = match api.call(ApiMethod::Post, &version.path("feeds"), Some(&body)) {
        Ok(answer) => {
            let answer: FeedsAnswer = parse(&answer, FEEDS)?;
            (answer.feeds, true)
        }
        Err(SyncError::Rejected { status: 409 }) => {
            let mut feeds = list_feeds(api, version)?;
            feeds.retain(|feed| is_same_link(&feed.url, url));
            (feeds, false)
        }
        Err(error) => return Err(error),
    };
    let Some(feed) = feeds.first() else {
        return match is_new {
            true => Err(SyncError::UnexpectedAnswer { request: FEEDS }),
            // Another feed was found at the address, which the list has under its own.
            false => Err(SyncError::Rejected { status: 409 }),
        };
    };
    if let Some(title) = title.filter(|title| feed.title.as_deref() != Some(title)) {
        rename_feed(api, version, feed.id, title)?;
    }
    if folder.is_some() && folder != feed.folder() {
        move_feed(api, version, feed.id, folder)?;
    }
    Ok(Some(feed.id.to_string()))
}

fn rename_feed(
    api: &RestApi<'_>,
    version: ApiVersion,
    feed: i64,
    title: &str,
) -> Result<(), SyncError> {
    let path = version.path(&format!("feeds/{feed}/rename"));
    send(api, version.method(), &path, &json!({ "feedTitle": title }))
}

fn move_feed(
    api: &RestApi<'_>,
    version: ApiVersion,
    feed: i64,
    folder: Option<i64>,
) -> Result<(), SyncError> {
    let path = version.path(&format!("feeds/{feed}/move"));
    send(api, version.method(), &path, &json!({ "folderId": folder }))
}

fn send(api: &RestApi<'_>, method: ApiMethod, path: &str, body: &Value) -> Result<(), SyncError> {
    api.call(method, path, Some(body)).map(|_| ())
}

/// Adds a folder, and returns its id, also if there is one of this name: the server would add another one.
fn add_folder(api: &RestApi<'_>, version: ApiVersion, name: &str) -> Result<String, SyncError> {
    if let Some(id) = folder_named(api, version, name)? {
        return Ok(id.to_string());
    }
    let body = json!({ "name": name });
    let folder = match api.call(ApiMethod::Post, &version.path("folders"), Some(&body)) {
        Ok(answer) => {
            let answer: FoldersAnswer = parse(&answer, FOLDERS)?;
            answer.folders.first().map(|folder| folder.id)
        }
        // It was added meanwhile.
        Err(SyncError::Rejected { status: 409 }) => folder_named(api, version, name)?,
        Err(error) => return Err(error),
    };
    let folder = folder.ok_or(SyncError::UnexpectedAnswer { request: FOLDERS })?;
    Ok(folder.to_string())
}

/// Returns the oldest folder of a name.
fn folder_named(
    api: &RestApi<'_>,
    version: ApiVersion,
    name: &str,
) -> Result<Option<i64>, SyncError> {
    let folders = list_folders(api, version)?.into_iter();
    let same = folders.filter(|folder| folder.name == name);
    Ok(same.map(|folder| folder.id).min())
}

/// Renames a folder; it may have the name already. That of another folder is refused, also where the server would take it.
fn rename_folder(
    api: &RestApi<'_>,
    version: ApiVersion,
    folder: i64,
    name: &str,
) -> Result<(), SyncError> {
    let folders = list_folders(api, version)?;
    let same: Vec<&FolderAnswer> = folders.iter().filter(|known| known.name == name).collect();
    if same.iter().any(|known| known.id == folder) {
        return Ok(());
    }
    if !same.is_empty() {
        return Err(SyncError::Rejected { status: 409 });
    }
    let path = version.path(&format!("folders/{folder}"));
    send(api, ApiMethod::Put, &path, &json!({ "name": name }))
}

/// Removes an empty folder. The server would remove the feeds of one that is not.
fn remove_folder(api: &RestApi<'_>, version: ApiVersion, folder: i64) -> Result<(), SyncError> {
    let feeds = list_feeds(api, version)?;
    if feeds.iter().any(|feed| feed.folder() == Some(folder)) {
        return Err(SyncError::Unsupported);
    }
    delete(api, &version.path(&format!("folders/{folder}")))
}

/// Deletes something; it may be gone already.
fn delete(api: &RestApi<'_>, path: &str) -> Result<(), SyncError> {
    match api.call(ApiMethod::Delete, path, None) {
        Ok(_) | Err(SyncError::Rejected { status: 404 }) => Ok(()),
        Err(error) => Err(error),
    }
}
