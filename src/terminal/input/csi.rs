//! Control sequences that begin with `ESC [` (CSI): keys with modifiers, paste, focus and mouse.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::parsed::ParsedEvent;
use crate::terminal::Background;

/// Parses the bytes after `ESC [`. Lengths count from the `ESC`.
pub(super) fn parse_csi(sequence: &[u8]) -> ParsedEvent {
    match sequence {
        // F1 to F5 of the Linux console.
        [b'['] => return ParsedEvent::Incomplete,
        [b'[', last, ..] => {
            return match last {
                b'A'..=b'E' => key_with_modifiers(4, KeyCode::F(last - b'A' + 1), 1, 1),
                _ => ParsedEvent::Ignored(4),
            };
        }
        // Mouse report of the oldest format (X10): three bytes of any value follow. This format is never requested.
        [b'M', rest @ ..] => {
            return if rest.len() < 3 {
                ParsedEvent::Incomplete
            } else {
                ParsedEvent::Ignored(6)
            };
        }
        _ => {}
    }
    let Some(end) = sequence.iter().position(|byte| !is_parameter_byte(*byte)) else {
        return ParsedEvent::Incomplete;
    };
    let (inside, last) = sequence.split_at(end);
    let last = last.first().copied().unwrap_or_default();
    if !(0x40..=0x7e).contains(&last) {
        // Interrupted sequence: the interrupting byte is parsed by itself.
        return ParsedEvent::Ignored(end + 2);
    }
    let length = end + 3;
    let Ok(inside) = std::str::from_utf8(inside) else {
        return ParsedEvent::Ignored(length);
    };
    match (inside.strip_prefix('<'), last) {
        (Some(report), b'M' | b'm') => parse_mouse(length, report, last == b'm'),
        (None, b'n') => match Background::from_notification(inside) {
            Some(background) => ParsedEvent::Background(length, background),
            None => ParsedEvent::Ignored(length),
        },
        (None, b'I') => ParsedEvent::Event(length, Event::FocusGained),
        (None, b'O') => ParsedEvent::Event(length, Event::FocusLost),
        (None, b'~') if inside == "200" => ParsedEvent::PasteStart(length),
        (None, _) => parse_key(length, inside, last),
        _ => ParsedEvent::Ignored(length),
    }
}

/// Returns the key of a final letter, after `ESC O` or in `ESC [ … letter`.
pub(super) fn letter_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// Returns true for parameter and intermediate bytes (ECMA-48, 5.4).
fn is_parameter_byte(byte: u8) -> bool {
    (0x20..=0x3f).contains(&byte)
}

/// Parses `CSI number ; modifiers : kind LAST`, the common form of all keys.
fn parse_key(length: usize, inside: &str, last: u8) -> ParsedEvent {
    let mut parameters = inside.split(';');
    let mut next = || {
        let mut parts = parameters.next().unwrap_or_default().split(':');
        (parse_number(parts.next()), parse_number(parts.next()))
    };
    let (code, _) = next();
    let (modifiers, kind) = next();
    let (third, _) = next();
    let (code, modifiers) = match last {
        // xterm's modifyOtherKeys.
        b'~' if code == Some(27) => (third.and_then(unicode_key), modifiers),
        b'~' => (code.and_then(numbered_key), modifiers),
        b'u' => (code.and_then(unicode_key), modifiers),
        b'Z' => (Some(KeyCode::BackTab), Some(2)),
        // A cursor position report has the form of F3; it is never requested.
        _ => (letter_key(last), modifiers),
    };
    match code {
        Some(code) => key_with_modifiers(length, code, modifiers.unwrap_or(1), kind.unwrap_or(1)),
        None => ParsedEvent::Ignored(length),
    }
}

fn parse_number(text: Option<&str>) -> Option<u32> {
    text.and_then(|text| text.parse().ok())
}

/// Builds a key event from modifiers and event kind as numbered by xterm and kitty.
fn key_with_modifiers(length: usize, code: KeyCode, modifiers: u32, kind: u32) -> ParsedEvent {
    let bits = modifiers.saturating_sub(1);
    let mut pressed = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ] {
        if bits & bit != 0 {
            pressed |= modifier;
        }
    }
    let code = match code {
        KeyCode::Tab if pressed.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        KeyCode::Char(c) if c.is_uppercase() => {
            pressed |= KeyModifiers::SHIFT;
            code
        }
        _ => code,
    };
    let kind = match kind {
        2 => KeyEventKind::Repeat,
        3 => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    ParsedEvent::Event(
        length,
        Event::Key(KeyEvent::new_with_kind(code, pressed, kind)),
    )
}

/// Returns the key of `CSI number ~`.
fn numbered_key(number: u32) -> Option<KeyCode> {
    let function = |base: u32, first: u8| {
        u8::try_from(number - base)
            .ok()
            .map(|offset| KeyCode::F(first + offset))
    };
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// Returns the key of a code point in kitty's protocol; keys of the keypad have numbers in the private use area.
fn unicode_key(code: u32) -> Option<KeyCode> {
    Some(match code {
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // Other code points of the private use area are keys without a text, such as modifiers alone.
        0xe000..=0xf8ff => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

/// Parses an SGR mouse report: `button ; column ; row`, from 1.
fn parse_mouse(length: usize, report: &str, released: bool) -> ParsedEvent {
    let mut numbers = report.split(';').map(|part| part.parse::<u16>().ok());
    let mut next = || numbers.next().flatten();
    let (Some(bits), Some(column), Some(row)) = (next(), next(), next()) else {
        return ParsedEvent::Ignored(length);
    };
    let button = match bits & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (bits & 0b1100_0000, bits & 32 != 0, button) {
        (64, ..) => match bits & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        (0, true, Some(button)) => MouseEventKind::Drag(button),
        (0, true, None) => MouseEventKind::Moved,
        (0, false, Some(button)) if released => MouseEventKind::Up(button),
        (0, false, Some(button)) => MouseEventKind::Down(button),
        _ => return ParsedEvent::Ignored(length),
    };
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    ParsedEvent::Event(
        length,
        Event::Mouse(MouseEvent {
            kind,
            column: column.saturating_sub(1),
            row: row.saturating_sub(1),
            modifiers,
        }),
    )
}
