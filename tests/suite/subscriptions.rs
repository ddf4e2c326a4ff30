//! Stored data of sources beside their articles: categories, requests, retry times of hosts, leases, the state of a feed.

use newsprint::library::{self, Library, OpenMode, StoredAnswer};
use newsprint::model::{
    FetchOutcome, FetchState, HostWait, Request, SourceError, SourceErrorKind, SourceId,
};
use rusqlite::Connection;

const NOW: i64 = 1_796_000_400;

fn open(folder: &tempfile::TempDir) -> Library {
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    library.set_now(NOW);
    library
}

fn with_feed(folder: &tempfile::TempDir) -> (Library, SourceId) {
    let mut library = open(folder);
    let (feed, is_new) = library
        .add_feed("https://tide.example/feed", "Tide")
        .unwrap();
    assert!(is_new);
    (library, feed.id)
}

fn request(time: i64) -> Request {
    Request {
        time,
        status: Some(200),
        bytes: 1_000_000_000_000,
        milliseconds: 12,
        outcome: FetchOutcome::New,
        error: None,
    }
}

#[test]
fn the_state_of_a_feed_is_stored_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, feed) = with_feed(&folder);
    let state = FetchState {
        url: Some("https://tide.example/atom".to_owned()),
        old_url: Some("https://tide.example/feed".to_owned()),
        moved_to: Some("https://other.example/".to_owned()),
        moved_since: Some(5),
        site: Some("https://tide.example/".to_owned()),
        etag: Some(b"W/\"abc\xff\"".to_vec()),
        last_modified: Some(b"Mon, 2 Feb 2041".to_vec()),
        unchanged_since: Some(6),
        user_interval: Some(3600),
        feed_interval: Some(7200),
        next_fetch: Some(NOW + 1),
        last_attempt: Some(8),
        last_success: Some(9),
        last_new: Some(10),
        failing_since: Some(11),
        failures: 3,
        error: Some(SourceError {
            kind: SourceErrorKind::Status,
            details: Some("503".to_owned()),
        }),
        repeats_ids: true,
        repeats_links: true,
    };
    let answer = StoredAnswer {
        source: feed,
        asked_url: Some("https://tide.example/feed".to_owned()),
        title: None,
        state: state.clone(),
        new_entry_time: NOW,
        request: request(NOW),
        entries: Vec::new(),
        is_gone: false,
        holder: "me".to_owned(),
    };
    library.store_answers(&[answer]).unwrap();
    // The interval of the user is theirs alone.
    let state = FetchState {
        user_interval: None,
        ..state
    };
    assert_eq!(library.fetch_state(feed).unwrap(), Some(state));
    assert_eq!(library.fetch_state(SourceId(9)).unwrap(), None);
    assert_eq!(library.due_feeds().unwrap(), []);
    library.set_now(NOW + 1);
    assert_eq!(library.due_feeds().unwrap(), [feed]);
    library.pause_source(feed, true).unwrap();
    assert_eq!(library.due_feeds().unwrap(), []);
}

#[test]
fn a_title_set_by_the_user_replaces_that_of_the_feed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, feed) = with_feed(&folder);
    let title = |library: &Library| library.source(feed).unwrap().unwrap().title;
    library.rename_source(feed, Some("  Mine ")).unwrap();
    library.set_feed_title(feed, "The Tidewater\nPost").unwrap();
    assert_eq!(title(&library), "Mine");
    library.rename_source(feed, None).unwrap();
    assert_eq!(title(&library), "The Tidewater Post");
}

#[test]
fn the_last_twenty_requests_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, feed) = with_feed(&folder);
    let (other, _) = library.add_feed("https://b.example/", "B").unwrap();
    let failed = Request {
        status: None,
        outcome: FetchOutcome::Failed,
        error: Some(SourceError {
            kind: SourceErrorKind::Timeout,
            details: None,
        }),
        ..request(0)
    };
    library.record_request(other.id, &failed).unwrap();
    for time in 1..=50 {
        library.record_request(feed, &request(time)).unwrap();
    }
    let times: Vec<i64> = library
        .requests(feed)
        .unwrap()
        .iter()
        .map(|request| request.time)
        .collect();
    assert_eq!(times, (31..=50).rev().collect::<Vec<_>>());
    assert_eq!(library.requests(feed).unwrap()[0], request(50));
    assert_eq!(library.requests(other.id).unwrap(), [failed]);
}

#[test]
fn the_retry_time_of_a_host_is_stored_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder);
    assert_eq!(library.host_wait("tide.example").unwrap(), None);
    for delay in [60, 120] {
        let wait = HostWait {
            not_before: NOW + delay,
            delay,
            reason: SourceErrorKind::RateLimited,
        };
        library.set_host_wait("tide.example", Some(wait)).unwrap();
        assert_eq!(library.host_wait("tide.example").unwrap(), Some(wait));
    }
    library.set_host_wait("tide.example", None).unwrap();
    assert_eq!(library.host_wait("tide.example").unwrap(), None);
}

