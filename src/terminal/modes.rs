//! The modes a full-screen program asks of a terminal, and how each is undone.

use std::io::{self, Write};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, KeyboardEnhancementFlags,
    PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};

use super::background::{NOTIFY_OFF, NOTIFY_ON};

/// XTWINOPS 22: keep the title of the window on the terminal's stack (xterm, "Window manipulation").
const PUSH_TITLE: &[u8] = b"\x1b[22;2t";
/// XTWINOPS 23: the kept title comes back.
const POP_TITLE: &[u8] = b"\x1b[23;2t";

/// BDSM, explicit (ECMA-48, 8.3.8 and 7.2.2): text stands as it is sent, and the terminal reorders nothing. VTE, Konsole and mintty
/// know it; others pass over a mode they do not know.
const EXPLICIT_ORDER: &[u8] = b"\x1b[8l";
/// BDSM, implicit: the terminal puts right-to-left text in order by itself, as one that can does from the start.
const IMPLICIT_ORDER: &[u8] = b"\x1b[8h";
/// Terminals without margins, or with margins that are not to be trusted.
const TERMS_WITHOUT_MARGINS: [&str; 6] = ["", "dumb", "ansi", "cons25", "cygwin", "vt52"];
/// Report buttons (1000) and motion while one is down (1002), in SGR form (1006; xterm, "Mouse Tracking").
const REPORT_MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// What is asked of the terminal. The default asks for the least that any terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalOptions {
    /// Report the mouse; the terminal's own selection then needs Shift.
    pub mouse: bool,
    /// Push the disambiguation of the kitty keyboard protocol.
    pub kitty_keyboard: bool,
    /// Keep the window's title, so that it can be set and comes back.
    pub title: bool,
    /// Keep terminals that reorder right-to-left text from doing so: it comes in the order of the eye.
    pub explicit_bidi: bool,
    /// Let the terminal move rows within margins, where that saves bytes.
    pub has_scroll_margins: bool,
    /// Ask whether the background is dark or light, and be told when that changes.
    pub background: bool,
}

impl TerminalOptions {
    /// What the terminal named by the environment is known to speak. The terminal itself is never asked: an answer may
    /// never come. `lookup` gives the value of an environment variable.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        Self {
            // Neither the Linux console nor a terminal of old has a mouse.
            mouse: !matches!(term.as_str(), "" | "linux" | "dumb") && !term.starts_with("vt"),
            kitty_keyboard: speaks_kitty_keyboard(&term, &lookup),
            // The Linux console has no title, and prints what it does not know.
            title: !matches!(term.as_str(), "" | "linux" | "dumb"),
            explicit_bidi: !matches!(term.as_str(), "" | "dumb"),
            has_scroll_margins: !TERMS_WITHOUT_MARGINS.contains(&term.as_str()),
            background: false,
        }
    }
}

/// Whether the terminal is one that is known to have the kitty keyboard protocol, and nothing stands between it and us.
fn speaks_kitty_keyboard(term: &str, lookup: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| lookup(name).is_some_and(|value| !value.is_empty());
    // A multiplexer hands the variables of the terminal outside on to its panes, but not the protocol.
    if is_set("TMUX") || is_set("STY") || is_set("ZELLIJ") {
        return false;
    }
    if term.starts_with("tmux") || term.starts_with("screen") || term == "linux" || term == "dumb" {
        return false;
    }
    let known_term = ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "rio"]
        .iter()
        .any(|known| {
            term.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
    let known_program = lookup("TERM_PROGRAM").is_some_and(|program| {
        matches!(
            program.as_str(),
            "kitty" | "ghostty" | "WezTerm" | "iTerm.app" | "rio"
        )
    });
    known_term || known_program || is_set("KITTY_WINDOW_ID")
}

/// Writes what enters: title kept, alternate screen, bracketed paste, order of text, keyboard, mouse, cursor hidden.
pub fn write_enter(out: &mut impl Write, options: &TerminalOptions) -> io::Result<()> {
    if options.title {
        out.write_all(PUSH_TITLE)?;
    }
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if options.explicit_bidi {
        out.write_all(EXPLICIT_ORDER)?;
    }
    if options.kitty_keyboard {
        // Each screen has a stack of its own: it is pushed and popped on the alternate one.
        queue!(
            out,
            PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES)
        )?;
    }
    if options.mouse {
        write_mouse(out, true)?;
    }
    if options.background {
        out.write_all(NOTIFY_ON)?;
    }
    queue!(out, Hide)
}

/// Writes what has the mouse reported, or no longer. Buttons and the wheel are, and motion while a button is down; mere motion
/// is not, since it would wake the program for nothing.
pub fn write_mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    match on {
        false => queue!(out, DisableMouseCapture),
        true => out.write_all(REPORT_MOUSE),
    }
}

/// Writes what undoes [`write_enter`] with the same options, in the opposite order.
pub fn write_leave(out: &mut impl Write, options: &TerminalOptions) -> io::Result<()> {
    // A frame may have been cut short: its colours and its synchronized update end here.
    queue!(out, EndSynchronizedUpdate, ResetColor)?;
    if options.background {
        out.write_all(NOTIFY_OFF)?;
    }
    if options.mouse {
        write_mouse(out, false)?;
    }
    if options.kitty_keyboard {
        queue!(out, PopKeyboardEnhancementFlags)?;
    }
    if options.explicit_bidi {
        out.write_all(IMPLICIT_ORDER)?;
    }
    queue!(out, DisableBracketedPaste, LeaveAlternateScreen, Show)?;
    if options.title {
        out.write_all(POP_TITLE)?;
    }
    Ok(())
}
