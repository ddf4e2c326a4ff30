//! `newsprint add` and `newsprint sources rm`.

use std::process::{Command, Output};

use serde_json::Value;

use super::{INK, Place, TEA};

fn run(place: &Place, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .current_dir(place.path(""))
        .env("HOME", place.path(""))
        .env("NEWSPRINT_DATA_DIR", place.path("data"))
        .env_remove("NEWSPRINT_CONFIG_DIR")
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn add_reports_its_counts() {
    let place = Place::new(&[("clippings/ink.md", INK), ("tea.md", TEA)]);
    let first = run(&place, &["add", "clippings", "tea.md"]);
    assert_eq!(
        text(&first.stdout),
        "Added folder 1, clippings: 1 added\nAdded page 2, Tea at noon: 1 added\n"
    );
    assert_eq!((text(&first.stderr), first.status.code()), ("", Some(0)));
    let again = run(&place, &["add", "clippings", "tea.md", "clippings/ink.md"]);
    assert_eq!(
        text(&again.stdout),
        "Folder 1, clippings: 0 added, 1 already there\nPage 2, Tea at noon: 0 added, 1 already there\nFolder 1, clippings: 0 added, 1 already there\n"
    );
}

#[test]
fn a_failing_path_is_reported_and_the_others_are_added() {
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/empty.md", "")]);
    let done = run(
        &place,
        &["add", "http://127.0.0.1:1/a", "nowhere", "-", "clippings"],
    );
    assert_eq!(
        text(&done.stdout),
        "Added folder 1, clippings: 1 added, 1 unreadable\n"
    );
    let errors: Vec<&str> = text(&done.stderr).lines().collect();
    let empty = place.path("clippings/empty.md");
    assert!(errors[0].starts_with(
        "newsprint: can't be added: http://127.0.0.1:1/a: can't connect to the server"
    ));
    assert_eq!(
        errors[1],
        "newsprint: no such file or folder: nowhere: check the path"
    );
    assert!(errors[2].starts_with("newsprint: can't be added: standard input: "));
    assert!(errors[3].starts_with(&format!("newsprint: can't be read: {}: ", empty.display())));
    assert_eq!((errors.len(), done.status.code()), (4, Some(1)));
    assert_eq!(run(&place, &["add"]).status.code(), Some(2));
}

#[test]
fn sources_are_printed_as_json_objects() {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    let done = run(&place, &["add", "--json", "clippings"]);
    let source: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(source["kind"], "folder");
    assert_eq!(
        source["path"],
        place.path("clippings").display().to_string()
    );
    assert_eq!(
        (&source["articles"], &source["unread"], &source["new"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(
        (
            &source["error"],
            &source["failing_since"],
            &source["paused"]
        ),
        (&Value::Null, &Value::Null, &false.into())
    );
    assert!(chrono::DateTime::parse_from_rfc3339(source["last_success"].as_str().unwrap()).is_ok());
}

#[test]
fn a_source_is_removed() {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    let none = run(&place, &["sources", "rm", "1"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(
        !place.path("data").exists(),
        "none is made to take something from it"
    );
    run(&place, &["add", "clippings"]);
    let done = run(&place, &["sources", "rm", "7", "1"]);
    assert_eq!(
        text(&done.stdout),
        "Removed the source “clippings”; its article stays\n"
    );
    assert_eq!(
        text(&done.stderr),
        "newsprint: no such source: 7: newsprint sources lists them\n"
    );
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(place.titles().len(), 1);
}

#[test]
fn the_daily_backup_is_made_even_if_a_path_failed() {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    run(&place, &["bookmarks", "add", "clippings/ink.md"]);
    std::fs::remove_dir_all(place.path("data/backups")).unwrap();
    let done = run(&place, &["add", "clippings", "nowhere"]);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(newsprint::library::backups(&place.path("data")).len(), 1);
}
