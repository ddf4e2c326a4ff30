//! The search of the library on the screen.

use newsprint::app::Pane;

use crate::harness::Harness;
use crate::library::{article, kept};
use newsprint::model::ArticleId;

/// A library of a few articles about ink.
fn test_library() -> Harness {
    let harness = Harness::new(100, 24);
    let mut library = harness.library();
    let long = (1..40)
        .map(|n| format!("Line {n} of the recipe.\n\n"))
        .collect::<String>();
    let texts = [
        format!("---\ntitle: Oak galls\ndate: 2026-02-20\npublisher: The Quill\n---\n\nWasps make them.\n\n## The recipe\n\n{long}Vitriol turns the brew black.\n"),
        "---\ntitle: A short history of vitriol\ndate: 2026-02-26\n---\n\nIt was dug from old mines.\n".to_owned(),
        "---\ntitle: Tea\ndate: 2026-02-27\n---\n\nNothing to do with it.\n".to_owned(),
    ];
    for text in &texts {
        let document = article(text);
        library
            .upsert_articles(&[kept(&document)], newsprint::library::Durability::Full)
            .unwrap();
    }
    library.toggle_bookmark(ArticleId(3), None).unwrap();
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    harness.home()
}

#[test]
fn hits_appear_while_typing_and_enter_opens_the_match() {
    let harness = test_library().press("F").type_text("vitri");
    let screen = harness.screen();
    assert!(screen.contains("Search everything"), "{screen}");
    let (newer, older) = (
        screen.find("A short history").unwrap(),
        screen.find("Oak galls").unwrap(),
    );
    assert!(newer < older, "the newest first: {screen}");
    assert!(
        screen.contains("The recipe: Vitriol turns the brew black."),
        "{screen}"
    );
    assert!(screen.contains("2026-02-20 · The Quill"), "{screen}");
    let harness = harness.press("down enter");
    assert_eq!(harness.app().focus(), Pane::Reader);
    let text = harness.text();
    assert!(
        text.iter().any(|line| line.contains("Vitriol turns")),
        "{text:?}"
    );
    assert!(
        harness.facts().contains("1/1"),
        "n and N go through the matches: {}",
        harness.facts()
    );
    // The last query and its hits are shown again.
    let harness = harness.press("h F");
    assert!(
        harness.screen().contains("Vitriol turns the brew black."),
        "{}",
        harness.screen()
    );
    assert!(
        harness
            .press("esc H")
            .text()
            .iter()
            .any(|line| line.contains("Vitriol turns"))
    );
}

#[test]
fn an_empty_search_shows_examples_and_every_query_is_accepted() {
    let harness = test_library().press("F");
    assert!(
        harness.screen().contains("is:unread"),
        "{}",
        harness.screen()
    );
    let harness = harness.type_text("zzz");
    assert!(
        harness.screen().contains("no matches"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter");
    assert!(
        harness.footer().contains("Nothing matches"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("esc F").type_text("\"(((*:-");
    assert!(
        harness.screen().contains("Search everything"),
        "{}",
        harness.screen()
    );
}

#[test]
fn errors_in_a_query_are_shown_and_typing_replaces_the_last_query() {
    let harness = test_library().press("F").type_text("vitriol is:blue");
    assert!(
        harness.screen().contains("is:blue is unknown"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc F");
    assert!(
        harness.screen().contains("› vitriol is:blue"),
        "{}",
        harness.screen()
    );
    let harness = harness.type_text("tea");
    assert!(harness.screen().contains("› tea"), "{}", harness.screen());
    assert!(
        harness.screen().contains("ctrl-s save as view")
            || harness.screen().contains("Ctrl-s save as view"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_search_becomes_a_view() {
    let harness = test_library()
        .press("F")
        .type_text("vitriol")
        .press("ctrl-s");
    assert!(
        harness.footer().contains("save the search as: vitriol"),
        "{}",
        harness.footer()
    );
    let harness = harness
        .press("ctrl-u")
        .type_text("Black stuff")
        .press("enter");
    assert!(
        harness.footer().contains("Saved the search “Black stuff”"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("v");
    assert!(
        harness.screen().contains("Saved searches"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("/").type_text("black").press("enter");
    assert!(
        harness.screen().contains("─ Black stuff"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("1/2"), "{}", harness.screen());
    let harness = harness.press(":").type_text("remove-search").press("enter");
    assert!(
        harness.footer().contains("Saved search removed (u undoes)"),
        "{}",
        harness.footer()
    );
    assert!(harness.press("v").screen().find("Saved searches").is_none());
}

#[test]
fn enter_waits_for_the_hits() {
    let harness = test_library()
        .hold()
        .press("F")
        .type_text("brew")
        .press("enter");
    assert_eq!(harness.app().focus(), Pane::List);
    let harness = harness.release();
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert_eq!(harness.app().shown_article().map(|id| id.0), Some(1));
}
