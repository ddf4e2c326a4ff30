//! REST API of Miniflux, version 1: lists of entries and of their ids.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::message::{ServerAnswer, ServerRequest};
use super::miniflux::{error, feed, list_of, time};
use super::quirks::MinifluxQuirks;
use super::state::{SECOND, ServerItem, ServerState};

/// Entries of a page without `limit`.
const DEFAULT_LIMIT: usize = 100;
/// Highest number of ids in one answer; a higher `limit` is lowered.
const MAX_IDS: usize = 10_000;

/// Returns an entry as JSON.
pub fn entry(state: &ServerState, item: &ServerItem) -> Value {
    let file = |(url, mime_type): &(String, String)| json!({"url": url, "mime_type": mime_type, "size": 1_234_567});
    let files: Vec<Value> = item.files.iter().map(file).collect();
    json!({
        "id": item.id,
        "user_id": state.user_id,
        "feed_id": item.feed,
        "status": match (item.removed, item.read) {
            (true, _) => "removed",
            (false, true) => "read",
            (false, false) => "unread",
        },
        "hash": format!("{:016x}", super::random::hash(item.guid.as_bytes())),
        "title": item.title,
        "url": item.link,
        "comments_url": "",
        "published_at": time(item.published * SECOND),
        "created_at": time(item.created),
        "changed_at": time(item.changed),
        "content": &*item.html,
        "author": item.author,
        "share_code": "",
        "starred": item.starred,
        "reading_time": 1,
        "enclosures": files,
        "feed": state.feeds.get(&item.feed).map(|it| feed(state, it)),
        "tags": [],
    })
}

fn bool_of(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Answers with a page of entries.
pub fn list(state: &ServerState, quirks: &MinifluxQuirks, request: &ServerRequest) -> ServerAnswer {
    let mut statuses = Vec::new();
    for (_, status) in request.query.iter().filter(|(name, _)| name == "status") {
        match status.as_str() {
            "read" => statuses.push(true),
            "unread" => statuses.push(false),
            "" => {}
            _ => return error(400, "invalid entry status"),
        }
    }
    let number = |name: &str| request.query_value(name)?.parse::<i64>().ok();
    let limit = number("limit").unwrap_or(DEFAULT_LIMIT as i64);
    let offset = number("offset").unwrap_or(0);
    let (Ok(limit), Ok(offset)) = (usize::try_from(limit), usize::try_from(offset)) else {
        return error(400, "offset and limit must not be negative");
    };
    let limit = match (limit, quirks.max_limit) {
        (limit, Some(max)) if limit > max => {
            return error(400, &format!("limit must be at most {max}"));
        }
        (0, max) => max.unwrap_or(usize::MAX),
        (limit, _) => limit,
    };
    let (category, feed) = (number("category_id"), number("feed_id"));
    if category.is_some_and(|id| id > 0 && !state.folders.contains_key(&id)) {
        return error(400, "invalid category ID");
    }
    if feed.is_some_and(|id| id > 0 && !state.feeds.contains_key(&id)) {
        return error(400, "invalid feed ID");
    }
    let order = request.query_value("order").unwrap_or("published_at");
    let Some(compare) = order_of(order) else {
        return error(400, "invalid entry order");
    };
    let starred = request.query_value("starred").and_then(bool_of);
    let after = |name: &str, value: i64| number(name).is_none_or(|it| it <= 0 || value > it);
    let before = |name: &str, value: i64| number(name).is_none_or(|it| it <= 0 || value < it);
    let after_time =
        |name: &str, value: i64| number(name).is_none_or(|it| it <= 0 || value > it * SECOND);
    let before_time =
        |name: &str, value: i64| number(name).is_none_or(|it| it <= 0 || value < it * SECOND);
    let search = request.query_value("search").unwrap_or_default();
    let items = state.items.values().filter(|item| {
        let published = item.published * SECOND;
        let has_status = match item.removed {
            true => statuses.is_empty() && starred.is_none() && quirks.lists_removed,
            false => statuses.is_empty() || statuses.contains(&item.read),
        };
        has_status
            && starred.is_none_or(|starred| item.starred == starred)
            && feed.is_none_or(|id| id <= 0 || item.feed == id)
            && category.is_none_or(|id| id <= 0 || state.feeds_in(id).contains(&item.feed))
            && after("after_entry_id", item.id)
            && before("before_entry_id", item.id)
            && (!quirks.filters_changes || after_time("changed_after", item.changed))
            && before_time("changed_before", item.changed)
            && after_time("published_after", published)
            && before_time("published_before", published)
            && after_time("after", published)
            && before_time("before", published)
            && (search.is_empty() || item.title.contains(search))
    });
    let mut items: Vec<&ServerItem> = items.collect();
    items.sort_by(|one, other| compare(one, other));
    if request.query_value("direction") == Some("desc") {
        items.reverse();
    }
    let total = items.len();
    let page = items.into_iter().skip(offset).take(limit);
    let entries: Vec<Value> = page.map(|item| entry(state, item)).collect();
    let entries = list_of(quirks, entries);
    ServerAnswer::json(200, &json!({"total": total, "entries": entries}))
}

fn order_of(name: &str) -> Option<fn(&ServerItem, &ServerItem) -> Ordering> {
    Some(match name {
        "id" => |one, other| one.id.cmp(&other.id),
        "changed_at" => |one, other| (one.changed, one.id).cmp(&(other.changed, other.id)),
        "created_at" => |one, other| (one.created, one.id).cmp(&(other.created, other.id)),
        "published_at" => |one, other| (one.published, one.id).cmp(&(other.published, other.id)),
        "status" => |one, other| (!one.read, one.id).cmp(&(!other.read, other.id)),
        "title" => |one, other| one.title.cmp(&other.title),
        "author" => |one, other| one.author.cmp(&other.author),
        "category_title" | "category_id" => |one, other| one.feed.cmp(&other.feed),
        _ => return None,
    })
}

/// Answers with a page of the ids of entries, newest first.
pub fn ids(state: &ServerState, quirks: &MinifluxQuirks, request: &ServerRequest) -> ServerAnswer {
    let starred = match request.query_value("starred") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return error(400, "invalid starred parameter"),
    };
    let read = match request.query_value("status") {
        None => None,
        Some("read") => Some(true),
        Some("unread") => Some(false),
        Some(_) => return error(400, "invalid status parameter"),
    };
    let number = |name: &str| request.query_value(name)?.parse::<usize>().ok();
    let limit = number("limit").filter(|limit| (1..=MAX_IDS).contains(limit));
    let mut ids = state.ids_where(|item| {
        !item.removed
            && starred.is_none_or(|starred| item.starred == starred)
            && read.is_none_or(|read| item.read == read)
    });
    ids.reverse();
    let total = ids.len();
    let offset = number("offset").unwrap_or(0);
    let page = ids.into_iter().skip(offset).take(limit.unwrap_or(MAX_IDS));
    let page = list_of(quirks, page.map(Value::from).collect());
    ServerAnswer::json(200, &json!({"total": total, "entry_ids": page}))
}
