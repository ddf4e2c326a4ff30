//! Rules: saved searches that mute, mark as read, bookmark or tag new articles once; what they do can be undone.

use newsprint::library::{Library, UndoResult};
use newsprint::model::{
    ArticleId, ChangeKind, ChangeOrigin, Grouping, Listing, PageFrom, PageRequest, RuleAction,
    SavedSearchId, View,
};

use crate::library::TestLibrary;
use crate::library_commands::Desk;
use crate::search::{found, index};

const SPONSORED: &str = "# Sponsored: a better kettle\n\nThe kettle boils in a minute.\n";
const TEA: &str = "# A history of tea\n\nTea came by ship, and the kettle with it.\n";
const INK: &str = "# A history of ink\n\nInk was boiled from galls.\n";

fn titles(library: &Library, view: View) -> Vec<String> {
    let listing = Listing {
        view,
        grouping: Grouping::None,
        ..Listing::default()
    };
    let request = PageRequest {
        request_id: 1,
        listing,
        from: PageFrom::First,
        row_limit: 100,
        pinned: Vec::new(),
    };
    let page = library.page(&request).unwrap();
    if let Some(count) = page.row_count {
        assert_eq!(count, page.rows.len(), "the stored number of rows");
    }
    let mut titles: Vec<String> = page.rows.into_iter().map(|row| row.title).collect();
    titles.sort();
    titles
}

fn add_rule(library: &mut Library, query: &str, action: &str) -> SavedSearchId {
    let action = RuleAction::parse(action).unwrap();
    library.add_rule(query, query, &action).unwrap().0
}

fn is_read(library: &Library, id: ArticleId) -> bool {
    library.states(&[id]).unwrap()[0].1.is_read
}

/// A library with one article that was there before the rule, and two new ones of which the rule finds one.
fn ruled(action: &str) -> (TestLibrary, SavedSearchId, [ArticleId; 3]) {
    let mut test = TestLibrary::new();
    let old = test.add("# Sponsored: an old kettle\n\nIt was here before.\n");
    index(&mut test.library);
    let rule = add_rule(&mut test.library, "title:sponsored", action);
    let (new, other) = (test.add(SPONSORED), test.add(INK));
    index(&mut test.library);
    (test, rule, [old, new, other])
}

