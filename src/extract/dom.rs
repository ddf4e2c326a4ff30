//! The DOM of a page as one array in document order: [`DomTree`].
//!
//! The descendants of a node are the nodes between the node and its `end`. Sums over subtrees are therefore differences
//! of prefix sums, and no function recurses.

use std::ops::Range;

use dom_query::{Document, LocalName, NodeData, NodeRef};
use markup5ever::tendril::StrTendril;

use super::collapse::{count_bytes, push_collapsed};

/// Index of a node in [`DomTree::nodes`]. Number 0 is the document.
pub(crate) type DomId = usize;

/// The elements and texts of a page in document order, with their attributes.
pub(crate) struct DomTree {
    /// All nodes; the first is the document.
    pub(crate) nodes: Vec<DomNode>,
    /// Names and values of all attributes, in the order of their elements.
    attributes: Vec<(LocalName, StrTendril)>,
}

/// An element, a text or the document.
pub(crate) struct DomNode {
    /// Name of the element in lower case; empty for a text and for the document.
    pub(crate) name: LocalName,
    /// Content of a text; empty for an element.
    pub(crate) text: StrTendril,
    /// Element that contains the node; 0 for the document itself.
    pub(crate) parent: DomId,
    /// First node after the node and its descendants.
    pub(crate) end: DomId,
    /// Range of the attributes of the node in [`DomTree::attributes`].
    attributes: Range<usize>,
}

impl DomTree {
    /// Copies `document`. Comments, doctypes and processing instructions are left out.
    pub(crate) fn from_document(document: &Document) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            attributes: Vec::new(),
        };
        let mut open: Vec<(DomId, Option<NodeRef<'_>>)> = Vec::new();
        let root = document.root();
        tree.push(&root, 0);
        open.push((0, root.first_child()));
        while let Some((parent, next)) = open.last_mut() {
            let parent = *parent;
            match next.take() {
                Some(node) => {
                    *next = node.next_sibling();
                    if let Some(id) = tree.push(&node, parent)
                        && let Some(child) = node.first_child()
                    {
                        open.push((id, Some(child)));
                    }
                }
                None => {
                    let end = tree.nodes.len();
                    if let Some(node) = tree.nodes.get_mut(parent) {
                        node.end = end;
                    }
                    open.pop();
                }
            }
        }
        tree
    }

    /// Appends a node without its children; `None` if nodes of its kind are left out.
    fn push(&mut self, node: &NodeRef<'_>, parent: DomId) -> Option<DomId> {
        let id = self.nodes.len();
        let from = self.attributes.len();
        let copied = node.query(|n| match &n.data {
            NodeData::Text { contents } => Some((LocalName::default(), contents.clone())),
            NodeData::Element(element) => {
                let attributes = element.attrs.iter();
                self.attributes
                    .extend(attributes.map(|a| (a.name.local.clone(), a.value.clone())));
                Some((element.name.local.clone(), StrTendril::new()))
            }
            NodeData::Document | NodeData::Fragment => Some(Default::default()),
            _ => None,
        });
        let (name, text) = copied.flatten()?;
        let attributes = from..self.attributes.len();
        self.nodes.push(DomNode {
            name,
            text,
            parent,
            end: id + 1,
            attributes,
        });
        Some(id)
    }

    /// Returns the name of an element; empty for a text.
    pub(crate) fn name(&self, id: DomId) -> &str {
        self.nodes.get(id).map_or("", |n| &n.name)
    }

    /// Returns the text of a text node; empty for an element.
    pub(crate) fn text(&self, id: DomId) -> &str {
        self.nodes.get(id).map_or("", |n| &n.text)
    }

    /// Returns the first node after `id` and its descendants.
    pub(crate) fn end(&self, id: DomId) -> DomId {
        self.nodes.get(id).map_or(id + 1, |n| n.end)
    }

    /// Returns the element that contains `id`; the document contains itself.
    pub(crate) fn parent(&self, id: DomId) -> DomId {
        self.nodes.get(id).map_or(0, |n| n.parent)
    }

    /// Returns true if `id` is an element.
    pub(crate) fn is_element(&self, id: DomId) -> bool {
        !self.name(id).is_empty()
    }

    /// Iterates over the elements around `id`, innermost first, without the document.
    pub(crate) fn ancestors(&self, id: DomId) -> impl Iterator<Item = DomId> {
        let up = |id: &DomId| Some(self.parent(*id)).filter(|p| *p != 0);
        std::iter::successors(up(&id), up)
    }

    /// Iterates over the direct children of `id`, texts included.
    pub(crate) fn children(&self, id: DomId) -> impl Iterator<Item = DomId> {
        let end = self.end(id);
        let first = Some(id + 1).filter(|c| *c < end);
        std::iter::successors(first, move |c| Some(self.end(*c)).filter(|n| *n < end))
    }

    /// Iterates over the elements inside `id`, at any depth.
    pub(crate) fn elements(&self, id: DomId) -> impl Iterator<Item = DomId> {
        (id + 1..self.end(id)).filter(|i| self.is_element(*i))
    }

    /// Returns the value of an attribute of an element.
    pub(crate) fn attr(&self, id: DomId, name: &str) -> Option<&str> {
        let range = self.nodes.get(id)?.attributes.clone();
        let found = self
            .attributes
            .get(range)?
            .iter()
            .find(|(n, _)| &**n == name)?;
        Some(&found.1)
    }

    /// Returns true if an element has attributes.
    pub(crate) fn has_attributes(&self, id: DomId) -> bool {
        self.nodes.get(id).is_some_and(|n| !n.attributes.is_empty())
    }

    /// Returns the `class` and `id` attributes of an element, in lower case, separated by a space.
    pub(crate) fn class_and_id(&self, id: DomId) -> String {
        match (self.attr(id, "class"), self.attr(id, "id")) {
            (None, None) => String::new(),
            (Some(one), None) | (None, Some(one)) => one.to_ascii_lowercase(),
            (Some(class), Some(own)) => {
                let mut names = String::with_capacity(class.len() + own.len() + 1);
                names.push_str(class);
                names.push(' ');
                names.push_str(own);
                names.make_ascii_lowercase();
                names
            }
        }
    }

    /// Returns all text in `id` with white space collapsed. Scripts, styles, templates, `noscript` and SVG are left
    /// out.
    pub(crate) fn collapsed_text(&self, id: DomId) -> String {
        let mut out = String::new();
        let mut i = id;
        while i < self.end(id) {
            if i != id
                && matches!(
                    self.name(i),
                    "script" | "style" | "template" | "noscript" | "svg"
                )
            {
                i = self.end(i);
                continue;
            }
            let text = self.text(i);
            if matches!(self.name(i), "br" | "p" | "div" | "li" | "td") && !out.ends_with(' ') {
                out.push(' ');
            }
            push_collapsed(&mut out, text);
            i += 1;
        }
        out.truncate(out.trim_end().len());
        out.drain(..out.len() - out.trim_start().len());
        out
    }
}

/// Returns true if `word` of a class or id equals `name`, or ends with `name` after a hyphen or underscore:
/// `post-author`, `post__author`.
pub(super) fn ends_with_word(word: &str, name: &str) -> bool {
    word.strip_suffix(name)
        .is_some_and(|head| head.is_empty() || head.ends_with(['-', '_']))
}

/// Returns the number of characters of `text` that are not white space.
pub(crate) fn letter_count(text: &str) -> usize {
    if text.is_ascii() {
        return count_bytes(text.as_bytes(), |byte| {
            !matches!(byte, b' ' | b'\t'..=b'\r')
        });
    }
    text.chars().filter(|c| !c.is_whitespace()).count()
}
