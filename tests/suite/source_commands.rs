//! `newsprint sources`, by the real program: listing, changing and removing sources.

use serde_json::{Value, json};

use crate::library_commands::Desk;

const FEED: &str = "https://tide.example/feed";

fn desk() -> Desk {
    let desk = Desk::new();
    let mut library = desk.library();
    library.add_feed(FEED, "Tide").unwrap();
    library.add_feed("https://ink.example/feed", "Ink").unwrap();
    desk
}

fn source(desk: &Desk) -> Value {
    desk.json(&["sources", "--json"])[0].clone()
}

#[test]
fn a_source_is_meant_by_its_id_address_or_title() {
    let desk = desk();
    for word in ["1", FEED, "Tide", "HTTPS://tide.example/feed"] {
        assert_eq!(desk.good(&["sources", "pause", word]), "Paused “Tide”\n");
        assert_eq!(desk.good(&["sources", "resume", word]), "Resumed “Tide”\n");
    }
    desk.good(&["sources", "rename", "2", "Tide"]);
    let left = desk.run(&["sources", "pause", "Tide"]);
    assert_eq!(left.status, 1);
    let error = left.only_error();
    assert!(
        error.contains("several sources have this title") && error.contains("1, 2"),
        "{error}"
    );
    let left = desk.run(&["sources", "pause", "nothing", "7", "1"]);
    assert_eq!(left.status, 1);
    assert_eq!(left.errors.len(), 2, "the rest is done");
    assert_eq!(left.output, "Paused “Tide”\n");
    assert_eq!(source(&desk)["paused"], true);
    assert_eq!(desk.good(&["sources", "pause", "1"]), "Nothing to change\n");
}

#[test]
fn tags_are_categories_at_the_top() {
    let desk = desk();
    desk.good(&["sources", "tag", "1", "+News", "+Sea side"]);
    desk.good(&["sources", "tag", "1", "-News", "--json"]);
    assert_eq!(source(&desk)["tags"], json!(["Sea side"]));
    desk.good(&["sources", "category", "1", "Sea side", "News/Local"]);
    assert_eq!(source(&desk)["tags"], json!(["Sea side"]));
    assert_eq!(
        source(&desk)["categories"],
        json!(["News/Local", "Sea side"])
    );
    assert_eq!(
        desk.good(&["sources", "rename-category", "News/Local", "Near"]),
        "Renamed the category “News/Local” to “Near”\n"
    );
    assert_eq!(source(&desk)["tags"], json!(["Near", "Sea side"]));
    desk.good(&["sources", "rm-category", "Near"]);
    assert_eq!(source(&desk)["categories"], json!(["Sea side"]));
    desk.good(&["sources", "category", "1"]);
    assert_eq!(source(&desk)["categories"], json!([]));
    assert_eq!(desk.run(&["sources", "tag", "1", "News"]).status, 2);
    assert_eq!(desk.run(&["sources", "rm-category", "None"]).status, 1);
}

#[test]
fn settings_are_set_printed_and_removed() {
    let desk = desk();
    assert_eq!(
        desk.good(&["sources", "set", "1", "interval=2h"]),
        "Set interval=2h for “Tide”\n"
    );
    desk.good(&[
        "sources",
        "set",
        "1",
        "keep=forever",
        "headers=X-Key: hunter2",
        "headers=Accept: */*",
    ]);
    let shown = desk.good(&["sources", "set", "1"]);
    assert_eq!(
        shown,
        format!(
            "interval = 2h\nheaders = X-Key: [redacted]\nheaders = Accept: */*\nkeep = forever\nurl = {FEED}\n"
        )
    );
    let printed = desk.good(&["sources", "set", "1", "--json"]);
    assert!(!printed.contains("hunter2"), "{printed}");
    let object: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (&object["interval"], &object["keep"]),
        (&json!(7200), &json!("forever"))
    );
    desk.good(&["sources", "set", "1", "headers=", "interval=", "keep="]);
    assert_eq!(
        desk.good(&["sources", "set", "1"]),
        format!("url = {FEED}\n")
    );
    desk.good(&["sources", "set", "1", "url=https://new.example/feed"]);
    assert_eq!(source(&desk)["url"], "https://new.example/feed");
    for (wrong, reason) in [
        ("interval=5m", "from 15m to 30d"),
        ("colour=red", "no such setting: colour"),
        ("hunter2", "write KEY=VALUE"),
        ("headers=Host: a", "newsprint sets Host"),
    ] {
        let left = desk.run(&["sources", "set", "1", wrong]);
        assert_eq!(left.status, 2, "{wrong}");
        let error = left.only_error();
        assert!(
            error.contains(reason) && !error.contains("hunter2"),
            "{error}"
        );
    }
    let left = desk.run(&["sources", "set", "1", "url=https://ink.example/feed"]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error()
            .contains("source 2 has this address already")
    );
}

