//! Imports of malformed and truncated files by the real program: no wrong value is stored, and an interrupted import
//! can be continued.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use newsprint::library::{FoundFile, Library, OpenMode};
use newsprint::model::{ArticleId, BookmarkId, SourceKind};
use rusqlite::Connection;
use serde_json::Value;

use crate::library_commands::{Desk, add};
use crate::pty::Program;

fn open_database(desk: &Desk) -> Connection {
    Connection::open(desk.data().join("library.db")).unwrap()
}

fn export_json(desk: &Desk) -> String {
    desk.good(&["export", "--format", "json"])
}

/// Creates a library with `count` bookmarked articles.
fn library_with(count: usize) -> Desk {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    for n in 0..count {
        let id = add(
            &mut library,
            &format!("---\nurl: https://some.example/{n}\n---\n\n# Article {n}\n\nShort.\n"),
        );
        library.add_bookmark(id, None, None, &[]).unwrap();
    }
    desk
}

#[test]
fn a_value_of_the_wrong_type_is_refused_and_the_list_stays_readable() {
    let desk = Desk::new();
    for (cell, good) in [
        (r#""read":"yes""#, false),
        (r#""words":"many""#, false),
        (r#""opened":true"#, true),
        (r#""title":5"#, false),
        (r#""progress":"half""#, false),
        (r#""progress":7"#, true),
        (r#""standfirst":{"hex":"ff"}"#, true),
        (r#""read":-3"#, true),
    ] {
        desk.write(
            "a.json",
            &format!(r#"{{"newsprint":2,"articles":[{{"title":"article",{cell}}}]}}"#),
        );
        let left = desk.run(&["import", "a.json"]);
        assert_eq!(left.status == 0, good, "{cell} {left:?}");
        if !good {
            assert!(left.only_error().contains("has the wrong type"), "{left:?}");
        }
        desk.good(&["list", "--json"]);
    }
    for (row, good) in [
        (r#"{"kind":"feed","title":"a","paused":"x"}"#, false),
        (r#"{"kind":"shop","title":"a"}"#, false),
        (r#"{"kind":"feed","title":"a","error":{"hex":"ff"}}"#, true),
    ] {
        desk.write("a.json", &format!(r#"{{"newsprint":2,"sources":[{row}]}}"#));
        let left = desk.run(&["import", "a.json"]);
        assert_eq!(left.status == 0, good, "{row} {left:?}");
        desk.good(&["sources", "--json"]);
    }
}

#[test]
fn a_wrong_value_in_the_database_does_not_break_the_list() {
    let desk = library_with(2);
    open_database(&desk)
        .execute_batch(
            "UPDATE article SET read = 'yes', standfirst = x'ff', words = 'many', progress = 'half' WHERE id = 1;
             INSERT INTO source (kind, title, added, paused) VALUES ('feed', x'61', 1, 'x');",
        )
        .unwrap();
    assert_eq!(desk.json(&["list", "--json"]).len(), 2);
    assert_eq!(desk.json(&["sources", "--json"]).len(), 1);
}

#[test]
fn a_huge_source_id_does_not_use_up_the_ids() {
    for number in ["9223372036854775807", "0", "-4"] {
        let desk = Desk::new();
        desk.write("a.json", &format!(
            r#"{{"newsprint":2,"sources":[{{"id":{number},"kind":"feed","title":"Tide","url":"https://tide.example/"}}],
                "articles":[{{"title":"a","source":{number}}}]}}"#
        ));
        desk.good(&["import", "a.json"]);
        desk.write("clips/a.md", "# A clip\n\nShort.\n");
        desk.good(&["add", "clips"]);
        let sources = desk.json(&["sources", "--json"]);
        assert_eq!(sources.len(), 2, "{sources:?}");
        assert!(
            sources
                .iter()
                .all(|source| (1..10).contains(&source["id"].as_i64().unwrap()))
        );
        assert_eq!(sources[0]["articles"], 1, "its article is in it");
    }
}

#[test]
fn times_out_of_range_become_the_first_or_last_possible_time() {
    let desk = Desk::new();
    desk.write(
        "a.json",
        r#"{"newsprint":2,"articles":[
            {"title":"a","date":8210266876799,"added":9223372036854775807,"opened":-9223372036854775807,
             "bookmarks":[{"created":9223372036854775807}]}]}"#,
    );
    desk.good(&["import", "a.json"]);
    let list = desk.json(&["list", "--json"]);
    assert_eq!(list[0]["added"], "9999-12-31T23:59:59Z");
    let (at, opened): (i64, i64) = open_database(&desk)
        .query_row("SELECT date, opened FROM article", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((at, opened), (253_402_300_799, -62_135_596_800));
    assert_eq!(
        desk.json(&["bookmarks", "--json"])[0]["created"],
        "9999-12-31T23:59:59Z"
    );
}

#[test]
fn an_interrupted_import_is_reported_and_can_be_continued() {
    let from = library_with(250);
    let whole = export_json(&from);
    for share in [1, 3, 5, 7] {
        let desk = Desk::new();
        desk.write("cut.json", &whole[..whole.len() * share / 8]);
        let left = desk.run(&["import", "cut.json"]);
        assert_eq!(left.status, 1);
        let here = desk.json(&["list", "--json"]).len();
        let told = format!("{here} articles were imported before");
        assert!(left.only_error().contains(&told), "{told} {left:?}");
        assert!(
            left.only_error()
                .starts_with("newsprint: can't be imported: cut.json: ")
        );
        desk.write("whole.json", &whole);
        let said = desk.good(&["import", "whole.json"]);
        assert_eq!(
            said,
            match 250 - here {
                0 => "0 added, 250 already there, 0 skipped\n".to_owned(),
                new => format!("{new} added, {here} already there, 0 skipped; can't be undone\n"),
            }
        );
        assert!(export_json(&desk) == whole, "the same to the byte");
    }
}

#[test]
fn changes_after_an_interrupted_import_are_not_mixed_with_its_journal() {
    let whole = export_json(&library_with(250));
    let desk = Desk::new();
    desk.write("cut.json", &whole[..whole.len() / 3]);
    desk.run(&["import", "cut.json"]);
    let mut library = desk.library();
    library.set_read(&[ArticleId(1)], true).unwrap();
    desk.write("whole.json", &whole);
    let left = desk.run(&["import", "whole.json"]);
    assert!(left.only_error().contains("250 changes"), "{left:?}");
    assert!(library.undo(None).is_ok());
    assert_eq!(desk.json(&["list", "--json"]).len(), 250);
}

#[test]
fn another_file_after_an_interrupted_import_is_merged() {
    let whole = export_json(&library_with(250));
    let desk = Desk::new();
    desk.write("cut.json", &whole[..whole.len() / 3]);
    desk.run(&["import", "cut.json"]);
    let here = desk.json(&["list", "--json"]).len();
    let other = Desk::new();
    {
        let mut library = other.library();
        add(&mut library, "# First\n\nSomething else.\n");
        for n in 0..3 {
            add(
                &mut library,
                &format!("---\nurl: https://some.example/{n}\n---\n\n# Article {n}\n\nShort.\n"),
            );
        }
    }
    desk.write("other.json", &export_json(&other));
    assert_eq!(
        desk.good(&["import", "other.json"]),
        "1 added, 3 already there, 0 skipped; can't be undone\n"
    );
    assert_eq!(desk.json(&["list", "--json"]).len(), here + 1);
}

#[test]
fn a_removed_source_comes_back_if_the_import_has_it() {
    let from = Desk::new();
    from.write("clips/a.md", "# A clip\n\nShort.\n");
    from.good(&["add", "clips"]);
    let whole = export_json(&from);
    let desk = Desk::new();
    desk.write("whole.json", &whole);
    desk.good(&["import", "whole.json"]);
    desk.good(&["sources", "rm", "1"]);
    assert!(desk.json(&["sources", "--json"]).is_empty());
    // The journal of the file is left out.
    assert_eq!(desk.run(&["import", "whole.json"]).status, 0);
    assert_eq!(desk.json(&["sources", "--json"])[0]["articles"], 1);
}

#[test]
fn the_files_of_a_source_are_imported_so_that_missing_ones_are_noticed() {
    let from = Desk::new();
    let mut library = from.library();
    let (source, _) = library
        .add_source(SourceKind::Folder, Path::new("/nowhere/clips"), "clips")
        .unwrap();
    let document = crate::library::article("# A clip\n\nShort.\n");
    library
        .upsert_files(
            source.id,
            &[FoundFile {
                key: b"a.md".to_vec(),
                path: "/nowhere/clips/a.md".into(),
                fingerprint: Some("1-2".to_owned()),
                name: "a".to_owned(),
                article: Ok((&document, 2)),
                previous_path: None,
            }],
        )
        .unwrap();
    let desk = library_with(3);
    desk.write("theirs.json", &export_json(&from));
    assert_eq!(desk.run(&["import", "theirs.json"]).status, 0);
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    let id = library.sources().unwrap()[0].id;
    library
        .source_failed(
            id,
            &newsprint::model::SourceError {
                kind: newsprint::model::SourceErrorKind::NoFolder,
                details: None,
            },
        )
        .unwrap();
    let missing: i64 = open_database(&desk)
        .query_row(
            "SELECT count(*) FROM article WHERE missing IS NOT NULL AND title = 'A clip'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(missing, 1);
}

#[test]
fn notes_are_the_same_after_export_and_import() {
    let desk = library_with(2);
    desk.good(&["bookmarks", "add", "1", "--note", "  spaced  "]);
    desk.good(&["bookmarks", "add", "1", "--note", ""]);
    let said = desk.good(&["bookmarks", "add", "2", "--note", "first"]);
    assert!(!said.contains("replaced"), "{said}");
    let said = desk.good(&["bookmarks", "add", "2", "--note", "second"]);
    assert!(said.contains("replaced its note"), "{said}");
    let mut notes: Vec<Value> = desk
        .json(&["bookmarks", "--json"])
        .iter()
        .map(|bookmark| bookmark["note"].clone())
        .collect();
    notes.sort_by_key(ToString::to_string);
    assert_eq!(notes, ["second", "spaced"]);
    let mut library = desk.library();
    library
        .edit_bookmark(BookmarkId(1), Some(" \n "), &[])
        .unwrap();
    library.save_search("  Old   things ", "is:read").unwrap();
    let text = export_json(&desk);
    let other = Desk::new();
    other.write("a.json", &text);
    other.good(&["import", "a.json"]);
    assert!(export_json(&other) == text, "the same to the byte");
}

#[test]
fn a_long_import_shows_its_progress() {
    let desk = Desk::new();
    let pipe = desk.path("pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    let line = format!(
        "'{}' import - < '{}'",
        env!("CARGO_BIN_EXE_newsprint"),
        pipe.display()
    );
    let program = Program::new("/bin/sh", &["-c", &line])
        .env("NEWSPRINT_DATA_DIR", desk.data().to_str().unwrap())
        .spawn();
    // Articles are written until the progress line appears.
    let enough = Arc::new(AtomicBool::new(false));
    let until = enough.clone();
    let writer = std::thread::spawn(move || {
        let mut file = std::fs::File::create(pipe).unwrap();
        file.write_all(br#"{"newsprint":2,"articles":["#).unwrap();
        let mut number = 1;
        while !until.load(Ordering::SeqCst) {
            let article = format!("{{\"id\":{number},\"title\":\"Article {number}\"}},\n");
            file.write_all(article.as_bytes()).unwrap();
            number += 1;
        }
        file.write_all(br#"{"title":"The last one"}]}"#).unwrap();
    });
    program.wait_for_text("reading articles: ");
    enough.store(true, Ordering::SeqCst);
    // The program may have ended before all its output was read.
    program.wait_for_text(" added, ");
    assert!(program.wait_for_exit().success());
    writer.join().unwrap();
    let left = program.contents();
    assert!(!left.contains("reading articles"), "{left}");
}
