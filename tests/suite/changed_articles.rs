//! Texts of articles that changed: what is marked as changed, and how long the text before it stays.

use newsprint::library::{Durability, Library, NewPageText};
use newsprint::model::{ArticleId, Correction, PartKey};
use serde_json::Value;

use crate::library::{TestLibrary, article, kept};
use crate::library_commands::Desk;

const DAY: i64 = 86_400;

/// Article of a file with a link, in `versions` of its text.
fn text(body: &str) -> String {
    format!(
        "---\ntitle: Harbour bridge\nurl: https://example.org/bridge\n---\n\n{body}\n\nInspectors had found cracks in two of its bearings last spring, and nobody knew how old they were.\n"
    )
}

/// Stores a text of the article, as a folder does that has read its file again; returns its id.
fn put(library: &mut Library, body: &str) -> ArticleId {
    let document = article(&text(body));
    library
        .upsert_articles(&[kept(&document)], Durability::Full)
        .unwrap()[0]
        .id()
}

fn changed(library: &Library, id: ArticleId) -> Option<i64> {
    let row = library.article(id).unwrap().unwrap();
    let state = library.states(&[id]).unwrap().pop().unwrap().1;
    assert_eq!(row.state.changed, state.changed);
    state.changed
}

/// Returns the first words of the text that the present one is compared with.
fn before(library: &Library, id: ArticleId) -> Option<String> {
    let earlier = library.earlier_text(id).unwrap()?;
    Some(earlier.document.blocks[0].text())
}

