//! Texts of items: [`texts`].

use serde::Deserialize;

use super::super::answer::{any_id, json};
use super::super::enclosures::{enclosure, length};
use super::super::error::SyncError;
use super::super::server::RemoteItem;
use super::super::titles;
use super::ids::{long_form, stored_form};
use super::session::Session;
use crate::model::Enclosure;

/// Bytes of a text from which it counts as cut: FreshRSS sends at most 500,000, and whole characters only.
const CUT_LENGTH: usize = 499_990;

#[derive(Deserialize)]
struct Contents {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(deserialize_with = "any_id")]
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    published: Option<i64>,
    #[serde(default)]
    canonical: Vec<Link>,
    #[serde(default)]
    alternate: Vec<Link>,
    #[serde(default)]
    summary: Option<Text>,
    #[serde(default)]
    content: Option<Text>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    origin: Origin,
    #[serde(default)]
    enclosure: Option<Vec<File>>,
}

/// Media file. Its address is `href`, with Miniflux `url`.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    href: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default, rename = "type")]
    media_type: Option<String>,
    #[serde(default, deserialize_with = "length")]
    length: Option<u64>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    href: String,
}

#[derive(Deserialize)]
struct Text {
    #[serde(default)]
    content: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Origin {
    stream_id: String,
    title: Option<String>,
}

/// Returns those of these items that the server has, with their texts.
pub(super) fn texts(
    session: &mut Session<'_>,
    ids: &[String],
    is_freshrss: bool,
) -> Result<Vec<RemoteItem>, SyncError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let long: Vec<String> = ids.iter().map(|id| long_form(id)).collect();
    let mut pairs = vec![("output", "json")];
    pairs.extend(long.iter().map(|id| ("i", id.as_str())));
    let answer = match session.post("stream/items/contents", &pairs) {
        // Miniflux refuses a request if it has none of the items.
        Err(SyncError::Rejected { status: 400 | 404 }) => return Ok(Vec::new()),
        answer => answer?,
    };
    let contents: Contents = json(&answer, "stream/items/contents")?;
    let items = contents.items.into_iter();
    let items = items.map(|item| remote_item(item, is_freshrss));
    // An item that was not asked for belongs to another answer.
    Ok(items.filter(|item| ids.contains(&item.id)).collect())
}

fn remote_item(item: Item, is_freshrss: bool) -> RemoteItem {
    let has_tag = |tag: &str| item.categories.iter().any(|category| is_tag(category, tag));
    let (is_read, is_starred) = (has_tag("read"), has_tag("starred"));
    let mut links = item.canonical.into_iter().chain(item.alternate);
    let html = [item.content, item.summary]
        .into_iter()
        .flatten()
        .map(|text| text.content)
        .max_by_key(String::len);
    let files = item.enclosure.into_iter().flatten();
    let url = links
        .find(|link| !link.href.is_empty())
        .map(|link| link.href);
    let own = |text: Option<String>, narrow: fn(&str) -> String| match is_freshrss {
        true => text.map(|text| narrow(&text)),
        false => text,
    };
    let mut html = html.unwrap_or_default();
    if is_freshrss && html.len() >= CUT_LENGTH {
        html = with_cut_mark(html, url.as_deref());
    }
    // FreshRSS gives an item without a title its link.
    let title = own(item.title, titles::narrow);
    let title = title.filter(|title| !is_freshrss || Some(title) != url.as_ref());
    RemoteItem {
        id: stored_form(item.id),
        feed: item.origin.stream_id,
        feed_title: own(item.origin.title, titles::narrow_feed),
        guid: None,
        title,
        url,
        author: own(item.author, titles::narrow).filter(|author| !author.is_empty()),
        html,
        enclosures: files.filter_map(media_file).collect(),
        published: item.published,
        is_read: Some(is_read),
        is_starred: Some(is_starred),
    }
}

/// Returns a text that the server has cut with a mark at its end, as feeds have it, which leads to the article.
fn with_cut_mark(mut html: String, url: Option<&str>) -> String {
    // The cut may be inside a tag.
    if let Some(tag) = html.rfind('<').filter(|tag| html.rfind('>') < Some(*tag)) {
        html.truncate(tag);
    }
    let url = url.map(|url| url.replace('&', "&amp;").replace('"', "&quot;"));
    html.push_str(&match url {
        Some(url) => format!("<p><a href=\"{url}\">[…]</a></p>"),
        None => "<p>[…]</p>".to_owned(),
    });
    html
}

fn media_file(file: File) -> Option<Enclosure> {
    let url = file.href.as_deref().or(file.url.as_deref());
    enclosure(url, file.media_type, file.length)
}

/// Returns true if a category is a state of the user: `user/-/state/com.google/read`, or with the id of the user.
fn is_tag(category: &str, tag: &str) -> bool {
    let state = category
        .strip_prefix("user/")
        .and_then(|rest| rest.split_once("/state/com.google/"));
    state.is_some_and(|(_, name)| name == tag)
}
