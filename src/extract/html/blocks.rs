//! Conversion of a DOM subtree to blocks: [`convert_blocks`].

use std::collections::HashSet;

use url::Url;

use super::block_flow::BlockFlow;
use super::inlines::{InlineMark, is_blank_inline};
use super::regroup::{flatten, hoist_blocks, remove_anchor_link};
use super::tables::{self, TableContent};
use super::view::PageView;
use super::{code, images};
use crate::extract::dom::{Id, Tree};
use crate::extract::targets;
use crate::model::{Block, Heading, Image, Inline, percent_decoded};

/// Number of links an article keeps; the words of further ones stay as text.
const LINKS: usize = 20_000;
/// Deepest nesting that is converted; deeper elements are read as plain text.
const DEPTH: usize = 320;

/// Turns the subtree of `root` into blocks. Nodes for which `skip` says so are left out with all that is in them.
pub(super) fn convert_blocks(
    tree: &Tree,
    root: Id,
    skip: &[bool],
    base: Option<&Url>,
) -> Vec<Block> {
    let mut walk = BlockConverter {
        view: PageView { tree, skip, base },
        links: 0,
        depth: 0,
        named: is_block_name(tree),
        pending: Vec::new(),
    };
    let mut flow = BlockFlow::default();
    walk.node(root, &mut flow);
    flow.finish()
}

/// Conversion of a DOM subtree to blocks.
pub(super) struct BlockConverter<'a> {
    pub(super) view: PageView<'a>,
    links: usize,
    depth: usize,
    /// The places in the page that its own links lead to.
    named: HashSet<String>,
    /// The places met since the last words: they are where the next words are.
    pending: Vec<String>,
}