fn earlier_texts(test: &TestLibrary) -> Vec<String> {
    let file = Library::library_file(test.folder.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut statement = connection
        .prepare("SELECT id FROM earlier_text ORDER BY id")
        .unwrap();
    let ids = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    ids.map(|id| id.unwrap().to_string()).collect()
}

#[test]
fn a_changed_text_is_marked_and_the_one_before_stays() {
    let mut test = TestLibrary::new();
    let library = &mut test.library;
    let now = library.now();
    let id = put(library, "The bridge reopens on Monday.");
    library.set_read(&[id], true).unwrap();
    assert_eq!((changed(library, id), before(library, id)), (None, None));

    library.set_now(now + 60);
    put(library, "The bridge  reopens on “Monday”.");
    assert_eq!(
        (changed(library, id), before(library, id)),
        (None, None),
        "only noise"
    );

    library.set_now(now + 120);
    assert_eq!(put(library, "The bridge reopens on Tuesday."), id);
    assert_eq!(changed(library, id), Some(now + 120));
    assert_eq!(
        before(library, id).as_deref(),
        Some("The bridge reopens on “Monday”.")
    );
    assert!(library.states(&[id]).unwrap()[0].1.is_read, "it stays read");
    let earlier = library.earlier_text(id).unwrap().unwrap();
    assert_eq!(earlier.replaced, now + 120);

    library.mark_change_seen(id).unwrap();
    assert_eq!(changed(library, id), None);
    assert!(before(library, id).is_some(), "it can be compared again");
}

#[test]
fn changes_are_compared_with_the_text_that_was_seen_last() {
    let mut test = TestLibrary::new();
    let library = &mut test.library;
    let now = library.now();
    let id = put(library, "It opens at one.");
    for (minute, hour) in [(1, "two"), (2, "three")] {
        library.set_now(now + 60 * minute);
        put(library, &format!("It opens at {hour}."));
    }
    assert_eq!(before(library, id).as_deref(), Some("It opens at one."));
    library.mark_change_seen(id).unwrap();
    assert_eq!(
        before(library, id).as_deref(),
        Some("It opens at one."),
        "until the next change"
    );
    library.set_now(now + 180);
    put(library, "It opens at four.");
    assert_eq!(before(library, id).as_deref(), Some("It opens at three."));
    assert_eq!(changed(library, id), Some(now + 180));
}

#[test]
fn the_first_text_and_the_last_four_stay() {
    let mut test = TestLibrary::new();
    let now = test.library.now();
    let id = put(&mut test.library, "It opens at 0.");
    for hour in 1..=9 {
        test.library.set_now(now + hour);
        put(&mut test.library, &format!("It opens at {hour}."));
        test.library.mark_change_seen(id).unwrap();
    }
    assert_eq!(earlier_texts(&test), ["1", "6", "7", "8", "9"]);
    assert_eq!(before(&test.library, id).as_deref(), Some("It opens at 8."));
}

#[test]
fn earlier_texts_expire_after_30_days_but_not_those_of_a_bookmarked_article() {
    let mut test = TestLibrary::new();
    let now = test.library.now();
    let id = put(&mut test.library, "It opens at one.");
    test.library.set_now(now + DAY);
    put(&mut test.library, "It opens at two.");
    test.library.set_now(now + 30 * DAY);
    assert_eq!(test.library.expire_earlier_texts().unwrap(), 0);

    test.library.toggle_bookmark(id, None).unwrap();
    test.library.set_now(now + 90 * DAY);
    assert_eq!(test.library.expire_earlier_texts().unwrap(), 0);
    // Many later texts push none out that was there when the bookmark was made.
    for hour in 1..=9 {
        test.library.set_now(now + 90 * DAY + hour);
        put(&mut test.library, &format!("It opens at {hour} sharp."));
    }
    let kept = earlier_texts(&test);
    assert_eq!(
        kept,
        ["1", "2", "7", "8", "9", "10"],
        "that of the bookmark is the second"
    );

    // The bookmark can be restored tomorrow, and its texts with it.
    test.library.toggle_bookmark(id, None).unwrap();
    test.library.set_now(now + 91 * DAY);
    test.library.run_daily(0).unwrap();
    assert_eq!(earlier_texts(&test), kept);
    test.library.set_now(now + 125 * DAY);
    test.library.run_daily(0).unwrap();
    assert!(earlier_texts(&test).is_empty());
    assert_eq!(before(&test.library, id), None);
}

#[test]
fn a_bookmarked_place_holds_the_earlier_texts_too() {
    let mut test = TestLibrary::new();
    let now = test.library.now();
    let id = put(&mut test.library, "It opens at one.");
    let place = newsprint::library::NewPlace {
        quote: Some("Inspectors".to_owned()),
        ..Default::default()
    };
    test.library.bookmark_place(id, None, &place).unwrap();
    test.library.set_now(now + DAY);
    put(&mut test.library, "It opens at two.");
    test.library.set_now(now + 99 * DAY);
    assert_eq!(test.library.expire_earlier_texts().unwrap(), 0);
    assert!(before(&test.library, id).is_some());
}

#[test]
fn another_extraction_of_the_same_text_is_no_change() {
    let mut test = TestLibrary::new();
    let id = put(&mut test.library, "It opens at one.");
    let file = Library::library_file(test.folder.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    connection
        .execute("UPDATE document SET extractor = extractor - 1", [])
        .unwrap();
    put(&mut test.library, "It opens at one. Share this article.");
    assert_eq!(changed(&test.library, id), None);
    assert_eq!(before(&test.library, id), None);
}

#[test]
fn corrections_hold_for_the_earlier_text() {
    let mut test = TestLibrary::new();
    let library = &mut test.library;
    let id = put(library, "It opens at one.");
    put(library, "It opens at two.");
    let correction = Correction::Remove {
        parts: vec![PartKey {
            text: "It opens at one.".to_owned(),
            occurrence: 0,
        }],
        lines: 1,
    };
    library.correct_article(id, &correction, true).unwrap();
    assert!(before(library, id).unwrap().starts_with("Inspectors"));
}

#[test]
fn earlier_texts_are_exported_and_imported() {
    let mut test = TestLibrary::new();
    let now = test.library.now();
    let id = put(&mut test.library, "It opens at one.");
    test.library.toggle_bookmark(id, None).unwrap();
    test.library.set_now(now + DAY);
    put(&mut test.library, "It opens at two.");
    let mut exported = Vec::new();
    test.library.export_json(&mut exported, |_, _| {}).unwrap();
    let mut other = TestLibrary::new();
    for _ in 0..2 {
        other
            .library
            .import_json(exported.as_slice(), |_| {})
            .unwrap();
        assert_eq!(
            other.library.earlier_text(id).unwrap(),
            test.library.earlier_text(id).unwrap()
        );
        assert_eq!(changed(&other.library, id), Some(now + DAY));
        assert_eq!(earlier_texts(&other).len(), 1, "only once");
    }
}

#[test]
fn the_database_grows_by_little_more_than_the_texts_that_stay() {
    let mut test = TestLibrary::new();
    let words = |number: usize, version: usize| {
        let mut state = (number * 7919 + 13) as u64;
        let mut text =
            format!("---\ntitle: Number {number}\nurl: https://example.org/{number}\n---\n\n");
        for index in 0..(80 + number % 7 * 120) {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            text.push_str(&format!("w{} ", (state >> 33) % (1 + (state >> 20) % 9000)));
            if index % 60 == 59 {
                text.push_str(".\n\n");
            }
        }
        text.push_str(&format!("Version {version} of it."));
        text
    };
    let mut store = |version: usize| {
        let documents: Vec<_> = (0..600)
            .map(|number| article(&words(number, version)))
            .collect();
        let incoming: Vec<_> = documents.iter().map(kept).collect();
        test.library
            .upsert_articles(&incoming, Durability::Full)
            .unwrap();
    };
    store(1);
    let file = Library::library_file(test.folder.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    let bytes = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let size = || {
        connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        (bytes("PRAGMA page_count") - bytes("PRAGMA freelist_count")) * bytes("PRAGMA page_size")
    };
    let before = size();
    store(2);
    assert_eq!(bytes("SELECT count(*) FROM earlier_text"), 600);
    let texts: usize = (0..600)
        .map(|number| {
            article(&words(number, 1))
                .blocks
                .iter()
                .map(|block| block.text().len())
                .sum::<usize>()
        })
        .sum();
    let packed = bytes("SELECT sum(length(body)) FROM earlier_text");
    let grown = size() - before;
    let growth = grown as f64 / texts as f64;
    assert!(
        growth < 1.2,
        "{grown} bytes for {texts} of text, {packed} compressed: {growth:.3}"
    );
}

#[test]
fn commands_print_the_mark_and_what_changed() {
    let desk = Desk::new();
    let mut library = desk.library();
    let id = put(&mut library, "The bridge opens at nine.").to_string();
    assert_eq!(desk.json(&["list", "--json"])[0]["changed"], Value::Null);
    let none = desk.run(&["show", &id, "--format", "changes"]);
    assert_eq!(none.status, 1);
    assert!(
        none.only_error()
            .starts_with("newsprint: no earlier text: Harbour bridge"),
        "{none:?}"
    );
    put(&mut library, "The bridge opens at ten.");
    assert!(desk.json(&["list", "--json"])[0]["changed"].is_string());
    assert!(
        desk.good(&["list"]).contains("updated"),
        "{}",
        desk.good(&["list"])
    );
    let shown = desk.good(&["show", &id, "--format", "changes"]);
    assert!(
        shown.contains("The bridge opens at [-nine-]{+ten+}."),
        "{shown}"
    );
    assert!(
        shown.contains("nobody knew how old they were."),
        "the whole text: {shown}"
    );
}

/// Stores the text of the page of an article.
fn put_page(library: &mut Library, id: ArticleId, body: &str) {
    let document = article(&text(body));
    let page = NewPageText {
        words: document.words(),
        document: &document,
        url: "https://example.org/bridge",
        problem: None,
    };
    assert!(library.store_page_text(id, &page).unwrap());
}

#[test]
fn a_text_that_another_program_replaces_while_a_new_one_waits_is_the_one_that_is_compared() {
    const MONDAY: &str = "The bridge reopens on Monday.";
    const TUESDAY: &str = "The bridge reopens on Tuesday.";
    let library_of = |body: &str| {
        let mut test = TestLibrary::new();
        let id = put(&mut test.library, "The bridge reopens.");
        put_page(&mut test.library, id, body);
        (test, id)
    };
    let (mut test, id) = library_of(MONDAY);
    let (other, _) = library_of(TUESDAY);
    // Another program is writing another text.
    let file = Library::library_file(test.folder.path());
    let writer = rusqlite::Connection::open(file).unwrap();
    let sql = format!(
        "ATTACH '{}' AS other",
        Library::library_file(other.folder.path()).display()
    );
    writer.execute_batch(&sql).unwrap();
    writer
        .execute_batch(
            "BEGIN IMMEDIATE;
             UPDATE page_document SET (size, hash, body) = (SELECT size, hash, body FROM other.page_document)",
        )
        .unwrap();
    std::thread::scope(|threads| {
        let library = &mut test.library;
        // It says the same as the stored text, with which it is compared before the lock.
        let waiting =
            threads.spawn(move || put_page(library, id, "The bridge  reopens on “Monday”."));
        std::thread::sleep(std::time::Duration::from_millis(400));
        writer.execute_batch("COMMIT").unwrap();
        waiting.join().unwrap();
    });
    assert!(changed(&test.library, id).is_some());
    assert_eq!(before(&test.library, id).as_deref(), Some(TUESDAY));
}
