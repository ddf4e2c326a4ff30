//! Pickers with their filters, prompts with their line history, and the palette with `NAME [ARGUMENT]`.

use newsprint::app::{Overlay, Scope};
use newsprint::model::Outcome;

use crate::harness::Harness;

fn article() -> String {
    let mut text = "# Tides\n\nWater comes.\n\n".to_owned();
    for number in 1..=20 {
        text.push_str(&format!(
            "## Part {number}\n\nSentence {number} about water.\n\n"
        ));
    }
    text
}

fn app() -> Harness {
    Harness::new(100, 30).with(&[
        ("a.md", &article()),
        ("b.md", "# Winds\n\nAir moves.\n"),
        ("c.md", "# Clouds\n\nThey pass.\n"),
    ])
}

/// The row that the picker has selected.
fn selected(harness: &Harness) -> String {
    let Overlay::Picker(picker) = harness.app().overlay() else {
        panic!("no picker\n{}", harness.screen());
    };
    picker.rows()[picker.selected().unwrap()].text.clone()
}

fn is_open(harness: &Harness) -> bool {
    !matches!(harness.app().overlay(), Overlay::None)
}

#[test]
fn the_keys_of_the_list_move_in_a_picker_and_q_closes_it() {
    let app = app().press("enter t");
    assert_eq!(app.app().scope(), Scope::Picker);
    assert_eq!(selected(&app), "Part 1");
    let app = app.press("j j k");
    assert_eq!(selected(&app), "Part 2");
    let app = app.press("G");
    assert_eq!(selected(&app), "Part 20");
    let app = app.press("g");
    assert_eq!(selected(&app), "Part 1");
    let app = app.press("ctrl-d");
    assert_ne!(selected(&app), "Part 1");
    let app = app.press("ctrl-u down end home pagedown pageup");
    assert_eq!(selected(&app), "Part 1");
    let app = app.press("q");
    assert!(!is_open(&app), "{}", app.screen());
    for keys in ["?", "v", "enter t", ":messages"] {
        let (open, name) = keys.split_once(':').unwrap_or((keys, ""));
        let app = match name {
            "" => app_at(open),
            name => app_at(":").type_text(name).press("enter"),
        };
        assert_eq!(app.app().scope(), Scope::Picker, "{keys}");
        for close in ["q", "esc", "ctrl-c"] {
            let again = match name {
                "" => app_at(open),
                name => app_at(":").type_text(name).press("enter"),
            };
            assert!(!is_open(&again.press(close)), "{keys} {close}");
        }
    }
}

fn app_at(keys: &str) -> Harness {
    app().press(keys)
}

#[test]
fn a_slash_filters_a_picker_enter_takes_the_row_and_esc_ends_the_filter() {
    let app = app().press("enter t /").type_text("part 1");
    assert_eq!(app.app().scope(), Scope::Prompt);
    assert!(app.screen().contains("11 of 20"), "{}", app.screen());
    // Printable keys are text now; arrows select.
    let app = app.press("down");
    let row = selected(&app);
    let ended = app.press("esc");
    assert_eq!(ended.app().scope(), Scope::Picker);
    assert_eq!(selected(&ended), row, "the selection stays");
    assert!(!ended.screen().contains("of 20"), "{}", ended.screen());
    let closed = ended.press("esc");
    assert!(!is_open(&closed));
    let app = closed.press("t /").type_text("part 17").press("enter");
    assert_eq!(app.top_line(), "▌ Part 17");
    // Backspace in an empty filter ends it, too.
    let app = app.press("t / backspace");
    assert_eq!(app.app().scope(), Scope::Picker);
}

#[test]
fn the_footer_shows_the_next_keys_of_an_overlay() {
    let outline = app().press("enter t");
    for words in ["Enter", "/ filter", "j next"] {
        assert!(outline.footer().contains(words), "{}", outline.footer());
    }
    let filter = outline.press("/");
    assert!(filter.footer().contains("Down next"), "{}", filter.footer());
    let find = app().press("enter /");
    assert!(find.footer().contains("Esc cancel"), "{}", find.footer());
    // While a filter is typed, the footer shows its keys.
    let note = app().press("enter S");
    assert!(note.footer().contains("#words"), "{}", note.footer());
    let note = note.type_text("a note");
    assert!(!note.footer().contains("#words"), "{}", note.footer());
}

