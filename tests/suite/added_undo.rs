//! Undo of what `newsprint add` adds: folders, files, feeds, pages and standard input, by the real program.

use std::io::Write;
use std::process::Stdio;

use newsprint::library::session_name;
use newsprint::model::ArticleId;

use super::library_commands::Desk;
use super::web::WebServer;

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Quay</title>\
    <item><title>Nets mended</title><guid>a</guid><description>&lt;p&gt;They were mended by candle light.&lt;/p&gt;</description></item>\
    <item><title>Nets torn</title><guid>b</guid><description>&lt;p&gt;They were torn by a seal.&lt;/p&gt;</description></item>\
    </channel></rss>";

const PAGE: &str = "<!doctype html><title>The ferry is late</title><article><h1>The ferry is late</h1>\
    <p>The morning ferry left the quay forty minutes late, and the harbour master blamed the tide.</p></article>";

fn desk() -> Desk {
    let desk = Desk::new();
    for (name, text) in [
        ("notes/ink.md", "# Ink\n\nIt is older than paper.\n"),
        ("notes/tea.md", "# Tea\n\nIt was served in the last car.\n"),
        ("oak.md", "# Oak\n\nGalls grow on its leaves.\n"),
    ] {
        desk.write(name, text);
    }
    desk
}

fn titles(desk: &Desk) -> Vec<String> {
    let rows = desk.json(&["list", "--json"]);
    let title = |row: &serde_json::Value| row["title"].as_str().unwrap().to_owned();
    let mut titles: Vec<String> = rows.iter().map(title).collect();
    titles.sort();
    titles
}

fn add_input(desk: &Desk, text: &str) {
    let mut command = desk.command(&["add", "-"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn each_thing_that_was_added_is_undone_and_redone_with_its_articles() {
    let (desk, web) = (desk(), WebServer::start());
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    web.serve("/page", &[("Content-Type", "text/html")], PAGE);
    let none = desk.run(&["undo"]);
    assert_eq!(none.status, 1, "{none:?}");
    let (feed, page) = (web.url("/feed"), web.url("/page"));
    for (words, name, added) in [
        (
            &["add", "notes"][..],
            "add the folder “notes”",
            &["Ink", "Tea"][..],
        ),
        (&["add", "oak.md"], "add the file “Oak”", &["Oak"]),
        (
            &["add", &feed],
            "subscribe to “Quay”",
            &["Nets mended", "Nets torn"],
        ),
        (
            &["add", &page],
            "add “The ferry is late”",
            &["The ferry is late"],
        ),
    ] {
        desk.good(words);
        assert_eq!(titles(&desk), added);
        let said = desk.good(&["undo"]);
        assert_eq!(said, format!("Undone: {name} (made just now)\n"));
        assert!(titles(&desk).is_empty(), "{words:?}");
        assert!(desk.json(&["sources", "--json"]).is_empty());
        assert_eq!(desk.good(&["redo"]), format!("Redone: {name}\n"));
        assert_eq!(titles(&desk), added);
        desk.good(&["undo"]);
        // Adding it again is a new change, and finds everything again.
        desk.good(words);
        assert_eq!(titles(&desk), added);
        let object = &desk.json(&["undo", "--json"])[0];
        assert_eq!(object["origin"], "earlier-session");
        assert!(titles(&desk).is_empty(), "{words:?}");
    }
    add_input(&desk, "# Sheep\n\nThey stood on the line.\n");
    assert_eq!(titles(&desk), ["Sheep"]);
    assert!(desk.good(&["undo"]).starts_with("Undone: add “Sheep”"));
    assert!(titles(&desk).is_empty());
}

#[test]
fn what_is_bookmarked_or_was_there_before_stays_when_a_folder_is_undone() {
    let desk = desk();
    add_input(&desk, "# Ink\n\nIt is older than paper.\n");
    let database = rusqlite::Connection::open(desk.data().join("library.db")).unwrap();
    // An earlier day.
    database
        .execute("UPDATE article SET added = added - 86400", [])
        .unwrap();
    desk.good(&["add", "notes"]);
    desk.write("notes/sheep.md", "# Sheep\n\nThey stood on the line.\n");
    desk.good(&["add", "notes"]);
    assert_eq!(titles(&desk), ["Ink", "Sheep", "Tea"]);
    let mut library = desk.library();
    let tea = desk.json(&["list", "--json"]);
    let tea = tea.iter().find(|row| row["title"] == "Tea").unwrap();
    let tea = ArticleId(tea["id"].as_i64().unwrap());
    // A bookmark that another program makes and that is no change of the journal.
    library.toggle_bookmark(tea, None).unwrap();
    database
        .execute(
            "DELETE FROM change WHERE id = (SELECT max(id) FROM change)",
            [],
        )
        .unwrap();
    drop(library);
    desk.good(&["undo"]);
    assert_eq!(titles(&desk), ["Ink", "Tea"]);
    desk.good(&["redo"]);
    assert_eq!(titles(&desk), ["Ink", "Sheep", "Tea"]);
}

#[test]
fn a_folder_that_is_there_already_is_no_change() {
    let desk = desk();
    desk.good(&["add", "notes"]);
    desk.good(&["add", "notes"]);
    desk.good(&["add", "notes/ink.md"]);
    desk.good(&["undo"]);
    assert!(titles(&desk).is_empty());
    let left = desk.run(&["undo"]);
    assert_eq!(left.only_error(), "newsprint: nothing to undo");
}

#[test]
fn undo_names_a_change_of_a_program_that_still_runs() {
    let desk = desk();
    desk.good(&["add", "notes"]);
    let mut library = desk.library();
    library.set_session(&session_name());
    library.set_read(&[ArticleId(1)], true).unwrap();
    assert_eq!(
        desk.good(&["undo"]),
        "Undone: mark “Ink” as read (made in another window)\n"
    );
}
