//! Export and import by the real program: nothing is lost or overwritten, and omissions are reported.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use newsprint::library::{Durability, Library, NewArticle, NewPlace, UndoResult};
use newsprint::model::{Anchor, ArticleId, Document, ReadingPosition};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::library::article;
use crate::library_commands::{Desk, add};

const INK: &str = "---\ntitle: A history of ink\nauthor: Ida Quill\npublisher: The Tidewater Post\n\
    date: 2026-02-02\nurl: https://ink.example/history\n---\n\nInk is older than paper.\n\n## Oak\n\nGalls and iron made it black.\n";
const LONG: &str = "# The long way\n\nIt went over the hill, through the wood, past the mill and the weir, along the wall of the \
    old garden, and then, when nobody expected it any more, down to the harbour and its three lamps.\n";

fn database(desk: &Desk) -> Connection {
    Connection::open(desk.data().join("library.db")).unwrap()
}

/// Returns the output of `export --format json`.
fn exported(desk: &Desk) -> String {
    desk.good(&["export", "--format", "json"])
}

/// Imports an export into a library, and returns the output.
fn imported(desk: &Desk, name: &str, text: &str) -> String {
    desk.write(name, text);
    desk.good(&["import", name])
}

fn place_in(document: &Document, block: usize, offset: usize, note: &str) -> NewPlace {
    NewPlace {
        anchor: Anchor::at(document, block, offset),
        section: Some("Oak".to_owned()),
        quote: Some("Galls and iron made it black.".to_owned()),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        tags: vec!["craft".to_owned()],
    }
}

/// Creates a library with some of everything.
fn everything() -> Desk {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    for (number, (name, text)) in newsprint::ingest::TOUR_ARTICLES.iter().enumerate() {
        let hints = newsprint::extract::Hints {
            name: Some(name),
            ..Default::default()
        };
        let document = newsprint::extract::extract(text.as_bytes(), &hints)
            .unwrap()
            .document;
        let incoming = NewArticle {
            in_library: number % 3 != 0,
            tour_name: Some((*name).to_owned()),
            words: document.words(),
            document: Some(&document),
            name: (*name).to_owned(),
            ..NewArticle::default()
        };
        let id = library
            .upsert_articles(&[incoming], Durability::Full)
            .unwrap()[0]
            .id();
        let place = ReadingPosition {
            anchor: Anchor {
                fraction: 1.0 / (number as f64 + 3.0),
                ..Anchor::at(&document, number, number)
            },
            lines_above: number,
        };
        library
            .save_position(id, Some(&place), 0.1 + 0.2 * (number as f64 / 14.0))
            .unwrap();
    }
    let ink = add(&mut library, INK);
    let tea = add(&mut library, "# Tea\n\nServed late.\n");
    let gone = add(&mut library, "# Gone\n\nSoon.\n");
    let document = article(INK);
    library
        .add_bookmark(ink, None, Some("for Ida\nand Tom"), &["oak".to_owned()])
        .unwrap();
    library
        .bookmark_place(ink, None, &place_in(&document, 2, 6, "try \"this\""))
        .unwrap();
    library.set_read(&[ink, tea], true).unwrap();
    library.delete_article(gone).unwrap();
    library
        .save_search("Old things", "is:unread before:2020")
        .unwrap();
    library.set_meta("view", &json!({"source": 1})).unwrap();
    library.add_bookmark(tea, None, None, &[]).unwrap();
    let last = library.bookmarks(tea).unwrap()[0].id;
    library.remove_bookmark(last).unwrap();
    library.undo(None).unwrap();
    library.undo(None).unwrap();
    database(&desk)
        .execute_batch(
            "INSERT INTO source (kind, title, url, added, last_success) VALUES ('feed', 'Tide', 'https://tide.example/feed', 5, 6);
             INSERT INTO source (kind, title, path, added, paused) VALUES ('folder', 'clips', '/nowhere/clips', 7, 1);
             INSERT INTO category (id, parent, name, position) VALUES (2, NULL, 'News', 1), (1, 2, 'Harbour', 0), (3, 2, 'Hills', 1);
             INSERT INTO source_category VALUES (1, 1), (1, 3), (2, 2);
             UPDATE article SET source = 1, fingerprint = '12-34' WHERE title = 'Tea';
             INSERT INTO identity SELECT x'000102030405060708090a0b0c0d0e0f', id FROM article WHERE title = 'Tea';
             UPDATE article SET path = x'2f6e6f77686572652fff' WHERE title = 'Tea';
             INSERT INTO entry (source, key, path, fingerprint, article, missing, first_seen, last_seen)
                SELECT 2, x'ff', x'2f6e6f77686572652fff', '12-34', id, 8, 3, 4 FROM article WHERE title = 'Tea';
             INSERT INTO entry (source, key, path, problem, first_seen, last_seen)
                VALUES (2, CAST('b.pdf' AS BLOB), '/nowhere/clips/b.pdf', 'no text in it', 3, 4);
             INSERT INTO entry (source, key, link, position, article, hash, first_seen, last_seen)
                SELECT 2, CAST('tag:tide' AS BLOB), 'https://tide.example/ink', 0, id, x'00ff', 5, 6 FROM article WHERE title = 'Ink';
             INSERT INTO article (title, title_key, url, added, updated, date) VALUES ('Only a link', 'only a link', 'https://link.example/', 1, 1, 1);",
        )
        .unwrap();
    desk
}

