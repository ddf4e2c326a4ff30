//! Entries of a feed in the form in which the library stores them: [`new_entry`], and back: [`StoredEntry`].

use serde::{Deserialize, Serialize};

use super::words::{hash_text, scan_words};
use crate::feed::{EntryText, Feed, FeedEntry, text_start};
use crate::library::{EntryKeys, LibraryError, MIN_FINGERPRINT_WORDS, NewEntry, PackedContent};
use crate::model::{Published, count_words};
use crate::text::clean;
use crate::text::fold::fold;

/// Largest length of a standfirst and of a title made of the text, in characters.
const MAX_STANDFIRST_CHARS: usize = 400;
const MAX_TITLE_CHARS: usize = 80;
/// Largest length of the title of a row, in characters; the document has all of it.
const MAX_ROW_TITLE_CHARS: usize = 1000;
/// Title of an entry without any text.
const UNTITLED: &str = "(untitled)";

/// Content of an entry as the library stores it: enough to extract its document again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::ingest) struct StoredEntry {
    /// The entry.
    pub(in crate::ingest) entry: FeedEntry,
    /// Title of its feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::ingest) feed_title: Option<String>,
}

impl StoredEntry {
    /// Reads a stored content; `None` if it is damaged.
    pub(in crate::ingest) fn from_content(content: &[u8]) -> Option<Self> {
        serde_json::from_slice(content).ok()
    }

    /// Returns the text of an entry: its content, else its summary.
    pub(in crate::ingest) fn text(&self) -> Option<&EntryText> {
        text_of(&self.entry)
    }
}

/// Returns the text of an entry: its content, else its summary.
fn text_of(entry: &FeedEntry) -> Option<&EntryText> {
    let is_filled = |text: &&EntryText| !text.value.trim().is_empty();
    entry
        .content
        .as_ref()
        .filter(is_filled)
        .or(entry.summary.as_ref().filter(is_filled))
}

/// Makes the entry that the library stores.
///
/// # Errors
/// The content can't be compressed.
pub(in crate::ingest) fn new_entry(
    entry: FeedEntry,
    feed: &FeedFacts,
) -> Result<NewEntry, LibraryError> {
    let text = text_of(&entry);
    let words = text.map(scan_words);
    let url = link_of(&entry);
    let title = title_of(&entry, url.as_deref());
    let date = entry.published.or(entry.updated);
    let keys = EntryKeys {
        id: entry
            .id
            .as_deref()
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(hash_text),
        link: url
            .as_deref()
            .and_then(link_path)
            .map(|path| hash_text(&path)),
        title: entry
            .title
            .as_deref()
            .map(fold)
            .filter(|title| !title.trim().is_empty())
            .map(|title| hash_text(title.trim())),
        text: words
            .filter(|words| words.count > 0)
            .map(|words| EntryKeys::text_hash(words.hash, words.count >= MIN_FINGERPRINT_WORDS)),
        published: date.map(|date| date.timestamp()),
    };
    let standfirst = match (&entry.content, &entry.summary) {
        (Some(_), Some(summary)) if words != Some(scan_words(summary)) => {
            Some(text_start(summary, MAX_STANDFIRST_CHARS))
        }
        _ => None,
    };
    let hash = NewEntry::hash_of(&[
        &title,
        url.as_deref().unwrap_or_default(),
        &entry.authors.join("\n"),
        entry.content.as_ref().map_or("", |text| &text.value),
        entry.summary.as_ref().map_or("", |text| &text.value),
        &entry
            .enclosures
            .iter()
            .map(|enclosure| enclosure.url.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        // A teaser stays the same when its page changes.
        &entry
            .updated
            .map(|time| time.to_rfc3339())
            .unwrap_or_default(),
    ]);
    let byline = clean::clean_line(&entry.authors.join(", ")).into_owned();
    let stored = StoredEntry {
        entry,
        feed_title: feed.title.clone(),
    };
    let content =
        serde_json::to_vec(&stored).map_err(|error| LibraryError::Other(error.to_string()))?;
    Ok(NewEntry {
        keys,
        hash,
        title,
        standfirst: standfirst.filter(|standfirst| !standfirst.is_empty()),
        byline: Some(byline).filter(|byline| !byline.is_empty()),
        publisher: feed.title.clone(),
        published: date.map(|date| Published::DateTime(date.fixed_offset())),
        url,
        words: words.map_or(0, |words| words.count),
        content: PackedContent::new(&content)?,
    })
}

/// Facts about a feed that its entries share.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct FeedFacts {
    /// Title; clean.
    pub(in crate::ingest) title: Option<String>,
}

impl FeedFacts {
    /// Returns the facts of a feed.
    pub(super) fn of(feed: &Feed) -> Self {
        let title = feed.title.as_deref().map(clean::clean_line);
        Self {
            title: title
                .filter(|title| !title.is_empty())
                .map(std::borrow::Cow::into_owned),
        }
    }
}

/// Returns the canonical link of an entry; its id if that is declared to be its link.
fn link_of(entry: &FeedEntry) -> Option<String> {
    let id = entry.id.as_ref().filter(|_| entry.is_permalink);
    let link = entry
        .canonical_link
        .as_ref()
        .or(entry.link.as_ref())
        .or(id)?;
    let url = url::Url::parse(link.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// Returns the title of an entry, else the first words of its text, else its link.
fn title_of(entry: &FeedEntry, url: Option<&str>) -> String {
    let title = clean::clean_line(entry.title.as_deref().unwrap_or_default()).into_owned();
    if let Some((cut, _)) = title.char_indices().nth(MAX_ROW_TITLE_CHARS) {
        return format!("{}…", title.get(..cut).unwrap_or_default());
    }
    if !title.is_empty() {
        return title;
    }
    let start = text_of(entry).map(|text| text_start(text, MAX_TITLE_CHARS));
    start
        .filter(|start| count_words(start) > 0)
        .or_else(|| url.map(|url| clean::clean_line(url).into_owned()))
        .unwrap_or_else(|| UNTITLED.to_owned())
}

/// Returns the path and query of a link, without what only records where a reader came from; `None` for a home page. Scheme and host may
/// change without another article.
fn link_path(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let pairs = url.query_pairs().filter(|(name, _)| {
        !name.starts_with("utm_")
            && !matches!(&**name, "fbclid" | "gclid" | "at_medium" | "at_campaign")
    });
    let query: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let path = url.path().trim_end_matches('/');
    let fragment = url.fragment().unwrap_or_default();
    if path.is_empty() && query.is_empty() && fragment.is_empty() {
        return None;
    }
    Some(format!("{path}?{}#{fragment}", query.join("&")))
}
