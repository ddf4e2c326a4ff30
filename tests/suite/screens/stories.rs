//! Stories on the screen: one row with the number of the other articles, and a picker of them.

use super::library::{assert_footer, assert_screen, listed_titles};
use crate::harness::Harness;
use crate::stories::Newsroom;

fn newsroom(width: u16) -> Harness {
    let harness = Harness::new(width, 20);
    Newsroom::fill(&mut harness.library());
    harness.home()
}

#[test]
fn a_story_is_one_row_with_the_number_of_its_other_articles() {
    for width in [80, 130] {
        let harness = newsroom(width);
        assert_eq!(
            listed_titles(&harness),
            ["Something else", "Harbour bridge reopens"]
        );
        assert_screen(&harness, "All 4 · Unread 4");
        assert_screen(&harness, "+2");
        assert_screen(&harness, "1/2");
    }
}

#[test]
fn the_other_articles_are_chosen_by_a_key_in_the_list_and_in_the_reader() {
    let harness = newsroom(80).press("d");
    assert_footer(&harness, "No other article has this text");
    let harness = harness.press("j d");
    assert_screen(&harness, "Other articles of this story");
    let rows = harness.rows();
    let at = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap();
    // The newest first, with source and length.
    assert!(at("Paper 1: Bridge is free") < at("Paper 3: Bridge: traffic again"));
    assert!(rows[at("Paper 1: Bridge is free")].contains("50 words"));
    let harness = harness.press("j enter");
    assert_screen(&harness, "Bridge: traffic again");
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Harbour bridge reopens"
    );
    // From there to the whole article.
    let harness = harness.press("d");
    assert_screen(&harness, "Paper 2: Harbour bridge reopens");
    let harness = harness.press("d");
    assert!(!harness.screen().contains("Other articles of this story"));
    let harness = harness.press("d j enter");
    assert_screen(&harness, "Harbour bridge reopens");
}

#[test]
fn an_article_that_joins_a_story_stays_in_the_reader_and_its_story_is_selected() {
    let harness = Harness::new(120, 20);
    Newsroom::fill(&mut harness.library());
    harness
        .database()
        .execute("UPDATE article SET story = NULL", [])
        .unwrap();
    let harness = harness.home();
    assert_eq!(listed_titles(&harness).len(), 4);
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Bridge is free"
    );
    let text = harness.top_line();
    harness
        .database()
        .execute("UPDATE article SET story = 2 WHERE id <= 3", [])
        .unwrap();
    let harness = harness.library_changed();
    assert_eq!(listed_titles(&harness).len(), 2);
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Harbour bridge reopens"
    );
    assert_eq!(harness.top_line(), text);
}

#[test]
fn next_unread_passes_articles_without_rows_and_marking_the_view_reaches_them() {
    let harness = newsroom(80).press("n");
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Harbour bridge reopens"
    );
    let harness = harness.press("n");
    assert_footer(&harness, "No unread article below");
    let harness = harness.press("A");
    assert_screen(&harness, "All 4 · Unread 0");
}

#[test]
fn muting_a_story_mutes_all_of_its_articles_as_one_change() {
    let harness = newsroom(80).press("j I");
    assert_footer(&harness, "3 articles muted (u undoes)");
    assert_eq!(listed_titles(&harness), ["Something else"]);
    assert_screen(&harness, "All 1 · Unread 1");
    let muted = harness.press("v /").type_text("muted").press("enter enter");
    assert_eq!(listed_titles(&muted).len(), 3);
    let listed = muted.press("I");
    assert_footer(&listed, "3 articles listed again (u undoes)");
    assert!(listed_titles(&listed).is_empty());
    let harness = listed.press("u u").home();
    assert_eq!(
        listed_titles(&harness),
        ["Something else", "Harbour bridge reopens"]
    );
    assert_screen(&harness, "All 4 · Unread 4");
}

#[test]
fn a_bookmarked_copy_stays_when_its_story_is_muted() {
    let harness = Harness::new(80, 20);
    Newsroom::fill(&mut harness.library());
    let mut library = harness.library();
    library
        .toggle_bookmark(newsprint::model::ArticleId(3), None)
        .unwrap();
    let harness = harness.home().press("j I");
    assert_footer(&harness, "2 articles muted (u undoes)");
    assert_eq!(
        listed_titles(&harness),
        ["Bridge: traffic again", "Something else"]
    );
    assert_screen(&harness, "All 2 · Unread 2 · Bookmarks 1");
}