impl BlockConverter<'_> {
    pub(super) fn children(&mut self, id: Id, flow: &mut BlockFlow) {
        let mut next = id + 1;
        let end = self.view.tree.end(id);
        while next < end {
            self.node(next, flow);
            next = self.view.tree.end(next);
        }
    }

    /// Returns the blocks of what is in `id`, as a container of its own.
    pub(super) fn inside(&mut self, id: Id) -> Vec<Block> {
        let mut flow = BlockFlow::default();
        self.children(id, &mut flow);
        flow.finish()
    }

    /// Returns the content of `id` as one run of inlines; blocks are separated by line breaks.
    pub(super) fn inline(&mut self, id: Id) -> Vec<Inline> {
        let blocks = self.inside(id);
        let mut out = Vec::new();
        flatten(blocks, &mut out);
        out
    }

    /// Reads one node into `flow`.
    pub(super) fn node(&mut self, id: Id, flow: &mut BlockFlow) {
        if self.view.is_skipped(id) {
            return;
        }
        let tree = self.view.tree;
        if !tree.is_element(id) && id != 0 {
            if flow.inlines.is_paragraph_end() && !tree.text(id).trim().is_empty() {
                flow.flush();
            }
            if !tree.text(id).trim().is_empty() {
                self.place_pending_ids(flow);
            }
            flow.inlines.text(tree.text(id));
            return;
        }
        self.anchor_block(id);
        if self.depth >= DEPTH {
            flow.inlines.text(&tree.collapsed(id));
            return;
        }
        self.depth += 1;
        self.element(id, flow);
        self.depth -= 1;
    }

    /// Notes that `id` is a place that links lead to, if it is one.
    pub(super) fn anchor_block(&mut self, id: Id) {
        let tree = self.view.tree;
        let name = || tree.attr(id, "name").filter(|_| tree.name(id) == "a");
        let heading = matches!(tree.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let named = tree.attr(id, "id").or_else(name);
        if let Some(named) = named.filter(|name| heading || self.named.contains(*name)) {
            self.pending.push(named.to_owned());
        }
    }

    /// Marks the places that were met where the next words are.
    fn place_pending_ids(&mut self, flow: &mut BlockFlow) {
        for id in self.pending.drain(..) {
            flow.inlines.mark(targets::insert_target_mark(&id));
        }
    }

    fn element(&mut self, id: Id, flow: &mut BlockFlow) {
        let tree = self.view.tree;
        match tree.name(id) {
            "br" => flow.inlines.line_break(),
            "wbr" | "rp" => {}
            "em" | "i" | "cite" | "dfn" | "var" => self.marked(id, InlineMark::Emphasis, flow),
            "strong" | "b" => self.marked(id, InlineMark::Strong, flow),
            "code" | "kbd" | "samp" | "tt" => self.code(id, flow),
            "a" => self.link(id, flow),
            "q" => {
                flow.inlines.text("“");
                self.children(id, flow);
                flow.inlines.text("”");
            }
            "rt" => {
                flow.inlines.text("(");
                self.children(id, flow);
                flow.inlines.text(")");
            }
            "sup" => self.superscript(id, flow),
            "math" => self.math(id, flow),
            "img" | "picture" | "amp-img" | "noscript" => self.image(id, flow),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, flow),
            "ul" | "ol" | "menu" | "dir" => self.list(id, flow),
            "dl" => self.definitions(id, flow),
            "li" | "dd" | "dt" => self.block(id, flow),
            "blockquote" => {
                flow.flush();
                let blocks = self.inside(id);
                flow.blocks.extend(hoist_blocks(blocks, Block::BlockQuote));
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                if let Some(block) = code::code_block(self.view, id) {
                    flow.add(block);
                }
            }
            "table" => self.table(id, flow),
            "figure" => self.figure(id, flow),
            "hr" => flow.add(Block::ThematicBreak),
            "summary" => {
                flow.flush();
                flow.inlines.open(InlineMark::Strong);
                self.children(id, flow);
                flow.inlines.close();
                flow.flush();
            }
            "div" | "p" | "span" | "small" if is_caption(tree, id) => self.caption(id, flow),
            _ if tree.attr(id, "role") == Some("heading") => self.heading(id, flow),
            name if is_inline(name) => self.children(id, flow),
            _ => self.block(id, flow),
        }
    }

    /// Words that a class calls a caption go to the image before them.
    fn caption(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        let caption = self.inline(id);
        match flow.blocks.last_mut() {
            _ if is_blank_inline(&caption) => {}
            Some(Block::Image(image)) if image.caption.is_empty() => image.caption = caption,
            _ => flow.blocks.push(Block::Image(Image {
                caption,
                ..Image::default()
            })),
        }
    }

    fn block(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        self.children(id, flow);
        flow.flush();
    }

    fn marked(&mut self, id: Id, mark: InlineMark, flow: &mut BlockFlow) {
        flow.inlines.open(mark);
        self.children(id, flow);
        flow.inlines.close();
    }

    fn code(&mut self, id: Id, flow: &mut BlockFlow) {
        let has_lines = self
            .view
            .tree
            .elements(id)
            .any(|i| self.view.tree.name(i) == "br");
        let text = code::verbatim_text(self.view, id);
        if has_lines && text.trim().contains('\n') {
            if let Some(block) = code::code_block(self.view, id) {
                flow.add(block);
            }
            return;
        }
        self.marked(id, InlineMark::Code, flow);
    }

    fn link(&mut self, id: Id, flow: &mut BlockFlow) {
        let href = self
            .view
            .tree
            .attr(id, "href")
            .and_then(|href| match href.trim() {
                within if within.starts_with('#') && within.len() > 1 => Some(within.to_owned()),
                href => self.view.absolute_url(href),
            });
        match href {
            Some(url) if self.links < LINKS => {
                self.links += 1;
                self.marked(id, InlineMark::Link(url), flow);
            }
            _ => self.children(id, flow),
        }
    }

    /// A reference to a note stands in brackets; powers become superscript digits.
    fn superscript(&mut self, id: Id, flow: &mut BlockFlow) {
        let text = self.view.tree.collapsed(id);
        let digits =
            !text.is_empty() && text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit());
        if !digits {
            self.children(id, flow);
        } else if self
            .view
            .tree
            .elements(id)
            .any(|i| self.view.tree.name(i) == "a")
        {
            flow.inlines.text("[");
            self.children(id, flow);
            flow.inlines.text("]");
        } else {
            const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
            let raised = text
                .chars()
                .filter_map(|c| DIGITS.get(c.to_digit(10)? as usize));
            flow.inlines.text(&raised.collect::<String>());
        }
    }

    fn math(&mut self, id: Id, flow: &mut BlockFlow) {
        let tree = self.view.tree;
        let annotation = tree.elements(id).find(|i| {
            tree.name(*i) == "annotation"
                && tree.attr(*i, "encoding").is_some_and(|e| e.contains("tex"))
        });
        let said = tree
            .attr(id, "alttext")
            .map(str::to_owned)
            .or_else(|| Some(tree.collapsed(annotation?)));
        flow.inlines
            .text(&said.unwrap_or_else(|| tree.collapsed(id)));
    }

    fn heading(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        let name = self.view.tree.name(id);
        let level = name.strip_prefix('h').and_then(|n| n.parse().ok());
        let level = level.or_else(|| self.view.tree.attr(id, "aria-level")?.trim().parse().ok());
        let level = level.filter(|l| (1..=6).contains(l)).unwrap_or(2);
        let mut images = Vec::new();
        let blocks = self.inside(id).into_iter().filter_map(|block| match block {
            Block::Image(image) => {
                images.push(Block::Image(image));
                None
            }
            other => Some(other),
        });
        let mut content = Vec::new();
        flatten(blocks.collect(), &mut content);
        let (places, mut content): (Vec<_>, Vec<_>) =
            content.into_iter().partition(targets::is_mark);
        remove_anchor_link(&mut content);
        if !is_blank_inline(&content) {
            content.splice(0..0, places);
            flow.blocks.push(Block::Heading(Heading { level, content }));
        }
        flow.blocks.extend(images);
    }

    fn image(&mut self, id: Id, flow: &mut BlockFlow) {
        match images::read_image(self.view, id) {
            images::ImageElement::Icon(text) => flow.inlines.text(&text),
            images::ImageElement::Image(image) => match flow.blocks.last_mut() {
                Some(Block::Image(last))
                    if flow.inlines.is_empty() && images::is_same_image(last, &image) => {}
                _ => images::add_image(image, &mut flow.images),
            },
            images::ImageElement::Nothing => {}
        }
        if flow.inlines.is_empty() {
            flow.flush();
        }
    }

    fn table(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        match tables::read_table(self.view, id, &mut |cell| self.inline(cell)) {
            TableContent::Code(block) => flow.add(block),
            TableContent::Cells(cells) => {
                for cell in cells {
                    flow.flush();
                    self.children(cell, flow);
                    flow.flush();
                }
            }
            TableContent::Data(table) if table.rows.is_empty() => {}
            TableContent::Data(table) => flow.add(Block::Table(table)),
        }
    }

    fn figure(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        let tree = self.view.tree;
        let caption = tree
            .elements(id)
            .find(|i| tree.name(*i) == "figcaption" && !self.view.is_skipped(*i));
        let words = caption.map(|i| self.inline(i)).unwrap_or_default();
        let mut inner = BlockFlow::default();
        let mut next = id + 1;
        while next < tree.end(id) {
            if Some(next) != caption {
                if caption.is_some_and(|c| next < c && c < tree.end(next)) && tree.is_element(next)
                {
                    // The caption lies deeper: step inside.
                    next += 1;
                    continue;
                }
                self.node(next, &mut inner);
            }
            next = tree.end(next);
        }
        let mut blocks = inner.finish();
        let only_image = blocks.iter().rposition(|b| matches!(b, Block::Image(_)));
        match only_image.and_then(|i| blocks.get_mut(i)) {
            _ if is_blank_inline(&words) => {}
            Some(Block::Image(image)) => image.caption = words,
            _ => match blocks.last_mut() {
                Some(Block::Table(table)) if table.caption.is_empty() => table.caption = words,
                None => blocks.push(Block::Image(Image {
                    caption: words,
                    ..Image::default()
                })),
                _ => blocks.push(Block::Paragraph(words)),
            },
        }
        flow.blocks.extend(blocks);
    }
}

