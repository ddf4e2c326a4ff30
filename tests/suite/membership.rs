//! Articles in several sources: their lists and their counts.

use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    ArticleId, Grouping, Listing, Order, PageFrom, PageRequest, SourceId, View,
};
use proptest::prelude::*;
use rusqlite::Connection;

const SOURCES: i64 = 4;

/// Change of an article, an entry or their marks.
#[derive(Debug, Clone)]
enum Step {
    Add(Option<i64>, bool),
    Enter(i64, i64),
    Leave(i64, i64),
    Miss(i64, i64, bool),
    Read(i64, bool),
    Keep(i64, bool),
    Move(i64, Option<i64>),
    Sort(i64, i64),
    Remove(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let source = || 1..=SOURCES;
    let article = || 1..30i64;
    prop_oneof![
        4 => (prop::option::of(source()), any::<bool>()).prop_map(|(s, read)| Step::Add(s, read)),
        4 => (source(), article()).prop_map(|(s, a)| Step::Enter(s, a)),
        1 => (source(), article()).prop_map(|(s, a)| Step::Leave(s, a)),
        1 => (source(), article(), any::<bool>()).prop_map(|(s, a, gone)| Step::Miss(s, a, gone)),
        3 => (article(), any::<bool>()).prop_map(|(a, read)| Step::Read(a, read)),
        2 => (article(), any::<bool>()).prop_map(|(a, kept)| Step::Keep(a, kept)),
        1 => (article(), prop::option::of(source())).prop_map(|(a, s)| Step::Move(a, s)),
        1 => (article(), 0..1000i64).prop_map(|(a, date)| Step::Sort(a, date)),
        1 => article().prop_map(Step::Remove),
    ]
}

fn take(database: &Connection, number: usize, step: &Step) {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        database.execute(sql, values).unwrap();
    };
    match step {
        Step::Add(source, read) => run(
            "INSERT INTO article (source, title, title_key, added, updated, date, read) VALUES (?1, 'a', ?2, 1, 1, ?3, ?4)",
            &[
                source,
                &format!("{}", number % 7),
                &(number as i64 % 5),
                read,
            ],
        ),
        Step::Enter(source, article) => run(
            "INSERT INTO entry (source, key, article, first_seen, last_seen)
             SELECT ?1, CAST(?3 AS BLOB), id, 1, 1 FROM article WHERE id = ?2",
            &[source, article, &(number as i64)],
        ),
        Step::Leave(source, article) => run(
            "DELETE FROM entry WHERE source = ?1 AND article = ?2",
            &[source, article],
        ),
        Step::Miss(source, article, gone) => run(
            "UPDATE entry SET missing = iif(?3, 5, NULL) WHERE source = ?1 AND article = ?2",
            &[source, article, gone],
        ),
        Step::Read(article, read) => {
            run(
                "UPDATE article SET read = ?2 WHERE id = ?1",
                &[article, read],
            );
        }
        Step::Keep(article, kept) => run(
            "UPDATE article SET in_library = ?2, read = ?2 WHERE id = ?1",
            &[article, kept],
        ),
        Step::Move(article, source) => run(
            "UPDATE article SET source = ?2 WHERE id = ?1",
            &[article, source],
        ),
        Step::Sort(article, date) => run(
            "UPDATE article SET date = ?2, title_key = ?2, words = ?2 WHERE id = ?1",
            &[article, date],
        ),
        Step::Remove(article) => run("DELETE FROM article WHERE id = ?1", &[article]),
    }
}

/// Computes the articles of a source, and whether they were read, without the tables that triggers fill.
fn expected(database: &Connection, source: i64) -> Vec<(i64, bool)> {
    let mut statement = database
        .prepare(
            "SELECT id, read FROM article a WHERE in_library = 1 AND (source = ?1 OR EXISTS (
                SELECT 1 FROM entry e WHERE e.article = a.id AND e.source = ?1 AND e.missing IS NULL))
             ORDER BY date DESC, id",
        )
        .unwrap();
    let rows = statement.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

