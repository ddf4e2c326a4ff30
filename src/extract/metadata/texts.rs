//! Visible texts of an element, split where one line of the page ends and the next begins: [`text_pieces`].

use super::class_words::has_class_word;
use super::normalize::{is_blank_value, normalize_value};
use crate::extract::collapse::count_bytes;
use crate::extract::dom::{DomId, DomTree};
use crate::extract::phrasing::is_phrasing_element;

/// Largest number of nodes of an element that are read.
const MAX_NODES: usize = 400;

/// A text node that is shown, and the way in which it follows the one before.
pub(super) struct TextPiece<'a> {
    /// Text as it stands in the source.
    raw: &'a str,
    /// Text node.
    pub(super) id: DomId,
    /// True if a line begins with the text.
    pub(super) starts_line: bool,
    /// True if white space stands before the text.
    pub(super) follows_space: bool,
}

impl TextPiece<'_> {
    /// Returns the text on one line.
    pub(super) fn text(&self) -> String {
        normalize_value(self.raw)
    }

    /// Returns false if the text has no digit, nor a reference to a character that may be one.
    pub(super) fn may_have_digits(&self) -> bool {
        let may_be_digit = |byte: u8| byte.is_ascii_digit() || byte == b'&' || !byte.is_ascii();
        count_bytes(self.raw.as_bytes(), may_be_digit) > 0
    }
}

/// Returns the visible texts of an element in order. Scripts, buttons and hidden elements are left out.
pub(super) fn text_pieces(tree: &DomTree, id: DomId) -> impl Iterator<Item = TextPiece<'_>> {
    pieces_between(tree, id, tree.end(id).min(id + MAX_NODES))
}

/// Iterates over the visible texts of the nodes from `from` to before `to`.
pub(super) fn pieces_between(
    tree: &DomTree,
    from: DomId,
    to: DomId,
) -> impl Iterator<Item = TextPiece<'_>> {
    let (mut line, mut broken, mut spaced) = (None, true, false);
    let mut i = from;
    std::iter::from_fn(move || {
        while i < to {
            let id = i;
            i += 1;
            if tree.is_element(id) {
                if is_unseen(tree, id) {
                    i = tree.end(id);
                    continue;
                }
                broken |= matches!(tree.name(id), "br" | "hr" | "img" | "picture");
                continue;
            }
            if matches!(
                tree.name(tree.parent(id)),
                "script" | "style" | "noscript" | "option" | "button"
            ) {
                continue;
            }
            let raw = tree.text(id);
            if is_blank_value(raw) {
                spaced |= !raw.is_empty();
                continue;
            }
            let block = line_element(tree, id);
            let piece = TextPiece {
                raw,
                id,
                starts_line: broken || line != Some(block),
                follows_space: spaced || raw.starts_with(char::is_whitespace),
            };
            line = Some(block);
            broken = false;
            spaced = raw.ends_with(char::is_whitespace);
            return Some(piece);
        }
        None
    })
}

/// Splits pieces into those of each line.
pub(super) fn split_lines<'a>(
    pieces: impl Iterator<Item = TextPiece<'a>>,
) -> impl Iterator<Item = Vec<TextPiece<'a>>> {
    let mut pieces = pieces.peekable();
    std::iter::from_fn(move || {
        let mut line = vec![pieces.next()?];
        while let Some(piece) = pieces.next_if(|piece| !piece.starts_line) {
            line.push(piece);
        }
        Some(line)
    })
}

