//! Names of elements: those that begin and end a paragraph, and those that stand within one.

use crate::extract::dom::{DomId, DomTree};
use crate::extract::phrasing::is_phrasing_element;

/// Returns true if an element begins and ends a paragraph by its name (HTML standard, section 15.3).
pub(super) fn is_block_element(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "col"
            | "colgroup"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "footer"
            | "form"
            | "frameset"
            | "head"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "noframes"
            | "optgroup"
            | "option"
            | "p"
            | "search"
            | "section"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
    )
}

/// Returns true if a paragraph, or an element within one, has this name: unknown elements inside it are words.
pub(super) fn holds_words(name: &str) -> bool {
    is_phrasing_element(name)
        || matches!(
            name,
            "p" | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "li"
                | "td"
                | "th"
                | "dt"
                | "dd"
                | "figcaption"
                | "summary"
        )
}

/// Value of the `display` property that decides whether words of two elements are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    /// Within a line.
    Inline,
    /// On lines of its own.
    Block,
}

/// Returns the display of an element as its own style declares it.
pub(super) fn declared_display(tree: &DomTree, id: DomId) -> Option<Display> {
    match style_value(tree, id, "display")?.as_str() {
        "block" | "flex" | "grid" | "list-item" | "table" | "flow-root" => Some(Display::Block),
        "inline" => Some(Display::Inline),
        _ => None,
    }
}

/// Returns true if lines of the source are lines on the screen, as the style or a utility class of an element declares it;
/// `None` if it declares nothing.
pub(super) fn declares_lines(tree: &DomTree, id: DomId) -> Option<bool> {
    let declared = style_value(tree, id, "white-space");
    let class = || {
        let mut words = tree.attr(id, "class")?.split_ascii_whitespace();
        words.find_map(|word| match word {
            "pre-wrap" | "pre-line" => Some(word.to_owned()),
            word => word.strip_prefix("whitespace-").map(str::to_owned),
        })
    };
    match declared.or_else(class)?.as_str() {
        "pre" | "pre-wrap" | "pre-line" | "break-spaces" | "preserve" => Some(true),
        "normal" | "nowrap" | "initial" => Some(false),
        _ => None,
    }
}

/// Returns true if the style of an element strikes its text out.
pub(super) fn declares_deletion(tree: &DomTree, id: DomId) -> bool {
    ["text-decoration", "text-decoration-line"]
        .iter()
        .filter_map(|property| style_value(tree, id, property))
        .any(|value| value.contains("line-through"))
}

/// Returns a value of the `style` attribute in lower case.
fn style_value(tree: &DomTree, id: DomId, property: &str) -> Option<String> {
    let style = tree.attr(id, "style")?;
    style.split(';').rev().find_map(|part| {
        let (key, value) = part.split_once(':')?;
        if !key.trim().eq_ignore_ascii_case(property) {
            return None;
        }
        let value = value.trim().to_ascii_lowercase();
        Some(value.trim_end_matches("!important").trim_end().to_owned())
    })
}

/// Returns true if the class of a short element names it the caption of an image.
pub(super) fn is_caption(tree: &DomTree, id: DomId) -> bool {
    let named = tree.attr(id, "class").is_some_and(|class| {
        class.split_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            ["caption", "caption-text", "image-credit", "photo-credit"]
                .iter()
                .any(|n| word.ends_with(n))
                && !word.starts_with("no-")
        })
    });
    let holds = |i: DomId| {
        matches!(
            tree.name(i),
            "img" | "p" | "h1" | "h2" | "h3" | "ul" | "table" | "picture" | "video"
        )
    };
    named
        && !tree.elements(id).any(holds)
        && (id..tree.end(id))
            .map(|i| tree.text(i).len())
            .sum::<usize>()
            < 1_000
}
