//! Full-text search: matches, their positions and their order; any text is a valid query. Saved searches and the filter of lists, which
//! match words in the same way.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use newsprint::ingest::Limits;
use newsprint::library::{Durability, Library, LibraryError, NewArticle};
use newsprint::model::{
    ArticleId, BlockPosition, Grouping, Job, Listing, Order, Outcome, Page, PageFrom, PageRequest,
    SearchHit, SourceId, View,
};
use newsprint::worker::{Emit, SharedState, Worker, run_job};
use proptest::prelude::*;

use crate::library::{TestLibrary, article, kept};

/// Indexes all articles.
pub fn index(library: &mut Library) {
    while library.index_some().unwrap().has_more {}
}

/// Library of these articles, all indexed.
pub fn test_library(articles: &[&str]) -> TestLibrary {
    let mut test = TestLibrary::new();
    for text in articles {
        test.add(text);
    }
    index(&mut test.library);
    test
}

pub fn hits(library: &Library, query: &str) -> Vec<SearchHit> {
    library.search(query, 1_000, &|| false).unwrap().hits
}

pub fn found(library: &Library, query: &str) -> Vec<String> {
    hits(library, query)
        .into_iter()
        .map(|hit| hit.article.title)
        .collect()
}

pub fn dated(title: &str, day: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n")
}

/// Adds a source with this title; returns its id.
fn source(test: &TestLibrary, title: &str) -> SourceId {
    let database = rusqlite::Connection::open(test.library.file()).unwrap();
    let sql = "INSERT INTO source (kind, title, added) VALUES ('feed', ?1, 0)";
    database.execute(sql, [title]).unwrap();
    SourceId(database.last_insert_rowid())
}

#[test]
fn words_are_found_without_case_and_diacritics_from_their_beginning() {
    let test = test_library(&[
        &dated(
            "Coffee",
            "2026-02-01",
            "A café in Łódź served crème brûlée to Søren.",
        ),
        &dated(
            "Street",
            "2026-02-02",
            "Die STRASSE heißt Straße; ein Ærø-Schiff.",
        ),
        &dated("Greek", "2026-02-03", "Ὀδυσσεύς came home."),
        &dated(
            "Bridge",
            "2026-02-04",
            "The bridges were closed for don't-know-how-long.",
        ),
    ]);
    for (query, titles) in [
        ("CAFE", vec!["Coffee"]),
        ("café", vec!["Coffee"]),
        ("lodz soren", vec!["Coffee"]),
        ("strasse", vec!["Street"]),
        ("straße", vec!["Street"]),
        ("aero", vec!["Street"]),
        ("οδυσσευσ", vec!["Greek"]),
        ("bridge", vec!["Bridge"]),
        ("b", vec!["Bridge", "Coffee"]),
        ("br", vec!["Bridge", "Coffee"]),
        ("bru", vec!["Coffee"]),
        ("brulee", vec!["Coffee"]),
        ("brulees", vec![]),
        ("\"bridge\"", vec!["Bridge"]),
        ("\"bridge were\"", vec![]),
        ("don’t", vec!["Bridge"]),
        ("ridge", vec![]),
    ] {
        assert_eq!(found(&test.library, query), titles, "{query}");
    }
}

#[test]
fn han_and_kana_are_found_inside_a_run_and_at_its_end() {
    let test = test_library(&[
        &dated("One", "2026-02-01", "昨日、東京都の図書館で新聞を読んだ。"),
        &dated("Two", "2026-02-02", "我们在中国人民大学图书馆"),
        &dated("Three", "2026-02-03", "조선신문을 읽었다"),
        &dated("Four", "2026-02-04", "ข่าวหนังสือพิมพ์วันนี้"),
        &dated("Five", "2026-02-05", "iPhone手机和ｶﾞﾗｽ、ガラス"),
    ]);
    for (query, titles) in [
        ("東京", vec!["One"]),
        ("京都", vec!["One"]),
        ("東京都", vec!["One"]),
        ("東都", vec![]),
        ("東", vec!["One"]),
        ("都", vec!["One"]),
        ("館", vec!["One"]),
        ("图书馆", vec!["Two"]),
        ("书馆", vec!["Two"]),
        ("馆", vec!["Two"]),
        ("中国人民大学", vec!["Two"]),
        ("中国大学", vec![]),
        ("中国 大学", vec!["Two"]),
        ("新聞", vec!["One"]),
        ("신문", vec!["Three"]),
        ("다", vec!["Three"]),
        ("หนังสือพิมพ์", vec!["Four"]),
        ("พิมพ์", vec!["Four"]),
        ("วันนี้", vec!["Four"]),
        ("iphone手机", vec!["Five"]),
        ("机", vec!["Five"]),
        ("ガラス", vec!["Five"]),
        ("ｶﾞﾗｽ", vec!["Five"]),
        ("カラス", vec![]),
        ("\"新聞\"", vec!["One"]),
        ("title:新", vec![]),
        ("東京 -新聞", vec![]),
    ] {
        assert_eq!(found(&test.library, query), titles, "{query}");
    }
}

