//! Changes of sources and categories: each is undone and redone, also in a later session.

use newsprint::library::{Library, NewFeed, OpenMode, UndoResult};
use newsprint::messages::changes;
use newsprint::model::{
    ChangeKind, ChangeReport, Direction, SettingChange, SourceId, SourceSettings,
};
use rusqlite::Connection;
use tempfile::TempDir;

const NOW: i64 = 1_796_000_400;

struct Fixture {
    folder: TempDir,
    library: Library,
    feed: SourceId,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder);
    let (feed, _) = library
        .add_feed("https://tide.example/feed", "Tide")
        .unwrap();
    Fixture {
        folder,
        library,
        feed: feed.id,
    }
}

fn open(folder: &TempDir) -> Library {
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    library.set_now(NOW);
    library
}

/// Undoes the newest change as a later session does.
fn undo_in_a_later_session(folder: &TempDir) -> ChangeKind {
    let mut library = open(folder);
    let UndoResult::NeedsConfirmation(id, kind, _) = library.undo(None).unwrap() else {
        panic!("the change is of an earlier session");
    };
    assert!(matches!(
        library.undo(Some(id)).unwrap(),
        UndoResult::Done(..)
    ));
    kind
}

fn redo(library: &mut Library) {
    assert!(matches!(library.redo().unwrap(), UndoResult::Done(..)));
}

fn setting(key: &str, value: &str) -> SettingChange {
    SettingChange::parse(key, value).unwrap()
}

/// Returns the paths of all categories.
fn paths(library: &Library) -> Vec<String> {
    let all = library.categories().unwrap();
    let mut paths: Vec<String> = all
        .iter()
        .map(|category| {
            let mut names = vec![category.name.clone()];
            let mut parent = category.parent;
            while let Some(above) = all.iter().find(|other| Some(other.id) == parent) {
                names.insert(0, above.name.clone());
                parent = above.parent;
            }
            names.join("/")
        })
        .collect();
    paths.sort();
    paths
}

/// Returns the paths of the categories of a source.
fn paths_of(library: &Library, source: SourceId) -> Vec<String> {
    let rows = library.source_rows().unwrap();
    let row = rows.iter().find(|row| row.source.id == source).unwrap();
    row.categories
        .iter()
        .map(|(_, path)| path.replace(" / ", "/"))
        .collect()
}

#[test]
fn a_subscription_is_undone_and_redone() {
    let mut test = fixture();
    let feed = NewFeed {
        url: "https://ink.example/feed".to_owned(),
        title: "Ink\u{1b}[31m".to_owned(),
        user_title: Some("My Ink".to_owned()),
        categories: vec![vec!["News".to_owned(), "Local".to_owned()]],
        settings: SourceSettings {
            hidden: true,
            interval: Some(7200),
            ..SourceSettings::default()
        },
    };
    let (subscribed, changed) = test.library.subscribe(std::slice::from_ref(&feed)).unwrap();
    assert_eq!(
        changes::made_text(&changed.kind.unwrap(), None),
        "Subscribed to “My Ink”"
    );
    let (ink, is_new) = subscribed[0];
    assert!(is_new);
    assert_eq!(paths_of(&test.library, ink), ["News/Local"]);
    assert_eq!(test.library.source_settings(ink).unwrap(), feed.settings);
    assert!(test.library.due_feeds().unwrap().contains(&ink));
    // Again, it is known, and nothing changes.
    let (again, changed) = test.library.subscribe(&[feed]).unwrap();
    assert_eq!((again, changed.kind), (vec![(ink, false)], None));
    undo_in_a_later_session(&test.folder);
    assert_eq!(test.library.source(ink).unwrap(), None);
    assert!(paths(&test.library).is_empty());
    redo(&mut test.library);
    assert_eq!(test.library.source(ink).unwrap().unwrap().title, "My Ink");
    assert_eq!(paths_of(&test.library, ink), ["News/Local"]);
}

