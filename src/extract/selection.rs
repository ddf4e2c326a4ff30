//! Selects the part of a page that is the article: [`select_article`].
//!
//! 1. Elements that a browser does not show are left out (`hidden`), and controls inside the text (`controls`). A page without
//!    boilerplate keeps everything else.
//! 2. The page is cut into text blocks (`text_blocks`): paragraphs, headings, items, cells.
//! 3. Features of each block are taken: words, elements around it, names, links, surroundings (`features`), and weighed in two
//!    passes: the probability that a block is part of the article (`model`).
//! 4. From the probabilities follows which blocks stay (`decision`): nothing between two blocks that stay is dropped unless it is
//!    boilerplate by evidence of its own.
//! 5. Nodes of the other blocks are left out.

pub(crate) mod controls;
mod decision;
mod element;
mod explain;
mod features;
mod hidden;
mod letter_counts;
mod model;
mod names;
mod page;
mod panels;
mod row;
mod text_blocks;
mod weights;

use super::dom::{DomId, DomTree};
use super::plain::features::{UnitFeatures, unit_features};
use super::plain::lines::{PlainUnit, PlainUnitKind};
use super::trace::Trace;
use letter_counts::LetterCounts;
pub use model::{Weights, probability};
use page::PageBlocks;
pub use row::FeatureRow;
use text_blocks::{TextBlock, text_blocks};

/// The part of a page that is the article.
pub(crate) struct ArticleSelection {
    /// Smallest element around the article.
    pub(crate) root: DomId,
    /// For each node of the page, true if it is left out with all its descendants.
    pub(crate) skip: Vec<bool>,
    /// True if the page has no boilerplate, so that all of it is the article.
    pub(crate) is_whole_page: bool,
}

/// Selects the article in a page, and records its text blocks in `trace`.
pub(crate) fn select_article(tree: &DomTree, trace: &mut Trace) -> ArticleSelection {
    let mut skip = hidden_nodes(tree);
    let counts = LetterCounts::of(tree, &skip);
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    if has_no_boilerplate(tree, body, &counts) {
        explain::trace_whole(tree, &skip, trace);
        return ArticleSelection {
            root: body,
            skip,
            is_whole_page: true,
        };
    }
    let mut blocks = text_blocks(tree, &skip);
    let words = block_words(&mut blocks);
    let page = PageBlocks::new(tree, &counts, &blocks, &words);
    let (rows, content) = weigh(&page);
    let stays = decision::decide(&page, &content);
    explain::trace_blocks(&page, &rows, &content, &stays, trace);
    leave_out(tree, &blocks, &stays, &mut skip);
    ArticleSelection {
        root: common_ancestor(tree, &blocks, &stays),
        skip,
        is_whole_page: false,
    }
}

/// Returns, for each node of a page, true if a browser does not show it or it is no text of the page.
fn hidden_nodes(tree: &DomTree) -> Vec<bool> {
    let mut skip = hidden::hidden_by_page(tree);
    panels::show_panels(tree, &mut skip);
    skip
}

/// Returns the features of all blocks and the probabilities that they are part of the article.
fn weigh(page: &PageBlocks<'_>) -> (Vec<FeatureRow>, Vec<f32>) {
    let mut rows = model::first_rows(page, false);
    let first = model::probabilities(&rows, &weights::FIRST);
    model::push_second_features(page, &first, &mut rows);
    let content = model::probabilities(&rows, &weights::SECOND);
    (rows, content)
}

/// Selects everything visible, for a page in which no article was found, and records it in `trace` in place of what was
/// recorded of the page.
pub(crate) fn select_whole_page(tree: &DomTree, trace: &mut Trace) -> ArticleSelection {
    let skip = hidden_nodes(tree);
    trace.clear();
    explain::trace_whole(tree, &skip, trace);
    ArticleSelection {
        root: 0,
        skip,
        is_whole_page: true,
    }
}

/// Selects all of a fragment of HTML that stands for itself, such as the text of a feed's entry. It has no navigation of a
/// page, so that `nav` is text.
pub(crate) fn select_fragment(tree: &DomTree) -> ArticleSelection {
    let mut selection = select_whole_page(tree, &mut Trace::counting());
    for (i, skip) in selection.skip.iter_mut().enumerate() {
        *skip &= tree.name(i) != "nav";
    }
    selection
}

/// Returns true if a page is a text without boilerplate: written by hand, or a fragment.
fn has_no_boilerplate(tree: &DomTree, body: DomId, counts: &LetterCounts) -> bool {
    /// Number of elements with a class from which on a page was made by a program.
    const MAX_CLASSES: usize = 40;
    /// Number of letters of a page that is too short for boilerplate, unless an element is marked as such.
    const FEW_LETTERS: u32 = 400;
    let is_short = counts.letters(tree, body) < FEW_LETTERS;
    let mut classes = 0;
    for id in tree.elements(body) {
        let landmark = match tree.name(id) {
            "nav" | "aside" | "footer" | "form" | "header" | "iframe" | "main" => true,
            "button" | "input" => !is_short,
            _ => false,
        };
        let has_class = tree.attr(id, "class").is_some();
        classes += usize::from(has_class);
        let is_named = has_class
            && names::name_evidence(tree, id).strong
            && counts.letters(tree, id) > 0
            && counts.letters(tree, id) * 3 < counts.letters(tree, body);
        if landmark || classes > MAX_CLASSES || is_named {
            return false;
        }
    }
    // A page that is nothing but links is a list of them.
    let links = counts.link_density(tree, body);
    is_short || !(0.4..0.95).contains(&links)
}

