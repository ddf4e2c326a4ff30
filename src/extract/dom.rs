//! A DOM as one array in document order: [`Tree`].
//!
//! The descendants of a node are the nodes between it and its `end`, so that sums over subtrees are sums over ranges, and
//! nothing recurses.

use dom_query::{Document, LocalName, NodeData, NodeId, NodeRef};

/// A place in [`Tree::nodes`].
pub(crate) type DomId = usize;

/// A page's elements and texts in reading order. The first is the document itself.
pub(crate) struct DomTree {
    pub(crate) nodes: Vec<DomNode>,
    /// Nodes of the document that each id is a copy of, sorted.
    origins: Vec<(NodeId, DomId)>,
    attributes: Vec<(LocalName, String)>,
}

/// An element or a text.
pub(crate) struct DomNode {
    /// The element's name in lower case; empty for a text and for the document.
    pub(crate) name: LocalName,
    /// The text; empty for an element.
    pub(crate) text: String,
    /// The element it is in.
    pub(crate) parent: DomId,
    /// The first node that is not inside it.
    pub(crate) end: DomId,
    attributes: (usize, usize),
}

impl DomTree {
    /// Copies `document`.
    pub(crate) fn from_document(document: &Document) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            origins: Vec::new(),
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
        tree.origins.sort_unstable();
        tree
    }

    fn push(&mut self, node: &NodeRef<'_>, parent: DomId) -> Option<DomId> {
        let id = self.nodes.len();
        let from = self.attributes.len();
        let copied = node.query(|n| match &n.data {
            NodeData::Text { contents } => Some((LocalName::default(), contents.to_string())),
            NodeData::Element(element) => {
                let attributes = element.attrs.iter();
                self.attributes
                    .extend(attributes.map(|a| (a.name.local.clone(), a.value.to_string())));
                Some((element.name.local.clone(), String::new()))
            }
            NodeData::Document | NodeData::Fragment => Some(Default::default()),
            _ => None,
        });
        let (name, text) = copied.flatten()?;
        self.origins.push((node.id, id));
        let attributes = (from, self.attributes.len());
        self.nodes.push(DomNode {
            name,
            text,
            parent,
            end: id + 1,
            attributes,
        });
        Some(id)
    }

    /// Returns the copy of a node of the document that was copied, or of a document that grew out of it.
    pub(crate) fn id_of_origin(&self, origin: NodeId) -> Option<DomId> {
        let at = self
            .origins
            .binary_search_by_key(&origin, |(from, _)| *from)
            .ok()?;
        self.origins.get(at).map(|(_, id)| *id)
    }

    /// Returns the node that a place is a copy of. Looks through all of them.
    pub(crate) fn origin_of(&self, id: DomId) -> Option<NodeId> {
        let found = self.origins.iter().find(|(_, copy)| *copy == id)?;
        Some(found.0)
    }

    /// Returns the element's name; empty for a text.
    pub(crate) fn name(&self, id: DomId) -> &str {
        self.nodes.get(id).map_or("", |n| &n.name)
    }

    /// Returns the text of a text node; empty for an element.
    pub(crate) fn text(&self, id: DomId) -> &str {
        self.nodes.get(id).map_or("", |n| &n.text)
    }

    /// Returns the first node that is not inside `id`.
    pub(crate) fn end(&self, id: DomId) -> DomId {
        self.nodes.get(id).map_or(id + 1, |n| n.end)
    }

    /// Returns the element that `id` is in; the document is in itself.
    pub(crate) fn parent(&self, id: DomId) -> DomId {
        self.nodes.get(id).map_or(0, |n| n.parent)
    }

    /// Returns true if `id` is an element.
    pub(crate) fn is_element(&self, id: DomId) -> bool {
        !self.name(id).is_empty()
    }

    /// Returns the elements around `id`, from the nearest outwards, without the document.
    pub(crate) fn ancestors(&self, id: DomId) -> impl Iterator<Item = DomId> {
        let up = |id: &DomId| Some(self.parent(*id)).filter(|p| *p != 0);
        std::iter::successors(up(&id), up)
    }

    /// Returns the nodes directly in `id`.
    pub(crate) fn children(&self, id: DomId) -> impl Iterator<Item = DomId> {
        let end = self.end(id);
        let first = Some(id + 1).filter(|c| *c < end);
        std::iter::successors(first, move |c| Some(self.end(*c)).filter(|n| *n < end))
    }

    /// Returns the elements in `id`, at any depth.
    pub(crate) fn elements(&self, id: DomId) -> impl Iterator<Item = DomId> {
        (id + 1..self.end(id)).filter(|i| self.is_element(*i))
    }

    /// Returns an attribute of an element.
    pub(crate) fn attr(&self, id: DomId, name: &str) -> Option<&str> {
        let (from, to) = self.nodes.get(id)?.attributes;
        let found = self
            .attributes
            .get(from..to)?
            .iter()
            .find(|(n, _)| &**n == name)?;
        Some(&found.1)
    }

    /// Returns the names that an element goes by: its class and id, in lower case, with blanks between.
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

    /// Returns all text in `id`, white space collapsed, script and style left out.
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
            for c in text.chars() {
                if !c.is_whitespace() {
                    out.push(c);
                } else if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            i += 1;
        }
        out.trim().to_owned()
    }
}

/// Returns true if a class or id is `name`, or ends with it as a word of its own: `post-author`, `post__author`.
pub(super) fn ends_with_word(word: &str, name: &str) -> bool {
    word.strip_suffix(name)
        .is_some_and(|head| head.is_empty() || head.ends_with(['-', '_']))
}

/// Returns how many characters of `text` are not white space.
pub(crate) fn letter_count(text: &str) -> usize {
    if text.is_ascii() {
        let inked = |byte: &u8| !matches!(byte, b' ' | b'\t'..=b'\r');
        return text.as_bytes().iter().filter(|b| inked(b)).count();
    }
    text.chars().filter(|c| !c.is_whitespace()).count()
}
