//! Reading on with Space, articles that are read when they are left, and finished articles that are opened again.

use newsprint::config::{FinishedOpens, Settings};

use crate::harness::Harness;

/// An article of `sections` sections with `lines` one-line paragraphs each.
fn sections(sections: usize, lines: usize) -> String {
    let section = |n: usize| {
        let words: String = (1..=lines)
            .map(|i| format!("Line {i} of {n}.\n\n"))
            .collect();
        format!("## Part {n}\n\n{words}")
    };
    format!(
        "# Long\n\n{}",
        (1..=sections).map(section).collect::<String>()
    )
}

#[test]
fn space_passes_no_line_and_cuts_no_heading() {
    for (columns, rows) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        for lines in 1..14 {
            let text = sections(9, lines);
            let mut harness = Harness::single(columns, rows).with(&[("a.md", &text)]);
            let mut seen = harness.text();
            for _ in 0..200 {
                let before = harness.text();
                harness = harness.press("space");
                let page = harness.text();
                if page == before {
                    break;
                }
                // Nothing between two pages is left out: the new one begins in the old one, or right after it.
                let top = page.iter().find(|line| !line.is_empty()).unwrap();
                let old = before.iter().rposition(|line| line == top);
                let follows = old.is_some() || top.starts_with('▌');
                assert!(follows, "{columns}x{rows} {lines}: {before:#?} {page:#?}");
                // A heading in the lower part of the old page is now on top or was near the top.
                let heading = before.iter().rposition(|line| line.starts_with('▌'));
                if let Some(row) = heading.filter(|row| *row > before.len().max(3) / 3 + 1) {
                    let at = page.iter().position(|line| *line == before[row]);
                    assert!(
                        at.is_none_or(|at| at <= row),
                        "{columns}x{rows} {lines}: {page:#?}"
                    );
                    let follows_at_once = old.is_none() && top.starts_with('▌');
                    let has_end = follows_at_once
                        || page
                            .iter()
                            .any(|line| line.contains(&format!("Line {lines} of 9")));
                    assert!(
                        at == Some(0) || has_end,
                        "{columns}x{rows} {lines}: {before:#?} {page:#?}"
                    );
                }
                seen.extend(page);
            }
            for n in 1..=9 {
                for i in 1..=lines {
                    let line = format!("Line {i} of {n}.");
                    assert!(seen.contains(&line), "{columns}x{rows} {lines}: {line}");
                }
            }
        }
    }
}

#[test]
fn an_article_that_fits_the_screen_is_read_when_it_is_left() {
    let files = [
        ("a.md", "# Tea\n\nx\n"),
        ("b.md", "# Oak\n\ny\n"),
        ("c.md", "# Ink\n\nz\n"),
    ];
    let read = |harness: &Harness| -> Vec<bool> {
        harness
            .app()
            .list()
            .articles()
            .iter()
            .map(|a| a.state.is_read)
            .collect()
    };
    for leave in ["J", "q", "h", "esc", "n", "Q"] {
        let harness = Harness::new(100, 20).with(&files).press("enter");
        assert_eq!(
            read(&harness),
            [false, false, false],
            "opening does not mark it"
        );
        let harness = harness.press(leave);
        assert_eq!(read(&harness), [true, false, false], "{leave}");
    }
    // What was marked unread by hand stays unread.
    let harness = Harness::new(100, 20).with(&files).press("r enter r h");
    assert_eq!(read(&harness), [false, false, false]);
    // A preview marks nothing.
    let harness = Harness::new(100, 20).with(&files).press("j j k");
    assert_eq!(read(&harness), [false, false, false]);
    // One that does not fit is read at its end alone.
    let long = sections(4, 9);
    let harness = Harness::new(100, 20).with(&[("a.md", &long), ("b.md", "# B\n\nx\n")]);
    assert_eq!(read(&harness.press("enter J")), [false, false]);
}

#[test]
fn a_finished_article_opens_at_its_start_or_as_the_setting_says() {
    let text = sections(6, 9);
    let files = [("a.md", text.as_str()), ("b.md", "# B\n\nx\n")];
    let harness = Harness::new(100, 20).with(&files).press("enter G J K");
    assert_eq!(harness.top_line(), "Long", "in the same session");
    let harness = Harness::new(100, 20).with(&files).press("enter G").quit();
    let again = |settings: Settings| {
        Harness::start(100, 20, false, settings)
            .library_of(&harness)
            .with_paths(&[harness.folder().join("a.md"), harness.folder().join("b.md")])
            .press("enter")
    };
    assert_eq!(again(Settings::default()).top_line(), "Long");
    let at_end = Settings {
        finished_opens: FinishedOpens::End,
        ..Settings::default()
    };
    assert_ne!(again(at_end).top_line(), "Long");
    // One that was begun opens where it was left.
    let harness = Harness::new(100, 20).with(&files).press("enter ] ] J K");
    assert_eq!(harness.top_line(), "▌ Part 2");
}
