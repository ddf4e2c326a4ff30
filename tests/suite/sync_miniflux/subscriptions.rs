//! Feeds and categories of Miniflux.

use newsprint::sync::error::SyncError;
use newsprint::sync::server::{Server, SubscriptionChange};

use super::client;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_transport::MockTransport;

#[test]
fn feeds_and_categories_are_listed_by_two_requests() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    transport.server_mut().state.ensure_folder("Empty");
    let subscriptions = client(&transport).subscriptions().unwrap().unwrap();
    let feed = &subscriptions.feeds[1];
    assert_eq!(feed.title, "Pens & Ink");
    assert_eq!(feed.url.as_deref(), Some("https://ink.example/rss"));
    assert_eq!(feed.site.as_deref(), Some("https://ink.example/"));
    let names: Vec<&str> = subscriptions
        .folders
        .iter()
        .map(|folder| folder.name.as_str())
        .collect();
    assert_eq!(names, ["Town", "Craft", "Empty"]);
    assert_eq!(feed.folders, [subscriptions.folders[1].id.clone()]);
    assert_eq!(
        transport.take_requests(),
        ["GET /v1/feeds", "GET /v1/categories"]
    );
}

fn subscribe(url: &str, title: Option<&str>, folder: Option<&str>) -> SubscriptionChange {
    SubscriptionChange::Subscribe {
        url: url.to_owned(),
        title: title.map(str::to_owned),
        folder: folder.map(str::to_owned),
    }
}

#[test]
fn a_feed_is_subscribed_to_once() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    let mut client = client(&transport);
    let change = subscribe("https://new.example/feed", Some("New"), Some("2"));
    let id = client.change(&change).unwrap().unwrap();
    assert_eq!(
        transport.take_requests(),
        ["POST /v1/feeds", "PUT /v1/feeds/3"]
    );
    // The answer was lost, or another client was quicker.
    assert_eq!(client.change(&change).unwrap(), Some(id.clone()));
    assert_eq!(
        transport.take_requests(),
        ["POST /v1/feeds", "GET /v1/feeds"]
    );
    let elsewhere = subscribe("https://new.example/feed", None, Some("1"));
    assert_eq!(client.change(&elsewhere).unwrap(), Some(id));
    let feed = transport.server().state.feeds[&3].clone();
    assert_eq!((feed.title.as_str(), feed.folder), ("New", Some(1)));
    // What is no feed is refused.
    let refused = client.change(&subscribe("no address", None, None));
    assert!(refused.is_err_and(|error| error.is_rejection()));
}

#[test]
fn feeds_are_renamed_moved_and_removed() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    let mut client = client(&transport);
    let rename = SubscriptionChange::Rename {
        feed: "1".to_owned(),
        title: "All bridges".to_owned(),
    };
    client.change(&rename).unwrap();
    let to = |folders: &[&str]| SubscriptionChange::Move {
        feed: "1".to_owned(),
        from: vec!["1".to_owned()],
        to: folders.iter().map(|id| (*id).to_owned()).collect(),
    };
    client.change(&to(&["2"])).unwrap();
    let feed = transport.server().state.feeds[&1].clone();
    assert_eq!((feed.title.as_str(), feed.folder), ("All bridges", Some(2)));
    // Each feed is in exactly one category.
    for folders in [&["1", "2"][..], &[]] {
        assert!(matches!(
            client.change(&to(folders)),
            Err(SyncError::Unsupported)
        ));
    }
    let remove = SubscriptionChange::Unsubscribe {
        feed: "1".to_owned(),
    };
    client.change(&remove).unwrap();
    client.change(&remove).unwrap();
    assert_eq!(transport.server().state.feeds.len(), 1);
}

#[test]
fn categories_are_added_once_renamed_and_removed_only_if_empty() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    let mut client = client(&transport);
    let add = SubscriptionChange::AddFolder {
        name: "Sea".to_owned(),
    };
    let id = client.change(&add).unwrap().unwrap();
    assert_eq!(client.change(&add).unwrap(), Some(id.clone()));
    let rename = |folder: &str, name: &str| SubscriptionChange::RenameFolder {
        folder: folder.to_owned(),
        name: name.to_owned(),
    };
    assert_eq!(
        client.change(&rename(&id, "Ocean")).unwrap(),
        Some(id.clone())
    );
    let taken = client.change(&rename(&id, "Town"));
    assert!(taken.is_err_and(|error| error.is_rejection()));
    let remove = |folder: &str| SubscriptionChange::RemoveFolder {
        folder: folder.to_owned(),
    };
    // The server would remove the feeds of this one.
    assert!(matches!(
        client.change(&remove("1")),
        Err(SyncError::Unsupported)
    ));
    client.change(&remove(&id)).unwrap();
    client.change(&remove(&id)).unwrap();
    assert_eq!(transport.server().state.folders.len(), 2);
    assert_eq!(transport.server().state.feeds.len(), 2);
}

