//! Conversion of a DOM subtree to blocks and inlines: [`convert_blocks`].

use std::collections::HashSet;

use url::Url;

use super::block_builder::BlockBuilder;
use super::counters::demote_counters;
use super::elements::{self, Display, is_caption};
use super::inlines::{InlineMark, is_blank_content};
use super::regroup::{flatten_to_inlines, hoist_headings};
use super::tables::{self, TableContent};
use super::view::{HeadingPart, PageView};
use super::{code, images, math};
use crate::extract::dom::{DomId, DomTree};
use crate::extract::phrasing::is_phrasing_element;
use crate::extract::selection::controls::{is_control, is_heading_control};
use crate::extract::targets;
use crate::model::{Block, Image, Inline};

/// Largest number of links in an article; the text of further links stays as plain text.
const MAX_LINKS: usize = 20_000;
/// Largest number of blocks of an article, items and cells included; the text of further ones is one block.
const MAX_BLOCKS: usize = 100_000;
/// Deepest nesting that is converted; the text of deeper elements is added without structure.
const MAX_DEPTH: usize = 320;

/// Converts the subtree of `root` to blocks. Nodes that are true in `skip` are left out with their descendants.
pub(super) fn convert_blocks(
    tree: &DomTree,
    root: DomId,
    skip: &[bool],
    base: Option<&Url>,
) -> Vec<Block> {
    let mut converter = BlockConverter {
        view: PageView {
            tree,
            skip,
            base_url: base,
        },
        link_count: 0,
        depth: 0,
        linked_ids: targets::find_linked_ids(tree),
        pending_ids: Vec::new(),
        heading_part: HeadingPart::Outside,
        keeps_lines: false,
        block_count: 0,
    };
    let mut builder = BlockBuilder::default();
    converter.convert_node(root, &mut builder);
    let mut blocks = builder.finish();
    demote_counters(&mut blocks);
    blocks
}

/// Conversion of a DOM subtree to blocks.
pub(super) struct BlockConverter<'a> {
    pub(super) view: PageView<'a>,
    link_count: usize,
    depth: usize,
    /// Ids and names in the page that its own links refer to.
    linked_ids: HashSet<String>,
    /// Ids and names met since the last word; they become link targets at the next word.
    pending_ids: Vec<String>,
    pub(super) heading_part: HeadingPart,
    /// True where the line feeds of the source are line breaks (`white-space: pre-wrap`).
    keeps_lines: bool,
    /// Blocks, items and cells so far.
    block_count: usize,
}

