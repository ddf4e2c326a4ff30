//! Marks of the blocks of an article that are removed: [`Marks`].

/// Reason for which a block is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removal {
    /// The block is the title.
    Title,
    /// The block repeats metadata, or stands as a label above the title.
    Repeated,
    /// The block is boilerplate by its own words and links.
    Phrase,
}

/// Removals by the index of the block.
#[derive(Debug)]
pub(super) struct Marks(Vec<Option<Removal>>);

impl Marks {
    /// Returns marks of `count` blocks, none of which is marked.
    pub(super) fn of(count: usize) -> Self {
        Self(vec![None; count])
    }

    /// Iterates over the marks of all blocks.
    pub(super) fn removals(self) -> impl Iterator<Item = Option<Removal>> {
        self.0.into_iter()
    }

    /// Marks a block, unless it is marked.
    pub(super) fn set(&mut self, index: usize, removal: Removal) {
        if let Some(mark) = self.0.get_mut(index) {
            mark.get_or_insert(removal);
        }
    }

    /// Returns true if a block is marked.
    pub(super) fn is_set(&self, index: usize) -> bool {
        self.0.get(index).is_some_and(Option::is_some)
    }
}
