//! Laid-out text without terminal types: [`TextLine`] and [`TextSpan`].

use std::ops::Range;
use std::sync::Arc;

use super::columns::columns;
use crate::model::Token;

/// One line on the screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextLine {
    /// Its spans, from left to right on the screen.
    pub spans: Vec<TextSpan>,
    /// The bytes of the unit's text that it shows; empty for a blank line or a mere ornament.
    pub source: Range<usize>,
    /// Whether the line is white space above the unit's first line of text. A jump to the unit passes over it.
    pub is_gap: bool,
}

/// A run of text of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct TextSpan {
    /// The words, free of anything that is not to be shown.
    pub text: String,
    /// What they are.
    pub role: Role,
    /// How they are stressed.
    pub format: SpanFormat,
    /// Where in the unit's text (bytes) the first of them stands; `None` for ornament: bullets, bars, padding, a hyphen.
    /// A span with a source shows the bytes of the unit's text unchanged, from there on; but a bracket in right-to-left text
    /// is shown turned round, by a character of as many bytes. Where a line runs from right to left, sources go backwards from
    /// span to span.
    pub source: Option<usize>,
    /// Where they lead, if they are a link.
    pub link: Option<Arc<str>>,
}

/// Stress inside a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanFormat {
    /// Emphasis.
    pub italic: bool,
    /// Strong.
    pub bold: bool,
    /// Code in a sentence.
    pub code: bool,
}

/// What a span of laid-out text is. The theme turns it into a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The title of the article.
    Title,
    /// The sentence under it.
    Standfirst,
    /// Publisher, date, byline, reading time.
    Byline,
    /// A section heading and its level, 1 to 6.
    Heading(u8),
    /// The ornament before a heading.
    HeadingMark,
    /// Running text.
    Text,
    /// Text in a quotation.
    Quote,
    /// The bar beside a quotation.
    QuoteBar,
    /// A bullet or a number.
    ListMarker,
    /// A code block.
    CodeBlock,
    /// A word of a code block whose language is known.
    CodeToken(Token),
    /// The head row of a table.
    TableHead,
    /// The lines of a table.
    TableRule,
    /// The box around an image.
    ImageFrame,
    /// What an image shows.
    ImageText,
    /// The caption of an image or table.
    Caption,
    /// A rule.
    ThematicBreak,
}

impl TextLine {
    /// The words of the line, ornaments included.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// The columns that the line takes.
    pub(super) fn columns(&self) -> usize {
        self.spans.iter().map(|span| columns(&span.text)).sum()
    }
}
