//! Rules on the screen: a saved search gets an action where the views are listed, and articles are muted by a key.

use super::library::{assert_footer, assert_screen, filled, listed_titles};
use crate::harness::Harness;

/// A library of nine articles, indexed, with a saved search that finds all of them, selected in the picker of views.
fn with_search() -> Harness {
    let harness = filled(9);
    let mut library = harness.library();
    library.save_search("Mine", "article").unwrap();
    while library.index_some().unwrap().has_more {}
    harness.press("v /").type_text("mine").press("esc")
}

#[test]
fn a_saved_search_becomes_a_rule_where_it_is_listed() {
    let harness = with_search();
    assert_footer(&harness, "e edit search  A rule");
    let harness = harness.press("A");
    assert_screen(&harness, "Rule “Mine”");
    assert_screen(&harness, "New articles and the 9 that match now");
    let harness = harness.press("j enter");
    assert_footer(&harness, "New articles of “Mine” are muted (u undoes)");
    assert_screen(&harness, "Views");
    let harness = harness.press("esc");
    assert_eq!(
        listed_titles(&harness).len(),
        9,
        "those that are there stay"
    );
    let harness = harness.press("u");
    assert_footer(&harness, "Undone: set the rule “Mine” to mute");
}

#[test]
fn a_rule_acts_on_what_is_there_where_that_is_chosen() {
    let harness = with_search().press("A G k k k enter");
    assert_footer(&harness, "8 articles muted by the rule “Mine” (u undoes)");
    let harness = harness.press("esc");
    assert_eq!(listed_titles(&harness).len(), 1, "the bookmarked one stays");
    let harness = harness.press("v");
    assert_screen(&harness, "Muted");
    let harness = harness.press("esc u");
    assert_footer(&harness, "Undone: mute 8 articles by the rule “Mine”");
    assert_eq!(listed_titles(&harness).len(), 9);
}

#[test]
fn a_line_that_is_no_tag_stays_to_be_edited() {
    let harness = with_search().press("A j j j j enter");
    let harness = harness.type_text("oak ink").press("enter");
    assert_footer(&harness, "A rule adds one tag, and these are 2");
    let harness = harness.press("ctrl-u").type_text("#").press("enter");
    assert_footer(&harness, "“#” is not a tag");
    let harness = harness.type_text("oak").press("enter");
    assert_footer(&harness, "New articles of “Mine” are tagged oak (u undoes)");
    let harness = harness.press("esc S").type_text("#,").press("enter");
    assert_footer(&harness, "“#,” is not a tag");
    let harness = harness
        .press("ctrl-u")
        .type_text("#bad-tag!")
        .press("enter");
    assert!(
        harness.footer().ends_with("as bad-tag!"),
        "{}",
        harness.footer()
    );
}

#[test]
fn the_tag_of_a_rule_is_asked_for() {
    let harness = with_search().press("A j j j j enter");
    assert_footer(&harness, "tag: ");
    let harness = harness.type_text("craft").press("enter");
    assert_footer(
        &harness,
        "New articles of “Mine” are tagged craft (u undoes)",
    );
    assert_screen(&harness, "tag:craft");
    let harness = harness.press("A esc");
    assert_screen(&harness, "Views");
    let harness = harness.press("g A");
    assert_footer(
        &harness,
        "Only a saved search can be a rule: F searches, Ctrl-s saves the search",
    );
}

#[test]
fn an_article_is_muted_and_unmuted_by_a_key() {
    let harness = filled(9).press("I");
    assert_footer(&harness, "1 article muted (u undoes)");
    assert_eq!(listed_titles(&harness).len(), 8);
    let harness = harness.press("v /").type_text("muted").press("enter enter");
    assert_eq!(listed_titles(&harness), ["Article 1"]);
    let harness = harness.press("I");
    assert_footer(&harness, "1 article listed again (u undoes)");
    assert!(listed_titles(&harness).is_empty());
    let harness = filled(9).press("s I");
    assert_footer(&harness, "A bookmarked article is not muted");
}
