//! Terminal and waiter in a small program of their own: this test binary, started with an environment variable.

use std::process::Command;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyModifiers};
use newsprint::terminal::{Terminal, TerminalOptions, Waiter, install_panic_hook};
use ratatui::layout::Position;
use ratatui::widgets::Paragraph;
use rustix::process::Signal;

use crate::pty::{Program, Pty};

/// Variable that starts the small program, so that running ignored tests does not.
const MARK: &str = "NEWSPRINT_TEST_PROGRAM";

/// The small program: shows its events, quits on `q`.
#[test]
#[ignore = "a program that other tests run"]
#[allow(clippy::print_stdout)]
fn small_program() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    install_panic_hook();
    let options = TerminalOptions {
        mouse: true,
        kitty_keyboard: true,
        title: true,
        explicit_bidi: true,
        has_scroll_margins: true,
        background: false,
    };
    let mut terminal = match Terminal::enter(&options) {
        Ok(terminal) => terminal,
        Err(error) => {
            println!("refused: {error:#}.");
            return;
        }
    };
    let mut waiter = Waiter::new().unwrap();
    let (mut got, mut deadline) = (String::from("ready"), None);
    loop {
        terminal
            .draw(|frame| {
                let area = frame.area();
                let text = format!("{}x{} {got}.", area.width, area.height);
                frame.render_widget(Paragraph::new(text), area);
                frame.set_cursor_position(Position::ORIGIN);
            })
            .unwrap();
        let wake = waiter.wait_for_events(deadline).unwrap();
        if wake.must_terminate || wake.has_hung_up {
            terminal.leave();
            println!("asked to end.");
            return;
        }
        if wake.was_woken {
            got = "woken".into();
        }
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            (got, deadline) = ("late".into(), None);
        }
        if wake.was_continued {
            terminal.resume().unwrap();
            got = "continued".into();
        }
        for event in waiter.read_events().unwrap() {
            match event {
                Event::Key(key) if key.modifiers == KeyModifiers::CONTROL => {
                    terminal.suspend().unwrap();
                }
                Event::Key(key) => match key.code {
                    KeyCode::Char('q') => {
                        terminal.leave();
                        println!("quit.");
                        return;
                    }
                    KeyCode::Char('p') => panic!("the press is broken"),
                    KeyCode::Char('P') => {
                        std::thread::spawn(|| panic!("a thread is broken"))
                            .join()
                            .unwrap_err();
                        got = "survived".into();
                    }
                    KeyCode::Char('l') => {
                        terminal.set_title("stuck").unwrap();
                        loop {
                            std::thread::park();
                        }
                    }
                    KeyCode::Char('w') => {
                        let waker = waiter.waker();
                        std::thread::spawn(move || waker.wake());
                    }
                    KeyCode::Char('d') => {
                        deadline = Some(Instant::now() + Duration::from_millis(5));
                    }
                    KeyCode::Char('t') => terminal.set_title("Harbour \u{2014} x").unwrap(),
                    KeyCode::Char('y') => terminal.copy("ink").unwrap(),
                    KeyCode::Char('Y') => {
                        got = terminal.copy(&"x".repeat(200_000)).unwrap_err().to_string();
                    }
                    KeyCode::Char('r') => {
                        let status = terminal
                            .run_program(Command::new("sh").args(["-c", "read line; exit $line"]));
                        got = format!("ran {}", status.unwrap().code().unwrap());
                    }
                    code => got = format!("key {code:?}"),
                },
                Event::Paste(text) => got = format!("paste {text:?}"),
                other => got = format!("{other:?}"),
            }
        }
    }
}

/// Returns the sh command line of the small program.
fn command_line() -> String {
    format!(
        "{MARK}=1 '{}' --exact terminal::program::small_program --ignored --nocapture --test-threads=1",
        std::env::current_exe().unwrap().display()
    )
}

/// Runs a script in which `newsprint` is the small program.
fn script(script: &str) -> Program {
    let script = script.replace("newsprint", &command_line());
    Program::new("/bin/sh", &["-c", &script])
}

/// Starts the small program in a pseudo-terminal, and waits until it is ready.
fn start() -> Pty {
    let pty = script("exec env newsprint").spawn();
    pty.wait_for_text("80x24 ready.");
    pty
}

#[test]
fn the_terminal_is_restored_on_quit() {
    let mut pty = start();
    assert!(pty.is_raw());
    pty.wait_for("the alternate screen", |screen| screen.alternate_screen());
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    pty.wait_for_text("quit.");
    pty.assert_restored();
}

#[test]
fn signals_that_end_the_program_restore_the_terminal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let pty = start();
        pty.kill(signal);
        assert!(pty.wait_for_exit().success(), "{signal:?}");
        pty.wait_for_text("asked to end.");
        pty.assert_restored();
    }
}

#[test]
fn a_program_that_is_stuck_ends_at_the_second_sigterm() {
    let mut pty = start();
    pty.send("l");
    pty.wait_for_bytes("stuck");
    // Pending signals of one kind are merged: the signal is sent until it has arrived twice.
    while pty.is_running() {
        pty.kill(Signal::TERM);
        std::thread::yield_now();
    }
    assert_eq!(pty.wait_for_exit().signal(), Some("Terminated"));
}

#[test]
fn a_panic_restores_the_terminal_before_its_message() {
    let mut pty = start();
    pty.send("p");
    pty.wait_for_exit();
    pty.wait_for_text("the press is broken");
    pty.assert_restored();
    // Leaving twice would move the cursor into the message, and pop modes pushed by other programs.
    assert_eq!(pty.output_since(0).matches("\x1b[?1049l").count(), 1);
}

