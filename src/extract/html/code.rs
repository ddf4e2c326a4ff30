//! Reads `pre` and other code listings: verbatim text without line numbers, and the programming language.

use super::view::PageView;
use crate::extract::dom::{DomId, DomTree};
use crate::model::Block;

/// Returns the code block of a `pre` element; `None` if it is blank.
pub(super) fn code_block(view: PageView<'_>, id: DomId) -> Option<Block> {
    let text = verbatim_text(view, id);
    let text = text.trim_end().trim_start_matches('\n');
    let text = text.trim_start_matches("\r\n");
    (!text.trim().is_empty()).then(|| Block::CodeBlock {
        language: find_language(view.tree, id),
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
    })
}

/// Returns the text in `id` with its white space, without line numbers.
pub(super) fn verbatim_text(view: PageView<'_>, id: DomId) -> String {
    let tree = view.tree;
    let mut out = String::new();
    // Ends of the open block elements: a line ends there.
    let mut ends: Vec<DomId> = Vec::new();
    let mut i = id + 1;
    while i < tree.end(id) {
        while ends.last().is_some_and(|end| *end <= i) {
            ends.pop();
            end_line(&mut out);
        }
        if view.is_skipped(i) || (tree.is_element(i) && is_gutter(tree, i)) {
            i = tree.end(i);
            continue;
        }
        match tree.name(i) {
            "br" => out.push('\n'),
            "div" | "p" | "li" | "tr" => {
                end_line(&mut out);
                ends.push(tree.end(i));
            }
            "img" => out.push_str(tree.attr(i, "alt").unwrap_or_default()),
            _ => out.push_str(tree.text(i)),
        }
        i += 1;
    }
    out
}

/// Ends the last line, if it has not ended.
fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Returns true if an element holds line numbers or a button to copy the code.
pub(super) fn is_gutter(tree: &DomTree, id: DomId) -> bool {
    /// Classes and ids of line numbers and copy buttons.
    const NAMES: &[&str] = &[
        "lineno",
        "linenos",
        "line-number",
        "line-numbers",
        "linenumber",
        "line-numbers-rows",
        "gutter",
        "gl",
        "hljs-ln-numbers",
        "blob-num",
        "copy-button",
        "copybtn",
        "rouge-gutter",
    ];
    let names = tree.class_and_id(id);
    let named = names.split_whitespace().any(|n| NAMES.contains(&n));
    named
        && tree.name(id) != "pre"
        && tree.collapsed_text(id).chars().all(|c| {
            c.is_ascii_digit() || c.is_whitespace() || c.is_alphabetic() && names.contains("copy")
        })
        || tree.name(id) == "button"
}

/// Returns the language named by classes or attributes of the element, its first children, or the elements around it.
fn find_language(tree: &DomTree, id: DomId) -> Option<String> {
    let inner = tree
        .elements(id)
        .take(2)
        .filter(|i| tree.name(*i) == "code");
    let outer = tree
        .ancestors(id)
        .take(3)
        .filter(|i| matches!(tree.name(*i), "div" | "figure" | "pre" | "td"));
    std::iter::once(id)
        .chain(inner)
        .chain(outer)
        .find_map(|i| language_of_element(tree, i))
}

/// Returns the language that an element names, in lower case: by attribute (`data-lang`), by class (`language-rust`),
/// or by the class after a highlighter's name.
fn language_of_element(tree: &DomTree, id: DomId) -> Option<String> {
    let declared = ["data-lang", "data-language", "data-code-language", "lang"];
    let declared = declared
        .iter()
        .take(if tree.name(id) == "div" { 3 } else { 4 })
        .find_map(|a| tree.attr(id, a));
    let class = || {
        let class = tree.attr(id, "class")?;
        let mut words = class.split_whitespace();
        words
            .clone()
            .find_map(|w| {
                let prefixes = [
                    "language-",
                    "lang-",
                    "highlight-source-",
                    "highlight-text-",
                    "sourceCode-",
                    "brush:",
                ];
                prefixes.iter().find_map(|p| w.strip_prefix(p))
            })
            .or_else(|| {
                let first = words.next()?;
                matches!(
                    first,
                    "highlight" | "sourceCode" | "hljs" | "brush:" | "codehilite"
                )
                .then(|| words.next())
                .flatten()
            })
    };
    let found = declared
        .or_else(class)?
        .trim_end_matches(';')
        .trim()
        .to_ascii_lowercase();
    let known = !matches!(
        found.as_str(),
        "none" | "plaintext" | "plain" | "text" | "nohighlight" | "default"
    );
    let wellformed = found.len() <= 24
        && found
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+#-._".contains(c));
    (known && wellformed && !found.is_empty()).then_some(found)
}
