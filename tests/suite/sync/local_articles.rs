//! Articles that were here before the server said anything of them: a local feed at the same address, an account that was removed.

use newsprint::ingest::{RemoteText, remote_entry};
use newsprint::library::{EntryWork, StoredAnswer};
use newsprint::model::{
    AccountKind, FetchOutcome, FetchState, MarkKind, Request, SourceId, SourceKind, SourceSettings,
    Subscription, SubscriptionList,
};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::ServerItem;

const INK: &str = "https://ink.example/feed.xml";
const DAY: i64 = 24 * 3600;

/// Returns a server with a feed of the articles 1 to 4; 1 and 2 are read there.
fn server_with_read_articles(quirks: ServerQuirks) -> Shared {
    let mut server = SyncServer::new(quirks);
    let feed = server.state.subscribe(INK, "Ink", None);
    for number in 1..=4 {
        server.state.advance(60);
        let item = server.state.add_item(feed, &format!("Article {number}"));
        server.state.mark_read(item, number <= 2);
    }
    shared(server)
}

/// Returns the APIs that list the items of a feed.
fn apis() -> [(AccountKind, ServerQuirks); 5] {
    [
        (AccountKind::GoogleReader, ServerQuirks::freshrss()),
        (AccountKind::GoogleReader, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::older_miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    ]
}

/// Stores the items of the server's feed at an address with ids above `after` as entries of the local feed `source`, as if it
/// had been fetched. Returns the highest id.
pub fn fetch_locally(
    client: &mut Client,
    server: &Shared,
    (source, url): (SourceId, &str),
    after: i64,
) -> i64 {
    let state = &server.borrow().state;
    let feed = state.feed_at(url);
    let items: Vec<&ServerItem> = state
        .items
        .values()
        .filter(|item| Some(item.feed) == feed && item.id > after)
        .collect();
    let entry = |item: &&ServerItem| {
        let text = RemoteText {
            guid: Some(&item.guid),
            title: Some(&item.title),
            url: Some(&item.link),
            html: &item.html,
            published: Some(item.published),
            feed_title: "Ink",
            ..RemoteText::default()
        };
        remote_entry(text).unwrap()
    };
    let entries: Vec<_> = items.iter().map(entry).collect();
    let now = state.seconds();
    let answer = StoredAnswer {
        source,
        asked_url: Some(url.to_owned()),
        title: None,
        state: FetchState {
            url: Some(url.to_owned()),
            ..FetchState::default()
        },
        new_entry_time: now,
        request: Request {
            time: now,
            status: Some(200),
            bytes: 1_000,
            milliseconds: 12,
            outcome: FetchOutcome::New,
            error: None,
        },
        entries: entries.iter().map(EntryWork::Insert).collect(),
        is_gone: false,
        holder: "me".to_owned(),
    };
    client.library().store_answers(&[answer]).unwrap();
    items.last().map_or(after, |item| item.id)
}

fn is_read_there(server: &Shared, title: &str) -> bool {
    let server = server.borrow();
    let mut items = server.state.items.values();
    items.find(|item| item.title == title).unwrap().read
}

fn is_starred_there(server: &Shared, title: &str) -> bool {
    let server = server.borrow();
    let mut items = server.state.items.values();
    items.find(|item| item.title == title).unwrap().starred
}

/// Returns the number of requests for the items of one feed.
fn lists_of_feeds(server: &Shared) -> usize {
    let server = server.borrow();
    let requests = server.requests_for("items/ids").into_iter();
    let of_feed = requests.filter(|request| {
        let stream = request.query_value("s");
        stream.is_some_and(|stream| stream.starts_with("feed/"))
    });
    of_feed.count()
}

#[test]
fn articles_of_a_local_feed_are_those_that_the_server_has_as_read() {
    for (kind, quirks) in apis() {
        let server = server_with_read_articles(quirks);
        let mut client = Client::of_kind(&server, kind);
        let (feed, _) = client.library().add_feed(INK, "Ink").unwrap();
        fetch_locally(&mut client, &server, (feed.id, INK), 0);
        client.sync();
        let titles: Vec<String> = client
            .articles()
            .into_iter()
            .map(|(_, title)| title)
            .collect();
        assert_eq!(titles, ["Article 1", "Article 2", "Article 3", "Article 4"]);
        for (title, is_read) in [
            ("Article 1", true),
            ("Article 2", true),
            ("Article 3", false),
        ] {
            let article = client.article(title);
            assert_eq!(
                client.has(article, MarkKind::Read),
                is_read,
                "{kind:?}: {title}"
            );
        }
        client.mark("Article 1", MarkKind::Star, true);
        client.mark("Article 2", MarkKind::Read, false);
        client.sync();
        assert!(is_starred_there(&server, "Article 1"), "{kind:?}");
        assert!(!is_read_there(&server, "Article 2"), "{kind:?}");
    }
}

#[test]
fn an_article_that_was_read_elsewhere_before_the_first_sync_after_it_came_is_read_here() {
    let server = server_with_read_articles(ServerQuirks::freshrss());
    let mut client = Client::new(&server);
    let (feed, _) = client.library().add_feed(INK, "Ink").unwrap();
    let last = fetch_locally(&mut client, &server, (feed.id, INK), 0);
    client.sync();
    let of_server = server.borrow().state.feed_at(INK).unwrap();
    let item = server.borrow_mut().state.add_item(of_server, "Article 5");
    client.advance(DAY);
    fetch_locally(&mut client, &server, (feed.id, INK), last);
    server.borrow_mut().state.mark_read(item, true);
    client.sync();
    let article = client.article("Article 5");
    assert!(client.has(article, MarkKind::Read));
}

#[test]
fn the_newest_items_are_asked_for_once_if_all_are_known() {
    let server = server_with_read_articles(ServerQuirks::freshrss());
    let mut client = Client::new(&server);
    let (feed, _) = client.library().add_feed(INK, "Ink").unwrap();
    fetch_locally(&mut client, &server, (feed.id, INK), 0);
    client.sync();
    assert_eq!(lists_of_feeds(&server), 1);
    client.advance(DAY);
    client.sync();
    assert_eq!(lists_of_feeds(&server), 1);
}

#[test]
fn without_a_local_feed_no_read_article_comes_and_none_is_asked_for() {
    let server = server_with_read_articles(ServerQuirks::freshrss());
    let mut client = Client::new(&server);
    client.sync();
    assert_eq!(client.articles().len(), 2);
    assert_eq!(lists_of_feeds(&server), 0);
}

#[test]
fn an_account_that_is_added_again_has_its_articles_again() {
    for (kind, quirks) in apis() {
        let server = server_with_read_articles(quirks);
        let mut client = Client::of_kind(&server, kind);
        client.sync();
        client.mark("Article 3", MarkKind::Read, true);
        client.sync();
        let id = client.account;
        let account = client.library().account(id).unwrap().unwrap();
        client.library().remove_account(id).unwrap();
        client.account = client
            .library()
            .add_account(
                kind,
                &account.url,
                &account.user,
                &SourceSettings::default(),
            )
            .unwrap();
        let before = client.articles();
        client.sync();
        assert_eq!(
            client.articles(),
            before,
            "{kind:?}: no article comes twice"
        );
        let sources = client.library().sources().unwrap();
        assert_eq!(sources.len(), 1, "{kind:?}: {sources:?}");
        // The server has it as read and not starred: none of its sets names it.
        client.mark("Article 3", MarkKind::Star, true);
        client.sync();
        assert!(is_starred_there(&server, "Article 3"), "{kind:?}");
    }
}

#[test]
fn a_feed_of_a_removed_account_can_be_subscribed_to_here() {
    let server = server_with_read_articles(ServerQuirks::freshrss());
    let mut client = Client::new(&server);
    client.sync();
    let account = client.account;
    client.library().remove_account(account).unwrap();
    let feed = Subscription {
        url: INK.to_owned(),
        ..Subscription::default()
    };
    let list = SubscriptionList {
        subscriptions: vec![feed],
        ..SubscriptionList::default()
    };
    assert_eq!(
        client.library().import_subscriptions(list).unwrap().added,
        1
    );
    let sources = client.library().sources().unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!(
        (sources[0].kind, sources[0].url.as_deref()),
        (SourceKind::Feed, Some(INK)),
        "it is fetched here"
    );
}

#[test]
fn undo_brings_a_feed_back_without_its_account_and_adding_that_takes_it_up() {
    let server = server_with_read_articles(ServerQuirks::freshrss());
    let mut client = Client::new(&server);
    client.sync();
    let source = client.library().sources().unwrap()[0].id;
    client.library().remove_source(source).unwrap();
    let id = client.account;
    let account = client.library().account(id).unwrap().unwrap();
    client.library().remove_account(id).unwrap();
    client.library().undo(None).unwrap();
    let rows = client.library().source_rows().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].source.id, rows[0].account.is_none()),
        (source, true)
    );
    // The server has unsubscribed nothing: the removal was never sent.
    let settings = SourceSettings::default();
    client.account = client
        .library()
        .add_account(account.kind, &account.url, &account.user, &settings)
        .unwrap();
    client.sync();
    let rows = client.library().source_rows().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].source.id, rows[0].account.is_some()),
        (source, true)
    );
}
