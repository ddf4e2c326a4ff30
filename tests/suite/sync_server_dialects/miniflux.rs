//! REST API of Miniflux.

use serde_json::{Value, json};

use super::server_with;
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::message::{ServerAnswer, ServerRequest};
use crate::sync_servers::quirks::{EntryIdsRoute, ServerQuirks};

fn send(server: &mut SyncServer, method: &str, path: &str, body: &Value) -> ServerAnswer {
    let request = match method {
        "GET" => ServerRequest::get(path),
        _ => ServerRequest::json(method, path, body),
    };
    let token = server.state.api_token.clone();
    let delivery = server.deliver(&request.with("X-Auth-Token", &token));
    delivery.whole().unwrap()
}

fn get(server: &mut SyncServer, path: &str) -> Value {
    let answer = send(server, "GET", path, &Value::Null);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body_text());
    answer.json_body()
}

fn status(server: &mut SyncServer, method: &str, path: &str, body: Value) -> u16 {
    send(server, method, path, &body).status
}

fn entry_ids(server: &mut SyncServer, query: &str) -> Vec<i64> {
    let body = get(server, &format!("/v1/entries?{query}"));
    let entries = body["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_password_or_a_token_opens_the_api() {
    let (mut server, _) = server_with(ServerQuirks::miniflux(), 1);
    let me = ServerRequest::get("/v1/me");
    assert_eq!(server.answer(&me).status, 401);
    // reader:correct horse
    let basic = me
        .clone()
        .with("Authorization", "Basic cmVhZGVyOmNvcnJlY3QgaG9yc2U=");
    assert_eq!(server.answer(&basic).status, 200);
    assert_eq!(server.answer(&me.with("X-Auth-Token", "x")).status, 401);
    assert_eq!(get(&mut server, "/v1/me")["username"], "reader");
}

#[test]
fn entries_are_paged_by_id_or_by_offset() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 7);
    let by_id = "order=id&direction=asc&limit=3";
    assert_eq!(entry_ids(&mut server, by_id), ids[..3]);
    let next = format!("{by_id}&after_entry_id={}", ids[2]);
    assert_eq!(entry_ids(&mut server, &next), ids[3..6]);
    server.state.mark_read(ids[0], true);
    // The first entry is gone from the list: the offset skips another one.
    let by_offset = "order=id&status=unread&limit=3&offset=3";
    assert_eq!(entry_ids(&mut server, by_offset), ids[4..]);
    assert_eq!(entry_ids(&mut server, "limit=0").len(), 7);
    let too_many = send(&mut server, "GET", "/v1/entries?limit=1001", &Value::Null);
    assert_eq!(too_many.status, 400);
    let removed = send(
        &mut server,
        "GET",
        "/v1/entries?status=removed",
        &Value::Null,
    );
    assert_eq!(removed.status, 400);
}

#[test]
fn changes_are_found_by_their_time_but_new_texts_are_not() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 3);
    let now = server.state.seconds();
    server.state.advance(60);
    server
        .state
        .rewrite_item(ids[0], "Another title", "<p>Another text.</p>");
    let since = format!("changed_after={now}");
    assert!(entry_ids(&mut server, &since).is_empty());
    server.state.star(ids[1], true);
    assert_eq!(entry_ids(&mut server, &since), [ids[1]]);
    let changed = server.state.seconds();
    let exclusive = format!("changed_after={changed}");
    assert!(entry_ids(&mut server, &exclusive).is_empty());
    let entry = get(&mut server, &format!("/v1/entries/{}", ids[0]));
    assert_eq!(entry["content"], "<p>Another text.</p>");
    assert_eq!(entry["changed_at"], entry["created_at"]);
}

