//! Keys that compare texts by their words alone: [`comparison_key`].

/// Letters and digits in lower case with one blank between words: for comparing.
pub(super) fn comparison_key(text: &str) -> String {
    if text.is_ascii() {
        return comparison_key_of_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '’') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the key of a text of ASCII characters.
fn comparison_key_of_ascii(text: &str) -> String {
    let mut key = Vec::with_capacity(text.len());
    let mut is_after_blank = true;
    for byte in text.bytes() {
        let shown = KEY_BYTES[usize::from(byte)];
        if shown != 0 && !(shown == b' ' && is_after_blank) {
            key.push(shown);
            is_after_blank = shown == b' ';
        }
    }
    if key.last() == Some(&b' ') {
        key.pop();
    }
    String::from_utf8(key).unwrap_or_default()
}

/// Byte of a key for each byte of a text: letters in lower case, digits, a blank for others; 0 for an apostrophe, which is left out.
const KEY_BYTES: [u8; 256] = {
    let mut bytes = [b' '; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            bytes[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    bytes[b'\'' as usize] = 0;
    bytes
};
