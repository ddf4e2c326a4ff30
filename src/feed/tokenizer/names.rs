//! Names of elements, attributes and entities (XML 1.0, section 2.3): [`name_at`].

/// Returns the name at byte `from` of `text`; `None` if no name starts there.
pub(super) fn name_at(text: &str, from: usize) -> Option<&str> {
    let bytes = text.as_bytes().get(from..)?;
    if !is_name_start(*bytes.first()?) {
        return None;
    }
    let length = bytes.iter().position(|b| !is_name_byte(*b));
    text.get(from..from + length.unwrap_or(bytes.len()))
}

/// Returns true for a byte that may begin a name (XML 1.0, production 4); all characters beyond ASCII may.
pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

/// Returns true for a byte that may continue a name (XML 1.0, production 4a).
pub(super) fn is_name_byte(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
}
