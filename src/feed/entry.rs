//! Plain data of an entry: [`FeedEntry`], [`EntryText`].

use chrono::{DateTime, Utc};

use crate::model::Enclosure;

/// Entry of a feed: what the feed says about an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeedEntry {
    /// Identifier as text: `guid`, `atom:id`, `rdf:about`, `id` of JSON Feed.
    pub id: Option<String>,
    /// True if the identifier is an address of the article (RSS 2.0, `isPermaLink`).
    pub is_permalink: bool,
    /// Title as plain text, as a browser shows it, on one line.
    pub title: Option<String>,
    /// Title with its markup, as HTML; `None` if it is the same as the plain one.
    pub title_html: Option<String>,
    /// Address of the article, absolute if a base is known.
    pub link: Option<String>,
    /// Address before a service for statistics replaced it (`feedburner:origLink`).
    pub canonical_link: Option<String>,
    /// Publication.
    pub published: Option<DateTime<Utc>>,
    /// Last change.
    pub updated: Option<DateTime<Utc>>,
    /// Names of the authors; an address of electronic mail where there is no name.
    pub authors: Vec<String>,
    /// Shorter text of two.
    pub summary: Option<EntryText>,
    /// Longer text of two, or the only one.
    pub content: Option<EntryText>,
    /// Address of the content, if it is elsewhere (Atom, `content` with `src`).
    pub content_src: Option<String>,
    /// Categories, in the order of the source.
    pub tags: Vec<String>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// Address of an image of the article.
    pub image: Option<String>,
    /// Address of the page with the comments.
    pub comments: Option<String>,
    /// Base of the relative links in the texts (`xml:base`), absolute.
    pub base: Option<String>,
    /// Language as a tag of BCP 47, as written.
    pub language: Option<String>,
}

/// Text of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryText {
    /// HTML or plain text.
    pub value: String,
    /// True for HTML.
    pub is_html: bool,
}
