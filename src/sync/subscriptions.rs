//! Subscriptions and folders, both ways: [`apply_list`] and [`send_subscriptions`].
//!
//! Three states are compared: what the server lists now, what it listed last, and what is here. What is here and differs from the
//! last list is a change of the user and is sent; what the server lists and differs from it is taken over. Where both have
//! changed, the user wins. A change is recorded before it is sent, with what the server has as [`StoredFeed::UNKNOWN`]: where
//! the answer is missing, what is here then is sent again, also what was undone. Each change sets a state.

pub(super) mod counts;
mod folders;
mod push;

use std::collections::{HashMap, HashSet};

use super::error::SyncError;
use super::server::{RemoteFeed, Server, Subscriptions};
use crate::library::{Library, ListedFeed, StoredFeed, StoredFolder, is_same_link};
use crate::model::{AccountId, CategoryId, SourceId};
use counts::SubscriptionCounts;
use folders::{FolderCategories, sorted};
use push::{push_changes, push_folder_names};

/// Seconds for which the lists of a server must lack a feed before it counts as removed there.
const ABSENCE: i64 = 600;

/// Sends the changes of the user that the last list of the server lacks. `now` is the time of the server, as far as it is known.
///
/// # Errors
/// See [`SyncError`]. What was sent before stays.
pub(super) fn send_subscriptions(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    now: i64,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let limits = server.limits();
    if !limits.edits_subscriptions {
        return Ok(());
    }
    // Where its name is the id of a folder, some servers ignore a new one.
    if limits.edits_folders && push_folder_names(library, server, account, counts)? {
        apply_list(library, server, account, now, counts)?;
    }
    push_changes(library, server, account, &limits, counts)
}

/// Asks for the list of the server and takes its changes over. `now` is the time of the server, as far as it is known.
///
/// # Errors
/// See [`SyncError`]. What was taken over before stays.
pub(super) fn apply_list(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    now: i64,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let limits = server.limits();
    match server.subscriptions()? {
        Some(listed) => {
            let before = FolderCategories::read(library, account)?;
            let mut moved_here = library.remote_feeds(account)?;
            moved_here.retain(|feed| before.is_moved(feed, &limits, &listed.folders));
            let moved_here: HashSet<SourceId> = moved_here.iter().map(|feed| feed.source).collect();
            apply_folders(library, account, &listed)?;
            apply_feeds(library, account, &listed, (&before, &moved_here), counts)?;
            let folders = library.remote_folders(account)?;
            remove_unlisted_folders(library, account, &listed, folders)?;
            let is_listed =
                |stored: &StoredFeed| listed.feeds.iter().any(|feed| feed.id == stored.id);
            record_absences(library, account, is_listed, now, counts)
        }
        // The list is as before, and lacks what it lacked.
        None => {
            repeat_removals(library, account)?;
            let is_listed = |stored: &StoredFeed| stored.absent_since.is_none();
            record_absences(library, account, is_listed, now, counts)
        }
    }
}

/// Takes over new folders, and folders with another name, unless the user has renamed them here.
fn apply_folders(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
) -> Result<(), SyncError> {
    let mut renamed = Vec::new();
    let known = library.remote_folders(account)?;
    for folder in &listed.folders {
        match known.iter().find(|stored| stored.id == folder.id) {
            None => {
                library.store_remote_folder(account, &folder.id, &folder.name, None)?;
            }
            Some(stored) if stored.name == folder.name => {}
            Some(stored) if stored.changed_name().is_some() => {
                library.store_remote_folder(account, &folder.id, &folder.name, stored.category)?;
            }
            Some(stored) => renamed.push((stored.clone(), folder.name.as_str())),
        }
    }
    rename_folders(library, account, renamed)
}

/// Gives folders the names that they have on the server. One whose new name another one is about to give up waits for that.
fn rename_folders(
    library: &mut Library,
    account: AccountId,
    mut renamed: Vec<(StoredFolder, &str)>,
) -> Result<(), SyncError> {
    while !renamed.is_empty() {
        let is_free = |name: &str| {
            let mut folders = renamed.iter().map(|(folder, _)| &folder.category_name);
            !folders.any(|other| other.as_deref() == Some(name))
        };
        match renamed.iter().position(|(_, name)| is_free(name)) {
            Some(index) => {
                let (folder, name) = renamed.swap_remove(index);
                library.rename_remote_folder(account, &folder, name)?;
            }
            // They exchange their names.
            None => {
                let Some((folder, _)) = renamed.first_mut() else {
                    return Ok(());
                };
                let unused = format!("{} ({})", folder.name, folder.id);
                library.rename_remote_folder(account, folder, &unused)?;
                folder.category_name = Some(unused);
            }
        }
    }
    Ok(())
}

/// Forgets folders that the server no longer lists.
fn remove_unlisted_folders(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
    stored: Vec<StoredFolder>,
) -> Result<(), SyncError> {
    for folder in stored {
        let is_listed = listed.folders.iter().any(|other| other.id == folder.id);
        if !is_listed {
            library.remove_remote_folder(account, &folder)?;
        }
    }
    Ok(())
}

