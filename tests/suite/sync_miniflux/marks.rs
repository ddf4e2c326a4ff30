//! Marks of Miniflux.

use newsprint::model::MarkKind;
use newsprint::sync::error::SyncError;
use newsprint::sync::server::{Coverage, IdSet, RemoteMarks, Server};

use super::{all_changes, client, next_client, sorted, texts_of};
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_transport::MockTransport;

/// Returns the sets of unread and starred entries.
fn sets(server: &mut dyn Server) -> (IdSet, IdSet) {
    match server.marks().unwrap() {
        RemoteMarks::Sets { unread, starred } => (unread, starred),
        RemoteMarks::Changes { .. } => panic!("changes instead of sets"),
    }
}

fn ids_of(set: &IdSet) -> Vec<i64> {
    let mut ids: Vec<i64> = set.ids.iter().map(|id| id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn two_requests_return_all_unread_and_starred_ids() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 9_000);
    let mut server = transport.server_mut();
    server.state.mark_read(ids[4], true);
    server.state.star(ids[4], true);
    drop(server);
    let (unread, starred) = sets(&mut client(&transport));
    assert_eq!(ids_of(&unread), transport.server().state.unread());
    assert_eq!(ids_of(&starred), [ids[4]]);
    assert_eq!(unread.contains(&ids[4].to_string()), Some(false));
    assert_eq!(
        transport.take_requests(),
        [
            "GET /v1/entries/ids?status=unread&limit=10000",
            "GET /v1/entries/ids?starred=true&limit=10000"
        ]
    );
}

#[test]
fn absence_from_several_pages_is_believed_only_if_it_comes_twice() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 25_000);
    let (unread, _) = sets(&mut client(&transport));
    assert_eq!(unread.ids.len(), 25_000);
    assert_eq!(unread.coverage, Coverage::All);
    assert_eq!(transport.take_requests().len(), 3 + 3 + 1);

    // Read elsewhere between two pages: an unread entry moves past the second page.
    let newest: Vec<i64> = ids.iter().rev().take(40).copied().collect();
    transport.act_before(1, move |state| {
        for id in newest {
            state.mark_read(id, true);
        }
    });
    let (unread, _) = sets(&mut client(&transport));
    for id in transport.server().state.unread() {
        assert_eq!(unread.contains(&id.to_string()), Some(true), "{id}");
    }
    assert_eq!(unread.contains("999999999"), None);
}

#[test]
fn a_list_that_misses_entries_by_its_own_count_is_an_error() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 30);
    let mut client = client(&transport);
    transport.server_mut().fail_next(ServerFault::WrongKey);
    assert!(matches!(
        client.marks(),
        Err(SyncError::UnexpectedAnswer {
            request: "entries/ids"
        })
    ));
    for fault in crate::sync_servers::faults::HIDDEN {
        transport.server_mut().fail_next(fault);
        assert_eq!(sets(&mut client).0.ids.len(), 30);
    }
}

#[test]
fn an_older_server_returns_all_texts_once_and_then_what_has_changed() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::older_miniflux(), 620);
    let mut server = transport.server_mut();
    server.state.mark_read(ids[3], true);
    server.state.star(ids[3], true);
    server.state.mark_read(ids[4], true);
    drop(server);
    let mut first = client(&transport);
    let mut came = Vec::new();
    // Stopped after each page.
    loop {
        let RemoteMarks::Changes { items, is_more } = first.marks().unwrap() else {
            panic!("sets instead of changes");
        };
        assert!(items.len() <= 250);
        came.extend(items);
        first = next_client(&transport, &first);
        if !is_more {
            break;
        }
    }
    let expected: Vec<i64> = ids.iter().copied().filter(|id| *id != ids[4]).collect();
    assert_eq!(sorted(&came), expected);
    assert_eq!(transport.take_requests().len(), 1 + 3 + 1);

    // What happens while the lists are read is in the next ones, even by a clock that is some minutes off.
    let mut server = transport.server_mut();
    server.state.advance(1_000);
    server.state.mark_read(ids[0], true);
    server.state.star(ids[1], true);
    server.state.mark_read(ids[4], false);
    drop(server);
    let changed = all_changes(&mut first);
    let find = |id: i64| {
        changed
            .iter()
            .find(|item| item.id == id.to_string())
            .unwrap()
    };
    assert_eq!(find(ids[0]).is_read, Some(true));
    assert_eq!(find(ids[1]).is_starred, Some(true));
    assert_eq!(find(ids[4]).is_read, Some(false));
    transport.server_mut().state.advance(1_000);
    let mut next = next_client(&transport, &first);
    transport.take_requests();
    all_changes(&mut next);
    let requests = transport.take_requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert!(requests[0].contains("changed_after="), "{requests:?}");
    // The changes of the last sync are older than its time and the overlap by now.
    transport.server_mut().state.advance(1_000);
    assert!(all_changes(&mut next).is_empty());
}

#[test]
fn a_server_that_was_updated_is_asked_for_ids_again_after_a_day() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::older_miniflux(), 10);
    let mut client = client(&transport);
    all_changes(&mut client);
    transport.server_mut().quirks = ServerQuirks::miniflux();
    client.subscriptions().unwrap();
    all_changes(&mut client);
    transport.server_mut().state.advance(25 * 3600);
    client.subscriptions().unwrap();
    assert_eq!(sets(&mut client).0.ids.len(), 10);
}