#[test]
fn one_of_several_programs_holds_the_lease() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, feed) = with_feed(&folder);
    let mut two = open(&folder);
    assert!(one.acquire_lease(feed, "one", 60).unwrap());
    assert!(!two.acquire_lease(feed, "two", 60).unwrap());
    assert!(
        one.acquire_lease(feed, "one", 90).unwrap(),
        "it is extended"
    );
    two.release_lease(feed, "two").unwrap();
    two.set_now(NOW + 89);
    assert!(!two.acquire_lease(feed, "two", 60).unwrap());
    // The first one was killed.
    two.set_now(NOW + 90);
    assert!(two.acquire_lease(feed, "two", 60).unwrap());
    two.release_lease(feed, "two").unwrap();
    assert!(one.acquire_lease(feed, "one", 60).unwrap());
    assert!(!one.acquire_lease(SourceId(99), "one", 60).unwrap());
}

#[test]
fn categories_are_a_tree() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, feed) = with_feed(&folder);
    let news = library.ensure_category(None, "News").unwrap();
    assert_eq!(library.ensure_category(None, "News").unwrap(), news);
    let local = library.ensure_category(Some(news), "Local").unwrap();
    let harbour = library.ensure_category(Some(local), "Harbour").unwrap();
    let top = library.ensure_category(None, "Local").unwrap();
    library
        .set_categories(feed, &[harbour, local, harbour])
        .unwrap();
    assert_eq!(library.categories_of(feed).unwrap(), [local, harbour]);
    // None comes below itself, and no two have one name below the same parent.
    assert!(library.move_category("News", "News/Local/News").is_err());
    assert!(library.move_category("News/Local", "Local").is_err());
    library
        .move_category("News/Local/Harbour", "News/Local/Port")
        .unwrap();
    // What was below comes up, united with those of its name; the sources stay.
    library.remove_category("News").unwrap();
    let all = library.categories().unwrap();
    let names: Vec<_> = all.iter().map(|c| (c.parent, c.name.as_str())).collect();
    assert_eq!(names, [(Some(top), "Port"), (None, "Local")]);
    assert_eq!(library.categories_of(feed).unwrap().len(), 2);
    assert!(library.source(feed).unwrap().is_some());
    // A category below one of the same name.
    let inner = library.ensure_category(Some(top), "Local").unwrap();
    library.remove_category("Local").unwrap();
    let all = library.categories().unwrap();
    assert!(all.iter().any(|c| c.id == inner && c.parent.is_none()));
}

#[test]
fn every_code_of_an_error_has_one_name() {
    for kind in [
        SourceErrorKind::NoFolder,
        SourceErrorKind::SomeFilesUnreadable,
        SourceErrorKind::NotAFeed,
        SourceErrorKind::Other,
    ] {
        assert_eq!(SourceErrorKind::from_name(kind.name()), Some(kind));
    }
    let unknown = SourceError::from_code(Some("of a later version".to_owned()), None).unwrap();
    assert_eq!(unknown.to_string(), "of a later version");
    assert_eq!(SourceError::from_code(None, Some("x".to_owned())), None);
}

#[test]
fn categories_and_feed_entries_are_restored_from_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, feed) = with_feed(&folder);
    let news = library.ensure_category(None, "News").unwrap();
    let local = library.ensure_category(Some(news), "Local").unwrap();
    library.set_categories(feed, &[local]).unwrap();
    Connection::open(folder.path().join("library.db"))
        .unwrap()
        .execute_batch(
            "INSERT INTO article (source, title, title_key, added, updated, date, read) VALUES (1, 'Ink', 'ink', 1, 1, 1, 1);
             INSERT INTO entry (source, key, article, link, first_seen, last_seen)
                VALUES (1, CAST('tag:ink' AS BLOB), 1, 'https://tide.example/ink', 2, 3);
             INSERT INTO identity VALUES (x'00112233445566778899aabbccddeeff', 1);",
        )
        .unwrap();
    let copy = library.back_up().unwrap().unwrap();
    let other = tempfile::tempdir().unwrap();
    // Other ids are taken there.
    let mut elsewhere = open(&other);
    elsewhere.add_feed("https://a.example/", "A").unwrap();
    elsewhere.ensure_category(None, "Other").unwrap();
    drop(elsewhere);
    for _ in 0..2 {
        library::recover_from(other.path(), &copy).unwrap();
    }
    let elsewhere = open(&other);
    let all = elsewhere.categories().unwrap();
    let local = all.iter().find(|c| c.name == "Local").unwrap();
    let parent = all.iter().find(|c| Some(c.id) == local.parent).unwrap();
    assert_eq!((all.len(), parent.name.as_str()), (3, "News"));
    assert_eq!(elsewhere.categories_of(SourceId(2)).unwrap(), [local.id]);
    let entries: Vec<(i64, Vec<u8>, bool)> = Connection::open(other.path().join("library.db"))
        .unwrap()
        .prepare("SELECT e.source, e.key, a.read FROM entry e JOIN article a ON a.id = e.article")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(entries, [(2, b"tag:ink".to_vec(), true)]);
}
