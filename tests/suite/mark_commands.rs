//! Commands that mark articles, undo and redo, by the real program.

use newsprint::library::{Durability, NewArticle};
use newsprint::model::ArticleId;
use serde_json::json;

use crate::library::article;
use crate::library_commands::{Desk, add};

/// Returns a library with an article of January 2020, and one without a date, which is new.
fn old_and_new() -> (Desk, ArticleId, ArticleId) {
    let desk = Desk::new();
    let mut library = desk.library();
    let old = add(
        &mut library,
        "---\ntitle: Old ink\ndate: 2020-01-05\n---\n\nIt has long dried.\n",
    );
    let new = add(&mut library, "# New ink\n\nIt is wet.\n");
    (desk, old, new)
}

fn unread(desk: &Desk) -> Vec<String> {
    let rows = desk.json(&["list", "--view", "unread", "--json"]);
    let title = |row: &serde_json::Value| row["title"].as_str().unwrap().to_owned();
    rows.iter().map(title).collect()
}

#[test]
fn articles_are_marked_by_their_ids_as_one_change_that_undo_names() {
    let (desk, old, new) = old_and_new();
    let (old, new) = (old.to_string(), new.to_string());
    let marked = desk.good(&["mark", "read", &old, &new, &old]);
    assert_eq!(marked, "2 articles marked read\n");
    assert!(unread(&desk).is_empty());
    assert_eq!(
        desk.good(&["mark", "read", &old]),
        "Nothing to mark: no unread articles\n"
    );
    assert_eq!(
        desk.good(&["undo"]),
        "Undone: mark 2 articles as read (made just now)\n"
    );
    assert_eq!(unread(&desk).len(), 2);
    assert_eq!(desk.good(&["redo"]), "Redone: mark 2 articles as read\n");
    assert!(unread(&desk).is_empty());
    let marked = desk.good(&["mark", "unread", &new]);
    assert_eq!(marked, "Marked “New ink” as unread\n");
    assert_eq!(unread(&desk), ["New ink"]);
}

#[test]
fn a_view_is_marked_or_what_is_old_in_it() {
    let (desk, old, new) = old_and_new();
    let marked = desk.json(&[
        "mark",
        "read",
        "--view",
        "unread",
        "--older-than",
        "30d",
        "--json",
    ]);
    assert_eq!(
        marked,
        [json!({"read": true, "marked": 1, "articles": [old]})]
    );
    assert_eq!(unread(&desk), ["New ink"]);
    assert_eq!(
        desk.good(&["mark", "read", "--view", "all"]),
        "Marked “New ink” as read\n"
    );
    let undone = desk.json(&["undo", "--json"]);
    assert_eq!(
        undone,
        [
            json!({"result": "Undone: mark “New ink” as read", "articles": [new], "origin": "earlier-session"})
        ]
    );
    assert_eq!(unread(&desk), ["New ink"]);
}

#[test]
fn a_source_is_marked_and_no_other_article() {
    let (desk, _, _) = old_and_new();
    let mut library = desk.library();
    let (source, _) = library
        .add_feed("https://tide.example/feed", "Tide")
        .unwrap();
    let document = article("# High water\n\nAt nine.\n");
    let incoming = NewArticle {
        in_library: true,
        source: Some(source.id),
        name: "water".to_owned(),
        words: document.words(),
        document: Some(&document),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap();
    let marked = desk.good(&["mark", "read", "--source", "Tide"]);
    assert_eq!(marked, "Marked “High water” as read\n");
    assert_eq!(unread(&desk).len(), 2);
    let left = desk.run(&["mark", "read", "--source", "Ebb"]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error().contains("no such source: Ebb"),
        "{left:?}"
    );
}

#[test]
fn an_unknown_id_is_a_failure_and_the_rest_is_marked() {
    let (desk, old, _) = old_and_new();
    let left = desk.run(&["mark", "read", "99", &old.to_string()]);
    assert_eq!(
        (left.status, left.output.as_str()),
        (1, "Marked “Old ink” as read\n")
    );
    assert_eq!(
        left.only_error(),
        "newsprint: no such article: 99: newsprint list shows the ids"
    );
}

#[test]
fn mark_says_what_it_does_not_understand() {
    let (desk, old, _) = old_and_new();
    let old = old.to_string();
    for arguments in [
        &["mark", "read"][..],
        &["mark", "seen", &old],
        &["mark", "read", &old, "--view", "all"],
        &["mark", "read", "--older-than", "30d"],
        &["mark", "read", "--view", "all", "--older-than", "soon"],
        &["mark", "read", "--view", "all", "--older-than", "-3d"],
    ] {
        let left = desk.run(arguments);
        assert_eq!(
            (left.status, left.errors.len()),
            (2, 1),
            "{arguments:?} {left:?}"
        );
    }
    let left = desk.run(&["mark", "read", "--view", "all", "--older-than", "soon"]);
    assert!(left.only_error().contains("30d"), "{left:?}");
    assert_eq!(unread(&desk).len(), 2, "nothing was marked");
}

#[test]
fn nothing_to_undo_is_a_failure_in_one_line() {
    let desk = Desk::new();
    for (command, line) in [
        ("undo", "newsprint: nothing to undo"),
        ("redo", "newsprint: nothing to redo"),
    ] {
        let left = desk.run(&[command]);
        assert_eq!((left.status, left.output.as_str()), (1, ""));
        assert_eq!(left.only_error(), line);
        assert!(!desk.data().exists(), "no library is made for it");
    }
    let (desk, ..) = old_and_new();
    assert_eq!(
        desk.run(&["undo"]).only_error(),
        "newsprint: nothing to undo"
    );
}

#[test]
fn undo_names_a_change_of_any_kind() {
    let (desk, old, _) = old_and_new();
    desk.good(&["bookmarks", "add", &old.to_string(), "--note", "dry"]);
    assert_eq!(
        desk.good(&["undo"]),
        "Undone: bookmark “Old ink” (made just now)\n"
    );
    assert!(desk.json(&["bookmarks", "--json"]).is_empty());
}