#[test]
fn a_muted_article_is_only_in_its_own_view_the_search_and_what_the_user_chose() {
    let (mut test, rule, [_, new, _]) = ruled("mute");
    let library = &mut test.library;
    let listed = ["A history of ink", "Sponsored: an old kettle"];
    for view in [View::All, View::Unread] {
        assert_eq!(titles(library, view), listed);
    }
    assert_eq!(titles(library, View::Muted), ["Sponsored: a better kettle"]);
    // The view of the rule lists what it mutes, another search does not.
    assert_eq!(titles(library, View::SavedSearch(rule)).len(), 2);
    let (kettles, _) = library.save_search("Kettles", "kettle").unwrap();
    index(library);
    let kettles = View::SavedSearch(kettles);
    assert_eq!(
        titles(library, kettles.clone()),
        ["Sponsored: an old kettle"]
    );
    assert_eq!(found(library, "kettle").len(), 2);
    assert_eq!(
        found(library, "kettle is:muted"),
        ["Sponsored: a better kettle"]
    );
    assert_eq!(found(library, "kettle -is:muted").len(), 1);
    let counts = library.counts().unwrap();
    assert_eq!((counts.all, counts.unread, counts.muted), (2, 2, 1));
    // A bookmark is the user's own.
    library.toggle_bookmark(new, None).unwrap();
    assert_eq!(
        titles(library, View::Bookmarks),
        ["Sponsored: a better kettle"]
    );
    library.set_read(&[new], true).unwrap();
    assert_eq!(library.counts().unwrap().unread, 2);
    library.set_muted(&[new], false).unwrap();
    index(library);
    let counts = library.counts().unwrap();
    assert_eq!((counts.all, counts.unread, counts.muted), (3, 2, 0));
    assert_eq!(titles(library, kettles).len(), 2);
    let report = newsprint::library::check_library(test.folder.path());
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn a_rule_acts_on_new_articles_once() {
    let (mut test, _, [old, new, other]) = ruled("read");
    let library = &mut test.library;
    assert_eq!(
        [old, new, other].map(|id| is_read(library, id)),
        [false, true, false]
    );
    // What the user decides afterwards stays.
    library.toggle_read(new).unwrap();
    index(library);
    assert!(!is_read(library, new));
}

#[test]
fn a_rule_for_unread_articles_does_not_act_again_on_what_the_user_marked() {
    let mut test = TestLibrary::new();
    add_rule(&mut test.library, "kettle is:unread", "read");
    let tea = test.add(TEA);
    index(&mut test.library);
    let library = &mut test.library;
    assert!(is_read(library, tea));
    library.toggle_read(tea).unwrap();
    index(library);
    assert!(!is_read(library, tea), "the user's own mark stays");
}

#[test]
fn a_rule_bookmarks_and_tags() {
    let (mut test, _, [old, new, _]) = ruled("tag:#kitchen");
    let library = &mut test.library;
    assert!(library.bookmarks(old).unwrap().is_empty());
    assert_eq!(library.bookmarks(new).unwrap()[0].tags, ["kitchen"]);
    add_rule(library, "gall", "bookmark");
    let galls = test.add("# Oak galls\n\nA gall is a growth.\n");
    index(&mut test.library);
    let library = &mut test.library;
    assert!(library.states(&[galls]).unwrap()[0].1.is_bookmarked);
}

#[test]
fn what_a_rule_did_is_one_change_that_names_it() {
    let mut test = TestLibrary::new();
    let rule = add_rule(&mut test.library, "kettle", "mute");
    test.add(SPONSORED);
    test.add(TEA);
    index(&mut test.library);
    let mut other = test.other();
    let UndoResult::NeedsConfirmation(change, kind, origin) = other.undo(None).unwrap() else {
        panic!("a rule made the last change");
    };
    assert_eq!(origin, ChangeOrigin::Rule);
    let applied = ChangeKind::ApplyRule {
        name: "kettle".to_owned(),
        action: RuleAction::Mute,
        count: 2,
    };
    assert_eq!(kind, applied);
    assert!(matches!(
        other.undo(Some(change)).unwrap(),
        UndoResult::Done(..)
    ));
    index(&mut other);
    assert_eq!(titles(&other, View::All).len(), 2, "it does not act again");
    assert_eq!(titles(&other, View::Muted).len(), 0);
    other.redo().unwrap();
    assert_eq!(titles(&other, View::Muted).len(), 2);
    assert_eq!(titles(&other, View::SavedSearch(rule)).len(), 2);
}

#[test]
fn undo_means_the_last_change_of_the_user_and_not_that_of_a_rule() {
    let mut test = TestLibrary::new();
    add_rule(&mut test.library, "kettle", "mute");
    let ink = test.add(INK);
    index(&mut test.library);
    test.library.set_read(&[ink], true).unwrap();
    test.add(TEA);
    index(&mut test.library);
    let library = &mut test.library;
    assert_eq!(titles(library, View::Muted).len(), 1);
    let undone = library.undo(None).unwrap();
    assert!(
        matches!(&undone, UndoResult::Done(ChangeKind::Mark { .. }, _)),
        "{undone:?}"
    );
    // And what a rule does meanwhile does not end redo.
    test.add(SPONSORED);
    index(&mut test.library);
    let redone = test.library.redo().unwrap();
    assert!(
        matches!(&redone, UndoResult::Done(ChangeKind::Mark { .. }, _)),
        "{redone:?}"
    );
    assert!(is_read(&test.library, ink));
}

#[test]
fn a_rule_acts_on_what_is_there_when_it_is_asked_to() {
    let (mut test, rule, [old, ..]) = ruled("mute");
    let library = &mut test.library;
    let changed = library.apply_rule(rule).unwrap();
    assert_eq!(changed.articles, [old]);
    assert_eq!(titles(library, View::All), ["A history of ink"]);
    library.undo(None).unwrap();
    assert_eq!(titles(library, View::All).len(), 2);
    // Many are bookmarked in several steps, and still are one change.
    let mut many = TestLibrary::new();
    many.fill(250);
    index(&mut many.library);
    let rule = add_rule(&mut many.library, "number", "tag:n");
    let changed = many.library.apply_rule(rule).unwrap();
    assert_eq!(changed.articles.len(), 250);
    assert_eq!(many.library.counts().unwrap().bookmarks, 250);
    many.library.undo(None).unwrap();
    assert_eq!(many.library.counts().unwrap().bookmarks, 0);
}

#[test]
fn a_changed_rule_acts_on_articles_after_the_change() {
    let (mut test, rule, [_, new, other]) = ruled("read");
    test.library.edit_search(rule, "galls").unwrap();
    index(&mut test.library);
    assert!(!is_read(&test.library, other));
    let mute = RuleAction::Mute;
    test.library.set_rule(rule, Some(&mute)).unwrap();
    let galls = test.add("# Oak galls\n\nA gall is a growth.\n");
    index(&mut test.library);
    assert_eq!(titles(&test.library, View::Muted), ["Oak galls"]);
    assert!(!is_read(&test.library, galls) && is_read(&test.library, new));
    test.library.set_rule(rule, None).unwrap();
    test.add("# More galls\n\nAnd more.\n");
    index(&mut test.library);
    assert_eq!(titles(&test.library, View::Muted), ["Oak galls"]);
    test.library.undo(None).unwrap();
    test.add("# Still more galls\n\nAnd more.\n");
    index(&mut test.library);
    assert_eq!(titles(&test.library, View::Muted).len(), 2);
}

#[test]
fn commands_try_add_list_and_remove_rules() {
    let desk = Desk::new();
    desk.write("a/kettle.md", SPONSORED);
    desk.write("a/ink.md", INK);
    desk.good(&["add", "a"]);
    desk.good(&["search", "ink"]);
    let tried = desk.good(&["rules", "try", "sponsored", "--action", "mute"]);
    assert!(tried.contains("a better kettle"), "{tried}");
    assert!(
        tried.ends_with("1 article found, 1 would be muted\n"),
        "{tried}"
    );
    let added = desk.good(&[
        "rules",
        "add",
        "sponsored",
        "--action",
        "mute",
        "--name",
        "Ads",
    ]);
    assert_eq!(
        added,
        "New articles of “Ads” are muted\nIt would also act on 1 article already here: newsprint rules set 1 --existing\n"
    );
    assert_eq!(desk.good(&["list"]).lines().count(), 2);
    let applied = desk.good(&["rules", "set", "1", "--existing"]);
    assert_eq!(applied, "1 article muted by the rule “Ads”\n");
    assert_eq!(desk.good(&["list"]).lines().count(), 1);
    assert_eq!(desk.good(&["list", "--view", "muted"]).lines().count(), 1);
    let listed = desk.good(&["rules", "--json"]);
    let rule: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(rule["name"], "Ads");
    assert_eq!(rule["action"], "mute");
    assert_eq!(rule["articles"], 1);
    assert!(desk.good(&["rules"]).contains("Ads: sponsored"));
    desk.good(&["mark", "unmuted", "--view", "muted"]);
    assert_eq!(desk.good(&["list"]).lines().count(), 2);
    desk.good(&["rules", "rm", "Ads"]);
    assert_eq!(desk.good(&["rules"]), "");
    for (arguments, status) in [
        (vec!["rules", "add", "is:blue", "--action", "mute"], 2),
        (vec!["rules", "add", "ink", "--action", "delete"], 2),
        (vec!["rules", "rm", "Ads"], 1),
    ] {
        assert_eq!(desk.run(&arguments).status, status, "{arguments:?}");
    }
}

#[test]
fn rules_and_muted_articles_survive_an_export_and_act_on_new_articles_there() {
    let desk = Desk::new();
    desk.write("kettle.md", SPONSORED);
    desk.good(&["add", "kettle.md"]);
    desk.good(&["search", "kettle"]);
    desk.good(&[
        "rules",
        "add",
        "title:sponsored",
        "--action",
        "mute",
        "--existing",
    ]);
    let other = Desk::new();
    other.write("all.json", &desk.good(&["export", "--format", "json"]));
    other.good(&["import", "all.json"]);
    assert_eq!(other.good(&["list", "--view", "muted"]).lines().count(), 1);
    other.write("new.md", "# Sponsored: a lamp\n\nIt shines.\n");
    other.good(&["add", "new.md"]);
    other.good(&["search", "lamp"]);
    assert_eq!(other.good(&["list", "--view", "muted"]).lines().count(), 2);
}
