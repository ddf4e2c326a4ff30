//! Comparison of the Fever API with that of the real coldsweat, where it is installed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::coldsweat::{Coldsweat, KEY};
use crate::sync_servers::SyncServer;
use crate::sync_servers::message::ServerRequest;
use crate::sync_servers::quirks::ServerQuirks;
use crate::web::WebServer;

/// Items of each feed at first, and of the first one later.
const ITEMS: [usize; 2] = [70, 110];
/// Time of publication of the first item: 2026-02-02 08:00.
const PUBLISHED: i64 = 1_770_019_200;

fn feed(name: &str, count: usize) -> String {
    let items = (0..count).map(|number| {
        format!(
            "<item><title>{name} {number}</title><link>https://{name}.example/{number}</link>\
             <guid isPermaLink='false'>{name}-{number}</guid>\
             <pubDate>Mon, 02 Feb 2026 08:{:02}:00 GMT</pubDate>\
             <description>Text of {name} {number}</description></item>",
            number % 60
        )
    });
    let items: String = items.collect();
    format!(
        "<rss version='2.0'><channel><title>{name}</title><link>https://{name}.example/</link>\
         <description>{name}</description>{items}</channel></rss>"
    )
}

fn add_items(server: &mut SyncServer, feed: i64, name: &str, numbers: std::ops::Range<usize>) {
    for number in numbers {
        let id = server.state.add_item(feed, &format!("{name} {number}"));
        server.state.change(id, |item| {
            item.author.clear();
            item.link = format!("https://{name}.example/{number}");
            item.html = format!("Text of {name} {number}").into();
            item.published = PUBLISHED + 60 * (number as i64 % 60);
        });
    }
}

/// Sends a request to a real server. Returns the status and the body.
fn send(url: &str, query: &str, form: &str) -> (u16, Vec<u8>) {
    let (_, address) = url.split_once("://").unwrap();
    let (host, path) = address.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let patience = Some(Duration::from_secs(60));
    stream.set_read_timeout(patience).unwrap();
    let head = format!(
        "POST /{path}{query} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .unwrap();
    let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
    (status, answer.split_off(end + 4))
}

/// Returns an answer without what can't be the same: times of fetches, icons, and ids of groups, which begin anywhere.
fn comparable(body: &[u8]) -> Value {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else {
        return Value::Null;
    };
    let Some(members) = body.as_object_mut() else {
        return body;
    };
    members.remove("last_refreshed_on_time");
    for (list, name) in [
        ("feeds", "last_updated_on_time"),
        ("groups", "id"),
        ("feeds_groups", "group_id"),
    ] {
        let entries = members.get_mut(list).and_then(Value::as_array_mut);
        for entry in entries.into_iter().flatten() {
            entry.as_object_mut().unwrap().remove(name);
        }
    }
    body
}

#[test]
fn coldsweat_and_its_imitation_answer_alike() {
    let web = WebServer::start();
    for name in ["bridges", "ink"] {
        web.serve(&format!("/{name}"), &[], feed(name, ITEMS[0]));
    }
    let (bridges, ink) = (web.url("/bridges"), web.url("/ink"));
    let feeds = [
        (bridges.as_str(), "bridges", "Craft"),
        (ink.as_str(), "ink", "Town"),
    ];
    let Some(real) = Coldsweat::start(&feeds) else {
        return;
    };
    web.serve("/bridges", &[], feed("bridges", ITEMS[1]));
    real.fetch();

    let mut server = SyncServer::new(ServerQuirks::coldsweat());
    server.state.fever_key = KEY.to_owned();
    for (url, name, group) in feeds {
        let id = server.state.subscribe(url, name, Some(group));
        server.state.feeds.get_mut(&id).unwrap().site = format!("https://{name}.example/");
        add_items(&mut server, id, name, 0..ITEMS[0]);
    }
    add_items(&mut server, 1, "bridges", ITEMS[0]..ITEMS[1]);

    let key = format!("api_key={KEY}");
    let marks = |rest: &str| format!("{key}&{rest}");
    let calls = [
        ("?api", String::new()),
        ("?api", "api_key=0".to_owned()),
        ("", key.clone()),
        ("?api", key.clone()),
        ("?api", format!("api_key={}", KEY.to_uppercase())),
        ("?api&groups&feeds", key.clone()),
        ("?api&unread_item_ids&saved_item_ids", key.clone()),
        ("?api&items&since_id=0", key.clone()),
        ("?api&items&since_id=60", key.clone()),
        ("?api&items&since_id=175", key.clone()),
        ("?api&items&max_id=0", key.clone()),
        ("?api&items&max_id=100", key.clone()),
        ("?api&items&with_ids=150,3,100,9,7777", key.clone()),
        ("?api", marks("mark=item&as=saved&id=3")),
        ("?api", marks("mark=item&as=saved&id=3")),
        ("?api", marks("mark=item&as=read&id=4")),
        ("?api", marks("mark=item&as=read&id=5")),
        ("?api", marks("mark=item&as=unread&id=5")),
        ("?api&unread_item_ids", marks("mark=item&as=read&id=6")),
        ("?api", marks("mark=item&as=read&id=7777")),
        ("?api", marks("mark=item&as=read")),
        ("?api&mark=item&as=read&id=8", key.clone()),
        ("?api&unread_item_ids&saved_item_ids", key.clone()),
        ("?api&items&with_ids=3,4,5,6", key.clone()),
        ("?api", marks("mark=feed&as=read&id=1")),
        ("?api", marks("mark=feed&as=read&id=1&before=1770019800")),
        ("?api&unread_item_ids", key.clone()),
        ("?api", marks("mark=item&as=unsaved&id=3")),
        ("?api", marks("mark=group&as=read&id=0&before=1770020400")),
        ("?api&unread_item_ids&saved_item_ids", key.clone()),
    ];
    for (query, form) in calls {
        let (status, body) = send(&real.url(), query, &form);
        let request = ServerRequest::new("POST", &format!("/fever/{query}"));
        let answer = server.answer(&request.with_body(form.clone().into_bytes()));
        let call = format!("{query} {form}");
        assert_eq!(answer.status, status, "{call}");
        assert_eq!(comparable(&answer.body), comparable(&body), "{call}");
    }
}
