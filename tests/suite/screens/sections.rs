//! Motions by section, page and paragraph, and the outline.

use crate::harness::Harness;

/// An article of five sections, each longer than a small screen, but the last.
fn long_article() -> String {
    let mut article = String::from("# The ferry\n\nIt crosses twice a day.\n\n");
    for (i, name) in ["Morning", "Noon", "Evening", "Night"].iter().enumerate() {
        article.push_str(&format!("## {name}\n\n"));
        for n in 1..=12 {
            article.push_str(&format!("Sentence {n} of part {} is here.\n\n", i + 1));
        }
    }
    article.push_str("### Afterwards\n\nThe end of it.\n");
    article
}

fn reading() -> Harness {
    Harness::new(80, 16)
        .with(&[("ferry.md", &long_article())])
        .press("enter")
}

#[test]
fn a_jump_puts_the_heading_on_the_top_line_also_near_the_end() {
    let harness = reading();
    assert!(harness.facts().starts_with("§ 0/5"), "{}", harness.facts());
    let harness = harness.press("]");
    assert!(
        harness.top_line().contains("Morning"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.facts().starts_with("§ 1/5 Morning"),
        "{}",
        harness.facts()
    );
    let harness = harness.press("] ] ] ]");
    assert!(
        harness.top_line().contains("Afterwards"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.facts().starts_with("§ 5/5 Afterwards"),
        "{}",
        harness.facts()
    );
    assert!(harness.facts().ends_with("100%"));
}

#[test]
fn at_the_last_section_the_key_is_reported() {
    let harness = reading().press("5 ]");
    assert!(harness.top_line().contains("Afterwards"));
    assert!(
        harness.footer().contains("Last section"),
        "{}",
        harness.footer()
    );
}

#[test]
fn back_goes_to_this_sections_heading_first() {
    let harness = reading().press("2 j j j [");
    assert!(
        harness.facts().starts_with("§ 2/5 Noon"),
        "{}",
        harness.facts()
    );
    assert!(harness.top_line().contains("Noon"));
    let harness = harness.press("[");
    assert!(harness.facts().starts_with("§ 1/5 Morning"));
    // Above the first heading is the start of the article.
    let harness = harness.press("[");
    assert!(
        harness.top_line().contains("The ferry"),
        "{}",
        harness.top_line()
    );
    let harness = harness.press("[");
    assert!(harness.footer().contains("Start of the article"));
}

#[test]
fn full_stop_and_comma_do_the_same_without_altgr() {
    let harness = reading().press(". . ,");
    assert!(harness.facts().starts_with("§ 1/5"), "{}", harness.facts());
}

#[test]
fn a_digit_goes_to_the_nth_section_or_reports_how_many_there_are() {
    let harness = reading().press("4");
    assert!(harness.facts().starts_with("§ 4/5 Night"));
    let harness = harness.press("9");
    assert!(
        harness.footer().contains("5 sections"),
        "{}",
        harness.footer()
    );
    assert!(harness.facts().starts_with("§ 4/5 Night"), "nothing moved");
}

#[test]
fn without_headings_section_keys_go_to_the_ends_of_the_article() {
    let text =
        "A line of plain words that goes on for a while and then stops there.\n\n".repeat(30);
    let harness = Harness::new(80, 12)
        .with(&[("plain.md", &text)])
        .press("enter");
    assert!(
        harness.facts().starts_with("no sections"),
        "{}",
        harness.facts()
    );
    let harness = harness.press("]");
    assert!(
        harness.footer().contains("no sections"),
        "{}",
        harness.footer()
    );
    assert!(harness.facts().ends_with("100%"));
    let harness = harness.press("[");
    assert!(!harness.facts().ends_with("100%"));
}

#[test]
fn the_outline_marks_the_current_section_and_goes_to_the_selected_one() {
    let harness = reading().press("2 t");
    let screen = harness.screen();
    assert!(screen.contains("Outline"), "{screen}");
    let here = screen
        .lines()
        .find(|line| line.contains('▸'))
        .expect("a mark");
    assert!(here.contains("Noon"), "{here}");
    let harness = harness.press("/").type_text("nigh");
    assert!(harness.screen().contains("1 of 5"), "{}", harness.screen());
    let harness = harness.press("enter");
    assert!(
        harness.facts().starts_with("§ 4/5 Night"),
        "{}",
        harness.facts()
    );
    assert!(harness.top_line().contains("Night"));
}

#[test]
fn escape_closes_the_outline_and_nothing_moved() {
    let before = reading().press("3");
    let text = before.text();
    let after = before.press("t down down esc");
    assert_eq!(after.text(), text);
}

#[test]
fn the_cursor_is_on_the_line_of_the_last_jump() {
    let harness = reading().press("3");
    let (_, row) = harness.cursor();
    assert!(
        harness.rows()[usize::from(row)].contains("Evening"),
        "{}",
        harness.screen()
    );
}

#[test]
fn space_shows_every_line_and_repeats_two_lines_of_a_page() {
    let mut harness = reading();
    let mut seen: Vec<String> = harness.text();
    while !harness.facts().ends_with("100%") {
        harness = harness.press("space");
        seen.extend(harness.text());
    }
    for part in 1..=4 {
        for n in 1..=12 {
            let sentence = format!("Sentence {n} of part {part} is here.");
            let times = seen.iter().filter(|line| **line == sentence).count();
            assert!(
                (1..=2).contains(&times),
                "{sentence} was shown {times} times"
            );
        }
    }
}

#[test]
fn backspace_stops_at_the_heading_above() {
    let harness = reading().press("2 j j j j backspace");
    assert!(harness.top_line().contains("Noon"), "{}", harness.screen());
}

#[test]
fn at_the_end_space_announces_the_next_unread_article_and_then_opens_it() {
    let articles = [
        ("a.md", "# First\n\nShort.\n"),
        ("b.md", "# Second\n\nShort too.\n"),
    ];
    let harness = Harness::new(80, 16).with(&articles).press("enter space");
    assert!(
        harness.footer().contains("End of the article"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.footer().contains("Second"),
        "it says what comes: {}",
        harness.footer()
    );
    assert!(harness.top_line().contains("First"));
    let harness = harness.press("space");
    assert!(
        harness.top_line().contains("Second"),
        "{}",
        harness.screen()
    );
    // And back.
    let harness = harness.press("backspace");
    assert!(
        harness.footer().contains("press again for: First"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("backspace");
    assert!(harness.top_line().contains("First"), "{}", harness.screen());
}

#[test]
fn a_held_space_never_crosses_into_another_article() {
    let long = long_article();
    let articles = [
        ("a.md", long.as_str()),
        ("b.md", "# Second\n\nShort too.\n"),
    ];
    let harness = Harness::new(80, 16).with(&articles).press("enter");
    let harness = harness.press_every(33, &"space ".repeat(60));
    assert!(harness.facts().ends_with("100%"));
    assert!(
        harness.screen().contains("The end of it."),
        "{}",
        harness.screen()
    );
}

#[test]
fn paragraph_motions_go_to_the_next_and_previous_paragraph() {
    let harness = reading().press("1 } }");
    assert!(
        harness.top_line().contains("Sentence 2 of part 1"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("{");
    assert!(
        harness.top_line().contains("Sentence 1 of part 1"),
        "{}",
        harness.screen()
    );
}

#[test]
fn lines_pages_and_ends_are_motions() {
    let harness = reading();
    let first = harness.text();
    let harness = harness.press("j");
    assert_eq!(harness.text()[0], first[1]);
    let harness = harness.press("k");
    assert_eq!(harness.text(), first);
    let harness = harness.press("ctrl-f");
    assert_eq!(
        harness.text()[0],
        first[first.len() - 2],
        "two lines stay in sight"
    );
    let harness = harness.press("ctrl-b");
    assert_eq!(harness.text(), first);
    let harness = harness.press("G");
    assert_eq!(harness.text().last().unwrap(), "The end of it.");
    let harness = harness.press("j");
    assert!(harness.footer().contains("End of the article"));
    assert_eq!(harness.text().last().unwrap(), "The end of it.");
    let harness = harness.press("g");
    assert_eq!(harness.text(), first);
}

#[test]
fn the_section_can_be_copied_as_markdown() {
    let article = "# T\n\nIntro.\n\n## One\n\nA *word* and a [link](https://example.org/).\n\n## Two\n\nOther.\n";
    let harness = Harness::new(80, 16)
        .with(&[("a.md", article)])
        .press("enter ] Y");
    let copied = harness.effects.iter().find_map(|effect| match effect {
        newsprint::app::Effect::Copy { text, .. } => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("something is copied");
    assert!(copied.starts_with("## One\n"), "{copied}");
    assert!(copied.contains("[link](https://example.org/)"), "{copied}");
    assert!(!copied.contains("Other"), "{copied}");
}
