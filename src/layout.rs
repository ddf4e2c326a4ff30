//! A document laid out for a width: [`TextLayout`], lines of spans that know their role and where in the text they come from.
//!
//! 1. [`units`] cuts the document into units: the head of the article (title, standfirst, facts), then each block, each item of
//!    a list, each paragraph of a quotation, each few rows of a table. A paragraph or code block too long to lay out between
//!    two keys is cut into several units. Cutting looks at every block once and wraps nothing.
//! 2. A unit is laid out when somebody asks for its lines, and kept: [`TextLayout::lines`].
//!    The text of the unit becomes one run with its stress and links beside it, is broken into lines by the renderer's own
//!    widths, and cut into spans again; bars, markers and indents are put before the lines.
//!    Right-to-left text is put in the order of the eye, line by line, after it is wrapped.
//! 3. Colours and borders are not known here: a span says what it *is* ([`Role`]), and the theme decides, last.
//!
//! A place is (unit, line in unit): a [`Position`]. Within a unit, lines know the bytes of the unit's text that they show, so a
//! place survives another width.

mod bidi;
mod breaks;
mod code;
mod columns;
mod gutter;
mod head;
mod heading;
mod hyphenate;
mod image;
mod inline_text;
mod justify;
mod line;
mod ornament;
mod placed_image;
mod prose;
mod segmentation;
mod table;
mod text_layout;
mod unit_layout;
mod wrap;

use crate::config::DateStyle;

pub use bidi::visual_order;
pub use columns::columns;
pub use image::{ImageLayoutOptions, ImagePlacement};
pub use line::{Role, SpanFormat, TextLine, TextSpan};
pub use placed_image::PlacedImage;
pub use text_layout::{LinePosition, TextLayout};

/// What the reader wants of the page. Widths are in columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The columns there are for text: the pane's width or the measure, whichever is smaller.
    pub width: u16,
    /// Draw with ASCII alone: bullets, bars, rules, boxes.
    pub ascii: bool,
    /// How the date in the head is written.
    pub date_style: DateStyle,
    /// Fill the lines of running text by wider spaces.
    pub justify: bool,
    /// Part words at the end of a line, where the language of the article is known.
    pub hyphenate: bool,
    /// Put right-to-left text in the order of the eye. Without it lines stay as they are read, for terminals that reorder by
    /// themselves; they end at the right edge all the same.
    pub reorder: bool,
}

impl Default for Options {
    /// A page as wide as the usual measure, with a ragged edge and whole words.
    fn default() -> Self {
        Self {
            width: 72,
            ascii: false,
            date_style: DateStyle::default(),
            justify: false,
            hyphenate: false,
            reorder: true,
        }
    }
}
