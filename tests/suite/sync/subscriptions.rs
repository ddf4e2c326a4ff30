//! Subscriptions and folders between the library and a server.

use newsprint::library::NewFeed;
use newsprint::model::{AccountKind, CategoryId, SourceId};
use newsprint::sync::server::SubscriptionChange;

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;

const INK: &str = "https://ink.example/feed.xml";
const RAIL: &str = "https://rail.example/feed.xml";

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

fn folder_there(server: &Shared, url: &str) -> Option<String> {
    let state = &server.borrow().state;
    let folder = state.feeds[&state.feed_at(url)?].folder?;
    Some(state.folders[&folder].name.clone())
}

fn title_there(server: &Shared, url: &str) -> String {
    let state = &server.borrow().state;
    state.feeds[&state.feed_at(url).unwrap()].title.clone()
}

fn client_of(kind: AccountKind, quirks: ServerQuirks) -> (Shared, Client) {
    let server = shared(two_feeds(quirks));
    let mut client = Client::of_kind(&server, kind);
    client.sync();
    (server, client)
}

/// Returns a client and its server for each API, in two dialects of the Google Reader API.
fn clients() -> [(Shared, Client); 4] {
    [
        client_of(AccountKind::GoogleReader, ServerQuirks::freshrss()),
        client_of(AccountKind::GoogleReader, ServerQuirks::bazqux()),
        client_of(AccountKind::Miniflux, ServerQuirks::miniflux()),
        client_of(AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    ]
}

#[test]
fn a_folder_without_feeds_here_is_none_there_and_no_feed_goes_with_it() {
    for quirks in [
        ServerQuirks::plain(),
        ServerQuirks::freshrss(),
        ServerQuirks::miniflux(),
    ] {
        let (server, mut client) = client_of(AccountKind::GoogleReader, quirks);
        let rail = source(&mut client, "Rail");
        let paths = ["Crafts".to_owned()];
        client
            .library()
            .set_source_categories(rail, &paths)
            .unwrap();
        client.sync();
        client.sync();
        let state = server.borrow().state.clone();
        assert_eq!(state.folder_named("Travel"), None);
        assert_eq!(state.feeds.len(), 2);
        assert_eq!(folder_there(&server, RAIL).unwrap(), "Crafts");
        let before = server.borrow().count("tag");
        client.sync();
        assert_eq!(server.borrow().count("tag"), before, "nothing more is sent");
    }
}

#[test]
fn a_label_of_articles_with_the_name_of_a_removed_folder_stays() {
    let (server, mut client) = client_of(AccountKind::GoogleReader, ServerQuirks::freshrss());
    let item = server.borrow().state.unread()[0];
    server.borrow_mut().state.change(item, |item| {
        item.labels.insert("Notes".to_owned());
    });
    // The folder was removed elsewhere in the meantime.
    let change = SubscriptionChange::RemoveFolder {
        folder: "Notes".to_owned(),
    };
    client.change(&change).unwrap();
    assert!(server.borrow().state.items[&item].labels.contains("Notes"));
}

/// Syncs while the server carries each write out and answers with an error.
fn sync_without_answer(server: &Shared, client: &mut Client) {
    let paths = [
        "edit",
        "rename",
        "move",
        "/feeds/",
        "categories/",
        "folders/",
    ];
    for path in paths {
        server.borrow_mut().fail_on(path, ServerFault::ErrorAfter);
    }
    client.try_sync().unwrap_err();
    server.borrow_mut().faults.clear();
}

#[test]
fn a_new_title_can_be_undone_after_a_sync() {
    for (server, mut client) in clients() {
        let ink = source(&mut client, "Ink");
        client.library().rename_source(ink, Some("My ink")).unwrap();
        client.sync();
        client.sync();
        assert_eq!(title_there(&server, INK), "My ink");
        client.library().undo(None).unwrap();
        assert_eq!(source(&mut client, "Ink"), ink);
        client.sync();
        client.sync();
        assert_eq!(title_there(&server, INK), "Ink");
        assert_eq!(source(&mut client, "Ink"), ink);
    }
}

#[test]
fn what_is_undone_after_a_lost_answer_is_undone_there() {
    for (server, mut client) in clients() {
        let ink = source(&mut client, "Ink");
        client.library().rename_source(ink, Some("My ink")).unwrap();
        sync_without_answer(&server, &mut client);
        assert_eq!(title_there(&server, INK), "My ink");
        client.library().undo(None).unwrap();
        client.sync();
        assert_eq!(title_there(&server, INK), "Ink");

        let paths = ["Travel".to_owned()];
        client.library().set_source_categories(ink, &paths).unwrap();
        sync_without_answer(&server, &mut client);
        assert_eq!(folder_there(&server, INK).unwrap(), "Travel");
        client.library().undo(None).unwrap();
        client.sync();
        assert_eq!(folder_there(&server, INK).unwrap(), "Crafts");

        let rail = source(&mut client, "Rail");
        client.library().remove_source(rail).unwrap();
        sync_without_answer(&server, &mut client);
        assert_eq!(server.borrow().state.feeds.len(), 1);
        client.library().undo(None).unwrap();
        client.sync();
        assert_eq!(server.borrow().state.feeds.len(), 2);
    }
}

#[test]
fn a_folder_whose_new_name_is_undone_after_a_lost_answer_has_the_old_one() {
    for kind in [AccountKind::GoogleReader, AccountKind::Nextcloud] {
        let (server, mut client) = client_of(kind, ServerQuirks::plain());
        client.library().move_category("Crafts", "Work").unwrap();
        for path in ["rename-tag", "folders/"] {
            server.borrow_mut().fail_on(path, ServerFault::ErrorAfter);
        }
        client.try_sync().unwrap_err();
        assert_eq!(folder_there(&server, INK).unwrap(), "Work");
        client.library().undo(None).unwrap();
        client.sync();
        client.sync();
        assert_eq!(folder_there(&server, INK).unwrap(), "Crafts");
        let ink = source(&mut client, "Ink");
        assert_eq!(categories(&mut client, ink), ["Crafts"]);
    }
}

#[test]
fn a_folder_that_is_renamed_to_another_one_gives_it_its_feeds() {
    for (server, mut client) in clients() {
        // The list of the Google Reader API has no folders without feeds.
        server.borrow_mut().state.ensure_folder("Work");
        client.library().move_category("Crafts", "Work").unwrap();
        client.sync();
        client.sync();
        assert_eq!(folder_there(&server, INK).unwrap(), "Work");
        let ink = source(&mut client, "Ink");
        assert_eq!(categories(&mut client, ink), ["Work"]);
        let writes = server.borrow().writes();
        client.sync();
        assert_eq!(server.borrow().writes(), writes);
    }
}

#[test]
fn a_feed_that_is_moved_into_a_folder_without_feeds_here_stays_there() {
    for (server, mut client) in clients() {
        let rail = source(&mut client, "Rail");
        let paths = ["Crafts".to_owned()];
        client
            .library()
            .set_source_categories(rail, &paths)
            .unwrap();
        {
            let state = &mut server.borrow_mut().state;
            let (ink, travel) = (state.feed_at(INK).unwrap(), state.folder_named("Travel"));
            state.move_feed(ink, travel);
        }
        client.sync();
        client.sync();
        assert_eq!(folder_there(&server, INK).unwrap(), "Travel");
        assert_eq!(folder_there(&server, RAIL).unwrap(), "Crafts");
        let ink = source(&mut client, "Ink");
        assert_eq!(categories(&mut client, ink), ["Travel"]);
    }
}

#[test]
fn folders_that_exchange_their_names_keep_their_feeds() {
    for kind in [AccountKind::Miniflux, AccountKind::Nextcloud] {
        let (server, mut client) = client_of(kind, ServerQuirks::plain());
        {
            let state = &mut server.borrow_mut().state;
            let folders = ["Crafts", "Travel"].map(|name| state.folder_named(name).unwrap());
            state.rename_folder(folders[0], "Other");
            state.rename_folder(folders[1], "Crafts");
            state.rename_folder(folders[0], "Travel");
        }
        client.sync();
        client.sync();
        assert_eq!(server.borrow().writes(), 0);
        for (title, folder) in [("Ink", "Travel"), ("Rail", "Crafts")] {
            let source = source(&mut client, title);
            assert_eq!(categories(&mut client, source), [folder]);
        }
    }
}

#[test]
fn a_folder_that_is_added_again_does_not_get_the_feeds_that_have_left_it() {
    let (server, mut client) = client_of(AccountKind::Nextcloud, ServerQuirks::nextcloud());
    {
        let state = &mut server.borrow_mut().state;
        let crafts = state.folder_named("Crafts").unwrap();
        state.remove_folder(crafts, false);
        let (rail, crafts) = (state.feed_at(RAIL).unwrap(), state.ensure_folder("Crafts"));
        state.move_feed(rail, Some(crafts));
    }
    client.sync();
    client.sync();
    assert_eq!(folder_there(&server, INK), None);
    let (ink, rail) = (source(&mut client, "Ink"), source(&mut client, "Rail"));
    assert!(categories(&mut client, ink).is_empty());
    assert_eq!(categories(&mut client, rail), ["Crafts"]);
}

#[test]
fn categories_that_are_no_folders_of_a_feed_stay_when_it_is_moved_there() {
    for (server, mut client) in clients() {
        let ink = source(&mut client, "Ink");
        let paths = ["Crafts".to_owned(), "Favourites".to_owned()];
        client.library().set_source_categories(ink, &paths).unwrap();
        client.sync();
        {
            let state = &mut server.borrow_mut().state;
            let (ink, travel) = (state.feed_at(INK).unwrap(), state.folder_named("Travel"));
            state.move_feed(ink, travel);
        }
        client.sync();
        let mut found = categories(&mut client, ink);
        found.sort();
        assert_eq!(found, ["Favourites", "Travel"]);
    }
}

#[test]
fn categories_of_one_name_are_one_folder() {
    let (server, mut client) = client_of(AccountKind::Nextcloud, ServerQuirks::nextcloud());
    {
        let state = &mut server.borrow_mut().state;
        let crafts = state.folder_named("Crafts").unwrap();
        state.rename_folder(crafts, "Work / Ink");
    }
    client.sync();
    let account = client.account;
    let feed = NewFeed {
        url: "https://new.example/feed.xml".to_owned(),
        categories: vec![vec!["Work".to_owned(), "Ink".to_owned()]],
        ..NewFeed::default()
    };
    client.library().subscribe_remotely(account, &feed).unwrap();
    client.sync();
    client.sync();
    let writes = server.borrow().writes();
    client.sync();
    assert_eq!(server.borrow().writes(), writes);
    for url in [INK, &feed.url] {
        assert_eq!(folder_there(&server, url).unwrap(), "Work / Ink");
    }
}

#[test]
fn a_feed_that_was_removed_here_and_is_added_elsewhere_comes_back() {
    for (server, mut client) in clients() {
        let rail = source(&mut client, "Rail");
        client.library().remove_source(rail).unwrap();
        client.sync();
        client.sync();
        server
            .borrow_mut()
            .state
            .subscribe(RAIL, "Rail", Some("Crafts"));
        client.sync();
        client.sync();
        assert_eq!(title_there(&server, RAIL), "Rail");
        assert_eq!(source(&mut client, "Rail"), rail);
    }
}
