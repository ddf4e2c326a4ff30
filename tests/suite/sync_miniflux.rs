//! Client of the REST API of Miniflux.

mod marks;
mod subscriptions;

use newsprint::fetch::Credentials;
use newsprint::sync::error::SyncError;
use newsprint::sync::miniflux::MinifluxClient;
use newsprint::sync::server::{RemoteItem, RemoteMarks, Server, ServerWarning};

use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::{ServerFault, VISIBLE};
use crate::sync_servers::quirks::{EntryIdsRoute, ServerQuirks};
use crate::sync_transport::{MockTransport, password};

const BASE: &str = "https://miniflux.example";

fn client(transport: &MockTransport) -> MinifluxClient<'_> {
    MinifluxClient::new(transport, BASE, &password(), "")
}

/// Returns a client that goes on with the state of another one.
fn next_client<'a>(
    transport: &'a MockTransport,
    before: &MinifluxClient<'_>,
) -> MinifluxClient<'a> {
    MinifluxClient::new(transport, BASE, &password(), &before.state())
}

fn texts_of(ids: &[i64]) -> Vec<String> {
    ids.iter().map(i64::to_string).collect()
}

fn sorted(items: &[RemoteItem]) -> Vec<i64> {
    let mut ids: Vec<i64> = items.iter().map(|item| item.id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// Reads all pages of changed items.
fn all_changes(client: &mut MinifluxClient<'_>) -> Vec<RemoteItem> {
    let mut all = Vec::new();
    loop {
        let RemoteMarks::Changes { items, is_more } = client.marks().unwrap() else {
            panic!("sets instead of changes");
        };
        all.extend(items);
        if !is_more {
            return all;
        }
    }
}

#[test]
fn the_check_tells_version_clock_and_abilities() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 3);
    let info = client(&transport).check().unwrap();
    assert_eq!(info.version.as_deref(), Some("Miniflux 2.3.0"));
    assert_eq!(info.time, Some(transport.server().state.seconds()));
    assert_eq!(info.feeds, Some(2));
    assert_eq!(info.warnings, []);
    assert_eq!(transport.take_requests().len(), 3);

    let (transport, _) = MockTransport::with_items(ServerQuirks::older_miniflux(), 3);
    let info = client(&transport).check().unwrap();
    assert_eq!(
        info.warnings,
        [ServerWarning::OlderApi, ServerWarning::TogglesStars]
    );
}

#[test]
fn a_password_or_a_token_opens_the_api_and_a_wrong_one_is_said() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 1);
    let with = |user: &str, password: &str| {
        let credentials = Credentials {
            user: user.to_owned(),
            password: password.to_owned(),
        };
        MinifluxClient::new(&transport, BASE, &credentials, "").check()
    };
    assert!(with("reader", "correct horse").is_ok());
    assert!(with("", "token-of-the-api").is_ok());
    assert!(matches!(
        with("reader", "wrong"),
        Err(SyncError::WrongPassword)
    ));
    assert!(matches!(with("", "wrong"), Err(SyncError::WrongPassword)));
}

#[test]
fn a_wrong_address_is_said_and_the_end_of_a_right_one_may_be_there() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 1);
    let at = |base: &str| MinifluxClient::new(&transport, base, &password(), "").check();
    assert!(at("https://miniflux.example/v1/").is_ok());
    assert!(matches!(
        at("https://miniflux.example/elsewhere"),
        Err(SyncError::WrongAddress { .. })
    ));
    transport.server_mut().fail_next(ServerFault::ErrorPage);
    assert!(matches!(at(BASE), Err(SyncError::WrongAddress { .. })));
}

#[test]
fn texts_that_stand_close_together_come_in_one_request() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 1_000);
    for id in &ids {
        transport.server_mut().state.mark_read(*id, id % 3 != 0);
    }
    let mut client = client(&transport);
    client.marks().unwrap();
    transport.take_requests();
    // Unread entries among read ones: the list of unread entries has them one after the other.
    let wanted: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| id % 3 == 0)
        .take(250)
        .collect();
    let items = client.texts(&texts_of(&wanted)).unwrap();
    assert_eq!(sorted(&items), wanted);
    assert_eq!(
        transport.take_requests(),
        [format!(
            "GET /v1/entries?order=id&direction=asc&limit=250&status=unread&after_entry_id={}&before_entry_id={}",
            wanted[0] - 1,
            wanted[249] + 1
        )]
    );
    let item = items.iter().find(|item| item.id == "3").unwrap();
    let state = &transport.server().state;
    assert_eq!(item.title.as_deref(), Some("Article 2"));
    assert_eq!(
        item.url.as_deref(),
        Some("https://bridges.example/articles/3")
    );
    assert_eq!(item.author.as_deref(), Some("Ada Quill"));
    assert_eq!(item.published, Some(state.items[&3].published));
    assert_eq!(item.html, &*state.items[&3].html);
    assert_eq!((item.is_read, item.is_starred), (Some(false), Some(false)));
}

