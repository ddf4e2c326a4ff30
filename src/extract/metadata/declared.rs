//! Collects the metadata that a page declares in its head: [`DeclaredMetadata`].

use std::collections::HashMap;

use super::json_ld::{self, JsonLd};
use super::normalize::normalize_value;
use crate::extract::dom::DomTree;

/// Values of the `meta`, `link` and `title` elements of a page, and its JSON-LD.
#[derive(Default)]
pub(super) struct DeclaredMetadata {
    /// Values by name, in lower case with `.` for `:`; at most 64 for each name.
    meta: HashMap<String, Vec<String>>,
    /// URL of `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// Structured data of the article.
    pub(super) json_ld: JsonLd,
    /// Text of the `title` element.
    pub(super) title: Option<String>,
}

impl DeclaredMetadata {
    /// Collects all declarations of a page.
    pub(super) fn collect(tree: &DomTree) -> Self {
        let mut declared = Self::default();
        let mut scripts = Vec::new();
        for id in tree.elements(0) {
            match tree.name(id) {
                "meta" => {
                    let Some(content) = tree
                        .attr(id, "content")
                        .map(normalize_value)
                        .filter(|c| !c.is_empty())
                    else {
                        continue;
                    };
                    for attribute in ["property", "name", "itemprop", "http-equiv"] {
                        let names = tree.attr(id, attribute).unwrap_or_default();
                        for name in names.split_whitespace().take(8) {
                            let name = name.to_ascii_lowercase().replace(':', ".");
                            let values = declared.meta.entry(name).or_default();
                            if values.len() < 64 {
                                values.push(content.clone());
                            }
                        }
                    }
                }
                "link" if declared.canonical.is_none() => {
                    let canonical = tree
                        .attr(id, "rel")
                        .is_some_and(|r| r.eq_ignore_ascii_case("canonical"));
                    declared.canonical = tree
                        .attr(id, "href")
                        .filter(|h| canonical && !h.trim().is_empty())
                        .map(|h| h.trim().to_owned());
                }
                "script"
                    if tree
                        .attr(id, "type")
                        .is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) =>
                {
                    scripts.push(tree.text(id + 1));
                }
                "title"
                    if declared.title.is_none()
                        && tree.ancestors(id).all(|a| tree.name(a) != "svg") =>
                {
                    declared.title =
                        Some(normalize_value(&tree.collapsed_text(id))).filter(|t| !t.is_empty());
                }
                _ => {}
            }
        }
        let hint = declared
            .first_meta(&["og:title"])
            .map(str::to_owned)
            .or_else(|| declared.title.clone());
        declared.json_ld = json_ld::read_json_ld(&scripts, hint.as_deref().unwrap_or_default());
        declared
    }

    /// Returns the first value of the first of `keys` that the page declares.
    pub(super) fn first_meta(&self, keys: &[&str]) -> Option<&str> {
        self.all_meta(keys).next()
    }

    /// Returns all values of the first of `keys` that the page declares.
    pub(super) fn all_meta<'a>(&'a self, keys: &[&str]) -> impl Iterator<Item = &'a str> {
        let values = keys
            .iter()
            .find_map(|key| self.meta.get(&key.replace(':', ".")));
        values.into_iter().flatten().map(String::as_str)
    }
}
