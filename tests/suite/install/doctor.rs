//! `newsprint doctor`: what it finds, and that it neither asks the terminal nor changes anything.

use newsprint::config::{ColourDepth, Images};
use newsprint::terminal::Capabilities;

use super::{BAD, BAD_KEYS, Home};

#[test]
fn the_doctor_finds_nothing_wrong_in_a_new_home() {
    let home = Home::new();
    let left = home.run_in(
        &["doctor"],
        &[("LANG", "C.UTF-8"), ("COLORTERM", "truecolor")],
    );
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let json = home.run(&["doctor", "--json"]).json();
    assert_eq!(json["ok"], true);
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    for name in [
        "TERM",
        "size",
        "colours",
        "true colour",
        "UTF-8",
        "kitty keyboard",
        "images",
        "clipboard",
        "config.toml",
        "keymap.toml",
        "themes",
        "data",
    ] {
        let checks = json["checks"].as_array().unwrap();
        assert!(checks.iter().any(|check| check["name"] == name), "{name}");
        assert!(left.output.contains(name), "{name}: {}", left.output);
    }
    assert!(
        !home.settings().exists() && !home.path().join("data").exists(),
        "it only looks"
    );
}

#[test]
fn the_doctor_finds_mistakes_and_unusable_folders() {
    // A theme that no setting names is looked at, too.
    let home = Home::with(&[
        ("config.toml", BAD),
        ("keymap.toml", BAD_KEYS),
        ("themes/mine.toml", "[txt]\n"),
        ("themes/good.toml", "[text]\ntitle = { italic = true }\n"),
    ]);
    std::fs::write(home.path().join("data"), "").unwrap();
    let left = home.run(&["doctor", "--json"]);
    assert_eq!(left.status, 1);
    let json = left.json();
    assert_eq!(json["ok"], false);
    let checks = json["checks"].as_array().unwrap();
    let broken: Vec<String> = checks
        .iter()
        .filter(|check| check["state"] == "broken")
        .map(|check| {
            check["name"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(
        broken,
        [
            "data",
            "config.toml:2",
            "config.toml:3",
            "keymap.toml:2",
            "mine.toml:1"
        ]
    );
    let good = checks
        .iter()
        .find(|check| check["name"] == "good.toml")
        .unwrap();
    assert_eq!(good["state"], "ok");
    let text = home.run(&["doctor"]);
    assert_eq!(text.status, 1);
    assert!(
        text.output.ends_with("5 problems found.\n"),
        "{}",
        text.output
    );
}

#[test]
fn the_doctor_reads_the_terminals_capabilities_from_the_environment() {
    let can = |variables: &'static [(&str, &str)]| {
        Capabilities::from_environment(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    let kitty = can(&[
        ("TERM", "xterm-kitty"),
        ("KITTY_WINDOW_ID", "1"),
        ("LANG", "de_DE.UTF-8"),
        ("COLORTERM", "truecolor"),
    ]);
    assert_eq!((kitty.images, kitty.clipboard), (Images::Kitty, Some(true)));
    assert!(kitty.has_kitty_keyboard && kitty.is_utf8 && kitty.multiplexer.is_none());
    assert_eq!(kitty.colours, ColourDepth::True);
    let inside = can(&[
        ("TERM", "tmux-256color"),
        ("TMUX", "/tmp/x"),
        ("KITTY_WINDOW_ID", "1"),
        ("LC_ALL", "C"),
    ]);
    assert_eq!(inside.multiplexer, Some("tmux"));
    assert_eq!((inside.images, inside.clipboard), (Images::Blocks, None));
    assert!(!inside.has_kitty_keyboard);
    assert_eq!(can(&[("TERM", "foot")]).images, Images::Sixel);
    assert_eq!(can(&[("TERM_PROGRAM", "iTerm.app")]).images, Images::Iterm2);
    assert_eq!(can(&[("TERM", "linux")]).clipboard, Some(false));
    // The first that is set decides.
    assert!(
        !can(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]).is_utf8
            || cfg!(any(windows, target_os = "macos"))
    );
    assert!(can(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]).is_utf8);
}

#[test]
fn the_doctor_asks_the_terminal_nothing_and_does_not_wait_for_it() {
    use crate::pty::Program;

    let program = env!("CARGO_BIN_EXE_newsprint");
    let pty = Program::new(program, &["doctor"]).size(90, 60).spawn();
    assert!(pty.wait_for_exit().success());
    pty.wait_for_text("90 columns, 60 rows");
    let output = pty.output_since(0);
    assert!(!output.contains('\u{1b}'), "{output:?}");
}