/// Returns the text of a line. Where two elements meet without white space, a blank stands between words.
pub(super) fn join_line(pieces: &[TextPiece<'_>]) -> String {
    let mut out = String::new();
    for piece in pieces {
        let text = piece.text();
        if out.is_empty() {
            out = text;
            continue;
        }
        if piece.follows_space || is_word_boundary(&out, &text) {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

/// Joins pieces to lines of text, each with its first node.
pub(super) fn join_lines<'a>(
    pieces: impl Iterator<Item = TextPiece<'a>>,
) -> impl Iterator<Item = (DomId, String)> {
    split_lines(pieces).map(|line| {
        let first = line.first().map_or(0, |piece| piece.id);
        (first, join_line(&line))
    })
}

/// Returns true if a new word begins where two elements meet: `By` and `Ida`, but not `T` and `he`.
fn is_word_boundary(before: &str, after: &str) -> bool {
    let (last, first) = (before.chars().next_back(), after.chars().next());
    let (Some(last), Some(first)) = (last, first) else {
        return false;
    };
    let begins = first.is_uppercase() || first.is_ascii_digit() && !last.is_ascii_digit();
    begins
        && (last.is_lowercase() || last.is_ascii_digit() || matches!(last, ',' | '.' | ':' | ')'))
}

/// Returns the text of an element on one line.
pub(super) fn line_of(tree: &DomTree, id: DomId) -> String {
    let mut out = String::new();
    for (_, line) in join_lines(text_pieces(tree, id)) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&line);
    }
    out
}

/// Returns the element whose line a text stands in.
pub(super) fn line_element(tree: &DomTree, text: DomId) -> DomId {
    let block = |id: &DomId| !is_inline(tree.name(*id));
    tree.ancestors(text).take(12).find(block).unwrap_or(0)
}

/// Returns true for elements inside a line. Unknown and custom elements are inline.
fn is_inline(name: &str) -> bool {
    name.contains('-') || is_phrasing_element(name)
}

/// Returns true for elements that are not shown as text.
pub(super) fn is_unseen(tree: &DomTree, id: DomId) -> bool {
    matches!(
        tree.name(id),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "button"
            | "select"
            | "textarea"
            | "head"
            | "iframe"
    ) || tree.has_attributes(id) && is_hidden_by_attribute(tree, id)
}

/// Returns true if the attributes of an element hide it.
fn is_hidden_by_attribute(tree: &DomTree, id: DomId) -> bool {
    tree.attr(id, "hidden").is_some()
        || tree.attr(id, "aria-hidden") == Some("true")
        || tree.attr(id, "style").is_some_and(|style| {
            let style = style.replace(' ', "").to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Returns true if an element stands beside the article: in navigation, comments or lists of other articles. An element
/// around `headline` says nothing, nor does a footer of the article itself.
pub(super) fn is_beside_article(tree: &DomTree, id: DomId, headline: Option<DomId>) -> bool {
    /// Words of the classes of parts that do not belong to an article.
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "comment", "comments", "commentlist", "disqus", "respond", "related", "sidebar", "recommend", "recommended", "recommendations",
        "recirc", "recirculation", "popular", "trending", "teaser", "teasers", "promo", "latest", "nav", "navbar", "menu", "breadcrumb",
        "breadcrumbs", "recent", "newsletter", "mostread", "carousel",
    ];
    let holds = |a: DomId| headline.is_some_and(|h| a < h && h < tree.end(a));
    let own = std::iter::once(id).filter(|_| tree.is_element(id));
    for a in own.chain(tree.ancestors(id)).take(24) {
        if holds(a) || matches!(tree.name(a), "body" | "html" | "main") {
            return false;
        }
        if matches!(tree.name(a), "nav" | "figure" | "figcaption") {
            return true;
        }
        // An aside with headings or a list refers to other articles; one without may hold date and author.
        if tree.name(a) == "aside" && !has_class_word(tree, a, &["author", "byline"]) {
            let refers = |i: DomId| matches!(tree.name(i), "h2" | "h3" | "h4" | "h5" | "h6" | "li");
            if headline.is_none_or(|h| a < h)
                || tree.elements(a).take(80).filter(|i| refers(*i)).count() > 1
            {
                return true;
            }
        }
        if tree.name(a) == "footer" || has_class_word(tree, a, &["footer"]) {
            let article = tree.ancestors(a).find(|x| tree.name(*x) == "article");
            if !article.is_some_and(|x| headline.is_none() || holds(x)) {
                return true;
            }
        }
        if has_class_word(tree, a, NAMES) {
            return true;
        }
    }
    false
}
