//! Whole syncs with Nextcloud News: folders of one name.

use newsprint::model::AccountKind;

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::ServerState;

/// Returns a server with as many feeds, each with as many unread articles: `Article 2 of Feed 1`.
fn server_with(quirks: ServerQuirks, feeds: usize, articles: usize) -> Shared {
    let mut server = SyncServer::new(quirks);
    let state = &mut server.state;
    for feed in 1..=feeds {
        let url = format!("https://feed-{feed}.example/rss");
        let id = state.subscribe(&url, &format!("Feed {feed}"), None);
        for number in 1..=articles {
            state.advance(10);
            state.add_item(id, &format!("Article {number} of Feed {feed}"));
        }
    }
    shared(server)
}

/// Lets a good hour pass.
fn pass_time(server: &Shared, client: &mut Client) {
    server.borrow_mut().state.advance(4_000);
    client.advance(4_000);
}

/// Returns the names of the folders of the feeds on the server.
fn places(state: &ServerState) -> Vec<(i64, Option<i64>)> {
    let feeds = state.feeds.values();
    feeds.map(|feed| (feed.id, feed.folder)).collect()
}

#[test]
fn two_folders_of_one_name_are_left_as_they_are() {
    let server = server_with(ServerQuirks::nextcloud(), 3, 1);
    let (first, second) = {
        let state = &mut server.borrow_mut().state;
        let (first, second) = (state.add_folder("News"), state.add_folder("News"));
        state.move_feed(1, Some(first));
        state.move_feed(2, Some(second));
        (first, second)
    };
    let before = places(&server.borrow().state);
    let mut client = Client::of_kind(&server, AccountKind::Nextcloud);
    for _ in 0..3 {
        client.sync();
        pass_time(&server, &mut client);
        assert_eq!(server.borrow().writes(), 0);
    }
    let names = |client: &mut Client| -> Vec<String> {
        let categories = client.library().categories().unwrap();
        categories
            .into_iter()
            .map(|category| category.name)
            .collect()
    };
    assert_eq!(names(&mut client), ["News", "News (2)"]);
    assert_eq!(places(&server.borrow().state), before);
    // An empty one stays, and one that gets a name of its own there gets it here.
    server.borrow_mut().state.move_feed(1, None);
    client.sync();
    pass_time(&server, &mut client);
    client.sync();
    assert_eq!(server.borrow().writes(), 0);
    assert_eq!(server.borrow().state.folders.len(), 2);
    server.borrow_mut().state.set_folder_name(first, "Papers");
    client.sync();
    let mut found = names(&mut client);
    found.sort();
    assert_eq!(found, ["News", "Papers"]);
    let folder = server.borrow().state.folders[&second].clone();
    assert_eq!(folder.name, "News");
    assert_eq!(server.borrow().writes(), 0);
}
