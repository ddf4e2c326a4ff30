//! The library: each article is stored once, pages are read by key, changes can be undone, places are bookmarked.

use newsprint::extract::{Hints, extract};
use newsprint::library::{Durability, Library, NewArticle, NewPlace, OpenMode, UndoResult};
use newsprint::model::{
    Anchor, ArticleId, ChangeKind, Document, Group, Grouping, Listing, Order, Page, PageFrom,
    PageRequest, ReadingPosition, RowKey, SourceId, View,
};

/// A library in a folder of its own.
pub(crate) struct TestLibrary {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) library: Library,
}

impl TestLibrary {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path(), OpenMode::Create).unwrap();
        Self { folder, library }
    }

    /// Opens the same library on a second connection, as another program does.
    pub(crate) fn other(&self) -> Library {
        Library::open(self.folder.path(), OpenMode::Create).unwrap()
    }

    /// Stores a Markdown article; returns its id.
    pub(crate) fn add(&mut self, text: &str) -> ArticleId {
        let document = article(text);
        let words = document.words();
        let incoming = NewArticle {
            in_library: true,
            name: "untitled".to_owned(),
            document: Some(&document),
            words,
            ..NewArticle::default()
        };
        self.library
            .upsert_articles(&[incoming], Durability::Full)
            .unwrap()[0]
            .id()
    }

    /// Stores `count` articles named `Article 1` and so on, one a day back from 1 March 2026. Every third is read.
    pub(crate) fn fill(&mut self, count: usize) -> Vec<ArticleId> {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let ids: Vec<ArticleId> = (1..=count)
            .map(|n| {
                let day = first - chrono::Days::new((n as u64 - 1) / 3);
                self.add(&format!("---\ntitle: Article {n}\ndate: {day}\n---\n\nNumber {n} says what number {n} has to say.\n"))
            })
            .collect();
        let read: Vec<ArticleId> = ids.iter().copied().step_by(3).collect();
        self.library.set_read(&read, true).unwrap();
        ids
    }
}

pub(crate) fn article(text: &str) -> Document {
    let hints = Hints {
        name: Some("article.md"),
        ..Hints::default()
    };
    extract(text.as_bytes(), &hints).unwrap().document
}

/// Article to be stored in the library.
pub(crate) fn kept(document: &Document) -> NewArticle<'_> {
    NewArticle {
        in_library: true,
        document: Some(document),
        words: document.words(),
        ..NewArticle::default()
    }
}

fn page(library: &Library, view: View, from: PageFrom, rows: usize) -> Page {
    let listing = Listing {
        view,
        ..Listing::default()
    };
    ask(library, listing, from, rows)
}

fn ask(library: &Library, listing: Listing, from: PageFrom, rows: usize) -> Page {
    library
        .page(&PageRequest {
            request_id: 1,
            listing,
            from,
            row_limit: rows,
            pinned: Vec::new(),
        })
        .unwrap()
}

fn titles(page: &Page) -> Vec<&str> {
    page.rows.iter().map(|row| row.title.as_str()).collect()
}

fn key(page: &Page, title: &str) -> RowKey {
    let row = page.rows.iter().find(|row| row.title == title).unwrap();
    row.key.clone().unwrap()
}

