//! Links: [`SelectedLink`], and where one stands on the screen, [`LinkInView`].

use std::ops::Range;
use std::sync::Arc;

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedLink {
    /// Address of the link.
    pub url: Arc<str>,
    /// The unit that its words are in.
    pub unit: usize,
    /// The bytes of the unit's text that are its words.
    pub range: Range<usize>,
}

/// A link on the screen, and where its first letter in sight stands, counted from the top left corner of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInView {
    /// The link.
    pub link: SelectedLink,
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
}
