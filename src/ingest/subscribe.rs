//! Subscribing by an address as typed: [`resolve_address`] finds out what is there, [`subscribe`] adds a feed with its first entries,
//! [`add_page`] a page as an article.

use url::Url;

use super::add::add_to_library;
use super::extraction::extract_page;
use super::refresh::{FirstAnswer, store_first_answer};
use crate::extract::Unreadable;
use crate::feed::{FeedHints, FeedLink, NotAFeed, discover_feeds, parse_feed};
use crate::fetch::{
    Accept, Answer, BodyLimits, Client, FetchError, FetchReport, FetchRequest, Fetched,
    is_private_address,
};
use crate::library::{Library, LibraryError, UpsertOutcome};
use crate::model::{Source, SourceError};

/// Content at an address.
#[derive(Debug)]
pub enum Resolved {
    /// A feed, with its first answer.
    Feed(Box<FoundFeed>),
    /// A page that links to several feeds, the likeliest first.
    Choices(Vec<FeedLink>),
    /// A page that links to none.
    Page(Box<FoundPage>),
}

/// Feed that was fetched.
#[derive(Debug)]
pub struct FoundFeed {
    /// Address to subscribe to.
    pub url: String,
    /// Title; the host if it has none.
    pub title: String,
    /// Answer from which the first entries are stored.
    answer: FirstAnswer,
}

/// Page that was fetched.
#[derive(Debug)]
pub struct FoundPage {
    /// Address after redirects.
    pub url: String,
    answer: Answer,
}

/// Error of an address that can't be added.
#[derive(Debug, thiserror::Error)]
pub enum SubscribeError {
    /// No address.
    #[error("not an http or https address")]
    InvalidAddress,
    /// The request failed.
    #[error("{0}")]
    Fetch(SourceError),
    /// Something else than a feed or a page.
    #[error("{}", not_a_feed_text(*.0))]
    NotAFeed(NotAFeed),
    /// The page has no text.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The library can't be read or written.
    #[error(transparent)]
    Library(#[from] LibraryError),
}

fn not_a_feed_text(what: NotAFeed) -> &'static str {
    match what {
        NotAFeed::Opml => "an OPML list; save it and run newsprint import FILE",
        NotAFeed::Sitemap => "a sitemap, not a feed",
        NotAFeed::Empty => "an empty answer",
        NotAFeed::Html => "a web page, not a feed",
        NotAFeed::Json => "JSON, but not a feed",
        NotAFeed::OtherXml => "XML, but not a feed",
        NotAFeed::NotText => "neither a feed nor a page",
    }
}

/// Fetches an address as typed, and finds out what is there. `https://` is assumed; where that is not reached, `http://` is tried. A page
/// that links to one feed stands for that feed.
///
/// # Errors
/// The address is none, can't be fetched, or is neither a feed nor a page.
pub fn resolve_address(client: &Client, text: &str) -> Result<Resolved, SubscribeError> {
    let (report, url) = fetch_typed(client, text)?;
    let is_private = is_private_address(&url);
    let answer = match report.result {
        Ok(Fetched::Answer(ref answer)) => answer,
        Ok(Fetched::NotModified { .. }) => {
            return Err(SubscribeError::Fetch(
                FetchError::UnexpectedNotModified.source_error(),
            ));
        }
        Err(error) => return Err(SubscribeError::Fetch(error.source_error())),
    };
    match feed_title(answer) {
        Ok(title) => Ok(Resolved::Feed(Box::new(found_feed(url, title, report)))),
        Err(NotAFeed::Html) => resolve_page(client, report, is_private),
        Err(what) => Err(SubscribeError::NotAFeed(what)),
    }
}

/// Finds the feed of a page.
fn resolve_page(
    client: &Client,
    report: FetchReport,
    is_private: bool,
) -> Result<Resolved, SubscribeError> {
    let Ok(Fetched::Answer(answer)) = report.result else {
        return Err(SubscribeError::NotAFeed(NotAFeed::Html));
    };
    let mut links = discover_feeds(&answer.body, &answer.url);
    if links.len() > 1 {
        return Ok(Resolved::Choices(links));
    }
    if let Some(link) = links.pop() {
        let report = fetch(client, &link.url, is_private);
        if let Ok(Fetched::Answer(found)) = &report.result
            && let Ok(title) = feed_title(found)
        {
            return Ok(Resolved::Feed(Box::new(found_feed(
                link.url, title, report,
            ))));
        }
    }
    Ok(Resolved::Page(Box::new(FoundPage {
        url: answer.url.clone(),
        answer,
    })))
}