#[test]
fn pages_continue_from_a_row_without_a_gap() {
    let mut test = TestLibrary::new();
    test.fill(20);
    for (order, grouping) in [
        (Order::Date, Grouping::Day),
        (Order::Title, Grouping::None),
        (Order::Length, Grouping::None),
        (Order::Date, Grouping::Source),
        (Order::OldestFirst, Grouping::Day),
        (Order::OldestFirst, Grouping::None),
        (Order::OldestFirst, Grouping::Source),
    ] {
        for view in [View::All, View::Unread, View::Source(SourceId(0))] {
            let listing = Listing {
                view: view.clone(),
                order,
                grouping,
                ..Listing::default()
            };
            let whole = ask(&test.library, listing.clone(), PageFrom::First, 100);
            let all: Vec<ArticleId> = whole.rows.iter().map(|row| row.id).collect();
            let count = if view == View::Unread { 13 } else { 20 };
            assert_eq!(all.len(), count, "{view:?} {order:?}");
            let mut forward = ask(&test.library, listing.clone(), PageFrom::First, 3);
            let mut seen: Vec<ArticleId> = forward.rows.iter().map(|row| row.id).collect();
            while forward.has_more_after {
                let last = forward.rows.last().unwrap().key.clone().unwrap();
                forward = ask(&test.library, listing.clone(), PageFrom::After(last), 3);
                seen.extend(forward.rows.iter().map(|row| row.id));
            }
            assert_eq!(seen, all, "{view:?} {order:?} {grouping:?}");
            let mut back = ask(&test.library, listing.clone(), PageFrom::Last, 3);
            let mut seen: Vec<ArticleId> = back.rows.iter().map(|row| row.id).collect();
            while back.has_more_before {
                let first = back.rows.first().unwrap().key.clone().unwrap();
                back = ask(&test.library, listing.clone(), PageFrom::Before(first), 3);
                seen.splice(0..0, back.rows.iter().map(|row| row.id));
            }
            assert_eq!(seen, all, "backwards {view:?} {order:?} {grouping:?}");
            for (at, id) in all.iter().enumerate() {
                let there = ask(&test.library, listing.clone(), PageFrom::Index(at), 3);
                assert_eq!(there.target, Some(*id), "row {at} {view:?} {order:?}");
                assert_eq!(there.rows_before, Some(at.saturating_sub(3)));
                let key = whole.rows[0].key.clone().unwrap();
                let from_first = PageFrom::Distance(key, at as isize);
                let there = ask(&test.library, listing.clone(), from_first, 3);
                let expected = if at == 0 { 1 } else { at };
                assert_eq!(there.target, Some(all[expected]), "{at} rows down");
                let key = whole.rows[count - 1].key.clone().unwrap();
                let from_last = PageFrom::Distance(key, -(at as isize) - 1);
                let there = ask(&test.library, listing.clone(), from_last, 3);
                let expected = (count - 1).saturating_sub(at + 1);
                assert_eq!(there.target, Some(all[expected]), "{at} rows up");
            }
            let beyond = ask(&test.library, listing.clone(), PageFrom::Index(99), 3);
            assert_eq!(beyond.target, all.last().copied());
            let counted = beyond.row_count.map(|_| count - 4);
            assert_eq!(
                beyond.rows_before, counted,
                "the last row and three above it"
            );
        }
    }
}

#[test]
fn groups_and_unread_articles_are_found_outside_the_page() {
    let mut test = TestLibrary::new();
    test.fill(20);
    let first = page(&test.library, View::All, PageFrom::First, 2);
    assert_eq!(titles(&first), ["Article 1", "Article 2"]);
    assert_eq!(
        first.rows[0].group,
        Group::Day(chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap())
    );
    assert_eq!((first.row_count, first.rows_before), (Some(20), Some(0)));
    let next = page(
        &test.library,
        View::All,
        PageFrom::NextGroup(key(&first, "Article 1")),
        2,
    );
    assert_eq!(
        titles(&next),
        ["Article 2", "Article 3", "Article 4", "Article 5"]
    );
    assert_eq!(next.target, Some(next.rows[2].id));
    let again = page(
        &test.library,
        View::All,
        PageFrom::PreviousGroup(key(&next, "Article 5")),
        1,
    );
    assert_eq!(
        again.target,
        Some(next.rows[2].id),
        "the first of its own group"
    );
    let before = page(
        &test.library,
        View::All,
        PageFrom::PreviousGroup(key(&next, "Article 4")),
        1,
    );
    assert_eq!(before.target, Some(first.rows[0].id));
    let none = page(
        &test.library,
        View::All,
        PageFrom::PreviousGroup(key(&first, "Article 1")),
        1,
    );
    assert_eq!(none.target, None);
    let unread = page(
        &test.library,
        View::All,
        PageFrom::NextUnread(key(&next, "Article 3")),
        1,
    );
    assert_eq!(unread.target, Some(next.rows[3].id), "4 is read, 5 is not");
}

