//! Changes of many articles: one change in the journal, short transactions, and interruptions.

use newsprint::library::{Library, SavedChange, UndoResult};
use newsprint::model::{ArticleId, ChangeKind};

use super::{furnish, is_sound, open, raw};

const ARTICLES: i64 = 2_600;

/// Adds many unread articles to a library, and returns their ids.
fn store_many(folder: &std::path::Path) -> Vec<ArticleId> {
    furnish(folder, 8);
    raw(folder)
        .execute_batch(&format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {ARTICLES})
             INSERT INTO article (id, title, title_key, added, updated, date) SELECT 1000 + n, 'Many ' || n, 'many', 1, 1, n FROM n"
        ))
        .unwrap();
    (1..=ARTICLES).map(|n| ArticleId(1000 + n)).collect()
}

fn read_count(folder: &std::path::Path) -> i64 {
    raw(folder)
        .query_row(
            "SELECT count(*) FROM article WHERE id > 1000 AND read = 1",
            [],
            |row| row.get(0),
        )
        .unwrap()
}

/// Makes every write fail that would mark this article, as if the program were killed there.
fn stop_writes_at(folder: &std::path::Path, article: ArticleId) {
    raw(folder)
        .execute_batch(&format!(
            "DROP TRIGGER IF EXISTS stop;
             CREATE TRIGGER stop BEFORE UPDATE OF read ON article WHEN new.id = {article} BEGIN SELECT RAISE(ABORT, 'stop'); END"
        ))
        .unwrap();
}

fn remove_stop(folder: &std::path::Path) {
    raw(folder).execute_batch("DROP TRIGGER stop").unwrap();
}

#[test]
fn many_articles_are_one_change_in_short_writes() {
    let folder = tempfile::tempdir().unwrap();
    let articles = store_many(folder.path());
    let mut library = open(folder.path());
    library.toggle_read(articles[7]).unwrap();
    let SavedChange {
        kind,
        articles: marked,
    } = library.set_read(&articles, true).unwrap();
    let count = articles.len();
    assert_eq!(kind, Some(ChangeKind::MarkMany { count, read: true }));
    assert_eq!(marked.len(), count - 1, "one was read before");
    // No item marks more articles than a short transaction may, and ids are stored as ranges.
    let raw = raw(folder.path());
    let (items, longest): (i64, i64) = raw
        .query_row(
            "SELECT count(*), max(length(after)) FROM change_item WHERE change = (SELECT max(id) FROM change)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(items, 6);
    assert!(longest < 40, "{longest}");
    let UndoResult::Done(_, undone) = library.undo(None).unwrap() else {
        panic!()
    };
    assert_eq!(undone.len(), count - 1);
    assert_eq!(read_count(folder.path()), 1, "what was read before stays");
    assert!(matches!(library.redo().unwrap(), UndoResult::Done(..)));
    assert_eq!(read_count(folder.path()), ARTICLES);
    assert_eq!(
        library.set_read(&articles, true).unwrap(),
        SavedChange::default()
    );
    is_sound(folder.path());
    assert!(newsprint::library::check_library(folder.path()).is_sound());
}

#[test]
fn a_change_stopped_after_any_batch_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let articles = store_many(folder.path());
    for batch in 1..6 {
        let mut library = open(folder.path());
        stop_writes_at(folder.path(), articles[batch * 500]);
        assert!(library.set_read(&articles, true).is_err());
        assert_eq!(read_count(folder.path()), batch as i64 * 500);
        remove_stop(folder.path());
        let undone = undo_as_another(folder.path());
        assert!(matches!(
            undone,
            UndoResult::Done(ChangeKind::MarkMany { .. }, _)
        ));
        assert_eq!(read_count(folder.path()), 0);
    }
}

#[test]
fn an_undo_or_redo_that_is_stopped_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let articles = store_many(folder.path());
    let mut library = open(folder.path());
    library.set_read(&articles, true).unwrap();
    // Undo begins with the last batch.
    stop_writes_at(folder.path(), articles[1_100]);
    assert!(library.undo(None).is_err());
    assert_eq!(read_count(folder.path()), 1_500);
    remove_stop(folder.path());
    assert!(matches!(
        undo_as_another(folder.path()),
        UndoResult::Done(..)
    ));
    assert_eq!(read_count(folder.path()), 0);
    // Redo begins with the first batch.
    stop_writes_at(folder.path(), articles[1_100]);
    assert!(library.redo().is_err());
    assert_eq!(read_count(folder.path()), 1_000);
    remove_stop(folder.path());
    assert!(matches!(
        undo_as_another(folder.path()),
        UndoResult::Done(..)
    ));
    assert_eq!(read_count(folder.path()), 0);
    assert!(matches!(library.redo().unwrap(), UndoResult::Done(..)));
    assert_eq!(read_count(folder.path()), ARTICLES);
}