/// Sets `skip` for the texts of blocks that do not stay, for the images beside them, and for elements that are empty then.
fn leave_out(tree: &DomTree, blocks: &[TextBlock], stays: &[bool], skip: &mut [bool]) {
    let count = tree.nodes.len();
    // Prefix sums, by node: blocks that begin before it, and those of them that stay.
    let (mut all, mut kept) = (vec![0_u32; count + 1], vec![0_u32; count + 1]);
    for (block, stays) in blocks.iter().zip(stays) {
        if let Some(all) = all.get_mut(block.nodes.start + 1) {
            *all += 1;
        }
        if let Some(kept) = kept.get_mut(block.nodes.start + 1) {
            *kept += u32::from(*stays);
        }
        if !stays {
            for id in block.nodes.clone() {
                if !tree.is_element(id)
                    && let Some(skip) = skip.get_mut(id)
                {
                    *skip = true;
                }
            }
        }
    }
    for sums in [&mut all, &mut kept] {
        let mut sum = 0;
        for value in sums.iter_mut() {
            sum += *value;
            *value = sum;
        }
    }
    let inside = |sums: &[u32], id: DomId| {
        let at = |i: usize| sums.get(i).copied().unwrap_or(0);
        at(tree.end(id)) - at(id)
    };
    let range = decision::range_that_stays(stays);
    let nodes = blocks.get(range).unwrap_or_default();
    let first = nodes.first().map_or(0, |block| block.nodes.start);
    let last = nodes.last().map_or(count, |block| block.nodes.end);
    let mut id = 1;
    while id < count {
        if !tree.is_element(id) || skip.get(id) == Some(&true) {
            id += 1;
            continue;
        }
        let drop = match (inside(&all, id), inside(&kept, id)) {
            (0, _) if tree.name(id) == "img" => {
                // The innermost element with text around an image says whether it is one of the article.
                let around = tree.ancestors(id).find(|a| inside(&all, *a) > 0);
                let beside = around.is_some_and(|a| inside(&kept, a) > 0);
                !beside || id > last || (id < first && !is_near(tree, id, first))
            }
            (0, _) => false,
            (_, 0) => true,
            _ => false,
        };
        if drop && let Some(skip) = skip.get_mut(id) {
            *skip = true;
        }
        id = if drop { tree.end(id) } else { id + 1 };
    }
}

/// Returns true if an image stands so little before the first text of the article that it belongs to it.
fn is_near(tree: &DomTree, image: DomId, first: DomId) -> bool {
    /// Number of nodes between an image above a text and the text.
    const MAX_NODES: usize = 60;
    let texts =
        (image..first).filter(|id| !tree.is_element(*id) && !tree.text(*id).trim().is_empty());
    first - image <= MAX_NODES && texts.take(4).count() < 4
}

/// Returns the smallest element around all blocks that stay, which may contain blocks of any kind.
fn common_ancestor(tree: &DomTree, blocks: &[TextBlock], stays: &[bool]) -> DomId {
    let range = decision::range_that_stays(stays);
    let blocks = blocks.get(range).unwrap_or_default();
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        return 0;
    };
    let around = std::iter::once(first.container).chain(tree.ancestors(first.container));
    let mut common = around.filter(|id| tree.end(*id) >= last.nodes.end);
    let holds_blocks = |id: &DomId| {
        !matches!(
            tree.name(*id),
            "p" | "li"
                | "pre"
                | "table"
                | "ul"
                | "ol"
                | "blockquote"
                | "tr"
                | "tbody"
                | "td"
                | "dl"
                | "dd"
                | "dt"
                | "figure"
        ) && decision::heading_level(tree.name(*id)).is_none()
    };
    common.find(holds_blocks).unwrap_or(0)
}

/// Text blocks of a page, for fitting the weights.
#[derive(Debug)]
pub struct BlockRows {
    /// Text of each block.
    pub texts: Vec<String>,
    /// Features of each block; after [`page_rows`] was given probabilities those of both passes.
    pub rows: Vec<FeatureRow>,
}

/// Returns the text blocks of a page with the features of the first pass, or of both passes if `first` has the probabilities
/// of the first pass.
pub fn page_rows(html: &str, first: Option<&[f32]>) -> BlockRows {
    let page = dom_query::Document::from(html);
    let tree = DomTree::from_document(&page);
    let skip = hidden_nodes(&tree);
    let counts = LetterCounts::of(&tree, &skip);
    let mut blocks = text_blocks(&tree, &skip);
    let words = block_words(&mut blocks);
    let view = PageBlocks::new(&tree, &counts, &blocks, &words);
    let mut rows = model::first_rows(&view, true);
    if let Some(first) = first {
        model::push_second_features(&view, first, &mut rows);
    }
    drop(view);
    BlockRows {
        texts: blocks.into_iter().map(|block| block.text).collect(),
        rows,
    }
}

/// Returns the names of the weights of both passes, in the order of the features.
pub fn weight_names() -> [Vec<&'static str>; 2] {
    let names = |weights: &Weights| weights.iter().map(|(name, _)| *name).collect();
    [names(&weights::FIRST), names(&weights::SECOND)]
}

/// Returns the features of the words of each block.
fn block_words(blocks: &mut [TextBlock]) -> Vec<UnitFeatures> {
    // The texts are lent to the units, so that none is copied.
    let units: Vec<PlainUnit> = blocks
        .iter_mut()
        .map(|block| PlainUnit {
            kind: PlainUnitKind::Text,
            text: std::mem::take(&mut block.text),
            follows_blank: true,
            lines: 0..0,
        })
        .collect();
    let features = unit_features(&units);
    for (block, unit) in blocks.iter_mut().zip(units) {
        block.text = unit.text;
    }
    features
}