fn page(library: &Library, listing: &Listing, from: PageFrom) -> Vec<ArticleId> {
    let request = PageRequest {
        request_id: 0,
        listing: listing.clone(),
        from,
        row_limit: 1000,
        pinned: Vec::new(),
    };
    let page = library.page(&request).unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

fn open(folder: &tempfile::TempDir) -> (Library, Connection) {
    let library = Library::open(folder.path(), OpenMode::Create).unwrap();
    let database = Connection::open(folder.path().join("library.db")).unwrap();
    database
        .execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF;")
        .unwrap();
    for source in 1..=SOURCES {
        database
            .execute(
                "INSERT INTO source (kind, title, added) VALUES ('feed', ?1, 1)",
                [format!("Source {source}")],
            )
            .unwrap();
    }
    (library, database)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn counts_and_lists_are_exact_for_articles_in_several_sources(
        steps in prop::collection::vec(step(), 1..120)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (library, database) = open(&folder);
        database.execute_batch("BEGIN").unwrap();
        for (number, step) in steps.iter().enumerate() {
            take(&database, number, step);
        }
        database.execute_batch("COMMIT").unwrap();
        for source in 1..=SOURCES {
            let all = expected(&database, source);
            let unread = all.iter().filter(|(_, read)| !read).count();
            let counted = library.source(SourceId(source)).unwrap().unwrap();
            prop_assert_eq!((counted.article_count, counted.unread_count), (all.len(), unread));
            let view = View::Source(SourceId(source));
            for (order, grouping) in [
                (Order::Date, Grouping::Day),
                (Order::Date, Grouping::Source),
                (Order::OldestFirst, Grouping::Day),
                (Order::Title, Grouping::None),
                (Order::Length, Grouping::None),
            ] {
                let listing = Listing { view: view.clone(), order, grouping, ..Listing::default() };
                let mut ids = page(&library, &listing, PageFrom::First);
                let mut wanted: Vec<_> = all.iter().map(|(id, _)| ArticleId(*id)).collect();
                if order != Order::Date {
                    ids.sort();
                    wanted.sort();
                }
                prop_assert_eq!(ids, wanted);
            }
        }
        // In the whole library each article is listed once, however rows are grouped.
        let kept: i64 = database
            .query_row("SELECT count(*) FROM article WHERE in_library = 1", [], |row| row.get(0))
            .unwrap();
        for grouping in [Grouping::Day, Grouping::Source] {
            let listing = Listing { view: View::All, grouping, ..Listing::default() };
            prop_assert_eq!(page(&library, &listing, PageFrom::First).len() as i64, kept);
        }
        prop_assert!(newsprint::library::check_library(folder.path()).is_sound());
    }
}

#[test]
fn an_article_of_two_sources_is_listed_under_the_viewed_one() {
    let folder = tempfile::tempdir().unwrap();
    let (library, database) = open(&folder);
    database
        .execute_batch(
            "INSERT INTO article (source, title, title_key, added, updated, date) VALUES
                (1, 'One', 'one', 1, 1, 1), (2, 'Two', 'two', 2, 2, 2), (3, 'Three', 'three', 3, 3, 3);
             INSERT INTO entry (source, key, article, first_seen, last_seen) VALUES (2, x'01', 1, 1, 1), (2, x'02', 1, 1, 1);",
        )
        .unwrap();
    let listing = Listing {
        view: View::Source(SourceId(2)),
        grouping: Grouping::Source,
        ..Listing::default()
    };
    let request = |from| PageRequest {
        request_id: 0,
        listing: listing.clone(),
        from,
        row_limit: 1,
        pinned: Vec::new(),
    };
    let first = library.page(&request(PageFrom::First)).unwrap();
    assert_eq!(first.rows[0].title, "Two");
    assert_eq!(first.row_count, Some(2));
    let key = first.rows[0].key.clone().unwrap();
    let second = library.page(&request(PageFrom::After(key))).unwrap();
    assert_eq!(second.rows[0].title, "One");
    assert_eq!(
        second.rows[0].group, first.rows[0].group,
        "both stand under the source that is viewed"
    );
    let source = second.rows[0].source.clone();
    assert_eq!(
        source.map(|(id, _)| id),
        Some(SourceId(1)),
        "where it was seen first"
    );
    // The filter and the jump to the next unread article see the same rows.
    let filtered = Listing {
        filter: "on".to_owned(),
        ..listing.clone()
    };
    assert_eq!(page(&library, &filtered, PageFrom::First), [ArticleId(1)]);
    let key = first.rows[0].key.clone().unwrap();
    let unread = library.page(&request(PageFrom::NextUnread(key))).unwrap();
    assert_eq!(unread.target, Some(ArticleId(1)));
}