/// Fetches an address as typed. Returns the report, and the address that was requested.
pub(super) fn fetch_typed(
    client: &Client,
    text: &str,
) -> Result<(FetchReport, String), SubscribeError> {
    let candidates = candidate_addresses(text);
    let mut last = Err(SubscribeError::InvalidAddress);
    for url in candidates {
        let report = fetch(client, &url, is_private_address(&url));
        let has_answer = report.status.is_some();
        last = Ok((report, url));
        if has_answer {
            break;
        }
    }
    last
}

/// Returns the addresses that a typed text may mean, the likeliest first.
fn candidate_addresses(text: &str) -> Vec<String> {
    let text = text.trim();
    let rest = ["feed:", "FEED:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .map_or(text, |rest| rest.trim_start_matches("//"));
    let parsed = |url: String| {
        let url = Url::parse(&url).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
        is_web.then(|| url.to_string())
    };
    let lower = rest.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return parsed(rest.to_owned()).into_iter().collect();
    }
    let is_other = ["mailto:", "tel:", "data:", "about:", "javascript:", "file:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if rest.contains("://") || rest.is_empty() || is_other {
        return Vec::new();
    }
    ["https", "http"]
        .iter()
        .filter_map(|scheme| parsed(format!("{scheme}://{rest}")))
        .collect()
}

fn fetch(client: &Client, url: &str, is_private: bool) -> FetchReport {
    client.fetch(&FetchRequest {
        url,
        validators: None,
        accept: Accept::Feed,
        headers: &[],
        credentials: None,
        allow_private: is_private,
        limits: BodyLimits::default(),
    })
}

/// Returns the title of a feed; its host if it has none.
fn feed_title(answer: &Answer) -> Result<String, NotAFeed> {
    let hints = FeedHints {
        url: Some(&answer.url),
        content_type: answer.content_type.as_deref(),
    };
    let feed = parse_feed(&answer.body, &hints)?;
    let host = || {
        let url = Url::parse(&answer.url).ok()?;
        url.host_str().map(str::to_owned)
    };
    Ok(feed
        .title
        .filter(|title| !title.trim().is_empty())
        .or_else(host)
        .unwrap_or_else(|| answer.url.clone()))
}

/// Returns a feed to subscribe to: at the target of its redirects if all of them are permanent.
fn found_feed(asked: String, title: String, report: FetchReport) -> FoundFeed {
    let is_moved = !report.redirects.is_empty()
        && report
            .redirects
            .iter()
            .all(|redirect| matches!(redirect.status, 301 | 308));
    let target = report.redirects.last().map(|redirect| redirect.url.clone());
    FoundFeed {
        url: target.filter(|_| is_moved).unwrap_or(asked),
        title,
        answer: FirstAnswer::new(report),
    }
}

/// Adds a feed as a source, with its first entries. Returns the source, true if it is new, and the number of its new articles. A removed
/// feed comes back with its articles.
///
/// # Errors
/// The library can't be written.
pub fn subscribe(
    library: &mut Library,
    feed: FoundFeed,
    default_interval: i64,
) -> Result<(Source, bool, usize), SubscribeError> {
    let (source, is_new) = library.add_feed(&feed.url, &feed.title)?;
    let new = store_first_answer(library, &source, feed.answer, default_interval)?;
    let source = library.source(source.id)?.unwrap_or(source);
    Ok((source, is_new, new))
}

/// Adds a page as an article of the library. Returns its title, and what became of it.
///
/// # Errors
/// The page has no text, or the library can't be written.
pub fn add_page(
    library: &mut Library,
    page: &FoundPage,
) -> Result<(String, UpsertOutcome), SubscribeError> {
    let document = extract_page(
        &page.answer.body,
        &page.url,
        page.answer.content_type.as_deref(),
    )?;
    let name = Url::parse(&page.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| page.url.clone());
    let title = document.metadata.title.clone();
    let outcome = add_to_library(library, &name, &document)?;
    Ok((
        title.filter(|title| !title.is_empty()).unwrap_or(name),
        outcome,
    ))
}
