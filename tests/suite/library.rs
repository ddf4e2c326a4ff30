//! The library: articles once each, pages by key, changes that can be taken back, places.

use newsprint::extract::{Hints, extract};
use newsprint::library::{Durability, Library, NewArticle, NewPlace, OpenMode, UndoResult};
use newsprint::model::{
    Anchor, ArticleId, ChangeKind, Document, Group, Grouping, Listing, Order, Page, PageFrom,
    PageRequest, ReadingPosition, RowKey, SourceId, View,
};

/// A library in a folder of its own.
pub(crate) struct Shelf {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) library: Library,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path(), OpenMode::Create).unwrap();
        Self { folder, library }
    }

    /// The same library as another program sees it.
    pub(crate) fn other(&self) -> Library {
        Library::open(self.folder.path(), OpenMode::Create).unwrap()
    }

    /// Takes a Markdown article in: its number.
    pub(crate) fn add(&mut self, text: &str) -> ArticleId {
        let document = article(text);
        let words = document.words();
        let incoming = NewArticle {
            stays_in_library: true,
            name: "untitled".to_owned(),
            document: Some(&document),
            words,
            ..NewArticle::default()
        };
        self.library
            .upsert_article(&[incoming], Durability::Full)
            .unwrap()[0]
            .id()
    }

    /// So many articles, one a day back from 1 March 2026, called `Article 1` and so on; every third is read.
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

