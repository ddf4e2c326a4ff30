//! Extraction of a file's bytes to a document, and its source text.

use super::error::ReadError;
use super::source_segments::{ShownLine, source_segments};
use crate::extract::{
    Format, Hints, LineRole, SourceLine, Unreadable, charset, detect, explain, extract,
};
use crate::model::{Correction, Document, SegmentRole, SourceSegment, SourceText, article_parts};
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

/// Returns the source in `bytes`, clean, tabs as spaces, in segments that are part of the article or not. Of a page it is the
/// text of its blocks, else the text as it was decoded. A source of more than 8 MiB is cut there and one segment.
///
/// # Errors
/// There is no text in them.
pub(super) fn source_text(
    bytes: &[u8],
    name: Option<&str>,
    corrections: &[Correction],
) -> Result<SourceText, ReadError> {
    let hints = hints(name);
    if bytes.len() > MAX_SOURCE_BYTES {
        let format = detect::detect(bytes, &hints)?;
        let text = charset::decode_text(bytes, format, &hints);
        let segment = SourceSegment {
            text: shown_source(&text),
            ..SourceSegment::default()
        };
        return Ok(SourceText {
            segments: vec![segment],
        });
    }
    let (extraction, lines) = explain(bytes, &hints)?;
    let shown = match extraction.format {
        Format::Html => blocks_of_page(&lines),
        Format::PlainText | Format::Markdown | Format::Csv => {
            let text = shown_source(&charset::decode_text(bytes, extraction.format, &hints));
            lines_of_text(&text, &lines)
        }
    };
    let parts = article_parts(&extraction.document.blocks);
    let is_page = extraction.format == Format::Html;
    Ok(source_segments(shown, is_page, &parts, corrections))
}

/// Returns the text of an article whose source is not stored in lines, as its parts.
pub(super) fn source_of_document(document: &Document, corrections: &[Correction]) -> SourceText {
    let parts = article_parts(&document.blocks);
    let mut shown: Vec<ShownLine> = Vec::with_capacity(parts.len() * 2);
    let details = [&document.metadata.title, &document.metadata.standfirst];
    for text in details.into_iter().flatten() {
        shown.push(shown_line(text, SegmentRole::Details, 0));
        shown.push(ShownLine::default());
    }
    for (at, part) in parts.iter().enumerate() {
        let is_first = at > 0 && parts.get(at - 1).is_some_and(|p| p.block != part.block);
        if is_first {
            shown.push(ShownLine::default());
        }
        shown.push(shown_line(&part.text, SegmentRole::Text, at + 1));
    }
    source_segments(shown, false, &parts, corrections)
}

/// Returns the lines of a text with their parts in the article.
fn lines_of_text(text: &str, lines: &[SourceLine]) -> Vec<ShownLine> {
    let mut shown: Vec<ShownLine> = text
        .lines()
        .map(|line| ShownLine {
            text: line.to_owned(),
            role: match line.trim().is_empty() {
                true => SegmentRole::Blank,
                false => SegmentRole::Details,
            },
            block: 0,
        })
        .collect();
    for (block, line) in lines.iter().enumerate() {
        let covered = shown.get_mut(line.lines.clone()).unwrap_or_default();
        for line_of_block in covered.iter_mut().filter(|l| l.role != SegmentRole::Blank) {
            line_of_block.role = segment_role(line.role);
            line_of_block.block = block + 1;
        }
    }
    shown
}

/// Returns the text of a page, a line for each block, with a blank line between two blocks.
fn blocks_of_page(lines: &[SourceLine]) -> Vec<ShownLine> {
    let mut shown = Vec::with_capacity(lines.len() * 2);
    let visible = lines.iter().filter(|line| line.role != LineRole::Hidden);
    for (block, line) in visible.enumerate() {
        if block > 0 {
            shown.push(ShownLine::default());
        }
        let text = shown_source(&line.text);
        let role = segment_role(line.role);
        shown.extend(
            text.split('\n')
                .map(|line| shown_line(line, role, block + 1)),
        );
    }
    shown
}

fn shown_line(text: &str, role: SegmentRole, block: usize) -> ShownLine {
    ShownLine {
        text: text.to_owned(),
        role,
        block,
    }
}

/// Returns the role of the segment that a line of the source is in.
fn segment_role(role: LineRole) -> SegmentRole {
    match role {
        LineRole::Content | LineRole::Heading(_) | LineRole::Caption => SegmentRole::Text,
        LineRole::Title | LineRole::Metadata | LineRole::Hidden => SegmentRole::Details,
        LineRole::LeftOut => SegmentRole::LeftOut,
    }
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
