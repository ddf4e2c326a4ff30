//! Changes in the picker of views: saved searches edited, renamed and removed, sources renamed and removed.

use newsprint::model::SavedSearchId;

use super::library::{assert_footer, assert_screen, filled, listed_titles};
use crate::harness::Harness;

/// A library of nine articles with a saved search that finds all of them, selected in the picker of views.
fn with_search() -> Harness {
    let harness = filled(9);
    let mut library = harness.library();
    library.save_search("Mine", "article").unwrap();
    harness.press("v /").type_text("mine").press("esc")
}

#[test]
fn the_keys_of_a_saved_search_are_shown_below_it() {
    let harness = with_search();
    assert_footer(&harness, "e edit search  A rule  r rename  D remove");
}

#[test]
fn the_query_of_a_saved_search_is_edited() {
    let harness = with_search();
    let mut library = harness.library();
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    let harness = harness.press("e");
    assert_footer(&harness, "query: article");
    let harness = harness.type_text(" is:unread").press("enter");
    assert_footer(&harness, "Saved search changed (u undoes)");
    assert_screen(&harness, "Views");
    let harness = harness.press("enter");
    assert_eq!(harness.app().view_name(), "Mine");
    assert_eq!(
        listed_titles(&harness),
        ["Article 3", "Article 6", "Article 9"]
    );
    let harness = harness.press("u");
    assert_footer(&harness, "Undone: change the search “Mine”");
    assert_eq!(listed_titles(&harness).len(), 9);
}

#[test]
fn a_saved_search_is_renamed() {
    let harness = with_search().press("r");
    assert_footer(&harness, "name: Mine");
    let harness = harness
        .press("ctrl-u")
        .type_text("All of them")
        .press("enter");
    assert_footer(&harness, "Renamed the search “Mine” to “All of them”");
    // It is selected under its new name.
    let harness = harness.press("enter");
    assert_eq!(harness.app().view_name(), "All of them");
    let harness = harness.press("u v");
    assert_screen(&harness, "Mine");
    // A name that another search has is refused.
    harness.library().save_search("Other", "ink").unwrap();
    let harness = harness.press("/").type_text("mine").press("esc r ctrl-u");
    let harness = harness.type_text("Other").press("enter");
    assert_footer(&harness, "not saved: another search has the name Other");
    assert_screen(&harness, "Mine");
}

#[test]
fn an_empty_line_or_escape_changes_no_search() {
    let harness = with_search().press("e ctrl-u enter");
    assert_screen(&harness, "Views");
    let harness = harness.press("r esc e").type_text("x").press("esc");
    assert_screen(&harness, "Views");
    let views = harness.library().views().unwrap();
    let search = views.iter().find(|row| row.name == "Mine").unwrap();
    assert_eq!(search.query.as_deref(), Some("article"));
}

#[test]
fn a_saved_search_is_removed_where_it_is_listed() {
    let harness = with_search().press("enter v");
    assert_eq!(harness.app().view_name(), "Mine");
    let harness = harness.press("D");
    assert_footer(&harness, "Saved search removed (u undoes)");
    assert_screen(&harness, "Views");
    assert!(!harness.screen().contains("Mine"), "{}", harness.screen());
    assert_eq!(harness.app().view_name(), "All");
    let harness = harness.press("u");
    assert_screen(&harness, "Mine");
    assert!(harness.library().remove_search(SavedSearchId(1)).is_ok());
}

#[test]
fn what_an_undo_brings_back_is_selected_in_the_views() {
    let harness = with_search().press("D k k u");
    assert_screen(&harness, "Mine");
    let harness = harness.press("enter");
    assert_eq!(harness.app().view_name(), "Mine");
}

