//! Subscriptions and folders, both ways: [`sync_subscriptions`].
//!
//! Three states are compared: what the server lists now, what it listed last, and what is here. What is here and differs from the
//! last list is a change of the user and is sent; what the server lists and differs from it is taken over. Where both have
//! changed, the user wins. A change that was sent and not recorded is sent again: each sets a state.

use std::collections::HashMap;

use super::error::SyncError;
use super::server::{
    FolderLimit, RemoteFeed, Server, ServerLimits, SubscriptionChange, Subscriptions,
};
use crate::library::{Library, ListedFeed, StoredFeed, StoredFolder};
use crate::model::{AccountId, CategoryId};

/// Seconds for which the lists of a server must lack a feed before it counts as removed there.
const ABSENCE: i64 = 600;

/// What has changed in a sync of subscriptions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubscriptionCounts {
    /// Feeds that are new here.
    pub added: usize,
    /// Feeds that are no longer on the server.
    pub detached: usize,
    /// Changes of the user that were sent.
    pub sent: usize,
    /// Changes of the user that the server refuses.
    pub refused: usize,
}

/// Compares the subscriptions, takes changes of the server over and sends those of the user. `now` is the time of the server, as
/// far as it is known.
///
/// # Errors
/// See [`SyncError`]. What was taken over and sent before stays.
pub(super) fn sync_subscriptions(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    now: i64,
) -> Result<SubscriptionCounts, SyncError> {
    let mut counts = SubscriptionCounts::default();
    let limits = server.limits();
    match server.subscriptions()? {
        Some(listed) => {
            take_folders(library, account, &listed)?;
            take_feeds(library, account, &listed, &limits, &mut counts)?;
            let folders = library.remote_folders(account)?;
            drop_folders(library, account, &listed, folders)?;
            let is_listed =
                |stored: &StoredFeed| listed.feeds.iter().any(|feed| feed.id == stored.id);
            take_absence(library, account, is_listed, now, &mut counts)?;
        }
        // The list is as before, and lacks what it lacked.
        None => {
            let is_listed = |stored: &StoredFeed| stored.absent_since.is_none();
            take_absence(library, account, is_listed, now, &mut counts)?;
        }
    }
    if limits.edits_subscriptions {
        push_changes(library, server, account, &limits, &mut counts)?;
    }
    Ok(counts)
}

