//! Blocks of an HTML file that is a truth: the text that a browser shows, without any choice.

use dom_query::{Document, NodeData, NodeRef};

use super::article::Block;
use super::text::squeeze;

/// Elements whose content is not shown as text.
const SKIPPED: [&str; 20] = [
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed",
    "select", "textarea", "canvas", "title", "audio", "video", "math", "map", "datalist", "input",
    "option",
];

/// Elements that begin and end a block.
const BLOCKS: [&str; 45] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "aside",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "form",
    "fieldset",
    "hr",
    "address",
    "details",
    "summary",
    "body",
    "html",
    "center",
    "caption",
    "legend",
    "dialog",
    "menu",
    "hgroup",
    "search",
];

/// Depth of elements beyond which nothing is read.
const MAX_DEPTH: usize = 900;

/// Mark of a line break in the text of a block that is being read.
const LINE_BREAK: char = '\u{b}';

/// Kind of the text that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading(u64),
    ListItem,
    Quote,
    Code,
    Table,
}

/// Reader of a document.
struct Reader {
    blocks: Vec<Block>,
    text: String,
    kind: Kind,
    /// Inside of `pre`.
    is_preformatted: bool,
}

/// Reads the blocks of an HTML text.
pub(super) fn blocks_of(html: &str) -> Vec<Block> {
    let document = Document::from(html);
    let mut reader = Reader {
        blocks: Vec::new(),
        text: String::new(),
        kind: Kind::Paragraph,
        is_preformatted: false,
    };
    for node in document.root().children_it(false) {
        reader.visit(&node, 0);
    }
    reader.flush();
    reader.blocks
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(_) => "heading",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Table => "table",
        }
    }

    /// Kind of the text in an element that stands in text of this kind.
    fn inside(self, name: &str) -> Self {
        let level = name.strip_prefix('h').and_then(|level| level.parse().ok());
        match (name, level) {
            (_, Some(level)) => Self::Heading(level),
            ("pre", _) => Self::Code,
            ("li" | "dd" | "dt", _) => match self {
                Self::Heading(_) | Self::Code | Self::Table => self,
                Self::Paragraph | Self::ListItem | Self::Quote => Self::ListItem,
            },
            ("blockquote", _) => Self::Quote,
            ("tr", _) => Self::Table,
            _ => self,
        }
    }
}

impl Reader {
    fn visit(&mut self, node: &NodeRef<'_>, depth: usize) {
        let text = node.query(|node| match &node.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            _ => None,
        });
        if let Some(text) = text.flatten() {
            self.text.push_str(&text);
            return;
        }
        let Some(name) = node.node_name().filter(|_| node.is_element()) else {
            return;
        };
        let name = name.as_ref();
        if SKIPPED.contains(&name) || depth > MAX_DEPTH || is_hidden(node) {
            return;
        }
        match name {
            "br" => {
                return self.text.push(if self.is_preformatted {
                    '\n'
                } else {
                    LINE_BREAK
                });
            }
            "img" => return self.image(node),
            _ => {}
        }
        let before = (self.kind, self.is_preformatted);
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.flush();
            self.kind = self.kind.inside(name);
            self.is_preformatted |= name == "pre";
        }
        let mut is_first_cell = true;
        for child in node.children_it(false) {
            if child
                .node_name()
                .is_some_and(|name| matches!(name.as_ref(), "td" | "th"))
            {
                if !is_first_cell {
                    self.text.push_str(" \t ");
                }
                is_first_cell = false;
            }
            self.visit(&child, depth + 1);
        }
        if is_block {
            self.flush();
            (self.kind, self.is_preformatted) = before;
        }
    }

    fn image(&mut self, node: &NodeRef<'_>) {
        let text = squeeze(&node.attr("alt").unwrap_or_default());
        if !text.is_empty() {
            self.flush();
            self.blocks.push(Block {
                kind: "image".to_owned(),
                level: None,
                text,
            });
        }
    }

    /// Ends the block that is being read. Two line breaks end a paragraph.
    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.text);
        if self.is_preformatted {
            let text = raw.trim_matches('\n').trim_end();
            return self.push(text.to_owned());
        }
        for part in raw.split("\u{b}\u{b}") {
            let lines = part.split(LINE_BREAK).map(squeeze);
            let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
            self.push(lines.join("\n"));
        }
    }

    fn push(&mut self, text: String) {
        if text.trim().is_empty() {
            return;
        }
        let level = match self.kind {
            Kind::Heading(level) => Some(level),
            Kind::Paragraph | Kind::ListItem | Kind::Quote | Kind::Code | Kind::Table => None,
        };
        let kind = self.kind.name().to_owned();
        self.blocks.push(Block { kind, level, text });
    }
}

/// True for what its own attributes hide.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").unwrap_or_default().to_lowercase();
    let style: String = style.split_whitespace().collect();
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}
