//! Amount of text that an extraction left out: [`LeftOut`].

use serde::{Deserialize, Serialize};

/// Lines and words of a source that are not part of its article. A line is one of a plain text or of Markdown, and a
/// block of text of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Lines.
    pub lines: usize,
    /// Words, see [`super::count_words`].
    pub words: usize,
}

impl LeftOut {
    /// Returns true if nothing was left out.
    pub fn is_nothing(&self) -> bool {
        self.lines == 0 && self.words == 0
    }
}
