//! Reading of feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF and JSON Feed become one [`Feed`], broken ones too.
//!
//! 1. `extract::charset` turns the bytes into text: byte order mark, bytes, HTTP header and declaration are weighed.
//! 2. [`tokenizer`] splits the text into tags and text; it never fails.
//! 3. [`xml_feed`] follows the open elements. One table a format ([`rss`], [`atom`], [`cdf`]) and one for the
//!    extension namespaces ([`extensions`]) say which field an element is. [`json_feed`] reads JSON Feed.
//! 4. [`feed_builder`] and [`entry_builder`] choose among several values of a field.
//! 5. [`entry_document()`] turns an entry into a document.
//!
//! Time is linear in the number of bytes. The depth of elements, the number and the expansion of entities and the number
//! of entries are limited.

mod atom;
mod attributes;
mod capture;
mod cdf;
mod dates;
mod discover;
mod elements;
mod entry;
mod entry_builder;
mod entry_document;
mod entry_texts;
mod error;
mod extensions;
mod feed_builder;
mod field;
mod html_text;
mod json_feed;
mod links;
mod media;
mod namespaces;
mod newest;
pub mod opml;
mod parsed_feed;
mod person;
mod rss;
mod schedule;
mod text_start;
mod title;
pub(crate) mod tokenizer;
mod xml_feed;

pub use discover::{FeedLink, discover_feeds};
pub use entry::{EntryText, FeedEntry};
pub use entry_document::entry_document;
pub use entry_texts::entry_texts;
pub use error::NotAFeed;
pub use html_text::normalize_html;
pub use parsed_feed::{Feed, FeedFormat, FeedHints};
pub use schedule::FeedSchedule;
pub use text_start::text_start;

use crate::extract::charset;

/// Reads a feed. The format is decided by the bytes; broken feeds are read as far as they go.
///
/// # Errors
/// [`NotAFeed`] if the bytes are something else.
///
/// # Examples
///
/// ```
/// use newsprint::feed::{FeedHints, NotAFeed, parse_feed};
///
/// let rss = "<rss><channel><title>Tides</title><item><title>High water &amp; wind</title></item></channel></rss>";
/// let feed = parse_feed(rss.as_bytes(), &FeedHints::default())?;
/// assert_eq!(feed.title.as_deref(), Some("Tides"));
/// assert_eq!(feed.entries[0].title.as_deref(), Some("High water & wind"));
/// # Ok::<(), NotAFeed>(())
/// ```
pub fn parse_feed(bytes: &[u8], hints: &FeedHints<'_>) -> Result<Feed, NotAFeed> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotAFeed::Empty);
    }
    let charset = hints.content_type.and_then(charset::charset_parameter);
    let text = charset::decode_xml(bytes, charset, hints.url);
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    match text.as_bytes().first() {
        Some(b'{' | b'[') => json_feed::parse_json_feed(text, hints),
        _ => xml_feed::parse_xml_feed(text, hints),
    }
}