#[test]
fn json_loses_nothing() {
    let first = everything();
    let text = exported(&first);
    let second = Desk::new();
    let said = imported(&second, "library.json", &text);
    assert_eq!(
        said,
        "19 added, 0 already there, 0 skipped; can't be undone\n"
    );
    let again = exported(&second);
    for (line, other) in text.lines().zip(again.lines()) {
        assert_eq!(line, other);
    }
    assert!(text == again, "the same to the byte");

    let same = |sql: &str| {
        let all = |desk: &Desk| -> Vec<Vec<rusqlite::types::Value>> {
            let connection = database(desk);
            let mut statement = connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let rows = statement.query_map([], |row| (0..columns).map(|i| row.get(i)).collect());
            rows.unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(all(&first), all(&second), "{sql}");
    };
    for table in [
        "source",
        "category",
        "source_category",
        "article",
        "identity",
        "entry",
        "member",
        "reading_position",
        "bookmark",
        "bookmark_tag",
        "change",
        "change_item",
        "counter",
        "meta",
    ] {
        same(&format!("SELECT * FROM {table} ORDER BY 1, 2"));
    }
    same("SELECT article, extractor, size, body FROM document ORDER BY article");
    same(
        "SELECT name, seq FROM sqlite_sequence WHERE name NOT IN ('saved_search_due', 'outbox') ORDER BY name",
    );

    // A second import changes nothing.
    let left = second.run(&["import", "library.json"]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (0, "0 added, 19 already there, 0 skipped\n")
    );
    assert!(
        left.errors
            .iter()
            .all(|line| line.starts_with("newsprint: not imported: ")),
        "{left:?}"
    );
    for (line, other) in exported(&second).lines().zip(text.lines()) {
        assert_eq!(line, other);
    }
}

#[test]
fn changes_made_before_an_export_can_be_undone_after_the_import() {
    let first = everything();
    let second = Desk::new();
    imported(&second, "library.json", &exported(&first));
    let undo = |library: &mut Library| {
        let mut said = Vec::new();
        while let UndoResult::NeedsConfirmation(change, ..) = library.undo(None).unwrap() {
            match library.undo(Some(change)).unwrap() {
                UndoResult::Done(label, _) => said.push(label),
                other => panic!("{other:?}"),
            }
        }
        said
    };
    let (mut here, mut there) = (first.library(), second.library());
    here.set_session("here");
    there.set_session("there");
    let said = undo(&mut here);
    assert_eq!(said.len(), 5, "{said:?}");
    assert_eq!(undo(&mut there), said);
    assert!(exported(&first) == exported(&second));
}

#[test]
fn every_table_is_exported_or_can_be_rebuilt() {
    let desk = everything();
    let connection = database(&desk);
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    let kept = [
        "source",
        "article",
        "identity",
        "document",
        "page_document",
        "reading_position",
        "correction",
        "earlier_text",
        "bookmark",
        "bookmark_tag",
        "saved_search",
        "change",
        "change_item",
        "meta",
        "entry",
        "category",
        "source_category",
        "sqlite_sequence",
        // Rebuilt data: hits of saved searches, the search index, counts.
        "saved_search_article",
        "saved_search_due",
        "rule_match",
        "member",
        "counter",
        "story_sample",
        // Documents are extracted from it.
        "entry_content",
        "earlier_content",
        // An account is added on each machine with its password, and lists what its server has.
        "account",
        "remote_feed",
        "remote_folder",
        "remote_item",
        "outbox",
        // The next requests fill it.
        "lease",
        "request",
        "host",
        "page_queue",
        "page_lease",
    ];
    for name in names.map(Result::unwrap) {
        assert!(
            kept.contains(&name.as_str()) || name.starts_with("search_"),
            "a new table: is {name} in the export?"
        );
    }
}

#[test]
fn an_export_is_one_object_with_a_line_for_each_article() {
    let text = exported(&everything());
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["newsprint"], 2);
    let ink = all["articles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["title"] == "A history of ink")
        .unwrap();
    assert_eq!(ink["added"], "2026-02-25T06:13:20Z");
    assert_eq!(ink["bookmarks"][0]["note"], "for Ida\nand Tom");
    assert_eq!(ink["bookmarks"][1]["anchor"]["heading"], "Oak");
    assert_eq!(ink["document"]["text"]["metadata"]["byline"], "Ida Quill");
    let lines = text
        .lines()
        .filter(|line| line.starts_with("{\"id\":") && line.contains("\"title\":\"A history"));
    assert_eq!(lines.count(), 1);
}

#[test]
fn an_import_is_merged_with_another_library() {
    let theirs = Desk::new();
    let mut library = theirs.library();
    library.set_now(1_772_000_000);
    let other = add(&mut library, "# Another\n\nOne.\n");
    let ink = add(&mut library, INK);
    let long = add(&mut library, LONG);
    library
        .add_bookmark(
            ink,
            None,
            Some("their note"),
            &["theirs".to_owned(), "both".to_owned()],
        )
        .unwrap();
    library
        .bookmark_place(ink, None, &place_in(&article(INK), 2, 0, ""))
        .unwrap();
    library.set_read(&[long], true).unwrap();
    library
        .save_position(
            long,
            Some(&ReadingPosition {
                anchor: Anchor::default(),
                lines_above: 2,
            }),
            0.5,
        )
        .unwrap();
    library.save_search("Theirs", "x").unwrap();
    library.save_search("Both", "their query").unwrap();
    library.add_bookmark(other, None, None, &[]).unwrap();
    let text = exported(&theirs);

    let ours = Desk::new();
    let mut library = ours.library();
    library.set_now(1_771_000_000);
    let long = add(&mut library, LONG);
    let ink = add(
        &mut library,
        &INK.replace("Ink is older", "Ink, it is said, is older"),
    );
    library
        .add_bookmark(
            ink,
            None,
            Some("our note"),
            &["ours".to_owned(), "both".to_owned()],
        )
        .unwrap();
    library.save_search("Both", "our query").unwrap();
    library.set_read(&[ink], true).unwrap();

    ours.write("theirs.json", &text);
    let left = ours.run(&["import", "theirs.json"]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (0, "1 added, 2 already there, 0 skipped; can't be undone\n"),
        "{left:?}"
    );
    assert!(
        left.only_error()
            .contains("imported only into an empty library"),
        "{left:?}"
    );
    let bookmarks = library.bookmarks(ink).unwrap();
    assert_eq!(bookmarks.len(), 2);
    assert_eq!(bookmarks[0].note.as_deref(), Some("our note\ntheir note"));
    assert_eq!(bookmarks[0].tags, ["both", "ours", "theirs"]);
    assert_eq!(bookmarks[1].section.as_deref(), Some("Oak"));
    let reader = ours.library();
    let state = |id: ArticleId| reader.states(&[id]).unwrap()[0].1.clone();
    assert!(
        state(ink).is_read && state(ink).is_bookmarked,
        "what was read stays so"
    );
    assert!(state(long).is_read, "and what was read there is");
    assert_eq!(
        library.reading_position(long).unwrap().unwrap().lines_above,
        2
    );
    let shown = ours.good(&["show", &ink.to_string()]);
    assert!(shown.contains("it is said"), "our text stays: {shown}");
    assert_eq!(library.counts().unwrap().all, 3);
    let searches: Vec<String> = database(&ours)
        .prepare("SELECT name || ': ' || query FROM saved_search ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(searches, ["Both: our query", "Theirs: x"]);
    // Earlier changes of this library can still be undone.
    library.undo(None).unwrap();
    assert!(!state(ink).is_read);
    library.redo().unwrap();

    let before = exported(&ours);
    let left = ours.run(&["import", "theirs.json"]);
    assert_eq!(
        left.output, "0 added, 3 already there, 0 skipped\n",
        "{left:?}"
    );
    for (line, other) in exported(&ours).lines().zip(before.lines()) {
        assert_eq!(line, other, "the second time changes nothing");
    }
}

/// An article of a file whose path may exist on every machine.
fn note(document: &Document) -> NewArticle<'_> {
    NewArticle {
        in_library: true,
        path: Some(PathBuf::from("/nowhere/note.md")),
        name: "note.md".to_owned(),
        words: document.words(),
        document: Some(document),
        ..NewArticle::default()
    }
}

#[test]
fn articles_without_keys_are_imported_once() {
    let theirs = Desk::new();
    let mut library = theirs.library();
    library.set_now(1_772_000_000);
    let document = article("# Note\n\nShort and theirs.\n");
    library
        .upsert_articles(&[note(&document)], Durability::Full)
        .unwrap();
    add(&mut library, "# Short\n\nNo link, no file, few words.\n");
    let text = exported(&theirs);

    let ours = Desk::new();
    let mut library = ours.library();
    // Another article in a file of the same path.
    let document = article("# Note\n\nShort and ours.\n");
    library
        .upsert_articles(&[note(&document)], Durability::Full)
        .unwrap();
    assert_eq!(
        imported(&ours, "theirs.json", &text),
        "2 added, 0 already there, 0 skipped; can't be undone\n"
    );
    assert_eq!(
        imported(&ours, "theirs.json", &text),
        "0 added, 2 already there, 0 skipped\n"
    );
    assert_eq!(library.counts().unwrap().all, 3);
    let all: Vec<String> = ours
        .json(&["list", "--json"])
        .iter()
        .map(|row| ours.good(&["show", &row["id"].to_string()]))
        .collect();
    let all = all.join("\n");
    for said in ["theirs", "ours", "few words"] {
        assert!(all.contains(said), "{said} {all}");
    }
}

#[test]
fn a_deleted_article_comes_back_only_if_it_is_bookmarked_in_the_export() {
    let theirs = Desk::new();
    let mut library = theirs.library();
    let ids = [add(&mut library, INK), add(&mut library, LONG)];
    library.add_bookmark(ids[0], None, None, &[]).unwrap();
    let text = exported(&theirs);
    let ours = Desk::new();
    let mut library = ours.library();
    let ids = [add(&mut library, INK), add(&mut library, LONG)];
    library.delete_article(ids[0]).unwrap();
    library.delete_article(ids[1]).unwrap();
    ours.write("theirs.json", &text);
    ours.run(&["import", "theirs.json"]);
    let titles: Vec<Value> = ours
        .json(&["list", "--json"])
        .iter()
        .map(|row| row["title"].clone())
        .collect();
    assert_eq!(titles, ["A history of ink"]);
}

#[test]
fn an_export_file_is_replaced_only_when_the_new_one_is_complete() {
    let desk = everything();
    let out = desk.write("out/library.json", "old");
    let said = desk.good(&["export", "--format", "json", "--out", "out/library.json"]);
    assert_eq!(said, "19 articles written to out/library.json\n");
    assert!(std::fs::read_to_string(&out).unwrap() == exported(&desk));
    let names: Vec<_> = std::fs::read_dir(desk.path("out")).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing else is left there");
    for bad in ["out", "nowhere/library.json"] {
        let left = desk.run(&["export", "--format", "json", "--out", bad]);
        assert_eq!((left.status, left.output.as_str()), (1, ""), "{left:?}");
        assert!(
            left.only_error().starts_with("newsprint: can't write: "),
            "{left:?}"
        );
    }
}

#[test]
fn a_closed_pipe_does_not_fail_an_export() {
    let desk = Desk::new();
    let mut library = desk.library();
    for n in 0..300 {
        add(
            &mut library,
            &format!("# Article {n}\n\n{}\n", "More and more of it. ".repeat(60)),
        );
    }
    let mut child = desk
        .command(&["export", "--format", "json"])
        .spawn()
        .unwrap();
    let mut output = BufReader::with_capacity(64, child.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    drop(output);
    let mut errors = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut errors)
        .unwrap();
    assert_eq!(
        (child.wait().unwrap().code(), errors.as_str()),
        (Some(0), "")
    );
}

#[test]
fn a_damaged_text_is_reported_and_the_rest_is_exported() {
    let desk = everything();
    database(&desk)
        .execute("UPDATE document SET body = x'00' WHERE article = (SELECT id FROM article WHERE title = 'Tea')", [])
        .unwrap();
    let left = desk.run(&["export", "--format", "json"]);
    assert_eq!(left.status, 1);
    assert!(left.only_error().ends_with(": Tea"), "{left:?}");
    let all: Value = serde_json::from_str(&left.output).unwrap();
    assert_eq!(all["articles"].as_array().unwrap().len(), 19);
}

#[test]
fn import_errors_are_reported_in_one_line() {
    let desk = Desk::new();
    let good = exported(&everything());
    let cut = &good[..good.floor_char_boundary(good.len() * 2 / 3)];
    for (name, text, reason) in [
        (
            "plain.txt",
            "A note about nothing in particular, which is no library.\n",
            "not a JSON export",
        ),
        (
            "page.html",
            "<!doctype html><title>A page</title><p>Some words of it.",
            "not a JSON export",
        ),
        ("other.json", "{\"items\":[]}", "not an export of newsprint"),
        (
            "sorted.json",
            "{\"articles\":[{\"title\":\"a\"}],\"newsprint\":2}",
            "not an export of newsprint",
        ),
        (
            "newer.json",
            "{\"newsprint\":99,\"pages\":[]}",
            "newer newsprint",
        ),
        (
            "kinds.json",
            "{\"newsprint\":2,\"articles\":[{\"title\":[]}]}",
            "wrong type",
        ),
        ("empty.md", "", "not a JSON export"),
    ] {
        desk.write(name, text);
        let left = desk.run(&["import", name]);
        assert_eq!(
            (left.status, left.output.as_str()),
            (1, ""),
            "{name} {left:?}"
        );
        let error = left.only_error();
        assert!(
            error.starts_with(&format!("newsprint: can't be imported: {name}: ")),
            "{error}"
        );
        assert!(error.contains(reason), "{error}");
    }
    desk.write("cut.json", cut);
    let left = desk.run(&["import", "cut.json"]);
    assert_eq!(left.status, 1);
    assert!(left.only_error().contains("cut off"), "{left:?}");
    // Complete articles were imported, and the complete file adds the rest.
    desk.write("whole.json", &good);
    assert!(
        desk.run(&["import", "whole.json"])
            .output
            .contains(" already there, 0 skipped")
    );
    assert_eq!(
        desk.json(&["list", "--json"]).len(),
        everything().json(&["list", "--json"]).len()
    );
    let left = desk.run(&["import", "gone.json"]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error()
            .starts_with("newsprint: can't be read: gone.json: ")
    );
    for wrong in [
        &["import"][..],
        &["export"],
        &["export", "--format", "pdf"],
        &["export", "--format", "markdown"],
        &["export", "--format", "json", "--all"],
    ] {
        let left = desk.run(wrong);
        assert_eq!(left.status, 2, "{wrong:?} {left:?}");
        left.only_error();
    }
    let left = Desk::new().run(&["export", "--format", "json"]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    assert!(left.only_error().contains("no library yet"), "{left:?}");
}

#[test]
fn an_export_can_be_imported_from_standard_input() {
    let (from, to) = (everything(), Desk::new());
    let file = from.write("library.json", &exported(&from));
    let left = to
        .command(&["import", "-"])
        .stdin(std::fs::File::open(file).unwrap())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&left.stderr), "");
    assert_eq!(
        String::from_utf8(left.stdout).unwrap(),
        "19 added, 0 already there, 0 skipped; can't be undone\n"
    );
}

