//! REST API of Miniflux, version 1: routes, feeds, categories and marks.

use base64::Engine as _;
use serde_json::{Value, json};

use super::message::{ServerAnswer, ServerRequest};
use super::miniflux_entries as entries;
use super::quirks::{EntryIdsRoute, MinifluxQuirks, ServerQuirks};
use super::state::{SECOND, ServerFeed, ServerState};

/// Returns the part of a path behind the base of the API, if the path belongs to it.
pub fn path_of<'a>(quirks: &ServerQuirks, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(quirks.miniflux.base.as_str())?;
    rest.strip_prefix("/v1/")
}

/// Answers a request for a path behind the base of the API.
pub fn answer(
    state: &mut ServerState,
    quirks: &ServerQuirks,
    request: &ServerRequest,
    path: &str,
) -> ServerAnswer {
    if quirks.miniflux.maintenance {
        return ServerAnswer::text(200, "Miniflux is currently under maintenance");
    }
    if quirks.miniflux.is_off {
        let page = format!("{}/", quirks.miniflux.base);
        return ServerAnswer::new(302, "text/plain", "").with("Location", &page);
    }
    if !is_authorized(state, request) {
        return error(401, "Access Unauthorized");
    }
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    // Every user has a category from the start.
    if state.folders.is_empty() {
        state.ensure_folder("All");
    }
    let quirks = &quirks.miniflux;
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["me"]) => ServerAnswer::json(
            200,
            &json!({"id": state.user_id, "username": state.user, "is_admin": false}),
        ),
        ("GET", ["version"]) if quirks.has_version => {
            ServerAnswer::json(200, &json!({"version": quirks.version}))
        }
        ("GET", ["categories"]) => {
            let list: Vec<Value> = state
                .folders
                .keys()
                .map(|id| category(state, *id))
                .collect();
            ServerAnswer::json(200, &list_of(quirks, list))
        }
        ("POST", ["categories"]) => create_category(state, request),
        (method, ["categories", id]) => change_category(state, quirks, request, method, id),
        ("GET", ["feeds"]) => {
            let list: Vec<Value> = state.feeds.values().map(|it| feed(state, it)).collect();
            ServerAnswer::json(200, &list_of(quirks, list))
        }
        ("POST", ["feeds"]) => create_feed(state, quirks, request),
        ("GET", ["feeds", "counters"]) => counters(state),
        ("PUT", ["feeds", "refresh"] | ["feeds", _, "refresh"]) => no_content(),
        ("PUT", ["feeds", id, "mark-all-as-read"]) => mark_feed(state, id),
        (method, ["feeds", id]) => change_feed(state, request, method, id),
        ("POST", ["discover"]) => discover(request),
        ("GET", ["entries"]) => entries::list(state, quirks, request),
        ("GET", ["entries", "ids"]) => match quirks.entry_ids {
            EntryIdsRoute::Exists => entries::ids(state, quirks, request),
            EntryIdsRoute::BadRequest => error(400, "invalid entry ID"),
            EntryIdsRoute::NotFound => not_found(),
            EntryIdsRoute::SomeEntry => match state.items.values().next() {
                Some(item) => ServerAnswer::json(200, &entries::entry(state, item)),
                None => not_found(),
            },
        },
        ("PUT", ["entries"]) => mark(state, quirks, request),
        ("PUT", ["entries", id, "bookmark" | "star"]) => toggle(state, id),
        ("GET", ["entries", id]) => match id.parse().ok().and_then(|id| state.items.get(&id)) {
            Some(item) => ServerAnswer::json(200, &entries::entry(state, item)),
            None => not_found(),
        },
        ("GET", ["entries", id, "fetch-content"]) => {
            match id.parse().ok().and_then(|id| state.items.get(&id)) {
                Some(item) => {
                    let text = format!("{}<p>The rest of the page.</p>", item.html);
                    ServerAnswer::json(200, &json!({"content": text, "reading_time": 1}))
                }
                None => not_found(),
            }
        }
        _ => not_found(),
    }
}

/// Returns a list as the server writes it.
pub fn list_of(quirks: &MinifluxQuirks, list: Vec<Value>) -> Value {
    match list.is_empty() && quirks.empty_is_null {
        true => Value::Null,
        false => Value::Array(list),
    }
}

/// Returns an error as the server words it.
pub fn error(status: u16, text: &str) -> ServerAnswer {
    ServerAnswer::json(status, &json!({"error_message": text}))
}

