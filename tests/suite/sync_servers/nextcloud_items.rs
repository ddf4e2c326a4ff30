//! API of Nextcloud News: lists of items.

use serde_json::{Value, json};

use super::message::{ServerAnswer, ServerRequest};
use super::nextcloud::microseconds;
use super::quirks::NextcloudQuirks;
use super::random::hash;
use super::state::{SECOND, ServerItem, ServerState};

/// Returns the hash of the guid of an item: 32 digits.
pub fn guid_hash(item: &ServerItem) -> String {
    let first = hash(item.guid.as_bytes());
    let second = hash(format!("{} again", item.guid).as_bytes());
    format!("{first:016x}{second:016x}")
}

fn item_of(quirks: &NextcloudQuirks, item: &ServerItem) -> Value {
    let modified = match quirks.times_are_microseconds {
        true => item.changed,
        false => item.changed.div_euclid(SECOND),
    };
    let file = item.files.first();
    let text = format!("{}\n{}\n{}", item.title, item.link, item.html);
    json!({
        "id": item.id,
        "guid": item.guid,
        "guidHash": guid_hash(item),
        "url": item.link,
        "title": item.title,
        "author": item.author,
        "pubDate": item.published,
        "updatedDate": null,
        "body": item.media.is_none().then_some(&*item.html),
        "enclosureMime": file.map(|(_, media_type)| media_type),
        "enclosureLink": file.map(|(url, _)| url),
        "mediaThumbnail": item.media.as_ref().map(|(picture, _)| picture),
        "mediaDescription": item.media.as_ref().map(|(_, text)| text),
        "feedId": item.feed,
        "unread": !item.read,
        "starred": item.starred,
        "lastModified": modified,
        "rtl": false,
        "fingerprint": format!("{:016x}", hash(text.as_bytes())),
        "contentHash": format!("{:016x}", hash(item.html.as_bytes())),
    })
}

fn number(request: &ServerRequest, name: &str) -> Option<i64> {
    request.query_value(name)?.parse().ok()
}

/// Returns true if an item is of the type that a request names: feed 0, folder 1, starred 2, all 3.
fn is_of_type(state: &ServerState, request: &ServerRequest, item: &ServerItem) -> bool {
    let id = number(request, "id").unwrap_or(0);
    match number(request, "type").unwrap_or(3) {
        0 => item.feed == id,
        1 => {
            let feed = state.feeds.get(&item.feed);
            feed.and_then(|feed| feed.folder).unwrap_or(0) == id
        }
        2 => item.starred,
        _ => true,
    }
}

fn answer(quirks: &NextcloudQuirks, items: Vec<&ServerItem>) -> ServerAnswer {
    let items: Vec<Value> = items
        .into_iter()
        .map(|item| item_of(quirks, item))
        .collect();
    ServerAnswer::json(200, &json!({"items": items}))
}

/// Answers with a batch of items, newest first.
pub fn list(
    state: &ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let with_read = !matches!(request.query_value("getRead"), Some("false" | "0"));
    let oldest_first = matches!(request.query_value("oldestFirst"), Some("true" | "1"));
    let offset = number(request, "offset").unwrap_or(0);
    let items = state.items.values().filter(|item| {
        let follows = match (offset, oldest_first) {
            (0, _) => true,
            (offset, _) if item.id == offset => quirks.offset_is_inclusive,
            (offset, true) => item.id > offset,
            (offset, false) => item.id < offset,
        };
        follows && (with_read || !item.read) && is_of_type(state, request, item)
    });
    let mut items: Vec<&ServerItem> = items.collect();
    if !oldest_first {
        items.reverse();
    }
    let batch = number(request, "batchSize").unwrap_or(-1);
    if let Ok(size @ 1..) = usize::try_from(batch) {
        items.truncate(size);
    }
    answer(quirks, items)
}

/// Answers with all items that were changed at a time or later.
pub fn updated(
    state: &ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let since = microseconds(number(request, "lastModified").unwrap_or(0));
    let items = state.items.values().rev();
    let items = items.filter(|item| item.changed >= since && is_of_type(state, request, item));
    let items: Vec<&ServerItem> = items.collect();
    match quirks.max_updated {
        Some(max) if items.len() > max => ServerAnswer::page(500, "Internal Server Error"),
        _ => answer(quirks, items),
    }
}
