//! Client of the API of Nextcloud News.

mod subscriptions;

use newsprint::fetch::Credentials;
use newsprint::model::MarkKind;
use newsprint::sync::error::SyncError;
use newsprint::sync::nextcloud::NextcloudClient;
use newsprint::sync::server::{RemoteItem, RemoteMarks, Server, ServerWarning};

use crate::sync_servers::faults::{HIDDEN, ServerFault, VISIBLE};
use crate::sync_servers::quirks::{ServerQuirks, UnknownRoute};
use crate::sync_transport::{MockTransport, password};

const BASE: &str = "https://cloud.example";
const API: &str = "/index.php/apps/news/api/v1-3";

fn client(transport: &MockTransport) -> NextcloudClient<'_> {
    NextcloudClient::new(transport, BASE, &password(), "")
}

/// Returns a client that goes on with the state of another one.
fn next_client<'a>(
    transport: &'a MockTransport,
    before: &NextcloudClient<'_>,
) -> NextcloudClient<'a> {
    NextcloudClient::new(transport, BASE, &password(), &before.state())
}

fn texts_of(ids: &[i64]) -> Vec<String> {
    ids.iter().map(i64::to_string).collect()
}

fn sorted(items: &[RemoteItem]) -> Vec<i64> {
    let mut ids: Vec<i64> = items.iter().map(|item| item.id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn page(client: &mut NextcloudClient<'_>) -> (Vec<RemoteItem>, bool) {
    match client.marks().unwrap() {
        RemoteMarks::Changes { items, is_more } => (items, is_more),
        RemoteMarks::Sets { .. } => panic!("sets instead of changes"),
    }
}

fn all_changes(client: &mut NextcloudClient<'_>) -> Vec<RemoteItem> {
    let mut all = Vec::new();
    loop {
        let (items, is_more) = page(client);
        all.extend(items);
        if !is_more {
            return all;
        }
    }
}

/// Returns the servers: newer ones leave the item of an offset out, older ones have another version of the API.
fn servers() -> Vec<ServerQuirks> {
    let mut exclusive = ServerQuirks::nextcloud();
    exclusive.nextcloud.offset_is_inclusive = false;
    exclusive.nextcloud.times_are_microseconds = true;
    let mut other_status = ServerQuirks::older_nextcloud();
    other_status.nextcloud.wrong_method = 404;
    vec![
        ServerQuirks::nextcloud(),
        exclusive,
        ServerQuirks::older_nextcloud(),
        other_status,
    ]
}

#[test]
fn the_check_tells_version_clock_and_a_broken_cron() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::nextcloud(), 3);
    let info = client(&transport).check().unwrap();
    assert_eq!(info.version.as_deref(), Some("Nextcloud News 25.0.0"));
    assert_eq!(info.time, Some(transport.server().state.seconds()));
    assert_eq!(info.feeds, Some(2));
    assert_eq!(info.warnings, []);
    transport.server_mut().quirks.nextcloud.cron_is_broken = true;
    let info = client(&transport).check().unwrap();
    assert_eq!(info.warnings, [ServerWarning::BrokenCron]);

    let (transport, _) = MockTransport::with_items(ServerQuirks::older_nextcloud(), 3);
    let info = client(&transport).check().unwrap();
    assert_eq!(info.warnings, [ServerWarning::OlderApi]);
}

#[test]
fn wrong_credentials_and_wrong_addresses_are_said() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::nextcloud(), 1);
    let wrong = Credentials {
        user: "reader".to_owned(),
        password: "wrong".to_owned(),
    };
    let result = NextcloudClient::new(&transport, BASE, &wrong, "").check();
    assert!(matches!(result, Err(SyncError::WrongPassword)));
    let elsewhere = "https://cloud.example/elsewhere/";
    let result = NextcloudClient::new(&transport, elsewhere, &password(), "").check();
    assert!(matches!(result, Err(SyncError::WrongAddress { .. })));
    transport.server_mut().fail_next(ServerFault::ErrorPage);
    let result = client(&transport).check();
    assert!(matches!(result, Err(SyncError::WrongAddress { .. })));
}