/// Undoes the newest change from another session.
fn undo_as_another(folder: &std::path::Path) -> UndoResult {
    let mut library: Library = open(folder);
    match library.undo(None).unwrap() {
        UndoResult::NeedsConfirmation(change, ..) => library.undo(Some(change)).unwrap(),
        undone => undone,
    }
}

/// Returns the longest time for which another program could not begin a write while `work` ran.
fn longest_wait(folder: &std::path::Path, work: impl FnOnce()) -> std::time::Duration {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let other = raw(folder);
            other.busy_timeout(Duration::ZERO).unwrap();
            let mut longest = Duration::ZERO;
            let mut refused: Option<Instant> = None;
            while !ended.load(Ordering::SeqCst) {
                match other.execute_batch("BEGIN IMMEDIATE; ROLLBACK;") {
                    Ok(()) => {
                        let waited = refused.take().map(|since| since.elapsed());
                        longest = longest.max(waited.unwrap_or_default());
                    }
                    Err(_) => {
                        refused.get_or_insert_with(Instant::now);
                    }
                }
                std::thread::yield_now();
            }
            longest
        });
        work();
        ended.store(true, Ordering::SeqCst);
        waiting.join().unwrap()
    })
}

#[test]
fn saved_searches_run_outside_of_write_transactions() {
    let folder = tempfile::tempdir().unwrap();
    let articles = store_many(folder.path());
    let mut library = open(folder.path());
    for number in 0..20 {
        let query = format!("is:unread title:many title:{number}");
        library
            .save_search(&format!("Search {number}"), &query)
            .unwrap();
    }
    while library.index_some().unwrap().has_more {}
    let found = |search: i64| -> i64 {
        raw(folder.path())
            .query_row(
                "SELECT articles FROM saved_search WHERE id = ?1",
                [search + 2],
                |row| row.get(0),
            )
            .unwrap()
    };
    assert_eq!(found(7), 111, "what begins with 7");
    let waited = longest_wait(folder.path(), || {
        library.set_read(&articles, true).unwrap();
    });
    // A transaction may hold the lock for 50 ms; the rest allows for busy machines.
    assert!(waited < std::time::Duration::from_millis(500), "{waited:?}");
    while library.index_some().unwrap().has_more {}
    assert_eq!(found(7), 0);
    library.undo(None).unwrap();
    while library.index_some().unwrap().has_more {}
    assert_eq!(found(7), 111);
    let left: i64 = raw(folder.path())
        .query_row("SELECT count(*) FROM saved_search_due", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_long_text_is_compared_with_the_stored_one_outside_of_write_transactions() {
    use newsprint::library::{Durability, NewPageText};
    use newsprint::model::{Block, Document, Inline};
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let long = |last: &str| {
        let paragraph = |number: usize| {
            let words: Vec<String> = (0..100)
                .map(|word| format!("w{}", number * 100 + word))
                .collect();
            Block::Paragraph(vec![Inline::Text(words.join(" "))])
        };
        let mut document = Document {
            blocks: (0..6_000).map(paragraph).collect(),
            ..Document::default()
        };
        document.metadata.title = Some("Everything".to_owned());
        document.metadata.url = Some("https://example.org/everything".to_owned());
        document
            .blocks
            .push(Block::Paragraph(vec![Inline::Text(last.to_owned())]));
        document
    };
    let [one, two] = ["It ends well.", "It ends badly."].map(long);
    let put = |library: &mut Library, document: &Document| {
        let new = crate::library::kept(document);
        library.upsert_articles(&[new], Durability::Full).unwrap()[0].id()
    };
    let put_page = |library: &mut Library, id, document: &Document| {
        let page = NewPageText {
            document,
            words: document.words(),
            url: "https://example.org/everything",
            problem: None,
        };
        assert!(library.store_page_text(id, &page).unwrap());
    };
    let id = put(&mut library, &one);
    put_page(&mut library, id, &one);
    let waited = longest_wait(folder.path(), || {
        assert_eq!(put(&mut library, &two), id);
        put_page(&mut library, id, &two);
    });
    assert!(library.earlier_text(id).unwrap().is_some());
    // Two texts in a debug build take seconds; the lock may be held for 50 ms, and longer on a busy machine.
    assert!(waited < std::time::Duration::from_millis(500), "{waited:?}");
}
