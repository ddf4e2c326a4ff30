//! Feeds of accounts in exports: an import has them without an account, and adding the account takes them up again.

use newsprint::library::Library;
use newsprint::model::{MarkKind, SourceKind, SourceRow};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;

fn server() -> Shared {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    for (name, folder) in [("ink", "Crafts"), ("rail", "Travel")] {
        let url = format!("https://{name}.example/feed.xml");
        let feed = server.state.subscribe(&url, name, Some(folder));
        server.state.add_item(feed, &format!("First of {name}"));
        server.state.add_item(feed, &format!("Second of {name}"));
    }
    shared(server)
}

fn export(library: &Library) -> Vec<u8> {
    let mut written = Vec::new();
    library.export_json(&mut written, |_, _| {}).unwrap();
    written
}

fn rows(client: &mut Client) -> Vec<SourceRow> {
    client.library().source_rows().unwrap()
}

#[test]
fn an_imported_feed_of_an_account_says_that_it_has_none_until_its_account_is_added() {
    let server = server();
    let mut first = Client::new(&server);
    first.sync();
    first.mark("First of ink", MarkKind::Star, true);
    first.sync();
    let exported = export(first.library());

    // The account of the second one has not been synced: it has no feeds.
    let mut second = Client::new(&server);
    second
        .library()
        .import_json(exported.as_slice(), |_| {})
        .unwrap();
    let imported = rows(&mut second);
    assert_eq!(imported.len(), 2);
    let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    for row in &imported {
        assert_eq!(row.source.kind, SourceKind::Account);
        assert_eq!(row.source.article_count, 2);
        let health = newsprint::messages::sources::health(row, now);
        assert!(health.contains("no account here has it"), "{health}");
    }

    second.sync();
    let synced = rows(&mut second);
    let ids = |rows: &[SourceRow]| rows.iter().map(|row| row.source.id).collect::<Vec<_>>();
    assert_eq!(ids(&synced), ids(&imported), "the same sources");
    assert!(synced.iter().all(|row| row.account.is_some()), "{synced:?}");
    let folders: Vec<&str> = synced
        .iter()
        .flat_map(|row| row.categories.iter().map(|(_, path)| path.as_str()))
        .collect();
    assert_eq!(folders, ["Crafts", "Travel"]);
    assert_eq!(second.articles().len(), 4, "no article is there twice");
    let starred = second.article("First of ink");
    assert!(second.has(starred, MarkKind::Star));
    assert_eq!(server.borrow().state.starred().len(), 1);
    assert_eq!(server.borrow().state.unread().len(), 4);
}

#[test]
fn an_import_into_a_library_with_the_account_adds_no_feed_and_changes_none_on_the_server() {
    let server = server();
    let mut client = Client::new(&server);
    client.sync();
    let exported = export(client.library());
    // It is removed here since, and the import does not subscribe again.
    let removed = rows(&mut client)[0].source.id;
    client.library().remove_source(removed).unwrap();
    client.sync();
    assert_eq!(server.borrow().state.feeds.len(), 1);
    client
        .library()
        .import_json(exported.as_slice(), |_| {})
        .unwrap();
    client.sync();
    client.sync();
    assert_eq!(rows(&mut client).len(), 1);
    assert_eq!(client.articles().len(), 4);
    assert_eq!(server.borrow().state.feeds.len(), 1);
}