#[test]
fn a_server_whose_unknown_paths_lead_to_its_first_page_is_asked_for_the_other_version() {
    for unknown_route in [UnknownRoute::PageUnlessJson, UnknownRoute::Page] {
        let mut quirks = ServerQuirks::older_nextcloud();
        quirks.nextcloud.unknown_route = unknown_route;
        let (transport, _) = MockTransport::with_items(quirks, 3);
        let info = client(&transport).check().unwrap();
        assert_eq!(
            info.warnings,
            [ServerWarning::OlderApi],
            "{unknown_route:?}"
        );
        let mut client = client(&transport);
        assert!(client.subscriptions().unwrap().is_some());
        assert_eq!(all_changes(&mut client).len(), 3);
        // A server without News is a wrong address, not one that has moved.
        transport
            .server_mut()
            .fail_next(ServerFault::Moved("/index.php/apps/dashboard/"));
        transport
            .server_mut()
            .fail_next(ServerFault::Moved("/index.php/apps/dashboard/"));
        let result = super::sync_nextcloud::client(&transport).check();
        assert!(
            matches!(result, Err(SyncError::WrongAddress { .. })),
            "{result:?}"
        );
    }
    // One that has moved is said to have.
    let (transport, _) = MockTransport::with_items(ServerQuirks::nextcloud(), 3);
    transport.server_mut().fail_next(ServerFault::Moved(
        "https://new.example/index.php/apps/news/api/v1-3/status",
    ));
    let result = client(&transport).check();
    let Err(SyncError::Moved { to }) = result else {
        panic!("{result:?}");
    };
    assert_eq!(to, "https://new.example");
}

#[test]
fn unread_and_starred_items_come_once_page_by_page_and_then_what_has_changed() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 620);
        let mut server = transport.server_mut();
        server.state.mark_read(ids[3], true);
        server.state.star(ids[3], true);
        server.state.mark_read(ids[4], true);
        drop(server);
        let mut first = client(&transport);
        first.subscriptions().unwrap();
        transport.take_requests();
        let mut came = Vec::new();
        loop {
            let (items, is_more) = page(&mut first);
            assert!(items.len() <= 250);
            came.extend(items);
            // Stopped after each page.
            first = next_client(&transport, &first);
            if !is_more {
                break;
            }
        }
        let expected: Vec<i64> = ids.iter().copied().filter(|id| *id != ids[4]).collect();
        assert_eq!(sorted(&came), expected);
        assert_eq!(transport.take_requests().len(), 3 + 1);

        let mut server = transport.server_mut();
        server.state.advance(1_000);
        server.state.mark_read(ids[0], true);
        server.state.star(ids[1], true);
        server.state.mark_read(ids[4], false);
        drop(server);
        let changed = all_changes(&mut first);
        let find = |id: i64| {
            let mut items = changed.iter();
            items.find(|item| item.id == id.to_string()).unwrap()
        };
        assert_eq!(find(ids[0]).is_read, Some(true));
        assert_eq!(find(ids[1]).is_starred, Some(true));
        assert_eq!(find(ids[4]).is_read, Some(false));
        // A quiet sync is three requests.
        transport.server_mut().state.advance(1_000);
        let mut next = next_client(&transport, &first);
        transport.take_requests();
        next.subscriptions().unwrap();
        all_changes(&mut next);
        let requests = transport.take_requests();
        assert_eq!(requests.len(), 3, "{requests:?}");
        transport.server_mut().state.advance(1_000);
        assert!(all_changes(&mut next).is_empty());
    }
}

#[test]
fn what_changes_while_the_lists_are_read_is_in_the_next_one() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 600);
    let mut client = client(&transport);
    let (read, starred) = (ids[599], ids[0]);
    transport.act_before(1, move |state| {
        state.advance(30);
        state.mark_read(read, true);
        state.star(starred, true);
    });
    assert_eq!(sorted(&all_changes(&mut client)).len(), 601);
    transport.server_mut().state.advance(4_000);
    let changed = all_changes(&mut client);
    let is_read = |item: &RemoteItem| item.id == read.to_string() && item.is_read == Some(true);
    assert!(changed.iter().any(is_read));
}

