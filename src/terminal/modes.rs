//! Terminal modes of full-screen programs: the sequences that set them, and those that reset them.

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

/// XTWINOPS 22: pushes the window title on the terminal's stack (xterm, "Window manipulation").
const PUSH_TITLE: &[u8] = b"\x1b[22;2t";
/// XTWINOPS 23: pops the window title.
const POP_TITLE: &[u8] = b"\x1b[23;2t";

/// BDSM, explicit (ECMA-48, 8.3.8 and 7.2.2): text is displayed in the order it is sent, and the terminal reorders
/// nothing. VTE, Konsole and mintty implement it; other terminals ignore an unknown mode.
const EXPLICIT_ORDER: &[u8] = b"\x1b[8l";
/// BDSM, implicit: the terminal reorders right-to-left text by itself, which is the default of terminals that can.
const IMPLICIT_ORDER: &[u8] = b"\x1b[8h";
/// Values of `TERM` without scroll margins, or with unreliable ones.
const TERMS_WITHOUT_MARGINS: [&str; 6] = ["", "dumb", "ansi", "cons25", "cygwin", "vt52"];
/// Reports buttons (1000) and motion while one is pressed (1002), in SGR form (1006; xterm, "Mouse Tracking").
const REPORT_MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// Modes to be set. The default is the least that any terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalOptions {
    /// True if the mouse is reported; the terminal's own selection then needs Shift.
    pub mouse: bool,
    /// True if the kitty keyboard protocol is pushed, with disambiguated escape codes.
    pub kitty_keyboard: bool,
    /// True if the window title is pushed, so that it can be changed and restored.
    pub title: bool,
    /// True if terminals that reorder right-to-left text must not: it is sent in visual order.
    pub explicit_bidi: bool,
    /// True if rows may be moved within scroll margins, where that saves bytes.
    pub has_scroll_margins: bool,
    /// True if the background is queried, and its changes are reported.
    pub background: bool,
}

impl TerminalOptions {
    /// Returns the modes of a known terminal by its environment variables. The terminal is not queried: an answer may
    /// never come. `lookup` returns the value of an environment variable.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        Self {
            // Neither the Linux console nor a VT terminal has a mouse.
            mouse: !matches!(term.as_str(), "" | "linux" | "dumb") && !term.starts_with("vt"),
            kitty_keyboard: speaks_kitty_keyboard(&term, &lookup),
            // The Linux console has no title, and prints sequences that it does not know.
            title: !matches!(term.as_str(), "" | "linux" | "dumb"),
            explicit_bidi: !matches!(term.as_str(), "" | "dumb"),
            has_scroll_margins: !TERMS_WITHOUT_MARGINS.contains(&term.as_str()),
            background: false,
        }
    }
}

/// Returns true if the terminal is known to have the kitty keyboard protocol, and no multiplexer is in between.
fn speaks_kitty_keyboard(term: &str, lookup: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| lookup(name).is_some_and(|value| !value.is_empty());
    // A multiplexer passes the variables of the outer terminal on to its panes, but not the protocol.
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

/// Writes the sequences that enter full-screen mode: title pushed, alternate screen, bracketed paste, bidirectional
/// mode, keyboard, mouse, cursor hidden.
pub fn write_enter(out: &mut impl Write, options: &TerminalOptions) -> io::Result<()> {
    if options.title {
        out.write_all(PUSH_TITLE)?;
    }
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if options.explicit_bidi {
        out.write_all(EXPLICIT_ORDER)?;
    }
    if options.kitty_keyboard {
        // Each screen has a stack of its own: the flags are pushed and popped on the alternate one.
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

/// Writes the sequences that turn mouse reporting on or off. Buttons, the wheel, and motion while a button is pressed
/// are reported; mere motion is not, since it would wake the program for nothing.
pub fn write_mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    match on {
        false => queue!(out, DisableMouseCapture),
        true => out.write_all(REPORT_MOUSE),
    }
}

/// Writes the sequences that undo [`write_enter`] with the same options, in the opposite order.
pub fn write_leave(out: &mut impl Write, options: &TerminalOptions) -> io::Result<()> {
    // A frame may have been interrupted: its colours and its synchronized update end here.
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
