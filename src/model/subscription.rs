//! Lists of subscriptions from other programs, as their files contain them: [`SubscriptionList`].

use url::Url;

use crate::model::{RuleAction, percent_decoded};

/// Largest number of feeds, folders and searches that are imported from one file.
pub const MAX_SUBSCRIPTIONS: usize = 10_000;
/// Largest number of items that are listed as not imported.
pub const MAX_SKIPPED_ITEMS: usize = 1_000;

/// Content of a file with subscriptions: an OPML file, or newsboat's `urls` file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubscriptionList {
    /// Feeds in the order of the file, each address once.
    pub subscriptions: Vec<Subscription>,
    /// Every folder in the order of the file, as names from the top.
    pub folders: Vec<Vec<String>>,
    /// Searches to be saved.
    pub searches: Vec<ImportedSearch>,
    /// Items that can't be imported.
    pub skipped: SkippedItems,
}

/// A feed in a list of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    /// Address of the feed, `http` or `https`, without credentials.
    pub url: String,
    /// User name that the address contained.
    pub user: Option<String>,
    /// Title of the feed.
    pub title: Option<String>,
    /// Title that the user has set.
    pub user_title: Option<String>,
    /// Web page of the feed.
    pub site: Option<String>,
    /// Categories, each as names from the top.
    pub categories: Vec<Vec<String>>,
    /// True if its articles are left out of the views All and Unread.
    pub is_hidden: bool,
    /// True if it is not fetched.
    pub is_paused: bool,
}

/// A search to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedSearch {
    /// Name.
    pub name: String,
    /// Query.
    pub query: String,
    /// Line of the file, from 1.
    pub line: usize,
    /// Action of a rule.
    pub action: Option<RuleAction>,
}

/// Items of a file that are not imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkippedItems {
    /// The first [`MAX_SKIPPED_ITEMS`] of them.
    pub listed: Vec<SkippedItem>,
    /// Number of further ones.
    pub unlisted: usize,
}

/// An item of a file that is not imported, or not completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedItem {
    /// Position in the file.
    pub position: ItemPosition,
    /// Beginning of the item as the file has it, not sanitized.
    pub text: String,
    /// Reason.
    pub reason: SkipReason,
}

/// Position of an item in a file, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemPosition {
    /// Number of a line.
    Line(usize),
    /// Number of an item in a list.
    Item(usize),
}

/// Reason why an item is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// The feed is the output of a program: an import never sets up a program to run.
    Program,
    /// The query uses an attribute or an operator that searches do not have; its name.
    Query(String),
    /// Another saved search has the name.
    NameTaken,
    /// The address is not one of the web (`http` or `https`).
    NotWeb,
    /// The item has no address.
    NoAddress,
    /// The password of the address is not stored; the feed itself is imported.
    Password,
    /// The outline includes another file, which is not fetched.
    Include,
    /// The outline is a link to a page, not a feed.
    PageLink,
    /// The outline is commented out.
    Comment,
    /// The item is damaged.
    Damaged,
    /// The file contains more than [`MAX_SUBSCRIPTIONS`].
    TooMany,
}

/// Scheme of some links to feeds, with its colon.
const FEED_SCHEME: &str = "feed:";

/// Limit of the text of a skipped item, in characters.
const MAX_TEXT_CHARS: usize = 100;

impl SkippedItems {
    /// Adds an item; its text is cut.
    pub fn add(&mut self, position: ItemPosition, text: &str, reason: SkipReason) {
        if self.listed.len() >= MAX_SKIPPED_ITEMS {
            self.unlisted += 1;
            return;
        }
        let mut cut: String = text.chars().take(MAX_TEXT_CHARS).collect();
        if cut.len() < text.len() {
            cut.push('…');
        }
        self.listed.push(SkippedItem {
            position,
            text: cut,
            reason,
        });
    }

    /// Returns the number of items that are not imported at all.
    pub fn count(&self) -> usize {
        let partly = |item: &&SkippedItem| item.reason != SkipReason::Password;
        self.unlisted + self.listed.iter().filter(partly).count()
    }
}

/// Address of a feed, split into the parts that are stored separately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedAddress {
    /// Address without credentials.
    pub url: String,
    /// User name that it contained.
    pub user: Option<String>,
    /// True if it contained a password.
    pub has_password: bool,
}

impl FeedAddress {
    /// Parses an address as written in a list of subscriptions: `http`, `https`, or `feed` before one of them or in
    /// their place. Returns `None` for any other scheme. Credentials (RFC 3986, section 3.2.1) are taken out.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let scheme = text.get(..FEED_SCHEME.len());
        let is_feed = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(FEED_SCHEME));
        let mut url = match is_feed {
            true => {
                let rest = text.get(FEED_SCHEME.len()..)?;
                match rest.starts_with("//") {
                    true => Url::parse(&format!("http:{rest}")),
                    false => Url::parse(rest),
                }
            }
            false => Url::parse(text),
        }
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let user = percent_decoded(url.username()).into_owned();
        let has_password = url.password().is_some_and(|password| !password.is_empty());
        url.set_password(None).ok()?;
        url.set_username("").ok()?;
        Some(Self {
            url: url.to_string(),
            user: (!user.is_empty()).then_some(user),
            has_password,
        })
    }
}
