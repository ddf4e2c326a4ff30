//! Position in the lists of a server that returns changed items with their texts, page by page: [`ChangeCursor`].

use serde::{Deserialize, Serialize};

/// Seconds before the last known time of the server from which changes are requested again: its clock and the times in its
/// database may differ, and a transaction that began earlier may end later.
const OVERLAP: i64 = 300;

/// List that is read page by page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeList {
    /// All unread items: the first list of a new account.
    #[default]
    Unread,
    /// All starred items: the second one.
    Starred,
    /// Items that have changed since a time of the server: all later ones.
    Changed,
}

/// Position in these lists. It is stored between two pages, so that a sync goes on where it was stopped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeCursor {
    /// List.
    pub list: ChangeList,
    /// Id of the last item of the last page; `None` before the first page.
    pub after: Option<i64>,
    /// Time of the server from which changes are requested, in seconds since 1970-01-01 UTC.
    since: Option<i64>,
    /// Time of the server before the first page of these lists.
    started: Option<i64>,
}

impl ChangeCursor {
    /// Returns the time from which changes are requested.
    pub fn changed_since(&self) -> i64 {
        self.since.map_or(0, |time| (time - OVERLAP).max(0))
    }

    /// Records a page: the id of its last item if another page follows, and the time of the server of its answer. Returns true
    /// if there is more to read.
    pub fn advance(&mut self, last: Option<i64>, time: Option<i64>) -> bool {
        let is_first = self.after.is_none() && self.list != ChangeList::Starred;
        if is_first {
            self.started = time;
        }
        self.after = last;
        if last.is_some() {
            return true;
        }
        if self.list == ChangeList::Unread {
            self.list = ChangeList::Starred;
            return true;
        }
        // Without a time of the server the same changes come again: that costs a page, and loses nothing.
        self.since = self.started.take().or(self.since);
        self.list = match self.since {
            Some(_) => ChangeList::Changed,
            None => ChangeList::Unread,
        };
        false
    }
}
