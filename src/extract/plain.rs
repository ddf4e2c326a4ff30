//! plain to a document: [`extract`].

use super::Hints;
use crate::model::{Block, Document, Inline};

/// The story in `text`.
pub fn extract(text: &str, hints: &Hints<'_>) -> Document {
    let _ = hints;
    let blocks = text.split("\n\n").filter(|p| !p.trim().is_empty());
    let blocks = blocks.map(|p| {
        Block::Paragraph(vec![Inline::Text(
            p.split_whitespace().collect::<Vec<_>>().join(" "),
        )])
    });
    Document {
        metadata: Default::default(),
        blocks: blocks.collect(),
    }
}
