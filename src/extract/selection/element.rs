//! Evidence of one element for the blocks in it, read once: [`ElementEvidence`].

use super::letter_counts::is_comment_section;
use super::names::{NameEvidence, name_evidence};
use crate::extract::dom::{DomId, DomTree};

/// Names of the features of the kinds of elements, in the order of the bits of [`ElementEvidence::kinds`].
pub(super) const KIND_NAMES: [&str; 14] = [
    "in-article",
    "in-main",
    "in-aside",
    "in-footer",
    "in-header",
    "in-form",
    "in-figure",
    "in-table",
    "in-list",
    "in-quote",
    "in-code",
    "declared-body",
    "role-beside-text",
    "role-main",
];

/// Kinds of elements that say nothing if the element holds much of the prose of the page: aside, footer, header, form, and a role
/// beside the text.
pub(super) const LIGHT_KINDS: u16 = 0b1_0000_0011_1100;

/// Evidence of one element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ElementEvidence {
    /// Evidence in the class and id.
    pub(super) names: NameEvidence,
    /// Kinds of the element as bits, in the order of [`KIND_NAMES`].
    pub(super) kinds: u16,
    /// True for the comments of readers.
    pub(super) is_comment_section: bool,
}

impl ElementEvidence {
    /// Reads the evidence of an element.
    pub(super) fn of(tree: &DomTree, id: DomId) -> Self {
        let by_name = match tree.name(id) {
            "article" => 1,
            "main" => 1 << 1,
            "aside" => 1 << 2,
            "footer" => 1 << 3,
            "header" => 1 << 4,
            "form" => 1 << 5,
            "figure" => 1 << 6,
            "table" => 1 << 7,
            "ul" | "ol" | "dl" => 1 << 8,
            "blockquote" => 1 << 9,
            "pre" | "code" => 1 << 10,
            _ => 0,
        };
        let item = tree.attr(id, "itemprop");
        let is_body = item.is_some_and(|names| names.contains("articleBody"));
        let by_role = match tree.attr(id, "role") {
            Some("main" | "article") => 1 << 13,
            Some(
                "navigation" | "complementary" | "contentinfo" | "banner" | "search" | "dialog"
                | "alert" | "alertdialog" | "toolbar" | "menu" | "menubar" | "form",
            ) => 1 << 12,
            _ => 0,
        };
        Self {
            names: name_evidence(tree, id),
            kinds: by_name | u16::from(is_body) << 11 | by_role,
            is_comment_section: is_comment_section(tree, id),
        }
    }
}