#[test]
fn a_query_can_be_written_in_many_ways() {
    let mut test = TestLibrary::new();
    let source = source(&test, "The Tidewater Post");
    let ink = test.add(&dated(
        "Ink and oil",
        "2025-12-31",
        "Galls and iron make ink.",
    ));
    let tea = test.add("---\ntitle: Tea\ndate: 2026-03-01\npublisher: Leaf Weekly\nurl: https://www.example.org/tea\n---\n\nIron pots and ink.\n");
    let document = article(&dated("Rope", "2026-03-15", "Hemp, tar and oil."));
    let incoming = NewArticle {
        source: Some(source),
        in_library: true,
        document: Some(&document),
        ..NewArticle::default()
    };
    let rope = test
        .library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
        .id();
    test.library.set_read(&[tea], true).unwrap();
    test.library
        .tag_article(ink, None, &["old craft".to_owned()])
        .unwrap();
    test.library.toggle_bookmark(rope, None).unwrap();
    index(&mut test.library);
    for (query, titles) in [
        ("ink", vec!["Tea", "Ink and oil"]),
        ("title:ink", vec!["Ink and oil"]),
        ("TITLE:\"ink and\"", vec!["Ink and oil"]),
        ("title:\"oil and\"", vec![]),
        ("ink -title:ink", vec!["Tea"]),
        ("-ink", vec!["Rope"]),
        ("-ink -oil", vec![]),
        ("-\"iron pots\"", vec!["Rope", "Ink and oil"]),
        ("\"galls and\"", vec!["Ink and oil"]),
        ("\"gal\"*", vec!["Ink and oil"]),
        ("hemp OR galls", vec!["Rope", "Ink and oil"]),
        ("oil hemp OR galls -is:bookmarked", vec![]),
        ("source:tidewater", vec!["Rope"]),
        ("source:leaf", vec!["Tea"]),
        ("source:example.org", vec!["Tea"]),
        ("-source:tide", vec!["Tea", "Ink and oil"]),
        ("tag:old", vec!["Ink and oil"]),
        ("tag:\"old craft\"", vec!["Ink and oil"]),
        ("-tag:old", vec!["Rope", "Tea"]),
        ("is:read", vec!["Tea"]),
        ("is:unread", vec!["Rope", "Ink and oil"]),
        ("-is:unread", vec!["Tea"]),
        ("-is:read oil", vec!["Rope", "Ink and oil"]),
        ("is:bookmarked", vec!["Rope", "Ink and oil"]),
        ("is:unread is:bookmarked oil", vec!["Rope", "Ink and oil"]),
        ("-is:bookmarked", vec!["Tea"]),
        ("is:read OR tag:old", vec!["Tea", "Ink and oil"]),
        ("-is:read OR pots", vec!["Rope", "Tea", "Ink and oil"]),
        ("after:2026", vec!["Rope", "Tea"]),
        ("before:2026", vec!["Ink and oil"]),
        ("after:2026-03 before:2026-03-02", vec!["Tea"]),
        ("-after:2026-03-10", vec!["Tea", "Ink and oil"]),
        ("iron before:2026", vec!["Ink and oil"]),
        // Unfinished or meaningless parts are ignored.
        ("ink title:", vec!["Tea", "Ink and oil"]),
        ("ink is:new before:20", vec!["Tea", "Ink and oil"]),
        ("ink - OR", vec!["Tea", "Ink and oil"]),
        ("OR", vec![]),
        ("", vec![]),
        ("\"", vec![]),
        ("(ink) AND* NEAR(", vec![]),
    ] {
        assert_eq!(found(&test.library, query), titles, "{query}");
    }
}

#[test]
fn days_are_counted_back_from_today() {
    let mut test = test_library(&[
        &dated("Old", "2026-01-10", "Ink."),
        &dated("Week", "2026-02-25", "Ink."),
        &dated("Yesterday", "2026-02-28", "Ink."),
        &dated("Today", "2026-03-01", "Ink."),
    ]);
    let noon = chrono::NaiveDate::from_ymd_opt(2026, 3, 1)
        .unwrap()
        .and_hms_opt(12, 0, 0)
        .unwrap();
    test.library.set_now(noon.and_utc().timestamp());
    for (query, titles) in [
        ("after:today", vec!["Today"]),
        ("after:yesterday", vec!["Today", "Yesterday"]),
        ("after:7d", vec!["Today", "Yesterday", "Week"]),
        ("after:1w before:today", vec!["Yesterday", "Week"]),
        ("before:1m ink", vec!["Old"]),
        ("after:1y", vec!["Today", "Yesterday", "Week", "Old"]),
    ] {
        assert_eq!(found(&test.library, query), titles, "{query}");
    }
}

