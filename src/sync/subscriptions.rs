//! Subscriptions and folders, both ways: [`sync_subscriptions`].
//!
//! Three states are compared: what the server lists now, what it listed last, and what is here. What is here and differs from the
//! last list is a change of the user and is sent; what the server lists and differs from it is taken over. Where both have
//! changed, the user wins. A change that was sent and not recorded is sent again: each sets a state.

pub(super) mod counts;
mod folders;
mod push;

use std::collections::HashMap;

use super::error::SyncError;
use super::server::{RemoteFeed, Server, ServerLimits, Subscriptions};
use crate::library::{Library, ListedFeed, StoredFeed, StoredFolder};
use crate::model::AccountId;
use counts::SubscriptionCounts;
use folders::{FolderCategories, sorted};
use push::push_changes;

/// Seconds for which the lists of a server must lack a feed before it counts as removed there.
const ABSENCE: i64 = 600;

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
            apply_folders(library, account, &listed)?;
            apply_feeds(library, account, &listed, &limits, &mut counts)?;
            let folders = library.remote_folders(account)?;
            remove_unlisted_folders(library, account, &listed, folders)?;
            let is_listed =
                |stored: &StoredFeed| listed.feeds.iter().any(|feed| feed.id == stored.id);
            record_absences(library, account, is_listed, now, &mut counts)?;
        }
        // The list is as before, and lacks what it lacked.
        None => {
            let is_listed = |stored: &StoredFeed| stored.absent_since.is_none();
            record_absences(library, account, is_listed, now, &mut counts)?;
        }
    }
    if limits.edits_subscriptions {
        push_changes(library, server, account, &limits, &mut counts)?;
    }
    Ok(counts)
}

/// Takes over new folders, and folders with another name.
fn apply_folders(
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

/// Takes over new feeds and changed ones.
fn apply_feeds(
    library: &mut Library,
    account: AccountId,
    listed: &Subscriptions,
    limits: &ServerLimits,
    counts: &mut SubscriptionCounts,
) -> Result<(), SyncError> {
    let categories = FolderCategories::read(library, account)?;
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
                library.add_remote_feed(
                    account,
                    &listed,
                    &categories.categories_of(&feed.folders),
                    false,
                )?;
                counts.added += 1;
            }
            Some(stored) => apply_feed(library, account, stored, feed, limits, &categories)?,
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
        if is_listed(&feed) || feed.is_to_subscribe() || feed.is_new() || feed.detached.is_some() {
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
fn apply_feed(
    library: &mut Library,
    account: AccountId,
    stored: &StoredFeed,
    feed: &RemoteFeed,
    limits: &ServerLimits,
    categories: &FolderCategories,
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
    let new_categories =
        (is_moved_there && !is_moved_here).then(|| categories.categories_of(&feed.folders));
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
