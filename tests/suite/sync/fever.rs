//! Whole syncs with the Fever API of FreshRSS, whose lists leave out feeds that are not in its main stream.

use newsprint::model::{AccountKind, MarkKind};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;

/// Returns a server with feeds of so many unread articles, `Article 2 of Feed 1`, and a client that has them.
fn synced(feeds: &[usize]) -> (Shared, Client) {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let state = &mut server.state;
    for (feed, articles) in (1..).zip(feeds) {
        let url = format!("https://feed-{feed}.example/rss");
        let id = state.subscribe(&url, &format!("Feed {feed}"), Some("All"));
        for number in 1..=*articles {
            state.advance(10);
            state.add_item(id, &format!("Article {number} of Feed {feed}"));
        }
    }
    let server = shared(server);
    let mut client = Client::of_kind(&server, AccountKind::Fever);
    client.sync();
    pass_time(&server, &mut client);
    (server, client)
}

fn pass_time(server: &Shared, client: &mut Client) {
    server.borrow_mut().state.advance(4_000);
    client.advance(4_000);
    server.borrow_mut().requests.clear();
}

fn id_of(server: &Shared, title: &str) -> i64 {
    let server = server.borrow();
    let mut items = server.state.items.values();
    items.find(|item| item.title == title).unwrap().id
}

fn unread(client: &mut Client) -> usize {
    let articles = client.articles();
    let ids = articles.into_iter().map(|(article, _)| article);
    let ids: Vec<_> = ids.filter(|id| !client.has(*id, MarkKind::Read)).collect();
    ids.len()
}

#[test]
fn a_feed_that_leaves_the_main_stream_stays_unread() {
    let (server, mut client) = synced(&[120, 5]);
    server.borrow_mut().state.hide_feed(1, true);
    let read = id_of(&server, "Article 3 of Feed 2");
    server.borrow_mut().state.mark_read(read, true);
    let report = client.sync();
    assert_eq!(report.changed, 1);
    assert_eq!(unread(&mut client), 124);
    assert_eq!(server.borrow().requests.len(), 4 + 1, "some of the items");
    // The next sync is as quiet as any.
    pass_time(&server, &mut client);
    client.sync();
    assert_eq!(server.borrow().requests.len(), 4);
    assert_eq!(unread(&mut client), 124);
    // A mark that is made here goes out.
    client.mark("Article 7 of Feed 1", MarkKind::Read, true);
    pass_time(&server, &mut client);
    client.sync();
    let sent = id_of(&server, "Article 7 of Feed 1");
    assert!(server.borrow().state.items[&sent].read);
    // Back in the main stream, marks come in again.
    server.borrow_mut().state.hide_feed(1, false);
    pass_time(&server, &mut client);
    client.sync();
    let read = id_of(&server, "Article 9 of Feed 1");
    server.borrow_mut().state.mark_read(read, true);
    pass_time(&server, &mut client);
    client.sync();
    let article = client.article("Article 9 of Feed 1");
    assert!(client.has(article, MarkKind::Read));
    assert_eq!(unread(&mut client), 122);
    assert_eq!(server.borrow().state.unread().len(), 122);
}

#[test]
fn a_feed_that_was_read_on_the_web_is_read_here() {
    let (server, mut client) = synced(&[120, 5, 1]);
    for id in 1..=2 {
        let items: Vec<i64> = server
            .borrow()
            .state
            .items_of(id)
            .iter()
            .map(|item| item.id)
            .collect();
        for item in items {
            server.borrow_mut().state.mark_read(item, true);
        }
    }
    let report = client.sync();
    assert_eq!(report.changed, 125);
    assert_eq!(server.borrow().requests.len(), 4 + 1);
    assert_eq!(unread(&mut client), 1);
}

#[test]
fn hundreds_of_feeds_that_leave_the_main_stream_take_a_bounded_number_of_requests() {
    let (server, mut client) = synced(&[10; 150]);
    for feed in 1..=149 {
        server.borrow_mut().state.hide_feed(feed, true);
    }
    for _ in 0..3 {
        client.sync();
        assert!(server.borrow().requests.len() <= 4 + 20);
        assert_eq!(unread(&mut client), 1_500);
        pass_time(&server, &mut client);
    }
    client.sync();
    assert_eq!(server.borrow().requests.len(), 4);
}

#[test]
fn a_star_in_a_feed_outside_of_the_main_stream_is_taken_away_on_the_server() {
    let (server, mut client) = synced(&[3, 3]);
    client.mark("Article 2 of Feed 1", MarkKind::Star, true);
    client.sync();
    server.borrow_mut().state.hide_feed(1, true);
    pass_time(&server, &mut client);
    client.sync();
    let article = client.article("Article 2 of Feed 1");
    assert!(client.has(article, MarkKind::Star));
    client.mark("Article 2 of Feed 1", MarkKind::Star, false);
    pass_time(&server, &mut client);
    client.sync();
    assert!(server.borrow().state.starred().is_empty());
    client.mark("Article 1 of Feed 1", MarkKind::Star, true);
    client.sync();
    assert_eq!(server.borrow().state.starred().len(), 1);
}
