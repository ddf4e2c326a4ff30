//! Servers of the sync APIs: where a wrong one would make the tests of the clients lie.

mod coldsweat;
mod fever;
mod miniflux;
mod nextcloud;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::{ServerFault, VISIBLE};
use crate::sync_servers::message::{ServerAnswer, ServerRequest};
use crate::sync_servers::quirks::{EndlessPages, ServerQuirks, TextMember};
use crate::sync_servers::state::ServerState;
use crate::sync_servers::wire::ServedSync;

const READ: &str = "user/-/state/com.google/read";
const STARRED: &str = "user/-/state/com.google/starred";
const LIST: &str = "user/-/state/com.google/reading-list";

/// Returns a server with two feeds and some items, and the ids of the items.
fn server_with(quirks: ServerQuirks, items: usize) -> (SyncServer, Vec<i64>) {
    let mut server = SyncServer::new(quirks);
    let state = &mut server.state;
    let bridges = state.subscribe("https://bridges.example/feed", "Bridges", Some("Town"));
    let ink = state.subscribe("https://ink.example/rss", "Pens & Ink", Some("Craft"));
    let ids = (0..items).map(|number| {
        state.advance(60);
        let feed = if number % 2 == 0 { bridges } else { ink };
        state.add_item(feed, &format!("Article {number} <of> ink & paper"))
    });
    let ids = ids.collect();
    (server, ids)
}

fn base(server: &SyncServer) -> String {
    format!("{}/reader/api/0", server.quirks.greader.base)
}

fn log_in(server: &mut SyncServer) -> String {
    let path = format!("{}/accounts/ClientLogin", server.quirks.greader.base);
    let form = [("Email", "reader"), ("Passwd", "correct horse")];
    let answer = server.answer(&ServerRequest::post(&path, &form));
    let text = answer.body_text();
    let auth = text.lines().find_map(|line| line.strip_prefix("Auth="));
    auth.unwrap().to_owned()
}

fn get(server: &mut SyncServer, path: &str) -> ServerAnswer {
    let header = format!("GoogleLogin auth={}", log_in(server));
    let path = format!("{}/{path}", base(server));
    server.answer(&ServerRequest::get(&path).with("Authorization", &header))
}

fn post(server: &mut SyncServer, path: &str, form: &[(&str, &str)]) -> ServerAnswer {
    let token = get(server, "token").body_text();
    let mut form = form.to_vec();
    form.push(("T", token.trim()));
    let header = format!("GoogleLogin auth={}", log_in(server));
    let path = format!("{}/{path}", base(server));
    server.answer(&ServerRequest::post(&path, &form).with("Authorization", &header))
}

fn ids_of(answer: &ServerAnswer) -> Vec<i64> {
    let body = answer.json_body();
    let refs = body["itemRefs"].as_array().unwrap();
    refs.iter()
        .map(|item| item["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

fn unread_page(server: &mut SyncServer, size: usize, from: Option<&str>) -> (Vec<i64>, Value) {
    let path = format!("stream/items/ids?output=json&s={LIST}&xt={READ}&n={size}");
    let path = from.map_or(path.clone(), |from| format!("{path}&c={from}"));
    let answer = get(server, &path);
    (ids_of(&answer), answer.json_body()["continuation"].clone())
}

fn long(id: i64) -> String {
    format!("tag:google.com,2005:reader/item/{id:016x}")
}

#[test]
fn pages_by_offset_lose_what_is_marked_meanwhile() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 10);
    let (first, next) = unread_page(&mut server, 5, None);
    assert_eq!(first, ids[5..].iter().rev().copied().collect::<Vec<_>>());
    server.state.mark_read(first[0], true);
    server.state.mark_read(first[1], true);
    let (second, end) = unread_page(&mut server, 5, next.as_str());
    assert_eq!(second.len(), 3, "two unread ids are on no page");
    assert!(end.is_null());
}

#[test]
fn pages_by_the_last_id_lose_nothing_unless_the_server_drops_the_first_entry() {
    let mut quirks = ServerQuirks::plain();
    quirks.entity_tags = false;
    let (mut server, _) = server_with(quirks, 10);
    let (first, next) = unread_page(&mut server, 5, None);
    server.state.mark_read(first[0], true);
    server.state.mark_read(first[4], true);
    let (second, _) = unread_page(&mut server, 5, next.as_str());
    assert_eq!(second.len(), 5);

    let (mut server, _) = server_with(ServerQuirks::freshrss(), 10);
    let (first, next) = unread_page(&mut server, 5, None);
    server.state.mark_read(first[0], true);
    let (second, _) = unread_page(&mut server, 5, next.as_str());
    assert_eq!(second.len(), 5);
    server.state.mark_read(first[4], true);
    let (second, _) = unread_page(&mut server, 5, next.as_str());
    assert_eq!(
        second.len(),
        4,
        "the item of the continuation is gone: another one was dropped"
    );
}

#[test]
fn pages_may_have_no_end() {
    let (mut server, _) = server_with(ServerQuirks::plain(), 4);
    server.quirks.greader.endless_pages = Some(EndlessPages::Empty);
    let (all, next) = unread_page(&mut server, 10, None);
    assert_eq!((all.len(), next.is_string()), (4, true));
    let (none, next) = unread_page(&mut server, 10, next.as_str());
    assert_eq!((none.len(), next.is_string()), (0, true));
    server.quirks.greader.endless_pages = Some(EndlessPages::Repeat);
    let (_, next) = unread_page(&mut server, 2, None);
    let (page, again) = unread_page(&mut server, 2, next.as_str());
    assert_eq!(
        (unread_page(&mut server, 2, again.as_str()).0, &again),
        (page, &next)
    );
}

#[test]
fn the_read_stream_of_freshrss_has_everything() {
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 6);
    server.state.mark_read(ids[0], true);
    let read = get(
        &mut server,
        &format!("stream/items/ids?output=json&n=50&s={READ}"),
    );
    assert_eq!(ids_of(&read).len(), 6);
    assert_eq!(unread_page(&mut server, 50, None).0.len(), 5);
}

