//! Conversion of parser events to blocks: [`build_blocks`].
//!
//! Open containers wait on a stack of our own, so depth costs memory and never the program's stack.

mod frame;
mod notes;

use std::collections::HashMap;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};
use url::Url;

use super::raw_html;
use crate::extract::targets;
use crate::model::{
    Alignment, Block, Heading, Image, Inline, List, ListItem, Row, Table, plain_text, slug,
};
use frame::{Frame, FrameKind, InlineWrap};
use notes::Footnotes;

/// Returns the blocks of the Markdown in `text`. Relative links are resolved against `base`.
pub(super) fn build_blocks(text: &str, base: Option<&Url>) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    let mut builder = Builder {
        stack: vec![Frame::new(FrameKind::Root)],
        base,
        notes: Footnotes::default(),
        hidden: false,
        slugs: HashMap::new(),
    };
    for event in Parser::new_ext(text, options) {
        builder.event(event);
    }
    builder.finish()
}

struct Builder<'a> {
    stack: Vec<Frame>,
    base: Option<&'a Url>,
    notes: Footnotes,
    /// Between the tags of an inline script or style. Never beyond the block that it stands in.
    hidden: bool,
    /// Number of headings so far with each slug.
    slugs: HashMap<String, usize>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => {
                use TagEnd::{Heading, Item, Paragraph, TableCell};
                self.hidden &= !matches!(end, Paragraph | Heading(_) | Item | TableCell);
                self.end(end);
            }
            Event::Text(_) if self.hidden => {}
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.push(Inline::Code(code.into_string())),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(Inline::Code(text.into_string()))
            }
            Event::Html(html) => match self.stack.last_mut() {
                Some(Frame {
                    kind: FrameKind::Html(text),
                    ..
                }) => text.push_str(&html),
                _ => self.inline_html(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => {
                let number = self.notes.number(&label);
                self.push(targets::insert_target_mark(&format!("fnref-{number}")));
                self.push(Inline::Link {
                    url: format!("#fn-{number}"),
                    content: vec![Inline::Text(format!("[{number}]"))],
                });
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.push(Inline::LineBreak),
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

    fn start(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph => FrameKind::Paragraph,
            Tag::Heading { level, id, .. } => {
                FrameKind::Heading(level as u8, id.map(|id| id.into_string()))
            }
            Tag::BlockQuote(alert) => {
                self.open(FrameKind::Quote);
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
            Tag::FootnoteDefinition(label) => FrameKind::Note(label.into_string()),
            Tag::Table(columns) => FrameKind::Table(Table {
                alignment: columns.into_iter().map(column_alignment).collect(),
                ..Table::default()
            }),
            Tag::TableHead | Tag::TableRow => FrameKind::Row(Row::new()),
            Tag::TableCell => FrameKind::Cell,
            Tag::Emphasis => FrameKind::Wrap(InlineWrap::Emphasis),
            Tag::Strong => FrameKind::Wrap(InlineWrap::Strong),
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
                    self.resolve(&dest_url)
                };
                FrameKind::Wrap(InlineWrap::Link(url))
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let url = Some(self.resolve(&dest_url)).filter(|url| !url.is_empty());
                FrameKind::Image(url, title.into_string())
            }
            _ => FrameKind::Wrap(InlineWrap::Nothing),
        };
        self.open(kind);
    }

    fn open(&mut self, kind: FrameKind) {
        if !matches!(
            kind,
            FrameKind::Wrap(_) | FrameKind::Image(..) | FrameKind::Element(..)
        ) {
            self.flush();
        }
        self.stack.push(Frame::new(kind));
    }

    fn end(&mut self, end: TagEnd) {
        // Elements of HTML that nobody closed end with what they stand in.
        while let Some(Frame {
            kind: FrameKind::Element(..),
            ..
        }) = self.stack.last()
        {
            self.close();
        }
        if end == TagEnd::TableHead {
            self.close();
            if let Some(Frame {
                kind: FrameKind::Table(table),
                ..
            }) = self.stack.last_mut()
            {
                table.head_rows = table.rows.len();
            }
            return;
        }
        self.close();
    }

    /// Closes the innermost container and hands it to the one around it.
    fn close(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        self.flush();
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
            FrameKind::Paragraph => self.paragraph(inlines, images),
            FrameKind::Heading(level, id) => {
                let mut content = inlines;
                let id = id.unwrap_or_else(|| self.slug(&plain_text(&content)));
                content.insert(0, targets::insert_target_mark(&id));
                self.push_block(Block::Heading(Heading { level, content }));
            }
            FrameKind::Quote => self.push_block(Block::BlockQuote(blocks)),
            FrameKind::List(start, items) => self.push_block(Block::List(List { start, items })),
            FrameKind::Item(done) => match self.stack.last_mut() {
                Some(Frame {
                    kind: FrameKind::List(_, items),
                    ..
                }) => items.push(ListItem {
                    checked: done,
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
                for block in raw_html::html_blocks(&html, |url| resolve(base, url)) {
                    self.push_block(block);
                }
            }
            FrameKind::Note(label) => self.notes.definitions.push((label, blocks)),
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
                self.image(url, alt, title);
            }
            FrameKind::Wrap(wrap) | FrameKind::Element(_, wrap) => match wrap {
                InlineWrap::Emphasis => self.push(Inline::Emphasis(inlines)),
                InlineWrap::Strong => self.push(Inline::Strong(inlines)),
                InlineWrap::Link(url) => self.push(Inline::Link {
                    url,
                    content: inlines,
                }),
                InlineWrap::Nothing => inlines.into_iter().for_each(|inline| self.push(inline)),
            },
            FrameKind::Root => {}
        }
    }

    /// Makes a paragraph of words that stand in a container of blocks by themselves, as in a tight list.
    fn flush(&mut self) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let holds_blocks = matches!(
            frame.kind,
            FrameKind::Root | FrameKind::Quote | FrameKind::Item(_) | FrameKind::Note(_)
        );
        if holds_blocks && !frame.inlines.is_empty() {
            let inlines = std::mem::take(&mut frame.inlines);
            let images = std::mem::take(&mut frame.images);
            self.paragraph(inlines, images);
        }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>, images: Vec<Image>) {
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        let alone = || {
            let alts: String = images.iter().map(|image| dense(&image.alt)).collect();
            dense(&plain_text(&inlines)) == alts
        };
        if !images.is_empty() && alone() {
            images
                .into_iter()
                .for_each(|image| self.push_block(Block::Image(image)));
        } else if !inlines.is_empty() {
            self.push_block(Block::Paragraph(inlines));
        }
    }

    /// An image: its words where it stands, and the image itself for a paragraph that holds nothing else.
    fn image(&mut self, url: Option<String>, alt: String, title: String) {
        let inside =
            |frame: &&mut Frame| !matches!(frame.kind, FrameKind::Wrap(_) | FrameKind::Element(..));
        let caption = match title.is_empty() {
            true => Vec::new(),
            false => vec![Inline::Text(title)],
        };
        if let Some(frame) = self.stack.iter_mut().rev().find(inside) {
            let alt = alt.clone();
            frame.images.push(Image { url, alt, caption });
        }
        self.push(Inline::Text(alt));
    }

    fn text(&mut self, text: &str) {
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

    fn push(&mut self, inline: Inline) {
        if let Some(frame) = self.stack.last_mut() {
            frame.inlines.push(inline);
        }
    }

    fn push_block(&mut self, block: Block) {
        self.flush();
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.push(block);
        }
    }

    /// A tag within a line: breaks, images, links and stress count, others only go.
    fn inline_html(&mut self, html: &str) {
        let Some(tag) = raw_html::HtmlTag::parse(html) else {
            return;
        };
        let name = match tag.name.as_str() {
            // What stands between these tags is no text of the article.
            "script" | "style" | "template" => {
                self.hidden = !tag.closing;
                return;
            }
            "br" => return self.push(Inline::LineBreak),
            "img" => {
                let alt = tag.attribute("alt").unwrap_or_default();
                let url = tag.attribute("src").map(|url| self.resolve(&url));
                return self.image(url, alt, String::new());
            }
            "a" => "a",
            "b" | "strong" => "b",
            "i" | "em" | "cite" => "i",
            _ => return,
        };
        if tag.closing {
            if matches!(self.stack.last(), Some(Frame { kind: FrameKind::Element(open, _), .. }) if *open == name)
            {
                self.close();
            }
            return;
        }
        let place = tag.attribute("id").or_else(|| tag.attribute("name"));
        if let Some(place) = place.filter(|_| name == "a") {
            self.push(targets::insert_target_mark(&place));
        }
        let wrap = match name {
            "a" => InlineWrap::Link(self.resolve(&tag.attribute("href").unwrap_or_default())),
            "b" => InlineWrap::Strong,
            _ => InlineWrap::Emphasis,
        };
        self.open(FrameKind::Element(name, wrap));
    }

    /// Returns the name of a heading as a place; the second of the same words is `words-1`.
    fn slug(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let count = self.slugs.entry(slug.clone()).or_insert(0);
        *count += 1;
        match *count - 1 {
            0 => slug,
            again => format!("{slug}-{again}"),
        }
    }

    fn resolve(&self, url: &str) -> String {
        resolve(self.base, url)
    }

    /// Closes what is open, and puts the footnotes at the end under their numbers.
    fn finish(mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.close();
        }
        self.flush();
        let mut blocks = self
            .stack
            .pop()
            .map(|frame| frame.blocks)
            .unwrap_or_default();
        if let Some(list) = self.notes.into_list() {
            blocks.extend([Block::ThematicBreak, Block::List(list)]);
        }
        blocks
    }
}

/// Returns an absolute address, if `base` is known and `url` is relative to it.
fn resolve(base: Option<&Url>, url: &str) -> String {
    match base {
        Some(base) if !url.starts_with('#') => {
            base.join(url).map_or_else(|_| url.to_owned(), Into::into)
        }
        _ => url.to_owned(),
    }
}

fn column_alignment(column: pulldown_cmark::Alignment) -> Alignment {
    match column {
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::End,
        _ => Alignment::Start,
    }
}

fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
