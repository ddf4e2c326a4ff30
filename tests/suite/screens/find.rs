//! Find in the article.

use ratatui::style::Color;

use crate::harness::Harness;

fn article() -> String {
    let mut article = String::from("# Harbour notes\n\n");
    for n in 1..=40 {
        let word = match n {
            10 => "The café opens.",
            20 => "A CAFE closes.",
            30 => "Two cafe\u{301}s merge.",
            _ => "Nothing of note.",
        };
        article.push_str(&format!("Line {n}. {word}\n\n"));
    }
    article
}

fn reading() -> Harness {
    Harness::new(80, 16)
        .with(&[("notes.md", &article())])
        .press("enter")
}

#[test]
fn find_ignores_case_and_diacritics_and_counts() {
    let harness = reading().press("/").type_text("cafe").press("enter");
    assert!(
        harness.screen().contains("Line 10."),
        "{}",
        harness.screen()
    );
    assert!(harness.facts().contains("1/3"), "{}", harness.facts());
    let harness = harness.press("n");
    assert!(harness.screen().contains("Line 20."));
    let harness = harness.press("n");
    assert!(
        harness.screen().contains("Line 30."),
        "decomposed letters match too: {}",
        harness.screen()
    );
    assert!(harness.facts().contains("3/3"), "{}", harness.facts());
}

#[test]
fn a_capital_makes_case_count() {
    let harness = reading().press("/").type_text("CAFE").press("enter");
    assert!(harness.facts().contains("1/1"), "{}", harness.facts());
    assert!(harness.screen().contains("Line 20."));
}

#[test]
fn find_wraps_at_the_end_and_reports_it() {
    let harness = reading().press("/").type_text("cafe").press("enter n n n");
    assert!(
        harness.footer().contains("wrapped to the top"),
        "{}",
        harness.footer()
    );
    assert!(harness.screen().contains("Line 10."));
    let harness = harness.press("N");
    assert!(
        harness.footer().contains("wrapped to the bottom"),
        "{}",
        harness.footer()
    );
    assert!(harness.screen().contains("Line 30."));
}

#[test]
fn matches_are_highlighted_and_escape_ends_the_search_without_moving() {
    let harness = reading().press("/").type_text("cafe").press("enter");
    let marked = |harness: &Harness| {
        let buffer = harness.buffer();
        let cells = buffer
            .content()
            .iter()
            .filter(|cell| cell.bg == Color::Magenta);
        cells
            .map(|cell| cell.symbol().to_owned())
            .collect::<String>()
    };
    assert_eq!(marked(&harness), "café");
    let before = harness.text();
    let harness = harness.press("esc");
    assert_eq!(marked(&harness), "");
    assert_eq!(harness.text(), before);
}

