//! Numbers of unread items by feed: [`UnreadCounts`].

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

/// Numbers of unread items by feed, as the list of feeds says them. Where all unread items of a feed were listed and are not as many, that list
/// counts until the number changes: nothing is looked into twice.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct UnreadCounts {
    /// Numbers of the last list of feeds.
    #[serde(skip)]
    counts: BTreeMap<i64, usize>,
    /// Numbers that differ from the items that were listed.
    wrong: BTreeMap<i64, WrongCount>,
}

/// Number of unread items of a feed that differs from the items.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct WrongCount {
    /// Number.
    count: usize,
    /// Number of the items that were listed; none if they could not be listed.
    listed: Option<usize>,
}

impl UnreadCounts {
    /// Records the numbers of a new list of feeds.
    pub(super) fn set(&mut self, counts: BTreeMap<i64, usize>) {
        let is_same = |feed: &i64, wrong: &WrongCount| counts.get(feed) == Some(&wrong.count);
        self.wrong.retain(|feed, wrong| is_same(feed, wrong));
        self.counts = counts;
    }

    /// Returns the number of a feed in the last list of feeds; 0 if it has none.
    pub(super) fn count_of(&self, feed: i64) -> usize {
        self.counts.get(&feed).copied().unwrap_or(0)
    }

    /// Records how many unread items of a feed were listed; `None` if they could not be listed. Returns true if the list may be whole:
    /// it does not have fewer than the number says.
    pub(super) fn record_listed(&mut self, feed: i64, listed: Option<usize>) -> bool {
        let count = self.count_of(feed);
        let is_whole = listed.is_some_and(|listed| listed >= count);
        let listed = listed.filter(|_| is_whole);
        match listed == Some(count) {
            true => self.wrong.remove(&feed),
            false => self.wrong.insert(feed, WrongCount { count, listed }),
        };
        is_whole
    }

    /// Returns the numbers of the feeds that are worth a comparison.
    pub(super) fn comparable(&self) -> HashMap<String, usize> {
        let counts = self.counts.iter().filter_map(|(feed, count)| {
            let count = match self.wrong.get(feed) {
                Some(wrong) => wrong.listed?,
                None => *count,
            };
            Some((feed.to_string(), count))
        });
        counts.collect()
    }
}
