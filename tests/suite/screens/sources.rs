//! Feeds on the screen: views of categories, the picker of sources, subscribing, progress.

use newsprint::app::Pane;
use newsprint::model::SourceId;
use rusqlite::params;

use crate::harness::Harness;

/// 10 o'clock on 2 March 2026, the time of the harness.
pub(super) const NOW: i64 = 1_772_445_600;

/// The sources of [`with_feeds`].
pub(super) const FEEDS: [&str; 5] = [
    "Tidewater Post",
    "Quillon Review",
    "Harbour Notes",
    "Ink and Oak",
    "Night Trains",
];

/// A program that shows a library with five feeds of four articles each, one an hour: the first of each is unread.
/// The category News has the first feed, Local below it the second and third; the others have no category.
pub(super) fn with_feeds(width: u16, height: u16) -> Harness {
    let harness = Harness::new(width, height);
    let mut library = harness.library();
    for (title, number) in FEEDS.iter().zip(1..) {
        let url = format!("https://feed{number}.example/feed.xml");
        library.add_feed(&url, title).unwrap();
    }
    let database = harness.database();
    for number in 0..20_i64 {
        let (source, nth) = (number % 5 + 1, number / 5 + 1);
        database
            .execute(
                "INSERT INTO article (source, title, title_key, words, added, updated, date, read)
                 VALUES (?1, ?2, ?2, 200, ?3, ?3, ?3, ?4)",
                params![
                    source,
                    format!("{} {nth}", FEEDS[source as usize - 1]),
                    NOW - number * 3_600,
                    nth > 1,
                ],
            )
            .unwrap();
    }
    let news = library.ensure_category(None, "News").unwrap();
    let local = library.ensure_category(Some(news), "Local").unwrap();
    library.set_categories(SourceId(1), &[news]).unwrap();
    library.set_categories(SourceId(2), &[local]).unwrap();
    library.set_categories(SourceId(3), &[local]).unwrap();
    harness.home()
}

fn row(harness: &Harness, words: &str) -> String {
    let rows = harness.rows();
    let found = rows.iter().find(|row| row.contains(words));
    found
        .unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
        .clone()
}

#[test]
fn categories_are_a_tree_in_the_views_with_unread_counts() {
    let harness = with_feeds(100, 40).press("v");
    let rows = harness.rows();
    let at = |words: &str| {
        let found = rows.iter().position(|row| row.contains(words));
        found.unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
    };
    // Subcategories come first, then the sources of the category; those without one stand apart.
    let order = [
        "Categories",
        "3/12 News",
        "2/8   Local",
        "1/4     Harbour Notes",
        "1/4     Quillon Review",
        "1/4   Tidewater Post",
        "Sources",
        "1/4 Ink and Oak",
        "1/4 Night Trains",
    ];
    let found: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(found.is_sorted(), "{found:?}\n{}", harness.screen());
    let harness = harness.press("/").type_text("local").press("enter");
    assert_eq!(harness.app().view_name(), "Local");
    assert!(harness.screen().contains("1/8"), "{}", harness.screen());
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Quillon Review 1"
    );
    assert_eq!(harness.app().focus(), Pane::List);
}

#[test]
fn z_folds_a_category_and_a_filter_finds_what_is_folded() {
    let harness = with_feeds(100, 40)
        .press("v /")
        .type_text("quillon")
        .press("esc z");
    assert!(
        row(&harness, "Local").contains("… 2 more"),
        "{}",
        harness.screen()
    );
    assert!(
        !harness.screen().contains("     Quillon Review"),
        "{}",
        harness.screen()
    );
    // The category of the source is selected, so that the same key unfolds it.
    let unfolded = harness.press("z");
    assert!(
        unfolded.screen().contains("1/4     Quillon Review"),
        "{}",
        unfolded.screen()
    );
    let harness = unfolded.press("z /").type_text("quillon").press("enter");
    assert_eq!(harness.app().view_name(), "Quillon Review");
    // A fold lasts for the session.
    let harness = harness.press("v");
    assert!(
        row(&harness, "Local").contains("… 2 more"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc esc").press("v G z");
    assert!(
        harness.footer().contains("No category here to fold"),
        "{}",
        harness.footer()
    );
}

#[test]
fn group_keys_move_through_a_category() {
    let harness = with_feeds(120, 40)
        .press("v /")
        .type_text("news")
        .press("enter :")
        .type_text("group-by-source")
        .press("enter");
    let selected = |harness: &Harness| harness.app().list().selected().unwrap().title.clone();
    let harness = harness.press("g ]");
    assert_eq!(selected(&harness), "Quillon Review 1");
    let harness = harness.press("] j [ [");
    assert_eq!(selected(&harness), "Quillon Review 1");
    assert!(harness.screen().contains("12"), "{}", harness.screen());
}
