//! JSON Feed 1.0 and 1.1 (jsonfeed.org): [`parse_json_feed`].

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::capture::{CapturedText, TextKind};
use super::dates::parse_feed_date;
use super::entry::EntryText;
use super::entry_builder::{EntryBuilder, TitleText};
use super::error::NotAFeed;
use super::feed_builder::FeedBuilder;
use super::field::CORE;
use super::links::resolve_link;
use super::parsed_feed::{Feed, FeedFormat, FeedHints};
use crate::model::Enclosure;

/// Most items of a feed that are looked at; the newest of them are kept.
const MAX_ITEMS: usize = 200_000;

/// Members of the feed object. Items are read one by one, so that a wrong one costs only itself.
#[derive(Deserialize)]
struct JsonFeed<'a> {
    #[serde(default)]
    version: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    description: Value,
    #[serde(default)]
    home_page_url: Value,
    #[serde(default)]
    feed_url: Value,
    #[serde(default)]
    icon: Value,
    #[serde(default)]
    favicon: Value,
    #[serde(default)]
    language: Value,
    #[serde(default)]
    author: Value,
    #[serde(default)]
    authors: Value,
    #[serde(borrow, default)]
    items: Option<Items<'a>>,
}

/// Sources of the items of a feed, and the number of those beyond [`MAX_ITEMS`].
struct Items<'a> {
    sources: Vec<&'a RawValue>,
    omitted: usize,
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemsVisitor;
        impl<'de> Visitor<'de> for ItemsVisitor {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of items")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<'de>, A::Error> {
                let (mut sources, mut omitted) = (Vec::new(), 0);
                while let Some(source) = seq.next_element::<&'de RawValue>()? {
                    match sources.len() < MAX_ITEMS {
                        true => sources.push(source),
                        false => omitted += 1,
                    }
                }
                Ok(Items { sources, omitted })
            }
        }
        deserializer.deserialize_seq(ItemsVisitor)
    }
}

/// Reads a JSON Feed.
///
/// # Errors
/// [`NotAFeed::Json`] if the text is other JSON, or none.
pub(super) fn parse_json_feed(text: &str, hints: &FeedHints<'_>) -> Result<Feed, NotAFeed> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<JsonFeed<'_>>();
    let Some(Ok(json)) = values.next() else {
        return Err(NotAFeed::Json);
    };
    let is_feed = json
        .version
        .as_str()
        .is_some_and(|version| version.contains("jsonfeed"))
        || json.items.is_some() && json.title.is_string();
    if !is_feed {
        return Err(NotAFeed::Json);
    }
    let mut feed = FeedBuilder::default();
    feed.title.offer(CORE, title(&json.title));
    feed.subtitle.offer(CORE, title(&json.description));
    let link = |value: &Value| text_of(value).map(|href| resolve_link(hints.url, &href));
    feed.link.offer(CORE, link(&json.home_page_url));
    feed.self_url.offer(CORE, link(&json.feed_url));
    feed.icon.offer(CORE, link(&json.favicon));
    feed.icon.offer(1, link(&json.icon));
    feed.language.offer(CORE, text_of(&json.language));
    for author in authors(&json.author, &json.authors) {
        feed.add_author(CORE, author);
    }
    let items = json.items.map(|items| (items.sources, items.omitted));
    let (sources, omitted) = items.unwrap_or_default();
    for source in sources {
        if let Ok(item @ Value::Object(_)) = serde_json::from_str(source.get()) {
            feed.add_entry(read_item(&item, hints));
        }
    }
    let mut feed = feed.finish(FeedFormat::JsonFeed, hints);
    feed.omitted_entries += omitted;
    Ok(feed)
}

fn read_item(item: &Value, hints: &FeedHints<'_>) -> EntryBuilder {
    let member = |name: &str| item.get(name).unwrap_or(&Value::Null);
    let link = |name: &str| text_of(member(name)).map(|href| resolve_link(hints.url, &href));
    let date = |name: &str| text_of(member(name)).and_then(|date| parse_feed_date(&date));
    let mut entry = EntryBuilder::default();
    entry.id.offer(CORE, text_of(member("id")));
    entry.link.offer(CORE, link("url"));
    entry.link.offer(1, link("external_url"));
    entry.title.offer(CORE, title(member("title")));
    entry.published.offer(CORE, date("date_published"));
    entry.updated.offer(CORE, date("date_modified"));
    entry.summary.offer(CORE, text(member("summary"), false));
    entry
        .content
        .offer(CORE, text(member("content_html"), true));
    entry.content.offer(1, text(member("content_text"), false));
    entry.image.offer(CORE, link("image"));
    entry.image.offer(1, link("banner_image"));
    entry.entry.language = text_of(member("language"));
    for author in authors(member("author"), member("authors")) {
        entry.add_author(CORE, author);
    }
    for tag in member("tags").as_array().into_iter().flatten() {
        if let Some(tag) = text_of(tag) {
            entry.add_tag(&tag);
        }
    }
    for file in member("attachments").as_array().into_iter().flatten() {
        let member = |name: &str| file.get(name).unwrap_or(&Value::Null);
        entry.enclosures.add(Enclosure {
            url: text_of(member("url"))
                .map_or_else(String::new, |url| resolve_link(hints.url, &url)),
            media_type: text_of(member("mime_type")),
            length: whole_number(member("size_in_bytes")),
            duration: whole_number(member("duration_in_seconds"))
                .and_then(|n| u32::try_from(n).ok()),
            title: text_of(member("title")),
        });
    }
    entry
}

/// Returns a text or a number as text; `None` if it is blank.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns a number without its fraction.
fn whole_number(value: &Value) -> Option<u64> {
    let parsed = || text_of(value)?.split('.').next()?.parse().ok();
    value.as_u64().or_else(parsed)
}

fn title(value: &Value) -> Option<TitleText> {
    let value = text_of(value)?.into();
    TitleText::new(CapturedText {
        value,
        kind: TextKind::Undeclared,
    })
}

fn text(value: &Value, is_html: bool) -> Option<EntryText> {
    text_of(value).map(|value| EntryText { value, is_html })
}

/// Returns the names of `authors` (1.1), else of `author` (1.0).
fn authors(one: &Value, several: &Value) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::Object(author) => text_of(author.get("name")?),
        other => text_of(other),
    };
    let names: Vec<String> = several
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(name)
        .collect();
    match names.is_empty() {
        true => name(one).into_iter().collect(),
        false => names,
    }
}