/// Takes over new feeds and changed ones. `before` are the folders before this list, `moved_here` the sources that the user has moved
/// to others since.
fn apply_feeds(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
    (before, moved_here): (&FolderCategories, &HashSet<SourceId>),
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let mut categories = FolderCategories::read(library, account)?;
    let stored = library.remote_feeds(account)?;
    let by_id: HashMap<&str, &StoredFeed> =
        stored.iter().map(|feed| (feed.id.as_str(), feed)).collect();
    let is_listed = |stored: &StoredFeed| listed.feeds.iter().any(|feed| feed.id == stored.id);
    let mut found: HashSet<SourceId> = HashSet::new();
    for feed in &listed.feeds {
        // A feed that was subscribed to again has another id, and one that was added here may have got another address.
        let same_address = |stored: &&StoredFeed| match (&stored.url, &feed.url) {
            (Some(one), Some(other)) => {
                is_same_link(one, other) && !is_listed(stored) && !found.contains(&stored.source)
            }
            _ => false,
        };
        let known = by_id.get(feed.id.as_str()).copied();
        let known = known.or_else(|| stored.iter().find(same_address));
        found.extend(known.map(|stored| stored.source));
        match known {
            None => {
                categories.add_missing(library, account, &feed.folders, &listed.folders)?;
                library.add_remote_feed(
                    account,
                    &listed_feed(feed),
                    &categories.categories_of(&feed.folders),
                    false,
                )?;
                counts.added += 1;
            }
            Some(stored) => {
                let is_moved = sorted(&feed.folders) != sorted(&stored.folders);
                let categories = match is_moved && !moved_here.contains(&stored.source) {
                    true => {
                        categories.add_missing(library, account, &feed.folders, &listed.folders)?;
                        Some(categories.moved_categories(before, stored, &feed.folders))
                    }
                    false => None,
                };
                apply_feed(library, account, stored, feed, categories.as_deref())?;
            }
        }
    }
    Ok(())
}

/// Records the absence of feeds from a list. One that is absent for long enough is detached: its articles and its source stay.
fn record_absences(
    library: &mut Library,
    account: AccountId,
    is_listed: impl Fn(&StoredFeed) -> bool,
    now: i64,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    for feed in library.remote_feeds(account)? {
        let id = feed.id.as_str();
        if is_listed(&feed) {
            continue;
        }
        if feed.is_new() {
            // The server was asked to subscribe, and has not.
            if feed.absent_since.is_some() {
                library.set_remote_feed_absent(account, id, None, None)?;
            }
            continue;
        }
        match (feed.absent_since, feed.detached) {
            (None, Some(detached)) if feed.is_removed => {
                let absent_since = now.max(detached);
                library.set_remote_feed_absent(account, id, Some(absent_since), Some(detached))?;
            }
            (_, Some(_)) => {}
            (None, None) => library.set_remote_feed_absent(account, id, Some(now), None)?,
            (Some(since), None) if now.saturating_sub(since) >= ABSENCE => {
                library.set_remote_feed_absent(account, id, Some(since), Some(now))?;
                counts.detached += 1;
            }
            (Some(_), None) => {}
        }
    }
    Ok(())
}

/// Has the server asked again to unsubscribe from feeds that were listed since.
fn repeat_removals(library: &mut Library, account: AccountId) -> Result<(), SyncError> {
    for feed in library.remote_feeds(account)? {
        if feed.is_removed && feed.detached.is_some() && feed.absent_since.is_none() {
            library.set_remote_feed_absent(account, &feed.id, None, None)?;
        }
    }
    Ok(())
}

/// Takes over what the server says about a known feed, unless the user has changed it here. `categories` are those that it is in
/// now, if the server has moved it.
fn apply_feed(
    library: &mut Library,
    account: AccountId,
    stored: &StoredFeed,
    feed: &RemoteFeed,
    categories: Option<&[CategoryId]>,
) -> Result<(), SyncError> {
    let is_renamed_there = feed.title != stored.title;
    let is_moved_there = sorted(&feed.folders) != sorted(&stored.folders);
    if stored.is_removed && is_subscribed_elsewhere(stored, feed) {
        library.return_remote_feed(stored.source)?;
    }
    let is_same = !is_renamed_there
        && !is_moved_there
        && stored.id == feed.id
        && stored.absent_since.is_none()
        && stored.detached.is_none()
        && (feed.url.is_none() || feed.url == stored.url);
    if is_same {
        return Ok(());
    }
    let takes_title = is_renamed_there && stored.changed_title().is_none();
    library.update_remote_feed(account, stored, &listed_feed(feed), takes_title, categories)?;
    Ok(())
}

/// Returns true if a feed that was removed here was subscribed to elsewhere since: it has another id, or was away. One that the server
/// was asked to subscribe to from here may be that.
fn is_subscribed_elsewhere(stored: &StoredFeed, feed: &RemoteFeed) -> bool {
    match stored.is_new() {
        true => stored.absent_since.is_none(),
        false => {
            stored.id != feed.id || (stored.detached.is_some() && stored.absent_since.is_some())
        }
    }
}

fn listed_feed(feed: &RemoteFeed) -> ListedFeed {
    ListedFeed {
        id: feed.id.clone(),
        title: feed.title.clone(),
        url: feed.url.clone(),
        site: feed.site.clone(),
        folders: feed.folders.clone(),
    }
}
