//! Plain data of an entry: [`FeedEntry`], [`EntryText`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::Enclosure;

/// Entry of a feed: what the feed says about an article.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedEntry {
    /// Identifier as text: `guid`, `atom:id`, `rdf:about`, `id` of JSON Feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// True if the feed says that the identifier is the address of the article (RSS 2.0, `isPermaLink`, which is the
    /// default there). It need not be one.
    pub is_permalink: bool,
    /// Title as plain text, as a browser shows it, on one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Title with its markup, as HTML; `None` if it is the same as the plain one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_html: Option<String>,
    /// Address of the article, absolute if a base is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Address before a service for statistics replaced it (`feedburner:origLink`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_link: Option<String>,
    /// Publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// Last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
    /// Names of the authors; an address of electronic mail where there is no name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Shorter text of two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<EntryText>,
    /// Longer text of two, or the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<EntryText>,
    /// Address of the content, if it is elsewhere (Atom, `content` with `src`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_src: Option<String>,
    /// Categories, in the order of the source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Attached files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
    /// Address of an image of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Address of the page with the comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Base of the relative links in the texts (`xml:base`), absolute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Language as a tag of BCP 47, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl FeedEntry {
    /// Returns true if the entry says nothing that could be shown: no title, link, text or file.
    pub fn is_blank(&self) -> bool {
        self.title.is_none()
            && self.link.is_none()
            && self.canonical_link.is_none()
            && self.content.is_none()
            && self.summary.is_none()
            && self.content_src.is_none()
            && self.enclosures.is_empty()
    }
}

/// Text of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryText {
    /// HTML or plain text.
    pub value: String,
    /// True for HTML.
    pub is_html: bool,
}
