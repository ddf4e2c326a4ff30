//! The mouse: clicks, the wheel, dragging; moving it without a button does nothing.

use crossterm::event::{MouseButton, MouseEventKind};
use newsprint::app::{Effect, MouseTarget, Overlay, Pane, Scope};

use crate::harness::Harness;

fn article(name: &str) -> String {
    let lines: String = (1..=30).map(|i| format!("{name} line {i}.\n\n")).collect();
    format!(
        "# {name}\n\nTo the [end of 北京 it](#the-end) and [out](https://out.example/).\n\n{lines}## The end\n\nOver.\n"
    )
}

/// Forty articles, on a screen with both panes.
fn folder() -> Harness {
    let files: Vec<(String, String)> = (1..=40)
        .map(|i| (format!("s{i:02}.md"), article(&format!("Article{i:02}"))))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
    Harness::new(120, 20).with(&files)
}

#[test]
fn a_click_selects_an_article_and_another_one_opens_it() {
    let app = folder().click_on("Article05");
    assert_eq!(app.app().list().selected_index(), 4);
    assert_eq!(app.app().focus(), Pane::List);
    assert_eq!(app.top_line(), "Article05", "it is previewed");
    let app = app.click_on("Article05");
    assert_eq!(app.app().focus(), Pane::Reader);
    // From the reader a click on the list moves the focus there.
    let app = app.click_on("Article07");
    assert_eq!(app.app().focus(), Pane::List);
    assert_eq!(app.top_line(), "Article07");
}

#[test]
fn no_row_moves_under_a_click() {
    let app = folder();
    let (x, y) = app.find_words("●   Article07");
    let app = app.click(x, y);
    assert_eq!(app.app().list().selected_index(), 6);
    assert_eq!(app.find_words("●   Article07"), (x, y));
    // The second line of an article belongs to it.
    assert_eq!(app.click(x, y - 1).app().list().selected_index(), 5);
}

#[test]
fn heads_and_empty_rows_select_nothing() {
    let app = Harness::new(120, 20).with_folder(&[("a.md", b"# A\n"), ("x/b.md", b"# B\n")]);
    let app = app.press("j");
    assert_eq!(app.app().list().selected_index(), 1);
    // The first row inside the border is the head of the first group.
    let app = app.click(4, 2).click(4, 15).click(4, 0);
    assert_eq!(app.app().list().selected_index(), 1);
    assert_eq!(app.app().focus(), Pane::List);
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_mouse_and_selects_nothing() {
    let app = folder().press("enter");
    let text = app.text();
    let app = app.wheel(10, 10, 3);
    assert!(!app.screen().contains("●   Article01"), "{}", app.screen());
    assert!(app.screen().contains("Article11"));
    assert_eq!(app.app().list().selected_index(), 0);
    assert_eq!(app.text(), text, "the text stays");
    assert_eq!(app.app().focus(), Pane::Reader);
    let app = app.wheel(10, 10, 99);
    assert!(app.screen().contains("Article40"));
    let app = app.wheel(10, 10, -99).wheel(80, 10, 2);
    assert!(app.screen().contains("Article02"));
    assert_ne!(app.text(), text);
    assert_eq!(app.wheel(80, 10, -2).text(), text);
}

#[test]
fn a_key_scrolls_back_to_the_selection() {
    let app = folder().wheel(10, 10, 99).press("j");
    assert_eq!(app.app().list().selected_index(), 1);
    assert!(app.app().list().selected_row().is_some());
}

#[test]
fn the_wheel_reads_an_article_to_its_end() {
    let app = folder().press("enter").wheel(80, 10, 60);
    assert!(app.app().list().articles()[0].state.is_read);
    let app = folder().wheel(80, 10, 60);
    assert!(
        !app.app().list().articles()[0].state.is_read,
        "a preview is not read"
    );
}

#[test]
fn a_click_in_the_text_moves_the_focus_to_it() {
    let app = folder();
    assert_eq!(app.app().scope(), Scope::List);
    let app = app.click_on("line 3.");
    assert_eq!(app.app().scope(), Scope::Reader);
    assert_eq!(app.press("j").app().list().selected_index(), 0);
}

#[test]
fn a_click_on_a_link_follows_it() {
    // On the last letter, after letters that are two columns wide, and not one column further.
    let app = folder();
    let (x, y) = app.find_words("it and out");
    let app = app.click(x + 1, y);
    assert_eq!(app.top_line(), "▌ The end");
    assert_eq!(app.app().focus(), Pane::Reader);
    let app = app.press("H").click(x + 2, y);
    assert_eq!(app.top_line(), "Article01");
    let app = app.click_on("out");
    let url = "https://out.example/".to_owned();
    assert!(app.effects.contains(&Effect::OpenLink(url)));
}

#[test]
fn a_link_can_be_clicked_on_every_cell_of_it_and_no_other() {
    let app = folder().press("enter");
    let buffer = app.buffer();
    let mut hits = String::new();
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            // The second half of a wide letter has no style of its own.
            if x > 0 && matches!(buffer[(x - 1, y)].symbol(), "北" | "京") {
                continue;
            }
            let hit = matches!(app.app().target_at(x, y), MouseTarget::Link(_));
            let underlined = buffer[(x, y)]
                .modifier
                .contains(ratatui::style::Modifier::UNDERLINED)
                && x > 41;
            assert_eq!(hit, underlined, "{x} {y} {}", buffer[(x, y)].symbol());
            if hit {
                hits.push_str(buffer[(x, y)].symbol().trim_end());
            }
        }
    }
    assert_eq!(hits, "endof北京itout");
}

