//! Builds blocks from the events of the CommonMark parser: [`build_blocks`].
//!
//! Open containers are on a stack in the heap, so that nesting costs memory and the program's own stack does not
//! grow.

mod footnotes;
mod frame;
mod paragraphs;

use std::collections::HashMap;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};
use url::Url;

use super::{raw_html, source};
use crate::extract::html::convert_fragment;
use crate::extract::targets;
use crate::extract::trace::Trace;
use crate::model::{
    Alignment, Block, Inline, List, ListItem, Row, Table, count_words, plain_text, slug,
};
use footnotes::Footnotes;
use frame::{Frame, FrameKind, InlineWrap};

/// Largest number of HTML blocks that are parsed as HTML; of others only the text and the simplest elements are read.
const MAX_STRUCTURED_HTML: usize = 5_000;

/// Returns the blocks of the Markdown in `text`. Relative links are resolved against `base`.
///
/// Images that show the state of a project (badges) are left out above the first paragraph and in headings.
pub(super) fn build_blocks(text: &str, base: Option<&Url>, trace: &mut Trace) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
        | Options::ENABLE_WIKILINKS;
    let mut builder = MarkdownBuilder {
        stack: vec![Frame::new(FrameKind::Root)],
        base,
        footnotes: Footnotes::default(),
        is_in_script: false,
        slugs: HashMap::new(),
        is_in_head: true,
        left_out_badges: Vec::new(),
        structured_html: 0,
    };
    for event in Parser::new_ext(text, options) {
        builder.handle_event(event);
    }
    for alt in &builder.left_out_badges {
        trace.count_left_out(1, count_words(alt));
    }
    builder.finish()
}

/// Open containers, footnotes and heading ids while the events are read.
struct MarkdownBuilder<'a> {
    /// Open containers, outermost first; the first is the document.
    stack: Vec<Frame>,
    base: Option<&'a Url>,
    /// Footnotes met so far.
    footnotes: Footnotes,
    /// True between the tags of an inline script, style or template, at most to the end of its block.
    is_in_script: bool,
    /// Number of headings so far with each slug.
    slugs: HashMap<String, usize>,
    /// True above the first paragraph of words.
    is_in_head: bool,
    /// Alternative texts of the badges that were left out.
    left_out_badges: Vec<String>,
    /// Number of HTML blocks that were parsed as HTML.
    structured_html: usize,
}

