//! Layout of a document for a width: [`TextLayout`] gives lines of spans that carry their role and their byte range in
//! the text, and knows no colours and no terminal.
//!
//! 1. `segmentation` splits the document into units: the head of the article (title, standfirst, facts), then each
//!    block, each list item, each paragraph of a quotation, and each few rows of a table. A paragraph or code block too
//!    long to lay out between two key presses is split into several units. Segmentation visits every block once and
//!    wraps nothing.
//! 2. A unit is laid out when its lines are first requested, and stays in memory: [`TextLayout::lines`]. The text of
//!    the unit becomes one run with its formats and links beside it, is broken into lines by the column widths of the
//!    renderer, and is split into spans again; bars, markers and indents are put beside the lines. Right-to-left text
//!    is put in visual order, line by line, after wrapping (UAX #9).
//! 3. Code, verse and tables may be wider than the text. [`visible_part`] cuts their lines to the columns of the pane, for
//!    sideways scrolling.
//! 4. Colours and borders are added last, by the theme: a span only has a [`Role`].
//!
//! A [`LinePosition`] is a unit and a line in that unit. Within a unit, lines have the byte range of the unit's text
//! that they show, so a position can be found again at another width.

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
mod progress;
mod prose;
mod segmentation;
mod table;
mod table_columns;
mod text_layout;
mod unit_layout;
mod verse;
mod wide;
mod wrap;

use crate::config::DateStyle;

pub use bidi::visual_order;
pub use columns::columns;
pub use image::{ImageLayoutOptions, ImagePlacement};
pub use line::{Role, SpanFormat, TextLine, TextSpan, WideLine};
pub use placed_image::PlacedImage;
pub use progress::{characters_before_blocks, percent_shown};
pub use text_layout::{LinePosition, TextLayout, UnitPosition};
pub use wide::{ScrolledColumns, WideColumns, visible_part};

/// Options of the layout. Widths are in columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns for text: the width of the pane or the text width setting, whichever is smaller.
    pub width: u16,
    /// Columns for code, verse and tables. `None` breaks their lines to the width of the text.
    pub wide: Option<WideColumns>,
    /// True if code blocks contain prose, which is broken at words: in the source of an article.
    pub has_prose_in_code: bool,
    /// True if bullets, bars, rules and boxes are drawn in ASCII alone.
    pub ascii: bool,
    /// Date format in the head of the article.
    pub date_style: DateStyle,
    /// True if lines of running text are filled by wider spaces.
    pub justify: bool,
    /// True if words may be hyphenated at the end of a line, where the language of the article is known.
    pub hyphenate: bool,
    /// True if right-to-left text is put in visual order. Without it lines stay in logical order, for terminals that
    /// reorder by themselves; they end at the right edge all the same.
    pub reorder: bool,
}

impl Default for Options {
    /// Returns options for a page of 72 columns with a ragged right edge and unhyphenated words.
    fn default() -> Self {
        Self {
            width: 72,
            wide: None,
            has_prose_in_code: false,
            ascii: false,
            date_style: DateStyle::default(),
            justify: false,
            hyphenate: false,
            reorder: true,
        }
    }
}
