//! Ctrl-c: it cancels prompts and pickers as Esc does, and quits from the list and the reader.

use newsprint::app::{Effect, Scope};

use crate::harness::Harness;

const STORY: &str = "# Tides\n\nWater comes.\n\n## Ebb\n\nIt goes.\n\n## Flood\n\nIt is back.\n";

fn app() -> Harness {
    Harness::new(100, 30).with(&[("a.md", STORY), ("b.md", "# Winds\n\nAir moves.\n")])
}

fn has_quit(harness: &Harness) -> bool {
    harness.effects_now().contains(&Effect::Quit)
}

#[test]
fn ctrl_c_cancels_every_prompt_and_picker() {
    for keys in [
        "/", "S", ":", "?", "v", "F", "enter /", "enter t", "enter S", "enter :", "enter ?",
    ] {
        let before = app().press(keys);
        assert!(
            matches!(before.app().scope(), Scope::Prompt | Scope::Picker),
            "{keys} opens something"
        );
        let after = before.type_text("no").press("ctrl-c");
        assert!(!has_quit(&after), "{keys}");
        assert!(
            matches!(after.app().scope(), Scope::List | Scope::Reader),
            "{keys}: {}",
            after.screen()
        );
    }
}

#[test]
fn a_cancelled_note_is_not_saved_and_a_cancelled_filter_shows_all() {
    let app = app().press("enter S").type_text("precious").press("ctrl-c");
    assert_eq!(app.library().counts().unwrap().bookmarks, 0);
    let app = app.press("q /").type_text("winds").press("ctrl-c");
    assert!(app.screen().contains("Tides"), "{}", app.screen());
}

#[test]
fn ctrl_c_quits_from_the_list_and_the_reader() {
    assert!(has_quit(&app().press("ctrl-c")));
    assert!(has_quit(&app().press("enter ctrl-c")));
    // What was cancelled is gone: the next one quits.
    assert!(has_quit(&app().press("/ ctrl-c ctrl-c")));
}