#[test]
fn rows_of_the_outline_can_be_clicked() {
    let app = folder().press("enter t").click_on("The end");
    assert_eq!(app.top_line(), "▌ The end");
    assert_eq!(app.app().scope(), Scope::Reader);
}

#[test]
fn rows_of_the_palette_can_be_clicked_and_those_of_help_do_nothing() {
    let app = folder()
        .press("enter :")
        .type_text("end")
        .click_on("Go to the last row");
    assert!(app.app().reader().unwrap().is_at_end());
    let app = folder().press("? /").type_text("quit").click_on("Quit.");
    assert!(matches!(app.app().overlay(), Overlay::Picker(_)));
    assert!(!app.effects.contains(&Effect::Quit));
    // A click outside the box closes it.
    let app = app.click(0, 0);
    assert_eq!(app.app().scope(), Scope::List);
}

#[test]
fn the_wheel_moves_through_an_overlay() {
    let app = folder().press("?").wheel(60, 10, 20);
    assert!(!app.screen().contains("In the list"), "{}", app.screen());
    let text = app.app().reader().unwrap().is_at_start();
    assert!(text, "what lies behind does not move");
}

#[test]
fn the_border_between_the_panes_can_be_dragged_and_the_text_stays() {
    let app = folder().press("enter ]");
    let top = app.top_line();
    let divider = app.app().geometry().divider().unwrap();
    let app = app.drag(divider, 60, 8);
    let parts = app.app().geometry();
    assert_eq!(parts.list.unwrap().width, 61);
    assert_eq!(parts.reader.unwrap().x, 61);
    assert_eq!(app.top_line(), top);
    // Both panes keep their minimum width, however far the border is dragged.
    let app = app.drag(60, 0, 8);
    assert!(app.app().geometry().list.unwrap().width >= 10);
    let at = app.app().geometry().divider().unwrap();
    let app = app.drag(at, 119, 8);
    assert!(app.app().geometry().reader.unwrap().width >= 20);
    // A drag that begins elsewhere does not move the border.
    let before = app.app().geometry();
    assert_eq!(app.drag(10, 50, 8).app().geometry(), before);
}

#[test]
fn keys_in_the_footer_can_be_clicked() {
    let app = folder().click_on("filter").type_text("Article33");
    assert_eq!(app.app().list().len(), 1);
    let app = folder().press("enter").click_on("outline");
    assert_eq!(app.app().scope(), Scope::Picker);
}

#[test]
fn a_click_accepts_the_prompt() {
    let app = folder()
        .press("/")
        .type_text("Article3")
        .click_on("Article33");
    assert_eq!(app.app().list().filter(), "Article3");
    assert_eq!(app.top_line(), "Article33");
    assert_eq!(app.app().scope(), Scope::List);
}

