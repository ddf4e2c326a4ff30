//! Plain data of a feed: [`Feed`], [`FeedFormat`], [`FeedHints`].

use chrono::{DateTime, Utc};

use super::entry::FeedEntry;
use super::schedule::FeedSchedule;

/// Facts about a feed that are not in its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct FeedHints<'a> {
    /// Address of the feed, which relative links are resolved against.
    pub url: Option<&'a str>,
    /// Media type of the HTTP answer, for its `charset` parameter. The format is decided by the bytes.
    pub content_type: Option<&'a str>,
}

/// Format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RSS 0.91 to 2.0, without RDF.
    Rss,
    /// RSS 0.90 and 1.0, written in RDF.
    Rdf,
    /// Atom 0.3 or 1.0 (RFC 4287).
    Atom,
    /// Channel Definition Format.
    Cdf,
    /// JSON Feed 1.0 or 1.1.
    JsonFeed,
}

/// Feed and its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// Format of the source.
    pub format: FeedFormat,
    /// Title as plain text, as a browser shows it.
    pub title: Option<String>,
    /// Title with its markup, as HTML; `None` if it is the same as the plain one.
    pub title_html: Option<String>,
    /// Description as plain text.
    pub subtitle: Option<String>,
    /// Description with its markup, as HTML; `None` if it is the same as the plain one.
    pub subtitle_html: Option<String>,
    /// Address of the web page that the feed belongs to.
    pub link: Option<String>,
    /// Identifier: `atom:id`, `rdf:about`.
    pub id: Option<String>,
    /// Language as a tag of BCP 47, as written.
    pub language: Option<String>,
    /// Address of an icon, else of a larger image.
    pub icon: Option<String>,
    /// Address that the feed gives for itself.
    pub self_url: Option<String>,
    /// Last change.
    pub updated: Option<DateTime<Utc>>,
    /// Publication.
    pub published: Option<DateTime<Utc>>,
    /// Names of the authors; an address of electronic mail where there is no name.
    pub authors: Vec<String>,
    /// Times at which it is to be fetched.
    pub schedule: FeedSchedule,
    /// Entries in the order of the source: at most the newest 2,000.
    pub entries: Vec<FeedEntry>,
    /// Number of further entries that were left out.
    pub omitted_entries: usize,
}

impl Feed {
    /// Returns a feed without content.
    pub(crate) fn new(format: FeedFormat) -> Self {
        Self {
            format,
            title: None,
            title_html: None,
            subtitle: None,
            subtitle_html: None,
            link: None,
            id: None,
            language: None,
            icon: None,
            self_url: None,
            updated: None,
            published: None,
            authors: Vec::new(),
            schedule: FeedSchedule::default(),
            entries: Vec::new(),
            omitted_entries: 0,
        }
    }
}
