//! Source that lies over the text of an article: [`ShownSource`].

use super::selection::SourceSelection;
use crate::app::reader::text::ReaderText;

/// Source that lies over the text of an article.
#[derive(Debug)]
pub(in crate::app::reader) struct ShownSource {
    /// Text of the article.
    pub(in crate::app::reader) article: ReaderText,
    /// Segments of the source, and the selected one.
    pub(super) selection: SourceSelection,
}
