//! API of Nextcloud News.

use serde_json::{Value, json};

use super::server_with;
use crate::sync_servers::SyncServer;
use crate::sync_servers::message::{ServerAnswer, ServerRequest};
use crate::sync_servers::quirks::ServerQuirks;

/// Basic authentication of `reader:correct horse`.
const BASIC: &str = "Basic cmVhZGVyOmNvcnJlY3QgaG9yc2U=";

fn send(server: &mut SyncServer, method: &str, path: &str, body: Value) -> ServerAnswer {
    let path = format!("/index.php/apps/news/api/{path}");
    let request = match method {
        "GET" => ServerRequest::get(&path),
        _ => ServerRequest::json(method, &path, &body),
    };
    server.answer(&request.with("Authorization", BASIC))
}

fn get(server: &mut SyncServer, path: &str) -> Value {
    let answer = send(server, "GET", path, Value::Null);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body_text());
    answer.json_body()
}

fn status(server: &mut SyncServer, method: &str, path: &str, body: Value) -> u16 {
    send(server, method, path, body).status
}

fn item_ids(server: &mut SyncServer, path: &str) -> Vec<i64> {
    let body = get(server, path);
    let items = body["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_i64().unwrap()).collect()
}

#[test]
fn items_come_in_batches_down_from_an_id() {
    let (mut server, ids) = server_with(ServerQuirks::nextcloud(), 5);
    server.state.mark_read(ids[4], true);
    server.state.star(ids[4], true);
    let unread = "v1-3/items?type=3&getRead=false&batchSize=-1";
    assert_eq!(
        item_ids(&mut server, unread),
        [ids[3], ids[2], ids[1], ids[0]]
    );
    let starred = "v1-3/items?type=2&getRead=true&batchSize=-1";
    assert_eq!(item_ids(&mut server, starred), [ids[4]]);
    let batch = format!("v1-3/items?type=3&batchSize=2&offset={}", ids[3]);
    assert_eq!(item_ids(&mut server, &batch), [ids[3], ids[2]]);
    server.quirks.nextcloud.offset_is_inclusive = false;
    assert_eq!(item_ids(&mut server, &batch), [ids[2], ids[1]]);
    assert_eq!(item_ids(&mut server, "v1-3/items?type=0&id=1").len(), 3);
}

#[test]
fn changes_since_a_time_are_those_at_it_too() {
    let (mut server, ids) = server_with(ServerQuirks::nextcloud(), 3);
    server.state.advance(10);
    let since = server.state.seconds();
    let seconds = format!("v1-3/items/updated?type=3&lastModified={since}");
    assert!(item_ids(&mut server, &seconds).is_empty());
    server.state.mark_read(ids[1], true);
    assert_eq!(item_ids(&mut server, &seconds), [ids[1]]);
    let micros = format!("v1-3/items/updated?type=3&lastModified={since}000001");
    assert!(item_ids(&mut server, &micros).is_empty());
    let item = get(&mut server, &seconds)["items"][0].clone();
    assert_eq!(item["lastModified"], since);
    server.quirks.nextcloud.times_are_microseconds = true;
    let item = get(&mut server, &seconds)["items"][0].clone();
    assert_eq!(item["lastModified"], since * 1_000_000);
}

#[test]
fn marks_have_other_methods_and_members_in_each_version() {
    let (mut server, ids) = server_with(ServerQuirks::nextcloud(), 3);
    let two = json!({"itemIds": [ids[0], ids[1], 999]});
    let read = "v1-3/items/read/multiple";
    assert_eq!(status(&mut server, "PUT", read, two.clone()), 405);
    assert_eq!(
        status(
            &mut server,
            "POST",
            "v1-3/items/starred/multiple",
            two.clone()
        ),
        404
    );
    assert_eq!(status(&mut server, "POST", read, two.clone()), 200);
    assert_eq!(server.state.unread(), [ids[2]]);
    assert_eq!(
        status(&mut server, "POST", "v1-3/items/star/multiple", two),
        200
    );
    assert_eq!(server.state.starred(), ids[..2]);
    // The name of the other version is an empty list.
    let other = json!({"items": [ids[2]]});
    assert_eq!(status(&mut server, "POST", read, other.clone()), 200);
    assert_eq!(server.state.unread(), [ids[2]]);

    server.quirks = ServerQuirks::older_nextcloud();
    assert_eq!(status(&mut server, "GET", "v1-3/feeds", Value::Null), 404);
    assert_eq!(
        status(&mut server, "PUT", "v1-2/items/read/multiple", other),
        200
    );
    assert!(server.state.unread().is_empty());
    let items = get(&mut server, "v1-2/items?type=2&getRead=true");
    let hash = items["items"][0]["guidHash"].clone();
    let pair = json!({"items": [{"feedId": 2, "guidHash": hash}]});
    assert_eq!(
        status(&mut server, "PUT", "v1-2/items/unstar/multiple", pair),
        200
    );
    assert_eq!(server.state.starred(), [ids[0]]);
}

#[test]
fn a_folder_takes_its_feeds_with_it_and_old_read_items_go() {
    let mut quirks = ServerQuirks::nextcloud();
    quirks.nextcloud.folder_names_repeat = false;
    let (mut server, ids) = server_with(quirks, 6);
    let taken = json!({"name": "Craft"});
    assert_eq!(
        status(&mut server, "PUT", "v1-3/folders/1", taken.clone()),
        409
    );
    assert_eq!(status(&mut server, "POST", "v1-3/folders", taken), 409);
    let feed = json!({"url": "https://ink.example/rss", "folderId": null});
    assert_eq!(status(&mut server, "POST", "v1-3/feeds", feed), 409);
    let to = json!({"folderId": null});
    assert_eq!(status(&mut server, "POST", "v1-3/feeds/2/move", to), 200);
    assert!(get(&mut server, "v1-3/feeds")["feeds"][1]["folderId"].is_null());
    assert_eq!(
        status(&mut server, "DELETE", "v1-3/folders/1", Value::Null),
        200
    );
    let feeds = get(&mut server, "v1-3/feeds");
    assert_eq!(feeds["feeds"].as_array().unwrap().len(), 1);
    assert_eq!(feeds["newestItemId"], ids[5]);
    for id in [ids[1], ids[3], ids[5]] {
        server.state.mark_read(id, true);
    }
    server.state.star(ids[1], true);
    server.state.purge_read(1);
    assert_eq!(item_ids(&mut server, "v1-3/items?type=3"), [ids[5], ids[1]]);
}

#[test]
fn the_status_warns_of_a_broken_cron() {
    let (mut server, _) = server_with(ServerQuirks::nextcloud(), 1);
    server.quirks.nextcloud.cron_is_broken = true;
    let body = get(&mut server, "v1-3/status");
    assert_eq!(body["warnings"]["improperlyConfiguredCron"], true);
    let stranger = ServerRequest::get("/index.php/apps/news/api/v1-3/status");
    assert_eq!(server.answer(&stranger).status, 401);
}