#[test]
fn marks_are_set_by_one_request_and_setting_them_again_changes_nothing() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::miniflux(), 5);
    let mut client = client(&transport);
    let some = texts_of(&ids[..3]);
    for _ in 0..2 {
        client.set_marks(MarkKind::Star, true, &some).unwrap();
        client.set_marks(MarkKind::Read, true, &some).unwrap();
    }
    assert_eq!(transport.server().state.starred(), ids[..3]);
    assert_eq!(transport.server().state.unread(), ids[3..]);
    assert_eq!(transport.take_requests(), ["PUT /v1/entries"; 4]);
    client.set_marks(MarkKind::Read, false, &some).unwrap();
    client.set_marks(MarkKind::Star, false, &some).unwrap();
    assert_eq!(transport.server().state.starred(), [0; 0]);
    assert_eq!(transport.server().state.unread(), ids);
    // The server refuses an empty list.
    transport.take_requests();
    client.set_marks(MarkKind::Read, true, &[]).unwrap();
    assert_eq!(transport.take_requests().len(), 0);
}

#[test]
fn a_server_that_toggles_stars_is_read_first() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::older_miniflux(), 3);
    transport.server_mut().state.star(ids[0], true);
    let mut first = client(&transport);
    let two = texts_of(&ids[..2]);
    first.set_marks(MarkKind::Star, true, &two).unwrap();
    assert_eq!(transport.server().state.starred(), ids[..2]);
    assert_eq!(
        transport.take_requests(),
        [
            "PUT /v1/entries",
            "GET /v1/entries/1",
            "GET /v1/entries/2",
            "PUT /v1/entries/2/bookmark"
        ]
    );
    // The next client knows it, and a star that is there is not taken away.
    let mut next = next_client(&transport, &first);
    assert!(next.limits().marks_per_request <= 100);
    next.set_marks(MarkKind::Star, true, &two).unwrap();
    assert_eq!(
        transport.take_requests(),
        ["GET /v1/entries/1", "GET /v1/entries/2"]
    );
    assert_eq!(transport.server().state.starred(), ids[..2]);
    // An entry that is gone is no error.
    next.set_marks(MarkKind::Star, false, &texts_of(&[ids[0], 77]))
        .unwrap();
    assert_eq!(transport.server().state.starred(), [ids[1]]);
}

#[test]
fn a_lost_answer_does_not_take_the_star_away() {
    let (transport, ids) = MockTransport::with_items(ServerQuirks::older_miniflux(), 1);
    let mut client = client(&transport);
    let star = texts_of(&ids);
    transport
        .server_mut()
        .fail_on("/bookmark", ServerFault::CloseAfter);
    assert!(client.set_marks(MarkKind::Star, true, &star).is_err());
    client.set_marks(MarkKind::Star, true, &star).unwrap();
    assert_eq!(transport.server().state.starred(), ids);
}

#[test]
fn refused_entries_are_a_rejection_and_gone_ones_are_not() {
    for quirks in [ServerQuirks::miniflux(), ServerQuirks::older_miniflux()] {
        let (transport, ids) = MockTransport::with_items(quirks, 4);
        transport.server_mut().state.refused.insert(ids[1]);
        let mut client = client(&transport);
        for kind in [MarkKind::Read, MarkKind::Star] {
            let all = client.set_marks(kind, true, &texts_of(&ids));
            assert!(all.is_err_and(|error| error.is_rejection()));
            let others = texts_of(&[ids[0], ids[2], ids[3]]);
            client.set_marks(kind, true, &others).unwrap();
            // The server has none of them: older ones call it an error (500).
            client
                .set_marks(kind, true, &texts_of(&[901, 902]))
                .unwrap();
        }
        assert_eq!(transport.server().state.unread(), [ids[1]]);
        assert_eq!(transport.server().state.starred(), [ids[0], ids[2], ids[3]]);
    }
}

#[test]
fn a_page_instead_of_an_answer_to_a_mark_is_an_error() {
    for quirks in [ServerQuirks::miniflux(), ServerQuirks::older_miniflux()] {
        let (transport, ids) = MockTransport::with_items(quirks, 2);
        let mut client = client(&transport);
        client
            .set_marks(MarkKind::Star, true, &texts_of(&ids[..1]))
            .unwrap();
        for (kind, part) in [
            (MarkKind::Read, "/entries"),
            (MarkKind::Star, "/entries"),
            (MarkKind::Star, "/bookmark"),
        ] {
            if part == "/bookmark" && transport.server().quirks.miniflux.sets_starred {
                continue;
            }
            let mut server = transport.server_mut();
            server.fail_on(part, ServerFault::ErrorPage);
            drop(server);
            let result = client.set_marks(kind, true, &texts_of(&ids[1..]));
            assert!(
                matches!(result, Err(SyncError::UnexpectedAnswer { .. })),
                "{kind:?} {part}: {result:?}"
            );
        }
        assert_eq!(transport.server().state.starred(), ids[..1]);
        assert_eq!(transport.server().state.unread(), ids);
    }
}
