//! What commands say where something goes wrong, and the words that they take, by the real program.

use newsprint::library::NewPlace;
use newsprint::model::Anchor;

use crate::library_commands::{Desk, add};

#[test]
fn a_full_device_is_an_error_that_names_standard_output() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let desk = Desk::new();
    add(&mut desk.library(), "# Tea\n\nServed late.\n");
    for arguments in [
        &["list"][..],
        &["show", "1"],
        &["man"],
        &["config"],
        &["--help"],
        &["bookmarks", "add", "1"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let left = desk.command(arguments).stdout(full).output().unwrap();
        let errors = String::from_utf8(left.stderr).unwrap();
        assert_eq!(
            (left.status.code(), errors.as_str()),
            (
                Some(1),
                "newsprint: can't write: standard output: no space left on device\n"
            ),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_data_folder_that_cant_be_made_is_named_once() {
    let desk = Desk::new();
    desk.write("data", "a file where the folder should be");
    let left = desk.run(&["add", "data"]);
    assert!(!left.only_error().contains("os error"), "{left:?}");
    let left = desk.run(&["import", "data"]);
    assert!(!left.only_error().contains("os error"), "{left:?}");
}

#[test]
fn an_empty_line_of_a_batch_is_no_path() {
    let desk = Desk::new();
    let lines = desk.write("lines", "\n");
    let left = desk
        .command(&["extract", "--batch"])
        .stdin(std::fs::File::open(lines).unwrap())
        .output()
        .unwrap();
    let line = String::from_utf8(left.stdout).unwrap();
    assert!(line.contains("empty line"), "{line}");
}

#[test]
fn an_id_that_is_no_number_is_an_error() {
    let left = Desk::new().run(&["bookmarks", "rm", "ink"]);
    assert_eq!(left.status, 2);
    let error = left.only_error();
    assert!(
        error.contains("ID must be a whole number, not ink"),
        "{error}"
    );
}

#[test]
fn help_is_a_word_that_helps() {
    let desk = Desk::new();
    assert_eq!(desk.good(&["help"]), desk.good(&["--help"]));
    assert_eq!(
        desk.good(&["help", "search"]),
        desk.good(&["search", "--help"])
    );
}

#[test]
fn a_search_may_begin_with_an_excluded_word() {
    let desk = Desk::new();
    let mut library = desk.library();
    add(&mut library, "# Tea\n\nServed late.\n");
    add(&mut library, "# Ink\n\nServed black.\n");
    let titles = |arguments: &[&str]| -> Vec<String> {
        let found = desk.json(arguments);
        found
            .iter()
            .map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles(&["search", "-late", "--json"]), ["Ink"]);
    assert_eq!(titles(&["search", "--json", "served", "-black"]), ["Tea"]);
    assert_eq!(
        titles(&["search", "-x", "--limit", "1", "served", "--json"]).len(),
        1
    );
    assert_eq!(desk.run(&["search", "--jsn", "served"]).status, 2);
    assert_eq!(desk.run(&["search"]).status, 2);
}

#[test]
fn a_search_prints_the_ids_that_show_accepts() {
    let desk = Desk::new();
    let mut library = desk.library();
    add(&mut library, "# Ink\n\nServed black.\n");
    add(&mut library, "# Tea\n\nServed late.\n");
    let found = desk.good(&["search", "late"]);
    assert!(found.starts_with("    2 Tea"), "{found}");
    assert!(
        desk.good(&["show", found[..5].trim()])
            .contains("Served late.")
    );
}

#[test]
fn the_figure_of_a_source_is_whole() {
    let desk = Desk::new();
    desk.library();
    let title =
        "A title that is long enough to need all of the room that there is, and more than that";
    rusqlite::Connection::open(desk.data().join("library.db"))
        .unwrap()
        .execute(
            "INSERT INTO source (kind, title, url, added, articles, unread) VALUES ('feed', ?1, 'https://a.example/', 1, 200000, 200000)",
            [title],
        )
        .unwrap();
    let line = desk.good(&["sources"]);
    assert!(line.contains("200000 of 200000 unread"), "{line}");
    assert!(line.contains('…'), "{line}");
}

#[test]
fn an_add_that_ends_early_says_how_much_is_there() {
    let desk = Desk::new();
    desk.library();
    rusqlite::Connection::open(desk.data().join("library.db"))
        .unwrap()
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON article WHEN (SELECT count(*) FROM article) >= 30
                BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
    for n in 0..60 {
        desk.write(
            &format!("big/{n}.md"),
            &format!("# Article {n}\n\nShort.\n"),
        );
    }
    let left = desk.run(&["add", "big"]);
    assert_eq!(left.status, 1);
    let here = desk.json(&["list", "--json"]).len();
    assert!(here > 0);
    let error = left.only_error();
    assert!(
        error.starts_with("newsprint: can't be added: big: "),
        "{left:?}"
    );
    let added = format!("({here} of 60 articles were added before)");
    assert!(error.ends_with(&added), "{left:?}");
}

#[test]
fn an_export_may_be_read_by_whom_the_file_before_might() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    add(&mut desk.library(), "# Tea\n\nServed late.\n");
    let path = desk.write("mine.json", "{}");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    desk.good(&["export", "--format", "json", "--out", "mine.json"]);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(std::fs::metadata(&path).unwrap().len() > 10);
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_no_text_comes_with_its_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let name = std::ffi::OsStr::from_bytes(b"odd-\xff.md");
    std::fs::write(desk.path("").join(name), "# Odd\n\nShort.\n").unwrap();
    let left = desk.command(&["add"]).arg(name).output().unwrap();
    assert!(left.status.success(), "{left:?}");
    let row = &desk.json(&["list", "--json"])[0];
    let digits = row["path_bytes"].as_str().unwrap();
    assert!(digits.ends_with("6f64642dff2e6d64"), "{digits}");
    assert!(desk.json(&["sources", "--json"])[0]["path_bytes"].is_string());
}

#[test]
fn exported_markdown_has_the_date_of_a_place() {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    let text = "# Ink\n\nInk is older than paper.\n\n## Oak\n\nGalls and iron made it black.\n";
    let id = add(&mut library, text);
    library.add_bookmark(id, None, None, &[]).unwrap();
    library.set_now(1_773_000_000);
    let document = crate::library::article(text);
    let place = NewPlace {
        anchor: Anchor::at(&document, 2, 0),
        quote: Some("Galls and iron made it black.".to_owned()),
        note: Some("see there".to_owned()),
        ..NewPlace::default()
    };
    library.bookmark_place(id, None, &place).unwrap();
    desk.run(&["export", "--format", "markdown", "--out", "paper"]);
    let other = Desk::new();
    other.good(&["import", desk.path("paper").to_str().unwrap()]);
    let found = other.json(&["bookmarks", "--json"]);
    let place = found
        .iter()
        .find(|object| !object["place"].is_null())
        .unwrap();
    assert_eq!(place["created"], "2026-03-08T20:00:00Z");
    assert_eq!(place["note"], "see there");
}
