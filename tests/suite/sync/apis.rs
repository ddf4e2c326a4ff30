//! Whole syncs with the APIs beside that of Google Reader: requests of a quiet one, and stars that toggle.

use newsprint::model::{AccountKind, MarkKind};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

/// Returns a server with two feeds and some unread articles.
fn server_with(quirks: ServerQuirks, articles: usize) -> Shared {
    let mut server = SyncServer::new(quirks);
    let ink = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    for number in 1..=articles {
        server.state.advance(10);
        server.state.add_item(ink, &format!("Article {number}"));
    }
    shared(server)
}

fn marks(server: &Shared) -> usize {
    let server = server.borrow();
    let marks = server.requests.iter();
    marks
        .filter(|request| request.param("mark").is_some())
        .count()
}

#[test]
fn a_quiet_sync_takes_few_requests_and_brings_nothing() {
    use AccountKind::{Fever, Miniflux, Nextcloud};
    for (kind, quirks, most) in [
        (Miniflux, ServerQuirks::miniflux(), 4),
        (Miniflux, ServerQuirks::older_miniflux(), 3),
        (Nextcloud, ServerQuirks::nextcloud(), 3),
        (Nextcloud, ServerQuirks::older_nextcloud(), 3),
        (Fever, ServerQuirks::miniflux(), 4),
        (Fever, ServerQuirks::freshrss(), 4),
    ] {
        let server = server_with(quirks, 300);
        let mut client = Client::of_kind(&server, kind);
        let report = client.sync();
        assert_eq!(report.articles.new, 300, "{kind:?}");
        assert_eq!(client.articles().len(), 300);
        for _ in 0..2 {
            server.borrow_mut().state.advance(4_000);
            client.advance(4_000);
            client.sync();
        }
        server.borrow_mut().requests.clear();
        client.advance(4_000);
        let report = client.sync();
        assert_eq!((report.articles.new, report.changed), (0, 0), "{kind:?}");
        let requests = server.borrow().requests.len();
        assert!(requests <= most, "{kind:?}: {requests}");
    }
}

#[test]
fn a_star_that_toggles_is_sent_at_most_once() {
    let server = server_with(ServerQuirks::miniflux(), 5);
    let mut client = Client::of_kind(&server, AccountKind::Fever);
    client.sync();
    // Starred, unstarred and starred again before one sync.
    for value in [true, false, true] {
        client.mark("Article 5", MarkKind::Star, value);
    }
    // The request is carried out, and the connection is closed: the list comes before it.
    server.borrow_mut().requests.clear();
    server.borrow_mut().fail_next(ServerFault::Repeat);
    server.borrow_mut().fail_next(ServerFault::CloseAfter);
    client.advance(7_200);
    assert!(client.try_sync().is_err());
    assert_eq!(marks(&server), 1);
    assert_eq!(server.borrow().state.starred(), [5]);
    client.advance(7_200);
    client.sync();
    assert_eq!(marks(&server), 1, "the star is there already");
    assert_eq!(server.borrow().state.starred(), [5]);
    let article = client.article("Article 5");
    assert!(client.has(article, MarkKind::Star));
    // Starred elsewhere and here: nothing is sent.
    server.borrow_mut().state.star(1, true);
    client.mark("Article 1", MarkKind::Star, true);
    client.advance(7_200);
    client.sync();
    assert_eq!(marks(&server), 1);
    assert_eq!(server.borrow().state.starred(), [1, 5]);
}

#[test]
fn a_sync_that_is_stopped_between_two_pages_goes_on_there() {
    for (kind, quirks) in [
        (AccountKind::Miniflux, ServerQuirks::older_miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    ] {
        let server = server_with(quirks, 1_000);
        let mut client = Client::of_kind(&server, kind);
        server.borrow_mut().state.star(3, true);
        server.borrow_mut().state.mark_read(3, true);
        let mut stopped = 0;
        loop {
            client.kill_after(40);
            let result = client.try_sync();
            client.restart();
            client.advance(7_200);
            if result.is_ok() {
                break;
            }
            stopped += 1;
            assert!(stopped < 50, "{kind:?}: {result:?}");
        }
        assert_eq!(client.articles().len(), 1_000, "{kind:?}");
        let article = client.article("Article 3");
        assert!(client.has(article, MarkKind::Star));
        assert!(client.has(article, MarkKind::Read));
        // Each list is read about once, whatever was stopped.
        let lists = ["/items", "/entries"];
        let pages: usize = lists.iter().map(|part| server.borrow().count(part)).sum();
        assert!(pages <= 10 + stopped, "{kind:?}: {pages} pages, {stopped}");
    }
}
