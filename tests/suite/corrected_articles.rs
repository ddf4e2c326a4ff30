//! Corrections of extractions in the library: what was taken out of an article or into it holds for its list, its search, its
//! exports and later extractions, and can be undone.

use newsprint::library::{Durability, Library, NewArticle, UndoResult};
use newsprint::model::{ArticleId, ChangeKind, Correction, PartKey};

use crate::library::{TestLibrary, article, kept};
use crate::library_commands::Desk;
use crate::search::{found, index};

const BRIDGE: &str = "---\ntitle: The bridge\nurl: https://example.org/bridge\n---\n\nThe harbour bridge reopened on Monday after eleven months of repairs, and the first buses crossed it before dawn.\n\nSubscribe to our newsletter for weekly marmalade recipes.\n\nInspectors had found cracks in two of its bearings last spring.\n";
const NEWSLETTER: &str = "Subscribe to our newsletter for weekly marmalade recipes.";
const CAPTION: &str = "Photograph: a heron stands on the quay.";

fn key(text: &str) -> PartKey {
    PartKey {
        text: text.to_owned(),
        occurrence: 0,
    }
}

pub(crate) fn removal(text: &str) -> Correction {
    Correction::Remove {
        parts: vec![key(text)],
        lines: 1,
    }
}

pub(crate) fn insertion(text: &str, after: Option<&str>) -> Correction {
    Correction::Insert {
        line: key(text),
        after: after.map(key),
        distance: 0,
        lines: 1,
    }
}

fn texts(library: &Library, id: ArticleId) -> Vec<String> {
    let (document, _) = library.document(id).unwrap().unwrap();
    document.blocks.iter().map(|block| block.text()).collect()
}

fn words(library: &Library, id: ArticleId) -> usize {
    library.article(id).unwrap().unwrap().word_count.unwrap()
}

/// A library with the article, both corrections made.
fn corrected() -> (TestLibrary, ArticleId) {
    let mut test = TestLibrary::new();
    let id = test.add(BRIDGE);
    index(&mut test.library);
    let library = &mut test.library;
    library
        .correct_article(id, &removal(NEWSLETTER), true)
        .unwrap();
    library
        .correct_article(id, &insertion(CAPTION, None), true)
        .unwrap();
    index(library);
    (test, id)
}

#[test]
fn a_line_taken_out_leaves_the_text_the_words_and_the_search_until_undo() {
    let mut test = TestLibrary::new();
    let id = test.add(BRIDGE);
    index(&mut test.library);
    let library = &mut test.library;
    let before = words(library, id);
    assert_eq!(found(library, "marmalade").len(), 1);
    let changed = library
        .correct_article(id, &removal(NEWSLETTER), true)
        .unwrap();
    assert_eq!(
        changed.kind,
        Some(ChangeKind::Correct {
            title: "The bridge".to_owned(),
            line: NEWSLETTER.to_owned(),
            is_included: false
        })
    );
    assert_eq!(changed.articles, [id]);
    let rows = texts(library, id);
    assert!(!rows.iter().any(|text| text == NEWSLETTER), "{rows:?}");
    assert_eq!(words(library, id), before - 8);
    index(library);
    assert_eq!(found(library, "marmalade").len(), 0);
    assert_eq!(found(library, "bearings").len(), 1);
    let stored = library.extracted_document(id).unwrap().unwrap();
    assert!(
        stored.blocks.iter().any(|block| block.text() == NEWSLETTER),
        "what is stored is the extraction"
    );
    assert!(matches!(library.undo(None).unwrap(), UndoResult::Done(..)));
    assert!(texts(library, id).iter().any(|text| text == NEWSLETTER));
    assert_eq!(words(library, id), before);
    index(library);
    assert_eq!(found(library, "marmalade").len(), 1);
    assert!(library.corrections(id).unwrap().is_empty());
    library.redo().unwrap();
    index(library);
    assert_eq!(found(library, "marmalade").len(), 0);
    assert_eq!(library.corrections(id).unwrap(), [removal(NEWSLETTER)]);
}

#[test]
fn a_line_taken_in_is_read_searched_and_counted_and_can_be_taken_out_again() {
    let (mut test, id) = corrected();
    let library = &mut test.library;
    assert_eq!(texts(library, id)[0], CAPTION);
    assert_eq!(found(library, "heron").len(), 1);
    let hit = library.search("heron", 1, &|| false).unwrap().hits;
    assert!(hit[0].context.contains("heron"), "{hit:?}");
    let changed = library
        .correct_article(id, &insertion(CAPTION, None), false)
        .unwrap();
    assert!(matches!(
        changed.kind,
        Some(ChangeKind::Correct {
            is_included: false,
            ..
        })
    ));
    index(library);
    assert_eq!(found(library, "heron").len(), 0);
    assert_eq!(library.corrections(id).unwrap(), [removal(NEWSLETTER)]);
    // One that the article does not have changes nothing.
    let changed = library
        .correct_article(id, &insertion(CAPTION, None), false)
        .unwrap();
    assert_eq!(changed.kind, None);
}

