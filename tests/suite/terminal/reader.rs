//! The real program in a pseudo-terminal.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::pty::{Program, Pty, is_restored};

const TITLE: &str = "The ferry sails again";

/// Returns an article of several screens.
fn article() -> String {
    let mut text = format!("# {TITLE}\n\nBy Ada Quill\n\n");
    for section in 1..=5 {
        text.push_str(&format!("## Part {section}\n\n"));
        for paragraph in 1..=6 {
            text.push_str(&format!(
                "Paragraph {paragraph} tells how the harbour slept until the horn was heard over the water, and how \
                 the town came down to the quay to see who would be first aboard.\n\n"
            ));
        }
    }
    text
}

/// Returns a script in which `newsprint` is the real program, beside an article.
fn script(script: &str) -> Program {
    let script = script.replace("newsprint", env!("CARGO_BIN_EXE_newsprint"));
    Program::new("/bin/sh", &["-c", &script]).file("ferry.md", &article())
}

/// Starts the program with an article open.
fn start() -> Pty {
    let pty = script("exec newsprint ferry.md").spawn();
    pty.wait_for_text(TITLE);
    pty
}

#[test]
fn the_terminal_is_restored_on_q() {
    let mut pty = start();
    assert!(pty.is_raw());
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
    assert!(!pty.contents().contains(TITLE));
}

#[test]
fn the_terminal_is_restored_on_ctrl_c() {
    let mut pty = start();
    pty.send("\x03");
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn the_terminal_is_restored_on_sigterm() {
    let pty = start();
    pty.kill(Signal::TERM);
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn the_terminal_is_restored_on_sighup() {
    let pty = start();
    pty.kill(Signal::HUP);
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn quitting_is_quick() {
    let mut pty = start();
    pty.wait_for_silence(Duration::from_millis(200));
    let start = Instant::now();
    pty.send("q");
    pty.wait_for_exit();
    // The limit is 100 ms; a busy machine gets more.
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn ctrl_z_restores_the_terminal_and_fg_the_article() {
    let mut pty = Program::new("/bin/sh", &["-i"])
        .env("PS1", "prompt> ")
        .file("ferry.md", &article())
        .spawn();
    pty.wait_for_text("prompt>");
    pty.send(concat!(env!("CARGO_BIN_EXE_newsprint"), " ferry.md\n"));
    pty.wait_for("the article", |screen| {
        screen.alternate_screen() && screen.contents().contains(TITLE)
    });
    pty.send("\x1a");
    pty.wait_for("the shell's screen", is_restored);
    pty.send("echo in-the-''shell\n");
    pty.wait_for_text("in-the-shell");
    pty.send("fg\n");
    pty.wait_for("the article again", |screen| {
        screen.alternate_screen() && screen.contents().contains(TITLE)
    });
    pty.send("q");
    pty.wait_for("the shell's screen", is_restored);
}

#[test]
fn the_article_returns_after_a_stop_signal() {
    let pty = start();
    let before = pty.wait_for_silence(Duration::from_millis(200));
    pty.kill(Signal::STOP);
    pty.kill(Signal::CONT);
    pty.wait_for_output("the article written again", |output| {
        String::from_utf8_lossy(&output[before..]).contains(TITLE)
    });
}

#[test]
fn an_article_from_a_pipe_takes_keys() {
    let mut pty = script("cat ferry.md | newsprint -").spawn();
    pty.wait_for_text(TITLE);
    pty.send("]");
    pty.wait_for_text("1/5");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
}

#[test]
fn an_endless_pipe_can_be_quit() {
    let mut pty = script("yes | newsprint -").spawn();
    pty.wait_for("the screen", |screen| screen.alternate_screen());
    // The article may still be loading: `Q` works everywhere.
    pty.send("Q");
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn an_idle_program_writes_nothing() {
    let mut pty = start();
    pty.send("]");
    // After it has fallen silent, a whole second brings no more output.
    pty.wait_for_silence(Duration::from_secs(1));
    assert!(pty.is_running());
}

#[test]
fn scrolling_by_a_line_writes_little() {
    let mut pty = start();
    let before = pty.wait_for_silence(Duration::from_millis(300));
    pty.send("j");
    pty.wait_for_output("a frame", |output| output.len() > before);
    let after = pty.wait_for_silence(Duration::from_millis(300));
    assert!(after - before < 8000, "{} bytes", after - before);
}

#[test]
fn no_size_or_series_of_resizes_breaks_the_screen() {
    let mut pty = script("exec newsprint ferry.md").size(1, 1).spawn();
    pty.wait_for("the screen", |screen| screen.alternate_screen());
    for step in 0..100 {
        pty.resize(1 + step * 13 % 160, 1 + step * 7 % 50);
        if step % 10 == 0 {
            pty.send("]j");
        }
    }
    pty.send("g");
    pty.resize(80, 24);
    pty.wait_for_text(TITLE);
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
}

#[test]
fn escapes_in_an_article_do_not_reach_the_terminal() {
    let pty = script("exec newsprint evil.txt")
        .file(
            "evil.txt",
            "A quiet title\n\nText \x1b]0;owned\x07 and \x1b[?1049l and \u{9b}2J more.\n",
        )
        .spawn();
    pty.wait_for_text("A quiet title");
    pty.wait_for_silence(Duration::from_millis(200));
    let output = pty.output_since(0);
    assert!(!output.contains("\x1b]0;owned") && !output.contains("\x1b[?1049l"));
    assert!(!output.contains('\u{9b}'));
}

#[test]
fn the_mouse_follows_a_link_and_can_be_turned_off() {
    let article =
        "# Ferry\n\nSee the [timetable](#times).\n\n## Fares\n\nNone.\n\n## Times\n\nAt noon.\n";
    let mut pty = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["ferry.md"])
        .file("ferry.md", article)
        .spawn();
    pty.wait_for("the article, and the mouse reported", |screen| {
        screen.contents().contains("timetable")
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::ButtonMotion
    });
    let contents = pty.contents();
    let place = |(row, line): (usize, &str)| {
        Some((line.split("timetable").next()?.chars().count() + 2, row + 1))
    };
    let (column, row) = contents
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("timetable"))
        .find_map(place)
        .unwrap();
    pty.send(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
    pty.wait_for_text("2/2 Times");
    pty.send("m");
    pty.wait_for("the mouse given back", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    pty.send("m");
    pty.wait_for("the mouse taken again", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::ButtonMotion
    });
    pty.send("q");
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn a_page_opens_while_a_pipe_beside_it_is_silent() {
    let program = script("mkfifo pipe; exec newsprint pipe page.md")
        .file("page.md", "# A page\n\nIts text is there at once.\n")
        .size(120, 30);
    let pipe = program.home().join("pipe");
    let mut pty = program.spawn();
    // Its row is complete while the pipe, which was started first, delivers nothing.
    pty.wait_for_text("A page");
    pty.send("j");
    pty.wait_for_text("Its text is there at once.");
    // Opening the pipe for writing waits for a reader.
    std::fs::write(&pipe, "# From the pipe\n\nIt came at last.\n").unwrap();
    pty.wait_for_text("From the pipe");
    pty.send("k");
    pty.wait_for_text("It came at last.");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
}

#[test]
fn quitting_does_not_wait_for_a_silent_pipe() {
    let program = script("mkfifo pipe; exec newsprint pipe").size(120, 30);
    let mut pty = program.spawn();
    pty.wait_for_text("loading");
    pty.send("Q");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
}