#[test]
fn foreign_text_of_an_export_is_cleaned() {
    let desk = Desk::new();
    let evil = "\\u001b]0;t\\u0007a \\u009b31mred\\u202e";
    let text = format!(
        "{{\"newsprint\":2,\"articles\":[{{\"title\":\"{evil} title\",\"publisher\":\"{evil}\",\"url\":\"https://x.example/{evil}\",
        \"bookmarks\":[{{\"note\":\"{evil}\",\"tags\":[\"{evil}\"]}}],
        \"document\":{{\"extractor\":1,\"text\":{{\"metadata\":{{\"title\":\"{evil}\"}},\"blocks\":[{{\"Paragraph\":[{{\"Text\":\"{evil} words\"}}]}}]}}}}}}]}}"
    );
    assert_eq!(
        imported(&desk, "evil.json", &text),
        "1 added, 0 already there, 0 skipped; can't be undone\n"
    );
    let lively = |text: &str| {
        text.chars()
            .any(|c| c.is_control() && c != '\n' || c == '\u{202e}')
    };
    for command in [
        &["list"][..],
        &["list", "--json"],
        &["show", "1"],
        &["show", "1", "--format", "json"],
        &["bookmarks"],
    ] {
        let left = desk.run(command);
        assert!(left.output.contains("red"), "{command:?} {left:?}");
        assert!(!lively(&left.output), "{command:?} {left:?}");
    }
    let kept: String = database(&desk)
        .query_row("SELECT title FROM article", [], |row| row.get(0))
        .unwrap();
    assert!(!lively(&kept));
}

