//! The filter of a list: it finds words anywhere in the title, the standfirst and the source, in a folder and in the library alike.

use newsprint::app::ListRow;
use newsprint::library::{Durability, Library, NewArticle};
use newsprint::model::{
    ArticleId, Document, Listing, PageFrom, PageRequest, Published, SourceId, View,
};
use newsprint::text::fold::FilterWords;
use proptest::prelude::*;

use crate::harness::Harness;
use crate::library::{TestLibrary, article, kept};
use crate::search::index;

/// Names and contents of the files of the tests.
const ARTICLES: [(&str, &str); 6] = [
    (
        "a.md",
        "---\ntitle: Bridge over water\nauthor: Mara Quill\n---\n\nIt was shut.\n",
    ),
    (
        "b.md",
        "---\ntitle: Ferries\ndescription: The river’s only “crossing”\n---\n\nx\n",
    ),
    (
        "c.md",
        "---\ntitle: A mid‑winter tale\npublisher: The Tidewater Post\n---\n\nx\n",
    ),
    ("d.md", "---\ntitle: Der große Øresund\n---\n\nx\n"),
    ("e.md", "---\ntitle: The ﬁnal office\n---\n\nx\n"),
    ("f.md", "---\ntitle: 北京大学の春\n---\n\nx\n"),
];

/// Filters and the titles of the matching articles.
const TYPED: [(&str, &[&str]); 14] = [
    ("ridge", &["Bridge over water"]),
    ("RIDGE ater", &["Bridge over water"]),
    ("uill", &[]),
    ("idge ferr", &[]),
    ("river's", &["Ferries"]),
    ("\"cross", &["Ferries"]),
    ("d-w", &["A mid‑winter tale"]),
    ("idewater tale", &["A mid‑winter tale"]),
    ("grosse ores", &["Der große Øresund"]),
    ("fin", &["The ﬁnal office"]),
    ("大学", &["北京大学の春"]),
    ("京大学の", &["北京大学の春"]),
    ("shut", &[]),
    ("-", &["A mid‑winter tale"]),
];

fn titles(library: &Library, filter: &str) -> Vec<String> {
    let request = PageRequest {
        request_id: 0,
        listing: Listing {
            view: View::All,
            filter: filter.to_owned(),
            ..Listing::default()
        },
        pinned: Vec::new(),
        from: PageFrom::First,
        row_limit: 50,
    };
    let page = library.page(&request).unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn a_filter_of_a_folder_finds_parts_of_words() {
    let mut harness = Harness::new(120, 20).with(&ARTICLES);
    for (typed, left) in TYPED {
        harness = harness.press("/").type_text(typed);
        let list = harness.app().list();
        let shown = list.visible().filter_map(|row| match row {
            ListRow::Article(at) => list.articles().get(at).map(|row| row.title.as_str()),
            _ => None,
        });
        assert_eq!(shown.collect::<Vec<_>>(), left, "{typed}");
        harness = harness.press("esc esc");
    }
}

#[test]
fn a_filter_of_the_library_finds_parts_of_words() {
    let mut test = TestLibrary::new();
    for (_, text) in ARTICLES {
        test.add(text);
    }
    for indexed in [false, true] {
        if indexed {
            index(&mut test.library);
        }
        for (typed, left) in TYPED {
            assert_eq!(titles(&test.library, typed), left, "{typed}");
        }
    }
}

/// Stores articles of which the newest few thousand do not match.
fn many(test: &mut TestLibrary, old: &[Document], source: Option<SourceId>) {
    let newest = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let mut documents: Vec<Document> = (0..3_000)
        .map(|n| {
            let mut document = article(&format!("# Late {n}\n\nx\n"));
            document.metadata.published = Some(Published::Day(newest - chrono::Days::new(n / 10)));
            document
        })
        .collect();
    for document in old {
        let mut document = document.clone();
        document.metadata.published = Some(Published::Day(newest - chrono::Days::new(2_000)));
        documents.push(document);
    }
    let incoming: Vec<NewArticle<'_>> = documents
        .iter()
        .enumerate()
        .map(|(n, document)| NewArticle {
            source: source.filter(|_| n >= 3_000),
            ..kept(document)
        })
        .collect();
    test.library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
}

#[test]
fn a_filter_finds_the_title_of_a_source_and_mixes_it_with_other_words() {
    let mut test = TestLibrary::new();
    let database = rusqlite::Connection::open(test.library.file()).unwrap();
    let sql = "INSERT INTO source (kind, title, added) VALUES ('feed', 'The Tidewater Gazette', 0)";
    database.execute(sql, []).unwrap();
    let source = SourceId(database.last_insert_rowid());
    let old = [
        article("# Bridge over water\n\nx\n"),
        article("# Rail strike\n\nx\n"),
    ];
    many(&mut test, &old, Some(source));
    // One of the newest articles is also an entry of that source.
    let sql = "INSERT INTO entry (source, key, article, first_seen, last_seen) VALUES (?1, x'01', 1, 1, 1)";
    database.execute(sql, [source.0]).unwrap();
    for indexed in [false, true] {
        if indexed {
            index(&mut test.library);
        }
        for (typed, left) in [
            ("idewat", vec!["Bridge over water", "Late 0", "Rail strike"]),
            ("idewat ridge", vec!["Bridge over water"]),
            ("ridge gaz", vec!["Bridge over water"]),
            ("idewat late", vec!["Late 0"]),
            ("idewat arly", vec![]),
        ] {
            let mut found = titles(&test.library, typed);
            found.sort();
            assert_eq!(found, left, "{typed}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, ..ProptestConfig::default() })]

    // The index finds the same rows as a comparison of every row, for any letters.
    #[test]
    fn a_filter_of_a_long_list_shows_the_rows_with_the_words(
        titles_of in prop::collection::vec("[abÉ京’ -]{0,3}[abcÉß京都大’.-]{1,8}", 40),
        pieces in prop::collection::vec((0usize..40, 0usize..6, 1usize..5), 200),
    ) {
        let documents: Vec<Document> = titles_of
            .iter()
            .map(|title| {
                let mut document = article("x\n");
                document.metadata.title = Some(title.clone());
                document
            })
            .collect();
        let mut test = TestLibrary::new();
        many(&mut test, &documents, None);
        index(&mut test.library);
        let ids: Vec<ArticleId> = (3_001..).map(ArticleId).take(documents.len()).collect();
        let rows: Vec<String> = ids
            .iter()
            .filter_map(|id| test.library.article(*id).unwrap())
            .map(|row| row.title)
            .collect();
        for (of, from, length) in pieces {
            let title = &titles_of[of % titles_of.len()];
            let typed: String = title.chars().skip(from).take(length).collect();
            let words = FilterWords::new(&typed);
            // Words that all other articles have too fill the page.
            if words.is_empty() || words.are_all_in(["Late 0123456789"]) {
                continue;
            }
            let mut wanted: Vec<&String> =
                rows.iter().filter(|row| words.are_all_in([row.as_str()])).collect();
            wanted.sort();
            let found = titles(&test.library, &typed);
            let mut found: Vec<&String> = found.iter().collect();
            found.sort();
            prop_assert_eq!(found, wanted, "{}", typed);
        }
    }
}
