//! Sizes of the screen, and the words that stay at the top when the size changes.

use newsprint::config::Settings;

use crate::harness::Harness;

fn article() -> String {
    let mut article = String::from("# 渡し船 and the ferry\n\n*A standfirst with 👨‍👩‍👧 in it.*\n\n");
    for n in 1..=30 {
        article.push_str(&format!("## Part {n}\n\nSentence {n} is long enough to be wrapped on narrow screens, is it not? "));
        article.push_str("And another one.\n\n- an item\n- another\n\n");
    }
    article.push_str(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n![alt](x.png)\n",
    );
    article
}

const KEYS: &str = "j enter ] ] j space ctrl-d t down enter / x esc z z + - G g tab tab ? esc J K";

#[test]
fn every_size_of_the_screen_is_drawn() {
    let article = article();
    let articles = [("a.md", "# A\n\nx\n"), ("b.md", article.as_str())];
    for (width, height) in [
        (1, 1),
        (2, 1),
        (1, 5),
        (3, 3),
        (5, 2),
        (10, 4),
        (20, 6),
        (40, 10),
        (80, 24),
        (99, 9),
        (100, 30),
        (400, 120),
    ] {
        let mut harness = Harness::new(width, height).with(&articles);
        for key in KEYS.split(' ') {
            harness = harness.press(key);
            assert_eq!(harness.rows().len(), usize::from(height));
        }
    }
}

#[test]
fn many_resizes_in_a_row_are_drawn() {
    let article = article();
    let mut harness = Harness::new(80, 24)
        .with(&[("b.md", &article)])
        .press("enter 5");
    for n in 0..200u32 {
        let (width, height) = (1 + n * 37 % 150, 1 + n * 11 % 50);
        harness = harness.resize(width as u16, height as u16);
        harness.buffer();
    }
    let harness = harness.resize(80, 24);
    assert!(harness.facts().starts_with("§ 5/30"), "{}", harness.facts());
}

#[test]
fn there_are_two_panes_from_a_hundred_columns_on() {
    let articles = [("a.md", "# A\n\nwords of a\n")];
    let two = Harness::new(100, 20).with(&articles);
    assert!(two.screen().contains("Opened files") && two.screen().contains("words of a"));
    let one = Harness::new(99, 20).with(&articles);
    assert!(one.screen().contains("Opened files") && !one.screen().contains("words of a"));
    let reader = one.press("enter");
    assert!(!reader.screen().contains("Opened files") && reader.screen().contains("words of a"));
}

#[test]
fn resizing_keeps_the_words_at_the_top() {
    let article = article();
    let harness = Harness::new(80, 24)
        .with(&[("b.md", &article)])
        .press("enter 7 j");
    let top = harness.top_line();
    assert!(top.starts_with("Sentence 7"), "{top}");
    let harness = harness.resize(43, 30).resize(130, 50).resize(61, 11);
    assert!(
        harness.top_line().starts_with("Sentence 7"),
        "{}",
        harness.top_line()
    );
    let harness = harness.resize(80, 24);
    assert_eq!(harness.top_line(), top);
}

#[test]
fn the_text_is_as_wide_as_the_setting_and_centred() {
    let long = "word ".repeat(100);
    let harness = Harness::new(99, 20).with(&[("a.md", &long)]).press("enter");
    let widest = harness
        .rows()
        .iter()
        .filter(|row| row.contains("word"))
        .map(|row| row.trim().len())
        .max()
        .unwrap();
    assert!((66..=72).contains(&widest), "{widest}");
    let left = harness
        .rows()
        .iter()
        .find(|row| row.contains("word"))
        .unwrap()
        .find("word")
        .unwrap();
    assert_eq!(left, 14);
    let harness = harness.press("- - -");
    let widest = harness
        .rows()
        .iter()
        .filter(|row| row.contains("word"))
        .map(|row| row.trim().len())
        .max()
        .unwrap();
    assert!((54..=60).contains(&widest), "{widest}");
}

#[test]
fn zen_shows_only_the_text_and_the_position() {
    let article = article();
    let harness = Harness::new(120, 30)
        .with(&[("b.md", &article), ("c.md", "# C\n\nx\n")])
        .press("enter 3 z");
    let screen = harness.screen();
    assert!(
        !screen.contains("Opened files") && !screen.contains("newsprint"),
        "{screen}"
    );
    assert!(screen.contains("§ 3/30 Part 3"), "{screen}");
    assert!(harness.press("z").screen().contains("Opened files"));
}

#[test]
fn the_ascii_setting_draws_only_ascii() {
    let settings = Settings {
        ascii: true,
        ..Settings::default()
    };
    let article = "# A\n\nwords\n\n## B\n\n- item\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n![alt](x.png)\n";
    let articles = [("a.md", article), ("b.md", "")];
    let mut harness = Harness::start(110, 40, false, settings).with(&articles);
    for keys in ["enter", "]", "t", "esc", "?", "esc", "/"] {
        harness = harness.press(keys);
        assert!(harness.screen().is_ascii(), "{}", harness.screen());
    }
    assert!(harness.press("esc").facts().starts_with("# 1/1 B"));
}

#[test]
fn the_help_breaks_its_sentences_where_the_screen_is_narrow() {
    let help = Harness::new(40, 60).with(&[("a.md", "# A\n\nx\n"), ("b.md", "# B\n\ny\n")]);
    let help = help.press("?");
    assert!(!help.screen().contains('…'), "{}", help.screen());
    let rows = help.rows();
    let first = rows
        .iter()
        .position(|row| row.contains("Mark the article as"));
    let second = &rows[first.unwrap() + 1];
    assert!(second.contains("read or unread."), "{}", help.screen());
    // A filter leaves all lines of a row, and Enter runs its action.
    let help = help.press("/").type_text("read or unread");
    assert!(
        help.screen().contains("read or unread."),
        "{}",
        help.screen()
    );
    let help = help.press("enter");
    let is_read = help.app().list().selected().unwrap().state.is_read;
    assert!(is_read, "{}", help.screen());
    // The lines follow the width.
    let help = help.press("?").resize(100, 40);
    assert!(
        help.screen()
            .contains("Mark the article as read or unread.")
    );
}

#[test]
fn a_wider_text_is_refused_with_the_width_of_its_pane() {
    let harness = Harness::new(60, 20).with(&[("a.md", "# A\n\nx\n"), ("b.md", "# B\n\ny\n")]);
    let harness = harness.press("enter +");
    let said = "Text width 72; its pane has 57 columns";
    assert!(harness.footer().contains(said), "{}", harness.footer());
}
