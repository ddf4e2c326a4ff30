//! Client of the Fever API.

mod coldsweat;

use newsprint::fetch::Credentials;
use newsprint::model::MarkKind;
use newsprint::sync::error::SyncError;
use newsprint::sync::fever::FeverClient;
use newsprint::sync::server::{
    IdSet, RemoteItem, RemoteMarks, Server, ServerWarning, SubscriptionChange,
};

use crate::sync_servers::faults::{HIDDEN, ServerFault, VISIBLE};
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_transport::{MockTransport, password};

fn client(transport: &MockTransport) -> FeverClient<'_> {
    let base = format!(
        "https://fever.example{}",
        transport.server().quirks.fever.path
    );
    FeverClient::new(transport, &base, &password())
}

/// Returns the servers that were measured.
fn servers() -> [ServerQuirks; 4] {
    [
        ServerQuirks::plain(),
        ServerQuirks::miniflux(),
        ServerQuirks::freshrss(),
        ServerQuirks::coldsweat(),
    ]
}

fn texts_of(ids: &[i64]) -> Vec<String> {
    ids.iter().map(i64::to_string).collect()
}

fn sorted(items: &[RemoteItem]) -> Vec<i64> {
    let mut ids: Vec<i64> = items.iter().map(|item| item.id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn sets(client: &mut FeverClient<'_>) -> (Vec<i64>, Vec<i64>) {
    let ids_of = |set: IdSet| {
        let mut ids: Vec<i64> = set.ids.iter().map(|id| id.parse().unwrap()).collect();
        ids.sort_unstable();
        ids
    };
    match client.marks().unwrap() {
        RemoteMarks::Sets { unread, starred } => (ids_of(unread), ids_of(starred)),
        RemoteMarks::Changes { .. } => panic!("changes instead of sets"),
    }
}

#[test]
fn the_key_is_the_hash_of_user_and_password() {
    for quirks in servers() {
        let (transport, _) = MockTransport::with_items(quirks, 3);
        let info = client(&transport).check().unwrap();
        assert_eq!(info.version.as_deref(), Some("Fever API 3"));
        assert_eq!(info.time, Some(transport.server().state.seconds()));
        assert_eq!(info.feeds, Some(2));
        assert_eq!(info.warnings, [ServerWarning::FixedSubscriptions]);
        let wrong = Credentials {
            user: "reader".to_owned(),
            password: "wrong".to_owned(),
        };
        let base = format!(
            "https://fever.example{}",
            transport.server().quirks.fever.path
        );
        // The answer is 200.
        let result = FeverClient::new(&transport, &base, &wrong).check();
        assert!(matches!(result, Err(SyncError::WrongPassword)));
        let elsewhere =
            FeverClient::new(&transport, "https://fever.example/x", &password()).check();
        assert!(matches!(elsewhere, Err(SyncError::WrongAddress { .. })));
        transport.server_mut().fail_next(ServerFault::ErrorPage);
        let page = client(&transport).check();
        assert!(matches!(page, Err(SyncError::WrongAddress { .. })));
    }
    let mut off = ServerQuirks::freshrss();
    off.fever.is_off = true;
    let (transport, _) = MockTransport::with_items(off, 1);
    let result = client(&transport).check();
    assert!(matches!(result, Err(SyncError::ApiOff)));
}

#[test]
fn a_quiet_sync_is_four_requests_of_one_section_each() {
    for quirks in servers() {
        let path = quirks.fever.path.clone();
        let (transport, ids) = MockTransport::with_items(quirks, 130);
        let mut server = transport.server_mut();
        server.state.mark_read(ids[1], true);
        server.state.star(ids[1], true);
        server.state.ensure_folder("Empty");
        drop(server);
        let mut client = client(&transport);
        let subscriptions = client.subscriptions().unwrap().unwrap();
        let names: Vec<&str> = subscriptions
            .folders
            .iter()
            .map(|folder| folder.name.as_str())
            .collect();
        assert_eq!(names, ["Town", "Craft", "Empty"]);
        assert_eq!(subscriptions.feeds[1].title, "Pens & Ink");
        assert_eq!(subscriptions.feeds[1].folders, ["2"]);
        let (unread, starred) = sets(&mut client);
        assert_eq!(unread, transport.server().state.unread());
        assert_eq!(starred, [ids[1]]);
        let slash = if path.ends_with(".php") { "" } else { "/" };
        let requests = ["groups", "feeds", "unread_item_ids", "saved_item_ids"]
            .map(|section| format!("POST {path}{slash}?api=&{section}="));
        assert_eq!(transport.take_requests(), requests);
    }
}

#[test]
fn texts_come_by_their_ids_fifty_at_a_time() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 130);
        transport
            .server_mut()
            .state
            .rewrite_item(ids[0], "Pens & ink < paper", "<p>New</p>");
        transport.server_mut().state.star(ids[0], true);
        let mut client = client(&transport);
        assert_eq!(client.limits().texts_per_request, 50);
        let mut wanted = texts_of(&ids[..49]);
        wanted.push("77777777777777".to_owned());
        let items = client.texts(&wanted).unwrap();
        assert_eq!(sorted(&items), ids[..49]);
        assert_eq!(transport.take_requests().len(), 1);
        let find = |id: i64| items.iter().find(|item| item.id == id.to_string()).unwrap();
        let item = find(ids[0]);
        // FreshRSS writes some characters by their full-width forms.
        assert_eq!(item.title.as_deref(), Some("Pens & ink < paper"));
        assert_eq!((item.is_read, item.is_starred), (Some(false), Some(true)));
        assert_eq!(item.html, "<p>New</p>");
        assert_eq!(item.feed, "1");
        let expected = transport.server().state.items[&ids[0]].published;
        assert_eq!(item.published, Some(expected));
        assert!(client.texts(&[]).unwrap().is_empty());
    }
}

