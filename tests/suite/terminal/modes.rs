//! Sequences written on entering and leaving full-screen mode.

use newsprint::terminal::TerminalOptions;
use newsprint::terminal::modes::{write_enter, write_leave, write_mouse};

fn everything() -> TerminalOptions {
    TerminalOptions {
        mouse: true,
        kitty_keyboard: true,
        title: true,
        explicit_bidi: true,
        has_scroll_margins: true,
        background: true,
    }
}

fn environment(variables: &'static [(&'static str, &'static str)]) -> TerminalOptions {
    TerminalOptions::from_environment(|name| {
        variables
            .iter()
            .find(|(variable, _)| *variable == name)
            .map(|(_, value)| (*value).to_string())
    })
}

#[test]
fn leaving_undoes_entering() {
    for options in [TerminalOptions::default(), everything()] {
        let mut emulator = vt100::Parser::new(24, 80, 0);
        emulator.process(b"$ newsprint");
        let mut bytes = Vec::new();
        write_enter(&mut bytes, &options).unwrap();
        emulator.process(&bytes);
        let screen = emulator.screen();
        assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
        assert_eq!(
            screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
            options.mouse
        );

        let mut bytes = b"\x1b[31mcut sh".to_vec();
        write_leave(&mut bytes, &options).unwrap();
        emulator.process(&bytes);
        assert!(crate::pty::is_restored(emulator.screen()));
        assert_eq!(emulator.screen().contents(), "$ newsprint");
        assert_eq!(emulator.screen().fgcolor(), vt100::Color::Default);
    }
}

#[test]
fn keyboard_and_title_are_pushed_once_and_popped_once() {
    let mut bytes = Vec::new();
    write_enter(&mut bytes, &everything()).unwrap();
    write_leave(&mut bytes, &everything()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for sequence in ["\x1b[>1u", "\x1b[<1u", "\x1b[22;2t", "\x1b[23;2t"] {
        assert_eq!(
            text.matches(sequence).count(),
            1,
            "{sequence:?} in {text:?}"
        );
    }
    // Each screen has a stack of keyboard modes: both are pushed and popped on the alternate one.
    let inside = text.find("\x1b[?1049h").unwrap()..text.find("\x1b[?1049l").unwrap();
    assert!(inside.contains(&text.find("\x1b[>1u").unwrap()));
    assert!(inside.contains(&text.find("\x1b[<1u").unwrap()));
}

#[test]
fn terminals_do_not_reorder_text_while_the_program_runs() {
    let written = |options| {
        let (mut enter, mut leave) = (Vec::new(), Vec::new());
        write_enter(&mut enter, &options).unwrap();
        write_leave(&mut leave, &options).unwrap();
        [enter, leave].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let known = environment(&[("TERM", "xterm-256color")]);
    assert!(known.explicit_bidi);
    let [enter, leave] = written(known);
    assert!(enter.contains("\x1b[8l") && !enter.contains("\x1b[8h"));
    assert!(leave.contains("\x1b[8h") && !leave.contains("\x1b[8l"));
    let [enter, leave] = written(TerminalOptions {
        explicit_bidi: false,
        ..known
    });
    assert!(!enter.contains("[8") && !leave.contains("[8"));
    assert!(!environment(&[("TERM", "dumb")]).explicit_bidi);
}

#[test]
fn an_unknown_terminal_gets_the_fewest_modes() {
    let mut bytes = Vec::new();
    write_enter(&mut bytes, &environment(&[("TERM", "vt220")])).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains('u') && !text.contains("?100"), "{text:?}");
    assert!(!environment(&[("TERM", "linux")]).title);
    assert!(!environment(&[]).title);
}

#[test]
fn mouse_buttons_are_reported_but_not_mere_motion() {
    let options = environment(&[("TERM", "xterm-256color")]);
    assert!(options.mouse && !environment(&[("TERM", "linux")]).mouse);
    let mut emulator = vt100::Parser::new(24, 80, 0);
    let mut bytes = Vec::new();
    write_enter(&mut bytes, &options).unwrap();
    emulator.process(&bytes);
    let screen = emulator.screen();
    assert_eq!(
        screen.mouse_protocol_mode(),
        vt100::MouseProtocolMode::ButtonMotion
    );
    assert_eq!(
        screen.mouse_protocol_encoding(),
        vt100::MouseProtocolEncoding::Sgr
    );
    // Mouse reporting can be turned off and on while the program runs.
    let mut bytes = Vec::new();
    write_mouse(&mut bytes, false).unwrap();
    emulator.process(&bytes);
    assert_eq!(
        emulator.screen().mouse_protocol_mode(),
        vt100::MouseProtocolMode::None
    );
}

#[test]
fn the_kitty_keyboard_is_used_in_known_terminals() {
    for known in [
        &[("TERM", "xterm-kitty")][..],
        &[("TERM", "foot")],
        &[("TERM", "foot-extra")],
        &[("TERM", "alacritty-direct")],
        &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")],
        &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")],
    ] {
        assert!(environment(known).kitty_keyboard, "{known:?}");
    }
    for unknown in [
        &[("TERM", "xterm-256color")][..],
        &[("TERM", "footage")],
        &[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")],
        &[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux,1,0")],
        &[
            ("TERM", "xterm-256color"),
            ("TERM_PROGRAM", "Apple_Terminal"),
        ],
        &[("TERM", "linux"), ("KITTY_WINDOW_ID", "1")],
        &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "")],
    ] {
        assert!(!environment(unknown).kitty_keyboard, "{unknown:?}");
    }
}
