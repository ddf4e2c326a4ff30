//! A document as Markdown, for the clipboard and for export, and as plain text, for a pipe.
//!
//! Documents that were finished nest a bounded number of levels; the recursion here goes no deeper.

mod markdown;
mod text;

pub use markdown::markdown_blocks as markdown;
pub use text::document_text;

use crate::model::{Document, Metadata};

/// The whole article as Markdown: the title, the standfirst, the facts, the blocks.
pub fn document_markdown(document: &Document) -> String {
    let m = &document.metadata;
    let mut parts = Vec::new();
    if let Some(title) = &m.title {
        parts.push(format!("# {}", markdown::escape_heading(title)));
    }
    if let Some(standfirst) = document.standfirst() {
        parts.push(format!("_{}_", markdown::escape_paragraph(standfirst)));
    }
    let by = |by: &String| format!("By {}", markdown::escape_paragraph(by));
    let url = m.url.as_ref().map(|url| format!("<{url}>"));
    let publisher = m.publisher.as_deref().map(markdown::escape_paragraph);
    let facts = [m.byline.as_ref().map(by), publisher, date(m), url];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        parts.push(facts.join(" · "));
    }
    let mut out = parts.join("\n\n");
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&markdown(&document.blocks));
    out
}

fn date(metadata: &Metadata) -> Option<String> {
    metadata
        .published
        .map(|published| published.day().to_string())
}
