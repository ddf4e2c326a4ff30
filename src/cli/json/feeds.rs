//! JSON of a feed and its entries.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::feed::{EntryText, Feed, FeedEntry, FeedFormat, normalize_html};
use crate::model::Enclosure;

/// Returns a feed as `extract --feed` prints it. Titles and texts are as in the feed, HTML where it has markup.
pub(in super::super) fn feed_json(path: &str, feed: &Feed) -> Value {
    let format = match feed.format {
        FeedFormat::Rss => "rss",
        FeedFormat::Rdf => "rdf",
        FeedFormat::Atom => "atom",
        FeedFormat::Cdf => "cdf",
        FeedFormat::JsonFeed => "json",
    };
    let base = feed.link.as_deref();
    let html = |html: Option<&String>| html.map(|html| normalize_html(html, base));
    let days = feed.schedule.skip_days.iter();
    json!({
        "path": path, "ok": true, "format": format,
        "title": html(feed.title_html.as_ref()).or(feed.title.clone()),
        "subtitle": html(feed.subtitle_html.as_ref()).or(feed.subtitle.clone()),
        "link": feed.link, "id": feed.id, "lang": feed.language, "icon": feed.icon, "self": feed.self_url,
        "updated": moment_json(feed.updated), "published": moment_json(feed.published),
        "authors": feed.authors,
        "interval": feed.schedule.interval, "skip_hours": feed.schedule.skip_hours,
        "skip_days": days.map(ToString::to_string).collect::<Vec<_>>(),
        "entries": feed.entries.iter().map(|entry| entry_json(entry, feed)).collect::<Vec<_>>(),
        "omitted_entries": feed.omitted_entries,
    })
}

/// Returns an entry. One text is both the summary and the content.
fn entry_json(entry: &FeedEntry, feed: &Feed) -> Value {
    let feed_base = feed.self_url.as_deref().or(feed.link.as_deref());
    let base = entry
        .base
        .as_deref()
        .or(entry.link.as_deref())
        .or(feed_base);
    let text = |text: Option<&EntryText>| {
        text.map(|text| match text.is_html {
            true => normalize_html(&text.value, base),
            false => text.value.clone(),
        })
    };
    let title = entry
        .title_html
        .as_deref()
        .map(|title| normalize_html(title, base));
    // The id of Atom is an IRI, though not always an address of the web.
    let is_address = entry.is_permalink || feed.format == FeedFormat::Atom;
    let address = entry.id.as_ref().filter(|_| is_address);
    let content = entry.content.as_ref();
    json!({
        "id": entry.id,
        "title": title.as_ref().or(entry.title.as_ref()),
        "link": entry.link.as_ref().or(address), "canonical_link": entry.canonical_link,
        "published": moment_json(entry.published), "updated": moment_json(entry.updated),
        "authors": entry.authors,
        "summary": text(entry.summary.as_ref().or(content)), "content": text(content),
        "content_src": entry.content_src,
        "tags": entry.tags, "image": entry.image, "comments": entry.comments,
        "base": entry.base, "lang": entry.language,
        "enclosures": entry.enclosures.iter().map(enclosure_json).collect::<Vec<_>>(),
    })
}

fn enclosure_json(file: &Enclosure) -> Value {
    json!({
        "url": file.url, "type": file.media_type, "length": file.length, "duration": file.duration, "title": file.title,
    })
}

fn moment_json(moment: Option<DateTime<Utc>>) -> Option<String> {
    moment.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}