impl MarkdownBuilder<'_> {
    /// Adds one event of the parser.
    fn handle_event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open_tag(tag),
            Event::End(end) => {
                use TagEnd::{Heading, Item, Paragraph, TableCell};
                self.is_in_script &= !matches!(end, Paragraph | Heading(_) | Item | TableCell);
                self.close_tag(end);
            }
            Event::Text(_) if self.is_in_script => {}
            Event::Text(text) => self.push_text(&text),
            Event::Code(code) => self.push_inline(Inline::Code(code.into_string())),
            Event::InlineMath(text) if !source::is_tex(&text) => {
                self.push_text(&format!("${text}$"));
            }
            Event::InlineMath(text) => self.push_inline(Inline::Code(text.into_string())),
            Event::DisplayMath(text) => self.push_display_math(text.trim_matches('\n')),
            Event::Html(html) => match self.stack.last_mut() {
                Some(Frame {
                    kind: FrameKind::Html(text),
                    ..
                }) => text.push_str(&html),
                _ => self.inline_html(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => {
                let number = self.footnotes.number_of(&label);
                self.push_inline(targets::target_mark(&format!("fnref-{number}")));
                self.push_inline(Inline::Link {
                    url: format!("#fn-{number}"),
                    content: vec![Inline::Text(format!("[{number}]"))],
                });
            }
            Event::SoftBreak => self.push_text(" "),
            Event::HardBreak => self.push_inline(Inline::LineBreak),
            Event::Rule => self.push_block(Block::ThematicBreak),
            Event::TaskListMarker(done) => {
                let item = self
                    .stack
                    .iter_mut()
                    .rev()
                    .find_map(|frame| match &mut frame.kind {
                        FrameKind::Item(item) => Some(item),
                        _ => None,
                    });
                if let Some(item) = item {
                    *item = Some(done);
                }
            }
        }
    }

    /// Opens the container of a tag.
    fn open_tag(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph => FrameKind::Paragraph,
            Tag::Heading { level, id, .. } => {
                FrameKind::Heading(level as u8, id.map(|id| id.into_string()))
            }
            Tag::BlockQuote(alert) => {
                self.push_frame(FrameKind::Quote);
                if let Some(alert) = alert {
                    let name = Inline::Text(alert_name(alert).to_owned());
                    self.push_block(Block::Paragraph(vec![Inline::Strong(vec![name])]));
                }
                return;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let language = info
                    .split([' ', ',', '{'])
                    .next()
                    .filter(|word| !word.is_empty());
                FrameKind::Code(language.map(str::to_owned), String::new())
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => FrameKind::Code(None, String::new()),
            Tag::HtmlBlock => FrameKind::Html(String::new()),
            Tag::List(start) => FrameKind::List(start, Vec::new()),
            Tag::Item => FrameKind::Item(None),
            Tag::FootnoteDefinition(label) => FrameKind::Footnote(label.into_string()),
            Tag::Table(columns) => FrameKind::Table(Table {
                alignment: columns.into_iter().map(table_alignment).collect(),
                ..Table::default()
            }),
            Tag::TableHead | Tag::TableRow => FrameKind::Row(Row::new()),
            Tag::TableCell => FrameKind::Cell,
            Tag::Emphasis => FrameKind::Wrap(InlineWrap::Emphasis),
            Tag::Strong => FrameKind::Wrap(InlineWrap::Strong),
            Tag::Strikethrough => FrameKind::Wrap(InlineWrap::Deletion),
            Tag::Link {
                link_type: LinkType::WikiLink { .. },
                ..
            } => FrameKind::Wrap(InlineWrap::Nothing),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let mail = link_type == LinkType::Email && !dest_url.starts_with("mailto:");
                let url = if mail {
                    format!("mailto:{dest_url}")
                } else {
                    self.absolute_url(&dest_url)
                };
                FrameKind::Wrap(InlineWrap::Link(url))
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let url = Some(self.absolute_url(&dest_url)).filter(|url| !url.is_empty());
                FrameKind::Image(url, title.into_string())
            }
            _ => FrameKind::Wrap(InlineWrap::Nothing),
        };
        self.push_frame(kind);
    }

    /// Opens a container. A container of blocks ends the unfinished paragraph.
    fn push_frame(&mut self, kind: FrameKind) {
        if !matches!(
            kind,
            FrameKind::Wrap(_) | FrameKind::Image(..) | FrameKind::Element(..)
        ) {
            self.flush_inlines();
        }
        self.stack.push(Frame::new(kind));
    }

    /// Closes the container of a tag.
    fn close_tag(&mut self, end: TagEnd) {
        // HTML elements without an end tag end with the container they stand in.
        while let Some(Frame {
            kind: FrameKind::Element(..),
            ..
        }) = self.stack.last()
        {
            self.pop_frame();
        }
        if end == TagEnd::TableHead {
            self.pop_frame();
            if let Some(Frame {
                kind: FrameKind::Table(table),
                ..
            }) = self.stack.last_mut()
            {
                table.head_rows = table.rows.len();
            }
            return;
        }
        self.pop_frame();
    }

    /// Closes the innermost container and adds its content to the one around it.
    fn pop_frame(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        self.flush_inlines();
        let Some(Frame {
            kind,
            blocks,
            inlines,
            images,
        }) = self.stack.pop()
        else {
            return;
        };
        match kind {
            FrameKind::Paragraph => self.push_paragraph(inlines, images),
            FrameKind::Heading(level, id) => self.push_heading(level, id, inlines, images),
            FrameKind::Quote => self.push_block(Block::BlockQuote(blocks)),
            FrameKind::List(start, items) => self.push_block(Block::List(List {
                start,
                items,
                ..List::default()
            })),
            FrameKind::Item(done) => match self.stack.last_mut() {
                Some(Frame {
                    kind: FrameKind::List(_, items),
                    ..
                }) => items.push(ListItem {
                    checked: done,
                    number: None,
                    blocks,
                }),
                _ => blocks.into_iter().for_each(|block| self.push_block(block)),
            },
            FrameKind::Code(language, text) => {
                let text = text.trim_end_matches('\n').to_owned();
                self.push_block(Block::CodeBlock { language, text });
            }
            FrameKind::Html(html) => {
                let base = self.base;
                let is_structured =
                    self.structured_html < MAX_STRUCTURED_HTML && raw_html::has_structure(&html);
                self.structured_html += usize::from(is_structured);
                let blocks = match is_structured {
                    true => convert_fragment(&html, base.map(Url::as_str)),
                    false => raw_html::html_blocks(
                        &html,
                        self.is_in_head,
                        &mut self.left_out_badges,
                        |url| resolve_url(base, url),
                    ),
                };
                blocks.into_iter().for_each(|block| self.push_block(block));
            }
            FrameKind::Footnote(label) => self.footnotes.definitions.push((label, blocks)),
            FrameKind::Table(table) => self.push_block(Block::Table(table)),
            FrameKind::Row(row) => {
                if let Some(Frame {
                    kind: FrameKind::Table(table),
                    ..
                }) = self.stack.last_mut()
                {
                    table.rows.push(row);
                }
            }
            FrameKind::Cell => {
                if let Some(Frame {
                    kind: FrameKind::Row(row),
                    ..
                }) = self.stack.last_mut()
                {
                    row.push(inlines);
                }
            }
            FrameKind::Image(url, title) => {
                let alt = plain_text(&inlines);
                self.push_image(url, alt, title);
            }
            FrameKind::Wrap(wrap) | FrameKind::Element(_, wrap) => match wrap {
                InlineWrap::Emphasis => self.push_inline(Inline::Emphasis(inlines)),
                InlineWrap::Strong => self.push_inline(Inline::Strong(inlines)),
                InlineWrap::Deletion => self.push_inline(Inline::Deletion(inlines)),
                InlineWrap::Link(url) => self.push_inline(Inline::Link {
                    url,
                    content: inlines,
                }),
                InlineWrap::Nothing => inlines
                    .into_iter()
                    .for_each(|inline| self.push_inline(inline)),
            },
            FrameKind::Root => {}
        }
    }

    /// Makes a paragraph of inlines that stand directly in a container of blocks, as in a tight list.
    fn flush_inlines(&mut self) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let holds_blocks = matches!(
            frame.kind,
            FrameKind::Root | FrameKind::Quote | FrameKind::Item(_) | FrameKind::Footnote(_)
        );
        if holds_blocks && !frame.inlines.is_empty() {
            let inlines = std::mem::take(&mut frame.inlines);
            let images = std::mem::take(&mut frame.images);
            self.push_paragraph(inlines, images);
        }
    }

    /// Adds text to the innermost container.
    fn push_text(&mut self, text: &str) {
        match self.stack.last_mut() {
            Some(Frame {
                kind: FrameKind::Code(_, code),
                ..
            }) => code.push_str(text),
            Some(frame) => match frame.inlines.last_mut() {
                Some(Inline::Text(last)) => last.push_str(text),
                _ => frame.inlines.push(Inline::Text(text.to_owned())),
            },
            None => {}
        }
    }

    /// Adds an inline to the innermost container.
    fn push_inline(&mut self, inline: Inline) {
        if let Some(frame) = self.stack.last_mut() {
            frame.inlines.push(inline);
        }
    }

    /// Adds a block to the innermost container, after its unfinished paragraph.
    fn push_block(&mut self, block: Block) {
        self.flush_inlines();
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.push(block);
        }
    }

    /// Adds an HTML tag within a line: line breaks, images, links, emphasis. Other tags are left out.
    fn inline_html(&mut self, html: &str) {
        let Some(tag) = raw_html::HtmlTag::parse(html) else {
            return;
        };
        let name = match tag.name.as_str() {
            // The text between these tags is no text of the article.
            "script" | "style" | "template" => {
                self.is_in_script = !tag.is_closing;
                return;
            }
            "br" => return self.push_inline(Inline::LineBreak),
            "img" => {
                let alt = tag.attribute("alt").unwrap_or_default();
                let url = tag.attribute("src").map(|url| self.absolute_url(&url));
                return self.push_image(url, alt, String::new());
            }
            "a" => "a",
            "b" | "strong" => "b",
            "i" | "em" | "cite" => "i",
            "del" | "s" | "strike" => "s",
            _ => return,
        };
        if tag.is_closing {
            if matches!(self.stack.last(), Some(Frame { kind: FrameKind::Element(open, _), .. }) if *open == name)
            {
                self.pop_frame();
            }
            return;
        }
        let target_id = tag.attribute("id").or_else(|| tag.attribute("name"));
        if let Some(target_id) = target_id.filter(|_| name == "a") {
            self.push_inline(targets::target_mark(&target_id));
        }
        let wrap = match name {
            "a" => InlineWrap::Link(self.absolute_url(&tag.attribute("href").unwrap_or_default())),
            "b" => InlineWrap::Strong,
            "s" => InlineWrap::Deletion,
            _ => InlineWrap::Emphasis,
        };
        self.push_frame(FrameKind::Element(name, wrap));
    }

    /// Returns the id of a heading, as GitHub forms it; the second heading with the same words gets `words-1`.
    fn unique_slug(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let count = self.slugs.entry(slug.clone()).or_insert(0);
        *count += 1;
        match *count - 1 {
            0 => slug,
            again => format!("{slug}-{again}"),
        }
    }

    /// Resolves a relative address against the base URL of the file.
    fn absolute_url(&self, url: &str) -> String {
        resolve_url(self.base, url)
    }

    /// Closes all open containers, and appends the footnotes under their numbers.
    fn finish(mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.pop_frame();
        }
        self.flush_inlines();
        let mut blocks = self
            .stack
            .pop()
            .map(|frame| frame.blocks)
            .unwrap_or_default();
        if let Some(list) = self.footnotes.into_list() {
            blocks.extend([Block::ThematicBreak, Block::List(list)]);
        }
        blocks
    }
}

/// Resolves a relative address against `base`, if it is known; fragments stay as they are.
fn resolve_url(base: Option<&Url>, url: &str) -> String {
    match base {
        Some(base) if !url.starts_with('#') => {
            base.join(url).map_or_else(|_| url.to_owned(), Into::into)
        }
        _ => url.to_owned(),
    }
}

fn table_alignment(column: pulldown_cmark::Alignment) -> Alignment {
    match column {
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::End,
        _ => Alignment::Start,
    }
}

/// Returns the title of an alert, as GitHub shows it.
fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
