//! Choice of the newest entries of a feed: [`NewestEntries`].

use chrono::{DateTime, Utc};

use super::entry::FeedEntry;

/// Most entries that are kept of a feed.
pub(super) const MAX_ENTRIES: usize = 2000;

/// Collects entries and keeps the newest [`MAX_ENTRIES`], in the order of the feed. An entry without a date counts as old
/// as the one before it; without any date the first entries are kept.
#[derive(Debug, Default)]
pub(super) struct NewestEntries {
    entries: Vec<(Option<DateTime<Utc>>, FeedEntry)>,
    last_date: Option<DateTime<Utc>>,
    omitted: usize,
}

impl NewestEntries {
    /// Adds the next entry of the feed.
    pub(super) fn push(&mut self, entry: FeedEntry) {
        let date = entry.published.or(entry.updated).or(self.last_date);
        self.last_date = date;
        self.entries.push((date, entry));
        if self.entries.len() >= 2 * MAX_ENTRIES {
            self.prune();
        }
    }

    /// Returns true before the first entry.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the entries that are kept and the number of those that are not.
    pub(super) fn finish(mut self) -> (Vec<FeedEntry>, usize) {
        self.prune();
        let entries = self.entries.into_iter().map(|(_, entry)| entry).collect();
        (entries, self.omitted)
    }

    fn prune(&mut self) {
        let excess = self.entries.len().saturating_sub(MAX_ENTRIES);
        if excess == 0 {
            return;
        }
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        let date = |i: &usize| self.entries.get(*i).and_then(|(date, _)| *date);
        // Stable: of equal dates the first in the feed is kept.
        order.sort_by_key(|i| std::cmp::Reverse(date(i)));
        let mut is_kept = vec![false; self.entries.len()];
        for i in order.into_iter().take(MAX_ENTRIES) {
            if let Some(kept) = is_kept.get_mut(i) {
                *kept = true;
            }
        }
        let mut kept = is_kept.into_iter();
        self.entries.retain(|_| kept.next().unwrap_or(false));
        self.omitted += excess;
    }
}
