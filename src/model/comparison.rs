//! Comparison of the text of an article with an earlier one: [`TextComparison`].

use super::{BlockPosition, Document};

/// Text of an article with all that was inserted and deleted since an earlier text marked in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextComparison {
    /// The text with [`super::Inline::Insertion`] and [`super::Inline::Deletion`]; changed code blocks are in the language `diff`.
    pub document: Document,
    /// Starts of the changes in `document`, from the first to the last.
    pub changes: Vec<BlockPosition>,
    /// Index in `document` of each block of the article.
    pub blocks: Vec<usize>,
    /// Time when the earlier text was replaced, in seconds since 1970-01-01 UTC; 0 if it is not known.
    pub since: i64,
}
