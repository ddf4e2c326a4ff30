//! Syntax highlighting: code is coloured by its language, and the text does not move.

use newsprint::model::{CodeRequest, Job, Outcome, Token};
use newsprint::ui::Theme;
use ratatui::style::{Color, Modifier};

use crate::harness::Harness;

const STORY: &str = "# A tool\n\nIt begins so:\n\n```rust\n// Counts boats.\nfn boats(sea: &Sea) -> u32 {\n    let name = \"harbour\";\n    42\n}\n```\n\nThat is all.\n";

fn reading(text: &str) -> Harness {
    Harness::single(80, 30).with(&[("a.md", text)])
}

/// Returns the style of the first cell of the word on the screen.
fn style(harness: &Harness, word: &str) -> (Color, Modifier) {
    let buffer = harness.buffer();
    for (y, row) in harness.rows().iter().enumerate() {
        if let Some(at) = row.find(word) {
            let x = row[..at].chars().count() as u16;
            let cell = &buffer[(x, y as u16)];
            return (cell.fg, cell.modifier);
        }
    }
    panic!("not on the screen: {word}\n{}", harness.screen());
}

#[test]
fn tokens_of_code_are_coloured_by_kind() {
    let harness = reading(STORY);
    let colour = |word| style(&harness, word).0;
    assert_eq!(colour("fn boats"), Color::Magenta);
    assert_eq!(colour("boats(sea"), Color::Blue);
    assert_eq!(colour("\"harbour\""), Color::Green);
    assert_eq!(colour("42"), Color::Cyan);
    assert!(style(&harness, "// Counts").1.contains(Modifier::DIM));
}

#[test]
fn colours_arrive_later_and_do_not_move_the_text() {
    let harness = Harness::single(80, 30).hold().with(&[("a.md", STORY)]);
    let harness = harness.release_documents();
    let (plain, rows) = (style(&harness, "fn boats").0, harness.rows());
    assert_ne!(plain, Color::Magenta);
    let harness = harness.release();
    assert_eq!(style(&harness, "fn boats").0, Color::Magenta);
    assert_eq!(harness.rows(), rows);
}

#[test]
fn common_names_of_languages_are_known() {
    for (language, code, word) in [
        ("python", "def boats():", "def"),
        ("js", "const boats = 1;", "const"),
        ("typescript", "const boats = 1;", "const"),
        ("sh", "if true; then echo; fi", "if"),
        ("console", "if true; then echo; fi", "if"),
        ("rust,ignore", "fn boats() {}", "fn"),
        ("toml", "boats = true", "true"),
        ("C++", "return 1;", "return"),
    ] {
        let harness = reading(&format!("# A\n\n```{language}\n{code}\n```\n\nEnd.\n"));
        let (colour, _) = style(&harness, word);
        assert_ne!(colour, style(&harness, "End.").0, "{language}");
        assert_ne!(colour, Color::Green, "{language}");
    }
}

#[test]
fn code_in_an_unknown_language_stays_plain() {
    for language in ["", "text", "speech-of-gulls"] {
        let harness = reading(&format!("# A\n\n```{language}\nfn boats() {{}}\n```\n"));
        assert_eq!(style(&harness, "fn boats").0, Color::Green);
    }
}

#[test]
fn code_within_lists_and_quotations_is_coloured() {
    let harness = reading(
        "# A\n\n- One:\n\n  ```rust\n  fn boats() {}\n  ```\n\n> ```rust\n> struct Sea;\n> ```\n",
    );
    assert_eq!(style(&harness, "fn").0, Color::Magenta);
    assert_eq!(style(&harness, "struct").0, Color::Magenta);
}

#[test]
fn long_lines_and_long_blocks_stay_plain() {
    let line = format!("fn boats() {{}} // {}", "x".repeat(2100));
    let harness = reading(&format!("# A\n\n```rust\n{line}\n```\n"));
    assert_eq!(style(&harness, "fn").0, Color::Green);
    let block = "fn boats() {}\n".repeat(20_000);
    let harness = Harness::single(80, 30).hold();
    let harness = harness.with(&[("a.md", &format!("# A\n\n```rust\n{block}```\n"))]);
    let harness = harness.release_documents();
    let asked = harness
        .pending_jobs()
        .iter()
        .any(|job| matches!(job, Job::HighlightCode(_)));
    assert!(!asked);
}

#[test]
fn no_token_splits_a_grapheme() {
    // A token boundary of the worker may lie between a letter and its accent: the accent stays with its letter.
    let harness = Harness::single(80, 30).hold();
    let harness = harness.with(&[("a.md", "# A\n\n```rust\ncafe\u{301} = 1\n```\n")]);
    let mut harness = harness.release_documents();
    let Some(Job::HighlightCode(requests)) = harness.pending_jobs().pop() else {
        panic!("no colours were asked for");
    };
    let request: &CodeRequest = &requests[0];
    let tokens = vec![(0..4, Token::Keyword), (4..6, Token::Number)];
    let before = harness.rows();
    harness.outcome(Outcome::CodeTokens(vec![(request.key, tokens)]));
    assert_eq!(harness.rows(), before);
}

#[test]
fn without_colours_tokens_have_weights() {
    use newsprint::layout::{Role, SpanFormat};
    let theme = Theme::new(false, false);
    let style = |token| theme.text_style(Role::CodeToken(token), SpanFormat::default(), false);
    for token in [
        Token::Keyword,
        Token::String,
        Token::Comment,
        Token::Deleted,
    ] {
        assert_eq!(style(token).fg, None);
    }
    assert!(style(Token::Keyword).add_modifier.contains(Modifier::BOLD));
}

#[test]
fn token_colours_reach_the_terminal() {
    use crate::pty::Program;
    let program = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["article.md"]);
    let pty = program.file("article.md", STORY).spawn();
    pty.wait_for_text("fn boats");
    pty.wait_for("a keyword in its colour", |screen| {
        let (rows, columns) = screen.size();
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let mut letters = cells.filter_map(|(row, column)| screen.cell(row, column));
        letters.any(|cell| cell.contents() == "f" && cell.fgcolor() == vt100::Color::Idx(5))
    });
}
