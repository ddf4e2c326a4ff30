//! Recognizes elements around a section heading: [`is_heading_wrapper`].

use super::letter_counts::LetterCounts;
use crate::extract::dom::{DomId, DomTree};

/// Returns true if all text of an element is one section heading, and text with few links follows.
///
/// Page builders put a heading into several elements, whose names say nothing about it.
pub(super) fn is_heading_wrapper(tree: &DomTree, id: DomId, counts: &LetterCounts) -> bool {
    /// Most nodes of a wrapper.
    const MAX_NODES: usize = 60;
    let letters = counts.letters(tree, id);
    if letters == 0
        || letters > 200
        || tree.end(id) - id > MAX_NODES
        || !matches!(
            tree.name(id),
            "div"
                | "section"
                | "header"
                | "hgroup"
                | "span"
                | "a"
                | "button"
                | "li"
                | "dt"
                | "summary"
        )
    {
        return false;
    }
    let mut headings = tree.elements(id).filter(|i| {
        matches!(tree.name(*i), "h2" | "h3" | "h4" | "h5" | "h6")
            || tree.attr(*i, "role") == Some("heading")
    });
    let is_alone = headings
        .next()
        .is_some_and(|h| counts.letters(tree, h) == letters);
    // The link that opens a panel leads nowhere.
    let leads_here = |i: DomId| {
        let href = tree.attr(i, "href").unwrap_or_default();
        tree.name(i) != "a" || href.is_empty() || href.starts_with('#')
    };
    is_alone
        && (counts.link_density(tree, id) <= 0.4 || (id..tree.end(id)).all(leads_here))
        && precedes_text(tree, id, counts)
}

/// Returns true if the next element with text has few links.
fn precedes_text(tree: &DomTree, id: DomId, counts: &LetterCounts) -> bool {
    /// Most elements that are looked at.
    const MAX_STEPS: usize = 20;
    let mut next = tree.end(id);
    for _ in 0..MAX_STEPS {
        if next >= tree.nodes.len() {
            return false;
        }
        if counts.letters(tree, next) > 0 {
            return counts.link_density(tree, next) <= 0.4;
        }
        next = tree.end(next);
    }
    false
}
