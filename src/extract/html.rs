//! Conversion of HTML to a document: [`extract_html`].
//!
//! 1. [`parser_limits`] bounds what hostile pages nest or repeat.
//! 2. The page is parsed once and copied into a [`Tree`] in reading order.
//! 3. [`metadata`] reads what the page says of itself.
//! 4. [`readability`] says which part of the page is the article.
//! 5. [`blocks`] turns that part of the original page into blocks.
//! 6. [`trim`] takes off what stands above the first and below the last paragraph: date, byline, a note on the author.

mod block_builder;
mod blocks;
mod code;
mod images;
mod inlines;
mod lists;
mod parser_limits;
mod regroup;
mod tables;
mod trim;
mod view;

use url::Url;

use super::dom::DomTree;
use super::{Hints, metadata, readability};
use crate::model::Document;

/// Returns the article in the page `text`.
pub fn extract_html(text: &str, hints: &Hints<'_>) -> Document {
    let page = dom_query::Document::from(parser_limits::apply_parser_limits(text).as_ref());
    let tree = DomTree::from_document(&page);
    let base = base_url(&tree, hints);
    let about = metadata::read_metadata(&tree, hints, base.as_ref());
    let mut selection = readability::select_article(page, &tree, about.declared_body.as_deref());
    let mut blocks = blocks::convert_blocks(&tree, selection.root, &selection.skip, base.as_ref());
    if blocks.is_empty() {
        selection = readability::select_whole_page(&tree);
        blocks = blocks::convert_blocks(&tree, selection.root, &selection.skip, base.as_ref());
    }
    if !selection.is_whole_page {
        blocks = trim::trim_edges(blocks, &about.metadata);
    }
    Document {
        metadata: about.metadata,
        blocks,
        ..Document::default()
    }
}

/// Returns the address that relative links start from: `base` within the page's own address.
fn base_url(tree: &DomTree, hints: &Hints<'_>) -> Option<Url> {
    let page = hints.url.and_then(|url| Url::parse(url.trim()).ok());
    let href = tree
        .elements(0)
        .find(|i| tree.name(*i) == "base")
        .and_then(|i| tree.attr(i, "href"));
    match (href, page) {
        (Some(href), Some(page)) => page.join(href.trim()).ok().or(Some(page)),
        (Some(href), None) => Url::parse(href.trim()).ok(),
        (None, page) => page,
    }
}
