//! Fever API.

use serde_json::Value;

use super::server_with;
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::message::{ServerAnswer, ServerRequest};
use crate::sync_servers::quirks::ServerQuirks;

fn send(server: &mut SyncServer, query: &str, form: &[(&str, &str)]) -> Option<ServerAnswer> {
    let key = server.state.fever_key.clone();
    let mut form = form.to_vec();
    form.push(("api_key", &key));
    let path = format!("{}/?api{query}", server.quirks.fever.path);
    let request = ServerRequest::post(&path, &form);
    server.deliver(&request).whole()
}

fn ask(server: &mut SyncServer, query: &str) -> Value {
    let answer = send(server, query, &[]).unwrap();
    assert_eq!(answer.status, 200, "{query}");
    answer.json_body()
}

fn mark(server: &mut SyncServer, as_what: &str, id: i64) -> u16 {
    let id = id.to_string();
    let form = [("mark", "item"), ("as", as_what), ("id", id.as_str())];
    send(server, "", &form).map_or(0, |answer| answer.status)
}

fn item_ids(body: &Value) -> Vec<i64> {
    let items = body["items"].as_array().unwrap().iter();
    let id = |id: &Value| id.as_i64().or_else(|| id.as_str()?.parse().ok());
    items.map(|item| id(&item["id"]).unwrap()).collect()
}

#[test]
fn a_wrong_key_is_answered_with_200() {
    let (mut server, _) = server_with(ServerQuirks::freshrss(), 1);
    let request = ServerRequest::post("/api/fever.php?api&groups", &[("api_key", "0")]);
    let answer = server.answer(&request);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json_body()["auth"], 0);
    assert!(answer.json_body()["groups"].is_null());
}

#[test]
fn miniflux_answers_one_section() {
    let (mut server, _) = server_with(ServerQuirks::miniflux(), 2);
    let body = ask(&mut server, "&feeds&groups&unread_item_ids");
    assert!(body["groups"].is_array());
    assert!(body["feeds"].is_null());
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 2);
    let body = ask(&mut server, "&feeds&groups&unread_item_ids");
    assert_eq!(body["groups"].as_array().unwrap().len(), 2);
    assert_eq!(body["feeds_groups"][1]["feed_ids"], "2");
    assert_eq!(body["unread_item_ids"], format!("{},{}", ids[0], ids[1]));
}

#[test]
fn stars_toggle_where_they_toggle() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 5);
    server.fail_next(ServerFault::CloseAfter);
    assert_eq!(mark(&mut server, "saved", ids[4]), 0, "no answer came");
    assert_eq!(
        ask(&mut server, "&saved_item_ids")["saved_item_ids"],
        ids[4].to_string()
    );
    mark(&mut server, "saved", ids[4]);
    assert_eq!(ask(&mut server, "&saved_item_ids")["saved_item_ids"], "");
    mark(&mut server, "unsaved", ids[4]);
    assert_eq!(server.state.starred(), [ids[4]]);
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 5);
    mark(&mut server, "saved", ids[4]);
    mark(&mut server, "saved", ids[4]);
    assert_eq!(server.state.starred(), [ids[4]]);
}

#[test]
fn pages_have_fifty_items() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 120);
    let first = item_ids(&ask(&mut server, "&items&since_id=0"));
    assert_eq!(first, ids[..50]);
    let next = format!("&items&since_id={}", ids[99]);
    assert_eq!(item_ids(&ask(&mut server, &next)), ids[100..]);
    let newest = item_ids(&ask(&mut server, "&items&max_id=0"));
    assert_eq!((newest.len(), newest[0]), (50, ids[119]));
    let wanted = format!("&items&with_ids={},{},7777", ids[3], ids[8]);
    assert_eq!(item_ids(&ask(&mut server, &wanted)), [ids[3], ids[8]]);

    let (mut server, _) = server_with(ServerQuirks::freshrss(), 60);
    let body = ask(&mut server, "&items&max_id=0");
    assert_eq!(body["items"], serde_json::json!([]));
    assert_eq!(body["total_items"], 60);
    assert!(ask(&mut server, "&items&since_id=0")["items"][0]["id"].is_string());
}

#[test]
fn pages_of_coldsweat_are_not_next_to_the_id() {
    let (mut server, ids) = server_with(ServerQuirks::coldsweat(), 120);
    let first = item_ids(&ask(&mut server, "&items&since_id=0"));
    assert_eq!(first.len(), 50);
    let highest = first.iter().max().unwrap();
    assert!(ids.iter().any(|id| id < highest && !first.contains(id)));
    assert!(ask(&mut server, "&items&max_id=0")["items"].is_null());
    assert_eq!(mark(&mut server, "read", 7777), 404);
    let group = [("mark", "feed"), ("as", "read"), ("id", "1")];
    assert_eq!(send(&mut server, "", &group).unwrap().status, 400);
    let published = server.state.items[&ids[4]].published.to_string();
    let group = [
        ("mark", "feed"),
        ("as", "read"),
        ("id", "1"),
        ("before", &published),
    ];
    assert_eq!(send(&mut server, "", &group).unwrap().status, 200);
    assert_eq!(server.state.unread().len(), 118);
    assert_eq!(server.writes(), 3);
}
