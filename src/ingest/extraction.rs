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

/// Extracts the document from a page that was fetched from `url`; `content_type` is the header of its answer.
///
/// # Errors
/// The bytes contain no text.
pub(super) fn extract_page(
    bytes: &[u8],
    url: &str,
    content_type: Option<&str>,
) -> Result<Document, Unreadable> {
    let hints = Hints {
        url: Some(url),
        charset: content_type.and_then(charset::charset_parameter),
        ..Hints::default()
    };
    let mut document = extract(bytes, &hints)?.document;
    document.metadata.url.get_or_insert_with(|| url.to_owned());
    Ok(document)
}

/// Returns the text in `bytes` as it was decoded, clean, tabs as spaces, and at most 8 MiB of it.
///
/// # Errors
/// There is no text in them.
pub(super) fn source_text(bytes: &[u8], name: Option<&str>) -> Result<String, ReadError> {
    let hints = hints(name);
    let format = detect::detect(bytes, &hints)?;
    Ok(shown_source(&charset::decode_text(bytes, format, &hints)))
}

/// Returns a source text as it is shown: clean, tabs as spaces, and at most 8 MiB of it.
pub(super) fn shown_source(text: &str) -> String {
    let end = (0..=MAX_SOURCE_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    let start = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let mut shown = clean::clean_code(start).into_owned();
    if start.len() < text.len() {
        shown.push_str("\n…");
    }
    shown
}

fn hints(name: Option<&str>) -> Hints<'_> {
    Hints {
        name,
        ..Hints::default()
    }
}
