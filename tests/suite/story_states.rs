//! Stories whose articles are muted, changed or shown by their pages, all at once: rows, numbers, read marks and undo.

use newsprint::library::{Library, NewPageText, UndoResult};
use newsprint::model::{ArticleId, ChangeKind, RuleAction, SourceId, View};

use crate::library::article;
use crate::same_text::text;
use crate::stories::{Newsroom, ids, listing, three_and_one};

/// Stores the page of an article.
fn put_page(library: &mut Library, id: ArticleId, title: &str, body: &str) {
    let document = article(&format!("# {title}\n\n{body}\n"));
    let page = NewPageText {
        document: &document,
        words: document.words(),
        url: "https://paper1.example/page",
        problem: None,
    };
    assert!(library.store_page_text(id, &page).unwrap());
}

/// Returns the numbers of all, unread and muted articles.
fn counts(library: &Library) -> [usize; 3] {
    let counts = library.counts().unwrap();
    [counts.all, counts.unread, counts.muted]
}

#[test]
fn the_page_of_a_teaser_becomes_the_row_of_its_story_and_the_feed_text_leaves_it_there() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    library.share_read(true);
    library.set_read(&[whole], true).unwrap();
    put_page(library, teaser, "Bridge is free", &text(1, 0..400));
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(teaser.0); 3]);
    let library = &mut room.test.library;
    assert_eq!(ids(library, listing(View::All)), [teaser, other]);
    assert_eq!(ids(library, listing(View::Unread)), [other]);
    assert_eq!(counts(library), [4, 1, 0]);
    // What is compared does not depend on the text that is shown.
    let feed = newsprint::model::SettingChange::parse("show-text", "feed").unwrap();
    library.set_source(SourceId(1), &[feed]).unwrap();
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(teaser.0); 3]);
    let library = &mut room.test.library;
    library.undo(None).unwrap();
    library.undo(None).unwrap();
    assert_eq!(counts(library), [4, 4, 0], "the read marks of all three");
    room.index();
}

#[test]
fn a_changed_copy_leaves_its_muted_story_and_stays_muted_until_the_mute_is_undone() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    library.set_read(&[cut], true).unwrap();
    library.set_stories_muted(&[whole], true).unwrap();
    assert_eq!(counts(library), [1, 1, 3]);
    let now = library.now();
    library.set_now(now + 60);
    assert_eq!(
        room.add(3, 3, "Bridge: traffic again", &text(6, 0..140)),
        cut
    );
    room.index();
    assert_eq!(
        room.stories(&[teaser, whole, cut]),
        [Some(whole.0), Some(whole.0), None]
    );
    let library = &mut room.test.library;
    let state = library.states(&[cut]).unwrap().remove(0).1;
    assert_eq!((state.is_read, state.changed), (true, Some(now + 60)));
    assert_eq!(counts(library), [1, 1, 3]);
    assert_eq!(ids(library, listing(View::All)), [other]);
    assert_eq!(
        ids(library, listing(View::Muted)).len(),
        3,
        "each has its row"
    );
    // All three come back, the changed one with a row of its own.
    library.undo(None).unwrap();
    assert_eq!(counts(library), [4, 3, 0]);
    assert_eq!(ids(library, listing(View::All)), [cut, other, whole]);
    library.redo().unwrap();
    assert_eq!(counts(library), [1, 1, 3]);
    room.index();
}

#[test]
fn a_rule_mutes_one_copy_and_a_key_the_others_and_undo_takes_back_one_at_a_time() {
    let mut room = Newsroom::new();
    let library = &mut room.test.library;
    let mute = RuleAction::Mute;
    library.add_rule("reopens", "title:reopens", &mute).unwrap();
    let teaser = room.add(1, 4, "Bridge is free", &text(1, 0..50));
    let whole = room.add(2, 2, "Harbour bridge reopens", &text(1, 0..300));
    let cut = room.add(3, 3, "Bridge: traffic again", &text(1, 0..140));
    room.index();
    let library = &mut room.test.library;
    assert_eq!(counts(library), [2, 2, 1], "the rule acts on what it finds");
    assert_eq!(ids(library, listing(View::All)), [teaser]);
    assert_eq!(
        library
            .set_stories_muted(&[teaser], true)
            .unwrap()
            .articles
            .len(),
        2
    );
    assert_eq!(ids(library, listing(View::All)), []);
    library.undo(None).unwrap();
    assert_eq!(ids(library, listing(View::All)), [teaser]);
    assert_eq!(counts(library), [2, 2, 1]);
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(whole.0); 3]);
}