#[test]
fn saved_searches_follow_the_corrected_text() {
    let mut test = TestLibrary::new();
    let id = test.add(BRIDGE);
    index(&mut test.library);
    let library = &mut test.library;
    library.save_search("Preserves", "marmalade").unwrap();
    let count = |library: &mut Library| {
        index(library);
        let views = library.views().unwrap();
        views
            .iter()
            .find(|view| view.name == "Preserves")
            .unwrap()
            .article_count
    };
    assert_eq!(count(library), 1);
    library
        .correct_article(id, &removal(NEWSLETTER), true)
        .unwrap();
    assert_eq!(count(library), 0);
    library.undo(None).unwrap();
    assert_eq!(count(library), 1);
}

#[test]
fn a_later_text_of_the_article_is_corrected_too() {
    let (mut test, id) = corrected();
    let library = &mut test.library;
    let later = BRIDGE.replace("last spring.", "last spring. Nobody was hurt.")
        + "\nThe toll stays as it was.\n";
    let document = article(&later);
    let stored = library
        .upsert_articles(&[kept(&document)], Durability::Full)
        .unwrap();
    assert_eq!(stored[0].id(), id);
    let rows = texts(library, id);
    assert!(rows.contains(&"The toll stays as it was.".to_owned()));
    assert!(!rows.iter().any(|text| text == NEWSLETTER), "{rows:?}");
    assert_eq!(rows[0], CAPTION);
    let (read, _) = library.document(id).unwrap().unwrap();
    assert_eq!(words(library, id), read.words());
    index(library);
    assert_eq!(found(library, "toll").len(), 1);
    assert_eq!(found(library, "marmalade").len(), 0);
}

#[test]
fn a_bookmarked_text_may_lose_what_the_user_took_out_but_nothing_else() {
    let (mut test, id) = corrected();
    let library = &mut test.library;
    library.toggle_bookmark(id, None).unwrap();
    let without = BRIDGE.replace(NEWSLETTER, "The toll stays as it was.");
    let shorter = BRIDGE.replace(
        "Inspectors had found cracks in two of its bearings last spring.",
        "",
    );
    library
        .upsert_articles(&[kept(&article(&shorter))], Durability::Full)
        .unwrap();
    assert!(
        texts(library, id)
            .iter()
            .any(|text| text.contains("bearings"))
    );
    library
        .upsert_articles(&[kept(&article(&without))], Durability::Full)
        .unwrap();
    assert!(texts(library, id).iter().any(|text| text.contains("toll")));
}

#[test]
fn a_file_that_was_only_opened_has_corrections_and_becomes_a_bookmark_with_them() {
    let mut test = TestLibrary::new();
    let library = &mut test.library;
    let document = article(BRIDGE);
    let opened = NewArticle {
        in_library: false,
        path: Some("/nowhere/bridge.md".into()),
        ..kept(&document)
    };
    let id = library
        .upsert_articles(std::slice::from_ref(&opened), Durability::Full)
        .unwrap()[0]
        .id();
    library
        .correct_article(id, &removal(NEWSLETTER), true)
        .unwrap();
    assert_eq!(library.corrections(id).unwrap(), [removal(NEWSLETTER)]);
    // Opened again, it is the same article, and its number of words is that of the corrected text.
    let again = library
        .upsert_articles(&[opened], Durability::Full)
        .unwrap()[0]
        .id();
    assert_eq!(again, id);
    assert_eq!(words(library, id), document.words() - 8);
    library.toggle_bookmark(id, Some(&document)).unwrap();
    assert!(!texts(library, id).iter().any(|text| text == NEWSLETTER));
    let found = library
        .find_same_article(None, None, &document, document.words())
        .unwrap();
    assert_eq!(found, Some(id), "it is known by what was extracted");
}

#[test]
fn a_deleted_article_comes_back_with_its_corrections() {
    let (mut test, id) = corrected();
    let library = &mut test.library;
    library.delete_article(id).unwrap();
    library.undo(None).unwrap();
    assert_eq!(texts(library, id)[0], CAPTION);
    library.undo(None).unwrap();
    library.undo(None).unwrap();
    assert_eq!(texts(library, id).len(), article(BRIDGE).blocks.len());
}

