//! Length of escape sequences (ECMA-48, and the way terminals treat malformed ones): [`sequence_length`].
//!
//! No scan passes another introducer, so the work is linear however many sequences are unterminated.

/// Returns how many bytes of `rest` belong to the sequence begun by `introducer`: ESC, or one of the C1 controls.
pub(super) fn sequence_length(introducer: char, rest: &str) -> usize {
    match introducer {
        '\u{9b}' => control_sequence_length(rest),
        '\u{9d}' => control_string_length(rest, StringKind::Command),
        '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => {
            control_string_length(rest, StringKind::Device)
        }
        _ => match rest.as_bytes().first() {
            Some(b'[') => 1 + control_sequence_length(&rest[1..]),
            Some(b']') => 1 + control_string_length(&rest[1..], StringKind::Command),
            Some(b'P' | b'X' | b'^' | b'_') => {
                1 + control_string_length(&rest[1..], StringKind::Device)
            }
            Some(0x20..=0x2f) => {
                let intermediate = count_bytes(rest, |b| matches!(b, 0x20..=0x2f));
                intermediate + final_byte_length(&rest[intermediate..], 0x30)
            }
            Some(0x30..=0x7e) => 1,
            _ => 0,
        },
    }
}

/// Returns the length of parameters, intermediate bytes, and a final byte. Controls in between act on a terminal but do
/// not end the sequence.
fn control_sequence_length(rest: &str) -> usize {
    let inside = |b: u8| {
        let ends = matches!(b, b'\n' | b'\r' | 0x18 | 0x1a | 0x1b);
        matches!(b, 0x20..=0x3f | 0x7f) || b < 0x20 && !ends
    };
    let bytes = count_bytes(rest, inside);
    bytes + final_byte_length(&rest[bytes..], 0x40)
}

fn final_byte_length(rest: &str, from: u8) -> usize {
    let last = rest.as_bytes().first();
    usize::from(last.is_some_and(|b| (from..=0x7e).contains(b)))
}

fn count_bytes(rest: &str, inside: impl Fn(u8) -> bool) -> usize {
    rest.bytes().take_while(|b| inside(*b)).count()
}

/// Kinds of control strings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StringKind {
    /// Operating system command (a title, the clipboard). It has one line, and BEL ends it too.
    Command,
    /// Device control string and similar (an image). It may have several lines, but no empty one.
    Device,
}

/// Returns the length of a control string up to its terminator. An unterminated string loses only its number, so that
/// it cannot swallow an article; a string interrupted by another sequence is removed up to there, as in a terminal.
fn control_string_length(rest: &str, kind: StringKind) -> usize {
    let mut line_end = false;
    for (i, c) in rest.char_indices() {
        match c {
            '\u{7}' if kind == StringKind::Command => return i + 1,
            '\u{9c}' => return i + c.len_utf8(),
            '\u{1b}' if rest[i + 1..].starts_with('\\') => return i + 2,
            '\u{1b}' | '\u{18}' | '\u{1a}' => return i,
            '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => return i,
            '\n' if kind == StringKind::Command || line_end => break,
            _ => {}
        }
        line_end = c == '\n' || line_end && c == '\r';
    }
    let digits = count_bytes(rest, |b| b.is_ascii_digit());
    match digits {
        0 => 0,
        _ => digits + count_bytes(&rest[digits..], |b| b == b';'),
    }
}
