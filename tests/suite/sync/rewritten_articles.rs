//! Articles that their feed has rewritten, which the server marks as unread again.

use newsprint::library::NewPlace;
use newsprint::model::{AccountKind, Anchor, MarkKind};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;

/// Returns a server with three articles that are read, and their ids.
fn server_with_read_articles(quirks: ServerQuirks) -> (Shared, Vec<i64>, Client) {
    server_of_kind(AccountKind::GoogleReader, quirks)
}

fn server_of_kind(kind: AccountKind, quirks: ServerQuirks) -> (Shared, Vec<i64>, Client) {
    let mut server = SyncServer::new(quirks);
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", None);
    let add = |number: usize| {
        server.state.advance(1);
        server.state.add_item(feed, &format!("Article {number}"))
    };
    let ids: Vec<i64> = (1..=3).map(add).collect();
    let server = shared(server);
    let mut client = Client::of_kind(&server, kind);
    client.sync();
    for id in &ids {
        server.borrow_mut().state.mark_read(*id, true);
    }
    client.sync();
    (server, ids, client)
}

/// Returns the number of requests for texts.
fn texts(server: &Shared) -> usize {
    server.borrow().count("items/contents")
}

#[test]
fn an_article_that_is_rewritten_and_unread_again_has_its_new_text() {
    for (kind, quirks) in [
        (AccountKind::GoogleReader, ServerQuirks::freshrss()),
        (AccountKind::GoogleReader, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
        (AccountKind::Fever, ServerQuirks::freshrss()),
    ] {
        let (server, ids, mut client) = server_of_kind(kind, quirks);
        let article = client.article("Article 2");
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
        let html = "<p>The bridge is open again.</p>";
        {
            let state = &mut server.borrow_mut().state;
            state.rewrite_item(ids[1], "Article 2, corrected", html);
            state.mark_read(ids[1], false);
        }
        let report = client.sync();
        assert_eq!(
            (report.articles.new, report.articles.updated),
            (0, 1),
            "{kind:?}"
        );
        assert_eq!(client.article("Article 2, corrected"), article);
        assert!(!client.has(article, MarkKind::Read));
        assert!(client.has(article, MarkKind::Star));
        let bookmarks = client.library().bookmarks(article).unwrap();
        assert_eq!(bookmarks[0].note.as_deref(), Some("remember"));
        let text = client.text("Article 2, corrected");
        assert!(text.contains("open again"), "{kind:?}: {text}");
        assert!(
            !text.contains("the text of the article"),
            "{kind:?}: {text}"
        );
    }
}

#[test]
fn no_text_is_asked_for_again_without_a_new_mark_of_the_server() {
    let (server, ids, mut client) = server_with_read_articles(ServerQuirks::freshrss());
    let before = texts(&server);
    client.mark("Article 1", MarkKind::Read, false);
    client.sync();
    client.sync();
    assert_eq!(texts(&server), before, "unread by the user of this client");
    server.borrow_mut().state.mark_read(ids[1], false);
    client.sync();
    assert_eq!(texts(&server), before + 1);
    client.sync();
    assert_eq!(texts(&server), before + 1);
}

#[test]
fn a_thousand_articles_that_are_unread_again_cost_few_requests() {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", None);
    for number in 1..=1_000 {
        server.state.advance(1);
        server.state.add_item(feed, &format!("Article {number}"));
    }
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    for is_read in [true, false] {
        let ids: Vec<i64> = server.borrow().state.items.keys().copied().collect();
        for id in ids {
            server.borrow_mut().state.mark_read(id, is_read);
        }
        server.borrow_mut().requests.clear();
        client.sync();
        assert!(texts(&server) <= 2, "{} requests", texts(&server));
    }
    assert_eq!(client.library().counts().unwrap().unread, 1_000);
}
