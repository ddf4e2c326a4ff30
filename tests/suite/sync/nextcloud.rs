//! Whole syncs with Nextcloud News: folders of one name, and marks that the server does not report.

use std::rc::Rc;

use base64::Engine as _;
use newsprint::model::{AccountKind, MarkKind};
use serde_json::json;

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::message::ServerRequest;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::ServerState;

/// Path of the list of the unread items of a feed.
const LIST: &str = "/items";

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

/// Marks all items of a feed as read on the web.
fn mark_all_read(server: &Shared, feed: i64) {
    let mut server = server.borrow_mut();
    let newest = server.state.items.keys().next_back().copied();
    let (user, password) = (&server.state.user, &server.state.password);
    let credentials =
        base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    let path = format!("/index.php/apps/news/api/v1-2/feeds/{feed}/read");
    let request = ServerRequest::json("PUT", &path, &json!({"newestItemId": newest}));
    let request = request.with("Authorization", &format!("Basic {credentials}"));
    assert_eq!(server.answer(&request).status, 200);
}

/// Lets a good hour pass.
fn pass_time(server: &Shared, client: &mut Client) {
    server.borrow_mut().state.advance(4_000);
    client.advance(4_000);
}

fn old_server(feeds: usize, articles: usize) -> (Shared, Client) {
    let mut quirks = ServerQuirks::nextcloud();
    quirks.nextcloud.mark_all_keeps_times = true;
    let server = server_with(quirks, feeds, articles);
    let mut client = Client::of_kind(&server, AccountKind::Nextcloud);
    client.sync();
    // The changes of the first sync come once more.
    pass_time(&server, &mut client);
    client.sync();
    pass_time(&server, &mut client);
    server.borrow_mut().requests.clear();
    (server, client)
}

fn unread(client: &mut Client) -> Vec<String> {
    let mut unread = Vec::new();
    for (article, title) in client.articles() {
        if !client.has(article, MarkKind::Read) {
            unread.push(title);
        }
    }
    unread
}

#[test]
fn all_that_was_marked_as_read_on_the_web_is_read_here() {
    let (server, mut client) = old_server(3, 4);
    mark_all_read(&server, 2);
    // A new article of the same feed, and a mark made here meanwhile.
    server.borrow_mut().state.add_item(2, "New in Feed 2");
    client.mark("Article 1 of Feed 1", MarkKind::Read, true);
    let report = client.sync();
    assert_eq!(report.changed, 4);
    let left = unread(&mut client);
    assert!(left.contains(&"New in Feed 2".to_owned()), "{left:?}");
    assert!(
        !left
            .iter()
            .any(|title| title.starts_with("Article") && title.ends_with("Feed 2"))
    );
    assert_eq!(left.len(), 3 + 4 + 1, "{left:?}");
    // Nothing is sent back, and the next sync is quiet.
    pass_time(&server, &mut client);
    server.borrow_mut().requests.clear();
    client.sync();
    assert_eq!(server.borrow().writes(), 0);
    assert_eq!(server.borrow().requests.len(), 3);
    assert_eq!(server.borrow().state.unread().len(), 8);
}

#[test]
fn a_mark_made_while_the_list_is_read_is_kept_and_sent() {
    let (server, mut client) = old_server(2, 3);
    mark_all_read(&server, 1);
    client.sync();
    client.mark("Article 2 of Feed 1", MarkKind::Read, false);
    pass_time(&server, &mut client);
    client.sync();
    assert_eq!(server.borrow().state.unread().len(), 4);
    let article = client.article("Article 2 of Feed 1");
    assert!(!client.has(article, MarkKind::Read));
}

#[test]
fn a_list_that_does_not_come_changes_nothing_and_is_asked_for_again() {
    for fault in [
        ServerFault::ServerError,
        ServerFault::ErrorPage,
        ServerFault::TruncatedJson,
        ServerFault::WrongKey,
    ] {
        let (server, mut client) = old_server(1, 3);
        mark_all_read(&server, 1);
        server
            .borrow_mut()
            .fail_on("/items/updated", ServerFault::Repeat);
        server.borrow_mut().fail_on(LIST, fault.clone());
        client.try_sync().unwrap_err();
        assert_eq!(unread(&mut client).len(), 3, "{fault:?}");
        client.advance(4_000);
        client.sync();
        assert_eq!(unread(&mut client).len(), 0, "{fault:?}");
    }
}

#[test]
fn a_count_that_is_always_too_low_is_looked_into_once() {
    let (server, mut client) = old_server(2, 3);
    server.borrow_mut().quirks.nextcloud.unread_count_is_off = true;
    client.sync();
    assert_eq!(server.borrow().requests.len(), 3 + 2, "each feed");
    assert_eq!(unread(&mut client).len(), 6);
    for _ in 0..2 {
        pass_time(&server, &mut client);
        server.borrow_mut().requests.clear();
        client.sync();
        assert_eq!(server.borrow().requests.len(), 3);
    }
    // A mark that is not reported is found all the same.
    mark_all_read(&server, 2);
    pass_time(&server, &mut client);
    client.sync();
    assert_eq!(unread(&mut client).len(), 3);
}

#[test]
fn a_hundred_feeds_that_were_marked_as_read_take_some_syncs() {
    let (server, mut client) = old_server(100, 1);
    for feed in 1..=100 {
        mark_all_read(&server, feed);
    }
    for sync in 1..=5 {
        server.borrow_mut().requests.clear();
        client.sync();
        assert!(server.borrow().requests.len() <= 23);
        assert_eq!(unread(&mut client).len(), 100 - 20 * sync);
        pass_time(&server, &mut client);
    }
}

#[test]
fn an_article_of_two_feeds_is_read_only_where_its_own_feed_says_so() {
    let (server, mut client) = old_server(2, 1);
    // The second feed has the article of the first one, too.
    let mut both = server.borrow().state.items[&1].clone();
    both.feed = 2;
    both.id = 900;
    let now = server.borrow().state.now;
    (both.changed, both.created) = (now, now);
    server.borrow_mut().state.items.insert(900, both);
    for _ in 0..2 {
        client.sync();
        pass_time(&server, &mut client);
    }
    mark_all_read(&server, 2);
    client.sync();
    pass_time(&server, &mut client);
    client.sync();
    let server = Rc::clone(&server);
    assert!(!server.borrow().state.items[&1].read);
    let article = client.article("Article 1 of Feed 1");
    assert!(!client.has(article, MarkKind::Read));
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
