//! Undo, moves between sources, read marks of thousands of articles, the history and expiry.

use newsprint::library::{
    Durability, Library, NewArticle, OpenMode, UndoResult, UpsertOutcome, local_day,
};
use newsprint::model::{
    ArticleId, Document, Grouping, Listing, Order, Page, PageFrom, PageRequest, SourceId,
    SourceKind, View,
};

use crate::library::{TestLibrary, article};

const INK: &str = "# Ink\n\nA history of ink.\n";

fn add_opened(library: &mut Library, document: &Document, path: Option<&str>) -> UpsertOutcome {
    let incoming = NewArticle {
        path: path.map(Into::into),
        name: "untitled".to_owned(),
        document: Some(document),
        words: document.words(),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
}

fn add_from_source(
    library: &mut Library,
    source: SourceId,
    document: &Document,
    path: &std::path::Path,
) -> ArticleId {
    let incoming = NewArticle {
        source: Some(source),
        in_library: true,
        path: Some(path.to_owned()),
        name: "untitled".to_owned(),
        document: Some(document),
        words: document.words(),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
        .id()
}

fn list_view(library: &Library, view: View, order: Order) -> Page {
    let listing = Listing {
        view,
        order,
        grouping: Grouping::None,
        ..Listing::default()
    };
    library
        .page(&PageRequest {
            request_id: 1,
            listing,
            from: PageFrom::First,
            row_limit: 100,
            pinned: Vec::new(),
        })
        .unwrap()
}

#[test]
fn undoing_a_bookmark_does_not_delete_an_article_that_a_source_has_added_since() {
    let mut test = TestLibrary::new();
    let ink = article(INK);
    let (source, _) = test
        .library
        .add_source(SourceKind::Folder, "/nowhere".as_ref(), "nowhere")
        .unwrap();
    let id = add_opened(&mut test.library, &ink, Some("/nowhere/ink.md")).id();
    test.library.toggle_bookmark(id, Some(&ink)).unwrap();
    add_from_source(
        &mut test.library,
        source.id,
        &ink,
        "/nowhere/ink.md".as_ref(),
    );
    assert!(matches!(
        test.library.undo(None).unwrap(),
        UndoResult::Done(..)
    ));
    let counts = test.library.counts().unwrap();
    assert_eq!((counts.all, counts.bookmarks), (1, 0));
}

#[test]
fn undo_skips_a_bookmark_that_was_changed_since() {
    let mut test = TestLibrary::new();
    let ink = article(INK);
    let id = add_opened(&mut test.library, &ink, Some("/nowhere/ink.md")).id();
    test.library.toggle_bookmark(id, Some(&ink)).unwrap();
    // As changed by another program without an entry in the journal.
    let raw = rusqlite::Connection::open(Library::library_file(test.folder.path())).unwrap();
    raw.execute("UPDATE bookmark SET note = 'mine'", [])
        .unwrap();
    assert!(matches!(
        test.library.undo(None).unwrap(),
        UndoResult::Skipped(_)
    ));
    let counts = test.library.counts().unwrap();
    assert_eq!((counts.all, counts.bookmarks), (1, 1));
}

#[test]
fn a_bookmark_stores_the_text_on_the_screen() {
    let mut test = TestLibrary::new();
    let before = article(INK);
    let id = add_opened(&mut test.library, &before, Some("/nowhere/ink.md")).id();
    test.library.toggle_bookmark(id, Some(&before)).unwrap();
    test.library.undo(None).unwrap();
    let after = article("# Ink\n\nA history of ink.\n\nAnd of paper.\n");
    assert_eq!(
        add_opened(&mut test.library, &after, Some("/nowhere/ink.md")).id(),
        id
    );
    test.library.toggle_bookmark(id, Some(&after)).unwrap();
    assert_eq!(test.library.document(id).unwrap().unwrap().0, after);
}

#[test]
fn a_short_article_given_twice_is_one_row_if_it_is_identical() {
    let mut test = TestLibrary::new();
    let one = test.add("# Ink\n\nBlack, [like this](https://example.org/a).\n");
    let same = test.add("# Ink\n\nBlack, [like this](https://example.org/a).\n");
    let other = test.add("# Ink\n\nBlack, [like this](https://example.org/b).\n");
    assert_eq!(one, same);
    assert_ne!(one, other);
    let dated =
        |day: u32| format!("---\ntitle: Open thread\ndate: 2026-03-0{day}\n---\n\nTalk here.\n");
    assert_ne!(test.add(&dated(1)), test.add(&dated(2)));
    // An article without a title has few distinguishing marks.
    assert_ne!(test.add("Hello.\n"), test.add("Hello.\n"));
}

#[test]
fn an_article_moves_to_the_source_that_has_its_file_now() {
    let mut test = TestLibrary::new();
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    std::fs::write(old.join("ink.md"), INK).unwrap();
    let ink = article(INK);
    let add = |library: &mut Library, path: &std::path::Path| {
        let (source, _) = library
            .add_source(SourceKind::Folder, path, "folder")
            .unwrap();
        (
            source.id,
            add_from_source(library, source.id, &ink, &path.join("ink.md")),
        )
    };
    let (first, id) = add(&mut test.library, &old);
    std::fs::rename(&old, &new).unwrap();
    let (second, again) = add(&mut test.library, &new);
    assert_eq!(id, again);
    let count = |id| test.library.source(id).unwrap().unwrap().article_count;
    assert_eq!((count(first), count(second)), (0, 1));
    assert_eq!(
        test.library.article(id).unwrap().unwrap().path,
        Some(new.join("ink.md"))
    );
}

#[test]
fn thousands_of_articles_are_marked_and_undone_with_their_counts() {
    let mut test = TestLibrary::new();
    let (source, _) = test
        .library
        .add_source(SourceKind::Folder, "/nowhere".as_ref(), "nowhere")
        .unwrap();
    let articles: Vec<Document> = (0..2_300)
        .map(|n| article(&format!("# Article {n}\n\nIt says {n}.\n")))
        .collect();
    let incoming: Vec<NewArticle<'_>> = articles
        .iter()
        .map(|document| NewArticle {
            source: Some(source.id),
            in_library: true,
            document: Some(document),
            ..NewArticle::default()
        })
        .collect();
    test.library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    let first = list_view(&test.library, View::All, Order::Title);
    let key = first.rows[0].key.clone().unwrap();
    test.library
        .toggle_read(ArticleId(first.rows[1].id.0))
        .unwrap();
    let listing = Listing {
        view: View::All,
        grouping: Grouping::None,
        ..Listing::default()
    };
    let unread = |library: &Library| {
        let source = library.source(source.id).unwrap().unwrap();
        (library.counts().unwrap().unread, source.unread_count)
    };
    let changed = test.library.mark_group_read(&listing, &key).unwrap();
    assert_eq!(changed.articles.len(), 2_299);
    assert_eq!(unread(&test.library), (0, 0));
    assert!(matches!(
        test.library.undo(None).unwrap(),
        UndoResult::Done(..)
    ));
    assert_eq!(
        unread(&test.library),
        (2_299, 2_299),
        "the one that was read stays so"
    );
    test.library.redo().unwrap();
    assert_eq!(unread(&test.library), (0, 0));
}

#[test]
fn a_removed_source_has_no_files() {
    let mut test = TestLibrary::new();
    let ink = article(INK);
    let (source, _) = test
        .library
        .add_source(SourceKind::Folder, "/nowhere".as_ref(), "nowhere")
        .unwrap();
    let file = newsprint::library::FoundFile {
        key: b"ink.md".to_vec(),
        path: "/nowhere/ink.md".into(),
        fingerprint: Some("1-1".to_owned()),
        name: "ink.md".to_owned(),
        article: Ok((&ink, ink.words())),
        previous_path: None,
    };
    let id = test.library.upsert_files(source.id, &[file]).unwrap()[0]
        .unwrap()
        .id();
    test.library.remove_source(source.id).unwrap();
    assert!(test.library.missing_since(id).unwrap().is_some());
    test.library.undo(None).unwrap();
    assert!(test.library.missing_since(id).unwrap().is_none());
}

#[test]
fn the_history_has_only_articles_that_can_be_opened() {
    let mut test = TestLibrary::new();
    let piped = article(INK);
    let id = add_opened(&mut test.library, &piped, None).id();
    test.library.save_position(id, None, 0.5).unwrap();
    let history = |library: &Library| {
        let page = list_view(library, View::History, Order::Date);
        (page.rows.len(), library.counts().unwrap().history)
    };
    assert_eq!(history(&test.library), (0, 0));
    test.library.toggle_bookmark(id, Some(&piped)).unwrap();
    assert_eq!(history(&test.library), (1, 1));
    test.library.undo(None).unwrap();
    assert_eq!(history(&test.library), (1, 1), "its text is still there");
}

#[test]
fn recently_read_and_half_read_articles_do_not_expire() {
    const DAY: i64 = 86_400;
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    library.set_now(DAY);
    let raw = rusqlite::Connection::open(Library::library_file(folder.path())).unwrap();
    raw.execute("INSERT INTO source (kind, title, url, added) VALUES ('feed', 'f', 'https://example.org/f', 1)", [])
        .unwrap();
    let source = raw.last_insert_rowid();
    let ids: Vec<ArticleId> = (0..2)
        .map(|n| {
            let document = article(&format!("# Article {n}\n\nIt says {n}.\n"));
            add_from_source(
                &mut library,
                SourceId(source),
                &document,
                format!("/nowhere/{n}").as_ref(),
            )
        })
        .collect();
    library.set_now(40 * DAY);
    library.set_read(&[ids[0]], true).unwrap();
    assert_eq!(library.expire_read(30).unwrap(), 0, "read only now");
    library.set_now(80 * DAY);
    assert_eq!(library.expire_read(30).unwrap(), 1);
}

#[test]
fn times_out_of_range_have_a_day() {
    use chrono::Datelike;
    assert_eq!(local_day(i64::MIN).year(), 1);
    assert_eq!(local_day(i64::MAX).year(), 9999);
    assert_eq!(local_day(8_210_266_876_799).year(), 9999);
}
