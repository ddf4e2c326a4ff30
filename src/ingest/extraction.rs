//! Extraction of a file's bytes to a document, and its source text.

use super::error::ReadError;
use crate::extract::{
    Format, Hints, LineRole, SourceLine, Unreadable, charset, detect, explain, extract,
};
use crate::model::{Document, SourceText};
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
        today: Some(chrono::Utc::now().date_naive()),
        ..Hints::default()
    };
    let mut document = extract(bytes, &hints)?.document;
    document.metadata.url.get_or_insert_with(|| url.to_owned());
    Ok(document)
}

/// Returns the source in `bytes`, clean, tabs as spaces, with the lines marked that are not part of the article. Of a page
/// of which something was left out it is the text of its blocks, else the text as it was decoded. A source of more than 8 MiB is cut there,
/// without marks.
///
/// # Errors
/// There is no text in them.
pub(super) fn source_text(bytes: &[u8], name: Option<&str>) -> Result<SourceText, ReadError> {
    let hints = hints(name);
    if bytes.len() > MAX_SOURCE_BYTES {
        let format = detect::detect(bytes, &hints)?;
        let text = charset::decode_text(bytes, format, &hints);
        return Ok(SourceText::whole(shown_source(&text)));
    }
    let (extraction, lines) = explain(bytes, &hints)?;
    let leaves_out = lines.iter().any(|line| line.role == LineRole::LeftOut);
    if extraction.format == Format::Html && leaves_out {
        return Ok(blocks_of_page(&lines));
    }
    let text = shown_source(&charset::decode_text(bytes, extraction.format, &hints));
    let mut is_left_out = vec![false; text.lines().count()];
    for line in lines.iter().filter(|line| line.role == LineRole::LeftOut) {
        if let Some(marks) = is_left_out.get_mut(line.lines.clone()) {
            marks.fill(true);
        }
    }
    if !is_left_out.contains(&true) {
        return Ok(SourceText::whole(text));
    }
    Ok(SourceText::marked(text.lines().zip(is_left_out)))
}

/// Returns the text of a page, a line for each block, with an empty line between two blocks.
fn blocks_of_page(lines: &[SourceLine]) -> SourceText {
    let shown: Vec<(String, bool)> = lines
        .iter()
        .filter(|line| line.role != LineRole::Hidden)
        .map(|line| (shown_source(&line.text), line.role == LineRole::LeftOut))
        .collect();
    let mut out = Vec::with_capacity(shown.len() * 2);
    for (i, (text, is_left_out)) in shown.iter().enumerate() {
        if i > 0 {
            out.push(("", false));
        }
        out.extend(text.split('\n').map(|line| (line, *is_left_out)));
    }
    SourceText::marked(out)
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

/// Returns all of the source in `bytes` as it is decoded, clean, in its own format.
///
/// # Errors
/// There is no text in them.
pub(super) fn decoded_source(bytes: &[u8], hints: &Hints<'_>) -> Result<String, Unreadable> {
    let format = detect::detect(bytes, hints)?;
    Ok(clean_source(&charset::decode_text(bytes, format, hints)))
}

/// Cleans a source text for a pipe or a file: lines and tabs stay.
pub(super) fn clean_source(text: &str) -> String {
    let parts: Vec<_> = text.split('\t').map(clean::clean_code).collect();
    let mut cleaned = parts.join("\t");
    if !cleaned.ends_with('\n') {
        cleaned.push('\n');
    }
    cleaned
}

/// Returns the hints of a file with this name.
pub(super) fn hints(name: Option<&str>) -> Hints<'_> {
    Hints {
        name,
        ..Hints::default()
    }
}
