//! A link in the text, [`SelectedLink`], and its position on the screen, [`LinkInView`].

use std::ops::Range;
use std::sync::Arc;

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedLink {
    /// Address.
    pub url: Arc<str>,
    /// Layout unit of its words.
    pub unit: usize,
    /// Range of its words in the text of the unit, in bytes.
    pub range: Range<usize>,
}

/// A link on the screen, and the position of its first visible character, from the top left of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInView {
    /// Link.
    pub link: SelectedLink,
    /// Row.
    pub row: usize,
    /// Column; below 0 to the left of the text, where wide lines may begin.
    pub column: isize,
}
