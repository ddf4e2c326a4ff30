//! Limits what the Markdown parser sees: [`split_long_text`].
//!
//! The parser makes a tree of the whole text before it reports its first event, with a node for each line, mark and
//! container. A text of nothing but marks needs several hundred times its size. Its nodes are therefore estimated in one
//! scan of the bytes, and what exceeds the limit is not parsed; it stays as text.

/// Largest estimate of the memory of the parser and of the blocks, in bytes. It is about twice what they need.
const MAX_MEMORY: usize = 384 * 1024 * 1024;

/// Splits off the text after the lines that are parsed. The second part is empty for all but very large texts.
pub(super) fn split_long_text(text: &str) -> (&str, &str) {
    // No text this short exceeds the limit.
    if text.len() < MAX_MEMORY / CONTAINER_BYTES {
        return (text, "");
    }
    let (mut memory, mut line_start) = (0, 0);
    let mut is_at_start = true;
    let mut previous = b'\n';
    for (at, byte) in text.bytes().enumerate() {
        memory += node_bytes(byte, previous, is_at_start);
        if memory > MAX_MEMORY {
            let end = if line_start == 0 { at } else { line_start };
            let end = (0..=end).rev().find(|end| text.is_char_boundary(*end));
            return text
                .split_at_checked(end.unwrap_or(0))
                .unwrap_or((text, ""));
        }
        if byte == b'\n' {
            line_start = at + 1;
        }
        is_at_start = byte == b'\n' || is_at_start && may_open_container(byte);
        previous = byte;
    }
    (text, "")
}

/// Estimated bytes of a container of one item or quotation.
const CONTAINER_BYTES: usize = 1300;

/// Estimates the bytes that one byte of Markdown costs in the parser and in the blocks. `is_at_start` is true if only
/// marks of containers stand before it on its line.
fn node_bytes(byte: u8, previous: u8, is_at_start: bool) -> usize {
    match byte {
        b'\n' => 800,
        b'-' | b'+' | b'*' | b'>' if is_at_start => CONTAINER_BYTES,
        b'.' | b')' if is_at_start && previous.is_ascii_digit() => CONTAINER_BYTES,
        b'#' if is_at_start && previous != b'#' => CONTAINER_BYTES,
        b'^' if previous == b'[' => CONTAINER_BYTES,
        b'[' | b'<' => 600,
        b'*' | b'_' | b'~' | b'|' => 350,
        b'`' | b']' | b'!' | b'\\' | b'&' | b'$' => 200,
        _ => 2,
    }
}

/// Returns true for the bytes that may stand before a mark of a container on its line.
fn may_open_container(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'#' | b'0'..=b'9'
    )
}