#[test]
fn renaming_pausing_and_settings_are_undone_in_order() {
    let mut test = fixture();
    let feed = test.feed;
    test.library.rename_source(feed, Some("The Tide")).unwrap();
    test.library.pause_source(feed, true).unwrap();
    let kind = test
        .library
        .set_source(feed, &[setting("interval", "2h")])
        .unwrap()
        .kind
        .unwrap();
    assert_eq!(
        changes::made_text(&kind, None),
        "Set interval=2h for “The Tide”"
    );
    assert_eq!(
        test.library
            .fetch_state(feed)
            .unwrap()
            .unwrap()
            .user_interval,
        Some(7200)
    );
    assert!(test.library.due_feeds().unwrap().is_empty());
    undo_in_a_later_session(&test.folder);
    assert_eq!(
        test.library.source_settings(feed).unwrap(),
        SourceSettings::default()
    );
    undo_in_a_later_session(&test.folder);
    assert!(!test.library.source(feed).unwrap().unwrap().is_paused);
    let kind = undo_in_a_later_session(&test.folder);
    let report = ChangeReport::Replayed(Direction::Undo, kind);
    assert_eq!(
        changes::report(&report, None),
        "Undone: rename the source “Tide” to “The Tide”"
    );
    assert_eq!(test.library.source(feed).unwrap().unwrap().title, "Tide");
    redo(&mut test.library);
    redo(&mut test.library);
    let source = test.library.source(feed).unwrap().unwrap();
    assert_eq!(
        (source.title.as_str(), source.is_paused),
        ("The Tide", true)
    );
}

#[test]
fn a_change_of_nothing_is_not_in_the_journal() {
    let mut test = fixture();
    assert_eq!(
        test.library.pause_source(test.feed, false).unwrap().kind,
        None
    );
    assert_eq!(
        test.library
            .rename_source(test.feed, Some(" "))
            .unwrap()
            .kind,
        None
    );
    let set = test.library.set_source(test.feed, &[setting("user", "")]);
    assert_eq!(set.unwrap().kind, None);
    assert!(test.library.pause_source(SourceId(99), true).is_err());
}

#[test]
fn settings_with_credentials_are_named_without_their_values() {
    let mut test = fixture();
    let secrets = [
        setting("headers", "Authorization: Bearer hunter2"),
        setting("password-command", "echo hunter2"),
    ];
    let kind = test
        .library
        .set_source(test.feed, &secrets)
        .unwrap()
        .kind
        .unwrap();
    let text = changes::made_text(&kind, None);
    assert_eq!(text, "Changed headers, password-command of “Tide”");
    assert!(!serde_json::to_string(&kind).unwrap().contains("hunter2"));
    let one = test
        .library
        .set_source(test.feed, &[setting("headers", "X-Key: hunter2")]);
    let text = changes::made_text(&one.unwrap().kind.unwrap(), None);
    assert_eq!(text, "Changed headers of “Tide”");
}

#[test]
fn a_new_address_keeps_the_articles_and_forgets_the_old_server() {
    let mut test = fixture();
    Connection::open(test.folder.path().join("library.db"))
        .unwrap()
        .execute_batch(&format!(
            "UPDATE source SET etag = x'01', failing_since = 5, failures = 4, next_fetch = {}",
            NOW + 9_999
        ))
        .unwrap();
    let moved = [setting("url", "https://new.example/feed")];
    let kind = test
        .library
        .set_source(test.feed, &moved)
        .unwrap()
        .kind
        .unwrap();
    assert_eq!(
        changes::made_text(&kind, None),
        "Changed the address of “Tide”"
    );
    let state = test.library.fetch_state(test.feed).unwrap().unwrap();
    assert_eq!(state.url.as_deref(), Some("https://new.example/feed"));
    assert_eq!(
        (state.etag, state.failures, state.next_fetch),
        (None, 0, None)
    );
    undo_in_a_later_session(&test.folder);
    let state = test.library.fetch_state(test.feed).unwrap().unwrap();
    assert_eq!(state.url.as_deref(), Some("https://tide.example/feed"));
    // Another source has the address by now: nothing is done.
    test.library.add_feed("https://b.example/", "B").unwrap();
    let taken = [setting("url", "https://b.example/")];
    let error = test.library.set_source(test.feed, &taken).unwrap_err();
    assert_eq!(error.to_string(), "source 2 has this address already");
    test.library.remove_source(SourceId(2)).unwrap();
    let error = test.library.set_source(test.feed, &taken).unwrap_err();
    assert!(error.to_string().contains("newsprint add brings it back"));
}

