//! Feeds and folders of Nextcloud News.

use newsprint::sync::error::SyncError;
use newsprint::sync::server::{Server, SubscriptionChange};

use super::{client, servers};
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_transport::MockTransport;

fn subscribe(url: &str, title: Option<&str>, folder: Option<&str>) -> SubscriptionChange {
    SubscriptionChange::Subscribe {
        url: url.to_owned(),
        title: title.map(str::to_owned),
        folder: folder.map(str::to_owned),
    }
}

#[test]
fn feeds_are_in_one_folder_or_in_none() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::nextcloud(), 0);
    let mut server = transport.server_mut();
    server.state.ensure_folder("Empty");
    let loose = server
        .state
        .subscribe("https://loose.example/feed", "Loose", None);
    drop(server);
    let subscriptions = client(&transport).subscriptions().unwrap().unwrap();
    let names: Vec<&str> = subscriptions
        .folders
        .iter()
        .map(|folder| folder.name.as_str())
        .collect();
    assert_eq!(names, ["Town", "Craft", "Empty"]);
    let feed = &subscriptions.feeds[1];
    assert_eq!(feed.title, "Pens & Ink");
    assert_eq!(feed.url.as_deref(), Some("https://ink.example/rss"));
    assert_eq!(feed.folders, [subscriptions.folders[1].id.clone()]);
    let feed = &subscriptions.feeds[2];
    assert_eq!(feed.id, loose.to_string());
    assert!(feed.folders.is_empty());
    assert_eq!(transport.take_requests().len(), 2);
}

#[test]
fn a_feed_is_subscribed_to_once() {
    for quirks in servers() {
        let (transport, _) = MockTransport::with_items(quirks, 0);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        let change = subscribe("https://new.example/feed", Some("New"), Some("2"));
        let id = client.change(&change).unwrap();
        assert_eq!(id.as_deref(), Some("3"));
        // The answer was lost, or another client was quicker.
        assert_eq!(client.change(&change).unwrap(), id);
        let elsewhere = subscribe("https://new.example/feed", None, Some("1"));
        assert_eq!(client.change(&elsewhere).unwrap(), id);
        let feed = transport.server().state.feeds[&3].clone();
        assert_eq!((feed.title.as_str(), feed.folder), ("New", Some(1)));
        let refused = client.change(&subscribe("no address", None, None));
        assert!(refused.is_err_and(|error| error.is_rejection()));
    }
}

#[test]
fn feeds_are_renamed_moved_and_removed() {
    for quirks in servers() {
        let (transport, _) = MockTransport::with_items(quirks, 0);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
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
        client.change(&to(&[])).unwrap();
        assert_eq!(transport.server().state.feeds[&1].folder, None);
        assert!(matches!(
            client.change(&to(&["1", "2"])),
            Err(SyncError::Unsupported)
        ));
        let remove = SubscriptionChange::Unsubscribe {
            feed: "1".to_owned(),
        };
        client.change(&remove).unwrap();
        client.change(&remove).unwrap();
        assert_eq!(transport.server().state.feeds.len(), 1);
    }
}

#[test]
fn folders_are_added_once_renamed_and_removed_only_if_empty() {
    for quirks in servers() {
        let (transport, _) = MockTransport::with_items(quirks, 0);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        let add = SubscriptionChange::AddFolder {
            name: "Sea".to_owned(),
        };
        let id = client.change(&add).unwrap().unwrap();
        assert_eq!(client.change(&add).unwrap(), Some(id.clone()));
        let rename = |name: &str| SubscriptionChange::RenameFolder {
            folder: id.clone(),
            name: name.to_owned(),
        };
        assert_eq!(client.change(&rename("Ocean")).unwrap(), Some(id.clone()));
        assert_eq!(client.change(&rename("Ocean")).unwrap(), Some(id.clone()));
        let taken = client.change(&rename("Town"));
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
}

#[test]
fn a_folder_that_is_on_the_server_is_not_added_a_second_time() {
    for quirks in servers() {
        let (transport, _) = MockTransport::with_items(quirks, 0);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        let add = SubscriptionChange::AddFolder {
            name: "Town".to_owned(),
        };
        assert_eq!(client.change(&add).unwrap().as_deref(), Some("1"));
        assert_eq!(transport.server().state.folders.len(), 2);
    }
}