#[test]
fn the_first_request_of_the_lists_is_the_documented_one() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::nextcloud(), 2);
    let mut client = client(&transport);
    all_changes(&mut client);
    let time = transport.server().state.seconds();
    all_changes(&mut client);
    assert_eq!(
        transport.take_requests(),
        [
            format!(
                "GET {API}/items?type=3&id=0&getRead=false&batchSize=250&offset=0&oldestFirst=false"
            ),
            format!(
                "GET {API}/items?type=2&id=0&getRead=true&batchSize=250&offset=0&oldestFirst=false"
            ),
            format!(
                "GET {API}/items/updated?type=3&id=0&lastModified={}",
                time - 300
            ),
        ]
    );
}

#[test]
fn items_have_what_the_server_says() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 2);
    let items = all_changes(&mut client(&transport));
    let state = &transport.server().state;
    let expected = &state.items[&ids[0]];
    let item = items.iter().find(|item| item.id == "1").unwrap();
    assert_eq!(item.feed, expected.feed.to_string());
    assert_eq!(item.guid.as_deref(), Some("guid-1"));
    assert_eq!(item.title.as_deref(), Some("Article 0"));
    assert_eq!(item.url.as_deref(), Some(&*expected.link));
    assert_eq!(item.published, Some(expected.published));
    assert_eq!(item.html, &*expected.html);
    assert_eq!((item.is_read, item.is_starred), (Some(false), Some(false)));
}

#[test]
fn too_many_changes_for_one_answer_come_feed_by_feed() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 400);
    let mut first = client(&transport);
    all_changes(&mut first);
    let mut server = transport.server_mut();
    server.state.advance(4_000);
    for id in &ids {
        server.state.mark_read(*id, true);
    }
    drop(server);
    transport.set_limit(Some(170_000));
    let mut came = Vec::new();
    loop {
        let (items, is_more) = page(&mut first);
        came.extend(items);
        first = next_client(&transport, &first);
        if !is_more {
            break;
        }
    }
    assert_eq!(sorted(&came), ids);
    assert!(came.iter().all(|item| item.is_read == Some(true)));
    // The time before the changes is asked for once more, since clocks differ.
    transport.server_mut().state.advance(4_000);
    all_changes(&mut first);
    assert!(all_changes(&mut first).is_empty());
}

#[test]
fn changes_that_are_too_many_for_the_server_come_feed_by_feed() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 400);
    let mut first = client(&transport);
    all_changes(&mut first);
    let mut server = transport.server_mut();
    server.state.advance(4_000);
    for id in &ids {
        server.state.mark_read(*id, true);
    }
    // The memory of PHP: 500. Then the time of a proxy.
    server.quirks.nextcloud.max_updated = Some(300);
    drop(server);
    assert_eq!(sorted(&all_changes(&mut first)), ids);
    transport.server_mut().quirks.nextcloud.max_updated = None;
    transport
        .server_mut()
        .fail_on("/items/updated", ServerFault::CloseBefore);
    assert_eq!(sorted(&all_changes(&mut first)), ids);
    // The lists got on: what was read is not asked for for ever.
    transport.server_mut().state.advance(4_000);
    all_changes(&mut first);
    assert!(all_changes(&mut first).is_empty());
    // One that asks to wait is not asked for its feeds.
    transport.take_requests();
    transport
        .server_mut()
        .fail_on("/items/updated", ServerFault::Unavailable(Some(60)));
    assert!(matches!(
        first.marks(),
        Err(SyncError::Wait { seconds: 60 })
    ));
    assert_eq!(transport.take_requests().len(), 1);
}

#[test]
fn pages_that_are_too_large_are_halved() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 60);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        transport.set_limit(Some(3_000));
        assert_eq!(sorted(&all_changes(&mut client)), ids);
    }
}

#[test]
fn single_items_are_found_at_the_beginning_of_a_list() {
    for quirks in servers() {
        let (transport, ids) = MockTransport::with_items(quirks, 900);
        transport.server_mut().state.remove_item(ids[450]);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        transport.take_requests();
        let dense = client.texts(&texts_of(&ids[100..200])).unwrap();
        assert_eq!(sorted(&dense), ids[100..200]);
        assert!(transport.take_requests().len() <= 2);
        let wanted = [ids[2], ids[450], ids[899]];
        let sparse = client.texts(&texts_of(&wanted)).unwrap();
        assert_eq!(sorted(&sparse), [ids[2], ids[899]]);
        assert!(transport.take_requests().len() <= 4);
        assert!(client.texts(&[]).unwrap().is_empty());
    }
}

