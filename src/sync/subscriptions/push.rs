//! Changes of subscriptions that the user has made, on their way to the server: [`push_changes`].

use super::super::error::SyncError;
use super::super::server::{Server, ServerLimits, SubscriptionChange};
use super::counts::SubscriptionCounts;
use super::folders::{FolderCategories, sorted};
use crate::library::{Library, ListedFeed, StoredFeed, StoredFolder};
use crate::model::{AccountId, FolderLimit};

/// Sends the changes of the user: feeds that are new, renamed, moved or removed, folders that are gone.
pub(super) fn push_changes(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let mut known = FolderCategories::read(library, account)?;
    for feed in library.remote_feeds(account)? {
        push_feed(library, server, account, feed, limits, (&mut known, counts))?;
    }
    if limits.edits_folders {
        push_removed_folders(library, server, account, counts)?;
    }
    Ok(())
}

/// Sends new names of folders. Returns true if a folder has another id now: its feeds are to be listed again.
pub(super) fn push_folder_names(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    counts: &mut SubscriptionCounts,
) -> Result<bool, SyncError> {
    let mut has_other_id = false;
    for folder in library.remote_folders(account)? {
        let Some(name) = folder.changed_name() else {
            continue;
        };
        let change = SubscriptionChange::RenameFolder {
            folder: folder.id.clone(),
            name: name.to_owned(),
        };
        library.store_remote_folder(account, &folder.id, StoredFeed::UNKNOWN, folder.category)?;
        match send_change(server, &change, counts)? {
            Some(id) => {
                let id = id.unwrap_or_else(|| folder.id.clone());
                has_other_id |= id != folder.id;
                library.store_remote_folder(account, &id, name, folder.category)?;
            }
            // The server may have another folder with this name: the feeds are moved there one by one.
            None => {
                let left = StoredFolder {
                    category: None,
                    ..folder.clone()
                };
                library.rename_remote_folder(account, &left, &folder.name)?;
            }
        }
    }
    Ok(has_other_id)
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
    feed: StoredFeed,
    limits: &ServerLimits,
    (known, counts): (&mut FolderCategories, &mut SubscriptionCounts),
) -> Result<(), SyncError> {
    if feed.is_to_subscribe() {
        return match feed.retry_at.is_some_and(|time| time > library.now()) {
            true => Ok(()),
            false => subscribe(library, server, account, feed, limits, (known, counts)),
        };
    }
    if feed.is_new() || feed.detached.is_some() || feed.absent_since.is_some() {
        return Ok(());
    }
    if feed.is_removed {
        let change = SubscriptionChange::Unsubscribe {
            feed: feed.id.clone(),
        };
        let now = library.now();
        library.set_remote_feed_absent(account, &feed.id, None, Some(now))?;
        if send_change(server, &change, counts)?.is_none() {
            library.set_remote_feed_absent(account, &feed.id, None, None)?;
        }
        return Ok(());
    }
    let mut listed = listed_feed(&feed);
    if let Some(title) = feed.changed_title() {
        let change = SubscriptionChange::Rename {
            feed: feed.id.clone(),
            title: title.to_owned(),
        };
        StoredFeed::UNKNOWN.clone_into(&mut listed.title);
        library.update_remote_feed(account, &feed, &listed, false, None)?;
        let is_sent = send_change(server, &change, counts)?.is_some();
        listed.title = if is_sent { title } else { &feed.title }.to_owned();
        library.update_remote_feed(account, &feed, &listed, false, None)?;
    }
    let folders = ensure_folders(library, server, account, &feed, limits, (known, counts))?;
    if let Some(to) = folders.filter(|to| *to != sorted(&feed.folders)) {
        let is_known = |folder: &&String| *folder != StoredFeed::UNKNOWN;
        let change = SubscriptionChange::Move {
            feed: feed.id.clone(),
            from: feed.folders.iter().filter(is_known).cloned().collect(),
            to: to.clone(),
        };
        listed.folders = vec![StoredFeed::UNKNOWN.to_owned()];
        library.update_remote_feed(account, &feed, &listed, false, None)?;
        let is_sent = send_change(server, &change, counts)?.is_some();
        listed.folders = if is_sent { to } else { feed.folders.clone() };
        library.update_remote_feed(account, &feed, &listed, false, None)?;
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
    (known, counts): (&mut FolderCategories, &mut SubscriptionCounts),
) -> Result<Option<Vec<String>>, SyncError> {
    if let Some(folders) = known.folders_of(feed, limits) {
        return Ok(Some(folders));
    }
    for category in &feed.categories {
        if known.has_folder(*category) {
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
    *known = FolderCategories::read(library, account)?;
    Ok(known.folders_of(feed, limits))
}

fn subscribe(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    feed: StoredFeed,
    limits: &ServerLimits,
    (known, counts): (&mut FolderCategories, &mut SubscriptionCounts),
) -> Result<(), SyncError> {
    let Some(url) = feed.url.clone() else {
        return Ok(());
    };
    let folders = ensure_folders(library, server, account, &feed, limits, (known, counts))?;
    let folder =
        folders.and_then(|folders| folders.into_iter().find(|id| id != StoredFeed::UNKNOWN));
    let title = feed.user_title.clone().unwrap_or(feed.own_title.clone());
    // The server knows the title of a feed that it never had.
    let is_titled = feed.user_title.is_some() || !feed.title.is_empty();
    let change = SubscriptionChange::Subscribe {
        url,
        title: is_titled.then(|| title.clone()),
        folder: folder.clone(),
    };
    let now = library.now();
    let mut listed = ListedFeed {
        id: feed.new_id(),
        folders: Vec::new(),
        ..listed_feed(&feed)
    };
    library.update_remote_feed(account, &feed, &listed, false, None)?;
    library.set_remote_feed_absent(account, &listed.id, Some(now), None)?;
    let answer = match server.change(&change) {
        Ok(id) => id.ok_or(SyncError::UnexpectedAnswer {
            request: "subscribe",
        }),
        Err(error) => Err(error),
    };
    match answer {
        Ok(id) => {
            counts.sent += 1;
            let mut known = library.remote_feeds(account)?.into_iter();
            if let Some(known) = known.find(|known| known.id == id && known.source != feed.source) {
                library.merge_new_feed(feed.source, known.source)?;
                return Ok(());
            }
            (listed.id, listed.title) = (id, title);
            listed.folders = folder.into_iter().collect();
            library.update_remote_feed(account, &feed, &listed, false, None)?;
        }
        Err(error) => {
            if error.is_rejection() || matches!(error, SyncError::Unsupported) {
                library.set_remote_feed_absent(account, &listed.id, None, None)?;
            }
            let reason = error.as_failed_subscription().ok_or(error)?;
            library.subscription_failed(feed.source, &reason)?;
            counts.refused += 1;
        }
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
            // A folder is part of the change that needs it.
            let is_counted = !matches!(change, SubscriptionChange::AddFolder { .. });
            counts.sent += usize::from(is_counted);
            Ok(Some(id))
        }
        Err(error) if error.is_rejection() || matches!(error, SyncError::Unsupported) => {
            counts.refused += 1;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