#[test]
fn a_hit_has_its_line_its_section_and_its_position() {
    let long = "word ".repeat(80);
    let text = format!(
        "# Ink\n\nFirst words.\n\n## Oak\n\n{long}The *galls* of the oak, \
         with iron, make ink. {long}\n\n## Later\n\nGalls again.\n"
    );
    let test = test_library(&[&text]);
    let hit = hits(&test.library, "galls iron").remove(0);
    assert_eq!(hit.section.as_deref(), Some("Oak"));
    let marked: Vec<&str> = hit
        .match_ranges
        .iter()
        .map(|mark| &hit.context[mark.clone()])
        .collect();
    assert_eq!(marked, ["galls", "iron"]);
    assert!(
        hit.context
            .contains("The galls of the oak, with iron, make ink."),
        "{}",
        hit.context
    );
    assert!(
        hit.context.starts_with("… word") && hit.context.ends_with("word …"),
        "{}",
        hit.context
    );
    assert!(hit.context.chars().count() <= 210);
    let document = article(&text);
    let BlockPosition { block, byte } = hit.anchor.unwrap().resolve(&document).unwrap();
    assert!(document.blocks[block].text()[byte..].starts_with("galls"));

    let title = hits(&test.library, "title:ink").remove(0);
    assert_eq!((title.section, title.anchor), (None, None));
    assert_eq!(title.context, "First words.");

    let heading = hits(&test.library, "later").remove(0);
    assert_eq!(heading.section.as_deref(), Some("Later"));
    let phrase = hits(&test.library, "\"with iron\"").remove(0);
    assert_eq!(&phrase.context[phrase.match_ranges[0].clone()], "with iron");
}

#[test]
fn a_match_of_one_letter_is_highlighted_as_one_letter() {
    let test = test_library(&[&dated("One", "2026-02-01", "東京都の図書館")]);
    for (query, marked) in [
        ("京", "京"),
        ("東京", "東京"),
        ("図書館", "図書館"),
        ("館", "館"),
    ] {
        let hit = hits(&test.library, query).remove(0);
        assert_eq!(&hit.context[hit.match_ranges[0].clone()], marked);
    }
}

#[test]
fn the_newest_hits_come_first_and_more_are_announced() {
    let mut test = TestLibrary::new();
    // So many that the library is scanned by date.
    test.fill(40);
    index(&mut test.library);
    let page = test.library.search("number", 10, &|| false).unwrap();
    let titles: Vec<&str> = page
        .hits
        .iter()
        .map(|hit| hit.article.title.as_str())
        .collect();
    assert!(page.has_more);
    assert_eq!(titles[..3], ["Article 1", "Article 2", "Article 3"]);
    assert!(
        !test
            .library
            .search("number", 40, &|| false)
            .unwrap()
            .has_more
    );
}