/// Returns the names that links within the page lead to.
fn is_block_name(tree: &Tree) -> HashSet<String> {
    let href = |i: Id| tree.attr(i, "href").filter(|_| tree.name(i) == "a");
    let fragments = tree
        .elements(0)
        .filter_map(|i| Some(href(i)?.split_once('#')?.1));
    let named = fragments.flat_map(|fragment| {
        let decoded = percent_decoded(fragment).into_owned();
        [fragment.to_owned(), decoded]
    });
    named.filter(|name| !name.is_empty()).collect()
}

/// Returns true if a class says that a short element is the caption of an image.
fn is_caption(tree: &Tree, id: Id) -> bool {
    let named = tree.attr(id, "class").is_some_and(|class| {
        class.split_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            ["caption", "caption-text", "image-credit", "photo-credit"]
                .iter()
                .any(|n| word.ends_with(n))
                && !word.starts_with("no-")
        })
    });
    let holds = |i: Id| {
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

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "span"
            | "font"
            | "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "big"
            | "small"
            | "s"
            | "strike"
            | "del"
            | "ins"
            | "u"
            | "sub"
            | "time"
            | "mark"
            | "label"
            | "data"
            | "ruby"
            | "rb"
            | "rtc"
            | "nobr"
            | "output"
            | "slot"
            | "blink"
    ) || name.contains(':')
}