#[test]
fn marks_go_by_the_routes_that_exist() {
    for quirks in servers() {
        let has_v1_3 = quirks.nextcloud.has_v1_3;
        let (transport, ids) = MockTransport::with_items(quirks, 5);
        let mut client = client(&transport);
        client.subscriptions().unwrap();
        transport.take_requests();
        // The server sets one after the other.
        assert!(client.limits().marks_per_request <= 250);
        let some = texts_of(&ids[..3]);
        for _ in 0..2 {
            client.set_marks(MarkKind::Read, true, &some).unwrap();
            client.set_marks(MarkKind::Star, true, &some).unwrap();
        }
        assert_eq!(transport.server().state.unread(), ids[3..]);
        assert_eq!(transport.server().state.starred(), ids[..3]);
        let requests = transport.take_requests();
        if has_v1_3 {
            let [read, star] =
                ["read", "star"].map(|mark| format!("POST {API}/items/{mark}/multiple"));
            assert_eq!(requests, [read.clone(), star.clone(), read, star]);
        } else {
            // Version 1-2 wants the hash of each starred item.
            assert_eq!(requests.len(), 6, "{requests:?}");
        }
        client.set_marks(MarkKind::Read, false, &some).unwrap();
        client.set_marks(MarkKind::Star, false, &some).unwrap();
        assert_eq!(transport.server().state.unread(), ids);
        assert_eq!(transport.server().state.starred(), [0; 0]);
        transport.take_requests();
        client.set_marks(MarkKind::Read, true, &[]).unwrap();
        assert_eq!(transport.take_requests().len(), 0);
        // Gone items are no error, refused ones are.
        client
            .set_marks(MarkKind::Star, true, &texts_of(&[901]))
            .unwrap();
        transport.server_mut().state.refused.insert(ids[1]);
        let refused = client.set_marks(MarkKind::Read, true, &some);
        assert!(refused.is_err_and(|error| error.is_rejection()));
    }
}

#[test]
fn wrong_answers_are_errors_and_change_nothing() {
    for quirks in [ServerQuirks::nextcloud(), ServerQuirks::older_nextcloud()] {
        for fault in VISIBLE {
            let (transport, ids) = MockTransport::with_items(quirks.clone(), 10);
            let mut client = client(&transport);
            client.subscriptions().unwrap();
            let fails = |client: &mut NextcloudClient<'_>,
                         part: &str,
                         call: &dyn Fn(&mut NextcloudClient<'_>) -> bool| {
                let state = client.state();
                transport.server_mut().fail_on(part, fault.clone());
                assert!(!call(client), "{fault:?} of {part}");
                assert_eq!(client.state(), state, "{fault:?} of {part}");
            };
            fails(&mut client, "/feeds", &|it| it.subscriptions().is_ok());
            fails(&mut client, "/folders", &|it| it.subscriptions().is_ok());
            fails(&mut client, "/items", &|it| it.marks().is_ok());
            page(&mut client);
            fails(&mut client, "/items", &|it| it.marks().is_ok());
            page(&mut client);
            // What fails for all feeds at once is asked for feed by feed, and fails there too.
            transport.server_mut().fail_on("/items", fault.clone());
            fails(&mut client, "/items", &|it| it.marks().is_ok());
            transport.server_mut().faults.clear();
            fails(&mut client, "/items", &|it| {
                it.texts(&texts_of(&ids)).is_ok()
            });
            assert_eq!(transport.server().writes(), 0);
        }
    }
}

#[test]
fn late_repeated_and_reordered_answers_are_as_good_as_others() {
    for fault in HIDDEN {
        let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 300);
        let mut client = client(&transport);
        for _ in 0..3 {
            transport.server_mut().fail_on("/items", fault.clone());
        }
        assert_eq!(sorted(&all_changes(&mut client)), ids, "{fault:?}");
    }
}

#[test]
fn a_page_instead_of_an_answer_to_a_mark_is_an_error() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::nextcloud(), 2);
    let mut client = client(&transport);
    for kind in [MarkKind::Read, MarkKind::Star] {
        transport.server_mut().fail_next(ServerFault::ErrorPage);
        let result = client.set_marks(kind, true, &texts_of(&ids));
        assert!(matches!(result, Err(SyncError::UnexpectedAnswer { .. })));
    }
    assert_eq!(transport.server().state.starred(), [0; 0]);
}