#[test]
fn an_article_that_comes_twice_is_one_row() {
    let mut test = TestLibrary::new();
    let long = "word ".repeat(40);
    let one = test.add(&format!(
        "---\ntitle: One\nurl: https://example.org/a?utm_source=x\n---\n\n{long}\n"
    ));
    let link = test
        .add("---\ntitle: Another title\nurl: http://www.example.org/a#top\n---\n\nOther words.\n");
    let words = test.add(&format!("---\ntitle: One\n---\n\n{long}\n"));
    let other = test.add("---\ntitle: One\n---\n\nShort.\n");
    assert_eq!((one, one), (link, words));
    assert_ne!(one, other);
    assert_eq!(test.library.counts().unwrap().all, 2);
}

#[test]
fn changes_are_undone_and_redone_in_order() {
    let mut test = TestLibrary::new();
    let id = test.add("# Ink\n\nA history of ink.\n");
    let state = |test: &TestLibrary| test.library.states(&[id]).unwrap()[0].1.clone();
    assert_eq!(
        test.library.toggle_read(id).unwrap().kind,
        Some(ChangeKind::Mark {
            title: "Ink".to_owned(),
            read: true
        })
    );
    test.library.toggle_bookmark(id, None).unwrap();
    test.library
        .tag_article(id, None, &["craft".to_owned(), "#old".to_owned()])
        .unwrap();
    assert_eq!(state(&test).tags, ["craft", "old"]);
    let UndoResult::Done(kind, _) = test.library.undo(None).unwrap() else {
        panic!()
    };
    let tagged = ChangeKind::Tag {
        title: "Ink".to_owned(),
        tags: vec!["craft".to_owned(), "old".to_owned()],
        is_new_bookmark: false,
    };
    assert_eq!(kind, tagged);
    assert!(state(&test).tags.is_empty() && state(&test).is_bookmarked);
    test.library.undo(None).unwrap();
    assert!(!state(&test).is_bookmarked && state(&test).is_read);
    test.library.redo().unwrap();
    assert!(state(&test).is_bookmarked && state(&test).tags.is_empty());
    test.library.redo().unwrap();
    assert_eq!(state(&test).tags, ["craft", "old"]);
    assert_eq!(test.library.redo().unwrap(), UndoResult::Nothing);
    for _ in 0..3 {
        assert!(matches!(
            test.library.undo(None).unwrap(),
            UndoResult::Done(..)
        ));
    }
    assert!(!state(&test).is_read);
    assert_eq!(test.library.undo(None).unwrap(), UndoResult::Nothing);
}

#[test]
fn a_change_of_an_earlier_session_is_undone_after_a_confirmation() {
    let mut test = TestLibrary::new();
    let id = test.add("# Ink\n\nA history of ink.\n");
    test.library.toggle_read(id).unwrap();
    let mut other = test.other();
    let UndoResult::NeedsConfirmation(number, kind, _) = other.undo(None).unwrap() else {
        panic!()
    };
    let marked = ChangeKind::Mark {
        title: "Ink".to_owned(),
        read: true,
    };
    assert_eq!(kind, marked);
    assert!(other.states(&[id]).unwrap()[0].1.is_read, "only named");
    assert!(matches!(
        other.undo(Some(number)).unwrap(),
        UndoResult::Done(..)
    ));
    assert!(!test.library.states(&[id]).unwrap()[0].1.is_read);
}

#[test]
fn undo_skips_what_was_changed_later() {
    let mut test = TestLibrary::new();
    let (ink, tea) = (
        test.add("# Ink\n\nA history.\n"),
        test.add("# Tea\n\nAnother.\n"),
    );
    test.library.toggle_read(tea).unwrap();
    test.library.toggle_bookmark(ink, None).unwrap();
    let bookmark = test.library.bookmarks(ink).unwrap()[0].id;
    // A note is written, and another program undoes it meanwhile.
    test.library
        .edit_bookmark(bookmark, Some("later"), &[])
        .unwrap();
    test.library.remove_bookmark(bookmark).unwrap();
    test.library.undo(None).unwrap();
    test.library.redo().unwrap();
    test.library.undo(None).unwrap();
    assert_eq!(
        test.library.bookmarks(ink).unwrap()[0].note.as_deref(),
        Some("later")
    );
}

