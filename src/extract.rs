//! Extraction: turns bytes (HTML, Markdown, plain text, CSV) into a [`Document`] with title, metadata, headings and blocks.
//!
//! 1. [`detect`] finds the format from the bytes, then from the file name: plain text, HTML, Markdown, CSV, or nothing
//!    readable.
//! 2. [`charset`] turns the bytes into text.
//! 3. One module per format turns the text into blocks, title, date and author: [`plain`], [`html`], [`markdown`], `csv`.
//! 4. [`finish`] passes every string through `clean`, limits nesting and repetition, and removes the heading that only
//!    repeats the title.
//!
//! From step 2 on nothing fails and nothing panics: bad input gives a poorer document. The time is linear in the input.

pub mod charset;
mod collapse;
mod comparison;
mod csv;
pub mod dates;
pub mod detect;
mod dom;
pub mod finish;
mod format;
mod hints;
pub mod html;
pub mod markdown;
pub mod metadata;
mod page_problem;
mod phrasing;
pub mod plain;
pub mod selection;
mod targets;
mod trace;

use crate::model::Document;

pub use detect::Unreadable;
pub use format::Format;
pub use hints::Hints;
pub use page_problem::{PageFacts, page_problem};
pub use trace::{Evidence, LineRole, SourceLine};

use trace::Trace;

/// Result of an extraction.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Format that was detected.
    pub format: Format,
    /// The article.
    pub document: Document,
}

/// Version of the extraction: raised when it improves, so that stored documents of an older version are extracted
/// again.
pub const VERSION: u32 = 3;

/// Extracts a document from the bytes of a file or page.
///
/// Bad input gives a poorer document, not an error. The time is linear in the number of bytes.
///
/// # Errors
/// [`Unreadable`] if there is nothing to read: no bytes, no words, or no text in any encoding.
///
/// # Examples
///
/// ```
/// use newsprint::extract::{Format, Hints, extract};
///
/// let dump = "# Harbour bridge reopens\n\n## Why it closed\n\nInspectors found a crack in a bearing.\n";
/// let extraction = extract(dump.as_bytes(), &Hints::default())?;
///
/// assert_eq!(extraction.format, Format::Markdown);
/// assert_eq!(extraction.document.metadata.title.as_deref(), Some("Harbour bridge reopens"));
/// assert_eq!(extraction.document.sections()[0].title, "Why it closed");
/// # Ok::<(), newsprint::extract::Unreadable>(())
/// ```
pub fn extract(bytes: &[u8], hints: &Hints<'_>) -> Result<Extraction, Unreadable> {
    let (extraction, _) = extract_traced(bytes, hints, Trace::counting())?;
    Ok(extraction)
}

/// Extracts a document, and returns the lines of the source in reading order with their parts in the article.
///
/// # Errors
/// As [`extract`].
pub fn explain(
    bytes: &[u8],
    hints: &Hints<'_>,
) -> Result<(Extraction, Vec<SourceLine>), Unreadable> {
    extract_traced(bytes, hints, Trace::explaining())
}

fn extract_traced(
    bytes: &[u8],
    hints: &Hints<'_>,
    mut trace: Trace,
) -> Result<(Extraction, Vec<SourceLine>), Unreadable> {
    let format = detect::detect(bytes, hints)?;
    let text = charset::decode_text(bytes, format, hints);
    let raw = match format {
        Format::PlainText => plain::extract_traced(&text, hints, &mut trace),
        Format::Html => html::extract_traced(&text, hints, &mut trace),
        Format::Markdown => markdown::extract_traced(&text, hints, &mut trace),
        Format::Csv => csv::extract_traced(&text, &mut trace),
    };
    let mut document = finish::finish(raw, hints);
    let (left_out, lines) = trace.finish();
    document.left_out = left_out;
    Ok((Extraction { format, document }, lines))
}
