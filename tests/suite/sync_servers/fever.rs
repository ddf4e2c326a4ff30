//! Fever API.

use serde_json::{Map, Value, json};

use super::greader_lists::{feed_title, item_title};
use super::message::{ServerAnswer, ServerRequest};
use super::quirks::{FeverPages, FeverQuirks, MaxIdZero, ServerQuirks};
use super::state::{SECOND, ServerItem, ServerState};

/// Items of a page.
const PAGE: usize = 50;
/// Sections of an answer, in the order in which a server that answers one of them looks for it.
const SECTIONS: [&str; 7] = [
    "groups",
    "feeds",
    "favicons",
    "unread_item_ids",
    "saved_item_ids",
    "items",
    "links",
];

/// Returns true if a path is that of the API.
pub fn is_path(quirks: &ServerQuirks, path: &str) -> bool {
    path.trim_end_matches('/') == quirks.fever.path
}

/// Answers a request.
pub fn answer(
    state: &mut ServerState,
    quirks: &ServerQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let quirks = &quirks.fever;
    if quirks.is_off {
        return ServerAnswer::text(503, "Service Unavailable!");
    }
    if quirks.api_required && request.query_value("api").is_none() {
        return ServerAnswer::page(400, "Bad Request");
    }
    let key = request.form_values("api_key").into_iter().next();
    if key.map(|key| key.to_lowercase()).as_ref() != Some(&state.fever_key) {
        return ServerAnswer::json(200, &json!({"api_version": 3, "auth": 0}));
    }
    let mut body = Map::new();
    body.insert("api_version".to_owned(), json!(3));
    body.insert("auth".to_owned(), json!(1));
    body.insert("last_refreshed_on_time".to_owned(), json!(state.seconds()));
    let asked = SECTIONS.iter().filter(|name| request.param(name).is_some());
    let limit = if quirks.one_section {
        1
    } else {
        SECTIONS.len()
    };
    let asked: Vec<&str> = asked.take(limit).copied().collect();
    for section in &asked {
        add_section(state, quirks, request, section, &mut body);
    }
    let marks = (asked.is_empty() || !quirks.one_section) && request.param("mark").is_some();
    if marks && let Some(answer) = mark(state, quirks, request, &mut body) {
        return answer;
    }
    ServerAnswer::json(200, &Value::Object(body))
}

fn add_section(
    state: &ServerState,
    quirks: &FeverQuirks,
    request: &ServerRequest,
    section: &str,
    body: &mut Map<String, Value>,
) {
    let value = match section {
        "groups" => {
            body.insert("feeds_groups".to_owned(), feeds_groups(state));
            let groups = state.folders.values();
            groups
                .map(|group| {
                    let title = feed_title(quirks.fullwidth_titles, &group.name);
                    json!({"id": group.id, "title": title})
                })
                .collect()
        }
        "feeds" => {
            body.insert("feeds_groups".to_owned(), feeds_groups(state));
            feeds(state, quirks)
        }
        "unread_item_ids" => ids(&in_order(state, quirks, state.unread())),
        "saved_item_ids" => ids(&in_order(state, quirks, state.starred())),
        "items" => {
            body.insert("total_items".to_owned(), json!(state.items.len()));
            match items(state, quirks, request) {
                Some(items) => items.into_iter().map(|it| item(quirks, it)).collect(),
                None => return,
            }
        }
        _ => json!([]),
    };
    let value = match value.as_array().is_some_and(Vec::is_empty) && quirks.empty_is_null {
        true => Value::Null,
        false => value,
    };
    body.insert(section.to_owned(), value);
}

fn ids(ids: &[i64]) -> Value {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    json!(ids.join(","))
}

/// Returns ids as far as the server lists them, in its order.
fn in_order(state: &ServerState, quirks: &FeverQuirks, mut ids: Vec<i64>) -> Vec<i64> {
    if quirks.lists_main_stream {
        let feed_of = |id: &i64| state.feeds.get(&state.items.get(id)?.feed);
        ids.retain(|id| feed_of(id).is_none_or(|feed| !feed.hidden));
    }
    if quirks.pages == FeverPages::ByFeed {
        ids.sort_by_key(|id| state.items.get(id).map(|item| (item.feed, item.id)));
    }
    ids
}

fn feeds_groups(state: &ServerState) -> Value {
    let groups = state.folders.keys().filter_map(|group| {
        let feeds = state.feeds_in(*group);
        (!feeds.is_empty()).then(|| json!({"group_id": group, "feed_ids": ids(&feeds)}))
    });
    groups.collect()
}

fn feeds(state: &ServerState, quirks: &FeverQuirks) -> Value {
    let feeds = state.feeds.values().map(|feed| {
        json!({
            "id": feed.id,
            "favicon_id": feed.id,
            "title": feed_title(quirks.fullwidth_titles, &feed.title),
            "url": feed.url,
            "site_url": feed.site,
            "is_spark": 0,
            "last_updated_on_time": state.seconds(),
        })
    });
    feeds.collect()
}

