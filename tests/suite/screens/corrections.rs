//! Corrections in the view of the source: lines are selected, taken out of the article and into it, also of pages and of entries
//! of feeds, and again after a restart.

use newsprint::app::Effect;

use crate::harness::Harness;

/// A dump with a menu, an advertisement and a note about the newsletter that passes for a sentence of the article.
fn dump() -> String {
    let prose = "The old ferry carried its last passengers across the sound on Sunday evening, and the pier was full of people.";
    format!(
        "Menu\n\nSign in\n\nSubscribe\n\nFerry makes its last crossing\n\n{prose}\n\n{prose} Nobody left.\n\n\
         Advertisement\n\n{prose} It rained.\n\nShare\n\nRelated articles\n\nPrivacy policy\n\nCookie settings\n\n\
         All rights reserved\n"
    )
}

fn ferry() -> Harness {
    Harness::new(80, 40)
        .with(&[("ferry.txt", &dump())])
        .press("enter")
}

/// The words on the screen of the article under the source.
fn article(harness: Harness) -> (Harness, String) {
    let harness = harness.press("X");
    let text = words(&harness);
    (harness.press("X"), text)
}

fn words(harness: &Harness) -> String {
    let text = harness.text().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_line(harness: &Harness, line: &str) {
    let shown = harness.text();
    assert!(
        shown.iter().any(|row| row == line),
        "no {line:?}: {shown:#?}"
    );
}

#[test]
fn a_line_that_was_left_out_is_taken_in_and_out_again() {
    let harness = ferry().press("X ] ] ] enter");
    // The first line is selected at the start: the third `]` leads to the advertisement.
    assert_line(&harness, "+ Advertisement");
    assert!(
        harness.footer().starts_with("Line taken in"),
        "{}",
        harness.footer()
    );
    let (harness, text) = article(harness);
    assert!(
        text.contains("Nobody left. Advertisement The old"),
        "{text}"
    );
    let harness = harness.press("] ] ] ] ] ] ] [ [ [ [ [ [ [ [ ] ] ] enter");
    assert_line(&harness, "- Advertisement");
    let (_, text) = article(harness);
    assert!(!text.contains("Advertisement"), "{text}");
}

#[test]
fn a_paragraph_is_taken_out_and_undo_brings_it_back_with_the_counts() {
    let harness = ferry();
    let before = harness.facts();
    let harness = harness.press("X j j j j j enter");
    assert!(
        harness.footer().starts_with("Line taken out"),
        "{}",
        harness.footer()
    );
    let shown = harness.text();
    let marked = shown
        .iter()
        .position(|row| row.starts_with("- The old ferry"))
        .unwrap();
    assert!(shown[marked + 1].contains("and the pier"), "{shown:#?}");
    let (harness, text) = article(harness);
    assert_eq!(text.matches("The old ferry").count(), 2, "{text}");
    assert!(!text.contains("Nobody left"), "{text}");
    let harness = harness.press("X");
    assert_ne!(harness.facts(), before, "one more is left out");
    let harness = harness.press("u");
    assert!(
        harness.footer().starts_with("Undone: take “"),
        "{}",
        harness.footer()
    );
    assert_eq!(harness.facts(), before);
    let (_, text) = article(harness);
    assert_eq!(text.matches("The old ferry").count(), 3, "{text}");
}

#[test]
fn the_selection_stays_where_it_was_and_on_the_screen() {
    let harness = Harness::new(60, 12)
        .with(&[("ferry.txt", &dump())])
        .press("enter X j j j j j j");
    let (x, y) = harness.cursor();
    let harness = harness.press("enter");
    assert_eq!(harness.cursor(), (x, y));
    let harness = harness.press("G");
    let row = harness.cursor().1;
    assert!((2..11).contains(&row), "{row}");
    let harness = harness.press("k k k k k k k k k k k k k k k k k k k k");
    assert!((2..11).contains(&harness.cursor().1));
    assert!(
        harness.footer().starts_with("First line of the source"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_count_goes_before_a_motion_in_the_source() {
    // The lines with text are the odd ones.
    let selected = |harness: &Harness| {
        let row = harness.cursor().1;
        harness.rows()[usize::from(row)].trim().to_owned()
    };
    let harness = ferry().press("X 3 j");
    assert!(
        selected(&harness).contains("Ferry makes"),
        "{}",
        selected(&harness)
    );
    let harness = harness.press("2 k");
    assert!(
        selected(&harness).contains("Sign in"),
        "{}",
        selected(&harness)
    );
    let harness = harness.press("1 3 G");
    assert!(
        selected(&harness).contains("Advertisement"),
        "{}",
        selected(&harness)
    );
    let harness = harness.press("1 g 3 ]");
    assert!(
        selected(&harness).contains("Advertisement"),
        "{}",
        selected(&harness)
    );
    let harness = harness.press("9 9 9 j");
    assert!(
        selected(&harness).contains("All rights reserved"),
        "{}",
        selected(&harness)
    );
    let harness = harness.press("2");
    assert!(
        harness.footer().starts_with("Count 2: then j, k, G, ] …"),
        "{}",
        harness.footer()
    );
    // In the article, digits are sections.
    let harness = harness.press("esc 0");
    assert_eq!(harness.footer(), "Sections are numbered from 1");
}

#[test]
fn the_title_can_not_be_taken_out() {
    let harness = ferry().press("X j j j enter");
    assert!(
        harness
            .footer()
            .starts_with("Only text can be taken out, not title, date or markup"),
        "{}",
        harness.footer()
    );
}

#[test]
fn corrections_of_an_opened_file_are_there_in_the_next_session() {
    let harness = ferry().press("X ] ] ] enter X s");
    let later = Harness::again(80, 40, &harness).with_paths(&[harness.folder().join("ferry.txt")]);
    let later = later.press("enter");
    let text = words(&later);
    assert!(
        text.contains("Nobody left. Advertisement The old"),
        "{text}"
    );
}

#[test]
fn a_part_of_a_page_is_taken_out_like_a_line() {
    let page = "<html><head><title>Quay</title></head><body><nav><a href=/a>Start</a> <a href=/b>Sport</a></nav>\
        <article><h1>Quay</h1><p>The quay was rebuilt in spring, stone by stone, and nobody has counted them since then.</p>\
        <ul><li>First the north side.</li><li>Then the south side, which took longer.</li></ul>\
        <p>Read this and more in our app, which is free for the first month and never again.</p>\
        <p>The harbour master has asked for a second quay, and for a boat to reach it with.</p></article></body></html>";
    let harness = Harness::new(80, 30)
        .with(&[("quay.html", page)])
        .press("enter X");
    let source = harness.text();
    let row = source
        .iter()
        .position(|row| row.contains("in our app"))
        .unwrap();
    let before = source[..row]
        .iter()
        .filter(|row| !row.is_empty() && !row.contains('↪'));
    let keys = "j ".repeat(before.count());
    let harness = harness.press(&format!("{keys} enter k enter X"));
    let text = words(&harness);
    assert!(
        !text.contains("in our app") && text.contains("a second quay"),
        "{text}"
    );
    assert!(
        text.contains("First the north") && !text.contains("Then the south"),
        "{text}"
    );
}

/// The first selected line on the screen.
fn selected(harness: &Harness) -> String {
    let (_, y) = harness.cursor();
    harness.rows()[usize::from(y)].trim().to_owned()
}

#[test]
fn enter_changes_only_what_is_on_the_screen_after_paging_and_after_a_search() {
    let harness = Harness::new(60, 12)
        .with(&[("ferry.txt", &dump())])
        .press("enter X space");
    assert_eq!(
        selected(&harness),
        "- Subscribe",
        "the first line above is gone"
    );
    let harness = harness.press("enter");
    assert_eq!(selected(&harness), "+ Subscribe");
    let harness = harness.press("g /").type_text("privacy").press("enter");
    assert_eq!(selected(&harness), "- Privacy policy");
    let harness = harness.press("enter");
    assert_eq!(selected(&harness), "+ Privacy policy");
    // The search is still on, and `k` leads away from its match.
    let harness = harness.press("k");
    assert_eq!(selected(&harness), "- Related articles");
}

#[test]
fn the_ends_of_the_source_are_selected_by_their_keys() {
    let harness = ferry().press("X G");
    assert_eq!(selected(&harness), "- All rights reserved");
    assert_eq!(selected(&harness.press("g")), "- Menu");
}

#[test]
fn q_leaves_the_source_and_only_then_the_article() {
    let harness = Harness::single(80, 40)
        .with(&[("ferry.txt", &dump())])
        .press("X q");
    assert!(
        !harness.screen().contains("source · - left out"),
        "{}",
        harness.screen()
    );
    assert_ne!(harness.effects.last(), Some(&Effect::Quit));
    assert_eq!(harness.press("q").effects.last(), Some(&Effect::Quit));
}