/// An article that is to be in the library.
pub(crate) fn kept(document: &Document) -> NewArticle<'_> {
    NewArticle {
        stays_in_library: true,
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
fn pages_go_on_from_a_row_and_miss_none() {
    let mut shelf = Shelf::new();
    shelf.fill(20);
    for (order, grouping) in [
        (Order::Date, Grouping::Day),
        (Order::Title, Grouping::None),
        (Order::Length, Grouping::None),
        (Order::Date, Grouping::Source),
    ] {
        for view in [View::All, View::Unread, View::Source(SourceId(0))] {
            let listing = Listing {
                view: view.clone(),
                order,
                grouping,
                ..Listing::default()
            };
            let whole = ask(&shelf.library, listing.clone(), PageFrom::First, 100);
            let all: Vec<ArticleId> = whole.rows.iter().map(|row| row.id).collect();
            let count = if view == View::Unread { 13 } else { 20 };
            assert_eq!(all.len(), count, "{view:?} {order:?}");
            let mut forward = ask(&shelf.library, listing.clone(), PageFrom::First, 3);
            let mut seen: Vec<ArticleId> = forward.rows.iter().map(|row| row.id).collect();
            while forward.has_more_after {
                let last = forward.rows.last().unwrap().key.clone().unwrap();
                forward = ask(&shelf.library, listing.clone(), PageFrom::After(last), 3);
                seen.extend(forward.rows.iter().map(|row| row.id));
            }
            assert_eq!(seen, all, "{view:?} {order:?} {grouping:?}");
            let mut back = ask(&shelf.library, listing.clone(), PageFrom::Last, 3);
            let mut seen: Vec<ArticleId> = back.rows.iter().map(|row| row.id).collect();
            while back.has_more_before {
                let first = back.rows.first().unwrap().key.clone().unwrap();
                back = ask(&shelf.library, listing.clone(), PageFrom::Before(first), 3);
                seen.splice(0..0, back.rows.iter().map(|row| row.id));
            }
            assert_eq!(seen, all, "backwards {view:?} {order:?} {grouping:?}");
        }
    }
}

#[test]
fn groups_and_unread_articles_are_found_far_from_the_page() {
    let mut shelf = Shelf::new();
    shelf.fill(20);
    let first = page(&shelf.library, View::All, PageFrom::First, 2);
    assert_eq!(titles(&first), ["Article 1", "Article 2"]);
    assert_eq!(
        first.rows[0].group,
        Group::Day(chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap())
    );
    assert_eq!((first.row_count, first.rows_before), (Some(20), Some(0)));
    let next = page(
        &shelf.library,
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
        &shelf.library,
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
        &shelf.library,
        View::All,
        PageFrom::PreviousGroup(key(&next, "Article 4")),
        1,
    );
    assert_eq!(before.target, Some(first.rows[0].id));
    let none = page(
        &shelf.library,
        View::All,
        PageFrom::PreviousGroup(key(&first, "Article 1")),
        1,
    );
    assert_eq!(none.target, None);
    let unread = page(
        &shelf.library,
        View::All,
        PageFrom::NextUnread(key(&next, "Article 3")),
        1,
    );
    assert_eq!(unread.target, Some(next.rows[3].id), "4 is read, 5 is not");
}

#[test]
fn an_article_that_comes_twice_is_one_row() {
    let mut shelf = Shelf::new();
    let long = "word ".repeat(40);
    let one = shelf.add(&format!(
        "---\ntitle: One\nurl: https://example.org/a?utm_source=x\n---\n\n{long}\n"
    ));
    let link = shelf
        .add("---\ntitle: Another title\nurl: http://www.example.org/a#top\n---\n\nOther words.\n");
    let words = shelf.add(&format!("---\ntitle: One\n---\n\n{long}\n"));
    let other = shelf.add("---\ntitle: One\n---\n\nShort.\n");
    assert_eq!((one, one), (link, words));
    assert_ne!(one, other);
    assert_eq!(shelf.library.counts().unwrap().all, 2);
}

#[test]
fn changes_are_taken_back_and_done_again_in_order() {
    let mut shelf = Shelf::new();
    let id = shelf.add("# Ink\n\nA history of ink.\n");
    let state = |shelf: &Shelf| shelf.library.states(&[id]).unwrap()[0].1.clone();
    assert_eq!(
        shelf.library.toggle_read(id).unwrap().kind,
        Some(ChangeKind::Mark {
            title: "Ink".to_owned(),
            read: true
        })
    );
    shelf.library.toggle_bookmark(id, None).unwrap();
    shelf
        .library
        .tag_article(id, None, &["craft".to_owned(), "#old".to_owned()])
        .unwrap();
    assert_eq!(state(&shelf).tags, ["craft", "old"]);
    let UndoResult::Done(kind, _) = shelf.library.undo(None).unwrap() else {
        panic!()
    };
    let tagged = ChangeKind::Tag {
        title: "Ink".to_owned(),
        tags: vec!["craft".to_owned(), "old".to_owned()],
    };
    assert_eq!(kind, tagged);
    assert!(state(&shelf).tags.is_empty() && state(&shelf).is_bookmarked);
    shelf.library.undo(None).unwrap();
    assert!(!state(&shelf).is_bookmarked && state(&shelf).is_read);
    shelf.library.redo().unwrap();
    assert!(state(&shelf).is_bookmarked && state(&shelf).tags.is_empty());
    shelf.library.redo().unwrap();
    assert_eq!(state(&shelf).tags, ["craft", "old"]);
    assert_eq!(shelf.library.redo().unwrap(), UndoResult::Nothing);
    for _ in 0..3 {
        assert!(matches!(
            shelf.library.undo(None).unwrap(),
            UndoResult::Done(..)
        ));
    }
    assert!(!state(&shelf).is_read);
    assert_eq!(shelf.library.undo(None).unwrap(), UndoResult::Nothing);
}

#[test]
fn a_change_of_another_session_is_named_before_it_is_taken_back() {
    let mut shelf = Shelf::new();
    let id = shelf.add("# Ink\n\nA history of ink.\n");
    shelf.library.toggle_read(id).unwrap();
    let mut other = shelf.other();
    let UndoResult::NeedsConfirmation(number, kind) = other.undo(None).unwrap() else {
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
    assert!(!shelf.library.states(&[id]).unwrap()[0].1.is_read);
}

#[test]
fn what_was_changed_since_is_passed_over() {
    let mut shelf = Shelf::new();
    let (ink, tea) = (
        shelf.add("# Ink\n\nA history.\n"),
        shelf.add("# Tea\n\nAnother.\n"),
    );
    shelf.library.toggle_read(tea).unwrap();
    shelf.library.toggle_bookmark(ink, None).unwrap();
    let bookmark = shelf.library.bookmarks(ink).unwrap()[0].id;
    // A note is written, and that is taken back by another program while the first looks away.
    shelf
        .library
        .edit_bookmark(bookmark, Some("later"), &[])
        .unwrap();
    shelf.library.remove_bookmark(bookmark).unwrap();
    shelf.library.undo(None).unwrap();
    shelf.library.redo().unwrap();
    shelf.library.undo(None).unwrap();
    assert_eq!(
        shelf.library.bookmarks(ink).unwrap()[0].note.as_deref(),
        Some("later")
    );
}

#[test]
fn a_group_is_marked_and_taken_back_at_once() {
    let mut shelf = Shelf::new();
    shelf.fill(9);
    let first = page(&shelf.library, View::All, PageFrom::First, 9);
    let listing = Listing {
        view: View::All,
        ..Listing::default()
    };
    let changed = shelf
        .library
        .mark_group_read(&listing, &key(&first, "Article 5"))
        .unwrap();
    let marked = ChangeKind::MarkMany {
        count: 2,
        read: true,
    };
    assert_eq!(changed.kind, Some(marked));
    assert_eq!(shelf.library.counts().unwrap().unread, 4);
    shelf.library.undo(None).unwrap();
    assert_eq!(shelf.library.counts().unwrap().unread, 6);
    let everything = Listing {
        grouping: Grouping::None,
        ..listing
    };
    shelf
        .library
        .mark_group_read(&everything, &key(&first, "Article 5"))
        .unwrap();
    assert_eq!(shelf.library.counts().unwrap().unread, 0);
    shelf.library.undo(None).unwrap();
    assert_eq!(shelf.library.counts().unwrap().unread, 6);
}

#[test]
fn places_are_listed_under_their_article_and_keep_the_text() {
    let mut shelf = Shelf::new();
    let document = article("# Ink\n\nA history of ink.\n\n## Oak\n\nGalls and iron.\n");
    let incoming = NewArticle {
        path: Some("/nowhere/ink.md".into()),
        name: "ink.md".to_owned(),
        document: Some(&document),
        words: document.words(),
        ..NewArticle::default()
    };
    let id = shelf
        .library
        .upsert_article(&[incoming], Durability::Full)
        .unwrap()[0]
        .id();
    assert!(
        shelf.library.document(id).unwrap().is_none(),
        "a visit keeps no text"
    );
    assert_eq!(shelf.library.counts().unwrap().all, 0);
    let place = NewPlace {
        anchor: Anchor::at(&document, 2, 0),
        section: Some("Oak".to_owned()),
        quote: Some("Galls and iron.".to_owned()),
        note: Some("try this".to_owned()),
        tags: vec!["craft".to_owned()],
    };
    shelf
        .library
        .bookmark_place(id, Some(&document), &place)
        .unwrap();
    let listed = page(&shelf.library, View::Bookmarks, PageFrom::First, 9);
    assert_eq!(listed.rows[0].places[0].note.as_deref(), Some("try this"));
    assert_eq!(listed.rows[0].state.tags, ["craft"]);
    assert_eq!(
        titles(&page(
            &shelf.library,
            View::Tag("craft".to_owned()),
            PageFrom::First,
            9
        )),
        ["Ink"]
    );
    assert_eq!(shelf.library.document(id).unwrap().unwrap().0, document);
    shelf.library.undo(None).unwrap();
    assert_eq!(shelf.library.counts().unwrap().all, 0, "a visit again");
}

#[test]
fn a_place_outlives_the_program() {
    let mut shelf = Shelf::new();
    let id = shelf.add("# Ink\n\nOne.\n\nTwo.\n");
    let place = ReadingPosition {
        anchor: Anchor::at(&article("# Ink\n\nOne.\n\nTwo.\n"), 1, 2),
        lines_above: 1,
    };
    shelf.library.save_position(id, Some(&place), 0.5).unwrap();
    let other = shelf.other();
    assert_eq!(other.reading_position(id).unwrap(), Some(place));
    assert_eq!(other.states(&[id]).unwrap()[0].1.progress, 0.5);
    assert_eq!(
        titles(&page(&other, View::History, PageFrom::First, 9)),
        ["Ink"]
    );
}

#[test]
fn what_is_bookmarked_is_not_replaced_by_less() {
    let mut shelf = Shelf::new();
    let put = |shelf: &mut Shelf, text: &str, keep: bool| {
        let document = article(text);
        let incoming = NewArticle {
            path: Some("/nowhere/ink.md".into()),
            stays_in_library: keep,
            name: "ink.md".to_owned(),
            document: Some(&document),
            words: document.words(),
            ..NewArticle::default()
        };
        shelf
            .library
            .upsert_article(&[incoming], Durability::Full)
            .unwrap()[0]
            .id()
    };
    let id = put(&mut shelf, "# Ink\n\nOne thing.\n\nAnother thing.\n", true);
    shelf.library.toggle_bookmark(id, None).unwrap();
    let grown = put(
        &mut shelf,
        "# Ink\n\nBefore.\n\nOne thing.\n\nAnother thing.\n",
        true,
    );
    assert_eq!(grown, id);
    assert_eq!(
        shelf.library.document(id).unwrap().unwrap().0.blocks.len(),
        3
    );
    let cut = put(&mut shelf, "# Ink\n\nBuy our paper to read on.\n", true);
    assert_ne!(cut, id);
    assert_eq!(
        shelf.library.document(id).unwrap().unwrap().0.blocks.len(),
        3
    );
}

#[test]
fn what_is_bookmarked_stays_the_same_article_when_a_word_in_it_is_mended() {
    let mut shelf = Shelf::new();
    let put = |shelf: &mut Shelf, text: &str| {
        let document = article(text);
        let incoming = NewArticle {
            path: Some("/nowhere/ink.md".into()),
            stays_in_library: true,
            name: "ink.md".to_owned(),
            document: Some(&document),
            words: document.words(),
            ..NewArticle::default()
        };
        let arrived = shelf.library.upsert_article(&[incoming], Durability::Full);
        (arrived.unwrap()[0].id(), document)
    };
    let text = "# Ink\n\nGalls and iron make it black at last.\n\nIt darkens for years on end.\n";
    let (id, _) = put(&mut shelf, text);
    shelf.library.toggle_bookmark(id, None).unwrap();
    let (mended, document) = put(&mut shelf, &text.replace("iron", "vitriol"));
    assert_eq!(mended, id, "one word was changed");
    assert_eq!(shelf.library.document(id).unwrap().unwrap().0, document);
    assert!(shelf.library.states(&[id]).unwrap()[0].1.is_bookmarked);
    let (other, _) = put(
        &mut shelf,
        "# Ink\n\nGalls and vitriol make it black at last.\n",
    );
    assert_ne!(other, id, "a paragraph is gone");
    assert_eq!(shelf.library.document(id).unwrap().unwrap().0, document);
}

#[test]
fn the_bookmark_of_an_article_comes_and_goes_without_those_of_its_places() {
    let mut shelf = Shelf::new();
    let id = shelf.add("# Ink\n\nA history of ink.\n");
    let place = NewPlace {
        quote: Some("A history".to_owned()),
        note: Some("mine".to_owned()),
        tags: vec!["craft".to_owned()],
        ..NewPlace::default()
    };
    let notes = |shelf: &Shelf| {
        let bookmarks = shelf.library.bookmarks(id).unwrap().into_iter();
        bookmarks
            .map(|bookmark| bookmark.note.unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let bookmarked = |shelf: &Shelf| shelf.library.states(&[id]).unwrap()[0].1.is_bookmarked;
    shelf.library.bookmark_place(id, None, &place).unwrap();
    assert!(bookmarked(&shelf), "an article with a place counts");
    assert_eq!(notes(&shelf), ["mine"]);
    shelf.library.toggle_bookmark(id, None).unwrap();
    assert_eq!(notes(&shelf), ["", "mine"]);
    let changed = shelf.library.toggle_bookmark(id, None).unwrap();
    let removed = ChangeKind::RemoveBookmark {
        title: "Ink".to_owned(),
    };
    assert_eq!(changed.kind, Some(removed));
    assert_eq!(notes(&shelf), ["mine"]);
    assert!(bookmarked(&shelf));
    assert_eq!(shelf.library.states(&[id]).unwrap()[0].1.tags, ["craft"]);
    let place = shelf.library.bookmarks(id).unwrap()[0].id;
    shelf.library.remove_bookmark(place).unwrap();
    assert!(!bookmarked(&shelf));
}
