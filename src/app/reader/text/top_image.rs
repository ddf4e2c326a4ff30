//! Rows of an image that are above the top row of the screen: [`TopImage`].

/// The part of an image that is hidden above the top row, in rows of the layout in which a key last moved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TopImage {
    /// Rows above the top row.
    pub(super) hidden_rows: usize,
    /// Rows of the whole image.
    pub(super) rows: usize,
}

impl TopImage {
    /// Returns the hidden rows of the same image where it has `rows` rows.
    pub(super) fn hidden_of(self, rows: usize) -> usize {
        (self.hidden_rows * rows / self.rows.max(1)).min(rows)
    }
}