#[test]
fn a_deleted_article_is_not_found_until_undo() {
    let mut test = test_library(&["# Ink\n\nGalls and iron.\n", "# Tea\n\nLeaves.\n"]);
    let ink = hits(&test.library, "galls")[0].article.id.0;
    test.library.delete_article(ArticleId(ink)).unwrap();
    assert!(found(&test.library, "galls").is_empty() && found(&test.library, "-tea").is_empty());
    // Its words are removed from the index too: the user deleted the article.
    let database = rusqlite::Connection::open(test.library.file()).unwrap();
    for table in ["search_text", "search_prefix", "search_head"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE {table} MATCH 'ink OR galls'");
        let left: i64 = database.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
    test.library.undo(None).unwrap();
    index(&mut test.library);
    assert_eq!(found(&test.library, "galls"), ["Ink"]);
    assert_eq!(found(&test.library, "ga"), ["Ink"]);
    assert_eq!(found(&test.library, "title:in"), ["Ink"]);
}

#[test]
fn only_stored_texts_are_found_and_a_changed_text_replaces_the_old_one() {
    let mut test = TestLibrary::new();
    let mut put = |text: &str, keep: bool| {
        let document = article(text);
        let incoming = NewArticle {
            path: Some("/nowhere/ink.md".into()),
            in_library: keep,
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
        index(&mut test.library);
        id
    };
    let visited = put("# Ink\n\nGalls and iron.\n", false);
    let kept = put("# Ink\n\nGalls and iron.\n", true);
    assert_eq!(visited, kept);
    put("# Ink\n\nSoot and water.\n", true);
    assert!(found(&test.library, "galls").is_empty() && found(&test.library, "ga").is_empty());
    assert_eq!(found(&test.library, "soot"), ["Ink"]);
}

#[test]
fn the_index_continues_where_another_program_stopped() {
    let mut test = TestLibrary::new();
    test.fill(30);
    assert!(test.library.index_some().unwrap().has_more);
    let mut other = test.other();
    while other.index_some().unwrap().has_more {
        test.library.index_some().unwrap();
    }
    assert_eq!(other.count_unindexed().unwrap(), 0);
    assert_eq!(found(&other, "number").len(), 30);
}

#[test]
fn every_word_of_a_book_is_found() {
    let mut text = String::from("# Book\n\n");
    for chapter in 0..60 {
        for word in 0..6_000 {
            text.push_str(&format!(
                "w{:x} ",
                (chapter * 7919 + word * 104_729) % 1_000_003
            ));
        }
        text.push_str("\n\n");
    }
    text.push_str("The very end has a quixotarium.\n");
    let test = test_library(&[&text]);
    let hit = hits(&test.library, "quixotarium").remove(0);
    assert!(hit.context.contains("quixotarium"), "{}", hit.context);
    assert!(hit.anchor.unwrap().fraction > 0.9);
}

#[test]
fn a_search_that_is_no_longer_needed_is_interrupted() {
    let test = test_library(&["# Ink\n\nGalls.\n"]);
    let ended = test.library.search("galls", 10, &|| true);
    assert!(matches!(ended, Err(LibraryError::Interrupted)));
}

fn ask(library: &Library, listing: &Listing, from: PageFrom, rows: usize) -> Page {
    library
        .page(&PageRequest {
            request_id: 1,
            listing: listing.clone(),
            from,
            row_limit: rows,
            pinned: Vec::new(),
        })
        .unwrap()
}

pub fn view(library: &Library, view: View) -> (Vec<String>, Option<usize>) {
    let listing = Listing {
        view,
        ..Listing::default()
    };
    let page = ask(library, &listing, PageFrom::First, 100);
    (
        page.rows.into_iter().map(|row| row.title).collect(),
        page.row_count,
    )
}

#[test]
fn a_saved_search_follows_every_change() {
    let mut test = TestLibrary::new();
    let ink = test.add(&dated("Ink", "2026-02-01", "Galls and iron."));
    index(&mut test.library);
    let (search, _) = test
        .library
        .save_search("Iron", "iron is:unread -tag:old")
        .unwrap();
    let iron = |test: &TestLibrary| view(&test.library, View::SavedSearch(search)).0;
    assert_eq!(iron(&test), ["Ink"]);
    // A new article is found as soon as it is indexed.
    let tea = test.add(&dated("Tea", "2026-02-03", "Iron pots."));
    index(&mut test.library);
    assert_eq!(iron(&test), ["Tea", "Ink"]);
    assert_eq!(
        view(&test.library, View::SavedSearch(search)).1,
        Some(2),
        "the count is kept"
    );
    let count = |test: &TestLibrary| {
        let views = test.library.views().unwrap();
        views
            .iter()
            .find(|row| row.view == View::SavedSearch(search))
            .map(|row| row.article_count)
    };
    assert_eq!(count(&test), Some(2));
    test.library.toggle_read(tea).unwrap();
    assert_eq!(iron(&test), ["Ink"]);
    test.library
        .tag_article(ink, None, &["old".to_owned()])
        .unwrap();
    assert!(iron(&test).is_empty());
    assert_eq!(count(&test), Some(0));
    test.library.undo(None).unwrap();
    test.library.undo(None).unwrap();
    assert_eq!(iron(&test), ["Tea", "Ink"]);
    test.library.delete_article(tea).unwrap();
    assert_eq!(
        (iron(&test), count(&test)),
        (vec!["Ink".to_owned()], Some(1))
    );
    test.library.undo(None).unwrap();
    index(&mut test.library);
    assert_eq!(iron(&test), ["Tea", "Ink"]);
    // The query of the same name is replaced, and restored by undo.
    test.library.save_search("Iron", "pots").unwrap();
    assert_eq!(iron(&test), ["Tea"]);
    test.library.undo(None).unwrap();
    assert_eq!(iron(&test), ["Tea", "Ink"]);
    test.library.remove_search(search).unwrap();
    assert_eq!(count(&test), None);
    test.library.undo(None).unwrap();
    assert_eq!((iron(&test).len(), count(&test)), (2, Some(2)));
}

#[test]
fn a_large_saved_search_is_filled_in_steps_and_follows_many_changes() {
    let mut test = TestLibrary::new();
    let ids = test.fill(2_600);
    index(&mut test.library);
    let (search, _) = test.library.save_search("New", "number is:unread").unwrap();
    index(&mut test.library);
    let total = |test: &TestLibrary| view(&test.library, View::SavedSearch(search)).1;
    let unread = test.library.counts().unwrap().unread;
    assert_eq!(total(&test), Some(unread));
    test.library.set_read(&ids, true).unwrap();
    index(&mut test.library);
    assert_eq!(total(&test), Some(0));
    test.library.undo(None).unwrap();
    index(&mut test.library);
    assert_eq!(total(&test), Some(unread));
}

#[test]
fn a_saved_search_with_a_relative_date_is_evaluated_again_on_another_day() {
    let mut test = test_library(&[
        &dated("Ink", "2026-02-25", "Galls."),
        &dated("Tea", "2026-02-28", "Pots."),
    ]);
    let day = |day: &str| {
        let day: chrono::NaiveDate = day.parse().unwrap();
        day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp()
    };
    test.library.set_now(day("2026-03-01"));
    let (search, _) = test.library.save_search("Week", "after:5d").unwrap();
    assert_eq!(
        view(&test.library, View::SavedSearch(search)).0,
        ["Tea", "Ink"]
    );
    test.library.set_now(day("2026-03-04"));
    index(&mut test.library);
    assert_eq!(view(&test.library, View::SavedSearch(search)).0, ["Tea"]);
}

/// Publishers of the articles of [`filtered`].
const NAMES: [&str; 4] = ["Mara Quill", "Tomás Ibarra", "田中花子", "Ottilie Stone"];

/// Library of articles whose titles and publishers differ; only the first `indexed` are indexed.
fn filtered(indexed: usize) -> TestLibrary {
    let mut test = TestLibrary::new();
    for n in 0..60 {
        if n == indexed {
            index(&mut test.library);
        }
        let (title, name) = (
            ["Ink", "Émigré", "Ropes", "北京大学"][n % 4],
            NAMES[(n / 4) % 4],
        );
        let day = 1 + n % 28;
        test.add(&format!(
            "---\ntitle: {title} {n}\npublisher: {name}\ndate: 2026-02-{day:02}\n---\n\n{}\n",
            "word ".repeat(n + 1)
        ));
    }
    let ids: Vec<ArticleId> = (1..=60).step_by(3).map(ArticleId).collect();
    test.library.set_read(&ids, true).unwrap();
    test.library
        .tag_article(ArticleId(5), None, &["x".to_owned()])
        .unwrap();
    test.library.toggle_bookmark(ArticleId(10), None).unwrap();
    for id in [2, 7, 30] {
        test.library
            .save_position(ArticleId(id), None, 0.1)
            .unwrap();
    }
    test
}

#[test]
fn a_filter_shows_the_same_rows_from_any_page() {
    for indexed in [0, 40, 60] {
        let mut test = filtered(indexed);
        if indexed == 60 {
            index(&mut test.library);
        }
        let saved = test.library.save_search("All", "-missing").unwrap().0;
        let library = &test.library;
        for (typed, fits) in [
            ("emig", &(|n: usize| n % 4 == 1) as &dyn Fn(usize) -> bool),
            ("ink quill", &|n| n % 4 == 0 && (n / 4) % 4 == 0),
            ("大学 花", &|n| n % 4 == 3 && (n / 4) % 4 == 2),
            ("学", &|n| n % 4 == 3),
            ("5", &|n| n % 10 == 5 || n / 10 == 5),
            ("rop rra", &|n| n % 4 == 2 && (n / 4) % 4 == 1),
            ("京大", &|n| n % 4 == 3),
            ("nothing", &|_| false),
            ("!", &|_| false),
            (" \u{ad}", &|_| true),
        ] {
            for view in [
                View::All,
                View::Unread,
                View::Bookmarks,
                View::History,
                View::Source(SourceId(0)),
                View::SavedSearch(saved),
                View::Tag("x".to_owned()),
            ] {
                for order in [Order::Date, Order::OldestFirst, Order::Title, Order::Length] {
                    for grouping in [Grouping::Day, Grouping::Source, Grouping::None] {
                        let listing = |filter: &str| Listing {
                            view: view.clone(),
                            filter: filter.to_owned(),
                            order,
                            grouping,
                            lists_repeats: false,
                        };
                        let whole = ask(library, &listing(""), PageFrom::First, 100).rows;
                        let wanted: Vec<ArticleId> = whole
                            .iter()
                            .filter(|row| {
                                let number = row.title.rsplit(' ').next().unwrap();
                                fits(number.parse().unwrap())
                            })
                            .map(|row| row.id)
                            .collect();
                        pages_agree(library, &listing(typed), &wanted);
                    }
                }
            }
        }
    }
}

/// Checks that a listing has the wanted rows: read forwards, backwards and around each row; and that the next unread row is found.
fn pages_agree(library: &Library, listing: &Listing, wanted: &[ArticleId]) {
    let ids = |page: &Page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let mut page = ask(library, listing, PageFrom::First, 4);
    let mut rows = page.rows.clone();
    while page.has_more_after {
        let last = page.rows.last().unwrap().key.clone().unwrap();
        page = ask(library, listing, PageFrom::After(last), 4);
        rows.extend(page.rows.clone());
    }
    let all: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
    assert_eq!(all, wanted, "{listing:?}");
    let mut page = ask(library, listing, PageFrom::Last, 4);
    let mut back = ids(&page);
    while page.has_more_before {
        let first = page.rows.first().unwrap().key.clone().unwrap();
        page = ask(library, listing, PageFrom::Before(first), 4);
        back.splice(0..0, ids(&page));
    }
    assert_eq!(back, wanted, "backwards {listing:?}");
    let whole = ask(library, listing, PageFrom::First, 100);
    assert!(
        whole.row_count.is_none_or(|total| total == wanted.len()),
        "{listing:?}"
    );
    for (number, row) in rows.iter().enumerate().step_by(5) {
        let key = row.key.clone().unwrap();
        let around = ask(library, listing, PageFrom::Around(key.clone()), 2);
        let from = number.saturating_sub(2);
        assert_eq!(
            ids(&around),
            wanted[from..(number + 2).min(wanted.len())],
            "{listing:?}"
        );
        let next = ask(library, listing, PageFrom::NextUnread(key.clone()), 2).target;
        let unread = rows[number + 1..]
            .iter()
            .find(|row| !row.state.is_read)
            .map(|row| row.id);
        assert_eq!(next, unread, "{listing:?}");
        let article = ask(library, listing, PageFrom::AroundArticle(row.id), 2).target;
        assert_eq!(article, Some(row.id));
        assert_eq!(
            library.count_rows_before(listing, &key, &[]).unwrap(),
            number
        );
    }
}

#[test]
fn a_filter_of_a_long_list_uses_the_index() {
    let mut test = TestLibrary::new();
    // The newest do not match, many older ones do, and a few of the oldest have a rare word.
    let documents: Vec<_> = (0..6_000)
        .map(|n| {
            let title = match n {
                0..2_600 => "Late",
                5_990.. if n % 3 == 0 => "Early rare",
                _ => "Early",
            };
            let mut document = article(&format!("# {title} {n}\n\nSome words of {n}.\n"));
            let day =
                chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() - chrono::Days::new(n / 4);
            document.metadata.published = Some(newsprint::model::Published::Day(day));
            document
        })
        .collect();
    let incoming: Vec<NewArticle<'_>> = documents.iter().map(kept).collect();
    test.library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    for indexed in [false, true] {
        if indexed {
            index(&mut test.library);
        }
        let library = &test.library;
        let titles = |page: &Page| -> Vec<String> {
            page.rows.iter().map(|row| row.title.clone()).collect()
        };
        let listing = |filter: &str, order| Listing {
            view: View::All,
            filter: filter.to_owned(),
            order,
            grouping: Grouping::None,
            lists_repeats: false,
        };
        for filter in ["early", "ea", "arl", "rl", "y"] {
            let listing = listing(filter, Order::Date);
            let first = ask(library, &listing, PageFrom::First, 3);
            assert_eq!(titles(&first), ["Early 2600", "Early 2601", "Early 2602"]);
            let key = first.rows[2].key.clone().unwrap();
            let before = ask(library, &listing, PageFrom::Before(key), 9);
            assert_eq!(titles(&before), ["Early 2600", "Early 2601"]);
            assert!(!before.has_more_before);
        }
        for filter in ["rare", "are", "re", "are arl"] {
            let rare = listing(filter, Order::Date);
            let first = ask(library, &rare, PageFrom::First, 2);
            assert_eq!(titles(&first), ["Early rare 5991", "Early rare 5994"]);
            assert!(first.has_more_after);
            // Articles that are not indexed yet may match too.
            assert_eq!(first.row_count, indexed.then_some(3));
            let last = ask(library, &rare, PageFrom::Last, 2);
            assert_eq!(titles(&last), ["Early rare 5994", "Early rare 5997"]);
        }
        let by_title = ask(
            library,
            &listing("rare ear", Order::Title),
            PageFrom::First,
            9,
        );
        assert_eq!(titles(&by_title).len(), 3);
        let none = ask(
            library,
            &listing("early arerar", Order::Date),
            PageFrom::First,
            9,
        );
        assert_eq!((none.rows.len(), none.row_count), (0, Some(0)));
    }
    let found = test.library.search("words -late", 3, &|| false).unwrap();
    assert!(found.has_more);
    assert_eq!(
        found.hits[0].article.title, "Early 2600",
        "also where most match and the newest do not"
    );
    assert_eq!(hits(&test.library, "title:rare some").len(), 3);
}

#[test]
fn only_the_filtered_articles_of_a_group_are_marked() {
    let mut test = filtered(60);
    let listing = Listing {
        view: View::Unread,
        filter: "ink".to_owned(),
        grouping: Grouping::None,
        ..Listing::default()
    };
    let rows = ask(&test.library, &listing, PageFrom::First, 100).rows;
    let before = test.library.counts().unwrap().unread;
    test.library
        .mark_group_read(&listing, rows[0].key.as_ref().unwrap())
        .unwrap();
    assert_eq!(test.library.counts().unwrap().unread, before - rows.len());
}

/// Words of the queries of [`queries_find_the_articles_that_match`].
const WORDS: [&str; 10] = [
    "ink", "inkling", "iron", "oak", "tea", "teapot", "a", "東京", "京都", "été",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_valid_query(typed in query()) {
        let library = everything();
        let library = library.lock().unwrap();
        library.0.search(&typed, 20, &|| false).unwrap();
        let listing = Listing { view: View::All, filter: typed, ..Listing::default() };
        ask(&library.0, &listing, PageFrom::First, 20);
    }

    #[test]
    fn queries_find_the_articles_that_match(words in prop::collection::vec((0..WORDS.len(), any::<bool>(), 1..6usize), 1..4)) {
        let library = everything();
        let library = library.lock().unwrap();
        let mut query = String::new();
        let mut wanted: BTreeSet<usize> = (0..library.1.len()).collect();
        for (word, negated, letters) in words {
            let start: String = WORDS[word].chars().take(letters).collect();
            query.push_str(&format!("{}{start} ", if negated { "-" } else { "" }));
            let plain = start.replace('é', "e");
            wanted.retain(|article| {
                let has = library.1[*article].iter().any(|word| match word.is_ascii() || word.contains('é') {
                    true => word.replace('é', "e").starts_with(&plain),
                    false => word.contains(&plain),
                });
                has != negated
            });
        }
        let found: BTreeSet<usize> = hits(&library.0, &query)
            .iter()
            .map(|hit| hit.article.title.rsplit(' ').next().unwrap().parse().unwrap())
            .collect();
        prop_assert_eq!(found, wanted, "{}", query);
    }
}

/// Arbitrary text that often contains the syntax of queries.
fn query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "\"",
            "*",
            "-",
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "title:",
            "source:",
            "tag:",
            "is:",
            "is:unread",
            "before:",
            "after:2026-",
            "before:99999d",
            "^",
            "{body} :",
            "\0",
            "👍🏽",
            "ink",
            "東",
            "☃",
            "|",
            ":",
            "+",
            " ",
            "\u{202e}",
            "a*",
            "9999-99-99",
            "'",
            ";",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.join(" "))
}

