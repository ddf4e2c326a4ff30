//! Addresses on the command line that are read and not subscribed to: `newsprint URL`, `show URL` and `bookmarks add URL`.

use std::fs;

use super::library_commands::Desk;
use super::web::{Answer, WebServer};

const PAGE: &str = "<!doctype html><html><head><title>The ferry is late</title>\
    <link rel=alternate type=application/rss+xml href=/feed></head><body><article><h1>The ferry is late</h1>\
    <p>The morning ferry left the quay forty minutes late on Monday, and the harbour master blamed the tide, the fog and \
    a cat that would not leave the gangway.</p><p>By noon all three had gone, and the ferry with them, as the \
    <a href=/log>log of the harbour</a> shows.</p></article></body></html>";

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Quay / News</title>\
    <item><title>Older: nets mended</title><pubDate>Mon, 02 Feb 2026 08:00:00 GMT</pubDate><guid>a</guid>\
    <description>&lt;p&gt;The nets were mended by candle light.&lt;/p&gt;</description></item>\
    <item><title>Newer: nets torn</title><pubDate>Tue, 03 Feb 2026 08:00:00 GMT</pubDate><guid>b</guid>\
    <description>&lt;p&gt;The nets were torn by a seal.&lt;/p&gt;</description></item></channel></rss>";

fn web() -> WebServer {
    let web = WebServer::start();
    web.serve(
        "/page",
        &[("Content-Type", "text/html; charset=utf-8")],
        PAGE,
    );
    web.serve("/feed", &[("Content-Type", "text/html")], FEED);
    web.answer("/gone", Answer::new(404, &[], "no"));
    web
}

#[test]
fn a_page_is_printed_and_stored_nowhere() {
    let (desk, web) = (Desk::new(), web());
    let left = desk.run(&[&web.url("/page")]);
    assert_eq!(left.status, 0, "{left:?}");
    assert!(left.output.contains("The ferry is late"), "{left:?}");
    assert!(
        left.output.contains("a cat that would not leave"),
        "{left:?}"
    );
    assert_eq!(desk.run(&["list"]).output, "");
    let accept = web.requests()[0].header("accept").unwrap();
    assert!(accept.contains("*/*"), "{accept}");
}

#[test]
fn the_entries_of_a_feed_are_printed_newest_first() {
    let (desk, web) = (Desk::new(), web());
    let left = desk.run(&[&web.url("/feed")]);
    assert_eq!(left.status, 0, "{left:?}");
    let torn = left.output.find("torn by a seal").unwrap();
    let mended = left.output.find("mended by candle light").unwrap();
    assert!(torn < mended, "{left:?}");
    assert_eq!(desk.run(&["sources"]).output, "");
}

#[test]
fn an_address_that_fails_does_not_keep_the_others_from_being_read() {
    let (desk, web) = (Desk::new(), web());
    let left = desk.run(&[&web.url("/gone"), &web.url("/page")]);
    assert_eq!(left.status, 1);
    assert!(left.output.contains("The ferry is late"));
    let error = left.only_error();
    assert!(error.contains("/gone: the server answered 404"), "{error}");
}

#[test]
fn nothing_is_left_in_the_folder_for_temporary_files() {
    let (desk, web) = (Desk::new(), web());
    let folder = tempfile::tempdir().unwrap();
    let mut command = desk.command(&[&web.url("/feed"), &web.url("/page")]);
    let left = command.env("TMPDIR", folder.path()).output().unwrap();
    assert!(left.status.success(), "{left:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_page_is_shown_with_its_address_and_a_feed_is_named() {
    let (desk, web) = (Desk::new(), web());
    let url = web.url("/page");
    let left = desk.run(&["show", &url, "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&left.output).unwrap();
    assert_eq!(shown["title"], "The ferry is late");
    assert_eq!(shown["url"], url.as_str());
    let left = desk.run(&["show", &web.url("/feed")]);
    assert_eq!(left.status, 1);
    assert!(left.only_error().contains("is a feed"), "{left:?}");
}

#[test]
fn a_page_is_bookmarked_with_its_text_and_fetched_once() {
    let (desk, web) = (Desk::new(), web());
    let url = web.url("/page");
    let left = desk.run(&["bookmarks", "add", &url]);
    assert_eq!(left.status, 0, "{left:?}");
    assert!(left.output.contains("The ferry is late"), "{left:?}");
    let left = desk.run(&["show", &url]);
    assert!(
        left.output.contains("a cat that would not leave"),
        "{left:?}"
    );
    let left = desk.run(&["bookmarks", "add", &url]);
    assert!(left.output.starts_with("Already bookmarked"), "{left:?}");
    assert_eq!(web.requests().len(), 1, "it was fetched again");
}

#[test]
fn the_source_of_an_added_page_is_fetched_anew() {
    let (desk, web) = (Desk::new(), web());
    web.serve(
        "/plain",
        &[("Content-Type", "text/html")],
        PAGE.replace("type=application/rss+xml", ""),
    );
    let url = web.url("/plain");
    desk.good(&["add", &url]);
    for target in ["1", &url] {
        let left = desk.run(&["show", "--format", "source", target]);
        assert_eq!(left.status, 0, "{left:?}");
        assert!(left.output.contains("<link rel=alternate"), "{left:?}");
        let said = format!("newsprint: source fetched anew: {url}: it is not stored");
        assert_eq!(left.only_error(), said);
    }
    web.answer("/plain", Answer::new(404, &[], "no"));
    let left = desk.run(&["show", "--format", "source", "1"]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    let error = left.only_error();
    let said = format!("newsprint: can't be read: {url}: the server answered 404");
    assert!(error.starts_with(&said), "{error}");
}

#[test]
fn adding_nothing_says_how_to_begin() {
    let left = Desk::new().run(&["add"]);
    assert_eq!(left.status, 2);
    assert!(left.only_error().contains("newsprint add URL"), "{left:?}");
}

#[test]
fn the_feeds_of_a_page_without_html_and_head_are_offered() {
    let (desk, web) = (Desk::new(), web());
    let page = "<!doctype html><title>Harbour</title><link rel=alternate type=application/rss+xml href=/feed title=All>\
        <link rel=alternate type=application/rss+xml href=/replies title=Comments><p>Text.";
    web.serve("/bare", &[("Content-Type", "text/html")], page);
    let left = desk.run(&["add", &web.url("/bare")]);
    assert_eq!(left.status, 1, "{left:?}");
    let said = left.errors.join("\n");
    let (all, comments) = (said.find("/feed"), said.find("/replies"));
    assert!(all.is_some() && all < comments, "{said}");
}
