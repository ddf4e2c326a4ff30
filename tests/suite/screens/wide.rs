//! Code, verse and tables wider than the text: the columns they take, and sideways scrolling.

use newsprint::config::{Align, Settings};

use crate::harness::Harness;

/// A line of code of 85 columns.
fn long_code() -> String {
    format!("let tide = [{}];", "1111, ".repeat(12).trim_end())
}

fn article() -> String {
    let words = "The old ferry carried its last passengers across the sound on Sunday evening. ";
    format!(
        "# Harbour notes\n\n{}\n\n```\nshort\n{}\n```\n\n{}\n",
        words.repeat(3).trim(),
        long_code(),
        words.repeat(3).trim()
    )
}

/// Returns the row of the screen that contains `words`, without blanks at its end.
fn row_of(app: &Harness, words: &str) -> String {
    let rows = app.rows();
    let row = rows.iter().find(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("no {words:?} in\n{}", app.screen()))
        .trim_end()
        .to_owned()
}

#[test]
fn code_takes_the_columns_of_the_pane_and_prose_does_not() {
    let app = Harness::single(96, 24).with(&[("notes.md", &article())]);
    let row = row_of(&app, "let tide");
    assert!(row.ends_with("1111,];"), "{row:?}\n{}", app.screen());
    let prose = app.rows().into_iter().map(|row| row.trim_end().len());
    assert!(row_of(&app, "The old ferry").trim().len() <= 72);
    assert!(prose.max() >= Some(85), "{}", app.screen());
}

#[test]
fn code_wider_than_the_pane_is_cut_and_scrolls_sideways() {
    let app = Harness::single(60, 24).with(&[("notes.md", &article())]);
    let prose = row_of(&app, "The old ferry");
    let row = row_of(&app, "let tide");
    assert!(row.ends_with('›'), "{row:?}");
    assert!(!app.screen().contains('↪'), "{}", app.screen());
    let app = app.press(")");
    let row = row_of(&app, "‹");
    assert!(row.trim_start().starts_with('‹'), "{row:?}");
    assert_eq!(row_of(&app, "The old ferry"), prose, "prose stays");
    let app = app.press(") )");
    let row = row_of(&app, "1111,];");
    assert!(!row.ends_with('›'), "{row:?}");
    assert!(!app.screen().contains("short"), "all lines of a block move");
    let app = app.press(")");
    assert!(app.footer().contains("End of the widest line"));
    let app = app.press("shift-left ( ( (");
    assert!(app.screen().contains("short"), "{}", app.screen());
    assert!(app.footer().contains("Start of the lines"));
}

#[test]
fn every_column_of_a_cut_line_can_be_reached() {
    let alphabet: String = (0..150)
        .map(|i| char::from(b'a' + (i % 26) as u8))
        .collect();
    let code = format!("```\n{alphabet}漢字{alphabet}\n```\n");
    let mut app = Harness::single(40, 10).with(&[("wide.md", &code)]);
    let mut seen = String::new();
    for _ in 0..30 {
        let row = row_of(&app, "abc");
        let shown = row
            .trim()
            .trim_start_matches('‹')
            .trim_end_matches('›')
            .trim();
        // Appends what is new: the longest start of the row that ends what was seen.
        let overlap = (0..=shown.len())
            .rev()
            .filter(|at| shown.is_char_boundary(*at))
            .find(|at| seen.ends_with(&shown[..*at]));
        seen.push_str(&shown[overlap.unwrap_or(0)..]);
        app = app.press(")");
    }
    assert_eq!(seen, format!("{alphabet}漢字{alphabet}"));
}

#[test]
fn scrolling_sideways_where_nothing_is_wide_says_so() {
    let app = Harness::single(80, 24).with(&[("notes.md", "# Notes\n\nOne line.\n")]);
    let app = app.press(")");
    assert!(
        app.footer().contains("No line here is wider"),
        "{}",
        app.footer()
    );
}

