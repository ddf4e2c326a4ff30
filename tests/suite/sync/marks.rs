//! Marks between a client, the server, and a person at another client.

use newsprint::library::{NewPlace, UndoResult};
use newsprint::model::{AccountKind, Anchor, MarkKind};

use super::client::{Client, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

/// Returns a server with a feed of ten articles, `Article 1` to `Article 10`.
fn server_with_articles(quirks: ServerQuirks) -> SyncServer {
    let mut server = SyncServer::new(quirks);
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    for number in 1..=10 {
        server.state.advance(60);
        server.state.add_item(feed, &format!("Article {number}"));
    }
    server
}

fn id_of(server: &SyncServer, title: &str) -> i64 {
    let mut items = server.state.items.values();
    items.find(|item| item.title == title).unwrap().id
}

#[test]
fn articles_come_with_their_texts_and_marks() {
    for quirks in [
        ServerQuirks::plain(),
        ServerQuirks::freshrss(),
        ServerQuirks::miniflux(),
        ServerQuirks::bazqux(),
        ServerQuirks::theoldreader(),
    ] {
        let mut server = server_with_articles(quirks);
        let (read, starred) = (id_of(&server, "Article 3"), id_of(&server, "Article 4"));
        server.state.mark_read(read, true);
        server.state.star(starred, true);
        let server = shared(server);
        let mut client = Client::new(&server);
        let report = client.sync();
        assert_eq!(report.articles.new, 9, "unread and starred ones come");
        let starred = client.article("Article 4");
        assert!(client.has(starred, MarkKind::Star));
        assert!(!client.has(starred, MarkKind::Read));
        let again = client.sync();
        assert_eq!(again, newsprint::sync::run::SyncReport::default());
    }
}

#[test]
fn a_mark_made_offline_goes_out_and_one_from_elsewhere_comes_in() {
    let server = shared(server_with_articles(ServerQuirks::freshrss()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Read, true);
    client.mark("Article 2", MarkKind::Star, true);
    let elsewhere = id_of(&server.borrow(), "Article 5");
    server.borrow_mut().state.mark_read(elsewhere, true);
    let report = client.sync();
    assert_eq!((report.pushed.sent, report.changed), (2, 1));
    let here = client.article("Article 5");
    assert!(client.has(here, MarkKind::Read));
    let server = server.borrow();
    assert!(server.state.items[&id_of(&server, "Article 1")].read);
    assert!(server.state.items[&id_of(&server, "Article 2")].starred);
}

#[test]
fn what_is_undone_is_sent_and_what_came_from_elsewhere_is_not_undone() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Read, true);
    client.sync();
    let elsewhere = id_of(&server.borrow(), "Article 2");
    server.borrow_mut().state.mark_read(elsewhere, true);
    client.sync();
    assert!(matches!(
        client.library().undo(None).unwrap(),
        UndoResult::Done(..)
    ));
    client.sync();
    let state = &server.borrow().state;
    assert_eq!(
        state.unread().len(),
        9,
        "Article 1 is unread again, Article 2 is read"
    );
    assert!(state.items[&elsewhere].read);
}

#[test]
fn a_mark_that_was_taken_back_before_the_sync_is_not_sent() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Read, true);
    client.mark("Article 1", MarkKind::Read, false);
    client.sync();
    assert_eq!(server.borrow().count("edit-tag"), 0);
}

#[test]
fn a_mark_survives_a_lost_answer_and_a_later_one_wins() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Read, true);
    server
        .borrow_mut()
        .fail_on("edit-tag", ServerFault::CloseAfter);
    client.try_sync().unwrap_err();
    // The server has the mark, and the client does not know it. Taken back, it must be sent although it equals the last known value.
    client.mark("Article 1", MarkKind::Read, false);
    client.advance(120);
    client.sync();
    assert_eq!(server.borrow().state.unread().len(), 10);
    let article = client.article("Article 1");
    assert!(!client.has(article, MarkKind::Read));
}

