//! Lines that an extraction left out: their number in the border, and their marks in the source.

use crate::harness::Harness;

/// The dump of a page with menus before its article, an advertisement in it, and links after it.
fn dump() -> String {
    let prose = "The old ferry carried its last passengers across the sound on Sunday evening, and the pier was full of people.";
    format!(
        "Menu\n\nSign in\n\nSubscribe\n\nFerry makes its last crossing\n\n{prose}\n\n{prose} Nobody left.\n\n\
         Advertisement\n\n{prose} It rained.\n\nShare\n\nRelated articles\n\nPrivacy policy\n\nCookie settings\n\n\
         All rights reserved\n"
    )
}

#[test]
fn the_border_counts_the_lines_that_were_left_out_and_the_source_marks_them() {
    let app = Harness::new(80, 40)
        .with(&[("ferry.txt", &dump())])
        .press("enter");
    let border = app.facts();
    assert!(border.contains("left out"), "{border}");
    let app = app.press("X");
    let source = app.text();
    let has = |line: &str| source.iter().any(|shown| shown.trim_end() == line);
    for left_out in ["- Menu", "- Advertisement", "- Cookie settings"] {
        assert!(has(left_out), "{left_out}: {source:?}");
    }
    assert!(!has("- Ferry makes its last crossing"), "{source:?}");
    let marked = source.iter().filter(|line| line.starts_with("- ")).count();
    assert!(border.contains(&format!("{marked} left out")), "{border}");
    assert!(app.facts().contains("- left out"), "{}", app.facts());
    assert_eq!(app.press("X").facts(), border);
}

#[test]
fn an_article_that_is_whole_has_no_such_words() {
    let app = Harness::new(80, 20)
        .with(&[("note.md", "# Note\n\nOne line.\n")])
        .press("enter");
    assert!(!app.screen().contains("left out"), "{}", app.screen());
    let app = app.press("X");
    assert!(!app.facts().contains("left out"), "{}", app.facts());
    assert!(app.text().iter().any(|line| line == "# Note"));
}

#[test]
fn a_source_line_that_is_too_wide_continues_after_a_blank() {
    let app = Harness::new(60, 20)
        .with(&[("ferry.txt", &dump())])
        .press("enter X");
    let source = app.text();
    let words = "The old ferry carried its last passengers across the sound on Sunday evening, and the pier";
    let is_continued = |line: &&String| line.contains('↪');
    assert!(source.iter().any(|line| is_continued(&line)), "{source:?}");
    for line in source.iter().filter(is_continued) {
        let first = line.trim_start().trim_start_matches("↪ ").split(' ').next();
        let first = first.unwrap_or_default();
        assert!(
            words.split(' ').any(|word| word == first) || !words.contains(first),
            "{line:?} begins inside a word"
        );
    }
}
