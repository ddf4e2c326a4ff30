//! Themes tried while the program runs: the picker that previews them, and `:theme NAME`.

use newsprint::app::Effect;

use crate::harness::Harness;

/// A program with two articles that knows these themes, of which `dark` is in use.
fn with_themes() -> Harness {
    let mut harness = Harness::new(100, 30)
        .with(&[("a.md", "# Ink\n\nx\n"), ("b.md", "# Oak\n\ny\n")])
        .press(":")
        .type_text("theme")
        .press("enter");
    assert_eq!(harness.effects.pop(), Some(Effect::ListThemes));
    let names = ["auto", "dark", "light", "lilac"].map(str::to_owned);
    harness.receive_themes(names.to_vec(), "dark");
    harness
}

fn preview(name: &str) -> Effect {
    Effect::PreviewTheme(name.to_owned())
}

#[test]
fn the_selected_theme_is_previewed_and_enter_sets_it() {
    let harness = with_themes();
    assert!(harness.screen().contains("Themes"), "{}", harness.screen());
    assert_eq!(harness.effects, [], "dark is in use");
    let harness = harness.press("j j");
    assert_eq!(harness.effects, [preview("light"), preview("lilac")]);
    let harness = harness.press("k k");
    assert_eq!(harness.effects.last(), Some(&preview("dark")));
    let harness = harness.press("/").type_text("lil").press("enter");
    let last = Effect::SetTheme("lilac".to_owned());
    assert_eq!(harness.effects.last(), Some(&last));
    assert!(!harness.screen().contains("Themes"), "{}", harness.screen());
}

#[test]
fn escape_restores_the_theme_that_was_in_use() {
    let harness = with_themes().press("esc");
    assert_eq!(harness.effects, [], "nothing was previewed");
    let harness = with_themes().press("j esc");
    assert_eq!(harness.effects, [preview("light"), Effect::RestoreTheme]);
    let harness = with_themes().press("j q");
    assert_eq!(harness.effects, [preview("light"), Effect::RestoreTheme]);
}

#[test]
fn a_typed_name_sets_a_theme_and_tab_completes_it() {
    let harness = with_themes().press("esc :").type_text("theme li");
    let harness = harness.press("tab");
    assert!(
        harness.footer().contains("light lilac"),
        "{}",
        harness.footer()
    );
    let harness = harness.type_text("g").press("tab");
    assert!(
        harness.screen().contains("theme light"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter");
    let set = Effect::SetTheme("light".to_owned());
    assert_eq!(harness.effects, [set]);
    let harness = harness.press(":").type_text("theme x").press("tab");
    assert!(
        harness.footer().contains("No theme begins with “x”"),
        "{}",
        harness.footer()
    );
}
