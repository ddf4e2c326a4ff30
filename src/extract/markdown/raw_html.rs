//! Converts the HTML inside Markdown: blocks by [`html_blocks`], single tags by [`HtmlTag`].

use super::badges::is_badge;
use crate::extract::targets;
use crate::model::{Block, Heading, Image, Inline, List, ListItem, plain_text};

/// Returns true if an HTML block has a whole table, numbered list, definition list, quotation or formula, which only an HTML
/// parser reads.
pub(super) fn has_structure(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    ["table", "ol", "dl", "blockquote", "math"]
        .iter()
        .any(|name| {
            let opens = lower.find(&format!("<{name}"));
            let closes = lower.rfind(&format!("</{name}>"));
            opens.is_some_and(|open| closes.is_some_and(|close| open < close))
        })
}

/// Converts an HTML block. Headings, list items, code, images, rules, links and line breaks are kept; other markup is
/// removed.
///
/// Rows of badges are left out if `is_in_head`; their alternative texts are appended to `badges`.
pub(super) fn html_blocks(
    html: &str,
    is_in_head: bool,
    badges: &mut Vec<String>,
    resolve: impl Fn(&str) -> String,
) -> Vec<Block> {
    let mut converter = RawHtmlConverter {
        is_in_head,
        ..RawHtmlConverter::default()
    };
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        converter.push_text(rest.get(..open).unwrap_or_default());
        rest = rest.get(open..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        // A tag ends before the next one begins, so that no text is scanned twice.
        let inside = rest.get(1..).unwrap_or_default();
        let end = inside.find(['<', '>']).map_or(rest.len(), |end| end + 2);
        let Some(tag) = rest
            .get(..end)
            .filter(|tag| tag.ends_with('>'))
            .and_then(HtmlTag::parse)
        else {
            converter.push_text("<");
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        rest = rest.get(end..).unwrap_or_default();
        match (tag.name.as_str(), tag.is_closing) {
            ("script" | "style" | "template", false) => {
                rest = split_at_closing_tag(rest, &tag.name).after
            }
            ("pre", false) => {
                let Element {
                    content: code,
                    after,
                } = split_at_closing_tag(rest, "pre");
                converter.end_paragraph();
                let text = text_without_tags(code).trim_matches('\n').to_owned();
                converter.blocks.push(Block::CodeBlock {
                    language: None,
                    text,
                });
                rest = after;
            }
            ("br", _) => converter.content.push(Inline::LineBreak),
            ("hr", _) => {
                converter.end_paragraph();
                converter.blocks.push(Block::ThematicBreak);
            }
            ("img", _) => {
                let alt = tag.attribute("alt").unwrap_or_default();
                let url = tag.attribute("src").map(|url| resolve(&url));
                let caption = tag.attribute("title").map(Inline::Text);
                converter.push_image(Image {
                    url,
                    alt,
                    caption: caption.into_iter().collect(),
                });
            }
            ("a", false) => {
                converter.push_target(tag.attribute("id").or_else(|| tag.attribute("name")));
                converter.open_link(resolve(&tag.attribute("href").unwrap_or_default()));
            }
            ("a", true) => converter.close_link(),
            ("li", closing) => {
                converter.end_paragraph();
                converter.is_in_item = !closing;
            }
            (name, closing) if heading_level(name).is_some() => {
                converter.end_paragraph();
                converter.heading_level = heading_level(name).filter(|_| !closing);
                converter.push_target(tag.attribute("id").filter(|_| !closing));
            }
            ("td" | "th", true) => converter.content.push(Inline::Text("  ".to_owned())),
            (name, _) if is_block_element(name) => converter.end_paragraph(),
            _ => {}
        }
    }
    converter.push_text(rest);
    converter.end_paragraph();
    badges.append(&mut converter.left_out_badges);
    converter.blocks
}

/// Blocks of an HTML block, and the unfinished paragraph.
#[derive(Default)]
struct RawHtmlConverter {
    /// Finished blocks.
    blocks: Vec<Block>,
    /// Inlines of the unfinished paragraph.
    content: Vec<Inline>,
    /// Index in `content` of the first inline of the open link, and the link's URL.
    link: Option<(usize, String)>,
    /// Level of the open heading.
    heading_level: Option<u8>,
    /// True inside a list item.
    is_in_item: bool,
    /// True above the first paragraph of words.
    is_in_head: bool,
    /// Alternative texts of the badges of the unfinished paragraph, and of those that were left out.
    badges: Vec<String>,
    left_out_badges: Vec<String>,
}

impl RawHtmlConverter {
    /// Adds source text to the unfinished paragraph.
    fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.content.push(Inline::Text(decode_references(text)));
        }
    }

    /// Adds a link target at the current position.
    fn push_target(&mut self, id: Option<String>) {
        self.content.extend(id.map(|id| targets::target_mark(&id)));
    }

    /// Adds an image as a block, or as its alternative text where it stands among words.
    fn push_image(&mut self, image: Image) {
        let blank =
            |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
        let is_alone = self.content.iter().all(blank) && self.link.is_none();
        if is_badge(image.url.as_deref(), self.link.is_some()) && self.heading_level.is_none() {
            self.badges.push(image.alt.clone());
            self.content.push(Inline::Text(image.alt));
        } else if is_alone || self.heading_level.is_some() {
            self.blocks.push(Block::Image(image));
        } else {
            self.content.push(Inline::Text(image.alt));
        }
    }

    /// Opens a link; links do not nest.
    fn open_link(&mut self, url: String) {
        self.close_link();
        self.link = Some((self.content.len(), url));
    }

    /// Closes the open link, if there is one.
    fn close_link(&mut self) {
        if let Some((start, url)) = self.link.take() {
            let content = self.content.split_off(start.min(self.content.len()));
            self.content.push(Inline::Link { url, content });
        }
    }

    /// Ends the unfinished paragraph as a heading, a list item or a paragraph. A blank one is dropped.
    fn end_paragraph(&mut self) {
        self.close_link();
        let content = std::mem::take(&mut self.content);
        let blank = |inline: &Inline| match inline {
            Inline::Text(text) => text.trim().is_empty(),
            Inline::LineBreak => true,
            _ => false,
        };
        let badges = std::mem::take(&mut self.badges);
        if content.iter().all(blank) {
            return;
        }
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        if self.is_in_head
            && !badges.is_empty()
            && dense(&plain_text(&content))
                == badges.iter().map(|alt| dense(alt)).collect::<String>()
        {
            self.left_out_badges.extend(badges);
            return;
        }
        if let Some(level) = self.heading_level {
            self.blocks.push(Block::Heading(Heading { level, content }));
        } else if self.is_in_item {
            let blocks = vec![Block::Paragraph(content)];
            let item = ListItem {
                checked: None,
                number: None,
                blocks,
            };
            match self.blocks.last_mut() {
                Some(Block::List(list)) => list.items.push(item),
                _ => self.blocks.push(Block::List(List {
                    items: vec![item],
                    ..List::default()
                })),
            }
        } else {
            self.blocks.push(Block::Paragraph(content));
        }
    }
}

