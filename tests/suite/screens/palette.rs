//! The palette: finding actions by name or description, and running them.

use newsprint::app::{Action, Effect, Scope};
use newsprint::ui;

use crate::harness::Harness;

const STORY: &str = "# Tides\n\nWater comes.\n\n## Ebb\n\nIt goes.\n\n## Flood\n\nIt is back.\n";

fn two() -> Harness {
    Harness::new(100, 30).with(&[("a.md", STORY), ("b.md", "# Winds\n\nAir moves.\n")])
}

#[test]
fn colon_q_quits() {
    for typed in ["q", "quit"] {
        let app = two().press(":").type_text(typed).press("enter");
        assert_eq!(app.effects.last(), Some(&Effect::Quit), "{typed}");
        let app = two().press("enter :").type_text(typed).press("enter");
        assert_eq!(
            app.effects.last(),
            Some(&Effect::Quit),
            "{typed} in an article"
        );
    }
}

#[test]
fn a_few_letters_find_an_action_which_is_applied_where_the_palette_was_opened() {
    let app = two().press("enter :").type_text("nxsec").press("enter");
    assert_eq!(app.top_line(), "▌ Ebb");
    let app = app.press(":").type_text("outline").press("enter");
    assert!(app.screen().contains("Outline"), "{}", app.screen());
}

#[test]
fn a_row_shows_name_keys_and_description() {
    let app = two().press("enter :").type_text("zen");
    let row = app
        .rows()
        .into_iter()
        .find(|r| r.contains("Show only the text"));
    let row = row.expect("the row of zen");
    let words: Vec<&str> = row.split_whitespace().collect();
    assert!(words.windows(2).any(|w| w == ["z", "zen"]), "{row}");
}

#[test]
fn words_of_the_description_find_an_action_too() {
    let app = two()
        .press("enter :")
        .type_text("as Markdown")
        .press("enter");
    assert!(
        matches!(app.effects.last(), Some(Effect::Copy { .. })),
        "{:?}",
        app.effects
    );
}

#[test]
fn help_opens_from_the_palette_and_a_query_without_a_match_is_reported() {
    let app = two().press(":").type_text("help").press("enter");
    assert!(app.screen().contains("/ filters"), "{}", app.screen());
    let app = two().press(":").type_text("xyzzyx").press("enter");
    assert_eq!(app.footer(), "Nothing matches");
    assert!(!app.screen().contains("Palette"));
}

#[test]
fn escape_closes_the_palette_and_does_nothing() {
    let app = two().press("enter");
    let before = app.screen();
    assert_eq!(app.press(": down down esc").screen(), before);
}

#[test]
fn the_palette_lists_exactly_the_actions_that_work_in_the_current_pane() {
    for scope in [Scope::List, Scope::Reader] {
        let rows = ui::palette_rows(&newsprint::keymap::Keymap::built_in(), scope);
        for action in Action::ALL {
            let listed = rows.iter().any(|row| row.action == Some(*action));
            let harness = two().press(if scope == Scope::Reader {
                "enter"
            } else {
                "j k"
            });
            let mut app = harness.into_app();
            app.apply(*action);
            let nothing = action.not_applicable_text();
            let refused = app.status().is_some_and(|s| s.text == nothing);
            // The session carries these two out, since it knows the keymap.
            let elsewhere = matches!(action, Action::Help | Action::Palette);
            assert!(
                listed != refused || elsewhere,
                "{action} in {}",
                scope.name()
            );
        }
    }
}

#[test]
fn a_chosen_action_waits_for_the_text_like_its_key() {
    let app = two().hold().press("j enter k");
    // `k` of the list is a line up here; the article is still being loaded.
    let app = app.press(":").type_text("end").press("enter");
    assert_eq!(app.app().status(), None);
    let app = app.release();
    assert!(app.app().reader().unwrap().is_at_end());
}

#[test]
fn a_description_without_room_ends_with_a_whole_word() {
    let harness = two().press("enter :").type_text("toggle-source");
    let screen = harness.screen();
    let row = screen.lines().find(|row| row.contains("X toggle-source"));
    let row = row.unwrap().trim_end_matches([' ', '│']);
    let shown = row.split("toggle-source").nth(1).unwrap().trim();
    let whole = Action::ToggleSource.description();
    let (begin, rest) = whole.split_at(shown.trim_end_matches('…').len());
    assert!(whole.starts_with(begin) && shown.ends_with('…'), "{screen}");
    assert!(rest.starts_with([' ', ';']), "{screen}");
}

#[test]
fn the_palette_quits_without_any_article() {
    let app = Harness::new(60, 10)
        .press(":")
        .type_text("q")
        .press("enter");
    assert_eq!(app.effects.last(), Some(&Effect::Quit));
}
