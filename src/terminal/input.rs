//! Parser from the bytes of a terminal to crossterm's events. It never waits for bytes that may not come.
//!
//! 1. text and control characters, UTF-8 (`parse_text`);
//! 2. `ESC` and the bytes after it: alone it is the Esc key, before a character Alt (`parse_escape`);
//! 3. `CSI` sequences: keys, paste, focus, mouse (`csi`; ECMA-48, xterm's "ctlseqs", the kitty keyboard protocol).

mod csi;
mod parsed;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Background;
use parsed::ParsedEvent;

/// Longest part of a paste that is kept, in bytes; the rest is dropped.
const MAX_PASTED_BYTES: usize = 1024 * 1024;

/// Longest sequence, in bytes; no real sequence is longer.
const MAX_SEQUENCE_BYTES: usize = 128;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Incremental parser of terminal input. Incomplete sequences stay until more bytes come, except an `ESC`, which is a
/// key.
#[derive(Debug, Default)]
pub struct InputParser {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// Background last reported by the terminal.
    background: Option<Background>,
}

impl InputParser {
    /// Appends the events in `bytes` to `events`. `more` is true if further bytes can be read: only then an `ESC` at
    /// the very end is not yet the Esc key.
    pub fn feed(&mut self, bytes: &[u8], more: bool, events: &mut Vec<Event>) {
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let mut rest = pending.as_slice();
        while !rest.is_empty() {
            if self.paste.is_some() {
                match self.continue_paste(rest, events) {
                    Some(after) => rest = after,
                    None => {
                        let kept = rest.len().min(PASTE_END.len() - 1);
                        rest = rest.get(rest.len() - kept..).unwrap_or_default();
                        break;
                    }
                }
                continue;
            }
            let length = match parse_event(rest, more) {
                ParsedEvent::Event(length, event) => {
                    events.push(event);
                    length
                }
                ParsedEvent::Background(length, background) => {
                    self.background = Some(background);
                    length
                }
                ParsedEvent::Ignored(length) => length,
                ParsedEvent::PasteStart(length) => {
                    self.paste = Some(Vec::new());
                    length
                }
                ParsedEvent::Incomplete if rest.len() > MAX_SEQUENCE_BYTES => 1,
                ParsedEvent::Incomplete => break,
            };
            rest = rest.get(length.max(1)..).unwrap_or_default();
        }
        self.pending = rest.to_vec();
    }

    /// Returns the background reported since the last call.
    pub fn take_background(&mut self) -> Option<Background> {
        self.background.take()
    }

    /// Adds `bytes` to the paste. Returns the bytes after its end; without an end all but the last bytes are added,
    /// because those may be the beginning of the end marker.
    fn continue_paste<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> Option<&'a [u8]> {
        let end = bytes
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END);
        let taken = end.unwrap_or_else(|| bytes.len().saturating_sub(PASTE_END.len() - 1));
        if let Some(paste) = &mut self.paste {
            let room = MAX_PASTED_BYTES.saturating_sub(paste.len());
            paste.extend(bytes.iter().take(taken.min(room)));
        }
        let after = bytes.get(end? + PASTE_END.len()..)?;
        let paste = self.paste.take().unwrap_or_default();
        events.push(Event::Paste(String::from_utf8_lossy(&paste).into_owned()));
        Some(after)
    }
}

fn parse_event(bytes: &[u8], more: bool) -> ParsedEvent {
    match bytes {
        [0x1b, rest @ ..] => parse_escape(rest, more),
        _ => parse_text(bytes),
    }
}