#[test]
fn a_panic_of_another_thread_leaves_the_screen_and_prints_its_message_later() {
    let mut pty = start();
    pty.send("P");
    pty.wait_for_text("survived.");
    assert!(pty.is_raw() && !pty.contents().contains("a thread is broken"));
    pty.send("q");
    pty.wait_for_text("a thread is broken");
    pty.assert_restored();
}

#[test]
fn keys_come_from_the_terminal_when_input_is_a_pipe() {
    let mut pty = script("echo text | newsprint").spawn();
    pty.wait_for_text("ready.");
    pty.send("j");
    pty.wait_for_text("key Char('j').");
    pty.send("q");
    pty.wait_for_exit();
    pty.assert_restored();
}

#[test]
fn without_a_terminal_the_error_is_one_line() {
    let pty = script("newsprint | cat").spawn();
    pty.wait_for_text("refused: standard output is not a terminal.");
    pty.assert_restored();
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_keyboard_the_error_is_one_line() {
    let pty = script("echo text | setsid -w env newsprint").spawn();
    pty.wait_for_text("refused: no keyboard: there is no controlling terminal");
    pty.assert_restored();
}

#[test]
fn a_lone_escape_and_half_a_sequence_do_not_block() {
    let mut pty = start();
    pty.send("\x1b");
    pty.wait_for_text("key Esc.");
    // The rest never comes: signals and wake-ups are noticed all the same.
    pty.send("\x1b[1;");
    pty.kill(Signal::TERM);
    pty.wait_for_text("asked to end.");
}

#[test]
fn keys_pastes_wakes_and_deadlines_end_the_wait() {
    let mut pty = start();
    pty.send("\x1b[200~two\nlines\x1b[201~");
    pty.wait_for_text(r#"paste "two\nlines"."#);
    pty.send("w");
    pty.wait_for_text("woken.");
    pty.send("d");
    pty.wait_for_text("late.");
    pty.send("\x1b[<0;3;4M");
    pty.wait_for_text("Down(Left)");
}

#[test]
fn idle_time_and_unchanged_frames_write_nothing() {
    let mut pty = start();
    pty.send("j");
    pty.wait_for_text("key Char('j').");
    let before = pty.wait_for_silence(Duration::from_millis(300));
    pty.send("jjj");
    pty.send("w");
    pty.wait_for_text("woken.");
    let output = pty.output_since(before);
    let frames = output.matches("\x1b[?2026h").count();
    assert_eq!(frames, 1, "{output:?}");
}

#[test]
fn many_resizes_end_at_the_last_size() {
    let mut pty = start();
    for step in 0..60 {
        pty.resize(1 + step * 7 % 90, 1 + step % 30);
    }
    pty.resize(1, 1);
    pty.resize(61, 17);
    pty.wait_for_text("61x17");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
}

#[test]
fn title_and_clipboard_reach_the_terminal() {
    let mut pty = start();
    pty.send("ty");
    pty.wait_for_bytes("\x1b]0;Harbour \u{2014} x\x07");
    pty.wait_for_bytes("\x1b]52;c;aW5r\x1b\\");
    pty.send("Y");
    pty.wait_for_text("too long to copy: 196 KiB; the limit is 100 KiB.");
}

#[test]
fn a_program_that_is_run_has_the_terminal_to_itself() {
    let mut pty = script("echo text | newsprint").spawn();
    pty.wait_for_text("80x24 ready.");
    pty.send("t");
    pty.wait_for_bytes("\x1b]0;Harbour \u{2014} x\x07");
    pty.send("r");
    pty.wait_for("the shell's screen", |screen| !screen.alternate_screen());
    pty.send("7\n");
    pty.wait_for_text("80x24 ran 7.");
    assert_eq!(pty.output_since(0).matches("\x1b]0;Harbour").count(), 2);
    assert!(pty.is_raw());
    pty.wait_for("the alternate screen", |screen| screen.alternate_screen());
}

#[test]
fn suspending_restores_the_terminal_and_fg_the_screen() {
    let line = format!("sh -c \"echo text | env {}\"", command_line());
    let mut pty = Program::new("/bin/sh", &["-i"])
        .env("PS1", "prompt> ")
        .spawn();
    pty.wait_for_text("prompt>");
    pty.send(&format!("{line}\n"));
    pty.wait_for_text("80x24 ready.");
    pty.send("\x1a");
    pty.wait_for("the shell's screen", crate::pty::is_restored);
    pty.send("echo in-the-''shell\n");
    pty.wait_for_text("in-the-shell");
    pty.send("fg\n");
    pty.wait_for("the screen again", |screen| {
        screen.alternate_screen() && screen.contents().contains("80x24")
    });
    pty.send("j");
    pty.wait_for_text("key Char('j').");
    pty.send("q");
    pty.wait_for("the shell's screen", crate::pty::is_restored);
    // Entered twice and left twice: the SIGCONT of the shell causes no third time.
    assert_eq!(pty.output_since(0).matches("\x1b[?1049h").count(), 2);
}

#[test]
fn the_screen_returns_after_a_stop_signal() {
    let pty = start();
    pty.kill(Signal::STOP);
    pty.kill(Signal::CONT);
    pty.wait_for_text("continued.");
    assert!(pty.is_raw());
    let output = pty.output_since(0);
    let (entered, left) = ("\x1b[?1049h", "\x1b[?1049l");
    assert_eq!(
        output.matches(entered).count(),
        output.matches(left).count() + 1
    );
}
