//! Units of plain text, and the facts about a whole text that decide how its lines become units.

use std::ops::Range;

use super::hyphen::DividedWords;
use super::line::PlainLine;
use super::shape::Shape;

/// Kind of a unit of text, by its form alone.
#[derive(Debug, Clone, PartialEq)]
pub enum PlainUnitKind {
    /// Words: a paragraph, a heading, or boilerplate.
    Text,
    /// A heading by its markup: underlined, or with `#`. Its level.
    Heading(u8),
    /// An item of a list: its depth in columns, and its number if it has one.
    Item {
        /// Columns before the bullet.
        indent: usize,
        /// Number of the item; `None` for a bullet.
        number: Option<u64>,
    },
    /// A quotation: the text without its marks, to be read on its own.
    Quote,
    /// Verbatim text, with the language of its fence.
    Code(Option<String>),
    /// Rows of a table with `|` between the cells.
    Table,
    /// A rule.
    Rule,
}

/// A run of lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainUnit {
    /// Kind of the unit.
    pub kind: PlainUnitKind,
    /// Text of the unit. In text and items, `\n` is an intended line break.
    pub text: String,
    /// A blank line, or the start of the text, precedes it.
    pub follows_blank: bool,
    /// Line numbers in the source, from 0.
    pub lines: Range<usize>,
}

/// Facts about the whole text that decide how its lines are joined.
pub(super) struct Layout {
    pub(super) shape: Shape,
    pub(super) divided: DividedWords,
}

impl Layout {
    pub(super) fn of(lines: &[PlainLine<'_>], shape: Shape) -> Self {
        let divided = DividedWords::of(lines);
        Self { shape, divided }
    }
}

/// Returns the numbers from the first of `lines` to the last.
pub(super) fn line_numbers(lines: &[PlainLine<'_>]) -> Range<usize> {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => first.number..last.number + 1,
        _ => 0..0,
    }
}
