//! Collects the short visible lines around the title of a page: [`lines_near_title`].

use super::normalize::normalize_value;
use crate::extract::dom::{DomId, DomTree};

/// Number of texts before the title that are read.
const TEXTS_BEFORE: usize = 12;
/// Number of texts after the title that are read.
const TEXTS_AFTER: usize = 40;

/// Returns the lines of at most 120 characters around the first heading of level 1; those after it come first.
pub(super) fn lines_near_title(tree: &DomTree) -> Vec<String> {
    let Some(title) = tree
        .elements(0)
        .find(|i| tree.name(*i) == "h1" && tree.collapsed_text(*i).len() > 4)
    else {
        return Vec::new();
    };
    let is_text = |i: &DomId| {
        !tree.text(*i).trim().is_empty()
            && !matches!(
                tree.name(tree.parent(*i)),
                "script" | "style" | "noscript" | "option" | "button"
            )
    };
    let after = (tree.end(title)..tree.nodes.len())
        .take(600)
        .filter(is_text)
        .take(TEXTS_AFTER);
    let before = (0..title)
        .rev()
        .take(300)
        .filter(is_text)
        .take(TEXTS_BEFORE);
    let mut out: Vec<String> = Vec::new();
    for id in after.chain(before) {
        let line = line_text(tree, id);
        if !line.is_empty() && line.chars().count() <= 120 && !out.contains(&line) {
            out.push(line);
        }
    }
    out
}

/// Returns the text of a node together with the other texts on its line.
fn line_text(tree: &DomTree, id: DomId) -> String {
    let mut line = tree.parent(id);
    for up in tree.ancestors(line).take(2) {
        let inline = matches!(
            tree.name(line),
            "a" | "span" | "b" | "strong" | "em" | "i" | "time" | "small" | "font"
        );
        let short = tree.end(up) - up < 14;
        if inline
            && short
            && !matches!(
                tree.name(up),
                "body" | "main" | "article" | "section" | "header"
            )
        {
            line = up;
        } else {
            break;
        }
    }
    normalize_value(&tree.collapsed_text(line))
}
