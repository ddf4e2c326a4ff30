//! API of Nextcloud News, versions 1-3 and 1-2: routes, folders, feeds and marks.

use serde_json::{Value, json};

use super::message::{ServerAnswer, ServerRequest};
use super::miniflux::has_basic_auth;
use super::nextcloud_items::{self as items, guid_hash};
use super::quirks::{NextcloudQuirks, ServerQuirks, UnknownRoute};
use super::state::{SECOND, ServerFeed, ServerState};

/// Version of the API in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V1_2,
    V1_3,
}

/// Returns the part of a path behind the base of the API, if the path belongs to it.
pub fn path_of<'a>(quirks: &ServerQuirks, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(quirks.nextcloud.base.as_str())?
        .strip_prefix("/index.php/apps/news/api")
}

/// Answers a request for a path behind the base of the API.
pub fn answer(
    state: &mut ServerState,
    quirks: &ServerQuirks,
    request: &ServerRequest,
    path: &str,
) -> ServerAnswer {
    let quirks = &quirks.nextcloud;
    if quirks.untrusted_domain {
        return ServerAnswer::page(400, "Access through untrusted domain");
    }
    if !has_basic_auth(state, request) {
        return error(401, "Current user is not logged in");
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (version, parts) = match parts.as_slice() {
        [] | [""] => {
            let levels = match quirks.has_v1_3 {
                true => json!(["v1-2", "v1-3", "v2"]),
                false => json!(["v1-2"]),
            };
            return ServerAnswer::json(200, &json!({"apiLevels": levels}));
        }
        ["v1-3", rest @ ..] if quirks.has_v1_3 => (Version::V1_3, rest),
        ["v1-2", rest @ ..] => (Version::V1_2, rest),
        _ => return unknown_route(quirks, request),
    };
    let method = request.method.as_str();
    if method == "GET" {
        return read(state, quirks, request, parts);
    }
    match (method, parts) {
        ("POST", ["folders"]) => create_folder(state, quirks, request),
        ("PUT", ["folders", id]) => rename_folder(state, quirks, request, id),
        ("DELETE", ["folders", id]) => match with_id(id, |id| state.remove_folder(id, true)) {
            true => empty(),
            false => error(404, "Folder not found"),
        },
        ("POST", ["feeds"]) => create_feed(state, request),
        ("DELETE", ["feeds", id]) => match with_id(id, |id| state.remove_feed(id)) {
            true => empty(),
            false => error(404, "Feed not found"),
        },
        // 1-2 has PUT where 1-3 has POST.
        (method, parts) => {
            let expected = match version {
                Version::V1_3 => "POST",
                Version::V1_2 => "PUT",
            };
            if method != expected {
                return match quirks.wrong_method {
                    405 => ServerAnswer::new(405, "text/html", "").with("Allow", expected),
                    status => ServerAnswer::page(status, "Page not found"),
                };
            }
            change(state, quirks, request, version, parts)
        }
    }
}

fn read(
    state: &ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
    parts: &[&str],
) -> ServerAnswer {
    match parts {
        ["version"] => ServerAnswer::json(200, &json!({"version": quirks.version})),
        ["status"] => {
            let warnings = json!({
                "improperlyConfiguredCron": quirks.cron_is_broken,
                "incorrectDbCharset": false,
            });
            let body = json!({"version": quirks.version, "warnings": warnings});
            ServerAnswer::json(200, &body)
        }
        ["user"] => ServerAnswer::json(
            200,
            &json!({"userId": state.user, "displayName": state.user, "avatar": null}),
        ),
        ["folders"] => {
            let folders = state.folders.keys().map(|id| folder(state, *id));
            ServerAnswer::json(200, &json!({"folders": folders.collect::<Vec<_>>()}))
        }
        ["feeds"] => {
            let missing = usize::from(quirks.unread_count_is_off);
            feeds(state, state.feeds.values().collect(), missing)
        }
        ["items"] => items::list(state, quirks, request),
        ["items", "updated"] => items::updated(state, quirks, request),
        _ => unknown_route(quirks, request),
    }
}

fn unknown_route(quirks: &NextcloudQuirks, request: &ServerRequest) -> ServerAnswer {
    let accepts_json = request.header("accept") == Some("application/json");
    let is_page = match quirks.unknown_route {
        UnknownRoute::NotFound => false,
        UnknownRoute::PageUnlessJson => !accepts_json,
        UnknownRoute::Page => true,
    };
    match is_page {
        true => {
            let page = format!("{}/index.php/apps/dashboard/", quirks.base);
            ServerAnswer::new(302, "text/html", "").with("Location", &page)
        }
        false => ServerAnswer::page(404, "Page not found"),
    }
}

/// Returns an error as the server words it.
fn error(status: u16, text: &str) -> ServerAnswer {
    ServerAnswer::json(status, &json!({"message": text}))
}

fn empty() -> ServerAnswer {
    ServerAnswer::json(200, &json!([]))
}

fn with_id(id: &str, act: impl FnOnce(i64) -> bool) -> bool {
    id.parse().is_ok_and(act)
}

fn folder(state: &ServerState, id: i64) -> Value {
    let feeds = state.feeds_in(id).into_iter();
    let feeds: Vec<Value> = feeds
        .map(|feed| feed_of(state, &state.feeds[&feed], 0))
        .collect();
    let name = state.folders.get(&id).map(|folder| folder.name.as_str());
    json!({"id": id, "name": name.unwrap_or_default(), "opened": true, "feeds": feeds})
}

/// Returns a feed as JSON, whose number of unread items is too low by `missing`.
fn feed_of(state: &ServerState, feed: &ServerFeed, missing: usize) -> Value {
    let unread = state.items_of(feed.id);
    let unread = unread.iter().filter(|item| !item.read).count();
    json!({
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "faviconLink": null,
        "added": state.seconds(),
        "folderId": feed.folder,
        "unreadCount": unread.saturating_sub(missing),
        "ordering": 0,
        "link": feed.site,
        "pinned": false,
        "updateErrorCount": 0,
        "lastUpdateError": null,
    })
}

fn feeds(state: &ServerState, list: Vec<&ServerFeed>, missing: usize) -> ServerAnswer {
    let list = list.into_iter();
    let list: Vec<Value> = list.map(|feed| feed_of(state, feed, missing)).collect();
    let mut body = json!({"feeds": list, "starredCount": state.starred().len()});
    if let Some(newest) = state.items.keys().next_back() {
        body["newestItemId"] = json!(newest);
    }
    ServerAnswer::json(200, &body)
}

/// Returns a value of the body, else of the query.
fn value(request: &ServerRequest, name: &str) -> Value {
    match request.json_body() {
        Value::Object(mut members) if members.contains_key(name) => {
            members.remove(name).unwrap_or_default()
        }
        _ => request
            .query_value(name)
            .map(Value::from)
            .unwrap_or_default(),
    }
}

fn create_folder(
    state: &mut ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let name = value(request, "name");
    match name.as_str().unwrap_or_default().trim() {
        "" => error(422, "The folder name is invalid"),
        name if state.folder_named(name).is_some() && !quirks.folder_names_repeat => {
            error(409, "The folder exists already")
        }
        name => {
            let id = state.add_folder(name);
            ServerAnswer::json(200, &json!({"folders": [folder(state, id)]}))
        }
    }
}

fn rename_folder(
    state: &mut ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
    id: &str,
) -> ServerAnswer {
    let Some(id) = id.parse().ok().filter(|id| state.folders.contains_key(id)) else {
        return error(404, "Folder not found");
    };
    let name = value(request, "name");
    match name.as_str().unwrap_or_default().trim() {
        "" => error(422, "The folder name is invalid"),
        name if quirks.folder_names_repeat && state.set_folder_name(id, name) => empty(),
        name if state.rename_folder(id, name) => empty(),
        _ => error(409, "The folder exists already"),
    }
}

fn create_feed(state: &mut ServerState, request: &ServerRequest) -> ServerAnswer {
    let url = value(request, "url");
    let url = url.as_str().unwrap_or_default();
    let folder = value(request, "folderId").as_i64().filter(|id| *id != 0);
    if !url.contains("://") {
        return error(422, "The feed can't be read");
    }
    let Some(url) = state.discover(url) else {
        return ServerAnswer::text(500, "Internal Server Error");
    };
    if state.feed_at(&url).is_some() {
        return error(409, "The feed exists already");
    }
    if folder.is_some_and(|id| !state.folders.contains_key(&id)) {
        return error(404, "Folder not found");
    }
    let id = state.subscribe(&url, &url, None);
    state.move_feed(id, folder);
    feeds(state, vec![&state.feeds[&id]], 0)
}

/// Carries out what has another method in each version.
fn change(
    state: &mut ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
    version: Version,
    parts: &[&str],
) -> ServerAnswer {
    match parts {
        ["feeds", id, act @ ("move" | "rename")] => {
            let Some(id) = id.parse().ok().filter(|id| state.feeds.contains_key(id)) else {
                return error(404, "Feed not found");
            };
            match *act {
                "move" => {
                    let folder = value(request, "folderId").as_i64();
                    state.move_feed(id, folder.filter(|id| *id != 0));
                }
                _ => {
                    let title = value(request, "feedTitle");
                    state.rename_feed(id, title.as_str().unwrap_or_default());
                }
            }
            empty()
        }
        ["feeds", id, "read"] => read_until(state, quirks, request, |state| {
            let id = id.parse().unwrap_or_default();
            vec![id]
                .into_iter()
                .filter(|id| state.feeds.contains_key(id))
                .collect()
        }),
        ["folders", id, "read"] => read_until(state, quirks, request, |state| {
            state.feeds_in(id.parse().unwrap_or_default())
        }),
        ["items", "read"] => read_until(state, quirks, request, |state| {
            state.feeds.keys().copied().collect()
        }),
        [
            "items",
            act @ ("read" | "unread" | "star" | "unstar"),
            "multiple",
        ] => mark_several(state, request, version, act),
        ["items", id, act] => match (version, *act) {
            (_, "read" | "unread") | (Version::V1_3, "star" | "unstar") => {
                match with_id(id, |id| mark(state, id, act)) {
                    true => empty(),
                    false => error(404, "Item not found"),
                }
            }
            _ => ServerAnswer::page(404, "Page not found"),
        },
        ["items", feed, hash, act @ ("star" | "unstar")] if version == Version::V1_2 => {
            let feed = feed.parse().unwrap_or_default();
            match by_hash(state, feed, hash).is_some_and(|id| mark(state, id, act)) {
                true => empty(),
                false => error(404, "Item not found"),
            }
        }
        _ => ServerAnswer::page(404, "Page not found"),
    }
}

fn read_until(
    state: &mut ServerState,
    quirks: &NextcloudQuirks,
    request: &ServerRequest,
    feeds: impl FnOnce(&ServerState) -> Vec<i64>,
) -> ServerAnswer {
    let Some(newest) = value(request, "newestItemId").as_i64() else {
        return error(400, "newestItemId is missing");
    };
    let feeds = feeds(state);
    for id in state.ids_where(|item| item.id <= newest && feeds.contains(&item.feed)) {
        match quirks.mark_all_keeps_times {
            true => state.change(id, |item| item.read = true),
            false => state.mark_read(id, true),
        };
    }
    empty()
}

fn by_hash(state: &ServerState, feed: i64, hash: &str) -> Option<i64> {
    let mut items = state.items_of(feed).into_iter();
    items
        .find(|item| guid_hash(item) == hash)
        .map(|item| item.id)
}

fn mark(state: &mut ServerState, id: i64, act: &str) -> bool {
    match act {
        "read" => state.mark_read(id, true),
        "unread" => state.mark_read(id, false),
        "star" => state.star(id, true),
        "unstar" => state.star(id, false),
        _ => false,
    }
}

/// Marks several items. Unknown ids are passed over; a wrong name of the list is an empty one.
fn mark_several(
    state: &mut ServerState,
    request: &ServerRequest,
    version: Version,
    act: &str,
) -> ServerAnswer {
    let list = match version {
        Version::V1_3 => value(request, "itemIds"),
        Version::V1_2 => value(request, "items"),
    };
    let list = list.as_array().cloned().unwrap_or_default();
    let is_pair = version == Version::V1_2 && act.ends_with("star");
    let ids: Vec<i64> = list
        .iter()
        .filter_map(|entry| match is_pair {
            true => {
                let hash = entry["guidHash"].as_str()?;
                by_hash(state, entry["feedId"].as_i64()?, hash)
            }
            false => entry.as_i64(),
        })
        .collect();
    if state.refuses(&ids) {
        return error(400, "item refused");
    }
    for id in ids {
        mark(state, id, act);
    }
    empty()
}

/// Returns a time of the API in microseconds: up to ten digits are seconds.
pub fn microseconds(time: i64) -> i64 {
    match time < 10_000_000_000 {
        true => time * SECOND,
        false => time,
    }
}