#[test]
fn up_and_down_recall_the_lines_that_were_typed_before() {
    let app = app().press("enter /").type_text("water").press("enter /");
    let app = app.type_text("comes").press("enter /").type_text("dra");
    let app = app.press("up");
    assert!(app.footer().contains("find: comes"), "{}", app.footer());
    let app = app.press("up");
    assert!(app.footer().contains("find: water"), "{}", app.footer());
    assert_eq!(app.app().reader().unwrap().find().unwrap().query(), "water");
    let app = app.press("up");
    assert!(app.footer().contains("No earlier line") || app.footer().contains("water"));
    let app = app.press("down down");
    assert!(app.footer().contains("find: dra"), "{}", app.footer());
    // Each kind of line has a history of its own.
    let app = app.press("esc q / up");
    assert!(!app.footer().contains("water"), "{}", app.footer());
    let app = app.type_text("wi").press("enter / up");
    assert!(app.footer().contains("filter: wi"), "{}", app.footer());
    assert_eq!(app.app().list().len(), 1, "a recalled filter filters");
}

#[test]
fn above_rows_up_and_down_select_and_ctrl_p_recalls() {
    let app = app().press(":").type_text("group-by-none").press("enter :");
    let first = selected(&app);
    let app = app.press("down");
    assert_ne!(selected(&app), first);
    let app = app.press("ctrl-p");
    assert!(app.screen().contains("› group-by-none"), "{}", app.screen());
    assert_eq!(selected(&app), "group-by-none");
    let app = app.press("ctrl-n");
    assert!(
        !app.screen().contains("› group-by-none"),
        "{}",
        app.screen()
    );
}

#[test]
fn the_palette_takes_a_name_and_an_argument() {
    let run = |app: Harness, line: &str| app.press(":").type_text(line).press("enter");
    let app = run(app().press("enter"), "section 3");
    assert_eq!(app.top_line(), "▌ Part 3");
    let app = run(app, "12");
    assert_eq!(app.top_line(), "▌ Part 12");
    let app = run(app, "section 300");
    assert_eq!(app.footer(), "This article has 20 sections");
    let app = run(app, "width 40");
    assert_eq!(app.app().settings().measure, 40);
    let app = run(app, "width 4");
    assert!(app.footer().contains("from 20 to 240"), "{}", app.footer());
    // Without its number the name stays in the line, to be completed.
    let app = run(app, "section");
    assert!(app.screen().contains("› section "), "{}", app.screen());
    let app = app.type_text("2").press("enter");
    assert_eq!(app.top_line(), "▌ Part 2");
    // In the list a number is a row.
    let app = run(app.press("q"), "3");
    assert_eq!(app.app().list().selected_index(), 2);
    let app = run(app, "row 2");
    assert_eq!(app.app().list().selected_index(), 1);
    let app = run(app, "99");
    assert_eq!(app.app().list().selected_index(), 2);
    let app = run(app, "0");
    assert!(is_open(&app) || app.app().list().selected_index() == 2);
}

#[test]
fn tab_completes_tags_and_names_of_actions() {
    let app = app().press("S").type_text("craft crypt").press("enter j S");
    let app = app.type_text("cra").press("tab");
    assert!(app.footer().contains("tags: craft"), "{}", app.footer());
    let app = app
        .press("enter enter S")
        .type_text("nice #cr")
        .press("tab");
    // Two tags match: they are listed, since their common beginning is there.
    assert!(
        app.footer().contains("nice #cr") && app.footer().contains("craft crypt"),
        "{}",
        app.footer()
    );
    let app = app.type_text("y").press("tab enter");
    let app = app.press("S");
    assert!(app.footer().contains("nice #crypt"), "{}", app.footer());
    let app = app.press("esc :").type_text("sectio").press("tab");
    assert!(app.screen().contains("› section "), "{}", app.screen());
    let app = app.press("esc / tab");
    assert!(!app.footer().contains("does nothing"), "{}", app.footer());
}

#[test]
fn replaced_errors_are_counted_in_the_footer_and_listed_in_the_messages() {
    let mut app = app();
    for folder in ["one", "two", "three", "four", "five"] {
        app.outcome(Outcome::Warning(format!("{folder}: can't be read")));
    }
    let footer = app.footer();
    assert!(footer.contains("five: can't be read"), "{footer}");
    assert!(footer.contains("4 more: :messages"), "{footer}");
    let app = app.press(":").type_text("messages").press("enter");
    let screen = app.screen();
    for folder in ["one", "two", "three", "four", "five"] {
        assert!(
            screen.contains(&format!("error: {folder}: can't be read")),
            "{screen}"
        );
    }
    assert!(selected(&app).contains("five"), "the newest comes first");
    assert!(screen.contains("10:00:0"), "{screen}");
    assert!(!app.press("q").footer().contains("more:"));
}