#[test]
fn marks_are_set_whatever_the_server_does_with_them() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 4);
        let mut client = client(&transport);
        let some = texts_of(&ids[..2]);
        for _ in 0..2 {
            client.set_marks(MarkKind::Read, true, &some).unwrap();
            client.set_marks(MarkKind::Star, true, &some).unwrap();
            assert_eq!(transport.server().state.unread(), ids[2..]);
            assert_eq!(transport.server().state.starred(), ids[..2]);
        }
        client.set_marks(MarkKind::Read, false, &some).unwrap();
        client.set_marks(MarkKind::Star, false, &some[..1]).unwrap();
        assert_eq!(transport.server().state.unread(), ids);
        assert_eq!(transport.server().state.starred(), [ids[1]]);
        // Gone items are no error: a server ignores them or answers 404.
        let gone = texts_of(&[ids[3], 901]);
        client.set_marks(MarkKind::Star, true, &gone).unwrap();
        client.set_marks(MarkKind::Read, true, &gone).unwrap();
        assert_eq!(transport.server().state.starred(), [ids[1], ids[3]]);
        transport.take_requests();
        client.set_marks(MarkKind::Star, true, &[]).unwrap();
        client.set_marks(MarkKind::Read, true, &[]).unwrap();
        assert_eq!(transport.take_requests().len(), 0);
        transport.server_mut().state.refused.insert(ids[0]);
        let refused = client.set_marks(MarkKind::Read, true, &some);
        assert!(refused.is_err_and(|error| error.is_rejection()));
    }
}

#[test]
fn a_star_that_toggles_is_sent_once_and_never_when_it_is_there() {
    for lost in [ServerFault::CloseAfter, ServerFault::ErrorAfter] {
        let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 5);
        let mut client = client(&transport);
        let star = texts_of(&ids[4..]);
        // The first request for marks is carried out, and nobody hears the answer.
        let planned = lost.clone();
        let fail = move |transport: &MockTransport| {
            let mut server = transport.server_mut();
            server.fail_next(ServerFault::Repeat);
            server.fail_next(planned.clone());
        };
        fail(&transport);
        assert!(client.set_marks(MarkKind::Star, true, &star).is_err());
        assert_eq!(transport.server().state.starred(), ids[4..]);
        transport.take_requests();
        client.set_marks(MarkKind::Star, true, &star).unwrap();
        assert_eq!(transport.take_requests().len(), 1, "only the list is read");
        assert_eq!(transport.server().state.starred(), ids[4..]);
    }
}