#[test]
fn only_the_last_tag_of_an_edit_counts() {
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 2);
    let id = long(ids[0]);
    let form = [("i", id.as_str()), ("a", STARRED), ("a", READ)];
    assert_eq!(post(&mut server, "edit-tag", &form).body_text(), "OK");
    assert_eq!(
        (server.state.unread(), server.state.starred()),
        (vec![ids[1]], vec![])
    );
    // A wrong name of a parameter is OK, too, and so is an unknown item.
    let wrong = [("item", id.as_str()), ("a", STARRED)];
    assert_eq!(post(&mut server, "edit-tag", &wrong).status, 200);
    let unknown = long(77);
    let unknown = [("i", unknown.as_str()), ("a", STARRED)];
    assert_eq!(post(&mut server, "edit-tag", &unknown).status, 200);
    assert!(server.state.starred().is_empty());
}

#[test]
fn marks_of_an_older_miniflux_toggle() {
    let (mut server, ids) = server_with(ServerQuirks::older_miniflux(), 1);
    let id = long(ids[0]);
    for expected in [vec![], ids.clone(), vec![]] {
        post(
            &mut server,
            "edit-tag",
            &[("i", &id), ("a", READ), ("a", STARRED)],
        );
        assert_eq!(server.state.unread(), expected);
        assert_eq!(server.state.starred().is_empty(), !expected.is_empty());
    }
    server.quirks.greader.tags_toggle = false;
    post(&mut server, "edit-tag", &[("i", &id), ("a", READ)]);
    post(&mut server, "edit-tag", &[("i", &id), ("a", READ)]);
    assert!(server.state.unread().is_empty());
}

#[test]
fn miniflux_takes_the_token_of_the_form_for_writes_and_the_header_for_reads() {
    let (mut server, ids) = server_with(ServerQuirks::miniflux(), 1);
    let token = log_in(&mut server);
    let (id, header) = (long(ids[0]), format!("GoogleLogin auth={token}"));
    let form = [("i", id.as_str()), ("a", READ)];
    let by_header = ServerRequest::post("/reader/api/0/edit-tag", &form);
    let by_header = by_header.with("Authorization", &header);
    assert_eq!(server.answer(&by_header).status, 401);
    let form = [("i", id.as_str()), ("a", READ), ("T", token.as_str())];
    let by_form = ServerRequest::post("/reader/api/0/edit-tag", &form);
    assert_eq!(server.answer(&by_form).status, 200);
    let list = format!("/reader/api/0/subscription/list?output=json&T={token}");
    assert_eq!(server.answer(&ServerRequest::get(&list)).status, 401);
    assert_eq!(
        get(&mut server, "subscription/list?output=json").status,
        200
    );
    let unknown = get(&mut server, "unread-count?output=json");
    assert_eq!((unknown.status, unknown.body_text()), (200, "[]".into()));
}

#[test]
fn tokens_expire() {
    let (mut server, ids) = server_with(ServerQuirks::plain(), 1);
    let old = log_in(&mut server);
    let id = long(ids[0]);
    let token = get(&mut server, "token").body_text();
    assert_eq!(token.trim_end().len(), 57);
    let form = [("i", id.as_str()), ("a", READ), ("T", token.trim_end())];
    let write = ServerRequest::post("/reader/api/0/edit-tag", &form);
    let write = write.with("Authorization", &format!("GoogleLogin auth={old}"));
    server.state.expire_write_token();
    assert_eq!(server.answer(&write).status, 401);
    assert_eq!(
        post(&mut server, "edit-tag", &[("i", &id), ("a", READ)]).status,
        200
    );
    server.state.expire_login();
    let read = ServerRequest::get("/reader/api/0/subscription/list?output=json");
    let read = read.with("Authorization", &format!("GoogleLogin auth={old}"));
    assert_eq!(server.answer(&read).status, 401);
    assert_ne!(log_in(&mut server), old);
}