#[test]
fn a_group_is_marked_and_undone_at_once() {
    let mut test = TestLibrary::new();
    test.fill(9);
    let first = page(&test.library, View::All, PageFrom::First, 9);
    let listing = Listing {
        view: View::All,
        ..Listing::default()
    };
    let changed = test
        .library
        .mark_group_read(&listing, &key(&first, "Article 5"))
        .unwrap();
    let marked = ChangeKind::MarkMany {
        count: 2,
        read: true,
    };
    assert_eq!(changed.kind, Some(marked));
    assert_eq!(test.library.counts().unwrap().unread, 4);
    test.library.undo(None).unwrap();
    assert_eq!(test.library.counts().unwrap().unread, 6);
    let everything = Listing {
        grouping: Grouping::None,
        ..listing
    };
    test.library
        .mark_group_read(&everything, &key(&first, "Article 5"))
        .unwrap();
    assert_eq!(test.library.counts().unwrap().unread, 0);
    test.library.undo(None).unwrap();
    assert_eq!(test.library.counts().unwrap().unread, 6);
}

#[test]
fn places_are_listed_under_their_article_and_store_its_text() {
    let mut test = TestLibrary::new();
    let document = article("# Ink\n\nA history of ink.\n\n## Oak\n\nGalls and iron.\n");
    let incoming = NewArticle {
        path: Some("/nowhere/ink.md".into()),
        name: "ink.md".to_owned(),
        document: Some(&document),
        words: document.words(),
        ..NewArticle::default()
    };
    let id = test
        .library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
        .id();
    assert!(
        test.library.document(id).unwrap().is_none(),
        "a visit keeps no text"
    );
    assert_eq!(test.library.counts().unwrap().all, 0);
    let place = NewPlace {
        anchor: Anchor::at(&document, 2, 0),
        section: Some("Oak".to_owned()),
        quote: Some("Galls and iron.".to_owned()),
        note: Some("try this".to_owned()),
        tags: vec!["craft".to_owned()],
    };
    test.library
        .bookmark_place(id, Some(&document), &place)
        .unwrap();
    let listed = page(&test.library, View::Bookmarks, PageFrom::First, 9);
    assert_eq!(listed.rows[0].places[0].note.as_deref(), Some("try this"));
    assert_eq!(listed.rows[0].state.tags, ["craft"]);
    assert_eq!(
        titles(&page(
            &test.library,
            View::Tag("craft".to_owned()),
            PageFrom::First,
            9
        )),
        ["Ink"]
    );
    assert_eq!(test.library.document(id).unwrap().unwrap().0, document);
    test.library.undo(None).unwrap();
    assert_eq!(test.library.counts().unwrap().all, 0, "a visit again");
}

#[test]
fn a_place_is_there_after_a_restart() {
    let mut test = TestLibrary::new();
    let id = test.add("# Ink\n\nOne.\n\nTwo.\n");
    let place = ReadingPosition {
        anchor: Anchor::at(&article("# Ink\n\nOne.\n\nTwo.\n"), 1, 2),
        lines_above: 1,
    };
    test.library.save_position(id, Some(&place), 0.5).unwrap();
    let other = test.other();
    assert_eq!(other.reading_position(id).unwrap(), Some(place));
    assert_eq!(other.states(&[id]).unwrap()[0].1.progress, 0.5);
    assert_eq!(
        titles(&page(&other, View::History, PageFrom::First, 9)),
        ["Ink"]
    );
}