type Everything = Mutex<(Library, Vec<Vec<&'static str>>, tempfile::TempDir)>;

/// Library with an article for each subset of some words, and the words of each article.
fn everything() -> &'static Everything {
    static LIBRARY: std::sync::OnceLock<Everything> = std::sync::OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut test = TestLibrary::new();
        let mut all = Vec::new();
        for number in 0..64usize {
            let words: Vec<&str> = (0..WORDS.len())
                .filter(|word| (number * 37 + 11) >> word & 1 == 1)
                .map(|word| WORDS[word])
                .collect();
            test.add(&dated(
                &format!("Number {number}"),
                "2026-02-01",
                &format!("{}.", words.join(", ")),
            ));
            let mut words = words;
            words.extend([
                "number",
                ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][number % 10],
            ]);
            all.push(words);
        }
        index(&mut test.library);
        Mutex::new((test.library, all, test.folder))
    })
}

#[test]
fn a_query_of_ten_thousand_characters_is_answered() {
    let test = test_library(&["# Ink\n\nGalls.\n"]);
    for part in [
        "ink ",
        "\"ink",
        "-ink ",
        "ink OR ",
        "東",
        "title:ink ",
        "(((",
        "a-b-",
        "is:unread OR ",
    ] {
        let typed: String = part.chars().cycle().take(10_000).collect();
        test.library.search(&typed, 20, &|| false).unwrap();
    }
}