#[test]
fn texts_that_stand_far_apart_take_few_requests_and_gone_ones_are_missing() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 3_000);
    let mut server = transport.server_mut();
    for id in &ids {
        server.state.mark_read(*id, true);
    }
    let gone = ids[1_500];
    server.state.remove_item(gone);
    drop(server);
    let mut client = client(&transport);
    client.marks().unwrap();
    transport.take_requests();
    let wanted: Vec<i64> = ids.iter().copied().step_by(500).collect();
    assert!(wanted.contains(&gone));
    let items = client.texts(&texts_of(&wanted)).unwrap();
    let there: Vec<i64> = wanted.iter().copied().filter(|id| *id != gone).collect();
    assert_eq!(sorted(&items), there);
    assert!(transport.take_requests().len() <= wanted.len() + 1);

    // An entry that was unread when the list came, and is read now, is found all the same.
    transport.server_mut().state.mark_read(ids[7], false);
    client.marks().unwrap();
    transport.server_mut().state.mark_read(ids[7], true);
    let items = client.texts(&texts_of(&[ids[7], 999_999])).unwrap();
    assert_eq!(sorted(&items), [ids[7]]);
    assert!(client.texts(&[]).unwrap().is_empty());
}

#[test]
fn pages_that_are_too_large_are_halved() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 200);
    let mut client = client(&transport);
    client.marks().unwrap();
    transport.set_limit(Some(40_000));
    let items = client.texts(&texts_of(&ids)).unwrap();
    assert_eq!(sorted(&items), ids);
}

#[test]
fn wrong_answers_are_errors_and_change_nothing() {
    for quirks in [ServerQuirks::miniflux(), ServerQuirks::older_miniflux()] {
        for fault in VISIBLE {
            let (transport, ids) = MockTransport::with_items(quirks.clone(), 10);
            let mut client = client(&transport);
            client.subscriptions().unwrap();
            client.marks().unwrap();
            let state = client.state();
            let mut fails = |part: &str, call: &dyn Fn(&mut MinifluxClient<'_>) -> bool| {
                transport.server_mut().fail_on(part, fault.clone());
                assert!(!call(&mut client), "{fault:?} of {part}");
                assert_eq!(client.state(), state, "{fault:?} of {part}");
            };
            fails("/feeds", &|client| client.subscriptions().is_ok());
            fails("/categories", &|client| client.subscriptions().is_ok());
            fails("/entries", &|client| client.marks().is_ok());
            fails("/entries", &|client| client.texts(&texts_of(&ids)).is_ok());
            assert_eq!(transport.server().writes(), 0);
        }
    }
}

#[test]
fn the_feeds_of_another_account_are_refused() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::older_miniflux(), 10);
    let mut other = SyncServer::new(ServerQuirks::older_miniflux()).state;
    other.user_id = 2;
    let feed = other.subscribe("https://elsewhere.example/feed", "Elsewhere", None);
    other.add_item_as(ids[0], feed, "Of somebody else");
    transport.server_mut().other = Some(Box::new(other));
    let mut client = client(&transport);
    client.subscriptions().unwrap();
    let fail = || transport.server_mut().fail_next(ServerFault::OtherAccount);
    fail();
    assert!(matches!(
        client.subscriptions(),
        Err(SyncError::UnexpectedAnswer { .. })
    ));
    fail();
    let texts = client.texts(&texts_of(&ids[..1]));
    assert!(matches!(texts, Err(SyncError::UnexpectedAnswer { .. })));
}

#[test]
fn a_server_that_ignores_filters_is_no_endless_list() {
    // An entry instead of a list, and ids that are no ids.
    for route in [
        EntryIdsRoute::SomeEntry,
        EntryIdsRoute::NotFound,
        EntryIdsRoute::BadRequest,
    ] {
        let mut quirks = ServerQuirks::older_miniflux();
        quirks.miniflux.entry_ids = route;
        let (transport, ids) = MockTransport::with_items(quirks, 600);
        let mut client = client(&transport);
        assert_eq!(sorted(&all_changes(&mut client)), ids, "{route:?}");
        // One that failed, three pages of unread entries, one of starred ones.
        assert_eq!(transport.take_requests().len(), 5, "{route:?}");
    }
}

#[test]
fn waits_and_refusals_have_errors_of_their_own() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 1);
    let fails = |fault: ServerFault| {
        transport.server_mut().fail_next(fault);
        client(&transport).subscriptions().unwrap_err()
    };
    assert!(matches!(
        fails(ServerFault::TooManyRequests(Some(60))),
        SyncError::Wait { seconds: 60 }
    ));
    assert!(matches!(
        fails(ServerFault::Unavailable(None)),
        SyncError::Wait { seconds: 3600 }
    ));
    assert!(matches!(
        fails(ServerFault::Unauthorized),
        SyncError::WrongPassword
    ));
    assert!(matches!(
        fails(ServerFault::ServerError),
        SyncError::Status { status: 500 }
    ));
}