#[test]
fn ids_are_read_as_each_server_reads_them() {
    use crate::sync_servers::greader::item_number;
    use crate::sync_servers::quirks::ItemIdForm::{DecimalFirst, HexFirst, HexStrings, LongOnly};
    let sixteen = "1700000000000000";
    assert_eq!(
        item_number(DecimalFirst, sixteen),
        Some(1_700_000_000_000_000)
    );
    assert_eq!(item_number(HexFirst, sixteen), Some(0x1700_0000_0000_0000));
    assert_eq!(item_number(LongOnly, sixteen), None);
    for form in [DecimalFirst, HexFirst, LongOnly] {
        assert_eq!(item_number(form, &long(-5)), Some(-5));
        assert_eq!(item_number(form, &long(5)), Some(5));
    }
    assert_eq!(item_number(DecimalFirst, "000000000000000a"), Some(10));
    assert_eq!(
        item_number(HexStrings, "5f00d1a7000000000000000a"),
        Some(10)
    );
    assert_eq!(item_number(HexStrings, &long(10)), None);
}

#[test]
fn contents_have_the_title_and_the_text_where_the_server_puts_them() {
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 2);
    let (first, second) = (long(ids[0]), long(ids[1]));
    let form = [("i", first.as_str()), ("i", second.as_str())];
    let answer = post(&mut server, "stream/items/contents?output=json", &form);
    let items = answer.json_body()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 2);
    assert_eq!(items[0]["id"], second);
    assert_eq!(items[0]["title"], "Article 1 ＜of＞ ink ＆ paper");
    assert!(items[0]["content"].is_null());
    assert!(items[0]["summary"]["content"].is_string());
    server.quirks.greader.text = TextMember::Content;
    let answer = post(&mut server, "stream/items/contents?output=json", &form);
    assert!(answer.json_body()["items"][0]["summary"].is_null());
}

#[test]
fn subscriptions_change_by_the_api_and_by_hand() {
    let (mut server, _) = server_with(ServerQuirks::freshrss(), 4);
    let feed = "https://rail.example/feed";
    let form = [("ac", "subscribe"), ("s", &format!("feed/{feed}"))];
    assert_eq!(post(&mut server, "subscription/edit", &form).status, 200);
    assert_eq!(post(&mut server, "subscription/edit", &form).status, 400);
    let list = |server: &mut SyncServer| {
        let answer = get(server, "subscription/list?output=json");
        let feeds = answer.json_body()["subscriptions"].clone();
        let feeds = feeds.as_array().unwrap().clone();
        let folder = |feed: &Value| feed["categories"][0]["label"].as_str().unwrap().to_owned();
        let feeds = feeds.iter();
        feeds
            .map(|feed| (feed["id"].as_str().unwrap().to_owned(), folder(feed)))
            .collect::<Vec<_>>()
    };
    let rail = ("feed/3".to_owned(), "Uncategorized".to_owned());
    assert_eq!(list(&mut server)[2], rail);
    let rename = [("s", "user/-/label/Town"), ("dest", "user/-/label/Craft")];
    assert_eq!(post(&mut server, "rename-tag", &rename).body_text(), "OK");
    assert_eq!(list(&mut server)[0].1, "Town");
    let again = server.state.subscribe_again(1).unwrap();
    assert_eq!(server.state.items_of(again).len(), 2);
    let ids: Vec<String> = list(&mut server).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["feed/2", "feed/3", "feed/4"]);
    let remove = [("ac", "unsubscribe"), ("s", "feed/4")];
    assert_eq!(post(&mut server, "subscription/edit", &remove).status, 200);
    assert_eq!(server.state.items.len(), 2);
}

#[test]
fn an_unchanged_list_is_not_sent_again() {
    let (mut server, _) = server_with(ServerQuirks::plain(), 1);
    let path = "/reader/api/0/subscription/list?output=json";
    let header = format!("GoogleLogin auth={}", log_in(&mut server));
    let request = ServerRequest::get(path).with("Authorization", &header);
    let etag = server.answer(&request).header("ETag").unwrap().to_owned();
    let conditional = request.with("If-None-Match", &etag);
    assert_eq!(server.answer(&conditional).status, 304);
    server.state.rename_feed(1, "Bridges and tunnels");
    assert_eq!(server.answer(&conditional).status, 200);
}