/// A start or end tag.
pub(super) struct HtmlTag<'a> {
    /// Name of the element, in lower case.
    pub(super) name: String,
    /// True for an end tag.
    pub(super) is_closing: bool,
    /// Source of the attributes.
    rest: &'a str,
}

impl<'a> HtmlTag<'a> {
    /// Parses a tag, from `<` to `>`.
    pub(super) fn parse(html: &'a str) -> Option<Self> {
        let inside = html.strip_prefix('<')?;
        let inside = inside.strip_suffix('>').unwrap_or(inside);
        let (inside, closing) = inside
            .strip_prefix('/')
            .map_or((inside, false), |i| (i, true));
        let end = inside
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let (name, rest) = inside.split_at_checked(end)?;
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let name = name.to_ascii_lowercase();
        named.then_some(Self {
            name,
            is_closing: closing,
            rest,
        })
    }

    /// Returns the value of an attribute, with its character references resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.rest;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
                .unwrap_or(rest.len());
            let (key, after) = rest.split_at_checked(end)?;
            if key.is_empty() && !after.starts_with('=') {
                return None;
            }
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = after;
                continue;
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value.get(1..)?.split_once(quote)?,
                None => value
                    .split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(decode_references(value));
            }
            rest = after;
        }
    }
}

/// An element behind its start tag, and the source after it.
struct Element<'a> {
    /// Source up to the end tag.
    content: &'a str,
    /// Source after the end tag.
    after: &'a str,
}

/// Splits `html` at the end tag of `name`; without one, everything is inside.
fn split_at_closing_tag<'a>(html: &'a str, name: &str) -> Element<'a> {
    let closes = |at: &usize| {
        let tag = html.get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    let Some(at) = html.match_indices("</").map(|(at, _)| at).find(closes) else {
        return Element {
            content: html,
            after: "",
        };
    };
    let (content, closing) = html.split_at(at);
    Element {
        content,
        after: closing.split_once('>').map_or("", |(_, after)| after),
    }
}

/// Returns the text of a piece of HTML, with its character references resolved.
fn text_without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut parts = html.split('<');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    decode_references(&out)
}

/// Resolves character references.
fn decode_references(text: &str) -> String {
    if text.contains('&') {
        // With its tags escaped, the text is parsed as text with character references.
        dom_query::Document::fragment(text.replace('<', "&lt;"))
            .text()
            .to_string()
    } else {
        text.to_owned()
    }
}

/// Returns the level of a heading element.
fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

fn is_block_element(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "header"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "thead"
            | "tr"
            | "ul"
    )
}
