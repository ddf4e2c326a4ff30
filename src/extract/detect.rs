//! Detection of the format of some bytes: [`Format`], or [`Unreadable`].
//!
//! 1. [`binary`] recognises binary files by their signature or by the number of control characters.
//! 2. [`html`], [`markdown`] and [`csv`] look at the first page of the text for their own marks.
//! 3. The file name decides if the bytes allow several formats. Everything else is plain text.

mod binary;
mod blank;
pub(super) mod csv;
mod html;
mod markdown;

use super::{Format, Hints, charset, plain};
use blank::is_blank;

/// Length of the beginning of a file that is inspected, in bytes.
const HEAD: usize = 32 * 1024;

/// Why bytes are no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No bytes, or white space alone.
    #[error("empty")]
    Empty,
    /// Not text in any encoding; the type of the file ("a PNG image"), if it is known.
    #[error("not text{}", .0.map(|kind| format!(": {kind}")).unwrap_or_default())]
    Binary(Option<&'static str>),
}

/// Detects the format of `bytes`: by their content first, by the name of the file second.
///
/// # Errors
/// [`Unreadable`] if they contain no text.
///
/// # Examples
///
/// ```
/// use newsprint::extract::{Format, Hints, Unreadable, detect::detect};
///
/// let hints = Hints::default();
/// assert_eq!(detect(b"<!doctype html><title>Ink</title><p>Oak galls.", &hints), Ok(Format::Html));
/// assert_eq!(detect(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &hints), Err(Unreadable::Binary(Some("a PNG image"))));
/// ```
pub fn detect(bytes: &[u8], hints: &Hints<'_>) -> Result<Format, Unreadable> {
    let wide = charset::wide_encoding(bytes).is_some();
    if !wide && let Some(kind) = binary::signature(bytes) {
        return Err(Unreadable::Binary(Some(kind)));
    }
    let blank = |text: &str| text.chars().all(is_blank);
    let head = charset::head(bytes, HEAD, hints);
    if blank(&head) && (bytes.len() <= HEAD || blank(&charset::head(bytes, bytes.len(), hints))) {
        return Err(Unreadable::Empty);
    }
    if !wide && binary::looks_binary(bytes) {
        return Err(Unreadable::Binary(None));
    }
    let head = head.trim_start_matches(is_blank);
    Ok(match ending(hints.name) {
        Ending::Html if html::has_markup(head) => Format::Html,
        Ending::Markdown if !html::is_document(head) => Format::Markdown,
        Ending::Code if !html::is_document(head) => Format::PlainText,
        _ if html::is_document(head) || html::is_fragment(head) => Format::Html,
        Ending::Csv if csv::separator(head, true).is_some() => Format::Csv,
        Ending::Text | Ending::Other if csv::separator(head, false).is_some() => Format::Csv,
        Ending::Text if markdown::markdown_score(head) >= markdown::SURE_SCORE => Format::Markdown,
        Ending::Text => Format::PlainText,
        _ if markdown::markdown_score(head) >= markdown::LIKELY_SCORE => Format::Markdown,
        _ => Format::PlainText,
    })
}

/// Type of a file by the ending of its name.
enum Ending {
    Html,
    Markdown,
    Text,
    Code,
    Csv,
    Other,
}

fn ending(name: Option<&str>) -> Ending {
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, e)| e);
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm" | "xhtml" | "xht" | "shtml") => Ending::Html,
        Some("md" | "markdown" | "mdown" | "mkd" | "mkdn") => Ending::Markdown,
        Some("txt" | "text") => Ending::Text,
        Some("csv" | "tsv" | "tab") => Ending::Csv,
        _ if name.is_some_and(plain::verbatim::is_code_name) => Ending::Code,
        _ => Ending::Other,
    }
}