#[test]
fn a_match_scrolls_its_line_sideways() {
    let code = format!(
        "```\n{} needle here\n{}\n```\n",
        "x ".repeat(60),
        "start of it"
    );
    let text = format!("# Notes\n\n{code}\nneedle in prose\n");
    let app = Harness::single(50, 16).with(&[("notes.md", &text)]);
    assert!(!app.screen().contains("needle here"));
    let app = app.press("/").type_text("needle").press("enter");
    assert!(app.screen().contains("needle here"), "{}", app.screen());
    let app = app.press("/").type_text("start of").press("enter");
    assert!(app.screen().contains("start of it"), "{}", app.screen());
}

#[test]
fn ascii_has_ascii_signs() {
    let settings = Settings {
        ascii: true,
        ..Settings::default()
    };
    let app = Harness::start(60, 24, true, settings).with(&[("notes.md", &article())]);
    assert!(row_of(&app, "let tide").ends_with('>'), "{}", app.screen());
    let app = app.press(")");
    assert!(row_of(&app, "<").trim_start().starts_with('<'));
}

#[test]
fn centred_text_stays_and_wide_code_begins_further_left_where_it_must() {
    let settings = Settings {
        align: Align::Center,
        measure: 60,
        ..Settings::default()
    };
    let column = |row: &str, words: &str| {
        let at = row.find(words).expect("the row has the words");
        row[..at].chars().count()
    };
    let app = Harness::start(98, 24, true, settings).with(&[("notes.md", &article())]);
    let prose = column(&row_of(&app, "The old ferry"), "The old");
    let code = column(&row_of(&app, "let tide"), "let tide");
    assert_eq!(column(&row_of(&app, "short"), "short"), code);
    assert!(code < prose, "{}", app.screen());
    assert!(
        row_of(&app, "let tide").contains("1111,];"),
        "{}",
        app.screen()
    );
}