/// Parses `ESC` and the bytes after it; `rest` is without the `ESC`.
fn parse_escape(rest: &[u8], more: bool) -> ParsedEvent {
    match rest {
        [] if more => ParsedEvent::Incomplete,
        // The second escape may begin a sequence.
        [] | [0x1b, ..] => ParsedEvent::Event(1, key_event(KeyCode::Esc, KeyModifiers::NONE)),
        [b'[', sequence @ ..] => csi::parse_csi(sequence),
        [b'O'] => ParsedEvent::Incomplete,
        [b'O', last, ..] => match csi::letter_key(*last) {
            Some(code) => ParsedEvent::Event(3, key_event(code, KeyModifiers::NONE)),
            None => ParsedEvent::Ignored(3),
        },
        // A control string (OSC, DCS, APC, PM), but only if complete: the user may have typed Alt-].
        [b']' | b'P' | b'_' | b'^', string @ ..] if control_string_length(string).is_some() => {
            let length = control_string_length(string).unwrap_or_default();
            let inside = string.get(..length).unwrap_or_default();
            let inside = inside.strip_suffix(b"\x1b\\").unwrap_or(inside);
            let inside = inside.strip_suffix(b"\x07").unwrap_or(inside);
            match Background::from_answer(inside).filter(|_| rest.starts_with(b"]")) {
                Some(background) => ParsedEvent::Background(2 + length, background),
                None => ParsedEvent::Ignored(2 + length),
            }
        }
        // The parser waits for the rest of the answer to the background query even if it comes in parts: nobody types
        // this in one go.
        [b']', answer @ ..] if answer.starts_with(b"11;") && may_be_control_string(answer) => {
            ParsedEvent::Incomplete
        }
        [b']' | b'P' | b'_' | b'^', string @ ..] if more && may_be_control_string(string) => {
            ParsedEvent::Incomplete
        }
        _ => match parse_text(rest) {
            ParsedEvent::Event(length, Event::Key(mut alt)) => {
                alt.modifiers |= KeyModifiers::ALT;
                ParsedEvent::Event(length + 1, Event::Key(alt))
            }
            ParsedEvent::Ignored(length) => ParsedEvent::Ignored(length + 1),
            other => other,
        },
    }
}

/// Returns true if more bytes could complete these to a control string.
fn may_be_control_string(string: &[u8]) -> bool {
    let end = string.iter().position(|byte| *byte == 0x1b);
    string.len() < MAX_SEQUENCE_BYTES && end.is_none_or(|end| end + 1 == string.len())
}

/// Returns the length of a control string with the BEL or ST that ends it.
fn control_string_length(string: &[u8]) -> Option<usize> {
    let end = string.iter().position(|byte| matches!(byte, 7 | 0x1b))?;
    match string.get(end..)? {
        [7, ..] => Some(end + 1),
        [0x1b, b'\\', ..] => Some(end + 2),
        _ => None,
    }
}

/// Parses one character, with the names that crossterm gives to control characters.
fn parse_text(bytes: &[u8]) -> ParsedEvent {
    let Some(&first) = bytes.first() else {
        return ParsedEvent::Incomplete;
    };
    let control = |c: char| key_event(KeyCode::Char(c), KeyModifiers::CONTROL);
    let event = match first {
        0 => control(' '),
        b'\t' => key_event(KeyCode::Tab, KeyModifiers::NONE),
        b'\r' => key_event(KeyCode::Enter, KeyModifiers::NONE),
        0x7f => key_event(KeyCode::Backspace, KeyModifiers::NONE),
        0x01..=0x1a => control(char::from(first - 1 + b'a')),
        0x1c..=0x1f => control(char::from(first - 0x1c + b'4')),
        _ => return parse_character(bytes),
    };
    ParsedEvent::Event(1, event)
}

/// Parses one UTF-8 character; an invalid byte is ignored.
fn parse_character(bytes: &[u8]) -> ParsedEvent {
    let length = match bytes.first() {
        Some(0x00..=0x7f) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return ParsedEvent::Ignored(1),
    };
    let Some(encoded) = bytes.get(..length) else {
        // Only bytes that can still become a character are waited for.
        let can_become = bytes.iter().skip(1).all(|byte| byte & 0xc0 == 0x80);
        return if can_become {
            ParsedEvent::Incomplete
        } else {
            ParsedEvent::Ignored(1)
        };
    };
    match std::str::from_utf8(encoded).map(|text| text.chars().next()) {
        Ok(Some(c)) => ParsedEvent::Event(length, character_key(c, KeyModifiers::NONE)),
        _ => ParsedEvent::Ignored(1),
    }
}

/// Returns the key of a character: a capital letter implies Shift, as in crossterm.
fn character_key(c: char, mut modifiers: KeyModifiers) -> Event {
    if c.is_uppercase() {
        modifiers |= KeyModifiers::SHIFT;
    }
    key_event(KeyCode::Char(c), modifiers)
}

fn key_event(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}