#[test]
fn the_worker_fills_the_index_and_answers_the_latest_search() {
    let mut test = TestLibrary::new();
    test.fill(50);
    let store =
        SharedState::new(Limits::default(), &[]).with_library(test.folder.path().to_owned());
    let (sender, outcomes) = channel();
    let emit: Emit = Arc::new(move |outcome| drop(sender.send(outcome)));
    let worker = Worker::new(Arc::new(store), emit);
    worker.start_background().unwrap();
    let patience = Duration::from_secs(60);
    let began = std::time::Instant::now();
    for number in 1.. {
        worker.submit(Job::Search {
            number,
            query: "nu".to_owned(),
            order: newsprint::model::SearchOrder::Newest,
        });
        worker.submit(Job::Search {
            number: number + 1_000_000,
            query: "number says".to_owned(),
            order: newsprint::model::SearchOrder::Newest,
        });
        assert!(began.elapsed() < patience, "the index is never full");
        let hits = loop {
            match outcomes.recv_timeout(patience).unwrap() {
                Outcome::SearchResults {
                    number: found,
                    hits,
                    has_more,
                    ..
                } if found == number + 1_000_000 => {
                    break (hits, has_more);
                }
                _ => {}
            }
        };
        if hits.0.len() == 50 {
            assert!(!hits.1);
            break;
        }
    }
}