#[test]
fn categories_of_a_source_are_set_and_undone() {
    let mut test = fixture();
    let feed = test.feed;
    let into = |paths: &[&str]| {
        paths
            .iter()
            .map(|path| (*path).to_owned())
            .collect::<Vec<_>>()
    };
    let kind = test
        .library
        .set_source_categories(feed, &into(&["News / Local", "Ink"]))
        .unwrap()
        .kind
        .unwrap();
    assert_eq!(
        changes::made_text(&kind, None),
        "Put “Tide” into Ink, News/Local"
    );
    assert_eq!(paths(&test.library), ["Ink", "News", "News/Local"]);
    // A category that becomes empty goes, and so do those above it.
    test.library
        .set_source_categories(feed, &into(&["Ink"]))
        .unwrap();
    assert_eq!(paths(&test.library), ["Ink"]);
    test.library
        .retag_source(feed, &into(&["Tea"]), &into(&["Ink", "none"]))
        .unwrap();
    assert_eq!(paths(&test.library), ["Tea"]);
    for expected in [vec!["Ink"], vec!["Ink", "News", "News/Local"], vec![]] {
        undo_in_a_later_session(&test.folder);
        assert_eq!(paths(&test.library), expected);
    }
    redo(&mut test.library);
    let mut found = paths_of(&test.library, feed);
    found.sort();
    assert_eq!(found, ["Ink", "News/Local"]);
}

#[test]
fn a_category_is_moved_removed_and_comes_back() {
    let mut test = fixture();
    let (other, _) = test.library.add_feed("https://b.example/", "B").unwrap();
    let set = |library: &mut Library, source, path: &str| {
        library
            .set_source_categories(source, &[path.to_owned()])
            .unwrap();
    };
    set(&mut test.library, test.feed, "News/Local/News");
    set(&mut test.library, other.id, "News");
    test.library.move_category("News/Local", "Near").unwrap();
    assert_eq!(paths(&test.library), ["Near", "Near/News", "News"]);
    assert_eq!(paths_of(&test.library, test.feed), ["Near/News"]);
    // The category below it becomes one with that of the same name.
    test.library.remove_category("Near").unwrap();
    assert_eq!(paths(&test.library), ["News"]);
    assert_eq!(paths_of(&test.library, test.feed), ["News"]);
    undo_in_a_later_session(&test.folder);
    assert_eq!(paths(&test.library), ["Near", "Near/News", "News"]);
    assert_eq!(paths_of(&test.library, test.feed), ["Near/News"]);
    assert_eq!(paths_of(&test.library, other.id), ["News"]);
    undo_in_a_later_session(&test.folder);
    assert_eq!(
        paths(&test.library),
        ["News", "News/Local", "News/Local/News"]
    );
    redo(&mut test.library);
    redo(&mut test.library);
    assert_eq!(paths(&test.library), ["News"]);
    assert!(test.library.remove_category("Near").is_err());
}

/// Adds articles of the feed: 1 to `count`; the first is bookmarked, the second is also in another feed.
fn add_articles(test: &mut Fixture, count: usize) {
    let (other, _) = test.library.add_feed("https://b.example/", "B").unwrap();
    Connection::open(test.folder.path().join("library.db"))
        .unwrap()
        .execute_batch(&format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})
             INSERT INTO article (id, source, title, title_key, added, updated, date, read)
                SELECT n, {feed}, 'A' || n, 'a' || n, 1, 1, n, n % 2 FROM n;
             INSERT INTO entry (source, key, article, first_seen, last_seen)
                SELECT {feed}, CAST(id AS BLOB), id, 1, 1 FROM article;
             INSERT INTO entry (source, key, article, first_seen, last_seen) VALUES ({other}, x'00', 2, 1, 1);",
            feed = test.feed,
            other = other.id,
        ))
        .unwrap();
    test.library
        .add_bookmark(newsprint::model::ArticleId(1), None, None, &[])
        .unwrap();
}

fn count(library: &Library) -> usize {
    library.counts().unwrap().all
}

#[test]
fn a_source_is_removed_with_its_articles_and_all_come_back() {
    let mut test = fixture();
    // More than one batch.
    add_articles(&mut test, 1_203);
    let changed = test.library.remove_source_with_articles(test.feed).unwrap();
    assert_eq!(
        changes::made_text(&changed.kind.unwrap(), None),
        "Removed the source “Tide” and 1201 articles; the other 2 articles stay"
    );
    assert_eq!((changed.articles.len(), count(&test.library)), (1_201, 2));
    undo_in_a_later_session(&test.folder);
    assert_eq!(count(&test.library), 1_203);
    let source = test.library.source(test.feed).unwrap().unwrap();
    assert_eq!((source.article_count, source.unread_count), (1_203, 601));
    redo(&mut test.library);
    assert_eq!(count(&test.library), 2);
    assert_eq!(test.library.source(test.feed).unwrap(), None);
}