#[test]
fn a_star_is_sent_again_where_the_request_was_carried_out_twice() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 2);
    let mut client = client(&transport);
    let mut server = transport.server_mut();
    server.fail_next(ServerFault::Repeat);
    server.fail_next(ServerFault::Repeat);
    drop(server);
    client
        .set_marks(MarkKind::Star, true, &texts_of(&ids[..1]))
        .unwrap();
    assert_eq!(transport.server().state.starred(), ids[..1]);
}

#[test]
fn subscriptions_cannot_be_changed() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::plain(), 1);
    let mut client = client(&transport);
    assert!(!client.limits().edits_subscriptions);
    let change = SubscriptionChange::Unsubscribe {
        feed: "1".to_owned(),
    };
    assert!(matches!(
        client.change(&change),
        Err(SyncError::Unsupported)
    ));
    assert_eq!(transport.take_requests().len(), 0);
}

#[test]
fn wrong_answers_are_errors() {
    for quirks in servers() {
        for fault in VISIBLE {
            let (transport, ids) = MockTransport::with_items(quirks.clone(), 10);
            let mut client = client(&transport);
            let fails = |client: &mut FeverClient<'_>,
                         after: usize,
                         call: &dyn Fn(&mut FeverClient<'_>) -> bool| {
                let mut server = transport.server_mut();
                for _ in 0..after {
                    server.fail_next(ServerFault::Repeat);
                }
                server.fail_next(fault.clone());
                drop(server);
                assert!(!call(client), "{fault:?} after {after}");
            };
            fails(&mut client, 0, &|it| it.subscriptions().is_ok());
            fails(&mut client, 1, &|it| it.subscriptions().is_ok());
            fails(&mut client, 0, &|it| it.marks().is_ok());
            fails(&mut client, 1, &|it| it.marks().is_ok());
            fails(&mut client, 0, &|it| it.texts(&texts_of(&ids)).is_ok());
            assert_eq!(transport.server().writes(), 0);
        }
        for fault in HIDDEN {
            let (transport, ids) = MockTransport::with_items(quirks.clone(), 10);
            let mut client = client(&transport);
            transport.server_mut().fail_next(fault.clone());
            assert_eq!(sets(&mut client).0, ids, "{fault:?}");
        }
    }
}

#[test]
fn an_empty_list_may_be_null() {
    let mut quirks = ServerQuirks::plain();
    quirks.fever.empty_is_null = true;
    let (transport, _) = MockTransport::with_items(quirks, 0);
    let mut server = transport.server_mut();
    for folder in [1, 2] {
        server.state.remove_folder(folder, true);
    }
    drop(server);
    let subscriptions = client(&transport).subscriptions().unwrap().unwrap();
    assert!(subscriptions.feeds.is_empty() && subscriptions.folders.is_empty());
    assert_eq!(client(&transport).texts(&texts_of(&[1])).unwrap(), []);
}

#[test]
fn names_of_groups_and_authors_are_as_they_were_written() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 1);
        let mut server = transport.server_mut();
        server.state.rename_folder(1, "Pens & paper, new");
        server.state.change(ids[0], |item| {
            item.author = "Quill & Daughter <ink>".to_owned();
        });
        drop(server);
        let mut client = client(&transport);
        let subscriptions = client.subscriptions().unwrap().unwrap();
        assert_eq!(subscriptions.folders[0].name, "Pens & paper, new");
        let items = client.texts(&texts_of(&ids)).unwrap();
        assert_eq!(items[0].author.as_deref(), Some("Quill & Daughter <ink>"));
    }
}