#[test]
fn exported_markdown_files_can_be_imported_again() {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    let ink = add(&mut library, INK);
    let evil = add(
        &mut library,
        "---\ntitle: ../../CON\n---\n\nA article with a *bold* name.\n",
    );
    let long = add(
        &mut library,
        &format!("---\ntitle: {}\n---\n\nWords.\n", "長い題名と".repeat(40)),
    );
    let unread = add(&mut library, LONG);
    library
        .add_bookmark(
            ink,
            None,
            Some("for \"Ida\" \\n"),
            &["oak".to_owned(), "craft".to_owned()],
        )
        .unwrap();
    library
        .bookmark_place(ink, None, &place_in(&article(INK), 2, 0, "try *this*"))
        .unwrap();
    library.add_bookmark(evil, None, None, &[]).unwrap();
    library.add_bookmark(long, None, None, &[]).unwrap();
    library.set_read(&[unread], true).unwrap();
    let left = desk.run(&["export", "--format", "markdown", "--out", "paper"]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (0, "3 articles written to paper\n"),
        "{left:?}"
    );
    let told = left.errors.join("\n");
    for line in [
        "1 article that is not bookmarked",
        "1 read mark",
        "changes that can be undone",
    ] {
        assert!(
            told.contains(&format!("newsprint: left out: {line}")) || told.contains(line),
            "{told}"
        );
    }
    let mut names: Vec<String> = std::fs::read_dir(desk.path("paper"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3);
    for name in &names {
        assert!(
            name.len() <= 80 && !name.starts_with('.') && !name.contains(['/', '\\', ':']),
            "{name}"
        );
    }
    assert_eq!(
        names[..2],
        [
            format!("a-history-of-ink-{ink}.md"),
            format!("con-{evil}.md")
        ]
    );
    let text = std::fs::read_to_string(desk.path("paper").join(&names[0])).unwrap();
    assert!(
        text.starts_with("---\ntitle: \"A history of ink\"\nbyline: \"Ida Quill\"\n"),
        "{text}"
    );
    for said in [
        "\npublished: 2026-02-02\n",
        "\ntags: [\"craft\", \"oak\"]\n",
        "\nbookmarked: 2026-02-25T06:13:20Z\n",
        "\n# A history of ink\n\nInk is older than paper.\n\n## Oak\n",
        "\n> Galls and iron made it black.\n",
        "\nTags: craft\n",
    ] {
        assert!(text.contains(said), "{said} {text}");
    }
    // The second export has the same names and texts.
    desk.run(&["export", "--format", "markdown", "--out", "paper"]);
    assert_eq!(std::fs::read_dir(desk.path("paper")).unwrap().count(), 3);

    let before = exported(&desk);
    assert_eq!(
        desk.good(&["import", "paper"]),
        "0 added, 3 already there, 0 skipped\n"
    );
    let after = exported(&desk);
    let bookmarks = |text: &str| {
        serde_json::from_str::<Value>(text).unwrap()["articles"][0]["bookmarks"].clone()
    };
    assert_eq!(bookmarks(&before), bookmarks(&after));

    let other = Desk::new();
    let paper = desk.path("paper");
    let paper = paper.to_str().unwrap();
    assert_eq!(
        other.good(&["import", paper]),
        "3 added, 0 already there, 0 skipped; can't be undone\n"
    );
    assert_eq!(
        other.good(&["import", paper]),
        "0 added, 3 already there, 0 skipped\n"
    );
    let found = other.json(&["bookmarks", "--json"]);
    assert_eq!(found.len(), 4);
    let article = found
        .iter()
        .find(|object| {
            object["article"]["title"] == "A history of ink" && object["place"].is_null()
        })
        .unwrap();
    assert_eq!(article["note"], "for \"Ida\" \\n");
    assert_eq!(article["tags"], json!(["craft", "oak"]));
    assert_eq!(article["created"], "2026-02-25T06:13:20Z");
    assert_eq!(article["article"]["byline"], "Ida Quill");
    let place = found
        .iter()
        .find(|object| !object["place"].is_null())
        .unwrap();
    assert_eq!(place["place"]["section"], "Oak");
    assert_eq!(place["note"], "try *this*");
    let text = other.good(&[
        "show",
        &article["article"]["id"].to_string(),
        "--format",
        "markdown",
    ]);
    assert!(
        text.contains("Galls and iron") && !text.contains("Bookmarked places"),
        "{text}"
    );
    let all = desk.run(&["export", "--format", "markdown", "--out", "all", "--all"]);
    assert_eq!(all.output, "4 articles written to all\n");
}

#[test]
fn markdown_of_other_programs_is_imported_and_bookmarked() {
    let desk = Desk::new();
    desk.write(
        "notes/a.md",
        "---\ntitle: A note\ntags: [home, 'kitchen']\n---\n\nThe kettle is back.\n",
    );
    desk.write("notes/deep/b.markdown", "# Another\n\nMore of it.\n");
    desk.write("notes/c.txt", "Not Markdown, and passed over.\n");
    desk.write("notes/.hidden/d.md", "# Hidden\n\nNobody looks.\n");
    desk.write("notes/empty.md", "");
    let left = desk.run(&["import", "notes"]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (
            1,
            "2 added, 0 already there, 1 skipped; 2 bookmarked; can't be undone\n"
        ),
        "{left:?}"
    );
    assert!(left.only_error().contains("empty.md"), "{left:?}");
    let found = desk.json(&["bookmarks", "--json"]);
    assert_eq!(found.len(), 2);
    let note = found
        .iter()
        .find(|object| object["article"]["title"] == "A note")
        .unwrap();
    assert_eq!(note["tags"], json!(["home", "kitchen"]));
    assert!(
        note["article"]["path"]
            .as_str()
            .unwrap()
            .ends_with("notes/a.md")
    );
    assert_eq!(
        desk.run(&["import", "notes"]).output,
        "0 added, 2 already there, 1 skipped; 2 bookmarked\n"
    );
    assert_eq!(
        desk.good(&["import", "notes/a.md"]),
        "0 added, 1 already there, 0 skipped; 1 bookmarked\n"
    );
    std::fs::remove_dir_all(desk.path("notes")).unwrap();
    assert!(
        desk.good(&["show", &note["article"]["id"].to_string()])
            .contains("kettle is back")
    );
    let left = desk.run(&["import", "data"]);
    assert_eq!(left.status, 1);
    assert!(left.only_error().contains("no Markdown file"), "{left:?}");
}

const BROWSER: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. <A HREF=\"https://comment.example/\">not a bookmark</A> -->
<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>
<DL><p>
    <DT><H3 ADD_DATE=\"1\">Reading</H3>
    <DD>About the folder
    <DL><p>
        <DT><A HREF=\"https://ink.example/history?utm_source=toolbar\" ADD_DATE=\"1772000000\" TAGS=\"ink,oak &amp; iron\">The ink page</A>
        <DD>Read this &lt;soon&gt;
        <DT><A HREF=\"https://www.lamps.example/\" ADD_DATE=\"1772000001000000\">Three &quot;lamps&quot;</A>
        <DT><a href='https://weir.example/a?b=1&amp;c=2' icon=\"data:image/png;base64,AA>A=\">Weir</a>
        <DT><A HREF=\"javascript:alert(1)\">A trick</A>
        <DT><A HREF=\"place:sort=8\">Recent</A>
    </DL><p>
</DL><p>
";

#[test]
fn bookmarks_of_a_browser_become_articles_without_text() {
    let desk = Desk::new();
    let mut library = desk.library();
    let ink = add(&mut library, INK);
    desk.write("bookmarks.html", BROWSER);
    let left = desk.run(&["import", "bookmarks.html"]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (0, "2 added, 1 already there, 2 skipped; can't be undone\n"),
        "{left:?}"
    );
    assert!(
        left.errors[0].contains("2 bookmarks that link to no web page"),
        "{left:?}"
    );
    let found = desk.json(&["bookmarks", "--json"]);
    let by_title = |title: &str| {
        found
            .iter()
            .find(|object| object["article"]["title"] == title)
            .unwrap()
    };
    assert_eq!(found.len(), 3);
    let known = by_title("A history of ink");
    assert_eq!(known["article"]["id"], ink.0);
    assert_eq!(
        (&known["note"], &known["tags"]),
        (&json!("Read this <soon>"), &json!(["ink", "oak & iron"]))
    );
    let lamps = by_title("Three \"lamps\"");
    assert_eq!(lamps["created"], "2026-02-25T06:13:21Z");
    assert_eq!(
        by_title("Weir")["article"]["url"],
        "https://weir.example/a?b=1&c=2"
    );
    assert_eq!(
        desk.run(&["import", "bookmarks.html"]).output,
        "0 added, 3 already there, 2 skipped\n"
    );
    assert_eq!(desk.json(&["bookmarks", "--json"]).len(), 3);

    // The article can be tagged, deleted and bookmarked again, although its text is not known.
    let id = lamps["article"]["id"].to_string();
    desk.good(&["bookmarks", "tag", &lamps["id"].to_string(), "+light"]);
    desk.good(&["bookmarks", "rm", &lamps["id"].to_string()]);
    desk.good(&["bookmarks", "add", &id]);
    let left = desk.run(&["show", &id]);
    assert_eq!(left.status, 1);
    assert!(
        left.output.contains("https://www.lamps.example/"),
        "{left:?}"
    );
    assert!(
        left.only_error().starts_with("newsprint: no text: "),
        "{left:?}"
    );
}

#[test]
fn exported_bookmarks_have_date_tags_and_note() {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    let ink = add(
        &mut library,
        &INK.replace("title: A history", "title: Tea & <ink>, a history"),
    );
    let local = add(&mut library, "# No link\n\nA note.\n");
    library
        .add_bookmark(
            ink,
            None,
            Some("a \"note\" & more"),
            &["a,b".to_owned(), "oak".to_owned()],
        )
        .unwrap();
    library
        .bookmark_place(ink, None, &place_in(&article(INK), 2, 0, ""))
        .unwrap();
    library.add_bookmark(local, None, None, &[]).unwrap();
    let left = desk.run(&["export", "--format", "html"]);
    assert_eq!(left.status, 0);
    assert!(
        left.output
            .starts_with("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META"),
        "{left:?}"
    );
    assert!(
        left.output.contains(
            "<DL><p>\n    <DT><A HREF=\"https://ink.example/history\" ADD_DATE=\"1772000000\" TAGS=\"a b,craft,oak\">\
             Tea &amp; &lt;ink&gt;, a history of ink</A>\n    <DD>a &quot;note&quot; &amp; more\n</DL><p>\n"
        ),
        "{}",
        left.output
    );
    assert!(
        left.errors[0].contains("1 bookmarked article without a link"),
        "{left:?}"
    );
    assert!(left.errors[1].contains("1 place in an article"), "{left:?}");
    let other = Desk::new();
    assert_eq!(
        imported(&other, "b.html", &left.output),
        "1 added, 0 already there, 0 skipped; can't be undone\n"
    );
    let found = &other.json(&["bookmarks", "--json"])[0];
    assert_eq!(found["article"]["title"], "Tea & <ink>, a history of ink");
    assert_eq!(found["note"], "a \"note\" & more");
}

/// Input that runs a closure after a number of bytes were read.
struct Meanwhile<F: FnMut()> {
    text: std::io::Cursor<Vec<u8>>,
    left: usize,
    happens: F,
}

impl<F: FnMut()> Read for Meanwhile<F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let room = buffer.len().min(512);
        let read = self.text.read(&mut buffer[..room])?;
        if self.left > 0 {
            self.left = self.left.saturating_sub(read);
            if self.left == 0 {
                (self.happens)();
            }
        }
        Ok(read)
    }
}

