//! Extraction of a file's bytes to a document, and its source text.

use super::error::ReadError;
use crate::extract::{Hints, Unreadable, charset, detect, extract};
use crate::model::Document;
use crate::text::clean;

/// The most source text that is shown, in bytes.
const MAX_SOURCE_BYTES: usize = 8 * 1024 * 1024;

/// Extracts the document from `bytes`. The ending of `name` decides the format if the bytes do not.
///
/// # Errors
/// The bytes contain no text.
pub fn extract_document(bytes: &[u8], name: Option<&str>) -> Result<Document, Unreadable> {
    let extraction = extract(bytes, &hints(name))?;
    Ok(extraction.document)
}

/// Returns the text in `bytes` as it was decoded, clean, tabs as spaces, and at most 8 MiB of it.
///
/// # Errors
/// There is no text in them.
pub(super) fn source_text(bytes: &[u8], name: Option<&str>) -> Result<String, ReadError> {
    let hints = hints(name);
    let format = detect::detect(bytes, &hints)?;
    let mut text = charset::decode_text(bytes, format, &hints);
    let is_cut = text.len() > MAX_SOURCE_BYTES;
    let end = (0..=MAX_SOURCE_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or(0));
    let mut text = clean::clean_code(&text).into_owned();
    if is_cut {
        text.push_str("\n…");
    }
    Ok(text)
}

fn hints(name: Option<&str>) -> Hints<'_> {
    Hints {
        name,
        ..Hints::default()
    }
}