#[test]
fn ids_come_newest_first_where_the_server_has_them() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 4);
    server.state.mark_read(ids[3], true);
    let body = get(&mut server, "/v1/entries/ids?status=unread&limit=2");
    assert_eq!(body, json!({"total": 3, "entry_ids": [ids[2], ids[1]]}));
    let path = "/v1/entries/ids?status=unread";
    for (route, expected) in [
        (EntryIdsRoute::BadRequest, 400),
        (EntryIdsRoute::NotFound, 404),
        (EntryIdsRoute::SomeEntry, 200),
    ] {
        server.quirks.miniflux.entry_ids = route;
        let answer = send(&mut server, "GET", path, &Value::Null);
        assert_eq!(answer.status, expected);
        assert!(answer.json_body()["entry_ids"].is_null());
    }
}

#[test]
fn marks_are_set_by_new_servers_and_toggled_by_old_ones() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 2);
    let star = json!({"entry_ids": [ids[0], 999], "starred": true, "status": "read"});
    for _ in 0..2 {
        assert_eq!(status(&mut server, "PUT", "/v1/entries", star.clone()), 204);
        assert_eq!(server.state.starred(), [ids[0]]);
        assert_eq!(server.state.unread(), [ids[1]]);
    }
    let unknown = json!({"entry_ids": [999], "status": "read"});
    assert_eq!(
        status(&mut server, "PUT", "/v1/entries", unknown.clone()),
        204
    );
    let none = json!({"entry_ids": [], "status": "read"});
    assert_eq!(status(&mut server, "PUT", "/v1/entries", none), 400);

    let (mut server, ids) = server_with(ServerQuirks::older_miniflux(), 2);
    assert_eq!(status(&mut server, "PUT", "/v1/entries", unknown), 500);
    let only_star = json!({"entry_ids": [ids[0]], "starred": true});
    assert_eq!(status(&mut server, "PUT", "/v1/entries", only_star), 400);
    let path = format!("/v1/entries/{}/bookmark", ids[0]);
    server.fail_on("bookmark", ServerFault::Repeat);
    assert_eq!(status(&mut server, "PUT", &path, Value::Null), 204);
    assert!(server.state.starred().is_empty(), "twice is not once");
    assert_eq!(status(&mut server, "PUT", &path, Value::Null), 204);
    assert_eq!(server.state.starred(), [ids[0]]);
}

#[test]
fn a_batch_with_a_refused_id_is_refused_as_a_whole() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 3);
    server.state.refused.insert(ids[1]);
    let all = json!({"entry_ids": ids, "status": "read"});
    assert_eq!(status(&mut server, "PUT", "/v1/entries", all), 400);
    assert_eq!(server.state.unread().len(), 3);
}

#[test]
fn feeds_and_categories_have_rules_of_their_own() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 4);
    let again = json!({"feed_url": "https://ink.example/rss", "category_id": 1});
    let answer = send(&mut server, "POST", "/v1/feeds", &again);
    assert_eq!(answer.status, 400);
    assert!(answer.body_text().contains("This feed already exists."));
    let new = json!({"feed_url": "https://rail.example/feed", "category_id": 2});
    let answer = send(&mut server, "POST", "/v1/feeds", &new);
    assert_eq!(
        (answer.status, answer.json_body()),
        (201, json!({"feed_id": 3}))
    );
    let body = json!({"title": "Craft"});
    assert_eq!(status(&mut server, "PUT", "/v1/categories/1", body), 400);
    let body = json!({"title": "Rail", "category_id": 1});
    assert_eq!(status(&mut server, "PUT", "/v1/feeds/3", body), 201);
    let feed = get(&mut server, "/v1/feeds/3");
    assert_eq!(
        (&feed["title"], &feed["category"]["title"]),
        (&json!("Rail"), &json!("Town"))
    );
    // The feeds of a category go with it, and their entries.
    assert_eq!(
        status(&mut server, "DELETE", "/v1/categories/1", Value::Null),
        204
    );
    let feeds = get(&mut server, "/v1/feeds");
    assert_eq!(feeds.as_array().unwrap().len(), 1);
    assert_eq!(server.state.unread(), [ids[1], ids[3]]);
    assert_eq!(
        get(&mut server, "/v1/feeds/counters")["unreads"],
        json!({"2": 2})
    );
}