fn not_found() -> ServerAnswer {
    error(404, "Resource Not Found")
}

fn no_content() -> ServerAnswer {
    ServerAnswer::new(204, "text/plain", "")
}

fn is_authorized(state: &ServerState, request: &ServerRequest) -> bool {
    match request.header("x-auth-token") {
        Some(token) if !token.is_empty() => token == state.api_token,
        _ => has_basic_auth(state, request),
    }
}

/// Returns true if a request has the user name and password (RFC 7617).
pub fn has_basic_auth(state: &ServerState, request: &ServerRequest) -> bool {
    let credentials = format!("{}:{}", state.user, state.password);
    let encoded = base64::engine::general_purpose::STANDARD.encode(credentials);
    request.header("authorization") == Some(&format!("Basic {encoded}"))
}

/// Returns a time in microseconds as RFC 3339.
pub fn time(microseconds: i64) -> String {
    let time = chrono::DateTime::from_timestamp_micros(microseconds).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

fn category(state: &ServerState, id: i64) -> Value {
    let folder = state.folders.get(&id);
    let title = folder
        .map(|folder| folder.name.as_str())
        .unwrap_or_default();
    let hidden = folder.is_some_and(|folder| folder.hidden);
    json!({"id": id, "user_id": state.user_id, "title": title, "hide_globally": hidden})
}

/// Returns a feed as JSON. One without a category is in the first.
pub fn feed(state: &ServerState, feed: &ServerFeed) -> Value {
    let first = state.folders.keys().next().copied();
    let folder = feed.folder.or(first).unwrap_or_default();
    json!({
        "id": feed.id,
        "user_id": state.user_id,
        "title": feed.title,
        "feed_url": feed.url,
        "site_url": feed.site,
        "checked_at": time(state.now),
        "parsing_error_message": "",
        "parsing_error_count": 0,
        "disabled": false,
        "category": category(state, folder),
        "icon": null,
    })
}

fn create_category(state: &mut ServerState, request: &ServerRequest) -> ServerAnswer {
    let body = request.json_body();
    match body["title"].as_str() {
        None | Some("") => error(400, "The title is mandatory."),
        Some(title) if state.folder_named(title).is_some() => {
            error(400, "This category already exists.")
        }
        Some(title) => {
            let id = state.ensure_folder(title);
            ServerAnswer::json(201, &category(state, id))
        }
    }
}

fn change_category(
    state: &mut ServerState,
    quirks: &MinifluxQuirks,
    request: &ServerRequest,
    method: &str,
    id: &str,
) -> ServerAnswer {
    let Some(id) = id.parse().ok().filter(|id| state.folders.contains_key(id)) else {
        return not_found();
    };
    match method {
        "PUT" => {
            let body = request.json_body();
            let hide = &body["hide_globally"];
            let is_known = match quirks.rename_unhides {
                true => hide.is_null() || hide.is_string(),
                false => hide.is_null() || hide.is_boolean(),
            };
            if !is_known {
                return error(400, "json: cannot unmarshal hide_globally");
            }
            match body["title"].as_str() {
                None | Some("") => error(400, "The title is mandatory."),
                Some(title) if state.rename_folder(id, title) => {
                    match hide.as_bool() {
                        _ if quirks.rename_unhides => {
                            state.hide_folder(
                                id,
                                hide.as_str().is_some_and(|text| !text.is_empty()),
                            );
                        }
                        Some(hidden) => state.hide_folder(id, hidden),
                        None => {}
                    }
                    ServerAnswer::json(201, &category(state, id))
                }
                Some(_) => error(400, "This category already exists."),
            }
        }
        "DELETE" => {
            state.remove_folder(id, quirks.category_takes_feeds);
            no_content()
        }
        _ => error(405, "Method Not Allowed"),
    }
}

fn create_feed(
    state: &mut ServerState,
    quirks: &MinifluxQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let body = request.json_body();
    let url = body["feed_url"].as_str().unwrap_or_default();
    if !url.contains("://") {
        return error(400, "Invalid feed URL.");
    }
    let folder = match body["category_id"].as_i64() {
        None | Some(0) if quirks.category_required => {
            return error(400, "The URL and the category are mandatory.");
        }
        None | Some(0) => state.folders.keys().next().copied(),
        Some(id) => Some(id),
    };
    if folder.is_none_or(|id| !state.folders.contains_key(&id)) {
        return error(
            400,
            "This category does not exist or does not belong to this user.",
        );
    }
    if state.feed_at(url).is_some() {
        return error(400, "This feed already exists.");
    }
    let Some(url) = state.discover(url) else {
        return error(500, "The feed cannot be fetched.");
    };
    if state.feed_at(&url).is_some() {
        return error(500, "Duplicate feed.");
    }
    let id = state.subscribe(&url, &url, None);
    state.move_feed(id, folder);
    ServerAnswer::json(201, &json!({"feed_id": id}))
}

fn change_feed(
    state: &mut ServerState,
    request: &ServerRequest,
    method: &str,
    id: &str,
) -> ServerAnswer {
    let Some(id) = id.parse().ok().filter(|id| state.feeds.contains_key(id)) else {
        return not_found();
    };
    match method {
        "GET" => ServerAnswer::json(200, &feed(state, &state.feeds[&id])),
        "PUT" => {
            let body = request.json_body();
            if let Some(folder) = body["category_id"].as_i64() {
                if !state.folders.contains_key(&folder) {
                    return error(
                        400,
                        "This category does not exist or does not belong to this user.",
                    );
                }
                state.move_feed(id, Some(folder));
            }
            match body["title"].as_str() {
                Some("") => return error(400, "The title is mandatory."),
                Some(title) => state.rename_feed(id, title),
                None => true,
            };
            ServerAnswer::json(201, &feed(state, &state.feeds[&id]))
        }
        "DELETE" => {
            state.remove_feed(id);
            no_content()
        }
        _ => error(405, "Method Not Allowed"),
    }
}

fn mark_feed(state: &mut ServerState, id: &str) -> ServerAnswer {
    let Some(id) = id.parse().ok().filter(|id| state.feeds.contains_key(id)) else {
        return not_found();
    };
    let now = state.now;
    for item in state.ids_where(|item| item.feed == id && item.published * SECOND < now) {
        state.mark_read(item, true);
    }
    no_content()
}

fn counters(state: &ServerState) -> ServerAnswer {
    let count = |read: bool| -> Value {
        let feeds = state.feeds.keys().map(|feed| {
            let items = state.items_of(*feed).into_iter();
            let count = items.filter(|item| item.read == read).count();
            (feed.to_string(), json!(count))
        });
        Value::Object(feeds.filter(|(_, count)| *count != json!(0)).collect())
    };
    ServerAnswer::json(200, &json!({"reads": count(true), "unreads": count(false)}))
}

fn discover(request: &ServerRequest) -> ServerAnswer {
    let body = request.json_body();
    let url = body["url"].as_str().unwrap_or_default();
    match url.contains("feed") || url.contains("rss") {
        true => ServerAnswer::json(200, &json!([{"url": url, "title": url, "type": "rss"}])),
        false => not_found(),
    }
}

fn toggle(state: &mut ServerState, id: &str) -> ServerAnswer {
    let item = id.parse().ok().and_then(|id: i64| state.items.get(&id));
    match item.map(|item| (item.id, item.starred)) {
        Some((id, _)) if state.refuses(&[id]) => error(400, "item refused"),
        Some((id, starred)) => {
            state.star(id, !starred);
            no_content()
        }
        None => error(500, "store: nothing has been updated"),
    }
}

fn mark(state: &mut ServerState, quirks: &MinifluxQuirks, request: &ServerRequest) -> ServerAnswer {
    let body = request.json_body();
    let Some(list) = body["entry_ids"].as_array().filter(|ids| !ids.is_empty()) else {
        return error(400, "the list of entries cannot be empty");
    };
    let ids: Option<Vec<i64>> = list.iter().map(Value::as_i64).collect();
    let Some(ids) = ids.filter(|ids| !state.refuses(ids)) else {
        return error(400, "json: cannot unmarshal the list of entries");
    };
    let starred = body["starred"].as_bool().filter(|_| quirks.sets_starred);
    let read = match body["status"].as_str() {
        Some("read") => Some(true),
        Some("unread") => Some(false),
        None | Some("") if starred.is_some() => None,
        _ => return error(400, "invalid entry status"),
    };
    let known = ids.iter().any(|id| state.items.contains_key(id));
    if !known && quirks.unknown_only_is_error {
        return error(500, "store: nothing has been updated");
    }
    for id in ids {
        if let Some(read) = read {
            state.mark_read(id, read);
        }
        if let Some(starred) = starred {
            state.star(id, starred);
        }
    }
    no_content()
}