#[test]
fn a_lost_answer_to_a_change_is_an_error_and_sending_it_again_is_none() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    let mut client = client(&transport);
    for change in [
        subscribe("https://new.example/feed", None, None),
        SubscriptionChange::AddFolder {
            name: "Sea".to_owned(),
        },
        SubscriptionChange::Unsubscribe {
            feed: "2".to_owned(),
        },
    ] {
        transport.server_mut().fail_next(ServerFault::CloseAfter);
        assert!(client.change(&change).is_err());
        client.change(&change).unwrap();
    }
    let state = &transport.server().state;
    assert_eq!((state.feeds.len(), state.folders.len()), (2, 3));
}

#[test]
fn a_feed_without_a_category_goes_into_the_first_one_where_the_server_wants_one() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::oldest_miniflux(), 0);
    let mut client = client(&transport);
    let change = subscribe("https://new.example/feed", None, None);
    let id = client.change(&change).unwrap();
    assert_eq!(id.as_deref(), Some("3"));
    assert_eq!(transport.server().state.feeds[&3].folder, Some(1));
    // Newer servers choose one themselves.
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 0);
    let mut client = super::client(&transport);
    client.change(&change).unwrap();
    assert_eq!(transport.take_requests(), ["POST /v1/feeds"]);
    // What is no feed is refused by both.
    for quirks in [ServerQuirks::miniflux(), ServerQuirks::oldest_miniflux()] {
        let (transport, _) = MockTransport::with_items(quirks, 0);
        let refused = super::client(&transport).change(&subscribe("no address", None, None));
        assert!(refused.is_err_and(|error| error.is_rejection()));
    }
}

#[test]
fn a_category_that_is_hidden_stays_so_under_another_name() {
    for rename_unhides in [false, true] {
        let mut quirks = ServerQuirks::older_miniflux();
        quirks.miniflux.rename_unhides = rename_unhides;
        let (transport, _) = MockTransport::with_items(quirks, 0);
        transport.server_mut().state.hide_folder(1, true);
        let mut client = client(&transport);
        let rename = |folder: &str, name: &str| SubscriptionChange::RenameFolder {
            folder: folder.to_owned(),
            name: name.to_owned(),
        };
        // Each answer may get lost.
        for lost in 0..4 {
            let mut server = transport.server_mut();
            for _ in 0..lost {
                server.fail_next(ServerFault::Repeat);
            }
            server.fail_next(ServerFault::CloseAfter);
            drop(server);
            let _ = client.change(&rename("1", &format!("Village {lost}")));
            transport.server_mut().faults.clear();
            client
                .change(&rename("1", &format!("Town {lost}")))
                .unwrap();
            let folders = transport.server().state.folders.clone();
            assert_eq!(folders[&1].name, format!("Town {lost}"));
            assert!(folders[&1].hidden, "{rename_unhides} {lost}");
        }
        client.change(&rename("2", "Crafts")).unwrap();
        let folders = transport.server().state.folders.clone();
        assert_eq!(
            (folders[&2].name.as_str(), folders[&2].hidden),
            ("Crafts", false)
        );
        let taken = client.change(&rename("1", "Crafts"));
        assert!(taken.is_err_and(|error| error.is_rejection()));
    }
}

#[test]
fn an_empty_list_may_be_null() {
    let mut quirks = ServerQuirks::miniflux();
    quirks.miniflux.empty_is_null = true;
    let transport = MockTransport::with_items(quirks, 0).0;
    let state = transport
        .server()
        .state
        .feeds
        .keys()
        .copied()
        .collect::<Vec<_>>();
    for feed in state {
        transport.server_mut().state.remove_feed(feed);
    }
    let mut client = client(&transport);
    let subscriptions = client.subscriptions().unwrap().unwrap();
    assert_eq!(subscriptions.feeds.len(), 0);
    client.marks().unwrap();
    // A list that is missing is no empty one.
    transport
        .server_mut()
        .fail_on("/entries", ServerFault::WrongKey);
    assert!(client.marks().is_err());
}
