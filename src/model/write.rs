//! Stub.
use super::{Block, Document};
/// Stub.
pub fn markdown(blocks: &[Block]) -> String {
    blocks.iter().map(|b| b.text() + "\n\n").collect()
}
/// Stub.
pub fn document_markdown(document: &Document) -> String {
    markdown(&document.blocks)
}
/// Stub.
pub fn document_text(document: &Document) -> String {
    markdown(&document.blocks)
}
