//! Sources as their picker lists them: [`SourceRow`].

use super::{Account, AccountId, CategoryId, EntryTexts, FullText, Source};

/// Account that a source belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName {
    /// Id of the account.
    pub id: AccountId,
    /// Address of its API.
    pub url: String,
    /// User name; may be empty.
    pub user: String,
}

impl From<&Account> for AccountName {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            url: account.url.clone(),
            user: account.user.clone(),
        }
    }
}

/// Presence of a feed on the server of its account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FeedOnServer {
    /// The server has the feed, or the source is none of an account.
    #[default]
    Listed,
    /// The server does not have the feed yet: the user has added it here.
    NotSent,
    /// The server no longer has the feed: somebody has unsubscribed from it there.
    Gone,
}

/// A source with what its row in the picker of sources says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Source.
    pub source: Source,
    /// Account that it belongs to, if its server fetches it.
    pub account: Option<AccountName>,
    /// Presence on the server of the account.
    pub on_server: FeedOnServer,
    /// Categories that it is in, each with its names from the top, joined by ` / `; in the order of the tree.
    pub categories: Vec<(CategoryId, String)>,
    /// Address before the feed moved permanently.
    pub moved_from: Option<String>,
    /// Time of the last new entry, in seconds since 1970-01-01 UTC.
    pub last_new: Option<i64>,
    /// Usual time between two new articles, in seconds: the median of the latest ones. `None` if there are too few.
    pub usual_gap: Option<i64>,
    /// Time until which its host has asked to wait, in seconds since 1970-01-01 UTC.
    pub waits_until: Option<i64>,
    /// True if it counts as failing: after several failures in a row, or a day of them.
    pub is_failing: bool,
    /// Choice of the user when the pages of its articles are fetched unasked, if there is one.
    pub full_text: Option<FullText>,
    /// Texts that its entries have, if that was judged.
    pub entry_texts: Option<EntryTexts>,
    /// True if its articles are left out of the views All and Unread.
    pub is_hidden: bool,
}

/// Fewest usual gaps without a new entry after which a source counts as silent.
const SILENT_GAPS: i64 = 8;

/// Least time without a new entry after which a source can count as silent, in seconds: a week.
const MIN_SILENCE: i64 = 7 * 24 * 3600;

/// Time without a new entry after which every source counts as silent, in seconds: 90 days.
const MAX_SILENCE: i64 = 90 * 24 * 3600;

impl SourceRow {
    /// Returns the seconds since the last new entry if that is unusually long at the time `now`: several times the
    /// usual gap, or 90 days. `None` for a source that fails, is paused or has never had an entry.
    pub fn silence(&self, now: i64) -> Option<i64> {
        if self.source.failing_since.is_some() || self.source.is_paused {
            return None;
        }
        let silence = now.saturating_sub(self.last_new?);
        let usual = self
            .usual_gap
            .map_or(MAX_SILENCE, |gap| gap.saturating_mul(SILENT_GAPS));
        (silence >= usual.clamp(MIN_SILENCE, MAX_SILENCE)).then_some(silence)
    }
}