#[test]
fn a_change_of_a_shared_read_story_leaves_it_read_and_marks_the_changed_article() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    library.share_read(true);
    library.toggle_read(teaser).unwrap();
    put_page(library, whole, "Harbour bridge reopens", &text(1, 0..320));
    room.index();
    let library = &mut room.test.library;
    let now = library.now();
    library.set_now(now + 60);
    let longer = format!("{} {}", text(1, 0..320), text(4, 0..40));
    put_page(library, whole, "Harbour bridge reopens", &longer);
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(whole.0); 3]);
    let library = &mut room.test.library;
    assert_eq!(ids(library, listing(View::All)), [other, whole]);
    assert_eq!(ids(library, listing(View::Unread)), [other]);
    let changed = |id| library.states(&[id]).unwrap().remove(0).1.changed;
    assert_eq!(
        [teaser, whole, cut].map(changed),
        [None, Some(now + 60), None]
    );
    let earlier = library.earlier_text(whole).unwrap().unwrap();
    assert_eq!(earlier.document.words(), 320);
    library.undo(None).unwrap();
    assert_eq!(counts(library), [4, 4, 0]);
}

#[test]
fn a_deleted_representative_with_a_page_comes_back_muted_and_as_the_row_of_its_story() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    put_page(library, whole, "Harbour bridge reopens", &text(1, 0..320));
    room.index();
    let library = &mut room.test.library;
    library.delete_article(whole).unwrap();
    assert_eq!(ids(library, listing(View::All)), [cut, other]);
    library.set_stories_muted(&[cut], true).unwrap();
    assert_eq!(ids(library, listing(View::All)), [other]);
    assert_eq!(counts(library), [1, 1, 2]);
    for _ in 0..2 {
        library.undo(None).unwrap();
    }
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(whole.0); 3]);
    let library = &mut room.test.library;
    assert_eq!(ids(library, listing(View::All)), [other, whole]);
    assert_eq!(counts(library), [4, 4, 0]);
}

#[test]
fn a_copy_that_arrives_after_its_story_was_muted_is_muted_with_it_until_the_mute_is_undone() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    library.set_stories_muted(&[teaser], true).unwrap();
    let now = library.now();
    library.set_now(now + 60);
    let late = room.add(4, 4, "Bridge reopens at last", &text(1, 0..200));
    room.index();
    assert_eq!(
        room.stories(&[teaser, whole, cut, late]),
        [Some(whole.0); 4]
    );
    let library = &mut room.test.library;
    assert_eq!(counts(library), [1, 1, 4]);
    assert_eq!(ids(library, listing(View::All)), [other]);
    // One mute, one undo.
    let undone = library.undo(None).unwrap();
    let mute = ChangeKind::MuteMany {
        count: 4,
        muted: true,
    };
    assert!(
        matches!(&undone, UndoResult::Done(kind, _) if *kind == mute),
        "{undone:?}"
    );
    assert_eq!(counts(library), [4 + 1, 4 + 1, 0]);
    room.index();
    let library = &mut room.test.library;
    assert_eq!(counts(library), [5, 5, 0], "it stays listed");
    library.redo().unwrap();
    assert_eq!(counts(library), [1, 1, 4]);
    let report = newsprint::library::check_library(room.test.folder.path());
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn a_copy_of_an_article_that_was_muted_alone_is_muted_with_it() {
    let mut room = Newsroom::new();
    let whole = room.add(2, 2, "Harbour bridge reopens", &text(1, 0..300));
    room.index();
    let library = &mut room.test.library;
    library.set_stories_muted(&[whole], true).unwrap();
    room.add(3, 3, "Bridge: traffic again", &text(1, 0..140));
    room.index();
    assert_eq!(counts(&room.test.library), [0, 0, 2]);
}

#[test]
fn a_later_copy_is_listed_where_the_user_has_not_muted_the_whole_story() {
    // A rule has muted one copy, or the user has bookmarked one, or has listed all of them again.
    for case in ["rule", "bookmark", "listed"] {
        let mut room = Newsroom::new();
        let library = &mut room.test.library;
        if case == "rule" {
            let mute = RuleAction::Mute;
            library.add_rule("reopens", "title:reopens", &mute).unwrap();
        }
        let whole = room.add(2, 2, "Harbour bridge reopens", &text(1, 0..300));
        let cut = room.add(3, 3, "Bridge: traffic again", &text(1, 0..140));
        room.index();
        let library = &mut room.test.library;
        match case {
            "rule" => drop(library.set_muted(&[cut], true).unwrap()),
            "bookmark" => {
                library.toggle_bookmark(cut, None).unwrap();
                library.set_stories_muted(&[whole], true).unwrap();
            }
            _ => {
                library.set_stories_muted(&[whole], true).unwrap();
                library.set_stories_muted(&[whole], false).unwrap();
            }
        }
        let late = room.add(1, 4, "Bridge is free", &text(1, 0..200));
        room.index();
        assert_eq!(room.stories(&[late]), [Some(whole.0)]);
        let listed = ids(&room.test.library, listing(View::All));
        assert!(!listed.is_empty(), "{case}: {listed:?}");
        assert!(
            !room.test.library.article(late).unwrap().unwrap().is_muted,
            "{case}"
        );
    }
}