/// Rows of a table whose cells have `columns` columns together with the gaps between them.
fn table(cells: &[&str]) -> String {
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let rule: Vec<&str> = cells.iter().map(|_| "---").collect();
    let names: Vec<String> = (1..=cells.len()).map(|n| format!("c{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("# Table\n\n{}{}{}", row(&names), row(&rule), row(cells))
}

#[test]
fn a_table_has_its_natural_columns_while_they_fit_into_the_pane() {
    let cell = "some words of a cell in here";
    let app = Harness::single(96, 24).with(&[("t.md", &table(&[cell, cell, cell]))]);
    let row = row_of(&app, "some words");
    assert_eq!(row.matches(cell).count(), 3, "{}", app.screen());
    // Then its cells wrap at words.
    let app = app.resize(76, 24);
    assert!(!app.screen().contains(cell), "{}", app.screen());
    assert!(!app.screen().contains('›'), "{}", app.screen());
}

#[test]
fn a_table_whose_words_would_break_scrolls_sideways() {
    let word = "incomprehensibilities";
    let app = Harness::single(60, 24).with(&[("t.md", &table(&[word, word, "end", word]))]);
    let row = row_of(&app, word);
    assert!(row.ends_with('›'), "{}", app.screen());
    let app = app.press(") )");
    let row = row_of(&app, "end");
    assert!(row.ends_with(word), "{}", app.screen());
}

#[test]
fn verse_is_not_broken_where_the_pane_has_room_and_scrolls_where_it_has_not() {
    let lines = [
        "The harbour light goes round and round above the quiet water of the bay,",
        "And no one counts the boats,",
        "Or hears the gulls at all,",
        "Or sees the tide that takes the ropes and draws the morning out.",
    ];
    let text = format!("# Light\n\n{}\n", lines.join("  \n"));
    let settings = Settings {
        measure: 50,
        ..Settings::default()
    };
    let app = Harness::start(90, 24, true, settings.clone()).with(&[("v.md", &text)]);
    for line in lines {
        assert!(row_of(&app, line).contains(line));
    }
    let app = Harness::start(60, 24, true, settings).with(&[("v.md", &text)]);
    assert!(
        row_of(&app, "The harbour light").ends_with('›'),
        "{}",
        app.screen()
    );
    assert!(row_of(&app.press(")"), "of the bay,").ends_with("of the bay,"));
}

#[test]
fn prose_with_line_breaks_wraps_to_the_text_width() {
    let words = "The old ferry carried its last passengers across the sound on Sunday evening, and nobody left. ";
    let text = format!("# Ferry\n\n{}\n", [words.trim(); 4].join("  \n"));
    let app = Harness::single(150, 24).with(&[("p.md", &text)]);
    let widest = app
        .rows()
        .iter()
        .map(|row| row.trim_end().chars().count())
        .max();
    assert!(
        app.text().iter().all(|line| line.chars().count() <= 72),
        "{widest:?}"
    );
}

#[test]
fn prose_in_the_source_breaks_at_words_and_code_keeps_its_lines() {
    let text = format!(
        "Ferry notes\n===========\n\n{}\n\n    {}\n",
        "The old ferry carried its last passengers across the sound on Sunday evening, and the pier was full.",
        long_code()
    );
    let app = Harness::single(60, 24)
        .with(&[("notes.md", &text)])
        .press("X");
    let source = app.text();
    let prose: Vec<_> = source
        .iter()
        .filter(|line| line.contains("ferry") || line.contains('↪'))
        .collect();
    assert!(prose.len() >= 2, "{source:?}");
    for line in &prose {
        let words = line.trim_start_matches("↪ ").split(' ');
        assert!(
            words
                .into_iter()
                .all(|word| text.split_whitespace().any(|w| w == word)),
            "{line:?}"
        );
    }
    assert!(row_of(&app, "let tide").ends_with('›'), "{}", app.screen());
}

#[test]
fn a_block_that_fits_into_the_pane_does_not_move() {
    let row =
        "| harbour master | keeps the light | all year round | and the gates too, at the lock |\n";
    let text = format!(
        "{}\n| a | b | c | d |\n|---|---|---|---|\n{row}\n```\n{}\n```\n",
        article(),
        long_code().repeat(2)
    );
    let app = Harness::single(96, 34).with(&[("notes.md", &text)]);
    let table = row_of(&app, "harbour master");
    assert!(table.trim_start().len() > 72, "{table:?}");
    let app = app.press(")");
    assert!(app.screen().contains('‹'), "{}", app.screen());
    assert_eq!(row_of(&app, "harbour master"), table);
}

#[test]
fn the_marks_of_the_source_stay_when_it_is_scrolled_sideways() {
    let row = format!("Menu | {}", "Sport | Weather | ".repeat(8));
    let prose = "The old ferry carried its last passengers across the sound on Sunday evening, and the pier was full.";
    let text = format!(
        "{row}\n\nSign in\n\nSubscribe\n\nFerry makes its last crossing\n\n{prose}\n\n{prose} Nobody left.\n\n\
         Related articles\n\nPrivacy policy\n\nCookie settings\n\nAll rights reserved\n"
    );
    let app = Harness::single(60, 30)
        .with(&[("ferry.txt", &text)])
        .press("X");
    assert!(row_of(&app, "- Menu").ends_with('›'), "{}", app.screen());
    let app = app.press(")");
    assert!(row_of(&app, "- ‹").contains("Weather"), "{}", app.screen());
}

#[test]
fn prose_broken_at_a_fixed_width_wraps_in_a_narrow_pane() {
    let lines = [
        "The ferry left the pier at nine in the evening with all her",
        "lamps lit, and those who had come to see her go stood on",
        "the quay until the last of them went out behind the point,",
        "which nobody had thought would take so very long.",
    ];
    let text = format!("# Ferry\n\n{}\n", lines.join("  \n"));
    let app = Harness::single(44, 24).with(&[("mail.md", &text)]);
    assert!(!app.screen().contains('›'), "{}", app.screen());
}
