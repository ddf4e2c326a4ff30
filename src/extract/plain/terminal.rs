//! Control sequences of terminals in saved output (ECMA-48): colours, and links (OSC 8).

use std::borrow::Cow;

/// Control character that begins every sequence, as a byte.
const ESCAPE: u8 = 27;

/// Returns `text` without control sequences. The words of a link stay; the address goes.
pub(super) fn without_control_sequences(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().contains(&ESCAPE) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(char::from(ESCAPE)) {
        out.push_str(before);
        rest = after.get(sequence_length(after)..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Limit of the bytes of one sequence; longer ones are text.
const MAX_LENGTH: usize = 4_096;

/// Returns the length of the sequence that follows an escape character, in bytes.
fn sequence_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.first() {
        // A control sequence ends at its first letter.
        Some(b'[') => {
            let ends = |b: &u8| (0x40..=0x7e).contains(b);
            let found = bytes.iter().skip(1).take(64).position(ends);
            found.map_or(0, |at| at + 2)
        }
        // A command string ends with BEL or with ESC \, on its own line.
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            for (at, byte) in bytes.iter().enumerate().take(MAX_LENGTH) {
                match byte {
                    0x07 => return at + 1,
                    27 if bytes.get(at + 1) == Some(&b'\\') => return at + 2,
                    b'\n' | 27 => return 0,
                    _ => {}
                }
            }
            0
        }
        Some(b'(' | b')' | b'#' | b'%') => {
            text.char_indices().nth(2).map_or(text.len(), |(at, _)| at)
        }
        Some(b'\\' | b'=' | b'>' | b'7' | b'8' | b'M' | b'c') => 1,
        _ => 0,
    }
}