#[test]
fn only_keys_that_work_on_the_selected_row_are_shown_below_the_views() {
    let harness = filled(9).press("v");
    for words in ["edit", "rename", "remove", "fold"] {
        let footer = harness.footer();
        assert!(!footer.contains(words), "{words}: {footer}");
    }
    assert_footer(&harness, "Enter select");
    let harness = harness.press("c");
    assert_footer(&harness, "Only a source has categories");
    let harness = harness.press("x");
    assert!(!harness.footer().contains('-'), "{}", harness.footer());
}

#[test]
fn a_source_among_the_views_has_the_keys_of_the_sources() {
    let harness = filled(3);
    let mut library = harness.library();
    library
        .add_feed("https://quay.example/feed", "Quay")
        .unwrap();
    let harness = harness.press("v /").type_text("quay").press("esc c");
    assert_footer(&harness, "categories: ");
    let harness = harness.type_text("News/Local").press("enter");
    assert_footer(&harness, "Put “Quay” into News/Local");
    assert_screen(&harness, "Views");
    assert_screen(&harness, "Local");
    let harness = harness.press("/").type_text("quay").press("esc =");
    let harness = harness.type_text("interval=2h").press("enter");
    assert_footer(&harness, "Set interval=2h for “Quay”");
    let harness = harness.press("p");
    assert_footer(&harness, "Paused “Quay”");
    let is_paused = |harness: &Harness| {
        let screen = harness.screen();
        let row = screen.lines().find(|row| row.contains("Quay")).unwrap();
        row.contains("paused")
    };
    assert!(is_paused(&harness), "{}", harness.screen());
    let harness = harness.press("p");
    assert_footer(&harness, "Resumed “Quay”");
    assert!(!is_paused(&harness), "{}", harness.screen());
    let harness = harness.press("u u");
    assert_footer(&harness, "Undone: pause “Quay”");
    let harness = harness.press("u");
    assert_footer(&harness, "Undone: set interval=2h for “Quay”");
    assert_screen(&harness, "Views");
}

#[test]
fn the_keys_of_other_rows_say_what_they_need() {
    let harness = filled(9).press("v A");
    assert_footer(
        &harness,
        "Only a saved search can be a rule: F searches, Ctrl-s saves the search",
    );
    assert_footer(&harness.press("="), "Only a source has settings");
    let harness = filled(9).press("v p");
    assert_footer(&harness, "Only a source can be paused");
    assert_footer(&harness.press("R"), "No feed to fetch; folders are scanned");
}

#[test]
fn a_count_goes_before_a_motion_of_a_popup() {
    let harness = filled(9).press("v 3 j enter");
    assert_eq!(harness.app().view_name(), "History");
    let harness = harness.press("v 2 G");
    assert_screen(&harness, "Views");
    let harness = harness.press("2 k 1 j enter");
    assert_eq!(harness.app().view_name(), "Unread");
    // Heads are not counted, and a count beyond the last row goes to it.
    let harness = harness.press("? 9 9 9 g 1 0");
    assert_footer(&harness, "Count 10: then j, k, G …");
    let rows = |harness: &Harness| match harness.app().overlay() {
        newsprint::app::Overlay::Picker(picker) => {
            let row = picker.selected().unwrap();
            let above = picker.rows().iter().take(row + 1);
            above.filter(|row| !row.is_head).count()
        }
        _ => panic!("no popup"),
    };
    let last = rows(&harness);
    let harness = harness.press("k");
    assert_eq!(rows(&harness), last - 10);
    assert_eq!(rows(&harness.press("7 G")), 7);
    // In a line that is typed, digits are text.
    let harness = filled(9).press("v /").type_text("1");
    assert_screen(&harness, "› 1");
}

#[test]
fn other_views_have_no_query_and_stay() {
    let harness = filled(9).press("v e");
    assert_footer(&harness, "Only a saved search has a query");
    let harness = harness.press("r");
    assert_footer(
        &harness,
        "Can't rename this view, only saved searches and sources",
    );
    let harness = harness.press("D");
    assert_footer(
        &harness,
        "Can't delete this view, only saved searches and sources",
    );
}