#[cfg(unix)]
#[test]
fn a_password_file_must_be_private() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let file = desk.write("secret", "hunter2\n");
    let set = ["sources", "set", "1", "password-file=~/secret"];
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let left = desk.run(&set);
    assert_eq!(left.status, 2);
    assert!(left.only_error().contains("others can read it: chmod 600"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    desk.good(&set);
    let shown = desk.good(&["sources", "set", "1"]);
    assert!(
        shown.contains("/secret\n") && !shown.contains("hunter2"),
        "{shown}"
    );
    let left = desk.run(&["sources", "set", "1", "password-file=nowhere"]);
    assert!(left.only_error().contains("nowhere"));
}

#[test]
fn a_source_is_shown_with_its_requests() {
    let desk = desk();
    rusqlite::Connection::open(desk.data().join("library.db"))
        .unwrap()
        .execute_batch(
            "INSERT INTO request (source, time, status, bytes, milliseconds, outcome) VALUES (1, 1772000000, 200, 1200, 80, 'new');
             INSERT INTO request (source, time, outcome, error) VALUES (1, 1772003600, 'failed', 'timeout');",
        )
        .unwrap();
    let shown = desk.good(&["sources", "show", "1"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines[0].contains("Tide") && lines[1].contains(FEED),
        "{shown}"
    );
    assert!(
        shown.contains("2026-02-25 07:13 failed: the server did not answer in time"),
        "{shown}"
    );
    assert!(
        shown.contains("2026-02-25 06:13 new entries (200 · "),
        "{shown}"
    );
    let object: Value =
        serde_json::from_str(&desk.good(&["sources", "show", "1", "--json"])).unwrap();
    assert_eq!(
        object["requests"][1],
        json!({"time": "2026-02-25T06:13:20Z", "http": 200, "bytes": 1200, "milliseconds": 80, "status": "new", "error": null})
    );
    assert_eq!(object["settings"], json!({}));
}

#[test]
fn a_source_is_removed_with_or_without_its_articles() {
    let desk = desk();
    rusqlite::Connection::open(desk.data().join("library.db"))
        .unwrap()
        .execute_batch(
            "INSERT INTO article (source, title, title_key, added, updated, date) VALUES
                (1, 'A', 'a', 1, 1, 1), (2, 'B', 'b', 1, 1, 1);",
        )
        .unwrap();
    assert_eq!(
        desk.good(&["sources", "rm", "1"]),
        "Removed the source “Tide”; its article stays\n"
    );
    assert_eq!(
        desk.good(&["sources", "rm", "Ink", "--articles"]),
        "Removed the source “Ink” and 1 article\n"
    );
    assert_eq!(desk.json(&["list", "--json"]).len(), 1);
    assert!(desk.json(&["sources", "--json"]).is_empty());
    let mut library = desk.library();
    for _ in 0..2 {
        let newsprint::library::UndoResult::NeedsConfirmation(id, ..) = library.undo(None).unwrap()
        else {
            panic!("each is one change");
        };
        library.undo(Some(id)).unwrap();
    }
    assert_eq!(desk.json(&["list", "--json"]).len(), 2);
    assert_eq!(desk.json(&["sources", "--json"]).len(), 2);
}
