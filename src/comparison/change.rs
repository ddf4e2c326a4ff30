//! Kinds of changes, and how they are marked: [`ChangeMarks`].

/// Kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Insertion,
    Deletion,
}

impl Change {
    /// Returns the signs before and after the words, those of `git diff --word-diff`.
    pub(super) fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Insertion => ("{+", "+}"),
            Self::Deletion => ("[-", "-]"),
        }
    }
}

/// Marks of insertions and deletions in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeMarks {
    /// Signs in the text, as in `git diff --word-diff`: `[-old-] {+new+}`.
    Signs,
    /// [`Inline::Insertion`](crate::model::Inline::Insertion) and [`Inline::Deletion`](crate::model::Inline::Deletion).
    Styles,
    /// Both: readable on a terminal that crosses nothing out, and in a text without colours.
    SignsAndStyles,
}

impl ChangeMarks {
    pub(super) fn has_signs(self) -> bool {
        matches!(self, Self::Signs | Self::SignsAndStyles)
    }

    pub(super) fn has_styles(self) -> bool {
        matches!(self, Self::Styles | Self::SignsAndStyles)
    }
}