#[test]
fn a_limit_of_requests_is_announced_and_reached() {
    let (mut server, _) = server_with(ServerQuirks::inoreader(), 1);
    server.quirks.rate_limit.as_mut().unwrap().requests = 2;
    let path = "/accounts/ClientLogin";
    let answer = server.answer(&ServerRequest::get(path));
    assert_eq!(answer.header("x-reader-zone1-usage"), Some("1"));
    server.answer(&ServerRequest::get(path));
    let refused = server.answer(&ServerRequest::get(path));
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (429, Some("3600"))
    );
}

#[test]
fn faults_say_what_was_carried_out() {
    for fault in VISIBLE {
        let (mut server, ids) = server_with(ServerQuirks::freshrss(), 1);
        let id = long(ids[0]);
        let header = format!("GoogleLogin auth={}", log_in(&mut server));
        let path = format!("{}/edit-tag", base(&server));
        let request = ServerRequest::post(&path, &[("i", &id), ("a", READ)]);
        let request = request.with("Authorization", &header);
        server.fail_on("edit-tag", fault.clone());
        let delivery = server.deliver(&request);
        let is_done = matches!(
            fault,
            ServerFault::CutAfter(_)
                | ServerFault::CloseAfter
                | ServerFault::EmptyBody
                | ServerFault::TruncatedJson
                | ServerFault::WrongKey
                | ServerFault::ErrorAfter
        );
        assert_eq!(server.state.unread().is_empty(), is_done, "{fault:?}");
        assert_eq!((server.count("edit-tag"), server.writes()), (1, 1));
        let arrived = delivery.whole().map(|answer| answer.status);
        let lost = matches!(
            fault,
            ServerFault::CutAfter(_) | ServerFault::CloseAfter | ServerFault::CloseBefore
        );
        assert_eq!(arrived.is_none(), lost, "{fault:?}");
        assert!(server.faults.is_empty());
        assert_eq!(server.deliver(&request).whole().unwrap().status, 200);
    }
}

#[test]
fn stale_and_foreign_answers_come_from_other_states() {
    let (mut server, ids) = server_with(ServerQuirks::freshrss(), 3);
    server.take_snapshot();
    server.state.mark_read(ids[0], true);
    server.other = Some(Box::new(ServerState::new(server.quirks.item_ids)));
    let header = format!("GoogleLogin auth={}", log_in(&mut server));
    let path = format!("{}/stream/items/ids?n=9&s={LIST}&xt={READ}", base(&server));
    let request = ServerRequest::get(&path).with("Authorization", &header);
    let mut count = |fault: Option<ServerFault>| {
        if let Some(fault) = fault {
            server.fail_next(fault);
        }
        ids_of(&server.deliver(&request).whole().unwrap()).len()
    };
    assert_eq!(count(None), 2);
    assert_eq!(count(Some(ServerFault::Stale)), 3);
    assert_eq!(count(Some(ServerFault::OtherAccount)), 0);
}

#[test]
fn random_faults_repeat_with_their_seed() {
    let statuses = |seed: u64| {
        let (mut server, _) = server_with(ServerQuirks::freshrss(), 1);
        server.faults.set_random(seed, 500, &VISIBLE);
        let request = ServerRequest::get("/api/greader.php");
        let answers = (0..40).map(|_| server.deliver(&request).whole());
        answers
            .map(|answer| answer.map(|answer| answer.status))
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses(7), statuses(7));
    assert_ne!(statuses(7), statuses(8));
    assert!(statuses(7).contains(&Some(200)));
}

#[test]
fn a_socket_carries_the_same_answers_and_faults() {
    let (server, ids) = server_with(ServerQuirks::miniflux(), 3);
    let served = ServedSync::start(server);
    let token = log_in(&mut served.server());
    let exchange = |method: &str, path: &str, body: &str| {
        let address = served.url("").replace("http://", "");
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nContent-Length: {}\r\nConnection: close\r\nAuthorization: GoogleLogin auth={token}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = [0; 4096];
        let mut length = 0;
        while let Ok(read @ 1..) = stream.read(&mut answer[length..]) {
            length += read;
            let text = String::from_utf8_lossy(&answer[..length]).into_owned();
            if text.ends_with("OK") {
                break;
            }
        }
        String::from_utf8_lossy(&answer[..length]).into_owned()
    };
    let body = format!("i={}&a={READ}&T={token}", long(ids[0]));
    let answer = exchange("POST", "/reader/api/0/edit-tag", &body);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(served.server().state.unread(), ids[1..]);
    served.server().fail_next(ServerFault::CutAfter(3));
    let path = format!("/reader/api/0/stream/items/ids?output=json&s={LIST}");
    let answer = exchange("GET", &path, "");
    assert!(answer.ends_with("\r\n\r\n{\"i"), "{answer}");
    served.server().fail_next(ServerFault::CloseAfter);
    assert_eq!(exchange("GET", &path, ""), "");
    assert_eq!(served.server().count("items/ids"), 2);
}
