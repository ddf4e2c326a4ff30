//! Rows of the list: marks, titles and details at every width, the line between the panes, counts before motions.

use newsprint::app::Pane;

use crate::harness::Harness;

const LONG: &str = "Rail strike called off with eleven minutes to spare";

/// Three articles, the first with a long title, a publisher and a date.
fn articles(columns: u16, rows: u16) -> Harness {
    let long = format!(
        "---\ntitle: {LONG}\npublisher: The Skerry Gazette\ndate: 2025-03-14\n---\n\nWords of it.\n"
    );
    Harness::new(columns, rows).with(&[
        ("a.md", &long),
        ("b.md", "# Tea\n\nPoured.\n"),
        ("c.md", "# Oak\n\nGrown.\n"),
    ])
}

/// Numbers as articles, with more of them than the screen has rows.
fn numbered() -> Harness {
    let files: Vec<(String, String)> = (1..=40)
        .map(|i| (format!("s{i:02}.md"), format!("# Article {i}\n\nx\n")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
    Harness::new(110, 20).with(&files)
}

fn selected(harness: &Harness) -> String {
    harness.app().list().selected().unwrap().title.clone()
}

#[test]
fn a_title_goes_on_in_the_second_line_of_a_narrow_list() {
    for columns in [60, 70, 100, 120, 160] {
        let harness = articles(columns, 24);
        let rows = harness.rows();
        let of_list = |row: &String| row.split('│').next().unwrap_or_default().trim().to_owned();
        let rows: Vec<String> = rows.iter().map(of_list).collect();
        let first = rows
            .iter()
            .position(|row| row.contains("Rail strike"))
            .unwrap();
        let both = format!("{} {}", rows[first], rows[first + 1]);
        assert!(both.contains(LONG), "{columns}: {both}");
        assert!(both.contains("1 min"), "{columns}: {both}");
    }
}

#[test]
fn a_list_with_room_has_source_and_time_in_columns() {
    let harness = articles(99, 24);
    let row = harness
        .rows()
        .into_iter()
        .find(|row| row.contains("Rail"))
        .unwrap();
    assert!(
        row.contains(LONG),
        "the title takes the room of the source: {row}"
    );
    assert!(row.contains("14 Mar 2025"), "{row}");
    let harness = Harness::new(99, 24).with(&[
        (
            "a.md",
            "---\npublisher: The Quill\ndate: 2025-03-14\n---\n# Ink\n\nx\n",
        ),
        ("b.md", "# Tea\n\nPoured.\n"),
    ]);
    let row = harness
        .rows()
        .into_iter()
        .find(|row| row.contains("Ink"))
        .unwrap();
    assert!(
        row.contains("The Quill") && row.contains("14 Mar 2025"),
        "{row}"
    );
}

#[test]
fn unread_and_bookmarked_are_two_marks() {
    let harness = articles(100, 24).press("j s");
    assert!(
        harness.screen().contains(" ● ★ Tea"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("r");
    assert!(
        harness.screen().contains("   ★ Tea"),
        "{}",
        harness.screen()
    );
}

#[test]
fn one_line_stands_between_the_panes() {
    let harness = articles(100, 24);
    let divider = usize::from(harness.app().geometry().divider().unwrap());
    let rows = harness.rows();
    let column: String = rows
        .iter()
        .filter_map(|row| row.chars().nth(divider))
        .collect();
    assert!(
        column.contains("┬││││") && column.contains("│┴"),
        "{column}"
    );
    assert!(!harness.screen().contains("││"), "{}", harness.screen());
}

#[test]
fn the_list_is_hidden_while_its_only_article_is_read() {
    let harness = Harness::new(120, 20).with(&[("a.md", "# Ink\n\nx\n")]);
    assert!(
        harness.app().geometry().list.is_some(),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter");
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert!(
        harness.app().geometry().list.is_none(),
        "{}",
        harness.screen()
    );
    let harness = Harness::single(160, 20).with(&[("a.md", "# Ink\n\nx\n")]);
    assert!(
        harness.app().geometry().list.is_none(),
        "{}",
        harness.screen()
    );
}

#[test]
fn the_width_of_the_list_has_keys_and_is_remembered() {
    let harness = articles(120, 24);
    let width = |harness: &Harness| harness.app().geometry().list.unwrap().width;
    let before = width(&harness);
    let harness = harness.press("> >");
    assert_eq!(width(&harness), before + 8);
    assert!(
        harness.footer().contains("List width"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("<");
    assert_eq!(width(&harness), before + 4);
    // A bookmark, so that the library is shown at the next start.
    let harness = harness.press("s");
    let later = Harness::again(120, 24, &harness).home();
    assert_eq!(width(&later), before + 4);
    let narrow = Harness::new(80, 24)
        .with(&[("a.md", "# A\n"), ("b.md", "# B\n")])
        .press(">");
    assert!(
        narrow.footer().contains("Only one pane"),
        "{}",
        narrow.footer()
    );
}

#[test]
fn a_count_goes_before_a_motion_of_the_list() {
    let harness = numbered().press("5 j");
    assert_eq!(selected(&harness), "Article 6");
    let harness = harness.press("1 2 G");
    assert_eq!(selected(&harness), "Article 12");
    let harness = harness.press("1 0 k");
    assert_eq!(selected(&harness), "Article 2");
    // The count is shown, and another key drops it.
    let harness = harness.press("3");
    assert!(harness.footer().contains("Count 3"), "{}", harness.footer());
    let harness = harness.press("esc j");
    assert_eq!(selected(&harness), "Article 3");
    assert_eq!(selected(&harness.press("9 9 9 j")), "Article 40");
}

#[test]
fn the_mark_of_a_bookmarked_place_is_there_at_every_width() {
    let text = "# Ink\n\nFirst.\n\n## Oak\n\nGalls.\n";
    for columns in [30, 40, 60, 80, 99, 100, 108, 115, 116, 160] {
        let harness = Harness::new(columns, 24)
            .with(&[("a.md", text), ("b.md", "# B\n\nx\n")])
            .press("enter ] S")
            .type_text("note")
            .press("enter");
        assert!(
            harness.screen().contains("★ ▌ Oak"),
            "{columns}:\n{}",
            harness.screen()
        );
    }
}

#[test]
fn the_upper_border_names_the_publisher_while_the_title_is_below_it() {
    let text = format!(
        "---\npublisher: The Quill\n---\n# Ink\n\n{}",
        "Words.\n\n".repeat(40)
    );
    let harness = Harness::single(90, 20).with(&[("a.md", &text)]);
    assert!(
        harness.rows()[1].contains("The Quill"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("G");
    assert!(harness.rows()[1].contains("Ink"), "{}", harness.screen());
}

#[test]
fn a_list_in_one_line_cuts_the_source_before_it_leaves_it_out() {
    let harness = Harness::new(80, 24).with(&[
        ("a.md", "---\npublisher: The Tidewater Evening Post\ndate: 2025-03-14\n---\n# Harbour bridge reopens after months\n\nx\n"),
        ("b.md", "# Tea\n\nPoured.\n"),
    ]);
    let row = harness
        .rows()
        .into_iter()
        .find(|row| row.contains("Harbour"))
        .unwrap();
    assert!(row.contains("reopens after months"), "{row}");
    assert!(
        row.contains("The Tide") && row.contains("14 Mar 2025"),
        "{row}"
    );
}
