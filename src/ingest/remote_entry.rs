//! Entries that come from a server in place of a feed: [`remote_entry`].

use chrono::DateTime;

use super::refresh::{FeedFacts, new_entry};
use crate::feed::{EntryText, FeedEntry};
use crate::library::{LibraryError, NewEntry};
use crate::model::Enclosure;

/// What a server says about an article. All texts are foreign.
#[derive(Debug, Clone, Copy, Default)]
pub struct RemoteText<'a> {
    /// Id that the feed gives the entry, where the server passes it on.
    pub guid: Option<&'a str>,
    /// Title: plain text.
    pub title: Option<&'a str>,
    /// Link.
    pub url: Option<&'a str>,
    /// Author.
    pub author: Option<&'a str>,
    /// Text: HTML.
    pub html: &'a str,
    /// Media files.
    pub enclosures: &'a [Enclosure],
    /// Time of publication, in seconds since 1970-01-01 UTC.
    pub published: Option<i64>,
    /// Title of the feed; clean.
    pub feed_title: &'a str,
}

/// Makes the entry that the library stores, as of a feed: its document is extracted in the background.
///
/// # Errors
/// The content can't be compressed.
pub fn remote_entry(text: RemoteText<'_>) -> Result<NewEntry, LibraryError> {
    let filled = |text: Option<&str>| {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let entry = FeedEntry {
        id: filled(text.guid),
        title: filled(text.title),
        link: filled(text.url),
        published: text
            .published
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        authors: filled(text.author).into_iter().collect(),
        content: filled(Some(text.html)).map(|value| EntryText {
            value,
            is_html: true,
        }),
        enclosures: text.enclosures.to_vec(),
        ..FeedEntry::default()
    };
    let facts = FeedFacts {
        title: filled(Some(text.feed_title)),
    };
    new_entry(entry, &facts)
}
