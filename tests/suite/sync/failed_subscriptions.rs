//! Feeds that a server does not subscribe to, or has under another address.

use newsprint::library::NewFeed;
use newsprint::model::{AccountKind, FeedOnServer, MarkKind, SourceErrorKind, SourceId, SourceRow};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

const DEAD: &str = "https://dead.example/feed.xml";
const KNOWN: &str = "https://quay.example/feed.xml";

/// APIs over which feeds are added, each with a server.
fn apis() -> [(AccountKind, ServerQuirks); 4] {
    [
        (AccountKind::GoogleReader, ServerQuirks::freshrss()),
        (AccountKind::GoogleReader, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    ]
}

/// A synced client of a server with one feed, and the id of that feed.
fn client(kind: AccountKind, quirks: ServerQuirks) -> (Shared, Client, i64) {
    let mut server = SyncServer::new(quirks);
    let feed = server.state.subscribe(KNOWN, "Quay Notes", Some("News"));
    server.state.add_item(feed, "Low water");
    let server = shared(server);
    let mut client = Client::of_kind(&server, kind);
    client.sync();
    (server, client, feed)
}

fn add(client: &mut Client, url: &str) -> SourceId {
    let feed = NewFeed {
        url: url.to_owned(),
        title: "New".to_owned(),
        ..NewFeed::default()
    };
    let account = client.account;
    client
        .library()
        .subscribe_remotely(account, &feed)
        .unwrap()
        .0
}

fn row(client: &mut Client, source: SourceId) -> SourceRow {
    let rows = client.library().source_rows().unwrap();
    rows.into_iter()
        .find(|row| row.source.id == source)
        .unwrap()
}

#[test]
fn a_feed_that_the_server_cannot_fetch_stops_nothing_and_is_sent_again_later() {
    for (kind, quirks) in apis() {
        let (server, mut client, feed) = client(kind, quirks);
        server
            .borrow_mut()
            .state
            .unreachable
            .insert(DEAD.to_owned());
        let source = add(&mut client, DEAD);
        let item = server.borrow_mut().state.add_item(feed, "High water");
        let low = client.article("Low water");
        {
            let mut server = server.borrow_mut();
            let first = *server.state.items.keys().find(|id| **id != item).unwrap();
            server.state.advance(60);
            server.state.mark_read(first, true);
        }
        let report = client.sync();
        assert_eq!(report.subscriptions.refused, 1, "{kind:?}");
        client.article("High water");
        assert!(client.has(low, MarkKind::Read), "{kind:?}");

        // The source says so, at once.
        let failed = row(&mut client, source);
        assert!(failed.is_failing, "{kind:?}");
        let error = failed.source.error.unwrap();
        assert_eq!(error.kind, SourceErrorKind::NotSubscribed);
        assert_eq!(client.library().count_failing_sources().unwrap(), 1);
        assert!(!row(&mut client, SourceId(1)).is_failing, "{kind:?}");

        // The server is not asked with every sync.
        let writes = server.borrow().writes();
        client.advance(900);
        assert_eq!(client.sync().subscriptions.refused, 0, "{kind:?}");
        assert_eq!(server.borrow().writes(), writes, "{kind:?}");

        // It is after an hour, then after six more, and whenever the user asks.
        client.advance(2_700);
        assert_eq!(client.sync().subscriptions.refused, 1, "{kind:?}");
        client.advance(3_600);
        assert_eq!(client.sync().subscriptions.refused, 0, "{kind:?}");
        server.borrow_mut().state.unreachable.clear();
        let account = client.account;
        client.library().retry_subscriptions(account).unwrap();
        assert_eq!(client.sync().subscriptions.sent, 1, "{kind:?}");
        assert!(server.borrow().state.feed_at(DEAD).is_some(), "{kind:?}");
        client.sync();
        let there = row(&mut client, source);
        assert!(
            !there.is_failing && there.source.error.is_none(),
            "{kind:?}"
        );
    }
}

#[test]
fn a_feed_that_was_unsubscribed_elsewhere_says_so_among_the_sources() {
    for (kind, quirks) in apis() {
        let (server, mut client, feed) = client(kind, quirks);
        server.borrow_mut().state.remove_feed(feed);
        for _ in 0..3 {
            client.advance(3_600);
            client.sync();
        }
        let gone = row(&mut client, SourceId(1));
        assert_eq!(gone.on_server, FeedOnServer::Gone, "{kind:?}");
        let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let words = newsprint::messages::sources::health(&gone, now);
        assert_eq!(
            words,
            "no longer on reader at server.example; its articles stay"
        );
    }
}

#[test]
fn a_subscription_that_led_to_a_known_feed_leaves_one_source() {
    // The answer with an id that another source has.
    for (kind, quirks) in apis() {
        let (server, mut client, _) = client(kind, quirks);
        let site = "https://quay.example/".to_owned();
        {
            let mut server = server.borrow_mut();
            let feed = server.state.feed_at(KNOWN).unwrap();
            server.state.feeds.get_mut(&feed).unwrap().site = site.clone();
            server
                .state
                .redirects
                .insert(site.clone(), KNOWN.to_owned());
        }
        let source = add(&mut client, &site);
        client.sync();
        client.advance(3_600);
        client.sync();
        let rows = client.library().source_rows().unwrap();
        match kind {
            AccountKind::GoogleReader => assert_eq!(rows.len(), 1, "{kind:?}"),
            // These APIs don't say which feed it is.
            _ => assert!(row(&mut client, source).is_failing, "{kind:?}"),
        }
    }
}

#[test]
fn a_feed_that_got_another_address_is_found_after_a_lost_answer() {
    for (kind, quirks) in apis() {
        let (server, mut client, _) = client(kind, quirks);
        let (typed, stored) = ("http://new.example/feed", "https://new.example/feed/");
        server
            .borrow_mut()
            .state
            .redirects
            .insert(typed.to_owned(), stored.to_owned());
        let source = add(&mut client, typed);
        let path = match kind {
            AccountKind::GoogleReader => "quickadd",
            _ => "POST ",
        };
        server.borrow_mut().fail_on(path, ServerFault::CloseAfter);
        client.try_sync().unwrap_err();
        assert!(server.borrow().state.feed_at(stored).is_some(), "{kind:?}");
        client.advance(3_600);
        client.sync();
        let sources = client.library().sources().unwrap();
        assert_eq!(sources.len(), 2, "{kind:?}");
        assert!(!row(&mut client, source).is_failing, "{kind:?}");
        let writes = server.borrow().writes();
        client.advance(3_600);
        client.sync();
        assert_eq!(server.borrow().writes(), writes, "{kind:?}");
    }
}
