//! Plain text to a document: finds the structure in text that has lost its markup, or never had any.

pub mod lines;

mod blocks;
mod marks;

use super::Hints;
use crate::model::{Document, Metadata};
use lines::Kind;

/// What a unit of the text turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Part of the story.
    Content,
    /// A section heading and its level.
    Heading(u8),
    /// Taken into the metadata.
    Meta,
    /// Advertisements, menus, buttons: not part of the story.
    Furniture,
}

impl Label {
    /// Whether the unit becomes a block.
    fn is_kept(self) -> bool {
        matches!(self, Self::Content | Self::Heading(_))
    }
}

/// The story in `text`.
pub fn extract(text: &str, hints: &Hints<'_>) -> Document {
    let _ = hints;
    let units = lines::units(text);
    let mut labels: Vec<Label> = units
        .iter()
        .map(|unit| match unit.kind {
            Kind::Heading(level) => Label::Heading(level),
            _ => Label::Content,
        })
        .collect();
    let mut metadata = Metadata::default();
    if let (Some(first), Some(label)) = (units.first(), labels.first_mut())
        && matches!(first.kind, Kind::Text | Kind::Heading(_))
        && first.text.chars().count() <= 200
    {
        metadata.title = Some(lines::collapse(&first.text));
        *label = Label::Meta;
    }
    Document {
        metadata,
        blocks: blocks::blocks(&units, &labels, 0),
    }
}