#[test]
fn a_bookmarked_place_stays_when_the_star_is_taken_away_elsewhere() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Star, true);
    let article = client.article("Article 1");
    let place = NewPlace {
        anchor: Anchor::default(),
        section: None,
        quote: None,
        note: Some("remember".to_owned()),
        tags: Vec::new(),
    };
    client
        .library()
        .bookmark_place(article, None, &place)
        .unwrap();
    client.mark("Article 2", MarkKind::Star, true);
    client.sync();
    {
        let mut server = server.borrow_mut();
        for title in ["Article 1", "Article 2"] {
            let id = id_of(&server, title);
            assert!(server.state.items[&id].starred);
            server.state.star(id, false);
        }
    }
    client.sync();
    assert!(client.has(article, MarkKind::Star), "the place is kept");
    assert_eq!(client.library().bookmarks(article).unwrap().len(), 2);
    let plain = client.article("Article 2");
    assert!(!client.has(plain, MarkKind::Star));
    client.sync();
    assert_eq!(server.borrow().state.starred(), Vec::<i64>::new());
}

#[test]
fn a_server_that_loses_a_feed_or_articles_costs_no_bookmark_and_no_unread_mark() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Star, true);
    client.mark("Article 2", MarkKind::Star, true);
    client.sync();
    {
        let mut server = server.borrow_mut();
        let gone = id_of(&server, "Article 1");
        server.state.remove_item(gone);
    }
    client.sync();
    let feed = *server.borrow().state.feeds.keys().next().unwrap();
    server.borrow_mut().state.remove_feed(feed);
    for _ in 0..3 {
        client.advance(700);
        client.sync();
    }
    for title in ["Article 1", "Article 2"] {
        let article = client.article(title);
        assert!(client.has(article, MarkKind::Star), "{title}");
    }
    let unread = client.article("Article 9");
    assert!(!client.has(unread, MarkKind::Read));
    let account = client.account;
    let feeds = client.library().remote_feeds(account).unwrap();
    assert!(feeds[0].detached.is_some(), "no longer on the server");
    assert!(!feeds[0].is_removed);
}

#[test]
fn an_empty_or_broken_answer_marks_nothing_as_read() {
    for fault in [
        ServerFault::ErrorPage,
        ServerFault::EmptyBody,
        ServerFault::TruncatedJson,
        ServerFault::WrongKey,
        ServerFault::CutAfter(10),
        ServerFault::ServerError,
    ] {
        for part in ["subscription/list", "items/ids", "items/contents"] {
            let server = shared(server_with_articles(ServerQuirks::plain()));
            let mut client = Client::new(&server);
            client.sync();
            let feed = *server.borrow().state.feeds.keys().next().unwrap();
            server.borrow_mut().state.add_item(feed, "Article 11");
            server.borrow_mut().quirks.entity_tags = false;
            server.borrow_mut().fail_on(part, fault.clone());
            // A text that does not come is asked for again with the next sync.
            let is_list = part != "items/contents";
            assert_eq!(client.try_sync().is_err(), is_list, "{fault:?} {part}");
            let counts = client.library().counts().unwrap();
            assert!(counts.unread >= 10, "{fault:?} {part}: {counts:?}");
            client.advance(7200);
            client.sync();
            assert_eq!(
                client.library().counts().unwrap().unread,
                11,
                "{fault:?} {part}"
            );
        }
    }
}

#[test]
fn the_read_stream_is_never_asked_for() {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", None);
    for number in 0..240 {
        server.state.advance(1);
        let id = server.state.add_item(feed, &format!("Article {number}"));
        server.state.mark_read(id, number % 24 == 0);
    }
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    client.sync();
    assert_eq!(client.library().counts().unwrap().unread, 230);
    assert_eq!(server.borrow().count("edit-tag"), 0);
}

