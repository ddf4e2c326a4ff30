//! Reading what is at an address without keeping it: [`read_address`].

use super::extraction::{decoded_source, extract_page};
use super::subscribe::{SubscribeError, fetch_typed};
use crate::extract::{Hints, charset};
use crate::feed::{FeedHints, NotAFeed, entry_document, parse_feed};
use crate::fetch::{Answer, Client, FetchError, Fetched};
use crate::model::Document;

/// Text that was read from an address.
#[derive(Debug)]
pub enum AddressText {
    /// A page; its address after redirects stands in its metadata.
    Page(Box<Document>),
    /// A feed.
    Feed {
        /// Title, if it has one.
        title: Option<String>,
        /// Entries of the feed, newest first where they have dates, else in the order of the feed.
        entries: Vec<Document>,
    },
}

/// Fetches an address as typed, and returns what is there. Nothing is stored. A page is read itself, also where it links to feeds.
///
/// # Errors
/// The address is none, can't be fetched, or is neither a feed nor a page.
pub fn read_address(client: &Client, text: &str) -> Result<AddressText, SubscribeError> {
    let answer = fetch_answer(client, text)?;
    let content_type = answer.content_type.as_deref();
    let hints = FeedHints {
        url: Some(&answer.url),
        content_type,
    };
    match parse_feed(&answer.body, &hints) {
        Ok(mut feed) => {
            // (Stable: entries of one time stay in the order of the feed.)
            let time = |date: Option<chrono::DateTime<chrono::Utc>>| std::cmp::Reverse(date);
            feed.entries
                .sort_by_key(|entry| time(entry.published.or(entry.updated)));
            let title = feed.title.filter(|title| !title.trim().is_empty());
            let entries = feed.entries.iter();
            Ok(AddressText::Feed {
                entries: entries
                    .map(|entry| entry_document(entry, title.as_deref()))
                    .collect(),
                title,
            })
        }
        Err(NotAFeed::Html) => {
            let document = extract_page(&answer.body, &answer.url, content_type)?;
            Ok(AddressText::Page(Box::new(document)))
        }
        // A text file is an article too.
        Err(what @ (NotAFeed::NotText | NotAFeed::Empty)) => {
            extract_page(&answer.body, &answer.url, content_type)
                .map(|document| AddressText::Page(Box::new(document)))
                .map_err(|_| SubscribeError::NotAFeed(what))
        }
        Err(what) => Err(SubscribeError::NotAFeed(what)),
    }
}

/// Fetches an address as typed, and returns the text of its answer as it is decoded, clean. Nothing is stored.
///
/// # Errors
/// The address is none, can't be fetched, or there is no text.
pub fn read_address_source(client: &Client, text: &str) -> Result<String, SubscribeError> {
    let answer = fetch_answer(client, text)?;
    let content_type = answer.content_type.as_deref();
    let hints = Hints {
        url: Some(&answer.url),
        charset: content_type.and_then(charset::charset_parameter),
        ..Hints::default()
    };
    Ok(decoded_source(&answer.body, &hints)?)
}

fn fetch_answer(client: &Client, text: &str) -> Result<Answer, SubscribeError> {
    let (report, _) = fetch_typed(client, text)?;
    match report.result {
        Ok(Fetched::Answer(answer)) => Ok(answer),
        Ok(Fetched::NotModified { .. }) => {
            let error = FetchError::UnexpectedNotModified.source_error();
            Err(SubscribeError::Fetch(error))
        }
        Err(error) => Err(SubscribeError::Fetch(error.source_error())),
    }
}
