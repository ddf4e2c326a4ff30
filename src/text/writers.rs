//! Conversion of a document to Markdown, for the clipboard and for export, and to plain text, for pipes.
//!
//! Documents from an extractor have a limited nesting depth, and the recursion here goes no deeper.
//!
//! # Examples
//!
//! ```
//! use newsprint::model::{Block, Document, Heading, Inline};
//! use newsprint::text::writers::{document_markdown, document_text};
//!
//! let text = |text: &str| Inline::Text(text.to_owned());
//! let heading = Heading { level: 2, content: vec![text("Ink")] };
//! let paragraph = vec![Inline::Strong(vec![text("Old")]), text(" recipes.")];
//! let blocks = vec![Block::Heading(heading), Block::Paragraph(paragraph)];
//! let document = Document { blocks, ..Document::default() };
//!
//! assert_eq!(document_markdown(&document), "## Ink\n\n**Old** recipes.\n");
//! assert_eq!(document_text(&document), "Ink\n\nOld recipes.\n");
//! ```

mod markdown;
mod text;

pub use markdown::blocks_markdown as markdown;
pub use text::document_text;

use crate::model::{Document, Metadata};

/// Writes the whole article as Markdown: title, standfirst, facts, blocks.
pub fn document_markdown(document: &Document) -> String {
    let m = &document.metadata;
    let mut parts = Vec::new();
    if let Some(title) = &m.title {
        parts.push(format!("# {}", markdown::escape_heading(title)));
    }
    if let Some(standfirst) = document.standfirst_to_show() {
        parts.push(format!("_{}_", markdown::escape_paragraph(standfirst)));
    }
    let by = |by: &String| format!("By {}", markdown::escape_paragraph(by));
    let url = m.url.as_ref().map(|url| format!("<{url}>"));
    let publisher = m.publisher.as_deref().map(markdown::escape_paragraph);
    let facts = [
        m.byline.as_ref().map(by),
        publisher,
        publication_date(m),
        url,
    ];
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

fn publication_date(metadata: &Metadata) -> Option<String> {
    metadata
        .published
        .map(|published| published.day().to_string())
}
