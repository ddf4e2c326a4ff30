//! Labels of units of plain text: content, heading, caption, metadata or boilerplate ([`Label`]).

use super::features::UnitFeatures;

/// The part that a unit has in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Part of the article.
    Content,
    /// A section heading and its level.
    Heading(u8),
    /// Says whose an image is.
    Caption,
    /// Taken into the metadata.
    Meta,
    /// Advertisements, menus, buttons: not part of the article.
    Boilerplate,
}

impl Label {
    /// Returns true if the unit becomes a block.
    pub(super) fn is_kept(self) -> bool {
        matches!(self, Self::Content | Self::Heading(_) | Self::Caption)
    }
}

/// Returns the level of a heading without markup: the depth of its number, else 2.
pub(super) fn level(line: &UnitFeatures) -> u8 {
    level_of_numbering(line.numbering)
}

/// Returns the level of a heading without markup by the depth of its number.
pub(super) fn level_of_numbering(numbering: Option<u8>) -> u8 {
    numbering.map_or(2, |depth| (depth + 1).clamp(2, 6))
}