#[test]
fn a_bookmarked_text_is_not_replaced_by_a_shorter_one() {
    let mut test = TestLibrary::new();
    let put = |test: &mut TestLibrary, text: &str, keep: bool| {
        let document = article(text);
        let incoming = NewArticle {
            path: Some("/nowhere/ink.md".into()),
            in_library: keep,
            name: "ink.md".to_owned(),
            document: Some(&document),
            words: document.words(),
            ..NewArticle::default()
        };
        test.library
            .upsert_articles(&[incoming], Durability::Full)
            .unwrap()[0]
            .id()
    };
    let id = put(&mut test, "# Ink\n\nOne thing.\n\nAnother thing.\n", true);
    test.library.toggle_bookmark(id, None).unwrap();
    let grown = put(
        &mut test,
        "# Ink\n\nBefore.\n\nOne thing.\n\nAnother thing.\n",
        true,
    );
    assert_eq!(grown, id);
    assert_eq!(
        test.library.document(id).unwrap().unwrap().0.blocks.len(),
        3
    );
    let cut = put(&mut test, "# Ink\n\nBuy our paper to read on.\n", true);
    assert_ne!(cut, id);
    assert_eq!(
        test.library.document(id).unwrap().unwrap().0.blocks.len(),
        3
    );
}

#[test]
fn a_bookmarked_article_stays_the_same_when_a_word_is_corrected() {
    let mut test = TestLibrary::new();
    let put = |test: &mut TestLibrary, text: &str| {
        let document = article(text);
        let incoming = NewArticle {
            path: Some("/nowhere/ink.md".into()),
            in_library: true,
            name: "ink.md".to_owned(),
            document: Some(&document),
            words: document.words(),
            ..NewArticle::default()
        };
        let arrived = test.library.upsert_articles(&[incoming], Durability::Full);
        (arrived.unwrap()[0].id(), document)
    };
    let text = "# Ink\n\nGalls and iron make it black at last.\n\nIt darkens for years on end.\n";
    let (id, _) = put(&mut test, text);
    test.library.toggle_bookmark(id, None).unwrap();
    let (mended, document) = put(&mut test, &text.replace("iron", "vitriol"));
    assert_eq!(mended, id, "one word was changed");
    assert_eq!(test.library.document(id).unwrap().unwrap().0, document);
    assert!(test.library.states(&[id]).unwrap()[0].1.is_bookmarked);
    let (other, _) = put(
        &mut test,
        "# Ink\n\nGalls and vitriol make it black at last.\n",
    );
    assert_ne!(other, id, "a paragraph is gone");
    assert_eq!(test.library.document(id).unwrap().unwrap().0, document);
}

#[test]
fn bookmarking_an_article_does_not_touch_its_places() {
    let mut test = TestLibrary::new();
    let id = test.add("# Ink\n\nA history of ink.\n");
    let place = NewPlace {
        quote: Some("A history".to_owned()),
        note: Some("mine".to_owned()),
        tags: vec!["craft".to_owned()],
        ..NewPlace::default()
    };
    let notes = |test: &TestLibrary| {
        let bookmarks = test.library.bookmarks(id).unwrap().into_iter();
        bookmarks
            .map(|bookmark| bookmark.note.unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let bookmarked = |test: &TestLibrary| test.library.states(&[id]).unwrap()[0].1.is_bookmarked;
    test.library.bookmark_place(id, None, &place).unwrap();
    assert!(bookmarked(&test), "an article with a place counts");
    assert_eq!(notes(&test), ["mine"]);
    test.library.toggle_bookmark(id, None).unwrap();
    assert_eq!(notes(&test), ["", "mine"]);
    let changed = test.library.toggle_bookmark(id, None).unwrap();
    let removed = ChangeKind::RemoveBookmark {
        title: "Ink".to_owned(),
        places: 1,
    };
    assert_eq!(changed.kind, Some(removed));
    assert_eq!(notes(&test), ["mine"]);
    assert!(bookmarked(&test));
    assert_eq!(test.library.states(&[id]).unwrap()[0].1.tags, ["craft"]);
    let place = test.library.bookmarks(id).unwrap()[0].id;
    test.library.remove_bookmark(place).unwrap();
    assert!(!bookmarked(&test));
}