#[test]
fn an_import_does_not_overwrite_changes_of_another_program() {
    let theirs = Desk::new();
    let mut library = theirs.library();
    for n in 0..250 {
        let id = add(
            &mut library,
            &format!("---\nurl: https://many.example/{n}\n---\n\n# Article {n}\n\nShort.\n"),
        );
        library.add_bookmark(id, None, None, &[]).unwrap();
    }
    let text = exported(&theirs);
    let ours = Desk::new();
    let mut importing = ours.library();
    let mut other = ours.library();
    let mut same = ArticleId(0);
    let left = text.len() / 2;
    let imported = importing
        .import_json(
            Meanwhile {
                text: std::io::Cursor::new(text.into_bytes()),
                left,
                happens: || {
                    same = add(
                        &mut other,
                        "---\nurl: https://many.example/150\n---\n\n# Article 150\n\nShort.\n",
                    );
                    other.add_bookmark(same, None, Some("mine"), &[]).unwrap();
                },
            },
            |_| {},
        )
        .unwrap();
    assert_eq!((imported.added, imported.existing), (249, 1));
    assert_eq!(
        imported.omissions[0],
        newsprint::library::ImportOmission::Changes(250),
        "{imported:?}"
    );
    assert_eq!(importing.counts().unwrap().all, 250);
    assert_eq!(
        importing.bookmarks(same).unwrap()[0].note.as_deref(),
        Some("mine")
    );
    assert!(
        matches!(other.undo(None).unwrap(), UndoResult::Done(..)),
        "its own change"
    );
    assert_eq!(other.undo(None).unwrap(), UndoResult::Nothing);
}
