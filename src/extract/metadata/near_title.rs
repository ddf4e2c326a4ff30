//! Collects the short visible lines around the headline of a page: [`lines_near_title`].

use super::class_words::has_class_word;
use super::texts::{is_beside_article, join_lines, pieces_between};
use crate::extract::dom::{DomId, DomTree};

/// Number of nodes before the headline that are read.
const NODES_BEFORE: usize = 80;
/// Number of nodes after the headline that are read.
const NODES_AFTER: usize = 600;
/// Number of lines after the headline that are read.
const LINES_AFTER: usize = 40;
/// Largest number of characters of a line.
const MAX_CHARS: usize = 140;
/// Number of characters of a line that is the text itself: what follows the second one is no longer near.
const TEXT_CHARS: usize = 280;

/// A short line near the headline.
pub(super) struct NearLine {
    /// Text of the line.
    pub(super) text: String,
    /// First text node of the line.
    pub(super) id: DomId,
    /// True if it stands before the headline.
    pub(super) is_before: bool,
}

/// Returns the short lines around the headline; those after it come first, those before it nearest first.
pub(super) fn lines_near_title(tree: &DomTree, headline: Option<DomId>) -> Vec<NearLine> {
    let Some(headline) = headline else {
        return Vec::new();
    };
    let mut out: Vec<NearLine> = Vec::new();
    let end = tree.end(headline);
    let after = pieces_between(tree, end, tree.nodes.len().min(end + NODES_AFTER));
    let mut long = 0;
    for (id, text) in join_lines(after).take(LINES_AFTER) {
        let chars = text.chars().count();
        long += usize::from(chars >= TEXT_CHARS);
        if long >= 2 {
            break;
        }
        if chars <= MAX_CHARS && !is_beside_article(tree, id, Some(headline)) {
            out.push(NearLine {
                text,
                id,
                is_before: false,
            });
        }
    }
    let before = pieces_between(tree, headline.saturating_sub(NODES_BEFORE), headline);
    let before: Vec<(DomId, String)> = join_lines(before).collect();
    for (id, text) in before.into_iter().rev().take(12) {
        let masthead = || {
            let around = tree
                .ancestors(id)
                .take_while(|a| !(*a < headline && headline < tree.end(*a)))
                .take(12);
            let named = |a: DomId| {
                has_class_word(
                    tree,
                    a,
                    &[
                        "masthead", "topbar", "navbar", "toolbar", "today", "weather",
                    ],
                )
            };
            around
                .into_iter()
                .any(|a| tree.name(a) == "header" || named(a))
        };
        if text.chars().count() <= MAX_CHARS
            && !is_beside_article(tree, id, Some(headline))
            && !masthead()
        {
            out.push(NearLine {
                text,
                id,
                is_before: true,
            });
        }
    }
    out
}