#[test]
fn commands_print_the_corrected_text_and_the_export_has_both() {
    let desk = Desk::new();
    let path = desk.write("bridge.md", BRIDGE);
    desk.good(&["add", "bridge.md"]);
    let mut library = desk.library();
    let id = ArticleId(1);
    library
        .correct_article(id, &removal(NEWSLETTER), true)
        .unwrap();
    library
        .correct_article(id, &insertion(CAPTION, None), true)
        .unwrap();
    drop(library);
    for arguments in [["show", "1"], ["show", path.to_str().unwrap()]] {
        let text = desk.good(&arguments);
        assert!(
            text.contains("heron") && !text.contains("marmalade"),
            "{text}"
        );
    }
    let source = desk.good(&["show", "1", "--format", "source"]);
    assert!(source.contains("marmalade") && !source.contains("heron"));
    desk.good(&["bookmarks", "add", "1"]);
    desk.run(&["export", "--format", "markdown", "--out", "notes"]);
    let file = std::fs::read_dir(desk.path("notes"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(
        text.contains("heron") && !text.contains("marmalade"),
        "{text}"
    );
    let json = desk.good(&["export", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    let exported = &all["articles"][0];
    assert!(exported["document"].to_string().contains("marmalade"));
    assert!(!exported["document"].to_string().contains("heron"));
    assert_eq!(exported["corrections"][0]["action"], "remove");
    // Another library that has the article, with a correction of its own.
    let other = Desk::new();
    other.write("bridge.md", BRIDGE);
    other.good(&["add", "bridge.md"]);
    let mine = removal("Inspectors had found cracks in two of its bearings last spring.");
    other.library().correct_article(id, &mine, true).unwrap();
    other.write("all.json", &json);
    assert_eq!(other.run(&["import", "all.json"]).status, 0);
    let library = other.library();
    let known = library.corrections(id).unwrap();
    assert_eq!(known, [mine, removal(NEWSLETTER), insertion(CAPTION, None)]);
    let (read, _) = library.document(id).unwrap().unwrap();
    assert_eq!(words(&library, id), read.words());
    let text = other.good(&["show", "1"]);
    assert!(
        text.contains("heron") && !text.contains("bearings"),
        "{text}"
    );
}

#[test]
fn an_imported_line_is_clean() {
    let desk = Desk::new();
    desk.write("bridge.md", BRIDGE);
    desk.good(&["add", "bridge.md"]);
    desk.library()
        .correct_article(ArticleId(1), &insertion(CAPTION, None), true)
        .unwrap();
    let json = desk.good(&["export", "--format", "json"]);
    let other = Desk::new();
    other.write(
        "all.json",
        &json.replace("a heron", "a \\u001b[31mheron\\u202e"),
    );
    other.good(&["import", "all.json"]);
    let text = other.good(&["show", "1"]);
    assert!(text.contains("heron"));
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text:?}"
    );
}

#[test]
fn the_journal_names_the_line_and_what_undo_does() {
    let desk = Desk::new();
    desk.write("bridge.md", BRIDGE);
    desk.good(&["add", "bridge.md"]);
    let long = "Inspectors had found cracks in two of its bearings last spring.";
    desk.library()
        .correct_article(ArticleId(1), &removal(long), true)
        .unwrap();
    let line = "take “Inspectors had found cracks in two of its…” out of “The bridge”";
    let undone = desk.good(&["undo"]);
    assert!(undone.starts_with(&format!("Undone: {line}")), "{undone}");
    let redone = desk.good(&["redo"]);
    assert!(redone.starts_with(&format!("Redone: {line}")), "{redone}");
}

#[test]
fn a_printed_file_is_corrected_as_its_article_is() {
    let desk = Desk::new();
    let file = desk.write("bridge.md", BRIDGE);
    let file = file.to_str().unwrap();
    // Without a library nothing is made.
    assert!(desk.good(&[file]).contains(NEWSLETTER));
    assert!(!desk.data().exists());
    desk.good(&["add", file]);
    assert!(desk.good(&[file]).contains(NEWSLETTER));
    desk.library()
        .correct_article(ArticleId(1), &removal(NEWSLETTER), true)
        .unwrap();
    for printed in [desk.good(&[file]), desk.good(&["show", file])] {
        assert!(!printed.contains(NEWSLETTER), "{printed}");
        assert!(printed.contains("two of its bearings"), "{printed}");
    }
    // A copy is the same article by its text.
    desk.write("notes/copy.md", BRIDGE);
    assert!(!desk.good(&["notes"]).contains(NEWSLETTER));
    // A library that can't be read is a warning.
    std::fs::write(desk.data().join("library.db"), "no database").unwrap();
    let left = desk.run(&[file]);
    assert_eq!((left.status, left.errors.len()), (0, 1), "{left:?}");
    assert!(left.output.contains(NEWSLETTER));
}

#[test]
fn the_journal_has_one_correction_for_each_change() {
    let (mut test, id) = corrected();
    let values: Vec<String> = {
        let database = rusqlite::Connection::open(test.folder.path().join("library.db")).unwrap();
        let mut rows = database
            .prepare(
                "SELECT before || after FROM change_item WHERE kind = 'correction' ORDER BY change",
            )
            .unwrap();
        rows.query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    let has = |text: &str| {
        values
            .iter()
            .map(|value| value.contains(text))
            .collect::<Vec<_>>()
    };
    assert_eq!(has("marmalade"), [true, false]);
    assert_eq!(has("heron"), [false, true]);
    let library = &mut test.library;
    for _ in 0..2 {
        assert!(matches!(library.undo(None).unwrap(), UndoResult::Done(..)));
    }
    assert!(library.corrections(id).unwrap().is_empty());
    for _ in 0..2 {
        assert!(matches!(library.redo().unwrap(), UndoResult::Done(..)));
    }
    assert_eq!(library.corrections(id).unwrap().len(), 2);
}
