//! Feeds that a server leaves out of its list of unread items: [`confirm_reads`].
//!
//! The Fever API of FreshRSS lists the unread items of the feeds of its main stream alone. Once the user takes a feed out of that, none of
//! its items is listed any more, and none of them was read. So where a list lacks all unread items of a feed, some of them are asked
//! for by their ids.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::error::SyncError;
use super::server::Server;
use crate::library::{Library, RemoteMark};
use crate::model::AccountId;

/// Items of a feed that are asked for.
const SAMPLE: usize = 10;
/// Most requests for items in one sync. Feeds that are left over come with the next one.
const MAX_REQUESTS: usize = 20;

/// Returns those of the read marks `gone`, of items that are no longer in the list of unread items, that are true. Of a feed that was left
/// out of the list it forgets that its items were unread, so that they are not asked for again. `counter` is the number of the last mark
/// before the request for the list.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn confirm_reads(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    counter: i64,
    gone: Vec<RemoteMark>,
) -> Result<Vec<RemoteMark>, SyncError> {
    if gone.is_empty() || server.lists_all_unread() {
        return Ok(gone);
    }
    let doubtful = feeds_without_unread(library, account, &gone)?;
    let batch = server.limits().texts_per_request.max(1);
    let mut sampled: HashMap<&str, Vec<String>> = HashMap::new();
    let mut wanted: Vec<String> = Vec::new();
    for (feed, ids) in &doubtful {
        let sample = sample_of(ids);
        if wanted.len() + sample.len() <= batch * MAX_REQUESTS {
            wanted.extend(sample.iter().cloned());
            sampled.insert(feed, sample);
        }
    }
    let mut is_read: HashMap<String, bool> = HashMap::new();
    for ids in wanted.chunks(batch) {
        let items = server.texts(ids)?.into_iter();
        is_read.extend(items.filter_map(|item| Some((item.id, item.is_read?))));
    }
    let mut unconfirmed: HashSet<&str> = HashSet::new();
    let mut left_out: Vec<String> = Vec::new();
    for (feed, ids) in &doubtful {
        let is_left_out = match sampled.get(feed.as_str()) {
            Some(sample) => sample.iter().any(|id| is_read.get(id) == Some(&false)),
            None => {
                unconfirmed.extend(ids.iter().map(String::as_str));
                continue;
            }
        };
        if is_left_out {
            let others = ids.iter().filter(|id| is_read.get(*id) != Some(&true));
            unconfirmed.extend(others.clone().map(String::as_str));
            left_out.extend(others.cloned());
        }
    }
    library.forget_unread(account, counter, &left_out)?;
    let confirmed = gone.into_iter();
    Ok(confirmed
        .filter(|remote| !unconfirmed.contains(remote.id.as_str()))
        .collect())
}

/// Returns the feeds all of whose unread items are in `gone`, with these items.
fn feeds_without_unread(
    library: &Library,
    account: AccountId,
    gone: &[RemoteMark],
) -> Result<BTreeMap<String, Vec<String>>, SyncError> {
    let gone: HashSet<&str> = gone.iter().map(|remote| remote.id.as_str()).collect();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut listed: HashSet<String> = HashSet::new();
    for item in library.unread_remote_items(account)? {
        match gone.contains(item.id.as_str()) {
            true => found.entry(item.feed).or_default().push(item.id),
            false => {
                listed.insert(item.feed);
            }
        }
    }
    found.retain(|feed, _| !listed.contains(feed));
    Ok(found)
}

/// Returns some of these ids, at equal distances.
fn sample_of(ids: &[String]) -> Vec<String> {
    let step = ids.len().div_ceil(SAMPLE).max(1);
    ids.iter().step_by(step).cloned().collect()
}
