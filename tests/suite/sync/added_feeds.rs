//! Feeds that are added here to an account: subscribed to on its server, once, and undone there.

use newsprint::library::NewFeed;
use newsprint::model::SourceId;

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

const URL: &str = "https://new.example/feed.xml";

fn client() -> (Shared, Client) {
    let server = shared(SyncServer::new(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    (server, client)
}

fn subscribe(client: &mut Client, url: &str) -> (SourceId, bool) {
    let account = client.account;
    let feed = NewFeed {
        url: url.to_owned(),
        title: "New".to_owned(),
        ..NewFeed::default()
    };
    let (source, is_new, _) = client.library().subscribe_remotely(account, &feed).unwrap();
    (source, is_new)
}

fn urls(server: &Shared) -> Vec<String> {
    let server = server.borrow();
    let feeds = server.state.feeds.values();
    feeds.map(|feed| feed.url.clone()).collect()
}

#[test]
fn a_feed_is_added_once() {
    let (server, mut client) = client();
    let (source, is_new) = subscribe(&mut client, URL);
    assert!(is_new);
    // The same feed, before and after the server has it.
    assert_eq!(subscribe(&mut client, URL), (source, false));
    client.sync();
    assert_eq!(
        subscribe(&mut client, "http://new.example/feed.xml"),
        (source, false)
    );
    client.sync();
    assert_eq!(urls(&server), [URL]);
    assert_eq!(client.library().sources().unwrap().len(), 1);
}

#[test]
fn a_feed_that_is_added_and_undone_before_a_sync_never_comes_to_the_server() {
    let (server, mut client) = client();
    subscribe(&mut client, URL);
    client.library().undo(None).unwrap();
    assert!(client.library().sources().unwrap().is_empty());
    client.sync();
    client.advance(3_600);
    client.sync();
    assert!(urls(&server).is_empty());
    assert_eq!(server.borrow().writes(), 0);
}

#[test]
fn undoing_an_added_feed_unsubscribes_and_redoing_it_subscribes_again() {
    let (server, mut client) = client();
    let (source, _) = subscribe(&mut client, URL);
    client.sync();
    assert_eq!(urls(&server), [URL]);
    client.library().undo(None).unwrap();
    client.sync();
    assert!(urls(&server).is_empty());
    client.advance(3_600);
    client.sync();
    client.library().redo().unwrap();
    client.sync();
    assert_eq!(urls(&server), [URL]);
    let sources = client.library().sources().unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].id, source);
}

#[test]
fn a_removed_feed_that_is_added_again_comes_back_with_its_source() {
    let (server, mut client) = client();
    let (source, _) = subscribe(&mut client, URL);
    client.sync();
    client.library().remove_source(source).unwrap();
    client.sync();
    assert!(urls(&server).is_empty());
    assert_eq!(subscribe(&mut client, URL), (source, true));
    client.sync();
    assert_eq!(urls(&server), [URL]);
}

#[test]
fn a_feed_that_was_removed_elsewhere_is_subscribed_to_again() {
    let (server, mut client) = client();
    let (source, _) = subscribe(&mut client, URL);
    client.sync();
    let feed = server.borrow().state.feed_at(URL).unwrap();
    server.borrow_mut().state.remove_feed(feed);
    for _ in 0..3 {
        client.advance(3_600);
        client.sync();
    }
    assert!(urls(&server).is_empty(), "its absence is believed");
    assert_eq!(subscribe(&mut client, URL), (source, true));
    client.sync();
    assert_eq!(urls(&server), [URL]);
}

#[test]
fn a_feed_that_is_undone_after_a_lost_answer_is_removed_there() {
    let (server, mut client) = client();
    subscribe(&mut client, URL);
    server
        .borrow_mut()
        .fail_on("quickadd", ServerFault::CloseAfter);
    client.try_sync().unwrap_err();
    assert_eq!(urls(&server), [URL]);
    client.library().undo(None).unwrap();
    client.sync();
    client.sync();
    assert!(urls(&server).is_empty());
    assert!(client.library().sources().unwrap().is_empty());
}

#[test]
fn a_feed_that_is_undone_here_and_added_elsewhere_comes_back() {
    let (server, mut client) = client();
    let (source, _) = subscribe(&mut client, URL);
    server
        .borrow_mut()
        .fail_on("quickadd", ServerFault::CloseBefore);
    client.try_sync().unwrap_err();
    client.library().undo(None).unwrap();
    client.sync();
    server.borrow_mut().state.subscribe(URL, "New", None);
    client.sync();
    client.sync();
    assert_eq!(urls(&server), [URL]);
    assert_eq!(client.library().sources().unwrap()[0].id, source);
}

#[test]
fn the_title_of_a_feed_that_is_added_again_survives_a_lost_answer() {
    let (server, mut client) = client();
    let (source, _) = subscribe(&mut client, URL);
    client
        .library()
        .rename_source(source, Some("Mine"))
        .unwrap();
    client.sync();
    client.library().remove_source(source).unwrap();
    client.sync();
    client.library().undo(None).unwrap();
    server
        .borrow_mut()
        .fail_on("quickadd", ServerFault::CloseAfter);
    client.try_sync().unwrap_err();
    client.sync();
    let server = server.borrow();
    let feed = server.state.feed_at(URL).unwrap();
    assert_eq!(server.state.feeds[&feed].title, "Mine");
}
