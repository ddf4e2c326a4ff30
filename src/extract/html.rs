//! Extraction of an article from an HTML page: [`extract_html`].
//!
//! 1. [`parser_limits`] bounds the nesting and the attributes that the HTML parser sees.
//! 2. The page is parsed once and copied into a [`DomTree`] in document order.
//! 3. [`metadata`] reads title, author and date.
//! 4. [`selection`] selects the part of the page that is the article.
//! 5. [`blocks`] converts that part of the original page to blocks.
//! 6. [`trim`] removes date and byline above the first paragraph, and the note on the author below the last.

mod block_builder;
mod blocks;
mod code;
mod counters;
mod deferred;
mod elements;
mod headings;
mod images;
mod inlines;
mod lists;
mod math;
mod parser_limits;
mod regroup;
mod tables;
mod trim;
mod view;

use url::Url;

use super::dom::DomTree;
use super::trace::Trace;
use super::{Hints, metadata, selection};
use crate::model::{Block, Document};

/// Extracts the article from the HTML in `text`.
///
/// A page of which no part can be selected gives all of its visible text. Nothing fails; a page without text gives a
/// document without blocks.
pub fn extract_html(text: &str, hints: &Hints<'_>) -> Document {
    extract_traced(text, hints, &mut Trace::counting())
}

/// As [`extract_html`], and adds what is left out to `trace`.
pub(super) fn extract_traced(text: &str, hints: &Hints<'_>, trace: &mut Trace) -> Document {
    let limited = parser_limits::apply_parser_limits(text);
    let page = dom_query::Document::from(limited.as_ref());
    deferred::place_deferred_content(&page, &limited);
    let tree = DomTree::from_document(&page);
    let base = base_url(&tree, hints);
    let mut page_metadata = metadata::read_metadata(&tree, hints, base.as_ref());
    let mut selection = selection::select_article(&tree, trace);
    let mut blocks = blocks::convert_blocks(&tree, selection.root, &selection.skip, base.as_ref());
    if blocks.is_empty() {
        selection = selection::select_whole_page(&tree, trace);
        blocks = blocks::convert_blocks(&tree, selection.root, &selection.skip, base.as_ref());
    }
    let trimmed = if selection.is_whole_page {
        trim::Edges::Head
    } else {
        trim::Edges::All
    };
    blocks = trim::trim_edges(blocks, &page_metadata.metadata, trimmed, trace);
    metadata::show_standfirst_once(&mut page_metadata, &mut blocks);
    Document {
        metadata: page_metadata.metadata,
        blocks,
        ..Document::default()
    }
}

/// Converts a fragment of HTML to blocks, all of its visible text: no part is taken for boilerplate. Relative links are
/// resolved against `base`.
pub(crate) fn convert_fragment(html: &str, base: Option<&str>) -> Vec<Block> {
    let page = dom_query::Document::from(parser_limits::apply_parser_limits(html).as_ref());
    let tree = DomTree::from_document(&page);
    let base = base.and_then(|base| Url::parse(base).ok());
    let selection = selection::select_fragment(&tree);
    blocks::convert_blocks(&tree, selection.root, &selection.skip, base.as_ref())
}

/// Returns the URL that relative links are resolved against: the `base` element, itself resolved against the URL of the
/// page.
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