#[test]
fn a_search_runs_on_the_calling_thread() {
    let test = test_library(&["# Ink\n\nGalls.\n"]);
    let store =
        SharedState::new(Limits::default(), &[]).with_library(test.folder.path().to_owned());
    let (sender, outcomes) = channel();
    let emit: Emit = Arc::new(move |outcome| drop(sender.send(outcome)));
    let job = Job::Search {
        number: 7,
        query: "ga".to_owned(),
        order: newsprint::model::SearchOrder::Newest,
    };
    run_job(job, &Arc::new(store), &emit);
    let Outcome::SearchResults {
        number: 7,
        hits,
        has_more: false,
        problem: None,
    } = outcomes.recv().unwrap()
    else {
        panic!()
    };
    assert_eq!(hits[0].context, "Galls.");
}

/// Runs the program on a library; returns its status and its output.
pub fn run(folder: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .arg("--data-dir")
        .arg(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_command_finds_articles_that_were_not_indexed_yet() {
    let mut test = TestLibrary::new();
    let id =
        test.add("---\ntitle: Ink\ndate: 2026-02-02\n---\n\n## Oak\n\nGalls\u{9b}31m and iron.\n");
    let (status, output, errors) = run(
        test.folder.path(),
        &["search", "gal", "-is:read", "--json"][..2],
    );
    assert_eq!((status, errors.as_str()), (Some(0), ""));
    assert_eq!(
        output,
        "    1 Ink · 2 February 2026\n      § Oak\n      Galls and iron.\n"
    );
    let (_, output, _) = run(test.folder.path(), &["search", "--json", "gal", "iron"]);
    let row: serde_json::Value = serde_json::from_str(output.trim()).unwrap();
    assert_eq!(row["id"], id.0);
    assert_eq!(row["published"], "2026-02-02");
    assert!(row["added"].as_str().unwrap().ends_with('Z'));
    assert_eq!(
        row["match"],
        serde_json::json!({"section": "Oak", "text": "Galls and iron."})
    );
    assert_eq!(row["source"], serde_json::Value::Null);
}

#[test]
fn the_command_respects_its_limit_and_an_empty_library() {
    let mut test = TestLibrary::new();
    test.fill(5);
    let (_, output, _) = run(
        test.folder.path(),
        &["search", "--limit", "2", "--json", "number"],
    );
    assert_eq!(output.lines().count(), 2);
    let (status, output, errors) = run(test.folder.path(), &["search", "--", "-number"]);
    assert_eq!((status, output.as_str()), (Some(0), ""));
    assert!(
        errors.starts_with("newsprint: no article matches -number"),
        "{errors}"
    );
    let empty = tempfile::tempdir().unwrap();
    let (status, output, _) = run(empty.path(), &["search", "ink"]);
    assert_eq!((status, output.as_str()), (Some(0), ""));
    let (status, _, _) = run(empty.path(), &["search"]);
    assert_eq!(status, Some(2));
}

#[test]
fn lines_of_the_command_fit_the_terminal() {
    let mut test = TestLibrary::new();
    let long = "word ".repeat(60);
    test.add(&format!(
        "# {}\n\n{long}\n\n{}\n",
        "Title of many words ".repeat(9),
        "東京都".repeat(90)
    ));
    for query in ["word", "東京"] {
        let (_, output, _) = run(test.folder.path(), &["search", query]);
        assert!(!output.is_empty());
        for line in output.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
    }
}