/// Takes over new folders, and folders with another name.
fn take_folders(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
) -> Result<(), SyncError> {
    let known = library.remote_folders(account)?;
    let known: HashMap<&str, &StoredFolder> = known
        .iter()
        .map(|folder| (folder.id.as_str(), folder))
        .collect();
    for folder in &listed.folders {
        match known.get(folder.id.as_str()) {
            None => {
                library.store_remote_folder(account, &folder.id, &folder.name, None)?;
            }
            Some(stored) if stored.name != folder.name => {
                library.rename_remote_folder(account, stored, &folder.name)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Forgets folders that the server no longer lists.
fn drop_folders(
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

/// Takes over new feeds and changed ones.
fn take_feeds(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let categories = CategoryOfFolder::read(library, account)?;
    let stored = library.remote_feeds(account)?;
    let by_id: HashMap<&str, &StoredFeed> =
        stored.iter().map(|feed| (feed.id.as_str(), feed)).collect();
    let is_listed = |stored: &StoredFeed| listed.feeds.iter().any(|feed| feed.id == stored.id);
    for feed in &listed.feeds {
        // A feed that was subscribed to again has another id.
        let same_address = |stored: &&StoredFeed| {
            stored.url.is_some() && stored.url == feed.url && !is_listed(stored)
        };
        let known = by_id.get(feed.id.as_str()).copied();
        match known.or_else(|| stored.iter().find(same_address)) {
            None => {
                let listed = listed_feed(feed);
                library.add_remote_feed(account, &listed, &categories.of(&feed.folders), false)?;
                counts.added += 1;
            }
            Some(stored) => take_feed(library, account, stored, feed, limits, &categories)?,
        }
    }
    Ok(())
}

/// Records the absence of feeds from a list. One that is absent for long enough is detached: its articles and its source stay.
fn take_absence(
    library: &mut Library,
    account: AccountId,
    is_listed: impl Fn(&StoredFeed) -> bool,
    now: i64,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    for feed in library.remote_feeds(account)? {
        if is_listed(&feed) || feed.is_to_subscribe() || feed.detached.is_some() {
            continue;
        }
        match feed.absent_since {
            None => library.set_remote_feed_absent(account, &feed.id, Some(now), None)?,
            Some(since) if now.saturating_sub(since) >= ABSENCE => {
                library.set_remote_feed_absent(account, &feed.id, Some(since), Some(now))?;
                counts.detached += 1;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Takes over what the server says about a known feed, unless the user has changed it here.
fn take_feed(
    library: &mut Library,
    account: AccountId,
    stored: &StoredFeed,
    feed: &RemoteFeed,
    limits: &ServerLimits,
    categories: &CategoryOfFolder,
) -> Result<(), SyncError> {
    let is_renamed_here = stored
        .user_title
        .as_ref()
        .is_some_and(|title| *title != stored.title);
    let is_renamed_there = feed.title != stored.title;
    let folders_here = categories.folders_of(stored, limits);
    let is_moved_here = folders_here.as_ref() != Some(&sorted(&stored.folders));
    let is_moved_there = sorted(&feed.folders) != sorted(&stored.folders);
    // Removed here, and again on the server with another id: it was subscribed to elsewhere.
    if stored.is_removed && stored.id != feed.id {
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
    let takes_title = is_renamed_there && !is_renamed_here;
    let new_categories = (is_moved_there && !is_moved_here).then(|| categories.of(&feed.folders));
    library.update_remote_feed(
        account,
        stored,
        &listed_feed(feed),
        takes_title,
        new_categories.as_deref(),
    )?;
    Ok(())
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

/// Categories of the folders of an account, and back.
#[derive(Debug, Default)]
struct CategoryOfFolder {
    folders: Vec<(String, CategoryId)>,
}

impl CategoryOfFolder {
    fn read(library: &Library, account: AccountId) -> Result<Self, SyncError> {
        let folders = library.remote_folders(account)?.into_iter();
        Ok(Self {
            folders: folders
                .filter_map(|folder| Some((folder.id, folder.category?)))
                .collect(),
        })
    }

    /// Returns the categories of these folders.
    fn of(&self, folders: &[String]) -> Vec<CategoryId> {
        let found = self.folders.iter().filter(|(id, _)| folders.contains(id));
        found.map(|(_, category)| *category).collect()
    }

    /// Returns the folders that a feed is in by its categories here, sorted, as many as the server allows: those that it is in
    /// there come first. `None` if one of its categories has no folder yet and there is room for it.
    fn folders_of(&self, feed: &StoredFeed, limits: &ServerLimits) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut is_missing = false;
        for category in &feed.categories {
            match self.folders.iter().find(|(_, known)| known == category) {
                Some((id, _)) => found.push(id.clone()),
                None => is_missing = true,
            }
        }
        found.sort_by_key(|id| !feed.folders.contains(id));
        match limits.folders {
            FolderLimit::Fixed => return Some(sorted(&feed.folders)),
            FolderLimit::AtMostOne | FolderLimit::One => {
                found.truncate(1);
                if found.is_empty() && is_missing {
                    return None;
                }
                // A feed outside of all categories stays in its folder where it must be in one.
                if found.is_empty() && limits.folders == FolderLimit::One {
                    return Some(sorted(&feed.folders));
                }
            }
            FolderLimit::Any if is_missing => return None,
            FolderLimit::Any => {}
        }
        Some(sorted(&found))
    }
}

fn sorted(ids: &[String]) -> Vec<String> {
    let mut sorted = ids.to_vec();
    sorted.sort();
    sorted
}

/// Sends the changes of the user: folders with new names, feeds that are new, renamed, moved or removed, folders that are gone.
fn push_changes(
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
        if name == folder.name || name == shown(&folder.name) {
            continue;
        }
        let change = SubscriptionChange::RenameFolder {
            folder: folder.id.clone(),
            name: name.clone(),
        };
        let Some(id) = send(server, &change, counts)? else {
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
                let mut listed = stored_as_listed(&feed);
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
fn shown(name: &str) -> String {
    crate::text::clean::clean_line(name).into_owned()
}

fn stored_as_listed(feed: &StoredFeed) -> ListedFeed {
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
    if feed.is_removed {
        let change = SubscriptionChange::Unsubscribe {
            feed: feed.id.clone(),
        };
        if send(server, &change, counts)?.is_some() {
            let now = library.now();
            library.set_remote_feed_absent(account, &feed.id, None, Some(now))?;
        }
        return Ok(());
    }
    let mut listed = stored_as_listed(feed);
    if let Some(title) = feed
        .user_title
        .as_ref()
        .filter(|title| **title != feed.title)
    {
        let change = SubscriptionChange::Rename {
            feed: feed.id.clone(),
            title: title.clone(),
        };
        if send(server, &change, counts)?.is_some() {
            listed.title.clone_from(title);
            library.update_remote_feed(account, feed, &listed, false, None)?;
        }
    }
    let folders = folders_here(library, server, account, feed, limits, counts)?;
    if let Some(to) = folders.filter(|to| *to != sorted(&feed.folders)) {
        let change = SubscriptionChange::Move {
            feed: feed.id.clone(),
            from: feed.folders.clone(),
            to: to.clone(),
        };
        if send(server, &change, counts)?.is_some() {
            listed.folders = to;
            library.update_remote_feed(account, feed, &listed, false, None)?;
        }
    }
    Ok(())
}

/// Returns the folders that a feed is in by its categories. Creates the missing ones; `None` if one can't be created.
fn folders_here(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    feed: &StoredFeed,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<Option<Vec<String>>, SyncError> {
    let known = CategoryOfFolder::read(library, account)?;
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
        if let Some(Some(id)) = send(server, &change, counts)? {
            library.store_remote_folder(account, &id, &name, Some(*category))?;
        }
        if limits.folders != FolderLimit::Any {
            break;
        }
    }
    Ok(CategoryOfFolder::read(library, account)?.folders_of(feed, limits))
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
    let folders = folders_here(library, server, account, feed, limits, counts)?;
    let folder = folders
        .as_ref()
        .and_then(|folders| folders.first().cloned());
    let title_there = (!feed.title.is_empty()).then(|| feed.title.clone());
    let change = SubscriptionChange::Subscribe {
        url,
        title: feed.user_title.clone().or(title_there),
        folder: folder.clone(),
    };
    if let Some(Some(id)) = send(server, &change, counts)? {
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
        if send(server, &change, counts)?.is_some() {
            library.remove_remote_folder(account, &folder)?;
        }
    }
    Ok(())
}

/// Sends a change. Returns `None` if the server refuses it: the rest is sent all the same.
fn send(
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