#[test]
fn a_refused_mark_is_found_by_halving_and_dropped_and_the_others_arrive() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    for number in 1..=8 {
        client.mark(&format!("Article {number}"), MarkKind::Read, true);
    }
    let refused = id_of(&server.borrow(), "Article 5");
    server.borrow_mut().state.refused.insert(refused);
    let report = client.sync();
    assert_eq!((report.pushed.sent, report.pushed.refused), (7, 1));
    assert_eq!(server.borrow().state.unread().len(), 3);
    let before = server.borrow().writes();
    client.sync();
    assert_eq!(server.borrow().writes(), before, "it is not sent again");
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone_until_then() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1", MarkKind::Read, true);
    server
        .borrow_mut()
        .fail_next(ServerFault::TooManyRequests(Some(600)));
    client.try_sync().unwrap_err();
    let requests = server.borrow().requests.len();
    client.advance(599);
    client.try_sync().unwrap_err();
    assert_eq!(server.borrow().requests.len(), requests);
    client.advance(2);
    client.sync();
    assert_eq!(server.borrow().state.unread().len(), 9);
}

#[test]
fn an_expired_token_is_renewed_once_and_nothing_is_lost() {
    for quirks in [
        ServerQuirks::plain(),
        ServerQuirks::freshrss(),
        ServerQuirks::miniflux(),
    ] {
        let server = shared(server_with_articles(quirks));
        let mut client = Client::new(&server);
        client.sync();
        client.mark("Article 1", MarkKind::Read, true);
        server.borrow_mut().state.expire_login();
        server.borrow_mut().state.expire_write_token();
        client.sync();
        assert_eq!(server.borrow().state.unread().len(), 9);
    }
}

#[test]
fn a_star_from_elsewhere_waits_for_an_article_that_is_deleted_here() {
    for (kind, quirks) in [
        (AccountKind::GoogleReader, ServerQuirks::plain()),
        (AccountKind::Miniflux, ServerQuirks::older_miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
        (AccountKind::Fever, ServerQuirks::plain()),
    ] {
        for was_bookmarked in [false, true] {
            let server = shared(server_with_articles(quirks.clone()));
            let mut client = Client::of_kind(&server, kind);
            client.sync();
            client.mark("Article 4", MarkKind::Star, was_bookmarked);
            let article = client.article("Article 4");
            client.library().delete_article(article).unwrap();
            client.sync();
            let id = id_of(&server.borrow(), "Article 4");
            server.borrow_mut().state.star(id, true);
            client.sync();
            // Lists of changes name it only once.
            server.borrow_mut().state.advance(7_200);
            client.advance(7_200);
            client.sync();
            client.library().undo(None).unwrap();
            assert!(client.has(article, MarkKind::Star), "{kind:?}");
            client.sync();
            assert!(client.has(article, MarkKind::Star), "{kind:?}");
            assert!(server.borrow().state.items[&id].starred, "{kind:?}");
        }
    }
}

#[test]
fn a_mark_taken_away_offline_is_sent_for_the_new_id_of_its_article() {
    let server = shared(server_with_articles(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 4", MarkKind::Read, true);
    client.sync();
    client.mark("Article 4", MarkKind::Read, false);
    let feed = *server.borrow().state.feeds.keys().next().unwrap();
    server.borrow_mut().state.subscribe_again(feed).unwrap();
    let id = id_of(&server.borrow(), "Article 4");
    // The server marks it read under its new id, and starred, so that it comes.
    server.borrow_mut().state.mark_read(id, true);
    server.borrow_mut().state.star(id, true);
    server
        .borrow_mut()
        .fail_on("edit-tag", ServerFault::ServerError);
    client.try_sync().unwrap_err();
    client.advance(120);
    client.sync();
    assert!(
        !server.borrow().state.items[&id].read,
        "unread, as the user said last"
    );
    let article = client.article("Article 4");
    assert!(!client.has(article, MarkKind::Read));
}