#[test]
fn motion_and_other_buttons_do_nothing() {
    let app = folder().press("j esc");
    let before = app.screen();
    let (x, y) = app.find_words("Article07");
    let app = app
        .mouse(MouseEventKind::Moved, x, y)
        .mouse(MouseEventKind::Down(MouseButton::Right), x, y)
        .mouse(MouseEventKind::Up(MouseButton::Right), x, y)
        .mouse(MouseEventKind::Drag(MouseButton::Left), x, y)
        .mouse(MouseEventKind::ScrollLeft, x, y);
    assert_eq!(app.screen(), before, "the message stays, too");
}

#[test]
fn a_click_does_not_overtake_a_key_that_waits() {
    let app = folder().hold().press("j enter G");
    // The text of the second article is being loaded, and `G` applies to it.
    let (x, y) = app.find_words("Article04");
    let app = app.click(x, y).release();
    assert_eq!(app.app().list().selected_index(), 3);
    assert!(app.app().list().articles()[1].state.is_read, "G came first");
}

#[test]
fn on_a_narrow_screen_clicks_apply_to_the_shown_pane() {
    let app = folder()
        .resize(60, 20)
        .click_on("Article03")
        .click_on("Article03");
    assert_eq!(app.top_line(), "Article03");
    let (x, y) = app.find_words("it and out");
    assert_eq!(app.click(x, y).top_line(), "▌ The end");
}

#[test]
fn no_click_at_any_size_makes_the_program_fail() {
    for (width, height) in [(1, 1), (3, 2), (20, 4), (60, 9), (100, 12)] {
        let mut app = folder().resize(width, height);
        for open in ["", "enter", "t", "esc ?", "esc :", "esc f", "esc /"] {
            app = app.press(open);
            for (x, y) in [
                (0, 0),
                (width / 2, height / 2),
                (width - 1, height - 1),
                (u16::MAX, u16::MAX),
            ] {
                app = app
                    .click(x, y)
                    .wheel(x, y, 1)
                    .wheel(x, y, -1)
                    .drag(x, 5.min(x), y);
            }
            app.screen();
        }
    }
}

#[test]
fn a_key_turns_the_mouse_off_and_help_tells_how_to_select_text() {
    let app = folder().press("m");
    assert_eq!(app.effects.last(), Some(&Effect::ToggleMouse));
    let app = app.press("? /").type_text("mouse");
    assert!(
        app.screen().contains("Turn the mouse off or on"),
        "{}",
        app.screen()
    );
    assert!(app.screen().contains("Shift-drag"), "{}", app.screen());
}

#[test]
fn links_can_be_clicked_at_every_width() {
    let article = "# One\n\n> Said [the 船長 of it](https://a.example/) 👩‍👩‍👧 and [more](https://b.example/).\n\n\
        - An item with [a link that is long enough to go over several lines](https://c.example/)\n  - deeper [e\u{301}tude](#x)\n\n\
        | Pier | Boats |\n| --- | ---: |\n| [north 北](https://d.example/) | [4](https://e.example/) |\n\n## Head [over](https://f.example/)\n\n\
        **Bold [and _slanted_ link](https://g.example/)**[^n].\n\n[^n]: Note.\n\n## X\n\nEnd.\n";
    for width in [24, 33, 47, 60, 80, 101, 140] {
        let app = Harness::new(width, 60)
            .with(&[("a.md", article)])
            .press("enter");
        let buffer = app.buffer();
        let geometry = app.app().geometry();
        let inner = geometry.inside(geometry.reader.unwrap());
        let mut links = 0;
        for y in inner.y..inner.y + inner.height {
            let mut wide = 0;
            for x in inner.x..inner.x + inner.width {
                let cell = &buffer[(x, y)];
                let hit = matches!(app.app().target_at(x, y), MouseTarget::Link(_));
                // The second half of a wide letter has no style of its own.
                if wide > 1 {
                    wide -= 1;
                    continue;
                }
                wide = unicode_width::UnicodeWidthStr::width(cell.symbol());
                let looks = cell.modifier.contains(ratatui::style::Modifier::UNDERLINED);
                assert_eq!(
                    hit,
                    looks,
                    "{width}: {x} {y} {:?}\n{}",
                    cell.symbol(),
                    app.screen()
                );
                links += usize::from(hit);
            }
        }
        assert!(links > 60, "{width}: {links}\n{}", app.screen());
    }
}
