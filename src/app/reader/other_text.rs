//! Another text that lies over that of the article: its source, or a comparison with an earlier text.

use super::{ReaderPane, ReaderText};

impl ReaderPane {
    /// Returns true if the source of the article or a comparison is shown in place of its text.
    pub(in crate::app) fn shows_other_text(&self) -> bool {
        self.text_under.is_some()
    }

    /// Lays another text over that of the article, in place of one that lies over it.
    pub(super) fn lay_over(&mut self, other: ReaderText) {
        let before = self.text.replace(other);
        self.text_under = self.text_under.take().or(before);
    }

    /// Shows the article at its last position. False if no other text was shown.
    pub(in crate::app) fn leave_other_text(&mut self) -> bool {
        (self.source, self.comparison) = (None, None);
        let article = self.text_under.take();
        let left = article.is_some();
        if left {
            self.text = article;
        }
        left
    }
}
