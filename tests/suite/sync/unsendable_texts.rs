//! Texts that a server can't send: one of them keeps no other article from coming, and no mark.

use newsprint::model::{AccountKind, MarkKind};

use super::client::{Client, Shared, shared};
use super::local_articles::fetch_locally;
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

const INK: &str = "https://ink.example/feed.xml";

/// Returns FreshRSS with a feed of so many unread articles, and the ids of these. A text that it can't send is answered by 500, or
/// by the first half of the body.
fn server_with(articles: usize, cuts_body: bool) -> (Shared, Vec<i64>) {
    let mut quirks = ServerQuirks::freshrss();
    quirks.greader.cuts_unsendable = cuts_body;
    let mut server = SyncServer::new(quirks);
    server.state.subscribe(INK, "Ink", None);
    let server = shared(server);
    let ids = add_articles(&server, 1, articles);
    (server, ids)
}

/// Adds the articles with the numbers from `first` to `last`, and returns their ids.
fn add_articles(server: &Shared, first: usize, last: usize) -> Vec<i64> {
    let state = &mut server.borrow_mut().state;
    let feed = state.feed_at(INK).unwrap();
    let add = |number: usize| {
        state.advance(1);
        state.add_item(feed, &format!("Article {number}"))
    };
    (first..=last).map(add).collect()
}

#[test]
fn an_article_that_the_server_cannot_send_keeps_no_other_from_coming() {
    for cuts_body in [false, true] {
        let (server, ids) = server_with(200, cuts_body);
        // The newest one is asked for first.
        let unsendable = [ids[60], ids[199]];
        server.borrow_mut().state.unsendable.extend(unsendable);
        let mut client = Client::new(&server);
        let report = client.sync();
        assert_eq!(report.articles.new, 198);
        assert!(server.borrow().count("items/contents") < 40);
        // It comes once the server can send it.
        server.borrow_mut().state.unsendable.clear();
        client.advance(3_600);
        assert_eq!(client.sync().articles.new, 2);
    }
}

#[test]
fn an_article_that_the_server_can_never_send_is_asked_for_a_few_times() {
    let (server, _) = server_with(5, false);
    let mut client = Client::new(&server);
    client.sync();
    let id = add_articles(&server, 6, 6)[0];
    server.borrow_mut().state.unsendable.insert(id);
    for _ in 0..3 {
        client.advance(3_600);
        client.sync();
    }
    let before = server.borrow().count("items/contents");
    client.advance(3_600);
    client.sync();
    assert_eq!(server.borrow().count("items/contents"), before);
}

#[test]
fn a_server_that_sends_no_text_is_not_asked_for_each_and_gives_its_marks() {
    let (server, ids) = server_with(10, false);
    let mut client = Client::new(&server);
    client.sync();
    server.borrow_mut().state.unsendable.extend(&ids);
    let new = add_articles(&server, 11, 300);
    server.borrow_mut().state.unsendable.extend(&new);
    server.borrow_mut().state.mark_read(ids[3], true);
    client.mark("Article 2", MarkKind::Read, true);
    for _ in 0..4 {
        server.borrow_mut().requests.clear();
        client.advance(7_200);
        client.try_sync().unwrap_err();
        assert!(server.borrow().count("items/contents") <= 13);
    }
    let article = client.article("Article 4");
    assert!(client.has(article, MarkKind::Read), "read elsewhere");
    assert!(server.borrow().state.items[&ids[1]].read);
    server.borrow_mut().state.unsendable.clear();
    client.advance(7_200);
    assert_eq!(client.sync().articles.new, 290, "none was given up");
}

#[test]
fn marks_that_are_gone_are_applied_where_the_connection_fails_later() {
    let (server, ids) = server_with(3, false);
    let mut client = Client::new(&server);
    client.sync();
    add_articles(&server, 4, 4);
    server.borrow_mut().state.mark_read(ids[0], true);
    server
        .borrow_mut()
        .fail_on("items/contents", ServerFault::CloseBefore);
    client.try_sync().unwrap_err();
    let article = client.article("Article 1");
    assert!(client.has(article, MarkKind::Read));
}

#[test]
fn a_star_of_an_article_that_the_server_cannot_send_stays_and_others_go() {
    let (server, ids) = server_with(4, false);
    for id in &ids {
        server.borrow_mut().state.star(*id, true);
    }
    let mut client = Client::new(&server);
    client.sync();
    for id in &ids[..2] {
        server.borrow_mut().state.star(*id, false);
    }
    server.borrow_mut().state.unsendable.insert(ids[0]);
    client.sync();
    for (title, is_starred) in [("Article 1", true), ("Article 2", false)] {
        let article = client.article(title);
        assert_eq!(client.has(article, MarkKind::Star), is_starred, "{title}");
    }
    // It is not asked for with every sync.
    client.sync();
    let before = server.borrow().count("items/contents");
    client.sync();
    assert_eq!(server.borrow().count("items/contents"), before);
}

#[test]
fn an_article_that_cannot_be_sent_keeps_no_local_article_from_its_item() {
    let (server, ids) = server_with(6, true);
    for id in &ids {
        server.borrow_mut().state.mark_read(*id, true);
    }
    let mut client = Client::of_kind(&server, AccountKind::GoogleReader);
    let (feed, _) = client.library().add_feed(INK, "Ink").unwrap();
    fetch_locally(&mut client, &server, (feed.id, INK), 0);
    server.borrow_mut().state.unsendable.insert(ids[2]);
    client.sync();
    let article = client.article("Article 5");
    assert!(client.has(article, MarkKind::Read));
}
