//! Whole syncs with older versions of Miniflux.

use newsprint::messages::account_errors::last_error;
use newsprint::model::{AccountKind, MarkKind};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::SECOND;

/// Returns a server with a feed and some unread articles.
fn server_with(quirks: ServerQuirks, articles: usize) -> Shared {
    let mut server = SyncServer::new(quirks);
    let state = &mut server.state;
    let ink = state.subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    for number in 1..=articles {
        state.advance(10);
        state.add_item(ink, &format!("Article {number}"));
    }
    shared(server)
}

#[test]
fn articles_that_the_server_archives_stay_as_they_are_and_add_nothing() {
    let server = server_with(ServerQuirks::older_miniflux(), 6);
    server.borrow_mut().state.mark_read(6, true);
    let mut client = Client::of_kind(&server, AccountKind::Miniflux);
    client.sync();
    assert_eq!(client.articles().len(), 5, "the unread ones");
    client.advance(7_200);
    {
        let state = &mut server.borrow_mut().state;
        state.advance(7_200);
        // An unread article that is too old for the server, and "Flush history".
        state.archive_item(2);
        state.flush_history();
        state.mark_read(3, true);
    }
    let report = client.sync();
    assert_eq!((report.articles.new, report.changed), (0, 1));
    assert_eq!(client.articles().len(), 5);
    let archived = client.article("Article 2");
    assert!(!client.has(archived, MarkKind::Read));
    let read = client.article("Article 3");
    assert!(client.has(read, MarkKind::Read));
}

#[test]
fn archived_articles_do_not_end_a_list_before_its_last_page() {
    let server = server_with(ServerQuirks::older_miniflux(), 900);
    let mut client = Client::of_kind(&server, AccountKind::Miniflux);
    client.sync();
    client.advance(7_200);
    {
        let state = &mut server.borrow_mut().state;
        state.advance(7_200);
        // More than a page of archived articles before a read one.
        for id in 1..=600 {
            state.archive_item(id);
        }
        state.mark_read(900, true);
    }
    client.sync();
    let last = client.article("Article 900");
    assert!(client.has(last, MarkKind::Read));
    let archived = client.article("Article 600");
    assert!(!client.has(archived, MarkKind::Read));
}

#[test]
fn a_server_that_does_not_filter_by_the_time_of_a_change_is_said_to_be_too_old() {
    let server = server_with(ServerQuirks::oldest_miniflux(), 30);
    server.borrow_mut().state.advance(7_200);
    let mut client = Client::of_kind(&server, AccountKind::Miniflux);
    client.sync();
    assert_eq!(client.articles().len(), 30);
    client.advance(7_200);
    server.borrow_mut().state.advance(7_200);
    server.borrow_mut().requests.clear();
    client.try_sync().unwrap_err();
    let id = client.account;
    let account = client.library().account(id).unwrap().unwrap();
    let text = last_error(&account).unwrap();
    assert!(text.contains("needs Miniflux 2.0.49 or newer"), "{text}");
    // One page, not the whole history.
    assert_eq!(server.borrow().count("/entries"), 1);
}

#[test]
fn changes_since_the_very_second_are_no_sign_of_an_old_server() {
    let server = server_with(ServerQuirks::older_miniflux(), 3);
    let mut client = Client::of_kind(&server, AccountKind::Miniflux);
    client.sync();
    // The entry changes in the second from which changes are asked for.
    let since = server.borrow().state.seconds() - 300;
    server.borrow_mut().state.change(2, |item| {
        item.read = true;
        item.changed = since * SECOND + 1;
    });
    client.advance(7_200);
    client.sync();
    let read = client.article("Article 2");
    assert!(client.has(read, MarkKind::Read));
}
