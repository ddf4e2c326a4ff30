//! The history: back and forward through positions.

use crate::harness::Harness;

fn article(name: &str) -> String {
    let section = |n: usize| {
        let lines = (1..=12).map(|i| format!("{name} {n} line {i}.\n\n"));
        format!("## {name} {n}\n\n{}", lines.collect::<String>())
    };
    format!("# {name}\n\n{}", (1..=6).map(section).collect::<String>())
}

fn two() -> Harness {
    let (tides, winds) = (article("Tide"), article("Wind"));
    Harness::new(100, 16).with(&[("a.md", &tides), ("b.md", &winds)])
}

#[test]
fn a_jump_can_be_gone_back_and_forward_again() {
    let app = two().press("enter ] 4");
    assert_eq!(app.top_line(), "▌ Tide 4");
    let app = app.press("H");
    assert_eq!(app.top_line(), "▌ Tide 1");
    let app = app.press("H");
    assert_eq!(app.top_line(), "Tide");
    let app = app.press("H");
    assert_eq!(app.footer(), "No earlier position");
    let app = app.press("L L");
    assert_eq!(app.top_line(), "▌ Tide 4");
    let app = app.press("L");
    assert_eq!(app.footer(), "No later position");
}

#[test]
fn back_returns_to_the_line_and_not_to_the_heading() {
    let app = two().press("enter 2 j j j j j");
    let line = app.top_line();
    assert_ne!(line, "▌ Tide 2");
    let app = app.press("G");
    assert_ne!(app.top_line(), line);
    assert_eq!(app.press("H").top_line(), line);
}

#[test]
fn every_kind_of_jump_adds_a_position_to_the_history() {
    for jump in [
        "]",
        "[",
        "5",
        "g",
        "G",
        "t down enter",
        "t / t i d e space 5 enter",
    ] {
        let app = two().press("enter 3 j j j j");
        let text = app.text();
        let app = app.press(jump);
        assert_ne!(app.text(), text, "{jump}");
        assert_eq!(app.press("H").text(), text, "{jump}");
    }
    let app = two().press("enter 3 j j j j");
    let text = app.text();
    let app = app.press("/").type_text("Tide 5 line 9").press("enter");
    assert_ne!(app.text(), text);
    assert_eq!(app.press("H").text(), text);
}

#[test]
fn scrolling_adds_nothing_to_the_history() {
    let app = two().press("enter j j ctrl-d ctrl-f space } k H");
    assert_eq!(app.footer(), "No earlier position");
}

#[test]
fn a_jump_that_does_not_move_adds_nothing_to_the_history() {
    let app = two().press("enter 6 ] ] g g H");
    assert_eq!(app.top_line(), "▌ Tide 6", "one H undoes one g");
}

#[test]
fn a_new_jump_drops_the_later_positions() {
    let app = two().press("enter 2 3 4 H H 6 L");
    assert_eq!(app.footer(), "No later position");
    assert_eq!(app.press("H").top_line(), "▌ Tide 2");
}

#[test]
fn the_history_leads_across_articles() {
    let app = two().press("enter 3 J 2");
    assert_eq!(app.top_line(), "▌ Wind 2");
    let app = app.press("H H");
    assert_eq!(app.top_line(), "▌ Tide 3");
    let app = app.press("L L");
    assert_eq!(app.top_line(), "▌ Wind 2");
    // Also from the list.
    let app = two().press("enter 3 q j enter 5 H H");
    assert_eq!(app.top_line(), "▌ Tide 3");
}

#[test]
fn back_from_the_list_goes_to_the_last_reading_position() {
    let app = two().press("enter 3 j j j j");
    let line = app.top_line();
    let app = app.press("q j");
    let app = app.press("H");
    assert_eq!(app.top_line(), line);
    assert_eq!(app.app().scope(), newsprint::app::Scope::Reader);
    let app = two().press("H");
    assert_eq!(app.footer(), "No earlier position");
}

#[test]
fn an_article_that_is_no_longer_in_memory_opens_at_its_position_in_the_history() {
    // More articles than texts are kept in memory.
    let files: Vec<(String, String)> = (0..14)
        .map(|i| (format!("{i:02}.md"), article(&format!("Article{i}"))))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let app = Harness::new(100, 16).with(&files);
    let app = app.press("enter 4 J J J J J J J J J J J J");
    assert_eq!(app.top_line(), "Article12");
    let app = app.press("H H H H H H H H H H H H");
    assert_eq!(app.top_line(), "▌ Article0 4");
}

#[test]
fn the_history_is_bounded() {
    let mut app = two().press("enter");
    for _ in 0..150 {
        app = app.press("2 5");
    }
    for _ in 0..250 {
        app = app.press("H");
    }
    assert_eq!(app.footer(), "No earlier position");
    assert_ne!(app.top_line(), "Tide", "the first places are forgotten");
}
