//! Recognizes elements that a browser does not show, and elements that are never part of an article:
//! [`is_never_shown`].

use crate::extract::dom::{DomId, DomTree};

/// Returns, for each node of a page, true if a browser does not show it or it is no text of the page.
pub(super) fn hidden_by_page(tree: &DomTree) -> Vec<bool> {
    let mut skip: Vec<bool> = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && is_never_shown(tree, i))
        .collect();
    restore_lazy_content(tree, &mut skip);
    skip
}

/// Returns true if an element is left out with all its descendants, wherever it stands.
pub(super) fn is_never_shown(tree: &DomTree, id: DomId) -> bool {
    match tree.name(id) {
        "script" | "style" | "template" | "head" | "title" | "link" | "meta" | "iframe"
        | "object" | "embed" | "canvas" | "audio" | "video" | "map" | "select" | "textarea"
        | "datalist" | "dialog" | "frameset" | "button" | "svg" | "progress" | "meter"
        | "param" | "nav" => true,
        "input" | "label" | "legend" if tree.ancestors(id).any(|a| tree.name(a) == "form") => true,
        "input" => tree.attr(id, "type") != Some("checkbox"),
        // A `noscript` counts only as the plain copy of an image that a script would load.
        "noscript" => {
            !tree.elements(id).any(|i| tree.name(i) == "img")
                || tree.elements(id).any(|i| tree.name(i) == "p")
        }
        _ => is_hidden_by_attribute(tree, id),
    }
}

/// Returns true if the attributes or the style of an element hide it.
pub(super) fn is_hidden_by_attribute(tree: &DomTree, id: DomId) -> bool {
    if tree.attr(id, "hidden").is_some_and(|v| v != "until-found") {
        return true;
    }
    if tree.attr(id, "aria-hidden") == Some("true")
        && !tree.class_and_id(id).contains("fallback-image")
    {
        return true;
    }
    let Some(style) = tree.attr(id, "style") else {
        return false;
    };
    style.split(';').any(|part| {
        let Some((key, value)) = part.split_once(':') else {
            return false;
        };
        let value = value.trim().trim_end_matches("!important").trim_end();
        let key = key.trim();
        key.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none")
            || key.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden")
    })
}

/// Restores content that is hidden until a script shows it: an element with more than 80 % of the page's text.
fn restore_lazy_content(tree: &DomTree, skip: &mut [bool]) {
    let text = |from: DomId, to: DomId| -> usize {
        let mut i = from;
        let mut sum = 0;
        while i < to {
            if matches!(
                tree.name(i),
                "script" | "style" | "noscript" | "template" | "svg"
            ) {
                i = tree.end(i);
                continue;
            }
            sum += tree.text(i).trim().len();
            i += 1;
        }
        sum
    };
    let hidden: Vec<DomId> = tree
        .elements(0)
        .filter(|i| {
            skip.get(*i) == Some(&true)
                && matches!(tree.name(*i), "div" | "main" | "article" | "section")
                && is_hidden_by_attribute(tree, *i)
        })
        .take(50)
        .filter(|i| tree.end(*i) - i > 8)
        .collect();
    if hidden.is_empty() {
        return;
    }
    let page_bytes = text(0, tree.nodes.len());
    for id in hidden {
        if text(id, tree.end(id)) * 10 > page_bytes * 8
            && let Some(flag) = skip.get_mut(id)
        {
            *flag = false;
        }
    }
}
