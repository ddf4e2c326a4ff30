//! Hostile and random feeds: nothing panics, and time and memory stay linear.

use std::time::{Duration, Instant};

use newsprint::feed::{FeedHints, entry_document, normalize_html, parse_feed};
use proptest::collection::vec;
use proptest::prelude::*;

/// Parts of feeds that are joined in any order.
const PARTS: &[&str] = &[
    "<?xml version='1.0'?>",
    "<rss>",
    "</rss>",
    "<channel>",
    "</channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<link href='/a' rel=alternate />",
    "<description>",
    "</description>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "</feed>",
    "<entry xml:base='b/'>",
    "</entry>",
    "<content type='xhtml'>",
    "<content type=html>",
    "</content>",
    "<div xmlns='http://www.w3.org/1999/xhtml'>",
    "</div>",
    "<author><name>",
    "</author>",
    "&amp;",
    "&#0;",
    "&#xfffffff;",
    "&lt;b>",
    "&x;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "<a b=\"",
    "é",
    "\u{0}",
    " ",
    "text",
    "<!DOCTYPE rss [<!ENTITY x '&x;&x;'>]>",
    "<pubDate>",
    "2026-02-30T99:99:99Z",
    "</pubDate>",
    "<media:group>",
    "<guid isPermaLink=>",
    "<image>",
    "<url>",
    "<updated>",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    "{\"id\":1}",
    "]}",
    "<p/>",
    "<br>",
    "</p",
    "<x:y z:w='1'",
    "<?",
    "?>",
];

fn read(bytes: &[u8]) {
    let hints = FeedHints {
        url: Some("http://t.example/feed"),
        content_type: Some("text/xml; charset=utf-8"),
    };
    if let Ok(feed) = parse_feed(bytes, &hints) {
        for entry in feed.entries.iter().take(20) {
            let _ = entry_document(entry, feed.title.as_deref());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in vec(any::<u8>(), 0..2000)) {
        read(&bytes);
    }

    #[test]
    fn any_parts_of_feeds_are_read_without_a_panic(parts in vec(proptest::sample::select(PARTS), 0..60)) {
        read(parts.concat().as_bytes());
        let _ = normalize_html(&parts.concat(), Some("http://t.example/"));
    }

    #[test]
    fn a_damaged_feed_is_read_without_a_panic(at in 0usize..2000, byte in any::<u8>(), cut in 0usize..2000) {
        let mut bytes = std::fs::read("tests/fixtures/feeds/podcast.xml").unwrap();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(cut.max(10));
        read(&bytes);
    }
}

/// Time to read a feed of 150 kB that repeats `part`, after `head`.
fn time_of(head: &str, part: &str) -> Duration {
    let mut text = String::from(head);
    while text.len() < 150_000 {
        text.push_str(part);
    }
    let start = Instant::now();
    let _ = parse_feed(text.as_bytes(), &FeedHints::default());
    start.elapsed()
}

#[test]
fn no_repeated_part_takes_more_than_linear_time() {
    let heads = [
        "<rss><channel><item>",
        "<rss><channel><item><description>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>",
    ];
    let more = [
        "<a b=\"<a b='",
        "<!--<",
        "<![CDATA[",
        "<? ",
        "<a b=c ",
        "<a xmlns:a='b'>",
        "<a xml:base='b/'>",
        "<div><p>",
        "&lt;b&gt;",
        "<b",
        "</b",
        "&#",
        "&amp",
        "]]>",
    ];
    for head in heads {
        for part in PARTS.iter().chain(&more) {
            // Linear time is 40 ms without optimisation.
            let time = time_of(head, part);
            assert!(time < Duration::from_secs(3), "{head} {part}: {time:?}");
        }
    }
}

#[test]
fn entity_bombs_end_and_external_entities_are_not_loaded() {
    let mut declarations = String::from(
        "<!ENTITY a0 'ha'><!ENTITY out SYSTEM 'file:///etc/hostname'><!ENTITY own 'eel'>",
    );
    for i in 1..30 {
        let reference = format!("&a{};", i - 1);
        declarations.push_str(&format!("<!ENTITY a{i} '{}'>", reference.repeat(10)));
    }
    let feed = format!(
        "<!DOCTYPE rss [{declarations}]><rss><channel><title>&own; &out;</title><item><title>&a29;</title></item>{}</channel></rss>",
        "<item><description>&a7;</description></item>".repeat(100)
    );
    let feed = parse_feed(feed.as_bytes(), &FeedHints::default()).unwrap();
    assert_eq!(feed.title.as_deref(), Some("eel &out;"));
    let size: usize = feed
        .entries
        .iter()
        .filter_map(|e| e.content.as_ref())
        .map(|text| text.value.len())
        .sum();
    assert!(size < 1_000_000, "{size}");
}

#[test]
fn elements_of_any_depth_are_read() {
    let deep = "<div>".repeat(100_000);
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{deep}deep</content></entry><entry><title>Next</title></entry></feed>"
    );
    let feed = parse_feed(feed.as_bytes(), &FeedHints::default()).unwrap();
    assert_eq!(feed.entries.len(), 2);
    assert_eq!(feed.entries[1].title.as_deref(), Some("Next"));
}