#[test]
fn the_text_follows_the_typed_query_and_escape_returns_to_the_start_of_the_search() {
    let harness = reading().press("j j");
    let before = harness.text();
    let harness = harness.press("/").type_text("merge");
    assert!(
        harness.screen().contains("Line 30."),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc");
    assert_eq!(harness.text(), before);
}

#[test]
fn a_query_without_a_match_is_reported_as_not_found() {
    let harness = reading().press("/").type_text("zeppelin").press("enter");
    assert!(
        harness.footer().contains("Not found: zeppelin"),
        "{}",
        harness.footer()
    );
    assert!(harness.text()[0].contains("Harbour notes"), "nothing moved");
}

#[test]
fn the_first_match_is_the_first_one_from_the_top_line_on() {
    let harness = reading().press("G /").type_text("line 1.").press("enter");
    assert!(
        harness.footer().contains("wrapped to the top"),
        "{}",
        harness.footer()
    );
    let harness = reading()
        .press("ctrl-f ctrl-f ctrl-f ctrl-f /")
        .type_text("cafe")
        .press("enter");
    assert!(!harness.facts().contains("1/3"), "{}", harness.facts());
}

#[test]
fn after_a_search_without_a_match_n_does_not_leave_the_article() {
    let articles = [
        ("a.md", "# A\n\nsome words\n"),
        ("b.md", "# B\n\nother words\n"),
    ];
    let harness = Harness::new(80, 14)
        .with(&articles)
        .press("enter /")
        .type_text("zzz")
        .press("enter n");
    assert!(harness.text()[0].contains('A'), "{}", harness.screen());
    assert!(
        harness.footer().contains("Not found: zzz"),
        "{}",
        harness.footer()
    );
}

#[test]
fn the_count_of_matches_is_complete_while_the_query_is_typed() {
    let harness = reading().press("/").type_text("cafe");
    assert!(
        harness.footer().contains("1/3") && !harness.footer().contains('+'),
        "{}",
        harness.footer()
    );
}

/// A text that takes several steps to search: two matches of "zeppelin", both far from the start.
fn long() -> Harness {
    let filler = "Nothing has happened in the harbour today. ".repeat(280);
    let mut text = String::from("# Long\n\n");
    for i in 0..50 {
        let word = if i == 45 { "a zeppelin" } else { "nothing" };
        text.push_str(&format!("Day {i} brought {word}.\n\n{filler}\n\n"));
    }
    text.push_str("At last a zeppelin came.\n");
    Harness::single(80, 24).with(&[("long.md", &text)])
}

#[test]
fn a_match_far_away_in_a_long_article_is_found_in_steps() {
    let harness = long().press("/").type_text("zeppelin");
    assert!(harness.screen().contains("Day 45 brought a zeppelin"));
    let harness = harness.press("n");
    assert!(harness.screen().contains("zeppelinn"), "still typing");
    let harness = harness.press("esc /").type_text("dirigible").press("enter");
    assert!(harness.footer().contains("Not found: dirigible"));
}

#[test]
fn enter_typed_before_the_match_is_found_waits_for_it() {
    let harness = long();
    let before = harness.text();
    let harness = harness.press_without_work("/ z e p p e l i n enter");
    assert_eq!(harness.text(), before, "nothing is looked through by a key");
    assert!(
        harness.footer().contains("zeppelin"),
        "{}",
        harness.footer()
    );
    let mut harness = harness;
    assert!(harness.work_once());
    assert_eq!(harness.text(), before, "one step is not the whole text");
    let harness = harness.work();
    assert!(
        harness.screen().contains("Day 45 brought a zeppelin"),
        "{}",
        harness.screen()
    );
    assert!(harness.facts().contains("1/2"), "{}", harness.facts());
}

#[test]
fn keys_typed_before_the_match_is_found_act_from_the_match() {
    for keys in [
        "/ z e p p e l i n enter n",
        "/ z e p p e l i n enter N",
        "/ z e p p e l i n enter k k k",
        "/ z e p p e l i n enter space G n",
        "/ z e p p e l i n down enter j",
        "/ z e p p e l i n up enter",
        "/ z e p p e l i n enter / a i r s h i p enter k",
        "/ d i r i g i b l e enter n j",
        "G / z e p p e l i n enter N",
        "/ t h e enter n G n",
        "/ z e p p e l i n esc j",
    ] {
        let at_once = long().press_without_work(keys).work();
        let one_by_one = long().press(keys);
        assert_eq!(at_once.screen(), one_by_one.screen(), "{keys}");
    }
}

#[test]
fn enter_in_an_empty_prompt_finds_the_last_query_again() {
    let harness = long().press("/ z e p p e l i n enter esc g");
    let harness = harness.press_without_work("/ enter n").work();
    assert!(harness.screen().contains("At last a zeppelin came"));
    assert!(harness.facts().contains("2/2"), "{}", harness.facts());
}

#[test]
fn escape_cancels_a_pending_search_and_the_keys_after_enter() {
    let harness = long().press("j j");
    let before = harness.text();
    let harness = harness
        .press_without_work("/ z e p p e l i n enter G esc")
        .work();
    assert_eq!(harness.text(), before);
    assert!(!harness.facts().contains("1/2"), "{}", harness.facts());
}