impl BlockConverter<'_> {
    /// Converts the children of `id`, in order.
    pub(super) fn convert_children(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let mut next = id + 1;
        let end = self.view.tree.end(id);
        while next < end {
            self.convert_node(next, builder);
            next = self.view.tree.end(next);
        }
    }

    /// Returns the blocks of the content of `id`, as a container of its own.
    pub(super) fn blocks_inside(&mut self, id: DomId) -> Vec<Block> {
        let mut builder = BlockBuilder::default();
        self.convert_children(id, &mut builder);
        builder.finish()
    }

    /// Returns the content of `id` as one run of inlines, with a line break between two blocks.
    pub(super) fn inlines_inside(&mut self, id: DomId) -> Vec<Inline> {
        let blocks = self.blocks_inside(id);
        let mut out = Vec::new();
        flatten_to_inlines(blocks, &mut out);
        out
    }

    /// Converts one node and its descendants, unless it is skipped.
    pub(super) fn convert_node(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let tree = self.view.tree;
        if self.view.is_skipped(id) && !self.is_shown_anyway(id) {
            return;
        }
        if !tree.is_element(id) && id != 0 {
            return self.convert_text(tree.text(id), builder);
        }
        if self.is_left_out(id) {
            return;
        }
        self.note_link_target(id);
        if self.depth >= MAX_DEPTH {
            builder.inlines.push_text(&tree.collapsed_text(id));
            return;
        }
        if self.is_full() {
            return self.convert_joined(id, builder);
        }
        let outer = self.keeps_lines;
        self.keeps_lines = elements::declares_lines(tree, id).unwrap_or(outer);
        self.depth += 1;
        self.convert_element(id, builder);
        self.depth -= 1;
        self.keeps_lines = outer;
    }

    /// Returns true if no further blocks are made.
    pub(super) fn is_full(&self) -> bool {
        self.block_count >= MAX_BLOCKS
    }

    /// Counts a block.
    pub(super) fn count_block(&mut self) {
        self.block_count += 1;
    }

    /// Adds the text of an element to the unfinished paragraph, apart from the text around it.
    pub(super) fn convert_joined(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let is_apart = !is_phrasing_element(self.view.tree.name(id));
        let blank = if is_apart { " " } else { "" };
        builder.inlines.push_text(blank);
        self.depth += 1;
        self.convert_children(id, builder);
        self.depth -= 1;
        builder.inlines.push_text(blank);
    }

    /// Adds text as it stands in the source; line feeds are blanks in most text. Two line breaks before it end the paragraph.
    fn convert_text(&mut self, text: &str, builder: &mut BlockBuilder) {
        if !self.keeps_lines && !builder.inlines.is_paragraph_end() {
            if !text.trim().is_empty() {
                self.insert_pending_targets(builder);
            }
            return builder.inlines.push_text(text);
        }
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                if !self.keeps_lines {
                    builder.inlines.push_text("\n");
                } else {
                    builder.inlines.line_break();
                }
            }
            if !line.trim().is_empty() {
                if builder.inlines.is_paragraph_end() && !self.is_full() {
                    builder.end_paragraph();
                    self.count_block();
                }
                self.insert_pending_targets(builder);
            }
            builder.inlines.push_text(line);
        }
    }

    /// Returns true if a skipped element is converted nevertheless: the button of a heading, or the source of a quotation.
    fn is_shown_anyway(&self, id: DomId) -> bool {
        let tree = self.view.tree;
        match tree.name(id) {
            "button" => {
                self.heading_part != HeadingPart::Outside
                    || tree
                        .elements(id)
                        .any(|i| matches!(tree.name(i), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
            }
            "footer" => {
                tree.name(tree.parent(id)) == "blockquote" && tree.attr(id, "hidden").is_none()
            }
            _ => false,
        }
    }

    /// Returns true if an element is a control and no text.
    fn is_left_out(&self, id: DomId) -> bool {
        let tree = self.view.tree;
        match self.heading_part {
            HeadingPart::Outside => is_control(tree, id),
            HeadingPart::Words => is_control(tree, id) || is_heading_control(tree, id),
            HeadingPart::Everything => false,
        }
    }

    /// Remembers the id or name of `id` as a pending link target, if a link of the page refers to it. The ids of
    /// headings are always remembered.
    pub(super) fn note_link_target(&mut self, id: DomId) {
        let tree = self.view.tree;
        let name = || tree.attr(id, "name").filter(|_| tree.name(id) == "a");
        let heading = matches!(tree.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let named = tree.attr(id, "id").or_else(name);
        if let Some(named) = named.filter(|name| heading || self.linked_ids.contains(*name)) {
            self.pending_ids.push(named.to_owned());
        }
    }

    /// Inserts the pending link targets before the next word.
    fn insert_pending_targets(&mut self, builder: &mut BlockBuilder) {
        for id in self.pending_ids.drain(..) {
            builder.inlines.push_inline(targets::target_mark(&id));
        }
    }

    /// Converts one element by its name.
    fn convert_element(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let tree = self.view.tree;
        let is_heading = tree.attr(id, "role") == Some("heading");
        match tree.name(id) {
            "br" => builder.inlines.line_break(),
            name if is_heading && !matches!(name, "img" | "hr" | "table" | "math") => {
                self.convert_heading(id, builder);
            }
            "wbr" | "rp" => {}
            "em" | "i" | "cite" | "dfn" | "var" => {
                self.convert_marked(id, InlineMark::Emphasis, builder)
            }
            "strong" | "b" => self.convert_marked(id, InlineMark::Strong, builder),
            "del" | "s" | "strike" => self.convert_marked(id, InlineMark::Deletion, builder),
            "code" | "kbd" | "samp" | "tt" => self.convert_code(id, builder),
            "a" => self.convert_link(id, builder),
            "q" => {
                builder.inlines.push_text("“");
                self.convert_children(id, builder);
                builder.inlines.push_text("”");
            }
            "rt" => {
                builder.inlines.push_text("(");
                self.convert_children(id, builder);
                builder.inlines.push_text(")");
            }
            "sup" => self.convert_superscript(id, builder),
            "math" => self.convert_math(id, builder),
            "img" | "picture" | "amp-img" | "noscript" => self.convert_image(id, builder),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.convert_heading(id, builder),
            "ul" | "ol" | "menu" | "dir" => self.convert_list(id, builder),
            "dl" => self.convert_definitions(id, builder),
            "li" | "dd" | "dt" => self.convert_block_element(id, builder),
            "blockquote" => {
                builder.end_paragraph();
                let blocks = self.blocks_inside(id);
                builder
                    .blocks
                    .extend(hoist_headings(blocks, Block::BlockQuote));
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                if let Some(block) = code::code_block(self.view, id) {
                    builder.push_block(block);
                }
            }
            "table" => self.convert_table(id, builder),
            "figure" => self.convert_figure(id, builder),
            "hr" => builder.push_block(Block::ThematicBreak),
            "summary" => {
                builder.end_paragraph();
                builder.inlines.open_mark(InlineMark::Strong);
                self.convert_children(id, builder);
                builder.inlines.close_mark();
                builder.end_paragraph();
            }
            "div" | "p" | "span" | "small" if is_caption(tree, id) => {
                self.convert_caption(id, builder)
            }
            _ => match self.display(id, builder) {
                Display::Inline if elements::declares_deletion(tree, id) => {
                    self.convert_marked(id, InlineMark::Deletion, builder);
                }
                Display::Inline => self.convert_children(id, builder),
                Display::Block => self.convert_block_element(id, builder),
            },
        }
    }

    /// Decides whether an element without a conversion of its own stands within a line.
    ///
    /// Unknown and custom elements are words of the paragraph that they stand in. Between blocks they are blocks.
    fn display(&self, id: DomId, builder: &BlockBuilder) -> Display {
        let tree = self.view.tree;
        let name = tree.name(id);
        if let Some(display) = elements::declared_display(tree, id) {
            return display;
        }
        if is_phrasing_element(name) {
            return Display::Inline;
        }
        if elements::is_block_element(name) {
            return Display::Block;
        }
        let next = tree.end(id);
        let is_followed = next < tree.end(tree.parent(id))
            && match tree.name(next) {
                "" => !tree.text(next).trim().is_empty(),
                name => is_phrasing_element(name),
            };
        let is_inside = elements::holds_words(tree.name(tree.parent(id)));
        match is_inside || is_followed || !builder.inlines.is_empty() {
            true => Display::Inline,
            false => Display::Block,
        }
    }

    /// Converts an element whose class calls it a caption: the caption of the image before it, or of an image of its
    /// own.
    fn convert_caption(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        let caption = self.inlines_inside(id);
        match builder.blocks.last_mut() {
            _ if is_blank_content(&caption) => {}
            Some(Block::Image(image)) if image.caption.is_empty() => image.caption = caption,
            _ => builder.blocks.push(Block::Image(Image {
                caption,
                ..Image::default()
            })),
        }
    }

    /// Converts an element that begins and ends a paragraph.
    fn convert_block_element(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let count = |builder: &BlockBuilder| usize::from(!builder.inlines.is_empty());
        self.block_count += count(builder);
        builder.end_paragraph();
        self.convert_children(id, builder);
        if self.is_full() {
            // The text after the last block is one paragraph, whatever elements it stands in.
            return builder.inlines.push_text(" ");
        }
        self.block_count += count(builder);
        builder.end_paragraph();
    }

    /// Converts the content of `id` inside `mark`.
    fn convert_marked(&mut self, id: DomId, mark: InlineMark, builder: &mut BlockBuilder) {
        builder.inlines.open_mark(mark);
        self.convert_children(id, builder);
        builder.inlines.close_mark();
    }

    /// Converts `code` and the like: a code block if it has several lines, else inline code.
    fn convert_code(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let has_lines = self
            .view
            .tree
            .elements(id)
            .any(|i| self.view.tree.name(i) == "br");
        let text = code::verbatim_text(self.view, id);
        if has_lines && text.trim().contains('\n') {
            if let Some(block) = code::code_block(self.view, id) {
                builder.push_block(block);
            }
            return;
        }
        self.convert_marked(id, InlineMark::Code, builder);
    }

    /// Converts `a`. A link that cannot be followed, or that exceeds the limit, becomes its text.
    fn convert_link(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let href = self
            .view
            .tree
            .attr(id, "href")
            .and_then(|href| match href.trim() {
                fragment if fragment.starts_with('#') && fragment.len() > 1 => {
                    Some(fragment.to_owned())
                }
                href => self.view.absolute_url(href),
            });
        match href {
            Some(url) if self.link_count < MAX_LINKS => {
                self.link_count += 1;
                self.convert_marked(id, InlineMark::Link(url), builder);
            }
            _ => self.convert_children(id, builder),
        }
    }

    /// Converts `sup`: the number of a note in brackets, the digits of a power as superscript digits.
    fn convert_superscript(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let text = self.view.tree.collapsed_text(id);
        let is_number =
            !text.is_empty() && text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit());
        if !is_number {
            self.convert_children(id, builder);
        } else if self
            .view
            .tree
            .elements(id)
            .any(|i| self.view.tree.name(i) == "a")
        {
            builder.inlines.push_text("[");
            self.convert_children(id, builder);
            builder.inlines.push_text("]");
        } else {
            const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
            let raised = text
                .chars()
                .filter_map(|c| DIGITS.get(c.to_digit(10)? as usize));
            builder.inlines.push_text(&raised.collect::<String>());
        }
    }

    /// Converts MathML. A formula on a line of its own has blanks around it.
    fn convert_math(&mut self, id: DomId, builder: &mut BlockBuilder) {
        let tree = self.view.tree;
        let is_display = tree.attr(id, "display") == Some("block");
        let blank = if is_display { " " } else { "" };
        let text = math::math_text(tree, id);
        if !text.is_empty() {
            self.insert_pending_targets(builder);
        }
        builder.inlines.push_text(&format!("{blank}{text}{blank}"));
    }

    /// Converts an image, unless it repeats the image before it.
    fn convert_image(&mut self, id: DomId, builder: &mut BlockBuilder) {
        match images::read_image(self.view, id) {
            images::ImageElement::Icon(text) => builder.inlines.push_text(&text),
            images::ImageElement::Image(image) => match builder.blocks.last_mut() {
                Some(Block::Image(last))
                    if builder.inlines.is_empty() && images::is_same_image(last, &image) => {}
                _ => images::add_image(image, &mut builder.images),
            },
            images::ImageElement::Ignored => {}
        }
        if builder.inlines.is_empty() {
            builder.end_paragraph();
        }
    }

    /// Converts a table: data, code with line numbers, or the cells of a layout table as blocks.
    fn convert_table(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        match tables::read_table(self.view, id, &mut |cell| self.inlines_inside(cell)) {
            TableContent::Code(block) => builder.push_block(block),
            TableContent::LayoutCells(cells) => {
                for cell in cells {
                    match self.is_full() {
                        true => self.convert_joined(cell, builder),
                        false => self.convert_block_element(cell, builder),
                    }
                }
            }
            TableContent::Data(table) if table.rows.is_empty() => {}
            TableContent::Data(table) => builder.push_block(Block::Table(table)),
        }
    }

    /// Converts `figure`: its content, with `figcaption` as the caption of its last image or table.
    fn convert_figure(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        let tree = self.view.tree;
        let caption = tree
            .elements(id)
            .find(|i| tree.name(*i) == "figcaption" && !self.view.is_skipped(*i));
        let words = caption.map(|i| self.inlines_inside(i)).unwrap_or_default();
        let mut inner = BlockBuilder::default();
        let mut next = id + 1;
        while next < tree.end(id) {
            if Some(next) != caption {
                if caption.is_some_and(|c| next < c && c < tree.end(next)) && tree.is_element(next)
                {
                    // The caption is inside this element: convert its children one by one.
                    next += 1;
                    continue;
                }
                self.convert_node(next, &mut inner);
            }
            next = tree.end(next);
        }
        let mut blocks = inner.finish();
        let last_image = blocks.iter().rposition(|b| matches!(b, Block::Image(_)));
        match last_image.and_then(|i| blocks.get_mut(i)) {
            _ if is_blank_content(&words) => {}
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
        builder.blocks.extend(blocks);
    }
}
