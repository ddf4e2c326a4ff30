//! Puts content into place that a page ships apart from the place where a script would show it: [`place_deferred_content`].
//!
//! 1. Streamed pages: hidden elements with the number of a placeholder (`<template id="B:0">` and `<div hidden id="S:0">`).
//! 2. Pages whose whole text is in a template (`<script type="text/template">`).

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use crate::extract::dom::letter_count;

/// Number of streamed parts and templates that are put into place.
const MAX_PARTS: usize = 500;
/// Largest number of visible letters of a page whose text is taken to be in a template.
const MAX_VISIBLE_LETTERS: usize = 250;

/// Types of scripts that hold HTML.
const TEMPLATE_TYPES: &[&str] = &[
    "text/template",
    "text/x-template",
    "text/html",
    "text/x-handlebars",
    "text/x-handlebars-template",
    "text/x-mustache",
    "text/ng-template",
];

/// Puts streamed parts, and the text of templates if the page has no other, into their places. `html` is the source of `page`.
pub(super) fn place_deferred_content(page: &Document, html: &str) {
    if html.contains("id=\"S:") || html.contains("id='S:") {
        place_streamed_parts(page);
    }
    if html.contains("template") || html.contains("handlebars") || html.contains("mustache") {
        open_templates(page);
    }
}

fn place_streamed_parts(page: &Document) {
    let root = page.root();
    let mut places: HashMap<String, NodeRef<'_>> = HashMap::new();
    let mut parts = Vec::new();
    for node in root.descendants_it().filter(NodeRef::is_element) {
        let Some(id) = node.id_attr() else { continue };
        if let Some(number) = id.strip_prefix("B:") {
            places.insert(number.to_owned(), node);
        } else if let Some(number) = id.strip_prefix("S:")
            && node.has_attr("hidden")
            && parts.len() < MAX_PARTS
        {
            parts.push((number.to_owned(), node));
        }
    }
    for (number, part) in parts {
        let Some(place) = places.get(&number) else {
            continue;
        };
        // A part that holds its own place would become its own ancestor.
        if place.ancestors_it(None).any(|around| around.id == part.id) {
            continue;
        }
        for child in part.children() {
            child.remove_from_parent();
            place.insert_before(&child);
        }
    }
}

fn open_templates(page: &Document) {
    let root = page.root();
    let mut visible = 0;
    let mut templates = Vec::new();
    for node in root.descendants_it() {
        if node.is_text() {
            let hidden = node.parent().and_then(|parent| parent.node_name());
            let is_shown = !hidden.is_some_and(|name| {
                matches!(
                    &*name,
                    "script" | "style" | "title" | "template" | "noscript"
                )
            });
            visible += if is_shown {
                letter_count(&node.text())
            } else {
                0
            };
        } else if node.node_name().is_some_and(|name| &*name == "script")
            && node
                .attr("type")
                .is_some_and(|kind| TEMPLATE_TYPES.contains(&kind.trim()))
            && templates.len() < MAX_PARTS
        {
            templates.push(node);
        }
        if visible > MAX_VISIBLE_LETTERS {
            return;
        }
    }
    for template in templates {
        let text = template.text();
        if text.contains("<p") {
            template.replace_with_html(text);
        }
    }
}
