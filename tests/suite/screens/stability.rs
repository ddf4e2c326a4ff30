//! Articles that arrive while the list and the text are on the screen: nothing moves.

use rusqlite::params;

use super::sources::{FEEDS, NOW, with_feeds};
use crate::harness::Harness;

/// Adds unread articles to a source, newer than all others, as a refresh does, and reports the change.
fn arrive(harness: Harness, source: i64, count: i64) -> Harness {
    let database = harness.database();
    let known: i64 = database
        .query_row("SELECT max(id) FROM article", [], |row| row.get(0))
        .unwrap();
    for number in 1..=count {
        let title = format!("{} new {number}", FEEDS[source as usize - 1]);
        database
            .execute(
                "INSERT INTO article (source, title, title_key, words, added, updated, date) VALUES (?1, ?2, ?2, 200, ?3, ?3, ?3)",
                params![source, title, NOW + (known + number) * 60],
            )
            .unwrap();
    }
    harness.library_changed()
}

/// Returns the title of the selected article, and the row of the screen that it is on.
fn selection(harness: &Harness) -> (String, Option<usize>) {
    let list = harness.app().list();
    (list.selected().unwrap().title.clone(), list.selected_row())
}

#[test]
fn new_rows_above_the_selection_move_no_row() {
    let harness = with_feeds(120, 16).press("j j j j");
    let before = (selection(&harness), list_rows(&harness));
    let harness = arrive(harness, 1, 30);
    assert_eq!(selection(&harness), before.0, "{}", harness.screen());
    // The head that was at the top is above all new rows now.
    assert_eq!(
        list_rows(&harness)[1..],
        before.1[1..],
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("35/50"), "{}", harness.screen());
    // They are above, and found there.
    let harness = harness.press("g");
    assert_eq!(selection(&harness).0, "Tidewater Post new 30");
}

#[test]
fn the_selection_stays_when_rows_arrive_at_the_start_of_the_list() {
    let harness = with_feeds(120, 30);
    let before = selection(&harness).0;
    let harness = arrive(harness, 3, 3);
    assert_eq!(selection(&harness).0, before);
    let harness = harness.press("k");
    assert_eq!(selection(&harness).0, "Harbour Notes new 1");
}

#[test]
fn new_rows_within_a_group_keep_the_selection() {
    let harness = with_feeds(120, 18)
        .press(":")
        .type_text("group-by-source")
        .press("enter ] ] j j");
    let before = selection(&harness);
    assert_eq!(before.0, "Harbour Notes 3");
    let harness = arrive(harness, 3, 5);
    assert_eq!(selection(&harness), before, "{}", harness.screen());
    let harness = arrive(harness, 2, 5);
    assert_eq!(selection(&harness), before, "{}", harness.screen());
    let harness = harness.press("[");
    assert_eq!(selection(&harness).0, "Harbour Notes new 5");
}

#[test]
fn new_rows_under_a_filter_keep_the_selection() {
    let harness = with_feeds(120, 30)
        .press("/")
        .type_text("oak")
        .press("enter j j");
    let before = selection(&harness);
    assert_eq!(before.0, "Ink and Oak 3");
    let harness = arrive(arrive(harness, 4, 4), 5, 4);
    assert_eq!(selection(&harness).0, before.0, "{}", harness.screen());
    let screen = harness.screen();
    assert!(
        screen.contains("7/8"),
        "only the matching ones are listed:\n{screen}"
    );
    assert!(!screen.contains("Night Trains"), "{screen}");
}

#[test]
fn new_rows_in_the_unread_view_keep_the_selection_and_the_read_article_in_it() {
    let harness = with_feeds(120, 30)
        .press("v /")
        .type_text("unread")
        .press("enter j j r");
    let before = selection(&harness);
    assert_eq!(before.0, "Harbour Notes 1");
    let harness = arrive(harness, 1, 7);
    assert_eq!(selection(&harness).0, before.0, "{}", harness.screen());
    let harness = harness.press("k");
    assert_eq!(selection(&harness).0, "Quillon Review 1");
}

#[test]
fn new_rows_in_a_category_keep_the_selection() {
    let harness = with_feeds(120, 30)
        .press("v /")
        .type_text("news")
        .press("enter j j j");
    let before = selection(&harness);
    let harness = arrive(arrive(harness, 3, 6), 5, 2);
    assert_eq!(selection(&harness).0, before.0, "{}", harness.screen());
    assert!(harness.screen().contains("10/18"), "{}", harness.screen());
}

#[test]
fn the_text_does_not_move_when_articles_arrive() {
    let text: String = (1..60)
        .map(|n| format!("## Part {n}\n\nSome words about part {n}.\n\n"))
        .collect();
    let harness = with_feeds(120, 20);
    let mut library = harness.library();
    let document =
        crate::library::article(&format!("---\ndate: 2026-03-02\n---\n# Long\n\n{text}"));
    library
        .upsert_articles(
            &[crate::library::kept(&document)],
            newsprint::library::Durability::Normal,
        )
        .unwrap();
    let harness = harness.library_changed().press("/").type_text("long");
    let harness = harness.press("enter enter ] ] ] ]");
    assert_eq!(harness.top_line(), "▌ Part 4");
    let reader = |harness: &Harness| -> Vec<String> {
        let rows = harness.rows().into_iter();
        rows.filter_map(|row| Some(row.split_once("││")?.1.to_owned()))
            .collect()
    };
    let before = reader(&harness);
    let harness = arrive(harness, 2, 40);
    assert_eq!(reader(&harness), before);
    assert_eq!(harness.top_line(), "▌ Part 4");
    // A key acts on the article that is open.
    let harness = harness.press("]");
    assert_eq!(harness.top_line(), "▌ Part 5");
}

#[test]
fn a_refresh_in_the_background_changes_neither_prompt_nor_popup() {
    use newsprint::model::{Outcome, RefreshSummary};
    let summary = RefreshSummary {
        sources: 5,
        sources_with_new: 1,
        new: 4,
        ..RefreshSummary::default()
    };
    let harness = with_feeds(100, 24).press("/").type_text("har");
    let footer = harness.footer();
    let mut harness = arrive(harness, 3, 4);
    harness.outcome(Outcome::RefreshFinished(summary.clone()));
    assert!(
        harness
            .footer()
            .starts_with(footer.split("4").next().unwrap().trim_end()),
        "{}",
        harness.footer()
    );
    let harness = harness.type_text("bour").press("enter");
    assert!(
        harness.app().list().filter() == "harbour",
        "{}",
        harness.screen()
    );
    let harness = with_feeds(100, 24).press("v j j");
    let before = harness.screen();
    let mut harness = arrive(harness, 3, 4);
    harness.outcome(Outcome::RefreshProgress { done: 1, total: 5 });
    let selected = |harness: &Harness| match harness.app().overlay() {
        newsprint::app::Overlay::Picker(picker) => picker.selected_value().cloned(),
        other => panic!("{other:?}\n{before}"),
    };
    let value = selected(&harness);
    harness.outcome(Outcome::RefreshFinished(summary));
    assert_eq!(selected(&harness), value);
}

/// The rows of the list, without its borders.
fn list_rows(harness: &Harness) -> Vec<String> {
    let rows = harness.rows().into_iter().skip(2);
    let rows = rows.filter_map(|row| Some(row.split_once('│')?.0.to_owned()));
    rows.collect()
}
