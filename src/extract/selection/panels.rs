//! Shows the panels of accordions: sections that the page hides until their heading is clicked ([`show_panels`]).

use std::collections::HashMap;

use super::hidden::is_hidden_by_attribute;
use crate::extract::dom::{DomId, DomTree};

/// Largest number of panels of a page.
const MAX_PANELS: usize = 200;

/// Restores the elements that a heading controls (`aria-controls`), and that are hidden by their attributes alone.
pub(super) fn show_panels(tree: &DomTree, skip: &mut [bool]) {
    let controls = tree
        .elements(0)
        .filter(|i| tree.attr(*i, "aria-controls").is_some());
    let controlled: Vec<&str> = controls
        .filter(|i| belongs_to_heading(tree, *i))
        .take(MAX_PANELS)
        .filter_map(|i| tree.attr(i, "aria-controls"))
        .collect();
    if controlled.is_empty() {
        return;
    }
    let hidden: HashMap<&str, DomId> = tree
        .elements(0)
        .filter(|i| skip.get(*i) == Some(&true) && is_hidden_by_attribute(tree, *i))
        .filter_map(|i| Some((tree.attr(i, "id")?, i)))
        .collect();
    for id in controlled.iter().flat_map(|ids| ids.split_whitespace()) {
        let Some(panel) = hidden.get(id).copied().filter(|i| is_panel(tree, *i)) else {
            continue;
        };
        if let Some(flag) = skip.get_mut(panel) {
            *flag = false;
        }
    }
}

/// Returns true if an element holds a section heading or stands in one.
fn belongs_to_heading(tree: &DomTree, id: DomId) -> bool {
    let is_heading = |i: DomId| {
        matches!(tree.name(i), "h2" | "h3" | "h4" | "h5" | "h6")
            || tree.attr(i, "role") == Some("heading")
    };
    /// Most nodes of a control.
    const MAX_NODES: usize = 60;
    tree.ancestors(id).take(3).any(is_heading)
        || tree.end(id) - id <= MAX_NODES && tree.elements(id).any(is_heading)
}

/// Returns true if an element may be the text of a section.
fn is_panel(tree: &DomTree, id: DomId) -> bool {
    matches!(
        tree.name(id),
        "div" | "section" | "p" | "dd" | "ul" | "ol" | "article" | "span"
    )
}