fn item(quirks: &FeverQuirks, item: &ServerItem) -> Value {
    let id = match quirks.ids_are_strings {
        true => json!(item.id.to_string()),
        false => json!(item.id),
    };
    json!({
        "id": id,
        "feed_id": item.feed,
        "title": item_title(quirks.fullwidth_titles, &item.title),
        "author": item_title(quirks.fullwidth_titles, &item.author),
        "html": &*item.html,
        "url": item.link,
        "is_saved": i32::from(item.starred),
        "is_read": i32::from(item.read),
        "created_on_time": item.published,
    })
}

/// Returns the items of a page; none where the answer has no such member.
fn items<'a>(
    state: &'a ServerState,
    quirks: &FeverQuirks,
    request: &ServerRequest,
) -> Option<Vec<&'a ServerItem>> {
    let number = |name: &str| request.param(name).map(|text| text.parse::<i64>().ok());
    let mut items: Vec<&ServerItem> = state.items.values().collect();
    if let Some(since) = number("since_id") {
        let since = since.unwrap_or(0);
        items.retain(|item| item.id > since);
    } else if let Some(max) = number("max_id") {
        items.reverse();
        match (max.unwrap_or(0), quirks.max_id_zero) {
            (0, MaxIdZero::Newest) => {}
            (0, MaxIdZero::NoItems) => items.clear(),
            (0, MaxIdZero::NoMember) => return None,
            (max, _) => items.retain(|item| item.id < max),
        }
    } else if let Some(wanted) = request.param("with_ids") {
        let wanted: Vec<i64> = wanted
            .split(',')
            .filter_map(|id| id.trim().parse().ok())
            .take(PAGE)
            .collect();
        items.retain(|item| wanted.contains(&item.id));
    }
    if quirks.pages == FeverPages::ByFeed && request.param("with_ids").is_none() {
        items.sort_by_key(|item| (item.feed, item.id));
    }
    items.truncate(PAGE);
    Some(items)
}

/// Carries out a mark. Returns an answer if it is not that of the sections.
fn mark(
    state: &mut ServerState,
    quirks: &FeverQuirks,
    request: &ServerRequest,
    body: &mut Map<String, Value>,
) -> Option<ServerAnswer> {
    let param = |name: &str| match quirks.marks_in_form_only {
        true => request.form_values(name).into_iter().next(),
        false => request.param(name),
    };
    let kind = param("mark").unwrap_or_default();
    let as_what = param("as").unwrap_or_default();
    let id = param("id").and_then(|id| id.parse::<i64>().ok());
    let Some(id) = id else {
        return quirks
            .unknown_is_404
            .then(|| ServerAnswer::page(400, "Bad Request"));
    };
    let known = match kind.as_str() {
        "item" => state.items.contains_key(&id),
        "feed" => state.feeds.contains_key(&id),
        _ => id == 0 || state.folders.contains_key(&id),
    };
    if !known {
        return quirks
            .unknown_is_404
            .then(|| ServerAnswer::page(404, "Not Found"));
    }
    if state.refuses(&[id]) {
        return Some(ServerAnswer::page(400, "Bad Request"));
    }
    match (kind.as_str(), as_what.as_str()) {
        ("item", "read") => {
            state.mark_read(id, true);
        }
        ("item", "unread") => {
            state.mark_read(id, false);
        }
        ("item", "saved" | "unsaved") => {
            let starred = state.items.get(&id).is_some_and(|item| item.starred);
            let wanted = match quirks.stars_toggle {
                true => !starred,
                false => as_what == "saved",
            };
            state.star(id, wanted);
        }
        ("feed" | "group", "read") => {
            let before = param("before").and_then(|before| before.parse::<i64>().ok());
            if before.is_none() && quirks.before_required {
                return Some(ServerAnswer::page(400, "Bad Request"));
            }
            mark_group(state, quirks, &kind, id, before.unwrap_or(0));
        }
        _ => {}
    }
    if quirks.marks_answer_ids {
        let listed = |of_state: Vec<i64>| ids(&in_order(state, quirks, of_state));
        match as_what.as_str() {
            "read" | "unread" => body.insert("unread_item_ids".to_owned(), listed(state.unread())),
            _ => body.insert("saved_item_ids".to_owned(), listed(state.starred())),
        };
    }
    None
}

fn mark_group(state: &mut ServerState, quirks: &FeverQuirks, kind: &str, id: i64, before: i64) {
    let feeds: Vec<i64> = match (kind, id) {
        ("feed", id) => vec![id],
        (_, 0) => state.feeds.keys().copied().collect(),
        (_, id) => state.feeds_in(id),
    };
    let read = state.ids_where(|item| {
        let is_before = match quirks.before_is_published {
            true => item.published < before,
            false => item.created <= before * SECOND,
        };
        is_before && feeds.contains(&item.feed)
    });
    for id in read {
        state.mark_read(id, true);
    }
}
