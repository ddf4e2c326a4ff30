//! Changes of subscriptions that the user has made, on their way to the server: [`push_changes`].

use super::super::error::SyncError;
use super::super::server::{FolderLimit, Server, ServerLimits, SubscriptionChange};
use super::counts::SubscriptionCounts;
use super::folders::{FolderCategories, sorted};
use crate::library::{Library, ListedFeed, StoredFeed, StoredFolder};
use crate::model::AccountId;

/// Sends the changes of the user: folders with new names, feeds that are new, renamed, moved or removed, folders that are gone.
pub(super) fn push_changes(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    if limits.edits_folders {
        push_folder_names(library, server, account, counts)?;
    }
    for feed in library.remote_feeds(account)? {
        push_feed(library, server, account, &feed, limits, counts)?;
    }
    if limits.edits_folders {
        push_removed_folders(library, server, account, counts)?;
    }
    Ok(())
}

fn push_folder_names(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    for folder in library.remote_folders(account)? {
        let Some(name) = folder.category_name.clone() else {
            continue;
        };
        if name == folder.name || name == clean_name(&folder.name) {
            continue;
        }
        let change = SubscriptionChange::RenameFolder {
            folder: folder.id.clone(),
            name: name.clone(),
        };
        let Some(id) = send_change(server, &change, counts)? else {
            continue;
        };
        let id = id.unwrap_or_else(|| folder.id.clone());
        if id == folder.id {
            library.store_remote_folder(account, &id, &name, folder.category)?;
            continue;
        }
        // Where the name is the id, the feeds of the folder are in another one now.
        library.store_remote_folder(account, &id, &name, folder.category)?;
        for feed in library.remote_feeds(account)? {
            if feed.folders.contains(&folder.id) {
                let mut listed = listed_feed(&feed);
                for of_feed in &mut listed.folders {
                    if *of_feed == folder.id {
                        of_feed.clone_from(&id);
                    }
                }
                library.update_remote_feed(account, &feed, &listed, false, None)?;
            }
        }
        let gone = StoredFolder {
            category: None,
            ..folder
        };
        library.remove_remote_folder(account, &gone)?;
    }
    Ok(())
}

/// Returns a name as it is stored here.
fn clean_name(name: &str) -> String {
    crate::text::clean::clean_line(name).into_owned()
}

fn listed_feed(feed: &StoredFeed) -> ListedFeed {
    ListedFeed {
        id: feed.id.clone(),
        title: feed.title.clone(),
        url: feed.url.clone(),
        site: None,
        folders: feed.folders.clone(),
    }
}

/// Sends what the user has changed of one feed.
fn push_feed(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    feed: &StoredFeed,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    if feed.is_to_subscribe() {
        return subscribe(library, server, account, feed, limits, counts);
    }
    if feed.detached.is_some() || feed.absent_since.is_some() {
        return Ok(());
    }
    if feed.is_removed && feed.is_new() {
        // The server never had it.
        return Ok(());
    }
    if feed.is_removed {
        let change = SubscriptionChange::Unsubscribe {
            feed: feed.id.clone(),
        };
        if send_change(server, &change, counts)?.is_some() {
            let now = library.now();
            library.set_remote_feed_absent(account, &feed.id, None, Some(now))?;
        }
        return Ok(());
    }
    let mut listed = listed_feed(feed);
    if let Some(title) = feed
        .user_title
        .as_ref()
        .filter(|title| **title != feed.title)
    {
        let change = SubscriptionChange::Rename {
            feed: feed.id.clone(),
            title: title.clone(),
        };
        if send_change(server, &change, counts)?.is_some() {
            listed.title.clone_from(title);
            library.update_remote_feed(account, feed, &listed, false, None)?;
        }
    }
    let folders = ensure_folders(library, server, account, feed, limits, counts)?;
    if let Some(to) = folders.filter(|to| *to != sorted(&feed.folders)) {
        let change = SubscriptionChange::Move {
            feed: feed.id.clone(),
            from: feed.folders.clone(),
            to: to.clone(),
        };
        if send_change(server, &change, counts)?.is_some() {
            listed.folders = to;
            library.update_remote_feed(account, feed, &listed, false, None)?;
        }
    }
    Ok(())
}

/// Returns the folders that a feed is in by its categories. Creates the missing ones; `None` if one can't be created.
fn ensure_folders(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    feed: &StoredFeed,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<Option<Vec<String>>, SyncError> {
    let known = FolderCategories::read(library, account)?;
    if let Some(folders) = known.folders_of(feed, limits) {
        return Ok(Some(folders));
    }
    for category in &feed.categories {
        if known.folders.iter().any(|(_, other)| other == category) {
            continue;
        }
        let Some(name) = library.category_path(*category)? else {
            continue;
        };
        let change = SubscriptionChange::AddFolder { name: name.clone() };
        if let Some(Some(id)) = send_change(server, &change, counts)? {
            library.store_remote_folder(account, &id, &name, Some(*category))?;
        }
        if limits.folders != FolderLimit::Any {
            break;
        }
    }
    Ok(FolderCategories::read(library, account)?.folders_of(feed, limits))
}

fn subscribe(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    feed: &StoredFeed,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let Some(url) = feed.url.clone() else {
        return Ok(());
    };
    let folders = ensure_folders(library, server, account, feed, limits, counts)?;
    let folder = folders
        .as_ref()
        .and_then(|folders| folders.first().cloned());
    let title_there = (!feed.title.is_empty()).then(|| feed.title.clone());
    let change = SubscriptionChange::Subscribe {
        url,
        title: feed.user_title.clone().or(title_there),
        folder: folder.clone(),
    };
    if let Some(Some(id)) = send_change(server, &change, counts)? {
        let listed = ListedFeed {
            id,
            title: feed
                .user_title
                .clone()
                .unwrap_or_else(|| feed.title.clone()),
            url: feed.url.clone(),
            site: None,
            folders: folder.into_iter().collect(),
        };
        library.update_remote_feed(account, feed, &listed, false, None)?;
        counts.added += 1;
    }
    Ok(())
}

/// Removes folders from the server whose category the user has removed, and that have no feed any more: removing one with feeds
/// would remove those on some servers.
fn push_removed_folders(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let feeds = library.remote_feeds(account)?;
    for folder in library.remote_folders(account)? {
        let is_used = feeds
            .iter()
            .any(|feed| feed.detached.is_none() && feed.folders.contains(&folder.id));
        if folder.category.is_some() || is_used {
            continue;
        }
        let change = SubscriptionChange::RemoveFolder {
            folder: folder.id.clone(),
        };
        if send_change(server, &change, counts)?.is_some() {
            library.remove_remote_folder(account, &folder)?;
        }
    }
    Ok(())
}

/// Sends a change. Returns `None` if the server refuses it: the rest is sent all the same.
fn send_change(
    server: &mut dyn Server,
    change: &SubscriptionChange,
    counts: &mut SubscriptionCounts,
) -> Result<Option<Option<String>>, SyncError> {
    match server.change(change) {
        Ok(id) => {
            counts.sent += 1;
            Ok(Some(id))
        }
        Err(error) if error.is_rejection() || matches!(error, SyncError::Unsupported) => {
            counts.refused += 1;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