#[test]
fn articles_stay_with_a_removed_source_unless_asked() {
    let mut test = fixture();
    add_articles(&mut test, 5);
    let changed = test.library.remove_source(test.feed).unwrap();
    assert_eq!(
        changes::made_text(&changed.kind.unwrap(), None),
        "Removed the source “Tide”; its 5 articles stay"
    );
    assert_eq!(count(&test.library), 5);

    undo_in_a_later_session(&test.folder);
    assert!(test.library.source(test.feed).unwrap().is_some());
}

/// Settings with a credential in each place, and one without.
fn with_secrets(test: &mut Fixture) {
    let secrets = [
        setting("headers", "Authorization: hunter2"),
        setting("user", "hunter2"),
        setting("password-command", "echo hunter2"),
        setting("exec", "print hunter2"),
        setting("max-size", "20MB"),
        setting("interval", "2h"),
    ];
    test.library.set_source(test.feed, &secrets).unwrap();
    let others = [setting("exec", ""), setting("exec", "print hunter2")];
    for other in others {
        test.library.set_source(test.feed, &[other]).unwrap();
    }
}

fn export(library: &Library) -> String {
    let mut output = Vec::new();
    library.export_json(&mut output, |_, _| {}).unwrap();
    String::from_utf8(output).unwrap()
}

#[test]
fn no_credential_is_in_an_export_or_a_backup() {
    let mut test = fixture();
    with_secrets(&mut test);
    let exported = export(&test.library);
    assert!(!exported.contains("hunter2"), "{exported}");
    assert!(exported.contains("max-size"));
    let copy = test.library.back_up().unwrap().unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    assert!(!has(b"hunter2") && has(b"max-size"));
    // The settings here are as they were, and undo goes back through them.
    assert!(
        test.library
            .source_settings(test.feed)
            .unwrap()
            .exec
            .is_some()
    );
    undo_in_a_later_session(&test.folder);
    assert!(
        test.library
            .source_settings(test.feed)
            .unwrap()
            .exec
            .is_none()
    );
}

#[test]
fn an_import_or_a_foreign_copy_creates_no_program_to_run() {
    let mut test = fixture();
    let exported = export(&test.library);
    let evil = exported
        .replace(
            r#""settings":"{}""#,
            r#""settings":"{\"exec\":[\"rm\",\"-r\",\"x\"],\"password-file\":\"/etc/passwd\",\"keep\":30}""#,
        )
        .replace(
            r#""changes":["#,
            r#""changes":[
{"id":99,"session":"x","at":"2026-02-02T00:00:00Z","kind":"{\"kind\":\"other\"}","state":0,"items":[{"kind":"source-settings","target":1,"before":"{\"exec\":[\"rm\"]}","after":"{}"}]},"#,
        );
    assert!(evil.contains("password-file") && evil.contains(r#""id":99"#));
    let other = tempfile::tempdir().unwrap();
    let mut library = open(&other);
    library.import_json(evil.as_bytes(), |_| {}).unwrap();
    let settings = library.source_settings(SourceId(1)).unwrap();
    assert_eq!((settings.exec, settings.password_file), (None, None));
    assert_eq!(settings.keep_days, Some(30));
    while let UndoResult::NeedsConfirmation(id, ..) = library.undo(None).unwrap() {
        library.undo(Some(id)).unwrap();
    }
    assert_eq!(library.source_settings(SourceId(1)).unwrap().exec, None);
    // A library that somebody else gives.
    with_secrets(&mut test);
    let given = other.path().join("given.db");
    Connection::open(test.folder.path().join("library.db"))
        .unwrap()
        .execute("VACUUM INTO ?1", [given.to_str().unwrap()])
        .unwrap();
    let third = tempfile::tempdir().unwrap();
    newsprint::library::recover_from(third.path(), &given).unwrap();
    let settings = open(&third).source_settings(SourceId(1)).unwrap();
    assert_eq!((settings.exec, settings.user), (None, None));
    assert_eq!(settings.max_size, Some(20_000_000));
}

#[test]
fn a_removed_category_whose_name_is_taken_since_comes_back_under_another_readable_one() {
    let mut test = fixture();
    test.library
        .set_source_categories(test.feed, &["Near".to_owned()])
        .unwrap();
    test.library.remove_category("Near").unwrap();
    // A server has made one of that name: that is no change of the journal.
    Connection::open(test.folder.path().join("library.db"))
        .unwrap()
        .execute(
            "INSERT INTO category (name, position) VALUES ('Near', 9)",
            [],
        )
        .unwrap();
    test.library.undo(None).unwrap();
    let names = paths(&test.library);
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(names[0], "Near");
    assert!(names[1].starts_with("Near ("), "{names:?}");
    assert_eq!(paths_of(&test.library, test.feed), [names[1].as_str()]);
}
