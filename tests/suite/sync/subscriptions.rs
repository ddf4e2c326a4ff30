//! Subscriptions and folders between the library and a server.

use newsprint::library::NewFeed;
use newsprint::model::{CategoryId, SourceId};

use super::client::{Client, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;

fn two_feeds(quirks: ServerQuirks) -> SyncServer {
    let mut server = SyncServer::new(quirks);
    let ink = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    server
        .state
        .subscribe("https://rail.example/feed.xml", "Rail", Some("Travel"));
    server.state.add_item(ink, "Article");
    server
}

fn source(client: &mut Client, title: &str) -> SourceId {
    let sources = client.library().sources().unwrap();
    sources
        .iter()
        .find(|source| source.title == title)
        .unwrap_or_else(|| panic!("{title} is missing: {sources:?}"))
        .id
}

fn categories(client: &mut Client, source: SourceId) -> Vec<String> {
    let all = client.library().categories().unwrap();
    let of = client.library().categories_of(source).unwrap();
    let name = |id: &CategoryId| all.iter().find(|it| it.id == *id).unwrap().name.clone();
    of.iter().map(name).collect()
}

#[test]
fn feeds_and_folders_come_and_follow_the_server() {
    let server = shared(two_feeds(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    let ink = source(&mut client, "Ink");
    assert_eq!(categories(&mut client, ink), ["Crafts"]);
    {
        let mut server = server.borrow_mut();
        let feed = server
            .state
            .feed_at("https://ink.example/feed.xml")
            .unwrap();
        server.state.rename_feed(feed, "Ink and Paper");
        let travel = server.state.folder_named("Travel");
        server.state.move_feed(feed, travel);
    }
    client.sync();
    assert_eq!(source(&mut client, "Ink and Paper"), ink);
    assert_eq!(categories(&mut client, ink), ["Travel"]);
}

#[test]
fn what_the_user_changes_arrives_at_the_server() {
    for quirks in [
        ServerQuirks::plain(),
        ServerQuirks::freshrss(),
        ServerQuirks::miniflux(),
    ] {
        let server = shared(two_feeds(quirks));
        let mut client = Client::new(&server);
        client.sync();
        let (ink, rail) = (source(&mut client, "Ink"), source(&mut client, "Rail"));
        client.library().rename_source(ink, Some("My ink")).unwrap();
        client.library().remove_source(rail).unwrap();
        client
            .library()
            .move_category("Crafts", "Handwork")
            .unwrap();
        client.sync();
        client.sync();
        let state = server.borrow().state.clone();
        let feed = state.feed_at("https://ink.example/feed.xml").unwrap();
        assert_eq!(state.feeds[&feed].title, "My ink");
        let folder = state.feeds[&feed].folder.unwrap();
        assert_eq!(state.folders[&folder].name, "Handwork");
        assert_eq!(state.feed_at("https://rail.example/feed.xml"), None);
        assert_eq!(categories(&mut client, ink), ["Handwork"]);
        // Nothing more is sent.
        let writes = server.borrow().writes();
        client.sync();
        assert_eq!(server.borrow().writes(), writes);
    }
}

#[test]
fn a_removed_feed_comes_back_by_undo_here_and_there() {
    let server = shared(two_feeds(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    let rail = source(&mut client, "Rail");
    client.library().remove_source(rail).unwrap();
    client.sync();
    assert_eq!(server.borrow().state.feeds.len(), 1);
    client.library().undo(None).unwrap();
    client.sync();
    client.sync();
    let feed = server
        .borrow()
        .state
        .feed_at("https://rail.example/feed.xml");
    assert!(feed.is_some());
    assert_eq!(source(&mut client, "Rail"), rail);
}

#[test]
fn a_feed_added_here_is_subscribed_to_there() {
    let server = shared(two_feeds(ServerQuirks::plain()));
    let mut client = Client::new(&server);
    client.sync();
    let account = client.account;
    let feed = NewFeed {
        url: "https://new.example/feed.xml".to_owned(),
        title: "New".to_owned(),
        categories: vec![vec!["Crafts".to_owned()]],
        ..NewFeed::default()
    };
    let (_, is_new, _) = client.library().subscribe_remotely(account, &feed).unwrap();
    assert!(is_new);
    assert!(client.library().due_accounts().unwrap().contains(&account));
    client.sync();
    let state = server.borrow().state.clone();
    let feed = state.feed_at("https://new.example/feed.xml").unwrap();
    let folder = state.feeds[&feed].folder.unwrap();
    assert_eq!(state.folders[&folder].name, "Crafts");
    client.sync();
    assert_eq!(client.library().sources().unwrap().len(), 3);
}

#[test]
fn a_feed_that_is_subscribed_to_again_keeps_its_articles_and_their_marks() {
    let mut server = two_feeds(ServerQuirks::plain());
    let feed = server
        .state
        .feed_at("https://ink.example/feed.xml")
        .unwrap();
    for number in 0..30 {
        server.state.advance(60);
        server
            .state
            .add_item(feed, &format!("Old article {number}"));
    }
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Old article 3", newsprint::model::MarkKind::Read, true);
    client.mark("Old article 4", newsprint::model::MarkKind::Star, true);
    client.sync();
    let count = client.articles().len();
    server.borrow_mut().state.subscribe_again(feed).unwrap();
    client.sync();
    client.sync();
    assert_eq!(client.articles().len(), count, "no article is there twice");
    let read = client.article("Old article 3");
    assert!(client.has(read, newsprint::model::MarkKind::Read));
    let server = server.borrow();
    assert_eq!(server.state.unread().len(), 30, "the mark was sent again");
    assert_eq!(server.state.starred().len(), 1);
    drop(server);
    assert_eq!(client.library().sources().unwrap().len(), 2);
}
