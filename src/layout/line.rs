//! Laid-out text without terminal types: [`TextLine`] and [`TextSpan`].

use std::ops::Range;
use std::sync::Arc;

use super::columns::columns;
use crate::model::Token;

/// One laid-out line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextLine {
    /// Spans from left to right on the screen.
    pub spans: Vec<TextSpan>,
    /// Byte range of the unit's text that the line shows; empty for a blank line or an ornament.
    pub source: Range<usize>,
    /// True if the line is white space above the unit's first line of text. A jump to the unit skips it.
    pub is_gap: bool,
    /// Position of a line of code, verse or a table that is wider than the text; `None` for all other lines.
    pub wide: Option<WideLine>,
}

/// Position of a line of code, verse or a table that is wider than the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WideLine {
    /// Columns by which the line begins to the left of the text.
    pub columns_before: u16,
    /// Number of spans at the start of the line that are never scrolled: bars, markers, indents.
    pub fixed_spans: usize,
    /// Columns of the pane from the start of the line on.
    pub room: u16,
    /// Columns by which the widest line of the block is wider than the pane: the most that it scrolls sideways.
    pub excess: usize,
}

/// Run of text with one role and format.
#[derive(Debug, Clone, PartialEq)]
pub struct TextSpan {
    /// Displayed text, without control characters.
    pub text: String,
    /// Role, which the theme turns into a style.
    pub role: Role,
    /// Emphasis, strong, deletion or code.
    pub format: SpanFormat,
    /// Byte offset in the unit's text of the first byte; `None` for ornaments: bullets, bars, padding, a hyphen. A span
    /// with a source shows the bytes of the unit's text from there on unchanged, except that a bracket in right-to-left
    /// text is replaced by its mirror image, a character of as many bytes. In a right-to-left line, sources descend
    /// from span to span.
    pub source: Option<usize>,
    /// URL, if the span is part of a link.
    pub link: Option<Arc<str>>,
}

/// Format of words inside a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpanFormat {
    /// True for emphasis.
    pub italic: bool,
    /// True for strong.
    pub bold: bool,
    /// True for a deletion.
    pub deleted: bool,
    /// True for an insertion.
    pub inserted: bool,
    /// True for inline code.
    pub code: bool,
}

/// Role of a span of laid-out text. The theme turns it into a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Title of the article.
    Title,
    /// Standfirst, the sentence under the title.
    Standfirst,
    /// Publisher, date, byline, reading time.
    Facts,
    /// Section heading with its level, 1 to 6.
    Heading(u8),
    /// Mark before a heading.
    HeadingMark,
    /// Running text.
    Text,
    /// Text in a quotation.
    Quote,
    /// Bar beside a quotation.
    QuoteBar,
    /// Bullet or number of a list item.
    ListMarker,
    /// Code block.
    CodeBlock,
    /// Highlighted token of a code block.
    CodeToken(Token),
    /// Head row of a table.
    TableHead,
    /// Lines of a table.
    TableRule,
    /// Box around an image.
    ImageFrame,
    /// Alternative text of an image.
    ImageText,
    /// Caption of an image or table.
    Caption,
    /// Thematic break.
    ThematicBreak,
    /// Sign at the edge of the pane where a line is cut.
    CutMark,
}

impl TextLine {
    /// Returns the text of the line, ornaments included.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Returns the columns by which the line begins to the left of the text.
    pub fn columns_before(&self) -> u16 {
        self.wide.map_or(0, |wide| wide.columns_before)
    }

    /// Returns the columns of the line.
    pub(super) fn columns(&self) -> usize {
        self.spans.iter().map(|span| columns(&span.text)).sum()
    }
}
