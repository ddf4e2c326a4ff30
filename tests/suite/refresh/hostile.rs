//! Feeds of a hostile and clumsy web: none of them loses an article, blocks a refresh or grows without bound.

use newsprint::model::{FetchOutcome, SettingChange, SourceErrorKind};

use super::super::web::Step;
use super::{Answer, Desk, Item, item, rss};

#[test]
fn broken_answers_are_failures_with_a_name_and_change_nothing() {
    let mut desk = Desk::new();
    let feed = desk.add("/feed");
    desk.server
        .serve("/feed", &[("ETag", "\"v1\"")], rss(&[item("a", "Plums")]));
    desk.fetch(feed);
    type Case = (
        &'static str,
        Box<dyn Fn() -> Answer + Send>,
        SourceErrorKind,
    );
    let cases: Vec<Case> = vec![
        (
            "empty",
            Box::new(|| Answer::ok("")),
            SourceErrorKind::Damaged,
        ),
        (
            "page",
            Box::new(|| Answer::ok("<!doctype html><html><p>Hello</p></html>")),
            SourceErrorKind::NotAFeed,
        ),
        (
            "opml",
            Box::new(|| {
                Answer::ok("<opml version='2.0'><body><outline xmlUrl='x'/></body></opml>")
            }),
            SourceErrorKind::NotAFeed,
        ),
        (
            "json",
            Box::new(|| Answer::ok("{\"a\": 1}")),
            SourceErrorKind::NotAFeed,
        ),
        (
            "bytes",
            Box::new(|| Answer::ok([0u8, 1, 2, 3, 255, 254, 7])),
            SourceErrorKind::NotAFeed,
        ),
        (
            "short",
            Box::new(|| {
                Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>").then(Step::Close)
            }),
            SourceErrorKind::Damaged,
        ),
        (
            "unauthorized",
            Box::new(|| Answer::new(401, &[], "")),
            SourceErrorKind::Unauthorized,
        ),
        (
            "missing",
            Box::new(|| Answer::new(404, &[], "")),
            SourceErrorKind::Status,
        ),
    ];
    for (name, answer, kind) in cases {
        desk.server.on("/feed", move |_| answer());
        let result = desk.fetch(feed);
        assert_eq!(result.outcome, FetchOutcome::Failed, "{name}");
        assert_eq!(result.error.unwrap().kind, kind, "{name}");
        assert_eq!(
            desk.state(feed).etag.as_deref(),
            Some(&b"\"v1\""[..]),
            "{name}"
        );
    }
    assert_eq!(desk.titles(), ["Plums"]);
}

#[test]
fn the_newest_two_thousand_of_many_entries_are_taken_and_the_rest_is_counted() {
    let mut desk = Desk::new();
    let mut feed = "<rss><channel><title>Many</title>".to_owned();
    for number in 0..100_000 {
        let date = chrono::DateTime::from_timestamp(1_600_000_000 + number * 60, 0).unwrap();
        feed.push_str(&format!(
            "<item><guid>{number}</guid><title>T{number}</title><comments>http://many.example/a/rather/long/address/{number}</comments><pubDate>{}</pubDate></item>",
            date.to_rfc2822()
        ));
    }
    feed.push_str("</channel></rss>");
    desk.server.serve("/feed", &[], feed);
    let id = desk.add("/feed");
    // Its body is larger than the limit, until the user sets another one.
    assert_eq!(
        desk.fetch(id).error.unwrap().kind,
        SourceErrorKind::TooLarge
    );
    let size = SettingChange::MaxSize(Some(52_428_800));
    desk.library.set_source(id, &[size]).unwrap();
    let client = newsprint::fetch::Client::new(newsprint::fetch::ClientOptions {
        uses_environment: false,
        ..Default::default()
    });
    desk.client = client;
    let result = desk.fetch(id);
    assert_eq!((result.new, result.omitted), (2000, 98_000));
    assert_eq!(desk.titles()[0], "T99999");
}

#[test]
fn entities_that_grow_or_name_files_do_nothing() {
    let mut desk = Desk::new();
    let bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'lollollollol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>
        <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>
        <!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY file SYSTEM 'file:///etc/hostname'>]>
        <rss><channel><title>Bomb</title><item><guid>a</guid><title>Boom &f;</title></item>
        <item><guid>b</guid><title>File &file;</title></item></channel></rss>";
    desk.server.serve("/feed", &[], bomb);
    let id = desk.add("/feed");
    assert_eq!(desk.fetch(id).new, 2);
    let longest: i64 = desk.query("SELECT max(length(title)) FROM article");
    assert!(longest < 3_000, "{longest}");
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let host = host.trim();
    assert!(host.is_empty() || !desk.titles().iter().any(|title| title.contains(host)));
}

#[test]
fn foreign_titles_are_clean_before_they_are_stored() {
    let mut desk = Desk::new();
    let nasty = Item {
        guid: "a",
        title: "Red \u{1b}[31malert\u{7} \u{202e}evil",
        ..Item::default()
    };
    desk.server.serve("/feed", &[], rss(&[nasty]));
    let id = desk.add("/feed");
    desk.fetch(id);
    let title = desk.titles().pop().unwrap();
    assert!(
        !title.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{title:?}"
    );
}

#[test]
fn a_public_feed_that_leads_to_a_private_address_is_a_failure() {
    let mut desk = Desk::new();
    let source = desk
        .library
        .add_feed("http://127-0-0-1.invalid/feed", "x")
        .unwrap()
        .0;
    let result = desk.fetch(source.id);
    assert!(result.error.is_some());
    assert_eq!(desk.server.requests().len(), 0);
}
