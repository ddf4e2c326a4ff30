//! Formats that can be extracted: [`Format`].

/// The format of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, also a dump of a page.
    PlainText,
    /// HTML or XHTML.
    Html,
    /// Markdown (CommonMark, GitHub's flavour).
    Markdown,
    /// Rows of cells separated by commas, tabs or semicolons (RFC 4180).
    Csv,
}

impl Format {
    /// Returns the word for it on screens and in JSON: `text`, `html`, `markdown`, `csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::PlainText => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
        }
    }
}
